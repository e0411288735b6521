"""Which of the model's spans are names of bodies and places."""

from __future__ import annotations

import pytest

from streams.entities.mentions import ORGANISATION, PERSON, PLACE
from streams.entities.modelled import is_thing
from streams.entities.reading import read
from streams.entities.voting import OFTEN, voted


@pytest.mark.parametrize(
    ("name", "thing"),
    [
        ("National Adaptation Plan", True),
        ("Criminal Code", True),
        ("Key Points", True),
        ("Escrow", True),
        ("Green Bank", False),
        ("Lake Council", False),
        ("Kamotel", False),
        ("OPEN", False),
    ],
)
def test_things_are_no_bodies(name: str, thing: bool) -> None:
    """Laws, plans and plain words with capitals are no bodies; a coined word or a word for bodies makes one."""
    reading = read(f"They read the {name} again.")
    words = name.split()
    assert is_thing(reading, reading.mention(3, 3 + len(words), ORGANISATION)) == thing


def test_plain_words_may_be_a_place_or_a_person() -> None:
    """Plain words alone are against bodies only, and no rule of things is against a person."""
    reading = read("They saw Little Rock and Young Day there.")
    assert not is_thing(reading, reading.mention(2, 4, PLACE))
    assert not is_thing(reading, reading.mention(5, 7, PERSON))
    assert is_thing(reading, reading.mention(5, 7, PLACE))


def test_name_found_often_is_found_everywhere() -> None:
    """A body that was found so many times is found where the model missed it; one found less often is not."""
    text = "Kamotel rose. " * (OFTEN + 1)
    reading = read(text)
    mentions = [reading.mention(3 * at, 3 * at + 1, ORGANISATION) for at in range(OFTEN)]

    assert len(voted(reading, mentions)) == OFTEN + 1
    assert len(voted(reading, mentions[: OFTEN - 1])) == OFTEN - 1


@pytest.mark.parametrize("text", ["It cost GHS6.2 billion.", "Cases of BA.5 rose.", "They paid Dh2,500."])
def test_numbers_are_no_names(text: str) -> None:
    """What runs into a number is a sum or a version."""
    reading = read(text)
    at = next(at for at, word in enumerate(reading.words) if at and word[0].isupper())

    assert is_thing(reading, reading.mention(at, at + 1, PLACE))
    assert is_thing(reading, reading.mention(at, at + 1, ORGANISATION))
