"""Round-ups name incidents without being part of them, and what they name follows merges and splits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from schemas import EventFrame, LinkAction, Passage, RetractionKind
from streams.linking import Linker
from streams.linking.groups import Groups
from streams.linking.mentions import MAX_MENTIONS, Mentions
from streams.linking.record import read_record
from streams.state import DictState
from tests.streams.linking import test_linker
from tests.streams.linking.test_linker import BAZAAR
from tests.streams.linking.test_restart import Desk
from tests.streams.linking.test_split import HARBOUR, MIXED, MODEL, SCHOOL, Ending, Newsroom, story

if TYPE_CHECKING:
    from collections.abc import Sequence

    from schemas import Signature

ANN, CYRUS, EVE = "ann bell", "cyrus dole", "eve farr"
DAY = 24.0
SQUARE, BOTH = test_linker.TestMerging.SQUARE, test_linker.TestMerging.BOTH


def about(wire: Any, key: str, words: str, killed: int, person: str, **more: Any) -> Signature:
    """Return an article that names a victim."""
    article: Signature = story(wire, key, words, killed, **more)
    return article.model_copy(update={"names": (person,)})


def roundup(wire: Any, people: Sequence[str], *, key: str = "day/9", **more: Any) -> Signature:
    """Return a round-up of events, each with a victim whom it names."""
    article: Signature = wire.article(key, "blast", headline="Three days of blasts", **{"hours": 1.5, **more})
    passages = tuple(Passage(names=(person,)) for person in people)
    return article.model_copy(update={"event": EventFrame(sums_up=True, harm=True), "passages": passages})


def told(room: Newsroom, message: Any) -> list[tuple[str, str, str, str | None]]:
    """Return action, item, incident and reason of the mentions that come of a message."""
    if room.restarts:
        room.linker = Linker(room.state, model=MODEL)
    return [
        (each.action.value, each.provenance.item_key, each.incident_id, each.reason)
        for each in room.linker.link(message)
        if each.action is LinkAction.MENTION
    ]


@pytest.fixture(params=[False, True], ids=["in one run", "restarted"])
def room(request: pytest.FixtureRequest, wire: Any) -> Newsroom:
    """Return a newsroom that knows of two incidents."""
    newsroom = Newsroom(wire, restarts=request.param)
    newsroom.take(about(wire, "afn/1", HARBOUR, 3, ANN))
    newsroom.take(about(wire, "vale/5", "ferry strait lifeboats", 7, EVE))
    return newsroom


def test_a_round_up_names_its_incidents_and_joins_none(room: Newsroom, wire: Any) -> None:
    """Each incident is told once, however many passages are about it, and one that nobody knows is not."""
    message = roundup(wire, [EVE, ANN, EVE, "nobody known"])
    claims = room.linker.link(message)
    assert [(each.action, each.incident_id, each.figures) for each in claims] == [
        (LinkAction.MENTION, "vale/5", ()),
        (LinkAction.MENTION, "afn/1", ()),
    ]
    assert room.linker.group_of("day/9") is None


def test_read_again_it_is_answered_the_same(room: Newsroom, wire: Any) -> None:
    """Also when the incidents have changed since."""
    first = room.linker.link(roundup(wire, [ANN]))
    room.take(about(wire, "vale/6", "ferry strait lifeboats", 9, ANN, hours=2))
    assert room.linker.link(roundup(wire, [ANN])) == first


def test_a_passage_that_fits_two_incidents_names_none(room: Newsroom, wire: Any) -> None:
    """To name the wrong one is worse than to name none."""
    room.take(about(wire, "moor/2", "colliery shaft pithead", 4, ANN))
    assert told(room, roundup(wire, [ANN])) == []


def test_a_new_version_names_what_it_speaks_of(room: Newsroom, wire: Any) -> None:
    """What the version before named is named no longer where the new one does not."""
    told(room, roundup(wire, [ANN]))
    assert told(room, roundup(wire, [EVE], version=2)) == [
        ("mention", "day/9", "afn/1", "superseded"),
        ("mention", "day/9", "vale/5", None),
    ]


@pytest.mark.parametrize("kind", [RetractionKind.KILL, RetractionKind.WITHHOLD])
def test_a_withdrawn_item_names_nothing(room: Newsroom, wire: Any, kind: RetractionKind) -> None:
    """Each incident that it named is told why."""
    reason = {RetractionKind.KILL: "killed", RetractionKind.WITHHOLD: "withheld"}[kind]
    told(room, roundup(wire, [ANN, EVE]))
    expected = [("mention", "day/9", incident, reason) for incident in ("afn/1", "vale/5")]
    assert told(room, wire.kill("day/9", kind=kind, hours=2)) == expected
    assert told(room, wire.kill("day/9", kind=kind, hours=2)) == expected


def test_a_version_after_a_withhold_names_again(room: Newsroom, wire: Any) -> None:
    """It is linked as any other."""
    told(room, roundup(wire, [ANN]))
    told(room, wire.kill("day/9", kind=RetractionKind.WITHHOLD, version=1, hours=2))
    assert told(room, roundup(wire, [ANN], version=2, hours=3)) == [("mention", "day/9", "afn/1", None)]


def test_it_goes_with_the_article_that_it_is_about_when_an_incident_is_split(room: Newsroom, wire: Any) -> None:
    """The round-up named the incident for the victim of the second event."""
    room.take(about(wire, "sea/2", MIXED, 12, CYRUS, hours=1))
    assert told(room, roundup(wire, [CYRUS])) == [("mention", "day/9", "afn/1", None)]
    split = story(wire, "hill/3", SCHOOL, 12, hours=2)
    assert told(room, split) == [("mention", "day/9", "afn/1", "moved"), ("mention", "day/9", "sea/2", None)]
    assert told(room, split) == [("mention", "day/9", "afn/1", "moved"), ("mention", "day/9", "sea/2", None)]
    assert told(room, wire.kill("day/9", hours=3)) == [("mention", "day/9", "sea/2", "killed")]


def test_it_stays_where_the_article_that_it_is_about_stays(room: Newsroom, wire: Any) -> None:
    """A split moves only what is about the side that goes."""
    room.take(about(wire, "sea/2", MIXED, 12, CYRUS, hours=1))
    told(room, roundup(wire, [ANN]))
    assert told(room, story(wire, "hill/3", SCHOOL, 12, hours=2)) == []


@pytest.mark.parametrize("restarts", [False, True])
def test_it_goes_where_its_incident_is_merged(wire: Any, restarts: bool) -> None:
    """An article on both shows two incidents to be one."""
    desk = Desk(wire, restarts=restarts)
    bazaar = wire.article("afn/1", BAZAAR, [("killed", 12)], places=["Quetta"], headline="Hazarganji bazaar")
    square = wire.article("sea/2", SQUARE, [("killed", 9)], headline="Fountain shrine")
    places = {"places": ["Quetta"], "headline": "Hazarganji fountain", "hours": 2}
    both = wire.article("gazette/7", BOTH, [("killed", 21)], **places)
    desk.link(bazaar)
    desk.link(square.model_copy(update={"names": (CYRUS,)}))
    assert desk.link(roundup(wire, [CYRUS], hours=1)) == [("mention", "day/9", "sea/2")]
    mentions = [each for each in desk.link(both) if each[0] == "mention"]
    assert mentions == [("mention", "day/9", "sea/2"), ("mention", "day/9", "afn/1")]
    assert desk.link(wire.kill("day/9", hours=6 * DAY)) == [("mention", "day/9", "afn/1")]


def test_when_the_article_is_killed_the_mention_stays_where_it_was(room: Newsroom, wire: Any) -> None:
    """Also in the incident that a split had taken it to."""
    room.take(about(wire, "sea/2", MIXED, 12, CYRUS, hours=1))
    told(room, roundup(wire, [CYRUS]))
    room.take(story(wire, "hill/3", SCHOOL, 12, hours=2))
    room.take(wire.kill("sea/2", hours=3))
    assert told(room, wire.kill("day/9", hours=4)) == [("mention", "day/9", "sea/2", "killed")]


def test_an_article_that_looks_back_names_others_and_stays_with_its_own(room: Newsroom, wire: Any) -> None:
    """A report from a trial has an incident of its own, which it does not name."""
    article = about(wire, "hill/8", HARBOUR, 3, ANN, hours=2)
    trial = article.model_copy(update={"passages": (Passage(names=(ANN,)), Passage(names=(EVE,)))})
    assert told(room, trial) == [("mention", "hill/8", "vale/5", None)]
    assert room.linker.group_of("hill/8") == "afn/1"


def test_what_left_the_window_is_kept_where_it_stood(wire: Any) -> None:
    """When the article that it is about is forgotten, the record of the round-up says so."""
    state = DictState()
    linker = Linker(state, window_days=10, model=MODEL)
    linker.link(about(wire, "afn/1", HARBOUR, 3, ANN))
    linker.link(story(wire, "afn/2", HARBOUR, 3, hours=5 * DAY))
    linker.link(roundup(wire, [ANN], hours=5 * DAY))
    assert read_record(dict(state.scan("i/"))["i/day/9"]).mentions == {"afn/1": "afn/1"}
    linker.link(story(wire, "far/9", "colliery shaft pithead", 1, hours=11 * DAY))
    assert read_record(dict(state.scan("i/"))["i/day/9"]).mentions == {"afn/1": None}
    ended = Linker(state, window_days=10, model=MODEL).link(wire.kill("day/9", hours=12 * DAY))
    assert [(each.incident_id, each.reason) for each in ended] == [("afn/1", "killed")]


def test_50_items_may_name_one_incident() -> None:
    """What moves an incident moves them all."""
    mentions = Mentions()
    for number in range(MAX_MENTIONS):
        assert mentions.has_room("afn/1")
        mentions.hold(f"day/{number}", {"afn/1": None})
    assert not mentions.has_room("afn/1")
    assert MAX_MENTIONS == 50


def test_one_more_names_the_others_alone(room: Newsroom, wire: Any) -> None:
    """An incident that is full takes no more, and one that is named already stays named."""
    for number in range(MAX_MENTIONS):
        told(room, roundup(wire, [ANN], key=f"day/{number}"))
    assert told(room, roundup(wire, [ANN, EVE], key="late/1")) == [("mention", "late/1", "vale/5", None)]
    assert told(room, roundup(wire, [ANN], key="day/3", version=2)) == [("mention", "day/3", "afn/1", None)]


def test_what_an_item_names_is_let_go_with_it() -> None:
    """Nothing is left of it under the incident."""
    mentions = Mentions()
    mentions.hold("day/9", {"afn/1": "afn/2"})
    mentions.hold("day/9", {})
    assert (mentions.of("day/9"), mentions.by("afn/1"), mentions.standing({}, Groups())) == ({}, [], {})


def wires(wire: Any) -> list[Any]:
    """Return a wire in which an incident that was named is split, its article killed, and the round-up told again."""
    return [
        about(wire, "afn/1", HARBOUR, 3, ANN),
        about(wire, "sea/2", MIXED, 12, CYRUS, hours=1),
        roundup(wire, [CYRUS, ANN]),
        story(wire, "hill/3", SCHOOL, 12, hours=2),
        wire.kill("sea/2", hours=3),
        roundup(wire, [ANN], version=2, hours=4),
        wire.kill("day/9", hours=5),
    ]


def said(linker: Linker, message: Any) -> list[tuple[str, str, str, str | None]]:
    """Return action, item, incident and reason of all that comes of a message."""
    claims = linker.link(message)
    return [(each.action.value, each.provenance.item_key, each.incident_id, each.reason) for each in claims]


@pytest.mark.parametrize("number", range(7))
def test_a_crash_between_any_two_writes_changes_nothing(wire: Any, number: int) -> None:
    """Where only some of a message's writes are kept, the message read again is answered as it would have been."""
    messages, steady = wires(wire), Linker(DictState(), model=MODEL)
    expected = [said(steady, message) for message in messages]
    for kept in range(9):
        state = Ending()
        linker = Linker(state, model=MODEL)
        for message in messages[:number]:
            linker.link(message)
        state.left = kept
        linker.link(messages[number])
        ended = state.left > 0
        state.left = 10_000
        assert [said(Linker(state, model=MODEL), each) for each in messages[number:]] == expected[number:]
        if ended:
            return
    pytest.fail("the message never came to its end")


@pytest.mark.parametrize("cut", range(7))
def test_any_suffix_may_come_again(wire: Any, cut: int) -> None:
    """The incidents are those of one pass, with what names them."""
    once, twice = Newsroom(wire), Newsroom(wire, restarts=True)
    for message in wires(wire):
        once.take(message)
        twice.take(message)
    for message in wires(wire)[cut:]:
        twice.take(message)
    assert twice.incidents == once.incidents
