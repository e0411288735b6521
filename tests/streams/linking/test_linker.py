"""Which articles come to one incident."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from schemas import LinkAction, RetractionKind, Verdict
from streams.linking import Linker
from streams.state import DictState

if TYPE_CHECKING:
    from schemas import LinkedClaims

BAZAAR = "blast bazaar rickshaw hazarganji vegetable market quetta bomb detonated"
FERRY = "ferry capsized mindoro strait coastguard lifeboats calapan sank passengers"
HEARING = "parliament budget amendment committee tariff"


def spoken(claims: list[LinkedClaims]) -> list[tuple[str, str, str]]:
    """Return action, item and incident of each."""
    return [(claim.action.value, claim.provenance.item_key, claim.incident_id) for claim in claims]


@pytest.fixture
def linker() -> Linker:
    """Return a linker that has seen nothing."""
    return Linker(DictState())


class TestArticles:
    """Articles with and without figures."""

    def test_first_article_with_a_figure_makes_an_incident(self, linker: Linker, wire: Any) -> None:
        """An article that counts victims is an incident under its story id."""
        assert spoken(linker.link(wire.article("afn/1", BAZAAR, [("killed", 12)], story="afn/0"))) == [
            ("put", "afn/1", "afn/0")
        ]

    def test_another_outlet_in_its_own_words_joins(self, linker: Linker, wire: Any) -> None:
        """Articles that share the rare words of one event come to one incident."""
        linker.link(wire.article("afn/1", BAZAAR, [("killed", 12)]))
        other = "explosion bazaar rickshaw hazarganji quetta vendors stalls detonated"
        assert spoken(linker.link(wire.article("gazette/7", other, [("killed", 14)], hours=2))) == [
            ("put", "gazette/7", "afn/1")
        ]

    def test_another_event_is_another_incident(self, linker: Linker, wire: Any) -> None:
        """Articles on two events on one day stay apart."""
        linker.link(wire.article("afn/1", BAZAAR, [("killed", 12)]))
        assert spoken(linker.link(wire.article("afn/2", FERRY, [("missing", 30)]))) == [("put", "afn/2", "afn/2")]

    def test_article_without_figures_or_event_is_nothing(self, linker: Linker, wire: Any) -> None:
        """An article that counts nobody and resembles none goes nowhere and is not held."""
        assert linker.link(wire.article("afn/3", HEARING)) == []
        assert linker.sizes()["documents"] == 0

    def test_later_version_with_figures_makes_the_incident(self, linker: Linker, wire: Any) -> None:
        """The first version without figures waits; the second makes the incident."""
        assert linker.link(wire.article("afn/1", BAZAAR)) == []
        assert spoken(linker.link(wire.article("afn/1", BAZAAR, [("killed", 3)], version=2, hours=1))) == [
            ("put", "afn/1", "afn/1")
        ]

    def test_waiting_articles_go_out_with_the_first_figure(self, linker: Linker, wire: Any) -> None:
        """Earlier articles on the event, and their copies, join the incident when its first figure comes."""
        linker.link(wire.article("afn/1", BAZAAR))
        linker.link(wire.copy("hill/8", "afn/1", hours=1))
        linked = linker.link(wire.article("gazette/7", BAZAAR, [("killed", 3)], hours=2))
        assert spoken(linked) == [
            ("put", "afn/1", "afn/1"),
            ("carry", "hill/8", "afn/1"),
            ("put", "gazette/7", "afn/1"),
        ]

    def test_article_without_figures_joins_without_claims(self, linker: Linker, wire: Any) -> None:
        """A follow-up that counts nobody is put to its incident and claims nothing."""
        linker.link(wire.article("afn/1", BAZAAR, [("killed", 12)]))
        (linked,) = linker.link(wire.article("gazette/7", BAZAAR, hours=5))
        assert (linked.incident_id, linked.figures) == ("afn/1", ())

    def test_same_story_is_same_incident(self, linker: Linker, wire: Any) -> None:
        """What the judge calls one story is one incident, even where few words are the same."""
        linker.link(wire.article("afn/1", BAZAAR, [("killed", 12)]))
        changed = "funeral mourners provincial compensation quetta bomb"
        linked = linker.link(wire.article("afn/9", changed, [("killed", 15)], story="afn/1", verdict=Verdict.UPDATE))
        assert spoken(linked) == [("put", "afn/9", "afn/1")]

    def test_one_story_on_two_events_is_two_incidents(self, linker: Linker, wire: Any) -> None:
        """Reports written by one formula may count as one story; a bombing and a sinking stay two incidents."""
        linker.link(wire.article("afn/1", BAZAAR, [("killed", 12)]))
        linked = linker.link(wire.article("afn/9", FERRY, [("killed", 15)], story="afn/1", verdict=Verdict.UPDATE))
        assert spoken(linked) == [("put", "afn/9", "afn/9")]

    def test_round_up_goes_nowhere(self, linker: Linker, wire: Any) -> None:
        """An article that sums up several events joins no incident and opens none."""
        linker.link(wire.article("afn/1", BAZAAR, [("killed", 12)]))
        summary = wire.article("gazette/7", BAZAAR, [("killed", 12)], hours=5)
        event = summary.event.model_copy(update={"sums_up": True})
        assert linker.link(summary.model_copy(update={"event": event})) == []

    def test_history_opens_no_incident(self, linker: Linker, wire: Any) -> None:
        """An article that counts the dead of long ago waits, as one that counts nobody does."""
        trial = wire.article("afn/1", BAZAAR, [("killed", 12)])
        assert linker.link(trial.model_copy(update={"history": ("f0",)})) == []
        linked = linker.link(wire.article("gazette/7", BAZAAR, [("killed", 12)], hours=2))
        assert [(claim.provenance.item_key, len(claim.figures)) for claim in linked] == [("afn/1", 0), ("gazette/7", 1)]

    def test_history_claims_nothing(self, linker: Linker, wire: Any) -> None:
        """An article that joins an incident puts those of its figures to it that are no history."""
        linker.link(wire.article("afn/1", BAZAAR, [("killed", 12)]))
        later = wire.article("gazette/7", BAZAAR, [("killed", 300), ("killed", 14)], hours=2)
        (linked,) = linker.link(later.model_copy(update={"history": ("f0",)}))
        assert (linked.incident_id, [figure.min for figure in linked.figures]) == ("afn/1", [14])


class TestVersions:
    """An item keeps its incident unless it has clearly moved."""

    def test_new_version_stays(self, linker: Linker, wire: Any) -> None:
        """A rewritten version stays with the incident of the version before."""
        linker.link(wire.article("afn/1", BAZAAR, [("killed", 12)]))
        changed = "funeral mourners provincial compensation quetta"
        linked = linker.link(wire.article("afn/1", changed, [("killed", 15)], version=2, hours=3))
        assert spoken(linked) == [("put", "afn/1", "afn/1")]

    def test_clearly_moved_version_is_taken_and_put(self, linker: Linker, wire: Any) -> None:
        """A version that tells of another known event is taken from the old incident and put to the other."""
        linker.link(wire.article("afn/1", BAZAAR, [("killed", 12)]))
        linker.link(wire.article("sea/2", FERRY, [("missing", 30)]))
        linker.link(wire.copy("hill/8", "afn/1"))
        linked = linker.link(wire.article("afn/1", FERRY, [("missing", 31)], version=2, hours=1))
        assert spoken(linked) == [
            ("take", "afn/1", "afn/1"),
            ("take", "hill/8", "afn/1"),
            ("carry", "hill/8", "sea/2"),
            ("put", "afn/1", "sea/2"),
        ]
        assert linked[0].reason == "moved"

    def test_older_version_that_comes_late_changes_nothing(self, linker: Linker, wire: Any) -> None:
        """A late older version goes where the item is."""
        linker.link(wire.article("afn/1", BAZAAR, [("killed", 15)], version=2))
        assert spoken(linker.link(wire.article("afn/1", FERRY, [("killed", 12)], version=1, hours=1))) == [
            ("put", "afn/1", "afn/1")
        ]


class TestCopies:
    """A copy brings its outlet."""

    def test_copy_is_carried_to_the_incident_of_its_original(self, linker: Linker, wire: Any) -> None:
        """A copy reaches the incident of the item that it repeats, without claims."""
        linker.link(wire.article("afn/1", BAZAAR, [("killed", 12)]))
        (linked,) = linker.link(wire.copy("hill/8", "afn/1", hours=1))
        assert (linked.action, linked.incident_id, linked.copy_of) == (LinkAction.CARRY, "afn/1", "afn/1")

    def test_copy_of_nothing_known_goes_nowhere(self, linker: Linker, wire: Any) -> None:
        """A copy of an article that tells of no incident is carried nowhere."""
        assert linker.link(wire.copy("hill/8", "afn/404")) == []


class TestRetractions:
    """Killed stays killed."""

    @pytest.mark.parametrize(
        ("kind", "reason"), [(RetractionKind.KILL, "killed"), (RetractionKind.WITHHOLD, "withheld")]
    )
    def test_kill_takes_item_and_copies(self, linker: Linker, wire: Any, kind: RetractionKind, reason: str) -> None:
        """A retraction takes the item and every copy of it, named or known, from the incident."""
        linker.link(wire.article("afn/1", BAZAAR, [("killed", 12)]))
        linker.link(wire.copy("hill/8", "afn/1"))
        linker.link(wire.copy("vale/3", "afn/1"))
        linked = linker.link(wire.kill("afn/1", copies=["vale/3", "moor/4"], kind=kind))
        assert spoken(linked) == [("take", "afn/1", "afn/1"), ("take", "vale/3", "afn/1"), ("take", "hill/8", "afn/1")]
        assert {claims.reason for claims in linked} == {reason}

    def test_nothing_of_a_killed_item_comes_back(self, linker: Linker, wire: Any) -> None:
        """Versions and copies that arrive after the kill go nowhere."""
        linker.link(wire.article("afn/1", BAZAAR, [("killed", 12)]))
        linker.link(wire.kill("afn/1", copies=["vale/3"]))
        assert linker.link(wire.article("afn/1", BAZAAR, [("killed", 13)], version=200)) == []
        assert linker.link(wire.copy("vale/3", "afn/1")) == []
        assert linker.link(wire.copy("hill/8", "afn/1")) == []

    def test_newer_version_of_a_withheld_item_is_linked_again(self, linker: Linker, wire: Any) -> None:
        """A withhold holds versions up to its own; a kill after it holds all."""
        linker.link(wire.article("afn/1", BAZAAR, [("killed", 12)]))
        withhold = wire.kill("afn/1", kind=RetractionKind.WITHHOLD)
        version = withhold.provenance.version
        linker.link(withhold)
        assert linker.link(wire.article("afn/1", BAZAAR, [("killed", 12)], version=version)) == []
        (back,) = linker.link(wire.article("afn/1", BAZAAR, [("killed", 13)], version=version + 1))
        assert back.action is LinkAction.PUT
        assert linker.link(withhold) == []
        linker.link(wire.kill("afn/1"))
        assert linker.link(wire.article("afn/1", BAZAAR, [("killed", 14)], version=version + 2)) == []

    def test_kill_before_the_item(self, linker: Linker, wire: Any) -> None:
        """An item killed before it was seen is never put anywhere."""
        assert linker.link(wire.kill("afn/1")) == []
        assert linker.link(wire.article("afn/1", BAZAAR, [("killed", 12)])) == []

    def test_killed_item_draws_no_others(self, linker: Linker, wire: Any) -> None:
        """A later article on the event makes an incident of its own after the only one was killed."""
        linker.link(wire.article("afn/1", BAZAAR, [("killed", 12)]))
        linker.link(wire.kill("afn/1"))
        assert spoken(linker.link(wire.article("gazette/7", BAZAAR, [("killed", 4)]))) == [
            ("put", "gazette/7", "gazette/7")
        ]


class TestWindow:
    """Memory ends with the window."""

    def test_expired_articles_are_forgotten(self, wire: Any) -> None:
        """After the window, state and memory hold nothing of an article, and its words draw no more."""
        state = DictState()
        linker = Linker(state, window_days=10)
        linker.link(wire.article("afn/1", BAZAAR, [("killed", 12)]))
        linked = linker.link(wire.article("gazette/7", BAZAAR, [("killed", 4)], hours=11 * 24))
        assert spoken(linked) == [("put", "gazette/7", "gazette/7")]
        assert len(state) == 1
        assert linker.sizes()["items"] == 1

    def test_every_size_returns_to_zero(self, wire: Any) -> None:
        """Once all has expired, no mark, posting, group or copy is left over."""
        linker = Linker(DictState(), window_days=1)
        linker.link(wire.article("afn/1", BAZAAR, [("killed", 12)]))
        linker.link(wire.copy("hill/8", "afn/1"))
        linker.link(wire.kill("afn/1"))
        linker.link(wire.article("afn/2", FERRY, [("missing", 3)]))
        linker.link(wire.article("afn/3", HEARING, hours=100))
        assert linker.sizes() == {"items": 1, "groups": 0, "incidents": 0, "documents": 0, "marks": 0, "postings": 0}


class TestMerging:
    """Two incidents that turn out to be one."""

    SQUARE = "explosion fountain square mazar lanterns pilgrims shrine"
    BOTH = f"{BAZAAR} {SQUARE}"

    def test_article_that_tells_of_both_makes_them_one(self, linker: Linker, wire: Any) -> None:
        """The younger of two incidents becomes part of the older, with its items and copies."""
        linker.link(wire.article("afn/1", BAZAAR, [("killed", 12)], places=["Quetta"], headline="Hazarganji bazaar"))
        linker.link(wire.article("sea/2", self.SQUARE, [("killed", 9)], headline="Fountain shrine"))
        linker.link(wire.copy("hill/8", "sea/2"))
        both = wire.article(
            "gazette/7",
            self.BOTH,
            [("killed", 21)],
            places=["Quetta"],
            headline="Hazarganji fountain",
            hours=1,
        )
        assert spoken(linker.link(both)) == [
            ("take", "sea/2", "sea/2"),
            ("take", "hill/8", "sea/2"),
            ("put", "sea/2", "afn/1"),
            ("carry", "hill/8", "afn/1"),
            ("put", "gazette/7", "afn/1"),
        ]
        assert spoken(linker.link(wire.article("sea/2", self.SQUARE, [("killed", 10)], version=2, hours=2))) == [
            ("put", "sea/2", "afn/1")
        ]
        assert linker.sizes()["incidents"] == 1
