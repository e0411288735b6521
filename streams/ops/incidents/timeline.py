"""The history of a toll as a chart in a terminal: a line for each change, and a bar as long as the number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from streams.alerts import named_speaker
from streams.incidents.wording import kinds_in_order, toll_text
from streams.ops.terminal import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from schemas import Incident, TollChange

BAR: Final = 32
"""Columns of the bar of the largest number."""
SPEAKER: Final = 40
EIGHTHS: Final = " ▏▎▍▌▋▊▉"
FULL: Final = "█"


def timeline_lines(incident: Incident) -> list[str]:
    """Return the changes of each toll, the gravest kind first and the oldest change first."""
    kinds = kinds_in_order({change.kind for change in incident.history})
    return [
        line
        for kind in kinds
        for line in (f"{kind}", *_lines([change for change in incident.history if change.kind == kind]))
    ]


def bar(number: int, largest: int, columns: int = BAR) -> str:
    """Return a bar in proportion to the largest number, which gets all columns; a sliver for the smallest."""
    if number <= 0 or largest <= 0:
        return ""
    eighths = max(1, round(8 * columns * min(number, largest) / largest))
    return FULL * (eighths // 8) + EIGHTHS[eighths % 8].strip()


def _lines(changes: Iterable[TollChange]) -> list[str]:
    held = list(changes)
    largest = max((change.after or 0 for change in held), default=0)
    return [_line(change, largest) for change in held]


def _line(change: TollChange, largest: int) -> str:
    number = toll_text(change.now) if change.now is not None else "withdrawn"
    drawn = bar(change.after or 0, largest)
    why = _why(change)
    return f"  {change.at:%d %b %H:%M}  {drawn:<{BAR}}  {number:<16} {why}".rstrip()


def _why(change: TollChange) -> str:
    told = change.cause if change.taken is None else f"{change.cause}, {change.item_key} was {change.taken}"
    speaker = change.now.attribution if change.now is not None else None
    return one_line(f"{told}, says {named_speaker(one_line(speaker, SPEAKER))}" if speaker else told, 2 * SPEAKER)
