"""A day or month that is another is news; a measure in other units, a score in words or an advert is none."""

from __future__ import annotations

import pytest

from schemas import Verdict
from streams.dedup.measures import is_converted
from streams.dedup.said import Said
from streams.dedup.terms import below, terms_of
from streams.dedup.words import words_of
from streams.pipeline.files import judge_articles

TEXT = (
    "Prime Minister Ada Roe will face a confidence vote in parliament on Monday after a small party left her "
    "coalition, a spokesman said.\n\n"
    "The board of the party voted 5-2 to leave in a meeting that lasted nine hours.\n\n"
    "A hearing on the budget is set for April 16. The Green Bench, which holds nine seats, has not said how it will "
    "vote.\n\n"
    "The assembly hall stands 300 metres from the river and was built by a king who wanted to see the boats. It is to "
    "be closed from the end of June."
)


def goes_on(later: str) -> bool:
    """Return whether a later article goes on behind the text above."""
    row = {"host": "wire.example", "title": "Vote of confidence set", "published": "2031-03-03T06:00:00Z"}
    first = {**row, "id": "first", "url": "https://wire.example/first", "text": TEXT}
    second = {**row, "id": "second", "url": "https://wire.example/second", "text": later}
    _, answer = judge_articles([first, second])
    return Verdict(answer["verdict"]).goes_on


@pytest.mark.parametrize(
    ("had", "has"),
    [
        ("in parliament on Monday", "in parliament on Friday"),
        ("set for April 16", "set for April 9"),
        ("from the end of June", "from the end of October"),
        ("set for April 16", "set for May 16"),
    ],
)
def test_another_day_or_month_is_news(had: str, has: str) -> None:
    """Where something is put off, nothing else may be new."""
    assert goes_on(TEXT.replace(had, has))


@pytest.mark.parametrize(
    ("had", "has"),
    [
        ("300 metres from the river", "1,000 feet from the river"),
        ("300 metres from the river", "300 m from the river"),
        ("voted 5-2 to leave", "voted five to two to leave"),
        ("on Monday after", "on Mon after"),
        ("set for April 16", "set for Apr 16"),
        ("see the boats.", "see the boats.\n\nBet 10, get 30 in free bets with Goldshot. 18+. Terms apply."),
        (
            "see the boats.",
            "see the boats.\n\nThe hall of the assembly, where Ada Roe was elected. Photograph: Hal Moor/Sund Echo\n\n",
        ),
    ],
)
def test_another_way_to_write_it_is_none(had: str, has: str) -> None:
    """Units, short forms and scores are house style; adverts and captions are the page's."""
    assert not goes_on(TEXT.replace(had, has))


@pytest.mark.parametrize(
    ("value", "unit", "story", "told"),
    [
        (1_000, "feet", "the hall stands 300 metres away", True),
        (3_700, "miles", "at a distance of 6,000 kilometres", True),
        (500, "feet", "the hall stands 300 metres away", False),
        (14, "kilometres", "ash rose 9 kilometres", False),
        (300, "metres", "the hall stands 300 metres away", False),
        (10, "acres", "a wood of four hectares", True),
    ],
)
def test_a_measure_is_told_in_the_other_system(value: float, unit: str, story: str, *, told: bool) -> None:
    """Rounded as outlets do, and only where the story names a unit of the other system."""
    kept = terms_of(words_of([story]), ["en"])[0].kept
    assert is_converted(value, unit, "en", Said(kept, below(kept))) is told
