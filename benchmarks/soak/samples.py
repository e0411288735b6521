"""What is sampled during a soak, and whether the memory stayed flat."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FLAT_WITHIN: Final = 0.15
"""Largest distance of a sample from the median, as a share of it."""
WARM_UP_SHARE: Final = 1 / 3
"""First part of a soak, in which tables and caches fill."""
BARS: Final = "▁▂▃▄▅▆▇█"


@dataclass(frozen=True, slots=True)
class Sample:
    """A worker at a moment of the soak."""

    seconds: float
    """Since the first record was done."""
    resident: int
    """Bytes of memory in use."""
    records: int
    """Raw records done so far."""
    entries: Mapping[str, float]
    """Entries of the tables, by stage and table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the samples after the warm-up show."""

    median: float
    lowest: float
    highest: float
    """Bytes."""
    per_hour: float
    """Bytes that an hour adds, by the line through the samples."""

    @property
    def flat(self) -> bool:
        """Whether no sample is far from the median."""
        return max(self.highest - self.median, self.median - self.lowest) <= FLAT_WITHIN * self.median


def warm(samples: Sequence[Sample]) -> Sequence[Sample]:
    """Return the samples after the warm-up."""
    return [sample for sample in samples if sample.seconds >= WARM_UP_SHARE * samples[-1].seconds]


def verdict(samples: Sequence[Sample]) -> Verdict:
    """Return what the samples after the warm-up show."""
    taken = warm(samples)
    sizes = [sample.resident for sample in taken]
    return Verdict(
        median=median(sizes),
        lowest=min(sizes),
        highest=max(sizes),
        per_hour=3600 * _slope([(sample.seconds, float(sample.resident)) for sample in taken]),
    )


def growing(samples: Sequence[Sample]) -> dict[str, tuple[float, float]]:
    """Return the tables that have more entries at the end than after the warm-up, with both numbers."""
    first, last = warm(samples)[0].entries, samples[-1].entries
    return {name: (first.get(name, 0.0), size) for name, size in sorted(last.items()) if size > first.get(name, 0.0)}


def sparkline(values: Sequence[float], width: int = 60) -> str:
    """Return a line of bars from 0 to the highest value, the highest of each part where there are more than `width`."""
    parts = [values[place * len(values) // width : (place + 1) * len(values) // width] for place in range(width)]
    shown = [max(part) for part in parts if part]
    top = max(shown, default=0) or 1
    return "".join(BARS[min(int(value / top * len(BARS)), len(BARS) - 1)] for value in shown)


def _slope(points: Sequence[tuple[float, float]]) -> float:
    """Return by how much y rises for each x, by the least squares; 0 where there is one point."""
    x_mean = sum(x for x, _ in points) / len(points)
    y_mean = sum(y for _, y in points) / len(points)
    spread = sum((x - x_mean) ** 2 for x, _ in points)
    return sum((x - x_mean) * (y - y_mean) for x, y in points) / spread if spread else 0.0
