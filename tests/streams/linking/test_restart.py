"""What a linker still knows after a restart, and when what it was told leaves the window."""

from __future__ import annotations

from typing import Any

import pytest

from schemas import Retraction, RetractionKind
from streams.linking import Linker
from streams.linking.record import read_record
from streams.state import DictState
from tests.streams.linking import test_linker
from tests.streams.linking.test_linker import BAZAAR, FERRY, spoken

SQUARE, BOTH = test_linker.TestMerging.SQUARE, test_linker.TestMerging.BOTH
DAY = 24.0


class Desk:
    """A linker with a window of ten days that is opened again on its state before each message, or never."""

    def __init__(self, wire: Any, *, restarts: bool) -> None:
        self.wire = wire
        self.restarts = restarts
        self.state = DictState()
        self.linker = Linker(self.state, window_days=10)

    def link(self, message: Any) -> list[tuple[str, str, str]]:
        """Return action, item and incident of what comes of a message."""
        if self.restarts:
            self.linker = Linker(self.state, window_days=10)
        return spoken(self.linker.link(message))

    def article(self, key: str, words: str, number: int | None = None, **more: Any) -> list[tuple[str, str, str]]:
        """Link an article, with a number of dead where one is given."""
        return self.link(self.wire.article(key, words, [] if number is None else [("killed", number)], **more))

    def merged(self, hours: float = 1) -> None:
        """Make two incidents, and one of them by an article on both."""
        self.article("afn/1", BAZAAR, 12, places=["Quetta"], headline="Hazarganji bazaar")
        self.article("sea/2", SQUARE, 9, headline="Fountain shrine")
        both = {"places": ["Quetta"], "headline": "Hazarganji fountain", "hours": hours}
        assert ("put", "sea/2", "afn/1") in self.article("gazette/7", BOTH, 21, **both)


@pytest.fixture(params=[False, True], ids=["in one run", "restarted"])
def desk(request: pytest.FixtureRequest, wire: Any) -> Desk:
    """Return a desk that has seen nothing."""
    return Desk(wire, restarts=request.param)


class TestMerges:
    """Two incidents that became one."""

    def test_later_versions_and_articles_follow(self, desk: Desk) -> None:
        """They go to the incident that is left."""
        desk.merged()
        assert desk.article("sea/2", SQUARE, 10, version=2, hours=2) == [("put", "sea/2", "afn/1")]
        assert desk.article("hill/3", SQUARE, 10, hours=3, headline="Fountain shrine") == [("put", "hill/3", "afn/1")]

    def test_the_id_of_the_one_that_is_gone_is_not_given_again(self, desk: Desk) -> None:
        """Another event of that story has the id of its own item."""
        desk.merged()
        assert desk.article("vale/4", FERRY, 3, story="sea/2", hours=2) == [("put", "vale/4", "vale/4")]

    def test_items_stay_when_the_article_that_merged_them_is_forgotten(self, desk: Desk) -> None:
        """Their records then name the incident that is left."""
        desk.merged()
        desk.article("sea/2", SQUARE, 10, version=2, hours=5 * DAY)
        desk.article("far/1", FERRY, 3, hours=11 * DAY)
        assert desk.linker.group_of("gazette/7") is None
        assert read_record(dict(desk.state.scan("i/"))["i/sea/2"]).group == "afn/1"
        assert desk.article("sea/2", SQUARE, 11, version=3, hours=12 * DAY) == [("put", "sea/2", "afn/1")]

    def test_an_item_that_waits_is_merged_as_well(self, desk: Desk) -> None:
        """It keeps its place when the article that merged it is forgotten."""
        desk.article("afn/1", BAZAAR, places=["Quetta"], headline="Hazarganji bazaar")
        desk.article("sea/2", SQUARE, headline="Fountain shrine")
        both = {"places": ["Quetta"], "headline": "Hazarganji fountain", "hours": 1}
        assert desk.article("gazette/7", BOTH, **both) == []
        assert desk.linker.group_of("sea/2") == "afn/1"
        entered = desk.article("hill/3", BAZAAR, 4, hours=2)
        assert entered == [("put", key, "afn/1") for key in ("afn/1", "sea/2", "gazette/7", "hill/3")]


class TestOrder:
    """Arrivals count on."""

    def test_items_that_wait_enter_in_the_order_of_their_arrival(self, desk: Desk) -> None:
        """Copies among them."""
        desk.article("sea/9", BAZAAR)
        desk.link(desk.wire.copy("hill/8", "sea/9"))
        desk.article("afn/1", BAZAAR, hours=1)
        assert [key for _, key, _ in desk.article("gazette/7", BAZAAR, 3, hours=2)] == [
            "sea/9",
            "hill/8",
            "afn/1",
            "gazette/7",
        ]

    def test_a_new_version_arrives_last(self, desk: Desk) -> None:
        """The item enters in the place of its newest version."""
        desk.article("sea/9", BAZAAR)
        desk.article("afn/1", BAZAAR, hours=1)
        desk.article("sea/9", BAZAAR, version=2, hours=2)
        entered = desk.article("gazette/7", BAZAAR, 3, hours=3)
        assert [key for _, key, _ in entered] == ["afn/1", "sea/9", "gazette/7"]


class TestTime:
    """The window."""

    def test_time_is_not_turned_back(self, desk: Desk) -> None:
        """By a message that is older than the newest one, after which the window is counted."""
        desk.article("afn/1", BAZAAR, 12)
        desk.article("sea/2", FERRY, 4, hours=9 * DAY)
        desk.article("hill/3", BAZAAR, 13, hours=1 * DAY)
        assert desk.linker.group_of("afn/1") == "afn/1"
        desk.article("vale/4", FERRY, 4, hours=10 * DAY + 1)
        assert desk.linker.group_of("afn/1") is None
        assert desk.linker.group_of("hill/3") is not None

    def test_a_killed_copy_is_known_as_long_as_the_newest_message(self, desk: Desk) -> None:
        """It has no time of its own: what was killed for another item counts from then on."""
        desk.article("afn/1", BAZAAR, 12)
        desk.link(desk.wire.kill("afn/1", copies=["vale/3"], hours=5 * DAY))
        desk.article("sea/2", FERRY, 4, hours=14 * DAY)
        assert desk.link(desk.wire.copy("vale/3", "sea/2", hours=14 * DAY)) == []
        desk.article("sea/5", FERRY, 5, hours=15 * DAY + 1)
        assert desk.link(desk.wire.copy("vale/3", "sea/2", hours=15 * DAY + 1)) == [("carry", "vale/3", "sea/2")]


class TestRetractions:
    """Killed and withheld items."""

    def withhold(self, wire: Any, key: str, version: int) -> Retraction:
        """Return a withhold of an item up to a version."""
        found = wire.kill(key, version=version, kind=RetractionKind.WITHHOLD)
        assert isinstance(found, Retraction)
        return found

    def test_a_withheld_version_and_those_before_it_stay_away(self, desk: Desk) -> None:
        """The next one comes back."""
        desk.article("afn/1", BAZAAR, 12, version=2)
        assert desk.link(self.withhold(desk.wire, "afn/1", 2)) == [("take", "afn/1", "afn/1")]
        assert desk.article("afn/1", BAZAAR, 12, version=1) == []
        assert desk.article("afn/1", BAZAAR, 13, version=3) == [("put", "afn/1", "afn/1")]

    def test_a_kill_after_a_withhold_is_for_good(self, desk: Desk) -> None:
        """It takes no more than the withhold did, and no version comes back."""
        desk.article("afn/1", BAZAAR, 12, version=2)
        taken = desk.link(self.withhold(desk.wire, "afn/1", 2))
        assert desk.link(desk.wire.kill("afn/1")) == taken
        assert desk.article("afn/1", BAZAAR, 13, version=3) == []

    def test_a_withhold_after_a_kill_frees_nothing(self, desk: Desk) -> None:
        """Killed stays killed."""
        desk.article("afn/1", BAZAAR, 12, version=2)
        desk.link(desk.wire.kill("afn/1"))
        desk.link(self.withhold(desk.wire, "afn/1", 2))
        assert desk.article("afn/1", BAZAAR, 13, version=3) == []

    def test_a_kill_that_names_the_item_itself_as_a_copy_takes_it_once(self, desk: Desk) -> None:
        """Whatever its list has."""
        desk.article("afn/1", BAZAAR, 12)
        assert desk.link(desk.wire.kill("afn/1", copies=["afn/1"])) == [("take", "afn/1", "afn/1")]

    def test_an_item_that_is_no_incident_is_killed_without_a_word(self, desk: Desk) -> None:
        """It was put nowhere, and waits no longer."""
        desk.article("afn/1", BAZAAR)
        assert desk.link(desk.wire.kill("afn/1")) == []
        assert desk.article("gazette/7", BAZAAR, 3, hours=1) == [("put", "gazette/7", "gazette/7")]


class TestCopies:
    """Copies and what they repeat."""

    def test_a_copy_of_itself_goes_nowhere(self, desk: Desk) -> None:
        """Nothing is carried to its own item."""
        desk.article("afn/1", BAZAAR, 12)
        assert desk.link(desk.wire.copy("afn/1", "afn/1", version=2)) == []

    def test_a_copy_of_an_unknown_item_goes_to_its_story(self, desk: Desk) -> None:
        """To any item of it that is known."""
        desk.article("afn/1", BAZAAR, 12, story="old/1")
        assert desk.link(desk.wire.copy("vale/3", "afn/404", story="old/1")) == [("carry", "vale/3", "old/1")]

    def test_a_copy_of_what_waits_is_carried_when_it_enters(self, desk: Desk) -> None:
        """And the same copy again is carried nowhere, as the first time."""
        desk.article("afn/1", BAZAAR)
        copy = desk.wire.copy("hill/8", "afn/1")
        assert desk.link(copy) == []
        assert ("carry", "hill/8", "afn/1") in desk.article("gazette/7", BAZAAR, 3, hours=1)
        assert desk.link(copy) == []

    def test_an_item_may_be_a_copy_first_and_an_article_then(self, desk: Desk) -> None:
        """Its next version is linked like any other article: one on another event leaves what it copied."""
        desk.article("afn/1", BAZAAR, 12)
        desk.link(desk.wire.copy("hill/8", "afn/1"))
        assert desk.article("hill/8", FERRY, 4, version=2) == [("take", "hill/8", "afn/1"), ("put", "hill/8", "hill/8")]
        assert desk.link(desk.wire.kill("afn/1", hours=1)) == [("take", "afn/1", "afn/1")]


class TestMoves:
    """A version that tells of another event."""

    def test_its_copies_follow_unless_they_were_killed(self, desk: Desk) -> None:
        """Each is taken from the one incident and carried to the other."""
        desk.article("afn/1", BAZAAR, 12)
        desk.article("sea/2", FERRY, 30)
        for copy in ("hill/8", "moor/4"):
            desk.link(desk.wire.copy(copy, "afn/1"))
        desk.link(desk.wire.kill("moor/4"))
        assert desk.article("afn/1", FERRY, 31, version=2, hours=1) == [
            ("take", "afn/1", "afn/1"),
            ("take", "hill/8", "afn/1"),
            ("carry", "hill/8", "sea/2"),
            ("put", "afn/1", "sea/2"),
        ]
        assert [desk.linker.group_of(key) for key in ("afn/1", "hill/8", "moor/4")] == ["sea/2", "sea/2", None]

    def test_one_that_waited_is_taken_from_nowhere(self, desk: Desk) -> None:
        """Only what was put can be taken."""
        desk.article("afn/1", BAZAAR)
        desk.link(desk.wire.copy("hill/8", "afn/1"))
        desk.article("sea/2", FERRY, 30)
        assert desk.article("afn/1", FERRY, 31, version=2, hours=1) == [
            ("carry", "hill/8", "sea/2"),
            ("put", "afn/1", "sea/2"),
        ]

    def test_one_that_moves_to_what_waits_brings_no_copy_out(self, desk: Desk) -> None:
        """Both wait for a first figure."""
        desk.article("afn/1", BAZAAR)
        desk.link(desk.wire.copy("hill/8", "afn/1"))
        desk.article("sea/2", FERRY)
        assert desk.article("afn/1", FERRY, version=2, hours=1) == []
        assert desk.linker.group_of("hill/8") == "sea/2"
