"""Paragraphs that are no news."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from streams.dedup.furniture import ANY_TEXT, folded, is_caption, is_furniture
from streams.dedup.lexicon import rows

ROWS = rows("furniture.tsv")


@pytest.mark.parametrize(("words", "pattern"), [(words, pattern) for *_, words, pattern in ROWS])
@settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_words(words: str, pattern: str, data: st.DataObject) -> None:
    """What an expression finds has one of its words, so that a paragraph without them needn't be searched."""
    found = data.draw(st.from_regex(re.compile(pattern, re.IGNORECASE)))

    assert words == ANY_TEXT or any(word in folded(found) for word in words.split())
    assert is_furniture(found) or len(found) > 400


@pytest.mark.parametrize("pattern", [pattern for *_, pattern in ROWS if pattern.startswith("^")])
@settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_beginnings(pattern: str, data: st.DataObject) -> None:
    """An expression that begins with ^ finds nothing behind the beginning."""
    expression = re.compile(pattern, re.IGNORECASE)
    found = expression.search(data.draw(st.from_regex(expression)))

    assert found is not None
    assert found.start() == 0


@pytest.mark.parametrize("text", ["SUBSCRİBE", "SUBſCRIBE", "subscrıbe", "coo\N{KELVIN SIGN}ies"])
def test_letters_of_two_cases(text: str) -> None:
    """Letters that are another's capital or small form count as that one."""
    assert is_furniture(text)


@pytest.mark.parametrize(("before", "found"), [(391, True), (392, False)])
def test_checked_characters(before: int, found: bool) -> None:
    """Furniture is looked for in the first 400 characters."""
    assert is_furniture(f"{'x' * (before - 1)} subscribe") is found


@pytest.mark.parametrize(
    "text", ["", "Nine people drowned off Tarn.", "The mayor said that she would step down on Monday."]
)
def test_sentences(text: str) -> None:
    """A sentence of a story is no furniture."""
    assert not is_furniture(text)


@pytest.mark.parametrize(
    ("line", "caption"),
    [
        ("People queue for bread in the capital.", True),
        ("A soldier guards the state television building in Koroba on Saturday.", True),
        ("A woman wrapped in a blanket comes ashore from a fishing boat.", True),
        ("Rescuers search for survivors in the rubble of a school.", True),
        ("Hundreds of people wait for news outside the hospital.", False),
        ("A second soldier guards the gate of the palace.", False),
        ("Some of the workers block the road to the harbour.", False),
        ("Residents cross the border into Chad by night.", False),
        ("A minister leaves the government over the scandal.", False),
        ("Families leave their homes after the warning.", False),
        ("Soldiers gather at the gates of the capital, residents said.", False),
        ("Rescuers have searched for survivors in the rubble.", False),
        ("Rebels hold the airport near the capital.", False),
        ("Talks resume in Doran on Monday.", False),
        ("Police search for the gunman in the woods.", False),
    ],
)
def test_captions_without_a_credit(line: str, caption: bool) -> None:
    """What somebody unnamed is seen to do is a caption; a report, a count or what has consequences is none."""
    assert is_caption(line) is caption
