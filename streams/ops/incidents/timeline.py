"""The history of a toll as a chart in a terminal: a line for each change, and a bar as long as the number."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Final

from streams.alerts import named_speaker
from streams.incidents.wording import kinds_in_order, toll_text
from streams.ops.terminal import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from schemas import Incident, TollChange

BAR: Final = 32
"""Columns of the bar of the largest number, on a terminal that has room."""
LEAST_BAR: Final = 8
WIDE: Final = 160
"""Columns of a terminal on which a bar is as long as any."""
SPEAKER: Final = 40
TIME: Final = 16
"""Columns of a change's time, with the blanks around it."""
EIGHTHS: Final = " ▏▎▍▌▋▊▉"
FULL: Final = "█"


def timeline_lines(incident: Incident, width: int = WIDE) -> list[str]:
    """Return the changes of each toll, the gravest kind first and the oldest change first.

    Where a terminal of so many columns has no room, bars are shorter, and why a number changed stands below it.
    """
    kinds = kinds_in_order({change.kind for change in incident.history})
    return [
        line
        for kind in kinds
        for line in (f"{kind}", *_lines([change for change in incident.history if change.kind == kind], width))
    ]


def bar(number: int, largest: int, columns: int = BAR) -> str:
    """Return a bar in proportion to the largest number, which gets all columns; a sliver for the smallest."""
    if number <= 0 or largest <= 0:
        return ""
    eighths = max(1, round(8 * columns * min(number, largest) / largest))
    return FULL * (eighths // 8) + EIGHTHS[eighths % 8].strip()


def _lines(changes: Iterable[TollChange], width: int) -> list[str]:
    held = list(changes)
    largest = max((change.after or 0 for change in held), default=0)
    columns = min(BAR, max(LEAST_BAR, width // 5))
    return [line for change in held for line in _of_change(change, largest, columns, width)]


def _of_change(change: TollChange, largest: int, columns: int, width: int) -> Iterator[str]:
    number = toll_text(change.now) if change.now is not None else "withdrawn"
    chart = f"  {change.at:%d %b %H:%M}  {bar(change.after or 0, largest, columns):<{columns}}  "
    line = f"{chart}{number:<16} {_why(change)}"
    if len(line) <= width:
        yield line
        return
    yield f"{chart}{number}"
    yield from wrap(_why(change), max(width, 2 * TIME), initial_indent=" " * TIME, subsequent_indent=" " * TIME)


def _why(change: TollChange) -> str:
    told = change.cause if change.taken is None else f"{change.cause}, {change.item_key} was {change.taken}"
    speaker = change.now.attribution if change.now is not None else None
    return one_line(f"{told}, says {named_speaker(one_line(speaker, SPEAKER))}" if speaker else told, 2 * SPEAKER)
