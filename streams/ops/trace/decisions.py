"""What the lifecycle decided about an item, worked out again from the records that it decided on.

A decision depends on the item's own records alone, so that the rules, applied to them in order, give it again. That
tells the rule too, which no topic carries where an item ended.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from schemas import SCHEMA_HEADER, Origin, Release, UndecodableMessage, WireItem, decode
from streams.state import DictState
from streams.topics import ITEMS
from streams.wire import Lifecycle, Reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from schemas import Message
    from streams.runner import Record
    from streams.wire import Decision


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision on one version, and the record that led to it."""

    record: Record
    origin: Origin
    version: int
    decision: Decision

    @property
    def resent(self) -> bool:
        """Whether it is a resend of what is live: it goes on to the judge, who names the story that it repeats."""
        return self.decision.outcome == "duplicate" and self.decision.reason == Reason.RESEND


def message_in(record: Record) -> Message | None:
    """Return the message of a record of `items`, None for what is none."""
    try:
        return decode(record.value, ITEMS.types, record.header(SCHEMA_HEADER))
    except UndecodableMessage:
        return None


def decisions(records: Iterable[Record]) -> list[Decided]:
    """Return the decisions on the records of one item, in their order; a record that was sent twice has one."""
    lifecycle = Lifecycle(DictState())
    return [decided for record in records for decided in _decided(lifecycle, record)]


def _decided(lifecycle: Lifecycle, record: Record) -> Iterator[Decided]:
    message = message_in(record)
    if isinstance(message, WireItem):
        decision = lifecycle.accept(message, at=record.at)
        if not decision.repeated:
            yield Decided(record, message.provenance.origin, message.provenance.version, decision)
    elif isinstance(message, Release):
        for released in lifecycle.release(message.item_key, now=record.at):
            if released.publish is not None and not released.repeated:
                provenance = released.publish.provenance
                yield Decided(record, provenance.origin, provenance.version, released)
