"""The rules of an item's life: versions, corrections, kills, holds and embargoes, in whatever order they arrive.

What is live follows from the versions seen and never from the order they came in: the highest rank (version number,
then version time, then time of receipt) of those that may be published. After a kill nothing is, whatever comes. After
a withhold only versions are that come after it. Each record's decision is remembered and given again, with what was
sent, when the record comes again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from schemas import PubStatus, Retraction, RetractionKind, Signal, WireItem
from streams.wire.dates import epoch_ms, from_epoch_ms
from streams.wire.decision import HOLD_ALL_VERSIONS, Decision, Ended, Outcome, Reason
from streams.wire.item_record import (
    HELD_PREFIX,
    ITEM_PREFIX,
    MAX_CONTENTS,
    NEVER,
    Held,
    ItemRecord,
    Past,
    Rank,
    held_times,
    load_record,
    may_be_forgotten,
    origin_key,
    origin_of,
    pack_held,
    save_record,
    unpack_held,
)

if TYPE_CHECKING:
    from datetime import datetime

    from streams.state import KeyedState

REBUILT_FORMATS: Final = frozenset({"rss", "atom", "json-feed"})
"""Feeds: their software sets a new time of update whenever it builds them, so that the time alone is no new version."""
KEEP_RELEASED: Final = timedelta(hours=1)
"""A released copy is kept so long, for the release that is processed again after a crash."""


@dataclass(frozen=True, slots=True)
class _Verdict:
    record: ItemRecord
    outcome: Outcome
    reason: Reason
    match_version: int | None = None
    due: int = NEVER
    sends: bool = False
    ended: tuple[Ended, ...] = ()


class Lifecycle:
    """The lifecycle of all items of one partition (keyed by item key)."""

    def __init__(self, state: KeyedState) -> None:
        self._state = state
        self._waiting: dict[str, int] | None = None
        self._released: dict[str, int] = {}

    def accept(self, item: WireItem, *, at: datetime) -> Decision:
        """Return what becomes of a version that arrived at `at` (the record's timestamp, not the clock).

        The decision of a record that was decided before is given again, with what it sent.
        """
        key = item.provenance.item_key
        record = load_record(self._state, key)
        origin = origin_key(item.provenance.origin)
        past = record.past.get(origin)
        if past is not None:
            return self._again(item, record, past)
        verdict = _judge(item, record, at)
        past = Past(verdict.outcome, verdict.reason, epoch_ms(at), verdict.sends, verdict.match_version, verdict.due)
        after = verdict.record.remember(origin, past, epoch_ms(item.provenance.received))
        self._keep_waiting(key, item, before=record, after=after)
        save_record(self._state, key, after)
        return replace(_decision(item, after, past), ended=verdict.ended)

    def route(self, item_key: str) -> str | None:
        """Return the source of an item's first accepted version, None where there is none."""
        return load_record(self._state, item_key).route

    def due(self, now: datetime) -> list[str]:
        """Return the keys of items whose embargo has passed, in order of their time."""
        waiting = self._load_waiting()
        clock = epoch_ms(now)
        self._drop_released(clock - KEEP_RELEASED // timedelta(milliseconds=1))
        passed = sorted((due, key) for key, due in waiting.items() if NEVER < due <= clock)
        return [key for _, key in passed]

    def release(self, item_key: str, *, now: datetime) -> list[Decision]:
        """Return the decision that publishes an item's waiting copy; none where it is not due, replaced or killed.

        The copy counts as processed at the time of its embargo, so that a replay publishes the same. A release at the
        same `now` as the one that published it is that one again, and gives its decision again.
        """
        value = self._state.get(HELD_PREFIX + item_key)
        record = load_record(self._state, item_key)
        clock = epoch_ms(now)
        if value is None or record.killed:
            self._forget_waiting(item_key)
            return []
        due, released = held_times(value)
        if due == NEVER or due > clock:
            return []
        if record.held is None and released != clock:
            return []
        item = unpack_held(value)
        rank = Rank.of(item)
        if record.held is None:
            overtaken = record.live is None or record.live.newer_than(rank)
            return [] if overtaken else [replace(_released(item, record, due, ()), repeated=True)]
        self._load_waiting().pop(item_key, None)
        self._released[item_key] = clock
        origin = record.held.origin
        after = replace(
            record,
            route=record.route or item.provenance.source,
            live=rank,
            contents=(rank.digest,),
            held=None,
        )
        self._state.put(HELD_PREFIX + item_key, pack_held(item, due, clock))
        save_record(self._state, item_key, after)
        return [_released(item, after, due, (Ended(origin=origin_of(origin), outcome="accepted"),))]

    def expire(self, before: datetime) -> int:
        """Forget items not heard of since `before`, except what is killed, withheld or waiting; return how many."""
        limit = epoch_ms(before)
        quiet = [key for key, value in self._state.scan(ITEM_PREFIX) if may_be_forgotten(value, limit)]
        for key in quiet:
            self._state.drop(key)
            self._state.drop(HELD_PREFIX + key.removeprefix(ITEM_PREFIX))
        return len(quiet)

    def sizes(self) -> dict[str, int]:
        """Return how many copies wait under an embargo."""
        return {"held": len(self._load_waiting())}

    def _again(self, item: WireItem, record: ItemRecord, past: Past) -> Decision:
        held = record.held
        if held is not None and held.origin == origin_key(item.provenance.origin):
            self._hold(item.provenance.item_key, item, held.due)
        return replace(_decision(item, record, past), repeated=True)

    def _keep_waiting(self, key: str, item: WireItem, *, before: ItemRecord, after: ItemRecord) -> None:
        if after.held is not None and after.held != before.held:
            self._hold(key, item, after.held.due)
        elif after.held is None and before.held is not None:
            self._forget_waiting(key)

    def _hold(self, key: str, item: WireItem, due: int) -> None:
        waiting = self._load_waiting()
        self._state.put(HELD_PREFIX + key, pack_held(item, due, NEVER))
        waiting[key] = due
        self._released.pop(key, None)

    def _forget_waiting(self, key: str) -> None:
        self._load_waiting().pop(key, None)
        self._released.pop(key, None)
        self._state.drop(HELD_PREFIX + key)

    def _load_waiting(self) -> dict[str, int]:
        if self._waiting is None:
            self._waiting = {}
            for held, value in self._state.scan(HELD_PREFIX):
                key = held.removeprefix(HELD_PREFIX)
                due, released = held_times(value)
                if released == NEVER or load_record(self._state, key).held is not None:
                    self._waiting[key] = due
                else:
                    self._released[key] = released
        return self._waiting

    def _drop_released(self, before: int) -> None:
        for key in [key for key, released in self._released.items() if released < before]:
            del self._released[key]
            self._state.drop(HELD_PREFIX + key)


def _judge(item: WireItem, record: ItemRecord, at: datetime) -> _Verdict:
    kind = _retraction_kind(item)
    if kind is RetractionKind.KILL:
        return _kill(record)
    if record.killed:
        reason = Reason.KILLED_BEFORE if kind is None else Reason.WITHHOLD
        return _Verdict(record, "retracted", reason)
    rank = Rank.of(item)
    if kind is RetractionKind.WITHHOLD:
        return _withhold(record, rank)
    if record.withheld is not None and not rank.lifts(record.withheld):
        return _Verdict(record, "retracted", Reason.WITHHELD_BEFORE)
    due = _embargo(item, at)
    return _publishable(item, record, rank) if due is None else _embargoed(item, record, rank, due)


def _retraction_kind(item: WireItem) -> RetractionKind | None:
    if item.pubstatus is PubStatus.CANCELED or Signal.KILL in item.signals:
        return RetractionKind.KILL
    return RetractionKind.WITHHOLD if item.pubstatus is PubStatus.WITHHELD else None


def _kill(record: ItemRecord) -> _Verdict:
    after = replace(record, killed=True, withheld=None, live=None, contents=(), held=None)
    sends = not record.killed and record.route is not None
    return _Verdict(after, "retracted", Reason.KILL, sends=sends, ended=_ended(record, "retracted"))


def _withhold(record: ItemRecord, rank: Rank) -> _Verdict:
    after = _held_back(record, rank)
    if after.live is not None:
        return _Verdict(after, "superseded", Reason.OLDER, match_version=after.live.version)
    ended = _ended(record, "retracted") if after.held is None else ()
    taken = None if record.live is None else record.live.version
    return _Verdict(after, "retracted", Reason.WITHHOLD, match_version=taken, sends=taken is not None, ended=ended)


def _held_back(record: ItemRecord, rank: Rank) -> ItemRecord:
    """Return the record with all versions withheld that do not come after a rank."""
    withheld = rank if record.withheld is None else rank.later_withhold(record.withheld)
    live = record.live if record.live is not None and record.live.lifts(withheld) else None
    held = record.held if record.held is not None and record.held.rank.lifts(withheld) else None
    return replace(record, withheld=withheld, live=live, contents=record.contents if live else (), held=held)


def _publishable(item: WireItem, record: ItemRecord, rank: Rank) -> _Verdict:
    live, held = record.live, record.held
    if held is not None and rank.version == held.rank.version:
        return _Verdict(record, "duplicate", Reason.RESEND_HELD, match_version=held.rank.version)
    if live is not None and _repeats(rank, live, record.contents):
        return _Verdict(record, "duplicate", Reason.RESEND, match_version=live.version)
    if live is not None and not rank.newer_than(live):
        return _Verdict(record, "superseded", Reason.OLDER, match_version=live.version)
    if live is not None and _only_rebuilt(item, rank, live):
        return _Verdict(replace(record, live=rank), "duplicate", Reason.RESEND, match_version=live.version)
    same_number = live is not None and live.version == rank.version
    replaced = held is not None and rank.newer_than(held.rank)
    after = replace(
        record,
        route=record.route or item.provenance.source,
        live=rank,
        contents=(*(record.contents if same_number else ()), rank.digest)[-MAX_CONTENTS:],
        held=None if replaced else held,
    )
    ended = _ended(record, "superseded") if replaced else ()
    return _Verdict(after, "accepted", _why_accepted(record, rank), sends=True, ended=ended)


def _why_accepted(record: ItemRecord, rank: Rank) -> Reason:
    if record.live is None:
        return Reason.FIRST if record.withheld is None else Reason.REINSTATED
    return Reason.REVISION if record.live.version == rank.version else Reason.NEWER


def _only_rebuilt(item: WireItem, rank: Rank, live: Rank) -> bool:
    """Whether a feed only gave the same content a new time. The time is kept, so that the order decides nothing."""
    return item.format in REBUILT_FORMATS and rank.timed and rank.digest == live.digest


def _embargoed(item: WireItem, record: ItemRecord, rank: Rank, due: int) -> _Verdict:
    live, held = record.live, record.held
    if held is not None and _repeats(rank, held.rank, (held.rank.digest,)):
        return _Verdict(record, "duplicate", Reason.RESEND_HELD, match_version=held.rank.version)
    if live is not None and _repeats(rank, live, record.contents):
        return _Verdict(record, "duplicate", Reason.RESEND, match_version=live.version)
    if live is not None and not rank.newer_than(live):
        return _Verdict(record, "superseded", Reason.OLDER, match_version=live.version)
    before = _held_back(record, rank.before()) if HOLD_ALL_VERSIONS in item.signals else record
    sends = live is not None and before.live is None
    taken = live.version if live is not None and sends else None
    if held is not None and not rank.newer_than(held.rank):
        match = taken if sends else held.rank.version
        return _Verdict(before, "superseded", Reason.OLDER_HELD, match_version=match, sends=sends)
    after = replace(before, held=Held(rank, due, origin_key(item.provenance.origin)))
    reason = Reason.EMBARGO_OPEN if due == NEVER else Reason.EMBARGO
    ended = _ended(record, "superseded")
    return _Verdict(after, "held", reason, match_version=taken, due=due, sends=sends, ended=ended)


def _repeats(rank: Rank, other: Rank, contents: tuple[str, ...]) -> bool:
    if rank.unnumbered and other.unnumbered:
        return rank.digest == other.digest
    return rank.version == other.version and rank.digest in contents


def _embargo(item: WireItem, at: datetime) -> int | None:
    """Return when the item may be published: None for now, `NEVER` where it states no time."""
    if item.embargoed_until is not None:
        return epoch_ms(item.embargoed_until) if item.embargoed_until > at else None
    return NEVER if Signal.EMBARGO in item.signals else None


def _ended(record: ItemRecord, outcome: Outcome) -> tuple[Ended, ...]:
    return () if record.held is None else (Ended(origin=origin_of(record.held.origin), outcome=outcome),)


def _decision(item: WireItem, record: ItemRecord, past: Past) -> Decision:
    at = from_epoch_ms(past.at)
    publish = retract = None
    if past.sent and past.outcome == "accepted":
        publish = _on_route(item, record, at)
    elif past.sent:
        retract = _retraction(item, record, past, at)
    return Decision(
        outcome=past.outcome,
        reason=past.reason.value,
        publish=publish,
        retract=retract,
        due=None if past.due == NEVER else from_epoch_ms(past.due),
        match_version=past.match_version,
    )


def _retraction(item: WireItem, record: ItemRecord, past: Past, at: datetime) -> Retraction:
    kind = RetractionKind.KILL if past.reason is Reason.KILL else RetractionKind.WITHHOLD
    provenance = _on_route(item, record, at).provenance
    if kind is RetractionKind.WITHHOLD and past.match_version is not None:
        # A withhold withdraws what is live, up to its version; newer versions may lift it.
        provenance = provenance.model_copy(update={"version": past.match_version})
    return Retraction(provenance=provenance, kind=kind, reason=item.ednote)


def _released(item: WireItem, record: ItemRecord, due: int, ended: tuple[Ended, ...]) -> Decision:
    publish = _on_route(item, record, from_epoch_ms(due))
    return Decision(outcome="accepted", reason=Reason.RELEASED.value, publish=publish, ended=ended)


def _on_route(item: WireItem, record: ItemRecord, processed: datetime) -> WireItem:
    source = record.route or item.provenance.source
    provenance = item.provenance.model_copy(update={"source": source, "processed": processed})
    return item.model_copy(update={"provenance": provenance})
