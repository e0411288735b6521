"""Incidents that turn out to be two: when they are split, what goes out, and that it ends alike after every restart."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from schemas import AlertReason, LinkAction
from streams.ledger import apply
from streams.linking import Linker
from streams.linking.features import FEATURES
from streams.linking.model import Model
from streams.linking.profile import make_profile
from streams.linking.split import ACROSS, INSIDE, LEAVES, MAX_ARTICLES, has_left, sides_of
from streams.state import DictState
from tests.streams.linking.test_choice import HEADLINE
from tests.streams.linking.test_linker import spoken

if TYPE_CHECKING:
    from schemas import CasualtyAlert, Incident
    from streams.linking.profile import Profile

DAYS = FEATURES.index("days")
MODEL = Model(HEADLINE, HEADLINE, link=0.45, move=0.8, merge=0.75, breadth=0.5)
"""Weighs nothing but the share of headline words in common: half of them give 0.5."""


class Table:
    """Says of two articles what a table says, and 0.9 where it says nothing."""

    model = MODEL

    def __init__(self, table: dict[str, float]) -> None:
        self.table = {frozenset(f"t/{name}" for name in pair.split()): value for pair, value in table.items()}

    def likeness(self, one: Profile, other: Profile) -> float:
        """Return the likeness of two articles."""
        return self.table.get(frozenset({one.item_key, other.item_key}), 0.9)

    resemblance = likeness


class TestSides:
    """The two sides of a group, as an article that joins it shows them."""

    def articles(self, wire: Any, names: str, **more: Any) -> list[Profile]:
        """Return profiles of articles that count victims."""
        return [make_profile(wire.article(f"t/{name}", "blast", [("killed", 3)], **more)) for name in names.split()]

    def sides(self, wire: Any, table: dict[str, float], names: str = "a b") -> list[list[str]] | None:
        """Return the sides that `x` makes of others by a table of likeness."""
        profile, *others = self.articles(wire, f"x {names}")
        found = sides_of(profile, others, Table(table))
        return None if found is None else [[each.item_key.removeprefix("t/") for each in side] for side in found]

    def test_alike_is_one_event(self, wire: Any) -> None:
        """Articles that are all like the one that comes are one event."""
        assert self.sides(wire, {}) is None

    def test_unlike_one_and_like_the_other(self, wire: Any) -> None:
        """The article is plainly of one of two events, and what is between them weighs less than that."""
        assert self.sides(wire, {"x a": 0.01, "a b": 0.5}) == [["x", "b"], ["a"]]

    @pytest.mark.parametrize(("likeness", "splits"), [(ACROSS, False), (ACROSS - 0.01, True)])
    def test_unlike_below_015(self, wire: Any, likeness: float, splits: bool) -> None:
        """One article must be less alike than that to the one that comes."""
        assert (self.sides(wire, {"x a": likeness, "a b": 0.01}) is not None) is splits

    @pytest.mark.parametrize(("likeness", "splits"), [(INSIDE - 0.01, False), (INSIDE, True)])
    def test_like_from_075_on(self, wire: Any, likeness: float, splits: bool) -> None:
        """Another article must be as much alike."""
        assert (self.sides(wire, {"x a": 0.01, "a b": 0.01, "x b": likeness}) is not None) is splits

    @pytest.mark.parametrize(("between", "splits"), [(0.85, False), (0.5, True)])
    def test_pairs_across_speak_together(self, wire: Any, between: float, splits: bool) -> None:
        """Where the others are like each other, the article that comes does not part them."""
        assert (self.sides(wire, {"x a": 0.01, "a b": between}) is not None) is splits

    def test_a_side_must_be_alike_within(self, wire: Any) -> None:
        """Two articles that have nothing in common but that the new one is unlike them are no second event."""
        apart = {"x a": 0.01, "x c": 0.01, "a b": 0.01, "c b": 0.01}
        assert self.sides(wire, apart, "a b c") == [["x", "b"], ["a", "c"]]
        assert self.sides(wire, {**apart, "a c": 0.5}, "a b c") is None

    def test_one_between_goes_where_it_is_more_alike(self, wire: Any) -> None:
        """An article on neither side goes to the one whose articles it is more like."""
        table = {"x a": 0.01, "a b": 0.01, "x m": 0.5}
        assert self.sides(wire, {**table, "m a": 0.05}, "a b m") == [["x", "b", "m"], ["a"]]
        assert self.sides(wire, {**table, "m b": 0.05}, "a b m") == [["x", "b"], ["a", "m"]]

    def test_each_side_counts_victims(self, wire: Any) -> None:
        """A side without a figure would be an incident without a toll."""
        profile, one, other = self.articles(wire, "x a b")
        judge = Table({"x a": 0.01, "a b": 0.01})
        assert sides_of(profile, [one._replace(opens=False), other], judge) is None
        assert sides_of(profile._replace(opens=False), [one, other._replace(opens=False)], judge) is None
        assert sides_of(profile._replace(opens=False), [one, other], judge) is not None

    def test_one_story_is_one_event(self, wire: Any) -> None:
        """What the judge calls one story is parted only where the pair is plainly of two events."""
        profile, other = self.articles(wire, "x b")
        (story,) = self.articles(wire, "a", story="t/b")
        assert sides_of(profile, [story, other], Table({"x a": 0.01, "a b": 0.3})) is None
        assert sides_of(profile, [story, other], Table({"x a": 0.01, "a b": 0.2})) is not None

    def test_large_groups_stay(self, wire: Any) -> None:
        """A group of more than 24 other articles is not split."""
        names = " ".join(f"b{number}" for number in range(MAX_ARTICLES - 1))
        apart = {f"a {name}": 0.01 for name in ("x", "b", *names.split())}
        assert self.sides(wire, apart, f"a {names}") is not None
        assert self.sides(wire, apart, f"a {names} b") is None


class TestLeaving:
    """A new version that is of another event than its group."""

    def left(self, wire: Any, likeness: float, *, figures: bool = True, story: str = "t/a") -> bool:
        """Return whether `x` leaves an article that it is so much like."""
        count = [("killed", 3)] if figures else []
        profile = make_profile(wire.article("t/x", "blast", count, version=2))
        return has_left(profile, [make_profile(wire.article("t/a", "blast", story=story))], Table({"x a": likeness}))

    @pytest.mark.parametrize(("likeness", "leaves"), [(LEAVES, False), (LEAVES - 0.01, True)])
    def test_it_leaves_below_005(self, wire: Any, likeness: float, leaves: bool) -> None:
        """It stays where it may still be of its group."""
        assert self.left(wire, likeness) is leaves

    def test_one_that_counts_nobody_stays(self, wire: Any) -> None:
        """It would be an incident without a toll."""
        assert not self.left(wire, 0.01, figures=False)

    def test_one_that_stands_alone_stays(self, wire: Any) -> None:
        """There is nothing to leave."""
        assert not has_left(make_profile(wire.article("t/x", "blast", [("killed", 3)])), [], Table({}))


class Newsroom:
    """A linker and its ledger, opened again before each message where `restarts` says so."""

    def __init__(self, wire: Any, *, restarts: bool = False) -> None:
        self.wire = wire
        self.restarts = restarts
        self.state = DictState()
        self.linker = Linker(self.state, model=MODEL)
        self.incidents: dict[str, Incident] = {}
        self.alerts: list[CasualtyAlert] = []

    def take(self, message: Any) -> list[tuple[str, str, str]]:
        """Link a message and enter what comes of it."""
        if self.restarts:
            self.linker = Linker(self.state, model=MODEL)
        linked = self.linker.link(message)
        for claims in linked:
            self.incidents[claims.incident_id], alerts = apply(self.incidents.get(claims.incident_id), claims)
            self.alerts += alerts
        return spoken(linked)

    def best(self) -> dict[str, int]:
        """Return the number of dead of each incident that has one."""
        return {key: book.tolls["killed"].best for key, book in self.incidents.items() if book.tolls}


def story(wire: Any, key: str, words: str, killed: int | None, **more: Any) -> Any:
    """Return an article of these headline words."""
    return wire.article(key, words, [] if killed is None else [("killed", killed)], headline=words, **more)


HARBOUR = "harbour warehouse drums crane dockers pier customs freight barge quay"
MIXED = "harbour warehouse drums crane dockers boiler classroom pupils janitor chalk"
QUAY = "pier customs freight barge quay anchors"
SCHOOL = "harbour boiler classroom pupils janitor chalk teachers gym corridor lockers"


def messages(wire: Any) -> list[Any]:
    """Return a wire on two explosions: the second article speaks of both, and the third shows them to be two."""
    return [
        story(wire, "afn/1", HARBOUR, 3),
        story(wire, "sea/2", MIXED, 12, hours=1),
        wire.copy("moor/4", "sea/2", hours=1),
        story(wire, "hill/3", SCHOOL, 12, hours=2),
        story(wire, "vale/5", SCHOOL, 13, hours=3),
        wire.kill("sea/2", hours=4),
        story(wire, "hill/3", SCHOOL, 14, version=2, hours=5),
    ]


@pytest.fixture(params=[False, True], ids=["in one run", "restarted"])
def room(request: pytest.FixtureRequest, wire: Any) -> Newsroom:
    """Return a newsroom that has seen nothing."""
    return Newsroom(wire, restarts=request.param)


class TestSplits:
    """An incident that a later article shows to be two."""

    def test_one_side_leaves_with_its_copies(self, room: Newsroom, wire: Any) -> None:
        """The side of the first article keeps the id; what leaves is taken from it and put to a new incident."""
        first, second, copy, third, *_ = messages(wire)
        assert room.take(first) == [("put", "afn/1", "afn/1")]
        assert room.take(second) == [("put", "sea/2", "afn/1")]
        assert room.take(copy) == [("carry", "moor/4", "afn/1")]
        assert room.best() == {"afn/1": 12}
        assert room.take(third) == [
            ("take", "sea/2", "afn/1"),
            ("take", "moor/4", "afn/1"),
            ("put", "sea/2", "sea/2"),
            ("carry", "moor/4", "sea/2"),
            ("put", "hill/3", "sea/2"),
        ]
        assert room.best() == {"afn/1": 3, "sea/2": 12}

    def test_consumers_are_told(self, room: Newsroom, wire: Any) -> None:
        """The toll falls because an item moved, and says where to; the new incident says what it was split from."""
        for message in messages(wire)[:4]:
            room.take(message)
        fall, appeared = room.alerts[-2:]
        assert (fall.incident_id, fall.cause, fall.reason, fall.moved_to) == ("afn/1", "fell", "moved", "sea/2")
        assert (appeared.incident_id, appeared.cause, appeared.split_from) == ("sea/2", "appeared", "afn/1")
        assert room.incidents["sea/2"].split_from == "afn/1"
        assert room.incidents["afn/1"].split_from is None
        moved = {member.item_key: member.moved_to for member in room.incidents["afn/1"].members}
        assert moved == {"afn/1": None, "sea/2": "sea/2", "moor/4": "sea/2"}

    def test_later_articles_versions_and_kills_follow(self, room: Newsroom, wire: Any) -> None:
        """Each goes to the incident where its item or its event stands now."""
        answers = [room.take(message) for message in messages(wire)]
        assert answers[4:] == [
            [("put", "vale/5", "sea/2")],
            [("take", "sea/2", "sea/2"), ("take", "moor/4", "sea/2")],
            [("put", "hill/3", "sea/2")],
        ]

    def test_the_two_are_never_merged_again(self, room: Newsroom, wire: Any) -> None:
        """An article on both joins one of them."""
        for message in messages(wire)[:5]:
            room.take(message)
        both = story(wire, "fen/6", f"{HARBOUR} {SCHOOL.removeprefix('harbour ')}", 16, hours=4)
        assert [action for action, *_ in room.take(both)] == ["put"]

    def test_what_arrived_first_keeps_the_id(self, room: Newsroom, wire: Any) -> None:
        """Where the article that shows it is of the first event, the other articles leave."""
        room.take(story(wire, "afn/1", HARBOUR, 3))
        room.take(story(wire, "sea/2", MIXED, 12, hours=1))
        room.take(story(wire, "hill/3", QUAY, 3, hours=2))
        assert [room.linker.group_of(key) for key in ("afn/1", "hill/3")] == ["afn/1", "afn/1"]
        assert room.linker.group_of("sea/2") == "sea/2"

    def test_items_stay_when_the_article_that_split_them_is_forgotten(self, wire: Any) -> None:
        """Their own records then say where they went."""
        room = Newsroom(wire)
        room.linker = Linker(room.state, window_days=10, model=MODEL)
        first, _, _, third, *_ = messages(wire)
        for message in (first, story(wire, "sea/2", MIXED, 12, hours=48), third):
            room.take(message)
        assert room.linker.group_of("sea/2") == "sea/2"
        room.take(story(wire, "far/9", "ferry strait lifeboats", 1, hours=10 * 24 + 3))
        assert room.linker.group_of("hill/3") is None
        assert room.linker.group_of("sea/2") == "sea/2"
        assert Linker(room.state, window_days=10, model=MODEL).group_of("sea/2") == "sea/2"


class TestVersionsThatLeave:
    """A new version on an event of its own."""

    def test_it_founds_an_incident(self, room: Newsroom, wire: Any) -> None:
        """It leaves with its copies, and under an id that no incident has."""
        room.take(story(wire, "afn/1", HARBOUR, 3))
        room.take(story(wire, "sea/2", HARBOUR, 3, hours=1))
        room.take(wire.copy("moor/4", "afn/1", hours=1))
        left = room.take(story(wire, "afn/1", "ferry strait lifeboats", 40, version=2, hours=2))
        assert left == [
            ("take", "afn/1", "afn/1"),
            ("take", "moor/4", "afn/1"),
            ("carry", "moor/4", "afn/1~2"),
            ("put", "afn/1", "afn/1~2"),
        ]
        assert room.best() == {"afn/1": 3, "afn/1~2": 40}
        assert room.alerts[-1].split_from == "afn/1"

    def test_days_between_versions_are_no_sign(self, wire: Any) -> None:
        """A version is compared as if it had come with the one before."""
        dated = replace(HEADLINE, weights=tuple(-9.0 if at == DAYS else w for at, w in enumerate(HEADLINE.weights)))
        linker = Linker(DictState(), model=replace(MODEL, rare=dated, everyday=dated))
        linker.link(story(wire, "afn/1", HARBOUR, 3))
        linker.link(story(wire, "sea/2", HARBOUR, 3))
        late = linker.link(story(wire, "sea/2", HARBOUR, 4, version=2, hours=200))
        assert spoken(late) == [("put", "sea/2", "afn/1")]


class TestEveryEnd:
    """However often the linker starts again or a message comes again, the end is the same."""

    def test_redelivery_gives_the_same(self, room: Newsroom, wire: Any) -> None:
        """Each message is answered as before, and no incident changes."""
        answers = [room.take(message) for message in messages(wire)]
        before = dict(room.incidents)
        assert [room.take(message) for message in messages(wire)] == answers
        assert room.incidents == before

    @pytest.mark.parametrize("cut", range(7))
    def test_any_suffix_may_come_again(self, room: Newsroom, wire: Any, cut: int) -> None:
        """The incidents are those of one pass."""
        once = Newsroom(wire)
        for message in messages(wire):
            once.take(message)
            room.take(message)
        for message in messages(wire)[cut:]:
            room.take(message)
        assert room.incidents == once.incidents
        assert room.linker.sizes() == once.linker.sizes()

    @pytest.mark.parametrize("number", range(7))
    def test_a_crash_between_any_two_writes(self, wire: Any, number: int) -> None:
        """Where only some of a message's writes are kept, the message read again is answered as it would have been."""
        steady = Newsroom(wire)
        expected = [steady.take(message) for message in messages(wire)]
        written = len(messages(wire)) * 3
        for kept in range(written):
            state = Ending()
            linker = Linker(state, model=MODEL)
            for message in messages(wire)[:number]:
                linker.link(message)
            state.left = kept
            linker.link(messages(wire)[number])
            ended = state.left > 0
            state.left = written
            linker = Linker(state, model=MODEL)
            assert [spoken(linker.link(each)) for each in messages(wire)[number:]] == expected[number:]
            if ended:
                return
        pytest.fail("the message never came to its end")


class Ending(DictState):
    """A state that takes no more than so many writes."""

    left = 10_000

    def put(self, key: str, value: bytes) -> None:
        """Set the value of a key, as long as there are writes left."""
        if self.left > 0:
            super().put(key, value)
        self.left -= 1


class TestBackAgain:
    """An item that is moved away and back, by words on one version of it."""

    def test_the_later_decision_counts(self, wire: Any) -> None:
        """In the order of the decisions, whatever comes again."""
        linker = Linker(DictState(), model=MODEL)
        (put,) = linker.link(story(wire, "afn/1", HARBOUR, 3))
        away = put.model_copy(
            update={"action": LinkAction.TAKE, "reason": "moved", "moved_to": "sea/2", "decided": 4, "figures": ()}
        )
        back = put.model_copy(update={"moved_from": "sea/2", "decided": 9})
        book, ids, reasons = None, [], []
        for claims in (put, away, back, put, away):
            book, alerts = apply(book, claims)
            ids += [alert.id for alert in alerts]
            reasons += [alert.reason for alert in alerts]
        assert book is not None
        assert book.tolls["killed"].best == 3
        assert len(set(ids)) == 3
        assert AlertReason.MOVED in reasons
