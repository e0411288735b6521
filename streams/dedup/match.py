"""Which earlier document a text repeats, and how much of it: best match, never a chain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from streams.dedup.fingerprint import GRAM_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from streams.dedup.fingerprint import Fingerprint
    from streams.dedup.window import Window

CANDIDATES: Final = 12
"""Documents compared in full; those with the most postings in common."""
CONTAINED: Final = 0.8
"""Share of a text's grams in another that makes it a repetition, wherever they stand."""
HALF: Final = 0.5
"""Share that makes two texts one story where each has it of the other."""
SAME_LEAD: Final = 0.25
"""Share of the shorter lead in the other that makes two leads one. With it, less is enough:"""
CONTAINED_LED: Final = 0.4
"""a text of which this share stands in the other is a repetition with additions,"""
GROWN: Final = 0.6
"""and a text that has this share of the other is a version that has grown,"""
OWED: Final = 0.05
"""where at least this share of it comes from the other."""
LEAD_WEIGHT: Final = 0.25
MIN_SHARED: Final = 2
MAX_STRETCH: Final = 20
"""Words of shared text shown to people."""


@dataclass(frozen=True, slots=True)
class Match:
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
        if self.contained >= CONTAINED or (self.contained >= HALF and self.covered >= HALF):
            return True
        if self.lead < SAME_LEAD:
            return False
        return self.contained >= CONTAINED_LED or (self.covered >= GROWN and self.contained >= OWED)

    @property
    def rank(self) -> tuple[float, int]:
        """Orders matches, best highest: by what is contained and where; the earlier document of equal ones."""
        return self.contained + LEAD_WEIGHT * self.lead + 0.1 * self.covered, -self.number


def candidates(postings: NDArray[np.int64], least: int) -> list[int]:
    """Return the documents that stand in at least so many postings, those with the most first, at most twelve."""
    if len(postings) < least:
        return []
    postings.sort()
    starts = np.flatnonzero(np.concatenate(([True], postings[1:] != postings[:-1])))
    counts = np.diff(starts, append=len(postings))
    enough = np.flatnonzero(counts >= least)
    if len(enough) > CANDIDATES:
        enough = enough[np.argsort(-counts[enough], kind="stable")[:CANDIDATES]]
    return [int(number) for number in postings[starts[enough]]]


def compare(print_: Fingerprint, numbers: Iterable[int], window: Window) -> list[Match]:
    """Return the comparison of a text with each of the documents."""
    return [_compare(print_, number, window) for number in numbers]


def _compare(print_: Fingerprint, number: int, window: Window) -> Match:
    theirs, their_lead = window.grams(number), window.lead(number)
    ours = print_.grams
    below = int(window.row(number)["below"])
    if below < print_.below:
        ours = ours[: int(np.searchsorted(ours, np.uint32(below)))]
    elif print_.below < below:
        theirs = theirs[: int(np.searchsorted(theirs, np.uint32(print_.below)))]
    shared = _common(ours, theirs)
    in_lead = _common(print_.lead, their_lead)
    if min(len(ours), len(theirs)) < MIN_SHARED:  # a text so short that the sample says nothing: its lead is all of it
        ours, theirs, shared = print_.lead, their_lead, in_lead
    return Match(
        number=number,
        contained=shared / len(ours) if len(ours) else 0.0,
        covered=shared / len(theirs) if len(theirs) else 0.0,
        lead=in_lead / max(1, min(len(print_.lead), len(their_lead))),
        shared=shared,
    )


def _common(ours: NDArray[np.uint32], theirs: NDArray[np.uint32]) -> int:
    if len(ours) == 0 or len(theirs) == 0:
        return 0
    places = theirs.searchsorted(ours)
    places[places == len(theirs)] = 0
    return int(np.count_nonzero(theirs[places] == ours))


def shared_stretch(hashes: NDArray[np.uint32], pieces: list[str], theirs: NDArray[np.uint32], below: int) -> str | None:
    """Return the first stretch of words of a text whose sampled grams all stand in the other's; at most 20 words."""
    sampled = np.flatnonzero(hashes < np.uint32(min(below, 0xFFFFFFFF)))
    if len(sampled) == 0 or len(theirs) == 0:
        return None
    places = theirs.searchsorted(hashes[sampled])
    places[places == len(theirs)] = 0
    hit = theirs[places] == hashes[sampled]
    first = int(hit.argmax())
    if not hit[first]:
        return None
    rest = hit[first:]
    run = int(rest.argmin()) if not rest.all() else len(rest)
    start = int(sampled[first])
    end = int(sampled[first + run - 1]) + GRAM_WORDS
    return " ".join(pieces[start : min(end, start + MAX_STRETCH)])
