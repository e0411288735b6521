"""Text of the wire on a terminal."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from streams.ops.terminal import one_line, printable


def test_an_escape_sequence_is_shown_and_does_nothing() -> None:
    """A headline that would clear the screen or recolour it is shown with its escape character spelled out."""
    assert printable("\x1b[2Jgone\x9b31m") == "\\x1b[2Jgone\\x9b31m"


def test_marks_that_reorder_are_shown() -> None:
    """Bidirectional overrides can't make a text read as another; the joiners of Persian and Hindi stay."""
    assert printable("user\u202egnp.exe\u2066") == "user\\u202egnp.exe\\u2066"
    assert printable("می\u200cخواهم") == "می\u200cخواهم"


def test_one_line_stays_one_line() -> None:
    """Line breaks and runs of spaces become one space, and what is too long is cut with an ellipsis."""
    assert one_line("Four  miners\r\n\tkilled") == "Four miners killed"
    assert one_line("x" * 5_000_000, 10) == "xxxxxxxxx…"


@given(st.text(), st.integers(1, 50))
def test_nothing_unsafe_is_left_whatever_the_text(text: str, limit: int) -> None:
    """No control character but the line feed and the tab is left, and one line has none at all."""
    assert not any(ord(char) < 0x20 and char not in "\n\t" for char in printable(text))
    line = one_line(text, limit)
    assert line.isprintable() or not any(ord(char) < 0x20 for char in line)
    assert "\n" not in line
