"""Where the paragraphs that an extractor gives stand in the page that it was given."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from streams.cleaning.body import BETWEEN
from streams.cleaning.offsets import Run, aligned, composed, to_source
from streams.cleaning.page import visible_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from streams.cleaning.page import VisibleText

LOOK_AHEAD: Final = 200_000
"""A paragraph is looked for within so many characters."""
MOST_MISSES: Final = 50
"""After so many paragraphs that are not in the page as the extractor gives them, no more are looked for."""
_WORD: Final = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class LocatedText:
    """Paragraphs between blank lines, the map to the markup, and what visible text is in none of them."""

    text: str
    runs: tuple[Run, ...]
    left_out: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Squeezed:
    """A text without any space; where each word starts in it, and in the text it was made from."""

    text: str
    starts: tuple[int, ...]
    places: tuple[int, ...]

    def place(self, position: int) -> int:
        """Return the place in the text of a character of the squeezed one."""
        word = bisect_right(self.starts, position) - 1
        return self.places[word] + position - self.starts[word]


def located(paragraphs: Iterable[str], source: str) -> LocatedText:
    """Return the paragraphs with the spans of the markup they were made from.

    Each is looked for in the visible text of the source, spaces aside, from where the one before it ended, then from
    the start. Word for word the map is exact but for entities and elements within; a paragraph that is not found maps
    to the whole of the source.
    """
    visible = visible_text(source)
    squeezed = _squeezed(visible.text)
    pieces: list[str] = []
    runs: list[Run] = []
    used: list[tuple[int, int]] = []
    at = cursor = misses = 0
    for line in paragraphs:
        if pieces:
            edge = runs[-1].source_end
            pieces.append(BETWEEN)
            runs.append(Run(at, len(BETWEEN), edge, edge))
            at += len(BETWEEN)
        pieces.append(line)
        wanted = "".join(line.split())
        start = _find(squeezed.text, wanted, cursor) if misses < MOST_MISSES else -1
        if start < 0:
            misses += 1
            runs.append(Run(at, len(line), 0, len(source)))
        else:
            cursor = start + len(wanted)
            first, last = squeezed.place(start), squeezed.place(cursor - 1) + 1
            runs.extend(composed(aligned(line, visible.text[first:last], at, first), visible.runs))
            used.append((first, last))
        at += len(line)
    return LocatedText("".join(pieces), tuple(runs), _left_out(visible, used))


def _find(squeezed: str, wanted: str, cursor: int) -> int:
    start = squeezed.find(wanted, cursor, cursor + LOOK_AHEAD)
    return start if start >= 0 else squeezed.find(wanted, 0, LOOK_AHEAD)


def _squeezed(text: str) -> _Squeezed:
    words = list(_WORD.finditer(text))
    starts: list[int] = []
    at = 0
    for word in words:
        starts.append(at)
        at += word.end() - word.start()
    return _Squeezed("".join(word.group() for word in words), tuple(starts), tuple(word.start() for word in words))


def _left_out(visible: VisibleText, used: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    spans: list[tuple[int, int]] = []
    at = 0
    for start, end in [*sorted(used), (len(visible.text), len(visible.text))]:
        gap = visible.text[at:start] if start > at else ""
        bare = gap.strip()
        if bare:
            first = at + gap.index(bare[0])
            spans.append(to_source(visible.runs, first, first + len(bare)))
        at = max(at, end)
    return tuple(span for span in spans if span[1] > span[0])
