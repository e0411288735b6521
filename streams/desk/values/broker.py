"""How the desk stands to the broker."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from streams.desk.values.base import Value

BrokerCondition = Literal["starting", "live", "away"]


class Broker(Value):
    """How the desk stands to the broker, and how fresh what it shows is."""

    condition: BrokerCondition
    """`away`: the broker does not answer; what is shown is what was read before."""
    since: datetime
    """When this condition began."""
    reason: str | None = None
    """Why it is away, in words for people."""
    changed: datetime | None = None
    """Time of the newest record that was read."""
    foreign: dict[str, int] = Field(default_factory=dict)
    """By topic: records that are not Wirefeed's and were skipped."""
    left_out: int = 0
    """Incidents that are not kept, since there are more than WIREFEED_DESK_INCIDENTS; the longest unchanged ones."""
