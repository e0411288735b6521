"""Intake: `wire.raw` (bytes as received) to `wire.items` (parsed items, by item key)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from streams.errors import WireError
from streams.runner import Handler, Record, Result, Send
from streams.runner.entries import entries_of
from streams.topics import ITEMS
from streams.wire import Limits

if TYPE_CHECKING:
    from schemas import WireItem
    from streams.settings import Settings
    from streams.state import KeyedState


class IntakeHandler(Handler):
    """Parses; keeps nothing."""

    def __init__(self, state: KeyedState, settings: Settings) -> None:
        del state
        self._limits = Limits.of(settings)

    def handle(self, record: Record) -> Result:
        """Return the items of the record; a bad entry of a feed costs itself, not its neighbours."""
        entries = entries_of(record, self._limits)
        items = [entry for entry in entries if not isinstance(entry, WireError)]
        refused = ((place, entry) for place, entry in enumerate(entries) if isinstance(entry, WireError))
        return Result(
            sends=tuple(Send(ITEMS, item.provenance.item_key, _stamped(item, record)) for item in items),
            items=len(entries),
            refused=tuple(refused),
        )


def _stamped(item: WireItem, record: Record) -> WireItem:
    """Return the item with the time of the raw record, from which the time to its publication is measured."""
    provenance = item.provenance.model_copy(update={"raw_timestamp_ms": record.timestamp_ms})
    return item.model_copy(update={"provenance": provenance})
