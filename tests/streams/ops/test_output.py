"""Tables at a terminal of any width, and pipes that nobody reads any more."""

from __future__ import annotations

import subprocess
import sys
from io import StringIO

import pytest
from rich.console import Console

from streams.ops.cli.output import table

ID = "wire.accepted.v1/11/1234567"


@pytest.mark.parametrize("width", [160, 80, 60, 40])
@pytest.mark.parametrize("column", ["id", "dead letter"])
def test_an_id_is_never_cut_or_wrapped(width: int, column: str) -> None:
    """It is copied into the next command; what stands beside it gives way."""
    rows = [(ID, "2026-03-02 09:00:00", "intake", "MalformedItem", "the bytes are not what their content type says")]
    out = StringIO()
    Console(file=out, width=width).print(table((column, "at", "stage", "error", "message"), rows))
    assert ID in out.getvalue()


CLOSED_WHILE_PRINTING = """
import asyncio, os, sys
from streams.ops.cli.output import while_read

async def show():
    print("one", flush=True)
    while sys.stdin.read(1):
        print("two", flush=True)

try:
    asyncio.run(while_read(show()))
except BrokenPipeError:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(3)
"""


def test_a_pipe_that_is_closed_while_it_is_written_to_is_told_once() -> None:
    """`tail alerts | head -2` ends without a traceback of the task that met the closed pipe."""
    with subprocess.Popen(
        [sys.executable, "-c", CLOSED_WHILE_PRINTING],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as printing:
        assert printing.stdin is not None
        assert printing.stdout is not None
        assert printing.stderr is not None
        assert printing.stdout.readline() == "one\n"
        printing.stdout.close()
        printing.stdin.write("x")
        printing.stdin.flush()
        assert (printing.stderr.read(), printing.wait(30)) == ("", 3)
