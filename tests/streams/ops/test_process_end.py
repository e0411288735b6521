"""The end of a process that hangs, tried on processes of their own."""

from __future__ import annotations

import subprocess
import sys

import pytest

from streams.ops.process_end import HUNG_EXIT, LATER_SECONDS

START = """
import re, threading, time
from streams.ops import process_end
from streams.ops.process_end import ProcessEnd
process_end.LATER_SECONDS = {later}
end = ProcessEnd()

def busy():
    while True:
        pass

"""
HOLDS_THE_LOCK = "re.match('(a+)+$', 'a' * 60 + 'b')"


def run(script: str, *, later: float = 30.0) -> tuple[int, str, str]:
    """Return exit code, output and errors of a script that starts with an end to be set."""
    done = subprocess.run(
        [sys.executable, "-c", START.format(later=later) + script],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    "script",
    [
        "end.due_in(0.2)\ntime.sleep(600)",
        "end.due_in(0.2)\nbusy()",
        "threading.Thread(target=busy, name='reader').start()\nend.due_in(0.2)\ntime.sleep(600)",
        "end.due_in(600)\nend.due_in(0.2)\ntime.sleep(600)",
    ],
    ids=["it waits", "it is busy", "another thread is busy", "an earlier end"],
)
def test_a_process_that_is_not_put_off_ends_and_tells_where_its_threads_are(script: str) -> None:
    """Also where threads are busy, whose stacks the interpreter's own timer may die of."""
    code, _, errors = run(script)
    assert code == HUNG_EXIT
    assert "did not get on in time" in errors
    assert "Thread MainThread" in errors
    assert ("in busy" in errors) == ("busy" in script)


def test_what_is_put_off_does_not_end() -> None:
    """The last time that was set counts."""
    assert run("end.due_in(0.5)\nend.due_in(600)\ntime.sleep(1)\nprint('done')") == (0, "done\n", "")


def test_a_process_whose_lock_is_never_released_ends_a_little_later() -> None:
    """No thread of ours can run there, and the interpreter's timer ends it."""
    code, _, errors = run(f"end.due_in(0.2)\n{HOLDS_THE_LOCK}", later=0.5)
    assert code == HUNG_EXIT
    assert "Timeout" in errors
    assert LATER_SECONDS == 5.0
