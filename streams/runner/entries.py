"""The items of a record of `wire.raw`: what intake makes of it, also for who looks at it later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from streams.wire import parse_entries

if TYPE_CHECKING:
    from schemas import WireItem
    from streams.errors import WireError
    from streams.runner.record import Record
    from streams.wire import Limits


def entries_of(record: Record, limits: Limits) -> list[WireItem | WireError]:
    """Return for each entry of a record of `raw` its item, or the error that keeps it out. Raises `WireError`."""
    return parse_entries(
        record.value,
        {name: value.decode("utf-8", "replace") for name, value in record.headers},
        received=record.at,
        origin_partition=record.partition,
        origin_offset=record.offset,
        limits=limits,
    )
