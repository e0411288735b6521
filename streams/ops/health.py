"""Decides whether a worker is alive and ready, from times and offsets that it is given."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

STARVED_AFTER: Final = 10.0
"""Multiple of the time allowed to a stage that one partition may wait while the stage's other partitions progress."""
OK: Final = 200
UNAVAILABLE: Final = 503


@dataclass(frozen=True, slots=True, kw_only=True)
class Stall:
    """A partition with lag whose stage has made no progress for `seconds`."""

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
    """Watches whether every stage with lag makes progress.

    The partitions of a stage take turns, so that one may wait while others are served: a partition is stalled
    when it has lag and no partition of its stage has progressed for `stall_seconds`, or when it alone has not for
    `STARVED_AFTER` times as long. Times are those of any clock that does not go back, in seconds.
    """

    stall_seconds: float
    _seen: dict[tuple[str, int], _Seen] = field(default_factory=dict)
    _worked: dict[str, float] = field(default_factory=dict)
    _looked: float | None = None

    def note(self, stage: str, partition: int, committed: int, end: int, now: float) -> tuple[Stall, ...]:
        """Record a partition's committed and end offset, and return every partition that is stalled at `now`."""
        self._looked = now
        key = (stage, partition)
        seen = self._seen.get(key)
        # Where nobody looked for that long (a suspended machine, a blocked loop), what stood still is the observer.
        unobserved = seen is not None and now - seen.noted > self.stall_seconds
        if seen is not None and committed != seen.committed:
            self.worked(stage, now)
        if seen is None or unobserved or committed != seen.committed or committed >= end:
            self._seen[key] = _Seen(committed=committed, end=end, progressed=now, noted=now)
        else:
            seen.end = end
            seen.noted = now
        return self.stalled(now)

    def worked(self, stage: str, now: float) -> None:
        """Record that a stage has handled records, of whichever partition, committed or not."""
        self._worked[stage] = now

    def pause(self, now: float) -> None:
        """Leave out the time since the last look: the broker did not answer, and no stage could progress."""
        seconds = now - self._looked if self._looked is not None else 0.0
        self._looked = now
        for seen in self._seen.values():
            seen.progressed += seconds
            seen.noted = now
        self._worked = {stage: then + seconds for stage, then in self._worked.items()}

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
                seconds=seconds,
            )
            for (stage, partition), seen in sorted(self._seen.items())
            if seen.committed < seen.end and (seconds := self._idle_seconds(stage, seen, now)) >= self.stall_seconds
        )

    def _idle_seconds(self, stage: str, seen: _Seen, now: float) -> float:
        """Return for how long the stage has done nothing, or the part of the partition's own wait that counts."""
        alone = now - seen.progressed
        return max(min(alone, now - self._worked.get(stage, seen.progressed)), alone / STARVED_AFTER)


def liveness(stalls: Collection[Stall], others: Sequence[str] = ()) -> Health:
    """Return the answer to `/livez`: not alive while a partition is stalled, so that the worker is restarted.

    `others` are further reasons not to count it as alive.
    """
    return Health(ok=not stalls and not others, reasons=(*(str(stall) for stall in stalls), *others))


def readiness(*, joined: bool, recovering: Collection[str] = ()) -> Health:
    """Return the answer to `/readyz`.

    `joined` says that the group has given the worker its share of partitions; `recovering` names what is still
    read back from changelogs.
    """
    reasons = [] if joined else ["no partitions assigned yet"]
    reasons += [f"recovering {name}" for name in sorted(recovering)]
    return Health(ok=not reasons, reasons=tuple(reasons))
