"""What an article is to the document it matches: copy, trim, brief, update or correction."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntFlag
from typing import TYPE_CHECKING, Final

import numpy as np

from schemas import Signal, Verdict

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from schemas import CleanArticle
    from streams.dedup.match import Match

SAME: Final = 0.9
"""Containment from which two texts with the same numbers say the same."""
NEW_PARAGRAPHS: Final = 0.4
"""Share of new words from which an article without a marker is an update."""
WHOLE: Final = 0.8
"""Share of the document from which a repetition of it is a copy and not a trim."""
BRIEF: Final = 0.35
BRIEF_WORDS: Final = 130

_HALF: Final = np.uint64(32)


class Flag(IntFlag):
    """What is known of a document besides its text."""

    UPDATE = 1
    """It says itself that it is an update."""
    CORRECTION = 2
    LIVE = 4
    """It went on; it is not a repetition."""
    KILLED = 8


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the verdict asks about the document that was matched."""

    flags: Flag
    facts: NDArray[np.uint64]


def marks(article: CleanArticle) -> Flag:
    """Return what an article says about itself, from its markers and signals."""
    said = {*article.markers, *article.signals}
    flags = Flag(0)
    if Signal.CORRECTION in said:
        flags |= Flag.CORRECTION
    if Signal.UPDATE in said or Signal.WRITETHRU in said:
        flags |= Flag.UPDATE
    return flags


def changed_numbers(ours: NDArray[np.uint64], theirs: NDArray[np.uint64]) -> int:
    """Return how many numbers stand in the same words in both texts and differ."""
    if len(ours) == 0 or len(theirs) == 0:
        return 0
    contexts = theirs >> _HALF
    mine = ours >> _HALF
    places = contexts.searchsorted(mine)
    places[places == len(contexts)] = 0
    return int(np.count_nonzero((contexts[places] == mine) & (theirs[places] != ours)))


def verdict_of(match: Match, words: int, said: Flag, changed: int, earlier: Flag) -> Verdict:
    """Return the verdict on an article of another item than the document it matches.

    `changed` counts numbers that differ in the same words. A marker counts unless the document has it too and says the
    same, for then the article is a copy of an update or of a correction. What matches a killed document goes on only
    where it says itself that it is another version.
    """
    marked = said & (Flag.UPDATE | Flag.CORRECTION)
    same = match.contained >= SAME and not changed
    if marked and not (same and marked & earlier):
        return Verdict.CORRECTION if marked & Flag.CORRECTION else Verdict.UPDATE
    novel = 1.0 - match.contained
    if not earlier & Flag.KILLED and (changed or novel >= NEW_PARAGRAPHS):
        return Verdict.UPDATE
    if match.covered >= WHOLE:
        return Verdict.COPY
    if match.covered <= BRIEF and words <= BRIEF_WORDS:
        return Verdict.BRIEF
    return Verdict.TRIM


def version_verdict(said: Flag) -> Verdict:
    """Return the verdict on a new version of an item whose story went on."""
    return Verdict.CORRECTION if said & Flag.CORRECTION and not said & Flag.UPDATE else Verdict.UPDATE
