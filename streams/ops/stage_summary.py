"""What a stage has done, over some of its partitions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from streams.ops.status import PartitionStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class StageSummary:
    """The counts of partitions of one stage, added up."""

    topic: str
    lag: int
    """Records not yet done."""
    read: int
    forwarded: int
    refused: int
    last: datetime | None
    """Time of the last record counted."""


def summary_of(partitions: Sequence[PartitionStatus]) -> StageSummary:
    """Return the summary of one or more partitions of a stage."""
    counts = [each.counts for each in partitions if each.counts is not None]
    return StageSummary(
        topic=partitions[0].topic,
        lag=sum(each.lag for each in partitions),
        read=sum(each.read for each in counts),
        forwarded=sum(each.forwarded for each in counts),
        refused=sum(sum(each.errors.values()) for each in counts),
        last=max((each.at for each in counts), default=None),
    )


def by_stage(partitions: Sequence[PartitionStatus]) -> dict[str, list[PartitionStatus]]:
    """Return the partitions of each stage, in the order of the flow."""
    stages: dict[str, list[PartitionStatus]] = {}
    for each in partitions:
        stages.setdefault(each.stage, []).append(each)
    return stages
