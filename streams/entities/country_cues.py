"""Words that belong to the public life of one country: "gardaí", "barangay", "sheriff's deputies", "Crown Court"."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

from streams.entities.tables import read_rows
from streams.entities.tokens import tokenise

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def cued(words: Sequence[str]) -> dict[str, float]:
    """Return the codes of countries and divisions that the words of a text speak for, each with its votes.

    A cue counts once, however often the text has it; one that several countries share is shared among them. Linear in
    the number of words.
    """
    cues = _cues()
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for at, word in enumerate(words):
        for cue, codes in cues.get(word, ()):
            if cue not in found and tuple(words[at : at + len(cue)]) == cue:
                found[cue] = codes
    votes: defaultdict[str, float] = defaultdict(float)
    for codes in found.values():
        for code in codes:
            votes[code] += 1 / len(codes)
    return dict(votes)


@cache
def _cues() -> Mapping[str, Sequence[tuple[tuple[str, ...], tuple[str, ...]]]]:
    """Return cues and their codes by their first word."""
    found: defaultdict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = defaultdict(list)
    for cue, codes in read_rows("country_cues.tsv"):
        words = tuple(tokenise(cue).words)
        found[words[0]].append((words, tuple(codes.split(","))))
    return dict(found)
