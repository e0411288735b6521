"""How the desk stands to the broker."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from streams.desk.values import Broker

if TYPE_CHECKING:
    from streams.desk.values import BrokerCondition

LATEST_MS: Final = 10_000_000_000_000
"""A later timestamp is no time that anybody means: it would be past the year 2286."""


@dataclass(slots=True)
class Condition:
    """The condition as it changes. It begins as `starting`."""

    since: datetime
    condition: BrokerCondition = "starting"
    reason: str | None = None
    changed: datetime | None = None
    foreign: dict[str, int] = field(default_factory=dict)

    def live(self, at: datetime) -> bool:
        """Note that all that stood on the topics is read; return whether that is new."""
        return self._become("live", None, at)

    def away(self, reason: str, at: datetime) -> bool:
        """Note that the broker does not answer; return whether that is new."""
        return self._become("away", reason, at)

    def saw(self, timestamp_ms: int | None) -> None:
        """Note the time of a record."""
        at = datetime.fromtimestamp(min(max(0, timestamp_ms or 0), LATEST_MS) / 1000, UTC)
        self.changed = at if self.changed is None else max(self.changed, at)

    def skipped(self, topic: str) -> None:
        """Count a record that is not Wirefeed's."""
        self.foreign[topic] = self.foreign.get(topic, 0) + 1

    def shown(self, left_out: int) -> Broker:
        """Return it as a value."""
        return Broker(
            condition=self.condition,
            since=self.since,
            reason=self.reason,
            changed=self.changed,
            foreign=dict(self.foreign),
            left_out=left_out,
        )

    def _become(self, condition: BrokerCondition, reason: str | None, at: datetime) -> bool:
        is_new = (self.condition, self.reason) != (condition, reason)
        if self.condition != condition:
            self.since = at
        self.condition, self.reason = condition, reason
        return is_new
