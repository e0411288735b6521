"""Phrases that give a line of page furniture away, found in one pass over the text."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from ahocorasick_rs import AhoCorasick

from schemas import DropReason
from streams.cleaning.resources import table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streams.cleaning.lines import Line

EDGE_MARKS: Final = 4
"""So many marks may stand before a phrase at a start, or after it at an end; quotes mean that somebody speaks."""
LEAD_WORDS: Final = 12
"""A finished sentence of more words is a sentence of the story, whatever it starts with."""
_QUOTES: Final = frozenset('"“”„«»')
MOST_MATCHES: Final = 20_000
"""Phrases looked at in one text; a text with more is furniture through and through or hostile."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A phrase and where it counts."""

    reason: DropReason
    place: str
    words: int
    phrase: str


@dataclass(frozen=True, slots=True)
class Cues:
    """The table of phrases, ready to search with."""

    whole: dict[str, Cue]
    others: tuple[Cue, ...]
    finder: AhoCorasick


@cache
def cues() -> Cues:
    """Return the phrases of `data/cues.tsv`."""
    rows = [
        Cue(reason=DropReason(reason), place=place, words=int(words), phrase=phrase)
        for reason, place, words, phrase in table("cues.tsv")
    ]
    others = tuple(cue for cue in rows if cue.place != "whole")
    return Cues(
        whole={cue.phrase.strip(" :"): cue for cue in rows if cue.place == "whole"},
        others=others,
        finder=AhoCorasick([cue.phrase for cue in others]),
    )


def lowered(text: str) -> str:
    """Return the text in lower case with straight quotes, each character in its place; lone surrogates are `?`."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    low = low.replace("’", "'").replace("‘", "'").replace("\u00a0", " ")
    return low if low.isascii() else low.encode("utf-8", "replace").decode("utf-8")


def cue_reasons(text: str, lines: Sequence[Line], keys: Sequence[str]) -> dict[int, DropReason]:
    """Return the reason for each line, by index, that a phrase of the table gives away."""
    known = cues()
    found: dict[int, DropReason] = {}
    for index, key in enumerate(keys):
        cue = known.whole.get(key)
        if cue is not None:
            found[index] = cue.reason
    low = lowered(text)
    starts = [line.start for line in lines]
    for number, start, end in known.finder.find_matches_as_indexes(low, overlapping=True)[:MOST_MATCHES]:
        index = bisect_right(starts, start) - 1
        if index < 0 or index in found:
            continue
        cue = known.others[number]
        line = lines[index]
        if end <= line.end and line.words <= cue.words and _stands(cue, low, line, start, end):
            found[index] = cue.reason
    return found


def _stands(cue: Cue, low: str, line: Line, start: int, end: int) -> bool:
    """Return whether the phrase stands at its place in the line, as words of its own."""
    if start > line.start and cue.phrase[0].isalnum() and low[start - 1].isalnum():
        return False
    if end < line.end and cue.phrase[-1].isalpha() and low[end].isalnum():
        return False
    if line.ends_sentence and (
        cue.place in {"head", "loose"}
        or (cue.place == "lead" and line.words > LEAD_WORDS)
        or not _QUOTES.isdisjoint(line.text)
    ):
        return False
    if cue.place in {"start", "head", "lead"}:
        before = low[line.start : start]
        return len(before) <= EDGE_MARKS and not any(char.isalnum() or char in _QUOTES for char in before)
    if cue.place == "end":
        return line.end - end <= EDGE_MARKS and not any(map(str.isalnum, low[end : line.end]))
    return True
