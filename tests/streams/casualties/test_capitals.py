"""Words whose capitals make them another word: the US, an IT worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.streams.casualties.conftest import Counter


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Three US soldiers have been killed.", ["killed 3 total"]),
        ("A US soldier was killed on Tuesday.", ["killed 1 total"]),
        ("Two U.S. Marines were wounded.", ["injured 2 total"]),
        ("The blast killed five US citizens and a UK diplomat.", ["killed 5 total", "killed 1 total"]),
        ("Four IT workers died in the fire.", ["killed 4 total"]),
        ("An IT engineer was stabbed.", ["injured 1 total"]),
        ("Six WHO doctors were kidnapped in the north.", ["kidnapped 6 total"]),
        ("Gunmen killed two AM radio presenters.", ["killed 2 total"]),
        ("Eleven IS fighters were killed in the strike.", ["killed 11 total"]),
        ("At least 30 IS militants died.", ["killed 30- total"]),
        ("Seven ILL patients were hurt.", ["injured 7 total"]),
        ("Two MAY DAY marchers were wounded.", ["injured 2 total"]),
        ("Rebels took nine US aid workers hostage.", ["kidnapped 9 total"]),
    ],
)
def test_capitals_name_a_body(counts: Counter, text: str, expected: list[str]) -> None:
    """An abbreviation in capitals before a noun is no pronoun and no verb."""
    assert counts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("THREE SOLDIERS KILLED IN BLAST", ["killed 3 total"]),
        ("IT IS NOT KNOWN WHO SHOT THE TWO MEN WHO WERE KILLED", ["killed 2 total"]),
        ("They told us that three soldiers were killed.", ["killed 3 total"]),
        ("Who killed the nine men is not known.", ["killed 9 total"]),
    ],
)
def test_whole_lines_in_capitals_read_as_words(counts: Counter, text: str, expected: list[str]) -> None:
    """In a line of capitals, and in lower case, the words are what they always are."""
    assert counts(text) == expected
