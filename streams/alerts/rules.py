"""Which changes of a toll raise an alert."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from schemas import CasualtyAlert


def wanted(alerts: Iterable[CasualtyAlert], kinds: Collection[str]) -> list[CasualtyAlert]:
    """Return the alerts of these kinds that say a new number, in order.

    A number that is only repeated is no news, whoever repeats it.
    """
    return [alert for alert in alerts if alert.kind in kinds and _changes_number(alert)]


def _changes_number(alert: CasualtyAlert) -> bool:
    before = alert.before.best if alert.before else None
    after = alert.after.best if alert.after else None
    return before != after
