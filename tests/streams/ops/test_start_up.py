"""What a light command imports: each heavy module costs a user time before the first line."""

import socket
import subprocess
import sys

import pytest

HEAVY = (
    "aiohttp",
    "faust",
    "ftfy",
    "jinja2",
    "lxml",
    "numpy",
    "prometheus_client",
    "py3langid",
    "rocksdict",
    "starlette",
    "streams.agents",
    "streams.casualties",
    "streams.cleaning",
    "streams.dedup",
    "streams.entities",
    "streams.linking",
    "streams.runner.processor",
    "streams.wire.intake",
    "trafilatura",
)
CODE = """
import sys
from streams.ops.cli import main
sys.argv = ["wirefeed", *sys.argv[1:]]
heavy = {names}
try:
    main()
except SystemExit:
    pass
print("imported:", ", ".join(name for name in heavy if name in sys.modules))
"""


@pytest.mark.parametrize(
    "command",
    [
        "trace meridian/quake-1",
        "why meridian/quake-1",
        "status",
        "tail alerts",
        "dead list",
        "incidents list",
        "topics list",
        "config",
    ],
)
def test_a_command_that_looks_at_topics_imports_nothing_that_works_on_text(command: str) -> None:
    """Neither Faust nor the cores, parsers and servers that a worker needs: it is called often and by hand."""
    with socket.socket() as taken:  # a port on which nothing answers, so that the command ends at once
        taken.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        done = subprocess.run(
            [sys.executable, "-c", CODE.format(names=HEAVY), "-b", address, *command.split()],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    assert done.stdout.splitlines()[-1:] == ["imported: "]


def test_the_command_line_is_loaded_inside_of_main_alone() -> None:
    """What is imported before `main` runs is time in which Ctrl-C is a traceback: nothing but its own packages is."""
    code = "import sys; before = {*sys.modules}; import streams.ops.cli; print(*sorted({*sys.modules} - before))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["streams", "streams.ops", "streams.ops.cli"]
