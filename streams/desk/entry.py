"""An incident as the board keeps it: its card, what filters ask for, and the whole of it packed."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pydantic import ValidationError

from schemas import Incident
from streams.desk.card import card_of
from streams.incidents.selection import groups_of

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from streams.desk.values import Card

LEVEL: Final = 1
"""Of compression: a seventh of the size of JSON for little time, so that 10,000 incidents start in seconds."""
SEPARATOR: Final = "\n"
"""Between names that are searched as one text; no name holds it."""
_COMPRESSOR: Final = zstd.ZstdCompressor(LEVEL)
"""One for all: to make one takes as long as to compress an incident."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An incident in memory."""

    card: Card
    providers: frozenset[str]
    """Of its items, in small letters."""
    items: tuple[str, ...]
    """Keys of its live items."""
    mentions: tuple[str, ...]
    """Keys of the items that name it and are no part of it."""
    moved_from: tuple[str, ...]
    """Ids of other incidents from which items came."""
    groups: str
    """Names and ids of sides and speakers in small letters, one a line."""
    packed: bytes
    """The incident as JSON, compressed: whole incidents of a year would not fit into memory."""

    @property
    def order(self) -> tuple[float, str]:
        """By what the list is sorted: last change, then id."""
        return (self.card.updated.timestamp(), self.card.id)

    def incident(self) -> Incident | None:
        """Return the whole incident, None where what lists don't show of it can't be read."""
        try:
            return Incident.model_validate_json(unpack(self.packed))
        except ValidationError:
            return None


def pack(value: bytes) -> bytes:
    """Return the value of a record compressed."""
    return _COMPRESSOR.compress(value, zstd.ZstdCompressor.FLUSH_FRAME)


def unpack(packed: bytes) -> bytes:
    """Return what was compressed."""
    return zstd.decompress(packed)


def entry_of(incident: Incident, packed: bytes) -> Entry:
    """Return what is kept of an incident; `packed` is its record's value, compressed."""
    providers = {key.partition("/")[0] for key in (*incident.items, *incident.stories)}
    groups = SEPARATOR.join(dict.fromkeys(groups_of(incident))).casefold()
    return Entry(
        card=card_of(incident),
        providers=frozenset(map(str.casefold, providers)),
        items=incident.items,
        mentions=tuple(each.item_key for each in incident.mentions if each.taken is None),
        moved_from=incident.moved_from,
        groups=groups,
        packed=packed,
    )
