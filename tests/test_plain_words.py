"""The words of code and documents are plain present-day English."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROWS = [line.split("\t") for line in (ROOT / "tests" / "plain_words.tsv").read_text().splitlines()]
FOUND = re.compile("|".join(rf"\b{re.escape(phrase)}\b" for phrase, _ in ROWS), re.IGNORECASE)
FILES = sorted(
    path
    for pattern in ("*.md", "docs/**/*.md", "streams/**/*.py", "schemas/**/*.py", "tools/**/*.py", "benchmarks/**/*.py")
    for path in ROOT.glob(pattern)
)


def test_old_fashioned_phrases_are_kept_out() -> None:
    """The list in plain_words.tsv has what to write instead."""
    found = [
        f"{path.relative_to(ROOT)}:{number}: {match[0]}"
        for path in FILES
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        for match in FOUND.finditer(line)
    ]
    assert found == []


@pytest.mark.parametrize("text", ["the window fills anew", "Whence it came", "Taken back by a kill"])
def test_a_phrase_of_the_list_is_found(text: str) -> None:
    """Upper case counts too."""
    assert FOUND.search(text)
