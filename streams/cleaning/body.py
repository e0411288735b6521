"""The clean body: the lines that are left, as paragraphs, with their characters put right and a map back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from streams.cleaning.limits import MOST_PAIRED_WORDS
from streams.cleaning.offsets import Run, aligned, merged
from streams.cleaning.repair import repaired

if TYPE_CHECKING:
    from collections.abc import Iterable

    from streams.cleaning.lines import Line

BETWEEN: Final = "\n\n"
"""What stands between the paragraphs of a body."""


@dataclass(frozen=True, slots=True)
class Body:
    """A body with the spans of its paragraphs and the runs that lead to the text it was made from."""

    text: str
    paragraphs: tuple[tuple[int, int], ...]
    runs: tuple[Run, ...]


def assembled(lines: Iterable[Line]) -> Body:
    """Return the body that the lines make, a paragraph each; lines of marks without a glyph are left out."""
    pieces: list[str] = []
    paragraphs: list[tuple[int, int]] = []
    runs: list[Run] = []
    at = 0
    for line in lines:
        paragraph = repaired(line.text)
        if not paragraph:
            continue
        start = at + len(BETWEEN) if pieces else at
        pieces.append(paragraph)
        paragraphs.append((start, start + len(paragraph)))
        last = runs[-1] if runs else None
        if last and last.exact and paragraph == line.text and line.start - last.source_end == len(BETWEEN):
            runs[-1] = Run(last.start, start + len(paragraph) - last.start, last.source_start, line.end)
        else:
            if last:
                runs.append(Run(at, len(BETWEEN), last.source_end, line.start))
            runs.extend(_runs(paragraph, line, start, pair=len(runs) < MOST_PAIRED_WORDS))
        at = start + len(paragraph)
    return Body(BETWEEN.join(pieces), tuple(paragraphs), tuple(merged(runs)))


def _runs(paragraph: str, line: Line, start: int, *, pair: bool) -> list[Run]:
    """Return the runs of a paragraph, word by word where that is asked for."""
    if pair or paragraph == line.text:
        return aligned(paragraph, line.text, start, line.start)
    return [Run(start, len(paragraph), line.start, line.end)]
