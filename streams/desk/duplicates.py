"""Which items were held back as repetitions of which, as far as the desk keeps it."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from streams.desk.values import DuplicateView

if TYPE_CHECKING:
    from schemas import Duplicate

SHOWN: Final = 50
"""Repetitions of one item that are kept, the newest."""
SHARED_CHARS: Final = 300
HEADLINE_CHARS: Final = 280


@dataclass(slots=True)
class Duplicates:
    """By the item that is repeated. Where there are too many, those repeated longest ago are forgotten."""

    limit: int
    _by_item: OrderedDict[str, OrderedDict[str, DuplicateView]] = field(default_factory=OrderedDict)

    def __len__(self) -> int:
        return len(self._by_item)

    def put(self, duplicate: Duplicate) -> None:
        """Keep a repetition; one of an item itself, sent again, is none."""
        repeated, item = duplicate.judgement.match, duplicate.provenance.item_key
        if repeated is None or repeated == item:
            return
        known = self._by_item.setdefault(repeated, OrderedDict())
        known.pop(item, None)
        known[item] = _view(duplicate)
        if len(known) > SHOWN:
            known.popitem(last=False)
        self._by_item.move_to_end(repeated)
        if len(self._by_item) > self.limit:
            self._by_item.popitem(last=False)

    def of(self, item: str) -> tuple[DuplicateView, ...]:
        """Return the repetitions of an item, the newest first."""
        return tuple(reversed(self._by_item.get(item, {}).values()))


def _view(duplicate: Duplicate) -> DuplicateView:
    provenance, judgement = duplicate.provenance, duplicate.judgement
    return DuplicateView(
        item=provenance.item_key,
        source=provenance.source,
        headline=duplicate.headline[:HEADLINE_CHARS] if duplicate.headline else None,
        verdict=judgement.verdict.value,
        score=judgement.score,
        shared_text=judgement.shared_text[:SHARED_CHARS] if judgement.shared_text else None,
        at=provenance.received,
    )
