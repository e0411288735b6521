"""How an attempt to deliver ended."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What to do next."""

    DELIVERED = "delivered"
    RETRY = "retry"
    """The receiver may take it later."""
    REFUSED = "refused"
    """The receiver will never take this message: it becomes a dead letter."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of an attempt; the reason holds no secret and no text of the receiver."""

    verdict: Verdict
    reason: str = ""
    retry_after: float | None = None
    """Seconds that the receiver asks to wait."""
