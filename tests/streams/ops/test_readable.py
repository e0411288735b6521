"""What is extracted from a text, as tables for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from streams.ops.cli import app
from streams.ops.cli.readable import words_around

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "Gunmen killed nine soldiers near Kidal in Mali on Monday, the Malian army said. Ten others were missing.\n"


def shown(tmp_path: Path, what: str) -> str:
    """Return the table of a plain text."""
    file = tmp_path / "kidal.txt"
    file.write_text(TEXT, encoding="utf-8")
    result = CliRunner().invoke(app, ["extract", what, "--table", str(file)])
    assert result.exit_code == 0, result.output
    return result.output


def test_places_have_a_link_to_a_map(tmp_path: Path) -> None:
    """A plain text is read as it is, and each place can be looked up."""
    output = shown(tmp_path, "entities")
    assert "Kidal" in output
    assert "geonames.org" in output


def test_figures_show_role_and_speaker(tmp_path: Path) -> None:
    """Number, kind, role and who says so stand in a row."""
    output = shown(tmp_path, "casualties")
    assert "nine" in output
    assert "killed" in output
    assert "missing" in output
    assert "army" in output


@pytest.mark.parametrize("before", range(20, 40))
def test_evidence_begins_and_ends_at_words(before: int) -> None:
    """However long the words are, none is cut; the number is always part of it."""
    text = f"{'ab ' * before}Rain fell. Floods killed forty-two people {'in the wide valley of the river ' * 4}."
    number = text.index("forty-two")
    shown_words = words_around(text, {"start": number, "end": number + 9}).split()
    assert "forty-two" in shown_words
    assert set(shown_words) <= set(text.split())


def test_evidence_without_spaces_is_cut_where_it_must_be() -> None:
    """A text without spaces has no words to begin at."""
    text = "x" * 1_000
    assert words_around(text, {"start": 500, "end": 502}) == "x" * 90
