"""What an item says about itself in its headline, on a line of its own, or in a note."""

from __future__ import annotations

import pytest

from streams.cleaning.markers import LINE_CHARS, MOST, marker_in, marker_of_note, strip_markers


@pytest.mark.parametrize(
    ("headline", "rest", "signals"),
    [
        ("UPDATE 2-Ferry toll rises", "Ferry toll rises", ("update",)),
        ("ATTENTION - UPDATES toll, adds quotes /// Ferry sinks", "Ferry sinks", ("update",)),
        ("ATTENTION - CORRECTS name of ship /// Ferry sinks", "Ferry sinks", ("correction",)),
        ("(Updated 2) Ferry sinks", "Ferry sinks", ("update",)),
        ("Ferry sinks (updated 2)", "Ferry sinks", ("update",)),
        ("Ferry sinks (Adds details)", "Ferry sinks", ("update",)),
        ("Ferry sinks (corrects day)", "Ferry sinks", ("correction",)),
        ("Ferry sinks (2nd Ld)", "Ferry sinks", ("writethru",)),
        ("AM-Ferry, 3rd Ld-Writethru", "AM-Ferry", ("writethru",)),
        ("5th LD Writethru: Ferry sinks", "Ferry sinks", ("writethru",)),
        ("REFILE-Ferry sinks", "Ferry sinks", ("update",)),
        ("Lead found in water (lead in pipes)", "Lead found in water (lead in pipes)", ()),
        ("Ferry adds (two) decks", "Ferry adds (two) decks", ()),
        ("(Updated 2)", "(Updated 2)", ()),
    ],
)
def test_headlines(headline: str, rest: str, signals: tuple[str, ...]) -> None:
    """A marker at the front or the end of a headline is taken off, and its signal is kept."""
    assert strip_markers(headline) == (rest, signals)


def test_many_markers() -> None:
    """A bounded number of markers is taken off one headline."""
    assert strip_markers("URGENT-" * (MOST + 1) + "Fire")[0] == "URGENT-Fire"
    assert strip_markers("URGENT-" * MOST + "Fire")[0] == "Fire"


@pytest.mark.parametrize(
    ("line", "signal"),
    [
        ("ATTENTION - ADDS prison escape ///", "update"),
        ("ATTENTION - CORRECTS name of town in para 2 ///", "correction"),
        ("Here is a corrected repetition", "correction"),
        ("Here is an updated version of the story of 10:40.", "update"),
        ("(Adds details)", "update"),
        ("(updated 2)", "update"),
        ("2nd Ld", "writethru"),
        ("REFILE: mends a typing error", "update"),
        ("Here is a list of the demands.", None),
        ("Attention was paid to the lifeboats.", None),
    ],
)
def test_lines(line: str, signal: str | None) -> None:
    """A line that is a marker and no more has its signal."""
    assert marker_in(line) == signal


def test_long_lines() -> None:
    """A line that is longer than any marker is text."""
    marker = "(Adds details" + " and more" * 30 + ")"
    assert marker_in(marker) == "update"
    assert len(marker) < LINE_CHARS
    assert marker_in(marker.ljust(LINE_CHARS + 1)) is None


@pytest.mark.parametrize(
    ("note", "signal"),
    [
        ("Adds details, quotes", "update"),
        ("ATTENTION - CORRECTS name of ship", "correction"),
        ("(Recasts with toll)", "update"),
        ("2nd Ld: adds quotes", "update"),
        ("Editors: mind the length", None),
        ("", None),
    ],
)
def test_notes(note: str, signal: str | None) -> None:
    """An editor's note that begins with what changed has a signal."""
    assert marker_of_note(note) == signal
