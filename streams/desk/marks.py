"""Text with marks as segments: each segment is a piece of the text that lies under the same marks from end to end."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from streams.desk.values import Segment

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Marked(NamedTuple):
    """Characters under a mark, end exclusive."""

    start: int
    end: int
    mark: str


def segments_of(text: str, marked: Iterable[Marked], start: int = 0, end: int | None = None) -> tuple[Segment, ...]:
    """Return `text[start:end]` as segments in order and without gaps; joined they give it again.

    Marks may overlap and nest in any way. What of them lies outside is left out: offsets of messages may be anything.
    A segment names its marks in the order in which they are given.
    """
    stop = len(text) if end is None else min(end, len(text))
    first = min(max(start, 0), stop)
    within = [(max(each.start, first), min(each.end, stop), number, each.mark) for number, each in enumerate(marked)]
    changes = sorted(
        (place, opens, number, mark)
        for begin, close, number, mark in within
        if begin < close
        for place, opens in ((begin, True), (close, False))
    )
    made, open_marks, place = [], dict[int, str](), first
    for at, opens, number, mark in changes:
        if at > place:
            made.append(_segment(text[place:at], open_marks))
            place = at
        if opens:
            open_marks[number] = mark
        else:
            del open_marks[number]
    if place < stop:
        made.append(_segment(text[place:stop], open_marks))
    return tuple(made)


def by_paragraph(spans: Sequence[tuple[int, int]], marked: Iterable[Marked]) -> list[list[Marked]]:
    """Return for each paragraph the marks that touch it, so that a long text is not looked through for each of them.

    `spans` are in order and apart from each other, as cleaning makes them; for others a mark may be missing.
    """
    touching: list[list[Marked]] = [[] for _ in spans]
    ends = [end for _, end in spans]
    for mark in marked:
        for number in range(bisect_right(ends, mark.start), len(spans)):
            if spans[number][0] >= mark.end:
                break
            touching[number].append(mark)
    return touching


def _segment(text: str, open_marks: dict[int, str]) -> Segment:
    return Segment(text=text, marks=tuple(dict.fromkeys(open_marks[number] for number in sorted(open_marks))))
