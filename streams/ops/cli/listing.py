"""Rows for people: a table where the terminal is wide enough to read it, else a block of lines for each row."""

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rich.console import Group
    from rich.table import Table

PROSE_WIDTH: Final = 24
"""Columns that a text needs at least: in fewer it is a tower of words, or of parts of words."""
INDENT: Final = 2


def listing(
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    width: int,
    prose: Collection[str] = (),
    heading: int = 1,
    title: str | None = None,
) -> "Table | Group":
    """Return a table, or blocks where it would break what is no prose over lines; nothing is left out of either.

    `prose` names the columns of which the text may take several lines, `heading` how many columns begin a block.
    """
    filled = [list(row) for row in rows]
    if not _is_wide_enough(columns, filled, width, prose):
        return _blocks(columns, filled, heading, title)
    from streams.ops.cli.output import table

    result = table(columns, filled, title=title)
    for column in result.columns:
        column.no_wrap = column.header not in prose
    return result


def _is_wide_enough(
    columns: Sequence[str], rows: Sequence[Sequence[object]], width: int, prose: Collection[str]
) -> bool:
    """Return whether the table has room for every cell on one line, and for enough of each text."""
    from streams.ops.cli.output import fits

    least = [
        [str(cell)[:PROSE_WIDTH] if column in prose else cell for column, cell in zip(columns, row, strict=True)]
        for row in rows
    ]
    return fits(columns, least, width)


def _blocks(columns: Sequence[str], rows: Sequence[Sequence[object]], heading: int, title: str | None) -> "Group":
    """Return for each row a line of its first cells, and below it the others with their names."""
    from rich.console import Group
    from rich.padding import Padding
    from rich.text import Text

    from streams.ops.cli.output import cell_text

    parts: list[Text | Padding] = [Text(title, style="italic")] if title else []
    for row in rows:
        cells = [cell_text(cell) for cell in row]
        first = "  ".join(cell for cell in cells[:heading] if cell)
        parts.append(Text(first, style="bold", overflow="fold"))  # nothing of an id is cut off
        named = zip(columns[heading:], cells[heading:], strict=True)
        below = "; ".join(f"{name}: {cell}" for name, cell in named if cell not in {"", "-"})
        parts.append(Padding(Text(below), (0, 0, 0, INDENT)))
    return Group(*parts)
