"""A notification as it is sent: JSON for a webhook, and text for people."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any, Final

import orjson

from streams.alerts import describe

if TYPE_CHECKING:
    from collections.abc import Collection

    from schemas import Notice, Notification

TYPE: Final = "wirefeed.notification"
TITLE: Final = 120
SHOWN: Final = 20
"""Changes in a text for people; the others are counted."""


def webhook_body(notification: Notification) -> bytes:
    """Return the body of a webhook: type, timestamp and data, as Standard Webhooks advises."""
    at = notification.at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    data: dict[str, Any] = notification.model_dump(mode="json", exclude_none=True)
    return orjson.dumps({"type": TYPE, "timestamp": at, "data": data})


def subject(notification: Notification) -> str:
    """Return one line: the change, or how many there are."""
    first, *others = notification.notices
    line = first.text if not others or _is_one_incident(notification) else f"{len(others) + 1} changes of tolls"
    return line if len(line) <= TITLE else f"{line[: TITLE - 1]}…"


def text(notification: Notification) -> str:
    """Return the changes as plain text, with the sentence quoted, who says it, and where it can be read."""
    parts = ["\n".join(_lines(notice)) for notice in notification.notices[:SHOWN]]
    left_out = len(notification.notices) - SHOWN
    return "\n\n".join([*parts, f"and {left_out} more"] if left_out > 0 else parts)


def without_items(notification: Notification, items: Collection[str]) -> Notification:
    """Return the notification without words of items that were killed while it waited."""
    notices = tuple(
        _without_words(notice) if set(notice.alert.items) & set(items) else notice for notice in notification.notices
    )
    return notification.model_copy(update={"notices": notices})


def _without_words(notice: Notice) -> Notice:
    words = dict.fromkeys(("title", "quote", "evidence", "attribution", "speaker"))
    plain = notice.alert.model_copy(update={**words, "items": (), "groups": ()})
    return notice.model_copy(update={"alert": plain, "text": describe(plain)})


def _lines(notice: Notice) -> list[str]:
    alert = notice.alert
    lines = [notice.text]
    if alert.quote:
        lines.append(f"“{alert.quote}”")
    where = alert.provenance.uri if alert.quote else None
    lines.append(f"{alert.provenance.source}{f', {where}' if where else ''}")
    return lines


def _is_one_incident(notification: Notification) -> bool:
    return len({notice.alert.incident_id for notice in notification.notices}) == 1
