"""What a source teaches about its furniture, and what it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from schemas import DropReason
from streams.cleaning import Cleaner
from streams.cleaning.furniture import RING, LearnedFurniture
from streams.cleaning.masking import line_hash, line_key
from streams.state import DictState

if TYPE_CHECKING:
    from tests.streams.cleaning.conftest import MakeItem

SLOGAN = "Harbour Daily, the voice of the coast since 1911"
DAY = 86_400


def _story(number: int) -> str:
    return (
        f"Ship {number} ran aground off Karsun on Monday, the coast guard said.\n\n"
        f"Its crew of {number + 3} was taken to the port of Odra{number}, and nobody drowned."
    )


def test_line_of_many_pages_is_learned(make_item: MakeItem) -> None:
    """A line that stands on three pages of a source is furniture there, and not before."""
    cleaner = Cleaner(DictState())
    dropped = [
        [span.reason for span in cleaner.clean(make_item(f"{SLOGAN}\n{_story(number)}", hours=number)).dropped]
        for number in range(4)
    ]
    assert dropped == [[], [], [DropReason.SOURCE_BOILERPLATE], [DropReason.SOURCE_BOILERPLATE]]


def test_numbers_and_dates_are_masked(make_item: MakeItem) -> None:
    """A line that differs in its date and its counter from page to page is one line."""
    cleaner = Cleaner(DictState())
    for number, day in enumerate(["Monday, March 3", "Tuesday, April 14", "Sunday, June 1"]):
        body = f"{day}: {number + 40} readers are on this page\n{_story(number)}"
        article = cleaner.clean(make_item(body, hours=number))
    assert [span.reason for span in article.dropped] == [DropReason.SOURCE_BOILERPLATE]


def test_sources_are_apart(make_item: MakeItem) -> None:
    """What one source has taught says nothing about another."""
    cleaner = Cleaner(DictState())
    for number in range(5):
        cleaner.clean(make_item(f"{SLOGAN}\n{_story(number)}", hours=number))
    assert cleaner.clean(make_item(f"{SLOGAN}\n{_story(9)}", source="odra.example", hours=9)).dropped == ()


def test_resend_does_not_teach(make_item: MakeItem) -> None:
    """The same item sent over and over, in the same or a new version, counts once."""
    cleaner = Cleaner(DictState())
    for version in range(6):
        article = cleaner.clean(make_item(f"{SLOGAN}\n{_story(1)}", item="one", version=version // 2))
    assert article.dropped == ()


def test_sentence_of_a_running_story_stays(make_item: MakeItem) -> None:
    """A finished sentence that all articles of some days carry is background, not furniture."""
    cleaner = Cleaner(DictState())
    background = "The war has driven more than three million people from their homes since it began."
    for number in range(30):
        article = cleaner.clean(make_item(f"{_story(number)}\n\n{background}", hours=number * 4))
        assert article.body.endswith(background)


def test_unfinished_line_of_one_story_stays(make_item: MakeItem) -> None:
    """A subheading in the updates of one day's story stays where most of the source's articles are others."""
    cleaner = Cleaner(DictState())
    for number in range(60):
        heading = "What we know so far\n" if number % 10 == 0 else ""
        article = cleaner.clean(make_item(f"{_story(number)}\n{heading}{_story(number + 100)}", hours=number / 4))
        assert DropReason.SOURCE_BOILERPLATE not in [span.reason for span in article.dropped]


def test_sentence_that_stands_for_weeks_goes(make_item: MakeItem) -> None:
    """A finished sentence on most of a source's pages over longer than a story lives is furniture."""
    cleaner = Cleaner(DictState())
    notice = "Our readers can write to the editor at the address of the paper."
    for number in range(20):
        article = cleaner.clean(make_item(f"{_story(number)}\n\n{notice}", hours=number * 24))
    assert [span.reason for span in article.dropped] == [DropReason.SOURCE_BOILERPLATE]


def test_sentences_with_other_numbers_are_others(make_item: MakeItem) -> None:
    """A sentence whose numbers change from article to article is news, however regular its words."""
    cleaner = Cleaner(DictState())
    for number in range(20):
        article = cleaner.clean(make_item(f"A quake of magnitude {number} shook Karsun.", hours=number * 24))
    assert article.dropped == ()


def test_shared_widget(make_item: MakeItem) -> None:
    """A line that three sources know over some days is a widget, and goes from a source that never showed it."""
    cleaner = Cleaner(DictState())
    widget = "Be the first to react to this"
    for number in range(12):
        source = f"paper{number % 3}.example"
        cleaner.clean(make_item(f"{_story(number)}\n{widget}\n{_story(number + 50)}", source=source, hours=number * 12))
    article = cleaner.clean(make_item(f"{_story(99)}\n{widget}\n{_story(98)}", source="new.example", hours=200))
    assert [span.reason for span in article.dropped] == [DropReason.SHARED_WIDGET]


def test_syndicated_lines_of_a_day_are_no_widget(make_item: MakeItem) -> None:
    """A subheading that many sources print within two days is not a widget yet."""
    cleaner = Cleaner(DictState())
    heading = "Survivors tell of panic on deck"
    for number in range(12):
        source = f"paper{number % 4}.example"
        cleaner.clean(make_item(f"{_story(number)}\n{heading}\n{_story(number + 50)}", source=source, hours=number * 4))
    assert (
        cleaner.clean(make_item(f"{_story(99)}\n{heading}\n{_story(98)}", source="new.example", hours=49)).dropped == ()
    )


def test_datelines_on_a_line_of_their_own_stay(make_item: MakeItem) -> None:
    """A dateline and the time of an update are no furniture, however often a source has them."""
    cleaner = Cleaner(DictState())
    for number in range(8):
        article = cleaner.clean(
            make_item(f"KARSUN -\n{_story(number)}\nUPDATE @ {number}:15 p.m.\n{_story(number + 50)}")
        )
    assert article.dropped == ()


def test_a_source_that_was_silent_for_long_starts_anew(make_item: MakeItem) -> None:
    """What a source taught is forgotten when nothing came from it for longer than furniture is kept."""
    state = DictState()
    cleaner = Cleaner(state)
    for number in range(5):
        cleaner.clean(make_item(f"{SLOGAN}\n{_story(number)}", hours=number))
    for day in range(200):
        cleaner.clean(make_item(_story(day), source="odra.example", hours=24 * day))
    assert cleaner.clean(make_item(f"{SLOGAN}\n{_story(9)}", hours=24 * 200)).dropped == ()


def test_one_time_far_ahead_expires_nothing(make_item: MakeItem) -> None:
    """An article from the far future, or the far past, leaves what was learned."""
    cleaner = Cleaner(DictState())
    for number in range(5):
        cleaner.clean(make_item(f"{SLOGAN}\n{_story(number)}", hours=number))
    cleaner.clean(make_item(_story(50), hours=24 * 365 * 40))
    cleaner.clean(make_item(_story(51), hours=-24 * 365 * 40))
    article = cleaner.clean(make_item(f"{SLOGAN}\n{_story(9)}", hours=6))
    assert [span.reason for span in article.dropped] == [DropReason.SOURCE_BOILERPLATE]


def test_a_ring_is_bounded() -> None:
    """A source with any number of articles and lines holds as many records as its ring has places."""
    state = DictState()
    furniture = LearnedFurniture(state, expiry_seconds=100 * DAY)
    for number in range(3 * RING):
        furniture.teach("a", number + 1, number, range(number * 300, number * 300 + 300), ())
    assert len(state) == RING
    assert furniture.sizes()["lines"] <= RING * 200


def test_a_ring_forgets_its_oldest_article() -> None:
    """A line counts in the latest articles of its source alone."""
    furniture = LearnedFurniture(DictState(), expiry_seconds=100 * DAY)
    for number in range(RING + 5):
        furniture.teach("a", number + 1, number, [7] if number < 10 else [8], ())
    counts = [seen.articles for line in (7, 8) if (seen := furniture.sighting("a", RING + 5, line))]
    assert counts == [5, RING - 5]


def test_rings_come_back_from_the_state() -> None:
    """A new reader of the state counts as the one that wrote it, also when the ring has gone round."""
    state = DictState()
    furniture = LearnedFurniture(state, expiry_seconds=100 * DAY)
    for number in range(RING + 20):
        furniture.teach("a", number + 1, number, [number % 7, 99], [99])
    again = LearnedFurniture(state, expiry_seconds=100 * DAY)
    lines = [*range(7), 99]
    assert [again.sighting("a", 200, line) for line in lines] == [furniture.sighting("a", 200, line) for line in lines]
    again.teach("a", RING + 20, RING + 19, [99], [99])
    assert again.sighting("a", 200, 99) == furniture.sighting("a", 200, 99)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Updated: March 3, 2031 at 4:15 p.m.", "Updated: Nov. 28, 2030 at 11:02 a.m."),
        ("Published: 3-MAR-2031", "Published: 14-NOV-2030"),
        ("» Read it in “Harbour Daily”", 'Read it in "Harbour Daily"'),
        ("Write to molt@harbour.example", "Write to jabel@harbour.example"),
    ],
)
def test_same_key(first: str, second: str) -> None:
    """Lines that differ in dates, counters, addresses and marks have one key."""
    assert line_hash(line_key(first)) == line_hash(line_key(second))


def test_other_key() -> None:
    """Lines with other words have other keys."""
    assert line_key("Fourteen people drowned") != line_key("Fifteen people drowned")
