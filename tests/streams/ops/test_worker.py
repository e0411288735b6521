"""A worker's arguments, logs and watch."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from streams.ops.logs import logging_config
from streams.ops.worker import faust_arguments


@pytest.mark.parametrize(
    ("given", "before", "after"),
    [
        ([], [], []),
        (["--web-port", "6067"], [], ["--web-port", "6067"]),
        (["-L", "aio", "-l", "warn"], ["-L", "aio"], ["-l", "warn"]),
        (["--datadir=/x", "--without-web", "--", "--debug"], ["--datadir=/x", "--debug"], ["--without-web"]),
        (["-p", "1", "-D", "/x", "-h", "host"], ["-D", "/x"], ["-p", "1", "-h", "host"]),
    ],
)
def test_options_of_faust_find_their_place(given: list[str], before: list[str], after: list[str]) -> None:
    """Those of Faust's root stand before its `worker`, with their values; the rest behind it."""
    assert faust_arguments(given) == (before, after)


def test_logs_are_one_json_object_a_line() -> None:
    """Records of ours and of libraries have the same fields, with a traceback inside the line."""
    code = (
        "import logging, structlog\n"
        "from streams.ops.logs import set_up_logging\n"
        "set_up_logging('INFO', as_json=True)\n"
        "structlog.get_logger('streams.x').info('batch skipped', topic='wire.raw.v1', offset=7)\n"
        "try: 1 / 0\n"
        "except ZeroDivisionError: logging.getLogger('lib').exception('failed %s', 'here')\n"
        "logging.getLogger('faust').info('not said')\n"
        "structlog.get_logger('streams.x').debug('not said either')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    ours, theirs = map(json.loads, done.stderr.splitlines())
    assert (ours["event"], ours["topic"], ours["offset"], ours["level"]) == ("batch skipped", "wire.raw.v1", 7, "info")
    assert (theirs["event"], theirs["logger"], theirs["level"]) == ("failed here", "lib", "error")
    assert theirs["exception"][0]["error"] == "ZeroDivisionError"


def test_debug_says_everything() -> None:
    """Libraries are quiet but at DEBUG."""
    assert logging_config("INFO", as_json=False)["loggers"]["faust"] == {"level": "WARNING"}
    assert logging_config("DEBUG", as_json=False)["loggers"] == {}
