"""The account: items that came in, and how each ended, from the counts that the stages keep.

A stage keeps one record of counts for each partition of its input, on a compacted topic. The outcomes in it are kept by
the partition of `raw` that the items came from, so that each of those partitions balances by itself:
items = published + duplicate + superseded + held + retracted + refused, once nothing is in flight.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import orjson

from streams.pipeline import STAGES
from streams.runner import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

OUTCOMES: Final = tuple(outcome.value for outcome in Outcome)
"""Every item ends as exactly one of these."""
STAGE_INPUTS: Final = {stage.name: stage.source.name for stage in STAGES}
"""The stages in the order of the flow, and the short name of the topic that each reads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LastError:
    """The latest dead letter of a stage's partition."""

    at: str
    error: str
    message: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StageCounts:
    """What a stage has counted over one partition of its input."""

    stage: str
    partition: int
    through: int
    """Offset of the last record counted."""
    at: datetime
    read: int
    forwarded: int = 0
    outcomes: Mapping[int, Mapping[str, int]] = field(default_factory=dict)
    """By partition of `raw`: `records` and `items` (intake alone), and the outcomes."""
    errors: Mapping[str, int] = field(default_factory=dict)
    last_error: LastError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """The account of one partition of `raw`, or of all of them where `partition` is None."""

    partition: int | None
    records: int
    items: int
    outcomes: Mapping[str, int]

    @property
    def ended(self) -> int:
        """Items that have an outcome."""
        return sum(self.outcomes.values())

    @property
    def in_flight(self) -> int:
        """Items without an outcome; below zero, items that were counted twice."""
        return self.items - self.ended

    @property
    def balanced(self) -> bool:
        """Whether every item has exactly one outcome."""
        return self.in_flight == 0


def parse_counts(value: bytes) -> StageCounts:
    """Return the counts of a record of the counts topic. Raises ValueError with what is wrong."""
    try:
        data = orjson.loads(value)
        last = data.get("last_error")
        return StageCounts(
            stage=str(data["stage"]),
            partition=int(data["partition"]),
            through=int(data["through"]),
            at=datetime.fromisoformat(data["at"]),
            read=int(data["read"]),
            forwarded=int(data.get("forwarded", 0)),
            outcomes={int(raw): _integers(counted) for raw, counted in data.get("outcomes", {}).items()},
            errors=_integers(data.get("errors", {})),
            last_error=None if last is None else LastError(**{name: str(last[name]) for name in LastError.__slots__}),
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise ValueError(f"no counts of a stage: {type(error).__name__}: {error}") from error


def balances(counts: Iterable[StageCounts]) -> tuple[Balance, ...]:
    """Return the account of each partition of `raw`, in order."""
    sums: dict[int, dict[str, int]] = {}
    for stage in counts:
        for partition, counted in stage.outcomes.items():
            into = sums.setdefault(partition, {})
            for name, n in counted.items():
                into[name] = into.get(name, 0) + n
    return tuple(_balance(partition, sums[partition]) for partition in sorted(sums))


def total(accounts: Iterable[Balance]) -> Balance:
    """Return the accounts of several partitions as one."""
    sums: dict[str, int] = dict.fromkeys(OUTCOMES, 0)
    records = items = 0
    for account in accounts:
        records += account.records
        items += account.items
        for name, n in account.outcomes.items():
            sums[name] += n
    return Balance(partition=None, records=records, items=items, outcomes=sums)


def throughput(before: Iterable[StageCounts], after: Iterable[StageCounts], seconds: float) -> dict[str, float]:
    """Return the records a second that each stage has read between two readings of the counts."""
    earlier = {(counts.stage, counts.partition): counts.read for counts in before}
    read: dict[str, int] = {}
    for counts in after:
        gained = counts.read - earlier.get((counts.stage, counts.partition), 0)
        read[counts.stage] = read.get(counts.stage, 0) + max(0, gained)
    return {stage: n / seconds if seconds > 0 else 0.0 for stage, n in read.items()}


def latest_error(counts: Iterable[StageCounts]) -> tuple[StageCounts, LastError] | None:
    """Return the latest error of all stages with the counts it stands in, or None where there was none."""
    found = [(stage, stage.last_error) for stage in counts if stage.last_error is not None]
    return max(found, key=lambda pair: (pair[1].at, pair[1].id), default=None)


def error_counts(counts: Iterable[StageCounts]) -> dict[str, int]:
    """Return the dead letters of all stages by type of error."""
    sums: dict[str, int] = {}
    for stage in counts:
        for error, n in stage.errors.items():
            sums[error] = sums.get(error, 0) + n
    return dict(sorted(sums.items()))


def stage_order(stage: str) -> tuple[int, str]:
    """Return a sort key that puts stages in the order of the flow, unknown ones last."""
    names = list(STAGE_INPUTS)
    return (names.index(stage) if stage in STAGE_INPUTS else len(names), stage)


def _integers(counted: Mapping[str, Any]) -> dict[str, int]:
    return {str(name): int(n) for name, n in counted.items()}


def _balance(partition: int, sums: Mapping[str, int]) -> Balance:
    return Balance(
        partition=partition,
        records=sums.get("records", 0),
        items=sums.get("items", 0),
        outcomes={name: sums.get(name, 0) for name in OUTCOMES},
    )
