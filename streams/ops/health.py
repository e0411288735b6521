"""Decides whether a worker is alive and ready, from times and offsets that it is given."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection

OK: Final = 200
UNAVAILABLE: Final = 503


@dataclass(frozen=True, slots=True, kw_only=True)
class Stall:
    """A partition with lag whose committed offset has not moved for `seconds`."""

    stage: str
    partition: int
    committed: int
    end: int
    seconds: float

    def __str__(self) -> str:
        return (
            f"{self.stage}/{self.partition}: no progress for {self.seconds:.0f} s at offset {self.committed}, "
            f"{self.end - self.committed} records to do"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """An answer to a probe; `reasons` say what is wrong."""

    ok: bool
    reasons: tuple[str, ...] = ()

    @property
    def status(self) -> int:
        """HTTP status: 200, or 503 where something is wrong."""
        return OK if self.ok else UNAVAILABLE

    def body(self) -> dict[str, object]:
        """Return the answer as JSON data."""
        return {"ok": self.ok, "reasons": list(self.reasons)}


@dataclass(slots=True)
class _Seen:
    committed: int
    end: int
    progressed: float
    noted: float


@dataclass(slots=True)
class Progress:
    """Watches whether every partition with lag makes progress.

    `stall_seconds` is how long a commit may stand still while there is lag. Times are those of any clock that does
    not go back, in seconds.
    """

    stall_seconds: float
    _seen: dict[tuple[str, int], _Seen] = field(default_factory=dict)

    def note(self, stage: str, partition: int, committed: int, end: int, now: float) -> tuple[Stall, ...]:
        """Record a partition's committed and end offset, and return every partition that is stalled at `now`."""
        key = (stage, partition)
        seen = self._seen.get(key)
        # Where nobody looked for that long (a suspended machine, a blocked loop), what stood still is the observer.
        unobserved = seen is not None and now - seen.noted > self.stall_seconds
        if seen is None or unobserved or committed != seen.committed or committed >= end:
            self._seen[key] = _Seen(committed=committed, end=end, progressed=now, noted=now)
        else:
            seen.end = end
            seen.noted = now
        return self.stalled(now)

    def forget(self, stage: str, partition: int) -> None:
        """Stop watching a partition that another worker has taken over."""
        self._seen.pop((stage, partition), None)

    def stalled(self, now: float) -> tuple[Stall, ...]:
        """Return the partitions that are stalled at `now`, by stage and number."""
        return tuple(
            Stall(
                stage=stage,
                partition=partition,
                committed=seen.committed,
                end=seen.end,
                seconds=now - seen.progressed,
            )
            for (stage, partition), seen in sorted(self._seen.items())
            if seen.committed < seen.end and now - seen.progressed >= self.stall_seconds
        )


def liveness(stalls: Collection[Stall]) -> Health:
    """Return the answer to `/livez`: not alive while a partition is stalled, so that the worker is restarted."""
    return Health(ok=not stalls, reasons=tuple(str(stall) for stall in stalls))


def readiness(*, joined: bool, recovering: Collection[str] = ()) -> Health:
    """Return the answer to `/readyz`.

    `joined` says that the group has given the worker its share of partitions; `recovering` names what is still
    read back from changelogs.
    """
    reasons = [] if joined else ["no partitions assigned yet"]
    reasons += [f"recovering {name}" for name in sorted(recovering)]
    return Health(ok=not reasons, reasons=tuple(reasons))
