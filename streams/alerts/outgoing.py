"""Which changes of a toll go out on the topic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemas import AlertCause

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from schemas import CasualtyAlert


def outgoing(changes: Iterable[CasualtyAlert], *, kinds: Collection[str]) -> list[CasualtyAlert]:
    """Return the alerts of one change of an incident that go out, numbered as its parts.

    A receiver that has read all parts can send one message on the killed and the injured of one article.
    """
    going = [alert for alert in changes if alerting(alert, kinds=kinds)]
    return [alert.model_copy(update={"part": part, "parts": len(going)}) for part, alert in enumerate(going, start=1)]


def alerting(alert: CasualtyAlert, *, kinds: Collection[str]) -> bool:
    """Return whether the change goes out: its kind is one of `kinds`, and it gives a new number or new evidence.

    A number that is only repeated is no news, whoever repeats it, nor that of nobody where there was none.
    """
    before = alert.before.best if alert.before else None
    after = alert.after.best if alert.after else None
    is_news = before != after and (before, after) != (None, 0)
    return alert.kind in kinds and (is_news or alert.cause is AlertCause.RESTATED)
