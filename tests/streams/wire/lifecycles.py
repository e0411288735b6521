"""Items of one key that arrive one after the other, and what is live of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from schemas import RetractionKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from schemas import WireItem
    from streams.wire import Decision, Lifecycle

KEY = "agency/item-1"
NOON = datetime(2026, 3, 9, 12, 0, tzinfo=UTC)
ONE = timedelta(hours=1)


def timed(hour: int) -> tuple[int, datetime]:
    """Return a version that is a time, and that time."""
    created = datetime(2026, 3, 9, hour, tzinfo=UTC)
    return int(created.timestamp() * 1000), created


def play(lifecycle: Lifecycle, items: Sequence[WireItem], at: datetime = NOON) -> list[Decision]:
    """Let items arrive one after the other."""
    return [lifecycle.accept(item, at=at) for item in items]


def live_of(decisions: Sequence[Decision]) -> WireItem | None:
    """Return what a consumer has live after these decisions, which takes the newest version and no notice of order."""
    live: WireItem | None = None
    for decision in decisions:
        if decision.retract is not None:
            if decision.retract.kind is RetractionKind.KILL:
                return None
            if live is not None and live.provenance.version <= decision.retract.provenance.version:
                live = None
        publish = decision.publish
        if publish is not None and (live is None or publish.provenance.version >= live.provenance.version):
            live = publish
    return live
