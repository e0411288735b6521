"""What a receiver gets, and what is remembered of what it got."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from schemas.base import Int64, Message
from schemas.incident import CasualtyAlert, Toll


class Notice(Message):
    """One change in a notification."""

    change: str
    """`first`, `rise`, `fall`, `correction`, `retraction` or `restatement`."""
    alert: CasualtyAlert
    """Its `before` is what the receiver knew: the toll in the notification before."""
    supersedes: str | None = None
    """Id of the notification to the receiver that no longer holds."""
    text: str
    """The change in a sentence."""


class Notification(Message):
    """A message to a receiver: what a rule found, one change or several."""

    id: str
    """Derived from rule and alerts: the same when it is sent again."""
    rule: str
    at: datetime
    notices: tuple[Notice, ...]


class KindWatch(Message):
    """What a receiver knows of one toll by one rule."""

    sent: Toll | None = None
    """The toll as it was sent; null where nothing was sent, or it was withdrawn."""
    notification: str | None = None
    """Id of the notification that had it last."""
    base: Int64 | None = None
    """The number from which a rise is counted where nothing was sent yet."""
    pending: Notice | None = None
    """What is to be sent."""


class Watch(Message):
    """What a receiver knows of an incident by one rule, and what waits to be sent."""

    receiver: str
    rule: str
    incident_id: str
    group: str
    """What it is put together with while it waits."""
    partition: Int64 = 0
    """Partition of the alerts."""
    offset: Int64 = -1
    """Offset of the last alert that was considered: an earlier one is read again and changes nothing."""
    updated: datetime
    kinds: dict[str, KindWatch] = Field(default_factory=dict)
    wait: str | None = None
    """What it waits for: `parts`, `debounce`, `digest`, `quiet`, `limit`; null where nothing waits."""
    due: datetime | None = None
