"""The table of the hop, the bars that ours must reach, and the same as JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from rich.table import Table

from benchmarks.hop.systems import OURS, QUIX, STOCK_FAUST

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console

    from benchmarks.hop.measuring import Figures

QUIX_PROCESSOR: Final = 1.0
FAUST_PROCESSOR: Final = 1 / 8
QUIX_WALL: Final = 1.2
"""The most that ours may take, as a share of what the peer takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """What ours takes as a share of what a peer takes."""

    what: str
    share: float
    most: float

    @property
    def reached(self) -> bool:
        """Whether ours takes no more than it may."""
        return self.share <= self.most


def bars(found: Sequence[Figures]) -> Iterator[Bar]:
    """Return the bars for the peers that were measured; like delivery is compared with like, at least once."""
    named = {figures.name: figures for figures in found}
    if OURS not in named:
        return
    ours = named[OURS]
    if QUIX in named:
        peer = named[QUIX]
        share = ours.microseconds / peer.microseconds
        yield Bar(what=f"processor, of {QUIX}", share=share, most=QUIX_PROCESSOR)
        yield Bar(what=f"wall, of {QUIX}", share=_seconds_each(ours) / _seconds_each(peer), most=QUIX_WALL)
    if STOCK_FAUST in named:
        share = ours.microseconds / named[STOCK_FAUST].microseconds
        yield Bar(what=f"processor, of {STOCK_FAUST}", share=share, most=FAUST_PROCESSOR)


def _seconds_each(figures: Figures) -> float:
    return figures.seconds / figures.records


def complete(figures: Figures) -> bool:
    """Whether every record stands in the target topic once."""
    return not figures.target.missing and not figures.target.repeated


def show(found: Sequence[Figures], console: Console) -> None:
    """Print the table of the systems, and the bars below it."""
    table = Table(title="One hop on Apache Kafka")
    table.add_column("")
    for column in ("wall, s", "records/s", "processor, s", "µs a record", "of ours", "once each"):
        table.add_column(column, justify="right")
    ours = next((figures.microseconds for figures in found if figures.name == OURS), None)
    for figures in found:
        table.add_row(
            figures.name,
            f"{figures.seconds:,.1f}",
            f"{figures.per_second:,.0f}",
            f"{figures.processor_seconds:,.1f}",
            f"{figures.microseconds:,.0f}",
            f"{figures.microseconds / ours:.2f}" if ours else "-",
            "yes" if complete(figures) else f"{figures.target.missing} missing, {figures.target.repeated} again",
        )
    console.print(table)
    for figures in found:
        console.print(f"{figures.name}: batches {figures.batches}")
    for bar in bars(found):
        console.print(f"{bar.what}: {bar.share:.2f}, at most {bar.most:g}: {'ok' if bar.reached else 'FAILED'}")


def as_json(found: Sequence[Figures]) -> dict[str, Any]:
    """Return the figures and the bars as JSON data."""
    systems = [
        {**asdict(figures), "per_second": figures.per_second, "microseconds": figures.microseconds} for figures in found
    ]
    return {"systems": systems, "bars": [{**asdict(bar), "reached": bar.reached} for bar in bars(found)]}
