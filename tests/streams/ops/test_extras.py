"""An installation without extras: the core and the commands on files work, and what is missing is named."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from streams.ops.extras import EXTRAS, missing_extra

ROOT = Path(__file__).resolve().parents[3]
BLOCKED = """
import sys
for name in {names}:
    sys.modules[name] = None
"""
"""Before anything else: importing one of these fails as if it were not installed."""
LIBRARIES = (*EXTRAS, "apprise", "opentelemetry.sdk", "uvloop")
STORY = {
    "id": "1",
    "url": "https://a.example/1",
    "host": "a.example",
    "published": "2026-03-09T10:00:00Z",
    "title": "Flood kills 42 in Lagos",
    "text": "At least 42 people were killed in a flood in Lagos on Monday, police said.",
}


def core(code: str, *arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
    """Run code where no optional library can be imported."""
    command = [sys.executable, "-c", BLOCKED.format(names=LIBRARIES) + code, *arguments]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=False, timeout=120)


def wirefeed(*arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command where no optional library can be imported."""
    return core("from streams.ops.cli import main\nmain()", *arguments, text=text)


@pytest.mark.parametrize(
    "command",
    ["extract casualties", "extract entities", "extract incidents", "clean", "dedup", "parse"],
)
def test_a_command_on_files_needs_no_extra(command: str, tmp_path: Path) -> None:
    """It reads a file and writes a line of JSON for the article in it."""
    file = tmp_path / "articles.jsonl"
    file.write_text(json.dumps(STORY) + "\n")
    done = wirefeed(*command.split(), str(file))
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout.splitlines()[0])


def test_the_core_is_a_library_without_extras() -> None:
    """What the README shows of it works."""
    code = (
        "import streams.alerts, streams.cleaning, streams.dedup, streams.entities, streams.ledger, streams.linking\n"
        "import streams.wire.intake, streams.pipeline.local\n"
        "from streams.casualties import extract_figures\n"
        "print([figure.min for figure in extract_figures('At least 42 people were killed, police said.')])"
    )
    done = core(code)
    assert (done.stdout, done.stderr) == ("[42]\n", "")


@pytest.mark.parametrize("command", ["status", "worker", "topics list", "ingest -", "tail alerts", "why a/b", "desk"])
def test_a_command_that_needs_an_extra_names_it(command: str) -> None:
    """One line says which library is missing and how to get it; there is no traceback."""
    done = wirefeed(*command.split())
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("error: ")
    assert "not installed: pip install 'wirefeed[" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_the_desk_is_named_as_one_extra() -> None:
    """It brings all that the desk needs, so that nobody installs one extra and is then told of the next."""
    assert "pip install 'wirefeed[desk]'" in wirefeed("desk").stderr


def test_the_embedded_broker_is_named_as_an_extra_of_its_own() -> None:
    """It is no use to a worker in production."""
    assert "pip install 'wirefeed[broker]'" in wirefeed("up").stderr


def test_every_extra_that_a_message_names_exists() -> None:
    """And every optional library belongs to the extra that it is said to be in, or comes with Faust."""
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    for library, extra in EXTRAS.items():
        listed = " ".join(extras[extra]).replace("-", "_")
        assert library in listed or (library in {"aiohttp", "mode"} and "faust_streaming" in listed)


def test_another_module_that_is_missing_is_a_fault_of_ours() -> None:
    """No extra brings it, so that the traceback is shown."""
    assert not missing_extra(ModuleNotFoundError("No module named 'streams.x'", name="streams.x"))
    assert not missing_extra(ImportError("no", name="faust"))
