"""What could not be processed, with everything needed to try again."""

from __future__ import annotations

from datetime import datetime

from schemas.base import Int64, Message


class DeadLetter(Message):
    """The record as it was read, and why it could not be processed."""

    id: str
    """`topic/partition/offset[/index]`: the same at every redelivery."""
    first_id: str | None = None
    """Id of the first letter of the same record, where this one was put back and failed again."""
    stage: str
    topic: str
    partition: Int64
    offset: Int64
    key: str | None = None
    """Base64 of the original key; null where it had none."""
    value: str | None = None
    """Base64 of the original value; null for a tombstone."""
    headers: tuple[tuple[str, str], ...] = ()
    """Names and base64 of values."""
    error: str
    """Type of the error in the domain's words: `MalformedItem`, `ItemTooLarge`, `UnsupportedFormat`, ..."""
    message: str
    at: datetime
    """Timestamp of the record that failed."""
    attempts: Int64 = 1
    truncated: bool = False
    """The record was too large to be kept here: key, value and headers are left out, and it can't be put back."""
