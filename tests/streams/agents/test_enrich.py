"""What enrichment sends for a retraction and a copy, and what it forgets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from schemas import Carried, Judgement, Origin, Provenance, Retraction, RetractionKind, Verdict, encode
from streams.agents import EnrichHandler
from streams.publication import Published
from streams.runner import Record
from streams.settings import Settings
from streams.state import DictState

if TYPE_CHECKING:
    from schemas import Message
    from streams.runner import Result

MIDNIGHT = datetime(2026, 3, 4, tzinfo=UTC)
DAY = (MIDNIGHT - datetime(1970, 1, 1, tzinfo=UTC)).days
LIVE = Published(version=3, language="en", story="coast/c-1", day=DAY)


def provenance(version: int, item_id: str = "a") -> Provenance:
    """Return the provenance of a version of an item."""
    origin = Origin(partition=0, offset=4)
    return Provenance(
        provider="orbit",
        source="orbit",
        item_id=item_id,
        version=version,
        received=MIDNIGHT,
        trace_id="0" * 32,
        origin=origin,
    )


def record(message: Message, at: datetime = MIDNIGHT) -> Record:
    """Return a record of `wire.unique`."""
    headers = (("wf-schema", f"{type(message).__name__}/1".encode()),)
    return Record("wire.unique.v1", 0, 0, b"orbit/a", encode(message), headers, int(at.timestamp() * 1000))


def retracted(known: Published | None, version: int, kind: RetractionKind, **route: Any) -> tuple[Result, Published]:
    """Return what comes of a retraction, and what is remembered of the item then."""
    state = DictState()
    if known is not None:
        state.put("item/orbit/a", known.to_bytes())
    message = Retraction(provenance=provenance(version), kind=kind, **route)
    result = EnrichHandler(state, Settings()).handle(record(message))
    return result, Published.from_bytes(state.get("item/orbit/a") or b"")


def sent(result: Result) -> list[tuple[str, str, bool]]:
    """Return topic and key of what is sent, and whether it is a tombstone."""
    return [(send.topic.name, send.key, send.message is None) for send in result.sends]


def test_a_kill_follows_the_route_of_its_item() -> None:
    """Its current article gets a tombstone in either form; story and language hear of it by their own keys."""
    result, kept = retracted(LIVE, 4, RetractionKind.KILL, language="fr", story_id="other/o-1")
    assert sent(result) == [
        ("current", "orbit/a", True),
        ("ninjs", "orbit/a", True),
        ("enriched", "coast/c-1", False),
        ("signatures", "en", False),
    ]
    assert isinstance(result.sends[2].message, Retraction)
    assert result.sends[2].message.story_id == "coast/c-1"
    assert (kept.retracted, kept.withheld) == (True, -1)


def test_a_kill_of_an_unknown_item_takes_away_what_may_be_there() -> None:
    """Where neither story nor language is known, there is nobody else to tell."""
    result, kept = retracted(None, 1, RetractionKind.KILL)
    assert sent(result) == [("current", "orbit/a", True), ("ninjs", "orbit/a", True)]
    assert kept == Published(retracted=True)


@pytest.mark.parametrize(("version", "tombstone"), [(2, False), (3, True), (4, True)])
def test_a_withhold_takes_the_versions_up_to_its_own(version: int, tombstone: bool) -> None:
    """A newer version that is live stays current."""
    result, kept = retracted(LIVE, version, RetractionKind.WITHHOLD)
    assert (("current", "orbit/a", True) in sent(result)) is tombstone
    assert (kept.retracted, kept.withheld, kept.live) == (False, version, not tombstone)


def test_the_outlet_of_a_copy_goes_to_the_linker_of_its_language() -> None:
    """And nothing else comes of it."""
    judgement = Judgement(verdict=Verdict.COPY, story_id="orbit/a", match="orbit/a")
    carried = Carried(provenance=provenance(1, "copy"), judgement=judgement, language="fr")
    state = DictState()
    assert sent(EnrichHandler(state, Settings()).handle(record(carried))) == [("signatures", "fr", False)]
    assert len(state) == 0


@pytest.mark.parametrize(
    ("known", "kept"),
    [
        (Published(version=1, day=DAY - 10), True),
        (Published(version=1, day=DAY - 11), False),
        (Published(version=1, day=DAY - 11, withheld=-1), False),
        (Published(version=1, day=DAY - 11, withheld=0), True),
        (Published(version=1, day=DAY - 11, retracted=True), True),
    ],
)
@pytest.mark.parametrize("at", [MIDNIGHT, MIDNIGHT + timedelta(days=1, milliseconds=-1)])
def test_what_is_older_than_the_memory_is_forgotten_unless_withdrawn(
    at: datetime, known: Published, kept: bool
) -> None:
    """By the day of the record, from its first millisecond to its last."""
    state = DictState()
    state.put("item/orbit/b", known.to_bytes())
    handler = EnrichHandler(state, Settings(item_memory_days=10))
    retraction = Retraction(provenance=provenance(1), kind=RetractionKind.KILL)
    handler.handle(record(retraction, MIDNIGHT - timedelta(days=5)))
    assert state.get("item/orbit/b") is not None
    handler.handle(record(retraction, at))
    assert (state.get("item/orbit/b") is not None) is kept
