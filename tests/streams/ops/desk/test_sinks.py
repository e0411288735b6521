"""What the desk takes from each topic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest

from schemas import (
    SCHEMA_HEADER,
    AlertCause,
    CasualtyAlert,
    DeadLetter,
    Message,
    Origin,
    Provenance,
    encode,
    schema_name,
)
from streams.desk.board import Board
from streams.ops.desk.sinks import AlertSink, ArticleSink, DeadSink, IncidentSink, ReplaySink
from streams.ops.desk.state import MAX_ALERTS, Articles, DeskState
from tests.streams.ops.desk.desks import AT, desk_with, incident

FOREIGN = (b"", b"{}", b"\xff\x00", b"[1]", b"null", b'{"incident_id": 3}')


@dataclass
class Stored:
    """A record as a consumer gives it."""

    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...] = ()
    partition: int = 0
    offset: int = 0
    timestamp: int | None = 1_772_442_000_000


def stored(key: str, message: Message | None, **fields: Any) -> Stored:
    """Return a record with a message, or a tombstone."""
    if message is None:
        return Stored(key.encode(), None, **fields)
    headers = ((SCHEMA_HEADER, schema_name(type(message)).encode()),)
    return Stored(key.encode(), encode(message), headers, **fields)


def alert(identity: str, hour: int = 9) -> CasualtyAlert:
    """Return an alert."""
    at = datetime(2026, 3, 2, hour, tzinfo=UTC)
    origin = Origin(topic="wire.raw.v1", partition=0, offset=0)
    provenance = Provenance(
        provider="afn", source="afn.example", item_id="1", version=1, received=at, trace_id="0" * 32, origin=origin
    )
    return CasualtyAlert(
        id=identity, incident_id="afn/1", cause=AlertCause.ROSE, kind="killed", provenance=provenance, at=at
    )


def events(state: DeskState) -> list[tuple[str, Any]]:
    """Return the changes that pages were told, in order."""
    return [(event.name, orjson.loads(event.data)) for event in state.hub._latest]


async def load(sink: Any, *records: Stored) -> None:
    """Read a topic from its beginning."""
    sink.begin()
    await sink.load(records)
    await sink.loaded()


async def test_the_latest_value_of_each_incident_counts() -> None:
    """What stands on the topic is on the board as it is now, and the desk says that it is live."""
    state = desk_with()
    state.condition.away("down", AT)
    await load(
        IncidentSink(state),
        stored("afn/1", incident("afn/1", 3)),
        stored("sea/2", incident("sea/2", 4)),
        stored("afn/1", incident("afn/1", 9)),
        stored("sea/2", None),
    )
    (entry,) = state.board
    assert (entry.card.id, entry.card.chips[0].best) == ("afn/1", 9)
    assert state.broker().condition == "live"
    assert [name for name, _ in events(state)] == ["health"]


async def test_a_desk_that_starts_shows_incidents_as_they_come() -> None:
    """Before all is read, pages show what has come, and what is taken back meanwhile goes."""
    state = desk_with()
    state.board = Board(10)
    sink = IncidentSink(state)
    sink.begin()
    await sink.load([stored("a/1", incident("a/1")), stored("b/2", incident("b/2"))])  # type: ignore[list-item]
    assert {entry.card.id for entry in state.board} == {"a/1", "b/2"}
    await sink.load([stored("b/2", None)])  # type: ignore[list-item]
    assert {entry.card.id for entry in state.board} == {"a/1"}
    await sink.loaded()
    assert [name for name, _ in events(state)] == []


async def test_an_incident_that_comes_again_after_its_end_is_there() -> None:
    """Of one key the last record decides, also when another said between them that it is gone."""
    state = desk_with()
    again = (incident("a/1", 1), None, incident("a/1", 2), incident("a/1", 3))
    await load(IncidentSink(state), *(stored("a/1", each) for each in again))
    assert [entry.card.chips[0].best for entry in state.board] == [3]


async def test_an_empty_topic_empties_the_board() -> None:
    """What was answered for the old board is not answered again for a new one without incidents."""
    state = desk_with(incident("a/1"))
    before = state.board.version
    await load(IncidentSink(state))
    assert len(state.board) == 0
    assert state.board.version > before


async def test_changes_are_told_to_pages() -> None:
    """A new state is told with its card, a tombstone as removed, a record that says the same not at all."""
    state = desk_with()
    sink = IncidentSink(state)
    await load(sink)
    before = len(events(state))
    sink.changed(stored("afn/1", incident("afn/1", 3)))  # type: ignore[arg-type]
    sink.changed(stored("afn/1", incident("afn/1", 3)))  # type: ignore[arg-type]
    sink.changed(stored("afn/1", incident("afn/1", 4)))  # type: ignore[arg-type]
    sink.changed(stored("afn/1", None))  # type: ignore[arg-type]
    sink.changed(stored("afn/1", None))  # type: ignore[arg-type]
    told = [(name, data["card"]["chips"][0]["best"] if "card" in data else data["id"]) for name, data in events(state)]
    assert told[before:] == [("incident", 3), ("incident", 4), ("removed", "afn/1")]


async def test_the_board_stays_while_the_topic_is_read_again() -> None:
    """While all is read once more, pages show what was read before; then they are told what differs."""
    state = desk_with()
    sink = IncidentSink(state)
    await load(sink, *(stored(key, incident(key)) for key in ("a/1", "b/2", "c/3")))
    before = len(events(state))
    sink.away("the broker does not answer")
    sink.begin()
    await sink.load([stored("a/1", incident("a/1")), stored("b/2", incident("b/2", 5)), stored("d/4", incident("d/4"))])  # type: ignore[list-item]
    assert len(state.board) == 3
    assert state.broker().condition == "away"
    await sink.loaded()
    told = {(name, data.get("id", "")) for name, data in events(state)[before:]}
    assert told == {("health", ""), ("removed", "c/3"), ("incident", "b/2"), ("incident", "d/4")}


@pytest.mark.parametrize("value", FOREIGN)
async def test_foreign_records_are_counted_and_skipped(value: bytes) -> None:
    """What is no message of Wirefeed is counted, on each topic, and harms nothing."""
    state = desk_with()
    incidents, alerts, dead = IncidentSink(state), AlertSink(state), DeadSink(state)
    for sink in (incidents, alerts, dead):
        await load(sink, Stored(b"k", value))
    assert state.broker().foreign == {"incidents": 1, "alerts": 1, "dead": 1}
    incidents.changed(Stored(b"k", value))  # type: ignore[arg-type]
    incidents.changed(Stored(None, value, ((SCHEMA_HEADER, b"Other/1"),)))  # type: ignore[arg-type]
    assert state.broker().foreign["incidents"] == 3
    assert len(state.board) == 0
    await load(incidents)
    assert "incidents" not in state.broker().foreign


async def test_an_incident_is_whole_on_demand() -> None:
    """The board gives back the incident that was on the topic."""
    state = desk_with()
    whole = incident("afn/1", 3, items=("afn/1",))
    await load(IncidentSink(state), stored("afn/1", whole))
    (entry,) = state.board
    assert entry.incident() == whole
    assert state.board.incidents_of("afn/1") == ("afn/1",)


async def test_places_of_articles_are_noted() -> None:
    """The latest place of an item is kept, a tombstone forgets it, foreign records are counted."""
    state = desk_with()
    sink = ArticleSink(state)
    named = ((SCHEMA_HEADER, b"EnrichedArticle/1"),)
    await load(
        sink,
        Stored(b"afn/1", b"{}", named, partition=2, offset=5),
        Stored(b"sea/2", b"{}", named, partition=3, offset=2**40),
        Stored(b"afn/1", b"{}", named, partition=2, offset=9),
        Stored(b"x", b"{}", ((SCHEMA_HEADER, b"Other/1"),)),
    )
    assert state.articles.place("afn/1") == (2, 9)
    assert state.articles.place("sea/2") == (3, 2**40)
    assert state.articles.place("x") is None
    assert state.broker().foreign == {"current": 1}
    sink.changed(Stored(b"afn/1", None))  # type: ignore[arg-type]
    assert state.articles.place("afn/1") is None


def test_places_of_articles_are_bounded() -> None:
    """Over the limit the place that was noted longest ago is forgotten."""
    articles = Articles(2)
    for item in ("a", "b", "a", "c"):
        articles.put(item, 0, 1)
    assert (articles.place("a"), articles.place("b"), len(articles)) == ((0, 1), None, 2)


async def test_alerts_are_kept_once() -> None:
    """An alert that comes again is one; pages are told of those that come later alone."""
    state = desk_with()
    sink = AlertSink(state)
    await load(sink, stored("afn/1", alert("x")), stored("afn/1", alert("x")))
    assert (list(state.alerts), events(state)) == (["x"], [])
    sink.changed(stored("afn/1", alert("y")))  # type: ignore[arg-type]
    sink.changed(stored("afn/1", alert("y")))  # type: ignore[arg-type]
    assert [(name, data["id"]) for name, data in events(state)] == [("alert", "y")]


async def test_alerts_are_bounded() -> None:
    """Of many alerts the latest are kept."""
    state = desk_with()
    await load(AlertSink(state), *(stored("afn/1", alert(str(number))) for number in range(MAX_ALERTS + 2)))
    assert (len(state.alerts), next(iter(state.alerts))) == (MAX_ALERTS, "2")


async def test_dead_letters_and_replays() -> None:
    """Dead letters are kept with their place; which were put back stays known when they are read again."""
    state = desk_with()
    letter = DeadLetter(
        id="wire.raw.v1/0/4",
        stage="intake",
        topic="wire.raw.v1",
        partition=0,
        offset=4,
        error="MalformedItem",
        message="not JSON",
        at=AT,
    )
    await load(ReplaySink(state), Stored(b"wire.raw.v1/0/4", b""))
    await load(DeadSink(state), stored("k", letter, partition=1, offset=7))
    held = state.dead.get("wire.raw.v1/0/4")
    assert held is not None
    assert (held.partition, held.offset, state.dead.row(held).replayed) == (1, 7, True)
