"""What the commands print: JSON for machines, one object a line, or tables for people."""

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

PIPE_WIDTH = 160
"""Columns of a table where the output is no terminal."""


def write_json(value: Any) -> None:
    """Print a value as one line of JSON."""
    import orjson

    sys.stdout.buffer.write(orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_NON_STR_KEYS))


def flush() -> None:
    """Hand what was printed to who reads it."""
    sys.stdout.buffer.flush()


def console() -> "Console":
    """Return the console for results: colours on a terminal, plain and wide in a pipe."""
    from rich.console import Console

    return Console(highlight=False, width=None if sys.stdout.isatty() else PIPE_WIDTH, soft_wrap=False)


def notices() -> "Console":
    """Return the console for what is said on the side: progress, notices, errors."""
    from rich.console import Console

    return Console(stderr=True, highlight=False)


def table(columns: Sequence[str], rows: Iterable[Sequence[object]], *, title: str | None = None) -> "Table":
    """Return a table; numbers stand to the right, and cell text is taken literally, never as markup."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from streams.ops.terminal import printable

    filled = [list(row) for row in rows]
    result = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for index, column in enumerate(columns):
        numeric = any(isinstance(row[index], int | float) for row in filled)
        result.add_column(column, justify="right" if numeric else "left", overflow="fold")
    for row in filled:
        result.add_row(*(cell if isinstance(cell, Text) else Text(printable(_cell(cell))) for cell in row))
    return result


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
