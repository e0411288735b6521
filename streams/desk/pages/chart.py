"""The toll of one kind as a stepped chart: a run for each number in the colour of its speaker, a link for each step.

All places are in percent of the picture, so that it fits any width without a script and without distorted letters.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from streams.desk.pages.sparkline import shares_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from streams.desk.values import KindTimeline, Step

LEFT: Final = 7.0
RIGHT: Final = 90.0
END: Final = 95.0
"""Where the run of the last number ends; its label stands behind it."""
TOP: Final = 8.0
BOTTOM: Final = 88.0
APART: Final = 2.2
"""Percent between two steps at least: dots must be told apart, and be hit with a finger."""
COLOURS: Final = 6
"""Speakers with a colour of their own; more can't be told apart."""
TICKS: Final = (1, 2, 5, 10)
MOST_TICKS: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A number, from its change to the next one."""

    step: Step
    speaker: int
    """Number of the speaker in the legend; 0 for all others and for none."""
    left: float
    right: float
    level: float
    from_level: float | None
    """The level of the number before; None for the first."""
    band_top: float
    band_height: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A line across the chart at a round number."""

    number: int
    level: float


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as it is drawn."""

    kind: str
    runs: tuple[Run, ...]
    ticks: tuple[Tick, ...]


def speakers_of(timelines: Iterable[KindTimeline]) -> tuple[str, ...]:
    """Return the speakers that get a colour: those that are named first, of all kinds."""
    named: dict[str, str] = {}
    for step in (step for line in timelines for step in line.steps if step.attribution):
        named.setdefault(_name(step), step.attribution or "")
    return tuple(named.values())[:COLOURS]


def speaker_number(step: Step, speakers: Sequence[str]) -> int:
    """Return the number of a step's speaker in the legend, from 1; 0 for one who is not in it, and for none."""
    names = [speaker.casefold() for speaker in speakers]
    return names.index(_name(step)) + 1 if _name(step) in names else 0


def chart_of(timeline: KindTimeline, speakers: Sequence[str]) -> Chart:
    """Return the chart of one kind's toll."""
    steps = timeline.steps
    highest = max((number for step in steps for number in (step.after, step.high) if number is not None), default=0)
    ticks = _ticks(max(highest, 1))
    top = max(highest, ticks[-1])
    places = _places([step.at.timestamp() for step in steps])
    levels = [_level(step.after or 0, top) for step in steps]
    runs = tuple(
        Run(
            step=step,
            speaker=speaker_number(step, speakers),
            left=places[index],
            right=places[index + 1] if index + 1 < len(steps) else END,
            level=levels[index],
            from_level=levels[index - 1] if index else None,
            **_band(step, top),
        )
        for index, step in enumerate(steps)
    )
    return Chart(timeline.kind, runs, tuple(Tick(number, _level(number, top)) for number in ticks))


def _name(step: Step) -> str:
    """Return a speaker's name to compare: "The ministry" opens a sentence, and is the ministry."""
    return (step.attribution or "").casefold()


def _level(number: int, top: int) -> float:
    return round(BOTTOM - number / top * (BOTTOM - TOP), 2)


def _band(step: Step, top: int) -> dict[str, float]:
    number = step.after or 0
    low = number if step.low is None else min(step.low, number)
    high = number if step.high is None else max(step.high, number)
    return {
        "band_top": _level(high, top),
        "band_height": round(_level(low, top) - _level(high, top), 2),
    }


def _places(times: Sequence[float]) -> list[float]:
    """Return where the steps stand: in proportion to the time, but never closer than `APART` where there is room."""
    if not times:
        return []
    apart = min(APART, (RIGHT - LEFT) / len(times))
    places = [LEFT + share * (RIGHT - LEFT) for share in shares_of(times)]
    for index in range(1, len(places)):
        places[index] = max(places[index], places[index - 1] + apart)
    limit = RIGHT
    for index in range(len(places) - 1, -1, -1):
        places[index] = min(places[index], limit)
        limit = places[index] - apart
    return [round(place, 2) for place in places]


def _ticks(highest: int) -> list[int]:
    """Return round numbers from 0 up to the highest, at most `MOST_TICKS` above 0."""
    unit = 1
    while True:
        for factor in TICKS:
            step = unit * factor
            if highest / step <= MOST_TICKS:
                return list(range(0, highest + 1, step))
        unit *= 10
