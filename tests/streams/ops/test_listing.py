"""Rows on a terminal of any width: a table while it can be read, else a block of lines for each row."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from streams.ops.cli.listing import PROSE_WIDTH, listing

COLUMNS = ("id", "stage", "message", "attempts")
ROW = ("wire.raw.v1/0/1234567", "intake", "the bytes are not what their content type says", 1)
FRAME = 10
"""Columns between the cells of these four, and at both ends."""
LEAST = len(ROW[0]) + len(ROW[1]) + PROSE_WIDTH + len("attempts") + FRAME + 1
"""Columns of the narrowest terminal on which the row is in a table."""


def shown(width: int, row: tuple[object, ...] = ROW) -> str:
    """Return what stands on a terminal of so many columns."""
    out = StringIO()
    Console(file=out, width=width).print(listing(COLUMNS, [row], width=width, prose={"message"}, title="Letters"))
    return out.getvalue()


def test_rows_stand_in_a_table_where_a_text_has_room_enough() -> None:
    """The text takes several lines; nothing else is broken."""
    output = shown(LEAST)
    assert "──" in output
    assert "wire.raw.v1/0/1234567   intake" in output
    assert "content type" in output


def test_rows_are_blocks_where_a_text_has_one_column_too_few() -> None:
    """A word a line, or a part of one, can't be read."""
    output = shown(LEAST - 1)
    assert "──" not in output
    assert "Letters" in output


@pytest.mark.parametrize("width", [160, LEAST, 80, 60, 40])
def test_no_word_is_broken_and_none_is_left_out(width: int) -> None:
    """At every width all words of the row stand whole."""
    words = shown(width).replace(":", " ").replace(";", " ").split()
    assert {word for cell in ROW for word in str(cell).split()} <= set(words)


def test_an_id_begins_its_block_alone() -> None:
    """It is copied, so it stands on a line of its own."""
    assert "wire.raw.v1/0/1234567" in [line.strip() for line in shown(len(ROW[0])).splitlines()]


def test_an_id_that_is_longer_than_the_terminal_loses_nothing() -> None:
    """It goes on in the next line."""
    assert "wire.raw.v1/0/1234567" in "".join(shown(len(ROW[0]) - 1).split())


def test_a_block_leaves_out_what_is_empty() -> None:
    """A dash tells something in a table alone, where the column has a name."""
    assert "message" not in shown(40, ("wire.raw.v1/0/1", "intake", None, 1))


def test_a_block_does_not_command_the_terminal() -> None:
    """The text of a wire may hold escape sequences."""
    assert "\x1b" not in shown(40, ("wire.raw.v1/0/1", "intake", "red \x1b[31m", 1))
