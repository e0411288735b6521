"""The table of a soak, and the same as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from rich.table import Table

from benchmarks.soak.samples import FLAT_WITHIN, growing, sparkline, verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from benchmarks.soak.samples import Sample

MEGABYTE: Final = 1_000_000
ROWS: Final = 12


def line(sample: Sample) -> str:
    """Return a sample in a few words."""
    return f"{sample.seconds:6.0f} s {sample.resident / MEGABYTE:7.1f} MB {sample.records:9,} records"


def show(samples: Sequence[Sample], console: Console) -> None:
    """Print some of the samples, a line of bars over all, and what they show."""
    table = Table(title="Memory of one worker at full rate, Apache Kafka")
    for column in ("s", "MB", "records", "records/s"):
        table.add_column(column, justify="right")
    step = max(1, len(samples) // ROWS)
    shown = list(samples[::step])
    for before, sample in zip([shown[0], *shown], shown, strict=False):
        passed = sample.seconds - before.seconds
        rate = f"{(sample.records - before.records) / passed:,.0f}" if passed else ""
        table.add_row(f"{sample.seconds:,.0f}", f"{sample.resident / MEGABYTE:,.1f}", f"{sample.records:,}", rate)
    console.print(table)
    found = verdict(samples)
    console.print(sparkline([sample.resident for sample in samples]), highlight=False)
    console.print(
        f"after the warm-up: median {found.median / MEGABYTE:,.1f} MB, {found.lowest / MEGABYTE:,.1f} to "
        f"{found.highest / MEGABYTE:,.1f}, {found.per_hour / MEGABYTE:+,.1f} MB an hour: "
        f"{'flat' if found.flat else 'NOT flat'} within {FLAT_WITHIN:.0%}"
    )
    for name, (first, last) in growing(samples).items():
        console.print(f"grew after the warm-up: {name}, {first:,.0f} to {last:,.0f} entries")


def as_json(samples: Sequence[Sample]) -> dict[str, Any]:
    """Return the samples and what they show as JSON data."""
    found = verdict(samples)
    return {
        "samples": [asdict(sample) for sample in samples],
        "verdict": {**asdict(found), "flat": found.flat},
        "growing": growing(samples),
    }
