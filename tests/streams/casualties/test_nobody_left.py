"""Sentences that end a search, though they count nobody."""

from __future__ import annotations

import pytest

from schemas import Kind, Role
from streams.casualties import extract_figures


def ended(text: str, headline: str | None = None) -> list[tuple[Kind, str]]:
    """Return of which kinds nobody is left, with the words that say so."""
    return [
        (figure.kind, figure.quantity_text.lower())
        for figure in extract_figures(text, headline=headline, language="en")
        if figure.role is Role.DENIED and figure.min == 0 and figure.kind in {Kind.MISSING, Kind.TRAPPED}
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Nobody is left underground, the mine's owner said.", "nobody"),
        ("There is no one left to look for, the coast guard said.", "no one"),
        ("The harbour master said everybody was accounted for.", "everybody"),
        ("Four drowned, and all nine of the crew have now been accounted for.", "all"),
        ("The last two bodies were recovered from the hold on Friday.", "last"),
        ("Divers brought up the bodies of the last three sailors on Friday.", "last"),
        ("The last missing hiker was found alive by a shepherd.", "last"),
        ("All five climbers missing on the north face were found dead.", "all"),
        ("The cook, the last to be missing, was found beneath the galley.", "last"),
        ("With him no one is being sought any more.", "no one"),
    ],
)
def test_a_sentence_says_that_the_search_has_ended(text: str, words: str) -> None:
    """Whatever words it has for it."""
    assert words in [said for _, said in ended(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Not everyone is accounted for.",
        "The last sailor has not been found.",
        "The last two sailors may never be found.",
        "The search goes on until the last body is found.",
        "Divers hope to reach the last trapped sailors.",
        "Last year 13 sailors were found dead.",
        "In the last three days sailors were found dead on the shore.",
        "The last time a boat sank here, 30 people were found dead.",
        "No one was hurt.",
        "The last passenger boarded at noon, and the wreck was found at dusk.",
    ],
)
def test_what_ends_no_search_says_nothing_of_the_kind(text: str) -> None:
    """What is hoped for, denied, or of another time."""
    assert ended(text) == []


def test_those_below_are_trapped_and_the_others_missing() -> None:
    """By the words of the sentence."""
    assert ended("Nobody is left below, the owner said.") == [(Kind.TRAPPED, "nobody")]
    assert ended("Everyone is accounted for, the owner said.") == [(Kind.MISSING, "everyone")]


def test_a_headline_ends_a_search_as_well() -> None:
    """As the body does."""
    assert ended("The ship sank on Monday.", headline="Last of ship's missing found") == [(Kind.MISSING, "last")]


def test_it_is_not_looked_for_at_the_end_of_a_long_text() -> None:
    """That a search has ended is news, and stands early."""
    assert ended("The wind blew over the bay. " * 80 + "Everyone is accounted for.") == []
