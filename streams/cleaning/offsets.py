"""Maps between a text and the text it was made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from streams.cleaning.limits import MOST_PAIRED_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Run:
    """`length` characters from `start` were made from the source's `source_start` to `source_end`.

    They map one to one where both are as long; else any of them stands for the whole span of the source.
    """

    start: int
    length: int
    source_start: int
    source_end: int

    @property
    def exact(self) -> bool:
        """Whether its characters map one to one."""
        return self.source_end - self.source_start == self.length


def aligned(made: str, source: str, start: int, source_start: int) -> list[Run]:
    """Return the runs of a piece of text that was made from a piece of its source by repair.

    Words are paired where both have as many; what can't be paired is one run. Offsets of the result are those of
    the pieces plus `start` and `source_start`.
    """
    if made == source:
        return [Run(start, len(made), source_start, source_start + len(source))] if made else []
    as_one = [Run(start, len(made), source_start, source_start + len(source))]
    if made.count(" ") >= MOST_PAIRED_WORDS:
        return as_one
    made_words, source_words = _spans(made), _spans(source)
    if len(made_words) != len(source_words):
        return as_one
    runs: list[Run] = []
    at = source_at = 0
    for (word, end), (source_word, source_end) in zip(made_words, source_words, strict=True):
        runs.append(Run(start + at, word - at, source_start + source_at, source_start + source_word))
        runs.append(Run(start + word, end - word, source_start + source_word, source_start + source_end))
        at, source_at = end, source_end
    if at < len(made):
        runs.append(Run(start + at, len(made) - at, source_start + source_at, source_start + len(source)))
    return merged(runs)


def _spans(text: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    at = 0
    for word in text.split():
        start = text.index(word, at)
        at = start + len(word)
        spans.append((start, at))
    return spans


def merged(runs: Iterable[Run]) -> list[Run]:
    """Return the runs with neighbours joined that both map one to one and follow each other in both texts."""
    result: list[Run] = []
    for run in runs:
        last = result[-1] if result else None
        if (
            last is not None
            and last.exact
            and run.exact
            and last.start + last.length == run.start
            and last.source_end == run.source_start
        ):
            result[-1] = Run(last.start, last.length + run.length, last.source_start, run.source_end)
        elif run.length:
            result.append(run)
    return result


def to_source(runs: Sequence[Run], start: int, end: int) -> tuple[int, int]:
    """Return the span of the source that the characters `start` to `end` were made from.

    Exact where the runs are one to one; else the smallest span that is sure to hold it. An empty span, or one that
    no run covers, maps to the place where it would stand.
    """
    low = _index(runs, start)
    high = _index(runs, max(start, end - 1))
    if low is None or high is None:
        edge = runs[-1].source_end if runs else 0
        return edge, edge
    first, last = runs[low], runs[high]
    source_start = first.source_start + (max(0, start - first.start) if first.exact else 0)
    source_end = last.source_start + min(last.length, end - last.start) if last.exact else last.source_end
    return source_start, max(source_start, source_end)


def composed(runs: Sequence[Run], inner: Sequence[Run]) -> list[Run]:
    """Return the map of a text to the source of its source: `runs` lead to the middle text, `inner` from it."""
    result: list[Run] = []
    for run in runs:
        if not run.exact:
            result.append(Run(run.start, run.length, *to_source(inner, run.source_start, run.source_end)))
            continue
        result.extend(_split(run, inner))
    return merged(result)


def _split(run: Run, inner: Sequence[Run]) -> list[Run]:
    pieces: list[Run] = []
    at, end = run.source_start, run.source_end
    shift = run.start - run.source_start
    index = _index(inner, at)
    while at < end and index is not None and index < len(inner):
        step = inner[index]
        stop = min(end, step.start + step.length)
        if step.start > at:
            stop = min(end, step.start)
            pieces.append(Run(at + shift, stop - at, step.source_start, step.source_start))
        else:
            low = step.source_start + (at - step.start if step.exact else 0)
            pieces.append(Run(at + shift, stop - at, low, low + stop - at if step.exact else step.source_end))
            index += 1
        at = stop
    if at < end:
        edge = inner[-1].source_end if inner else 0
        pieces.append(Run(at + shift, end - at, edge, edge))
    return pieces


def _index(runs: Sequence[Run], position: int) -> int | None:
    """Return the index of the run that holds a position, or else of the first one after it."""
    low, high = 0, len(runs)
    while low < high:
        middle = (low + high) // 2
        if runs[middle].start + runs[middle].length <= position:
            low = middle + 1
        else:
            high = middle
    return low if low < len(runs) else None
