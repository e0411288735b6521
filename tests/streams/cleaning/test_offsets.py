"""Maps from a text to its source, and through two steps."""

from __future__ import annotations

from streams.cleaning.offsets import Run, aligned, composed, to_source


def test_unchanged_text_maps_one_to_one() -> None:
    """A piece that is as it was is one exact run."""
    assert aligned("as it was", "as it was", 10, 100) == [Run(10, 9, 100, 109)]


def test_repaired_word_maps_as_a_whole() -> None:
    """A word whose length changed maps as a whole; the words around it stay exact."""
    runs = aligned("the café here", "the cafÃ© here", 0, 0)
    assert to_source(runs, 4, 8) == (4, 9)
    assert to_source(runs, 9, 13) == (10, 14)
    assert to_source(runs, 0, 3) == (0, 3)


def test_collapsed_space() -> None:
    """Spaces that were made one lead to all of them, and the words after them are in place."""
    runs = aligned("a b", "a   b", 0, 0)
    assert to_source(runs, 2, 3) == (4, 5)


def test_composed_maps_lead_to_the_first_source() -> None:
    """Two exact maps after each other are an exact map."""
    first = [Run(0, 4, 10, 14)]
    second = [Run(0, 20, 100, 120)]
    assert composed(first, second) == [Run(0, 4, 110, 114)]


def test_composed_over_a_gap() -> None:
    """A run that crosses an inexact stretch of the middle text stays within the span of its source."""
    inner = [Run(0, 5, 0, 5), Run(5, 1, 5, 12), Run(6, 5, 12, 17)]
    runs = composed([Run(0, 11, 0, 11)], inner)
    assert to_source(runs, 0, 5) == (0, 5)
    assert to_source(runs, 5, 6) == (5, 12)
    assert to_source(runs, 6, 11) == (12, 17)


def test_outside_of_every_run() -> None:
    """A place after the last run maps to the end of the source's last run."""
    assert to_source([Run(0, 3, 5, 8)], 7, 9) == (8, 8)
    assert to_source([], 0, 4) == (0, 0)
