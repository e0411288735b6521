"""Breaks in a topic: records that are gone and were not read, and topics that were recreated under the same name."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from streams.ops.status import PartitionStatus


class BreakKind(StrEnum):
    """What happened to a partition."""

    GONE = "gone"
    """Retention has removed records that were not read yet."""
    RECREATED = "recreated"
    """It is shorter than what was read of it: it was deleted and made again, or cut."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """A break in a partition that a stage reads."""

    kind: BreakKind
    stage: str
    topic: str
    partition: int
    first: int
    """The first offset that is gone; of a topic recreated, the first that was not read yet of the old one."""
    end: int
    """The first offset that is there; of a topic recreated, its end."""

    @property
    def records(self) -> int:
        """How many records are gone and were not read, as far as it is known."""
        return self.end - self.first if self.kind is BreakKind.GONE else 0

    def __str__(self) -> str:
        if self.kind is BreakKind.GONE:
            return (
                f"offsets {self.first} to {self.end - 1} are gone and {self.stage} has not read them: retention is "
                "shorter than the lag was"
            )
        return (
            f"{self.stage} had read up to offset {self.first}, and the topic ends at {self.end}: it was recreated; a "
            "new epoch of the account begins"
        )


BEYOND_LOOKS: Final = 2
"""How many times in a row a partition must be shorter than what was read, before it counts as recreated: its end is
asked for apart from the committed offset."""


@dataclass(slots=True)
class BreakWatch:
    """Finds breaks in the partitions of a running worker, each once."""

    _reported: dict[tuple[str, int], int] = field(default_factory=dict)
    """Up to which offset it was reported that records are gone."""
    _beyond: dict[tuple[str, int], int] = field(default_factory=dict)
    """How many times in a row a partition was found shorter than what was read of it."""

    def look(self, status: PartitionStatus) -> Break | None:
        """Return the break that offsets show and that was not returned yet."""
        key, committed = (status.stage, status.partition), status.committed
        if committed is None:
            return None
        self._beyond[key] = self._beyond.get(key, 0) + 1 if committed > status.end else 0
        if self._beyond[key] >= BEYOND_LOOKS:
            return _of(status, BreakKind.RECREATED, committed, status.end)
        first = max(committed, self._reported.get(key, 0))
        if first >= status.begin:
            return None
        self._reported[key] = status.begin
        return _of(status, BreakKind.GONE, first, status.begin)


def breaks(partitions: Iterable[PartitionStatus]) -> tuple[Break, ...]:
    """Return the breaks that offsets and counts show."""
    found = (_break(status) for status in partitions)
    return tuple(each for each in found if each is not None)


def recreated(partitions: Iterable[PartitionStatus]) -> Mapping[tuple[str, int], int]:
    """Return, by stage and partition, the last offset counted of a topic that was recreated since."""
    return {
        (status.stage, status.partition): status.counts.through
        for status in partitions
        if status.counts is not None and status.counts.through >= status.end
    }


def _break(status: PartitionStatus) -> Break | None:
    read = max(status.committed or 0, status.counts.through + 1 if status.counts is not None else 0)
    if read > status.end:
        return _of(status, BreakKind.RECREATED, read, status.end)
    if status.committed is not None and status.committed < status.begin:
        return _of(status, BreakKind.GONE, status.committed, status.begin)
    return None


def _of(status: PartitionStatus, kind: BreakKind, first: int, end: int) -> Break:
    return Break(kind=kind, stage=status.stage, topic=status.topic, partition=status.partition, first=first, end=end)
