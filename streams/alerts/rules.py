"""Which changes of a toll raise an alert."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from schemas import CasualtyAlert


def alerting(alert: CasualtyAlert, *, kinds: Collection[str]) -> bool:
    """Return whether the change goes out: its kind is one of `kinds`, and it says a new number.

    A number that is only repeated is no news, whoever repeats it.
    """
    before = alert.before.best if alert.before else None
    after = alert.after.best if alert.after else None
    return alert.kind in kinds and before != after
