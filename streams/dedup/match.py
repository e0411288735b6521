"""Which earlier document a text repeats, and how much of it: best match, never a chain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from streams.dedup.fingerprint import GRAM_WORDS, LEAD_GRAMS, SAMPLE_BELOW, Fingerprint, Prints
from streams.dedup.window import Window
from streams.dedup.words import Words

CANDIDATES: Final = 4
"""Documents compared in full; those with the most postings in common."""
CONTAINED: Final = 0.8
"""Share of a text's grams in another that makes it a repetition, wherever they stand."""
HALF: Final = 0.5
"""Share that makes two texts one story where each has it of the other."""
REWRITTEN: Final = 0.7
"""Share of another's grams in a text that makes it a version under a new lead, where it owes much of itself to it."""
SAME_LEAD: Final = 0.25
"""Share of the shorter lead in the other that makes two leads one. With it, less is enough:"""
CONTAINED_LED: Final = 0.4
"""a text of which this share stands in the other is a repetition with additions,"""
GROWN: Final = 0.6
"""and a text that has this share of the other is a version that has grown,"""
OWED: Final = 0.05
"""where at least this share of it comes from the other."""
LEAD_WEIGHT: Final = 0.25
COVERED_WEIGHT: Final = 0.1
MIN_SHARED: Final = 2
MAX_STRETCH: Final = 20
STRETCH_WORDS: Final = 256
"""Words of shared text shown to people."""


class Match(NamedTuple):
    """Two texts compared: the new one and an earlier document."""

    number: int
    contained: float
    """Share of the new text's grams that the document has."""
    covered: float
    """Share of the document's grams that the new text has."""
    lead: float
    """Share of the shorter lead that stands in the other."""
    shared: int

    @property
    def links(self) -> bool:
        """Whether the two are one story."""
        if self.shared < MIN_SHARED:
            return self.contained >= 1.0 and self.covered >= 1.0
        if self.contained >= CONTAINED or min(self.contained, self.covered) >= HALF:
            return True
        if self.covered >= REWRITTEN and self.contained >= CONTAINED_LED:
            return True
        if self.lead < SAME_LEAD:
            return False
        return self.contained >= CONTAINED_LED or (self.covered >= GROWN and self.contained >= OWED)

    @property
    def rank(self) -> float:
        """Orders matches, best highest: by what is contained, and where, and how much else there is."""
        return self.contained + LEAD_WEIGHT * self.lead + COVERED_WEIGHT * self.covered


def candidates(postings: NDArray[np.uint32], least: int) -> list[int]:
    """Return the documents that stand in at least so many postings, those with the most first, at most four.

    What has less than half the postings of the first can't be a better match.
    """
    if len(postings) < least:
        return []
    postings.sort()
    if least > 1:  # what is found once, by chance or a turn of phrase, is most of it and soon sorted out
        postings = postings[1:][postings[1:] == postings[:-1]]
        if len(postings) == 0:
            return []
    counts: dict[int, int] = {}
    for number in postings.tolist():
        counts[number] = counts.get(number, 0) + 1
    least = max(counts.values()) // 2
    ranked = sorted((-count, number) for number, count in counts.items() if count >= least)
    return [number for _, number in ranked[:CANDIDATES]]


def compare(print_: Fingerprint, numbers: Sequence[int], window: Window) -> list[Match]:
    """Return the comparisons of a text with documents, in their order."""
    if not numbers:
        return []
    below = min(print_.below, *map(window.below, numbers))
    theirs = [window.lead_and_grams(number) for number in numbers]
    all_theirs = theirs[0][0] if len(theirs) == 1 else np.concatenate([both for both, _ in theirs])
    in_ours, in_our_lead = _among(print_.grams, all_theirs), _among(print_.lead, all_theirs)
    if below < SAMPLE_BELOW:  # one of the texts is so long that its sample is sparser
        under = all_theirs < below
        in_ours &= under
    ours, our_lead = print_.size_below(below), len(print_.lead)
    matches = []
    start = 0
    for number, (both, their_lead) in zip(numbers, theirs, strict=True):
        middle, end = start + their_lead, start + len(both)
        leading = int(np.count_nonzero(in_our_lead[start:middle]))
        shared = int(np.count_nonzero(in_ours[middle:end]))
        size = end - middle if below == SAMPLE_BELOW else int(np.count_nonzero(under[middle:end]))
        matches.append(_match(number, (ours, size, shared), (our_lead, their_lead, leading)))
        start = end
    return matches


def _match(number: int, sample: tuple[int, int, int], lead: tuple[int, int, int]) -> Match:
    """Return the match of two texts from the sizes of ours, of theirs and of what both have."""
    ours, theirs, shared = sample
    if min(ours, theirs) < MIN_SHARED:  # a text so short that the sample says nothing: its lead is all of it
        ours, theirs, shared = lead
    return Match(
        number=number,
        contained=shared / max(1, ours),
        covered=shared / max(1, theirs),
        lead=lead[2] / max(1, min(lead[0], lead[1])),
        shared=shared,
    )


def _among(ours: NDArray[np.uint32], theirs: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Return which of theirs are among ours, which are sorted."""
    if len(ours) == 0:
        return np.zeros(len(theirs), np.bool_)
    found: NDArray[np.bool_] = ours.take(ours.searchsorted(theirs), mode="clip") == theirs
    return found


def shared_stretch(prints: Prints, place: int, number: int, window: Window) -> str | None:
    """Return the first stretch of a text that a document has, at most 20 words of it.

    It is looked for in the two leads, of which all grams are known; then by sampled grams that all stand in both.
    """
    words = prints.words
    begin, end = words.first[place], max(words.first[place], words.first[place + 1] - GRAM_WORDS + 1)
    both, lead = window.lead_and_grams(number)
    beginning = prints.every[begin : min(end, begin + LEAD_GRAMS)]
    hits = _among(both[:lead], beginning).tolist()
    if True in hits:
        first = hits.index(True)
        rest = hits[first : first + MAX_STRETCH]
        run = rest.index(False) if False in rest else len(rest)
        return _stretch(words, begin + first, begin + first + run - 1)
    below = prints.prints[place].below
    for start in range(begin, end, STRETCH_WORDS):
        every = prints.every[start : min(end, start + STRETCH_WORDS)]
        places = (every < below).nonzero()[0].tolist()
        hits = _among(both[lead:], every[places]).tolist()
        if True in hits:
            first = hits.index(True)
            rest = hits[first : first + MAX_STRETCH]
            run = rest.index(False) if False in rest else len(rest)
            return _stretch(words, start + places[first], start + places[first + run - 1])
    return None


def _stretch(words: Words, first: int, last: int) -> str:
    """Return the words of the grams from one to another, at most 20."""
    end = min(last + GRAM_WORDS, first + MAX_STRETCH)
    return words.text[int(words.starts[first]) : int(words.ends[end - 1])]
