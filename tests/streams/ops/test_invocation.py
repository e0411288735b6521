"""What commands that go on do when they are told to end."""

from __future__ import annotations

import os
import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from streams.ops.cli.invocation import interruptible

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def handled(number: signal.Signals, handler: signal.Handlers) -> Iterator[None]:
    """Let this process have a handler for a signal."""
    before = signal.signal(number, handler)
    try:
        yield
    finally:
        signal.signal(number, before)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_to_end_is_as_ctrl_c(number: signal.Signals) -> None:
    """Also that of a terminal which is closed: `wirefeed up` would leave broker, workers and desk behind."""
    with handled(number, signal.SIG_DFL):
        with pytest.raises(KeyboardInterrupt), interruptible():
            os.kill(os.getpid(), number)
        assert signal.getsignal(number) is signal.SIG_DFL


def test_what_nohup_ignores_stays_ignored() -> None:
    """The command goes on without its terminal, as was asked."""
    with handled(signal.SIGHUP, signal.SIG_IGN), interruptible():
        os.kill(os.getpid(), signal.SIGHUP)
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
