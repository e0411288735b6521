"""A text as sampled word 4-grams, its lead as all of them, and its numbers with the words around them.

Containment estimated on grams sampled by their hash value is unbiased for texts of any two lengths (Broder, "On the
resemblance and containment of documents", 1997), which a MinHash of fixed size is not. The lead is kept whole, because
it is what a brief keeps and what a round-up or borrowed background doesn't have in the same place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from streams.dedup.words import Words

GRAM_WORDS: Final = 4
LEAD_WORDS: Final = 35
SAMPLE_BELOW: Final = 1 << 30
"""A gram is sampled when its 32-bit hash is below: one in four."""
MAX_GRAMS: Final = 512
"""A longer text keeps its smallest hashes, which is a sparser sample of the same kind."""
MAX_FACTS: Final = 64

_ROLL: Final = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93], np.uint64)
_MIX: Final = np.uint64(0xFF51AFD7ED558CCD)
_HALF: Final = np.uint64(32)


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What is kept of a text."""

    words: int
    grams: NDArray[np.uint32]
    """The sample, sorted, each once."""
    lead: NDArray[np.uint32]
    """All grams of the first words, sorted, each once."""
    facts: NDArray[np.uint64]
    """Numbers in their surroundings: context hash in the upper half, hash of the number in the lower; sorted."""
    below: int
    """All grams of the text with a hash below are in `grams`."""


def gram_hashes(words: Words) -> NDArray[np.uint32]:
    """Return the hash of the 4-gram at each word; of a text of one to three words, one hash of the whole."""
    hashes = words.hashes
    count = len(hashes)
    if count == 0:
        return np.empty(0, np.uint32)
    span = max(1, count - GRAM_WORDS + 1)
    rolled = hashes[:span] * _ROLL[0]
    for place in range(1, min(GRAM_WORDS, count)):
        rolled += hashes[place : place + span] * _ROLL[place]
    rolled ^= rolled >> _HALF
    rolled *= _MIX
    grams: NDArray[np.uint32] = (rolled >> _HALF).astype(np.uint32)
    return grams


def fingerprint(words: Words, hashes: NDArray[np.uint32]) -> Fingerprint:
    """Return the fingerprint of a text from its words and their `gram_hashes`."""
    grams = _distinct(hashes[hashes < SAMPLE_BELOW])
    below = SAMPLE_BELOW
    if len(grams) > MAX_GRAMS:
        grams = grams[:MAX_GRAMS].copy()
        below = int(grams[-1]) + 1
    lead = _distinct(hashes[: LEAD_WORDS - GRAM_WORDS + 1])
    return Fingerprint(words=len(words.hashes), grams=grams, lead=lead, facts=number_facts(words.hashes), below=below)


def number_facts(hashes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return the numbers of a text, each with the two words before and the one after it; a context seen twice is none.

    Two texts that have the same context with another number disagree on a fact.
    """
    places = np.flatnonzero(hashes[2:-1] & np.uint64(1)) + 2
    if len(places) == 0:
        return np.empty(0, np.uint64)
    places = places[:MAX_FACTS]
    around = hashes[places - 2] * _ROLL[0] + hashes[places - 1] * _ROLL[1] + hashes[places + 1] * _ROLL[2]
    around ^= around >> _HALF
    around *= _MIX
    facts = around & np.uint64(0xFFFFFFFF00000000) | hashes[places] >> _HALF
    facts.sort()
    context = facts >> _HALF
    single = np.ones(len(facts), bool)
    same = context[1:] == context[:-1]
    single[1:] &= ~same
    single[:-1] &= ~same
    known: NDArray[np.uint64] = facts[single]
    return known


def _distinct(hashes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    ordered = np.sort(hashes)
    if len(ordered) < 2:  # noqa: PLR2004
        return ordered
    keep = np.empty(len(ordered), bool)
    keep[0] = True
    np.not_equal(ordered[1:], ordered[:-1], out=keep[1:])
    return ordered[keep]
