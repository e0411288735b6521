"""What the documents show is true: code runs, commands exist, settings are known, tables come from the code."""

from __future__ import annotations

import contextlib
import io
import json
import re
import shlex
import subprocess
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import typer

from schemas import CleanArticle, OffsetRun, Origin, Provenance, Retraction, RetractionKind
from streams.alerts import parse_rules
from streams.feeds import parse_feeds
from streams.ops.cli.application import app
from streams.settings import Settings
from streams.variables import unknown_variables
from tools.documents import OPERATIONS, README, rewritten, sample_outputs, settings_table

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").glob("*.md")])
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.DOTALL | re.MULTILINE)
INLINE = re.compile(r"`(wirefeed [^`\n]+)`")
FILE = re.compile(r"`((?:streams|schemas|tests|tools|deploy|docs|benchmarks|examples)/[\w./-]+)`")
VARIABLE = re.compile(r"\bWIREFEED_[A-Z][A-Z_]*[A-Z]\b")
TARGET = re.compile(r"^([a-z-]+):", re.MULTILINE)
BLOCKS = [
    pytest.param(language, code, id=f"{path.name}-{number}-{language}")
    for path in DOCUMENTS
    for number, (language, code) in enumerate(BLOCK.findall(path.read_text()))
]
TEXT = "At least 42 people were killed in the flood at Sennar on Monday, police said."


def of(*languages: str) -> list[Any]:
    """Return the blocks in some languages."""
    return [block for block in BLOCKS if block.values[0] in languages]


def names() -> dict[str, Any]:
    """Return what the examples take as given: a text, an article, and a retraction of it."""
    at = datetime(2026, 3, 9, tzinfo=UTC)
    provenance = Provenance(
        provider="meridian",
        item_id="1",
        version=1,
        source="meridian",
        received=at,
        trace_id="0" * 32,
        origin=Origin(partition=0, offset=0),
    )
    article = CleanArticle(
        provenance=provenance,
        headline="Flood at Sennar",
        body=TEXT,
        language="en",
        paragraphs=((0, len(TEXT)),),
        language_detected="en",
        language_confidence=1.0,
        offsets=(OffsetRun(start=0, length=len(TEXT), source_start=0, source_end=len(TEXT)),),
    )
    retraction = Retraction(provenance=provenance, kind=RetractionKind.KILL, language="en", story_id="meridian/1")
    return {
        "text": TEXT,
        "body": TEXT,
        "headline": "Flood at Sennar",
        "article": article,
        "articles": [article],
        "retraction": retraction,
    }


def test_every_block_is_in_a_language_that_a_test_checks() -> None:
    """A block without a language, or in another one, would not be checked."""
    checked = {"sh", "python", "json", "toml", "text", "mermaid"}
    assert [block.id for block in BLOCKS if block.values[0] not in checked] == []


@pytest.mark.parametrize(("language", "code"), of("python"))
def test_python_runs(language: str, code: str) -> None:
    """Each example runs; the consumer of the README needs a broker, and a test with one runs it."""
    compiled = compile(code, language, "exec")
    if "AIOKafkaConsumer" not in code:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compiled, names())  # noqa: S102 - our own documents


@pytest.mark.parametrize(("language", "code"), of("json"))
def test_json_is_json(language: str, code: str) -> None:
    """What is shown as JSON can be read as such."""
    del language
    json.loads(code)


@pytest.mark.parametrize(("language", "code"), of("toml"))
def test_a_settings_file_holds_settings(language: str, code: str) -> None:
    """It is TOML, and each name in it is a setting; or it is a file of rules or feeds, and they are right."""
    del language
    if "[[rules]]" in code:
        assert parse_rules(code.encode()).rules
        return
    if "[feeds." in code:
        assert parse_feeds(code.encode()).feeds
        return
    assert set(tomllib.loads(code)) <= set(Settings.model_fields)


@pytest.mark.parametrize(("language", "code"), of("sh"))
def test_shell_commands_exist(language: str, code: str) -> None:
    """A block is shell; its `wirefeed` commands have these options, and its make targets and files are there."""
    del language
    subprocess.run(["sh", "-n"], input=code, text=True, check=True)
    targets = set(TARGET.findall((ROOT / "Makefile").read_text()))
    for line in code.replace("\\\n", " ").splitlines():
        words = shlex.split(line, comments=True)
        if "wirefeed" in [Path(word).name for word in words]:
            at = next(number for number, word in enumerate(words) if Path(word).name == "wirefeed")
            check_command(words[at + 1 :])
        if words[:1] == ["make"]:
            wanted = [word for word in words[1:] if "=" not in word]
            assert set(wanted) <= targets
        for word in words:
            if word.endswith(".py") and words[0].endswith("python"):
                assert (ROOT / word).is_file()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_commands_and_variables_in_the_text_exist(path: Path) -> None:
    """A `wirefeed ...` or WIREFEED_... in a sentence is right, too."""
    text = path.read_text()
    for command in INLINE.findall(text):
        check_command(shlex.split(command.replace("...", "x"))[1:])
    if path.name != "CHANGELOG.md":  # it names what there was
        assert unknown_variables(set(VARIABLE.findall(text)), Settings.model_fields) == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_files_that_a_document_names_are_there(path: Path) -> None:
    """A reader who follows a path finds the file or folder."""
    if path.name != "CHANGELOG.md":
        assert [name for name in FILE.findall(path.read_text()) if not (ROOT / name).exists()] == []


def test_a_wrong_command_or_option_is_found() -> None:
    """The check can fail."""
    with pytest.raises(AssertionError):
        check_command(["stauts"])
    with pytest.raises(AssertionError):
        check_command(["status", "--wach"])


def test_all_settings_are_listed() -> None:
    """The table in operations.md is what `make readme` writes from the settings."""
    assert rewritten(OPERATIONS.read_text(), {"settings": settings_table()}) == OPERATIONS.read_text()
    assert "| `dedup_window_days` | `14.0` |" in OPERATIONS.read_text()


def test_the_readme_shows_what_the_sample_wire_gives() -> None:
    """Its incident, alert and figure are those of the sample wire; `make readme` writes them."""
    parts = sample_outputs()
    assert set(parts) == {"incident", "alert", "figure"}
    assert rewritten(README.read_text(), parts) == README.read_text()


def check_command(words: list[str]) -> None:
    """Assert that the words are a command of `wirefeed`, with options that it has."""
    command: Any = typer.main.get_command(app)
    end = next((number for number, word in enumerate(words) if word in {"|", ">", "<", "&&", ";", "--"}), len(words))
    words = words[:end]
    while (commands := getattr(command, "commands", None)) and words and not words[0].startswith("-"):
        assert words[0] in commands, f"{command.name} has no command {words[0]}"
        command, words = commands[words[0]], words[1:]
    known = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
    passes_on = bool(command.context_settings.get("ignore_unknown_options"))
    for word in words:
        option = word.partition("=")[0]
        assert not option.startswith("-") or option in known | {"-", "--help"} or passes_on, f"{command.name}: {option}"
