"""The text of an item as it was received, with what cleaning cut away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from streams.desk.marks import Marked, segments_of
from streams.desk.values import Mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from schemas import DroppedSpan
    from streams.desk.values import Segment

MAX_CHARS: Final = 100_000
"""Of the text received. A page of the web may have megabytes of furniture."""
MAX_CUTS: Final = 2_000


def original_segments(body: str, dropped: Sequence[DroppedSpan]) -> tuple[tuple[Segment, ...], tuple[Mark, ...]]:
    """Return the text received as segments, and the marks of what was cut away; each names the reason."""
    cuts = [
        (Mark(id=f"cut-{number}", sort="cut", label=span.reason.value), span)
        for number, span in enumerate(dropped[:MAX_CUTS], 1)
        if span.start < MAX_CHARS
    ]
    marked = [Marked(span.start, span.end, mark.id) for mark, span in cuts]
    return segments_of(body, marked, 0, MAX_CHARS), tuple(mark for mark, _ in cuts)
