"""The text of an item as it was received: its record of `wire.raw`, parsed once more."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from schemas import WireItem
from streams.errors import WireError
from streams.topics import RAW

if TYPE_CHECKING:
    from schemas import Provenance
    from streams.ops.desk.context import Context
    from streams.runner import Record
    from streams.settings import Settings


async def received_body(context: Context, provenance: Provenance) -> str | None:
    """Return the body that cleaning began with; None where the broker has it no more. Raises `OperationFailed`."""
    settings, origin = context.state.settings, provenance.origin
    record = await context.records.read(RAW.full_name(settings), origin.partition, origin.offset)
    if record is None:
        return None
    return await asyncio.to_thread(_body, record, provenance, settings)


def _body(record: Record, provenance: Provenance, settings: Settings) -> str | None:
    # The parsers of all formats: the desk starts a second earlier and 25 MB smaller without them.
    from streams.runner.entries import entries_of  # noqa: PLC0415
    from streams.wire import Limits  # noqa: PLC0415

    try:
        entries = entries_of(record, Limits.of(settings))
    except WireError:
        return None
    origin = provenance.origin
    for entry in entries:
        if isinstance(entry, WireItem) and entry.provenance.origin == origin:
            same = entry.provenance.item_key == provenance.item_key and entry.provenance.version == provenance.version
            return entry.body if same else None
    return None
