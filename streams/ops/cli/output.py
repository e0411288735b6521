"""What the commands print: JSON for machines, one object a line, or tables for people."""

import asyncio
import select
import sys
from collections.abc import Coroutine, Iterable, Sequence
from io import UnsupportedOperation
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

LOOK_SECONDS = 0.2
"""Seconds between two looks at whether anybody still reads what is printed."""
PIPE_WIDTH = 160
"""Columns of a table where the output is no terminal."""

ENDLESS = 10_000
"""Columns of a terminal on which every table fits."""

COPIED = frozenset({"id", "dead letter", "incident"})
"""Columns whose cells are copied into the next command: they are neither cut nor wrapped, whatever the width."""


def write_json(value: Any) -> None:
    """Print a value as one line of JSON."""
    import orjson

    sys.stdout.buffer.write(orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_NON_STR_KEYS))


def flush() -> None:
    """Hand what was printed to who reads it."""
    sys.stdout.buffer.flush()


def is_read() -> bool:
    """Return whether anybody may still read what is printed; nobody does after `| head -2` has its two lines."""
    try:
        number = sys.stdout.fileno()
    except UnsupportedOperation:
        return True  # no file: the output is kept in memory
    looking = select.poll()
    looking.register(number, 0)
    return not any(event & (select.POLLERR | select.POLLNVAL) for _, event in looking.poll(0))


async def while_read(task: Coroutine[Any, Any, None]) -> None:
    """Run what prints as it comes, until it ends or nobody reads any more: it may have nothing to print for hours."""
    printing = asyncio.create_task(task)
    while not printing.done():
        await asyncio.wait({printing}, timeout=LOOK_SECONDS)
        if not is_read():
            printing.cancel()
            await asyncio.gather(printing, return_exceptions=True)  # it may have met the closed pipe itself
            raise BrokenPipeError
    printing.result()


def console() -> "Console":
    """Return the console for results: colours on a terminal, plain and wide in a pipe."""
    from rich.console import Console

    class PipedConsole(Console):
        """Lets the command end as everywhere when nobody reads any more; Rich would end it with exit code 1."""

        def on_broken_pipe(self) -> NoReturn:
            """Raise what a write to a closed pipe raises."""
            raise BrokenPipeError

    return PipedConsole(highlight=False, width=None if sys.stdout.isatty() else PIPE_WIDTH, soft_wrap=False)


def notices() -> "Console":
    """Return the console for what is said on the side: progress, notices, errors."""
    from rich.console import Console

    return Console(stderr=True, highlight=False)


def table(columns: Sequence[str], rows: Iterable[Sequence[object]], *, title: str | None = None) -> "Table":
    """Return a table; numbers stand to the right, and cell text is taken literally, never as markup."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    filled = [list(row) for row in rows]
    result = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for index, column in enumerate(columns):
        numeric = any(isinstance(row[index], int | float) for row in filled)
        copied = column in COPIED
        width = max((len(str(row[index])) for row in filled), default=0) if copied else None
        result.add_column(
            column, justify="right" if numeric else "left", overflow="fold", no_wrap=copied, min_width=width
        )
    for row in filled:
        result.add_row(*(cell if isinstance(cell, Text) else Text(cell_text(cell)) for cell in row))
    return result


def fitting(
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    width: int,
    gives_way: Sequence[str] = (),
    title: str | None = None,
) -> "Table":
    """Return a table of which columns are left out, in the order of `gives_way`, until the rest fits without a break.

    A number or a name that is broken over two lines can't be read at a glance, as on a terminal of 60 columns.
    """
    left_out: set[str] = set()
    filled = [list(row) for row in rows]
    for name in (None, *gives_way):
        left_out |= {name} if name is not None else set()
        places = [place for place, column in enumerate(columns) if column not in left_out]
        result = table([columns[place] for place in places], [[row[place] for place in places] for row in filled])
        if _width(result) <= width:
            break
    result.title = title
    return result


def fits(columns: Sequence[str], rows: Iterable[Sequence[object]], width: int) -> bool:
    """Return whether a table of all these columns needs no break on a terminal of so many columns."""
    return _width(table(columns, rows)) <= width


def _width(measured: "Table") -> int:
    """Return the columns of the terminal that a table needs to have every cell on one line."""
    from rich.console import Console
    from rich.measure import Measurement

    endless = Console(width=ENDLESS)
    return Measurement.get(endless, endless.options, measured).maximum


def cell_text(value: object) -> str:
    """Return a value as it stands in a cell, without what would command the terminal."""
    from streams.ops.terminal import printable

    return printable(_cell(value))


def _cell(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.1f}"
    return str(value)
