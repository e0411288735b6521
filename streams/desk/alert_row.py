"""An alert as a row of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from streams.alerts import describe
from streams.desk.card import place_of
from streams.desk.values import AlertRow

if TYPE_CHECKING:
    from schemas import CasualtyAlert


def alert_row(alert: CasualtyAlert) -> AlertRow:
    """Return the row of an alert."""
    return AlertRow(
        id=alert.id,
        incident=alert.incident_id,
        kind=alert.kind,
        cause=alert.cause.value,
        reason=alert.reason.value,
        text=describe(alert),
        before=alert.before.best if alert.before is not None else None,
        after=alert.after.best if alert.after is not None else None,
        attribution=alert.attribution,
        quote=alert.quote,
        place=place_of(alert.place),
        day=alert.start,
        supersedes=alert.supersedes,
        language=alert.language,
        at=alert.at,
    )
