"""A text as sampled word 4-grams, its lead as all of them, and its numbers with the words around them.

Containment estimated on grams sampled by their hash value is unbiased for texts of any two lengths (Broder, "On the
resemblance and containment of documents", 1997), which a MinHash of fixed size is not. The lead is kept whole, because
it is what a brief keeps and what a round-up or borrowed background doesn't have in the same place.
"""

from __future__ import annotations

import sys
from collections.abc import Collection
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from streams.dedup.words import Words

GRAM_WORDS: Final = 4
LEAD_GRAMS: Final = 32
"""Grams of the lead: those of its first 35 words."""
SAMPLE_BELOW: Final = 1 << 30
"""A gram is sampled when its 32-bit hash is below: one in four."""
MAX_GRAMS: Final = 512
"""A longer text keeps its smallest hashes, which is a sparser sample of the same kind."""
MAX_FACTS: Final = 64

_ONE: Final = np.uint64(0xC2B2AE3D27D4EB4F)
_TWO: Final = np.uint64(0x165667B19E3779F9)
_HALF: Final = np.uint64(32)
_LOWER: Final = np.uint64(0xFFFFFFFF)
_UPPER: Final = np.uint64(0xFFFFFFFF00000000)
_UPPER_HALVES: Final = slice(1, None, 2) if sys.byteorder == "little" else slice(0, None, 2)
_POSTED_SAMPLE: Final = np.uint32(1 << 28)
_POSTED_LEAD: Final = np.array([1 << 28, 1 << 31], np.uint32)
_FIRST: Final = np.ones(1, np.bool_)
_NO_GRAMS: Final = np.empty(0, np.uint32)
NO_DISPUTE: Final[frozenset[int]] = frozenset()
_NO_FACTS: Final = np.empty(0, np.uint64)


class Fingerprint(NamedTuple):
    """What is kept of a text."""

    words: int
    grams: NDArray[np.uint32]
    """The sample, sorted, each once."""
    lead: NDArray[np.uint32]
    """All grams of the first words, sorted, each once."""
    facts: NDArray[np.uint64]
    """Numbers in their surroundings: hash of the words around it in the upper half, of the number in the lower."""
    below: int
    """All grams of the text with a hash below are in `grams`."""

    def size_below(self, below: int) -> int:
        """Return the number of sampled grams with a hash below."""
        return len(self.grams) if below >= self.below else int(self.grams.searchsorted(np.uint32(below)))

    def posted(self) -> NDArray[np.uint32]:
        """Return the grams under which a text is posted and looked up: a quarter of its sample, half of its lead."""
        start, end = self.lead.searchsorted(_POSTED_LEAD)
        return np.concatenate((self.grams[: self.grams.searchsorted(_POSTED_SAMPLE)], self.lead[start:end]))


NOTHING: Final = Fingerprint(words=0, grams=_NO_GRAMS, lead=_NO_GRAMS, facts=_NO_FACTS, below=0)
"""Of a document that is not in the index."""


class Prints(NamedTuple):
    """The fingerprints of some texts, and the grams they were made of."""

    words: Words
    every: NDArray[np.uint32]
    """The hash of the 4-gram at each word of all texts; those at the last three words of a text mean nothing."""
    prints: list[Fingerprint]
    posted: list[NDArray[np.uint32]]
    """The grams under which each text is posted and looked up."""


def fingerprints(words: Words) -> Prints:
    """Return the fingerprints of texts. A text of fewer than four words has one gram, of all of them."""
    hashes, first = words.hashes, words.first
    if len(hashes) < GRAM_WORDS:
        few = [_of_few(hashes[start:end]) for start, end in pairwise(first)]
        return Prints(words, _NO_GRAMS, few, [print_.posted() for print_ in few])
    # The upper half of a sum of products depends on all bits of the words, so that it needs no further mixing.
    pairs = hashes[:-1] * _ONE
    pairs += hashes[1:]
    rolled = pairs[:-2] * _TWO
    rolled += pairs[2:]
    every = rolled.view(np.uint32)[_UPPER_HALVES]
    bounds = np.array(first)
    starts, ends = bounds[:-1], np.maximum(bounds[1:] - (GRAM_WORDS - 1), bounds[:-1])
    samples = _distinct_by_text(every, (every < SAMPLE_BELOW).nonzero()[0], starts, ends)
    leads = _distinct_by_text(every, _ranges(starts, np.minimum(ends, starts + LEAD_GRAMS)), starts, ends)
    parts = zip(
        pairwise(first),
        split(samples, len(starts)),
        split(leads, len(starts)),
        _facts(words, pairs, bounds),
        strict=True,
    )
    prints = [
        _print(end - start, sample, lead, facts) if end - start >= GRAM_WORDS else _of_few(hashes[start:end])
        for (start, end), sample, lead, facts in parts
    ]
    posted = split(_posted(samples, leads), len(starts))
    for place, print_ in enumerate(prints):
        if print_.words < GRAM_WORDS or print_.below < SAMPLE_BELOW:
            posted[place] = print_.posted()
    return Prints(words, every, prints, posted)


def _posted(samples: NDArray[np.uint64], leads: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return what `Fingerprint.posted` does, for all texts at once; those of the lead after those of the sample."""
    lower = samples.astype(np.uint32)
    lead = leads.astype(np.uint32)
    of_sample = samples[lower < _POSTED_SAMPLE]
    of_lead = leads[(lead >= _POSTED_LEAD[0]) & (lead < _POSTED_LEAD[1])]
    posted = np.concatenate((of_sample, of_lead))
    # Grams of the sample are smaller than all those of the lead that are posted, so that sorting puts them first.
    posted.sort()
    return posted


def _print(words: int, sample: NDArray[np.uint32], lead: NDArray[np.uint32], facts: NDArray[np.uint64]) -> Fingerprint:
    below = SAMPLE_BELOW
    if len(sample) > MAX_GRAMS:
        sample = sample[:MAX_GRAMS]
        below = int(sample[-1]) + 1
    return Fingerprint(words=words, grams=sample, lead=lead, facts=facts, below=below)


def _of_few(hashes: NDArray[np.uint64]) -> Fingerprint:
    rolled = 0
    for value in hashes.tolist():
        rolled = (rolled * int(_TWO) + value * int(_ONE)) % (1 << 64)
    lead = np.array([rolled >> 32] if len(hashes) else [], np.uint32)
    return Fingerprint(words=len(hashes), grams=_NO_GRAMS, lead=lead, facts=_NO_FACTS, below=SAMPLE_BELOW)


def _ranges(starts: NDArray[np.intp], ends: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the numbers of all ranges from a start to an end, one range after the other."""
    sizes = ends - starts
    before = np.add.accumulate(sizes) - sizes
    numbers: NDArray[np.intp] = np.arange(sizes.sum()) + np.repeat(starts - before, sizes)
    return numbers


def _distinct_by_text(
    every: NDArray[np.uint32], places: NDArray[np.intp], starts: NDArray[np.intp], ends: NDArray[np.intp]
) -> NDArray[np.uint64]:
    """Return the grams at the places, each once for a text, with the number of the text in the upper half; sorted."""
    text = starts.searchsorted(places, side="right") - 1
    inside = places < ends.take(text)
    if not inside.all():
        places, text = places[inside], text[inside]
    keyed = text.astype(np.uint64)
    keyed <<= _HALF
    keyed |= every.take(places)
    return distinct(keyed)


def distinct(keyed: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Sort numbers in place, and return each once."""
    keyed.sort()
    other = keyed[1:] != keyed[:-1]
    if not other.all():
        keyed = keyed[np.concatenate((_FIRST, other))]
    return keyed


def split(keyed: NDArray[np.uint64], texts: int) -> list[NDArray[np.uint32]]:
    """Return the lower halves of sorted numbers by their upper halves, which are the numbers of some texts."""
    bounds = keyed.searchsorted(np.arange(texts + 1, dtype=np.uint64) << _HALF).tolist()
    grams = keyed.astype(np.uint32)
    return [grams[start:end] for start, end in pairwise(bounds)]


def _facts(words: Words, pairs: NDArray[np.uint64], bounds: NDArray[np.intp]) -> list[NDArray[np.uint64]]:
    """Return, for each text, its first 64 numbers, each with the two words before and the one after it, sorted."""
    places = words.numbers.nonzero()[0]
    text = bounds[1:].searchsorted(places, side="right")
    within = (places >= bounds.take(text) + 2) & (places + 1 < bounds.take(text + 1))
    places, text = places[within], text[within]
    facts = _facts_at(words, pairs.take(places - 2), places)
    ends = text.searchsorted(np.arange(len(bounds))).tolist()
    kept = [facts[start : min(end, start + MAX_FACTS)] for start, end in pairwise(ends)]
    for some in kept:
        some.sort()
    return kept


def disputed(ours: NDArray[np.uint64], theirs: NDArray[np.uint64]) -> frozenset[int]:
    """Return the facts of ours that theirs deny: another number in the same words.

    Words that a text has around more than one number say nothing.
    """
    if len(ours) == 0 or len(theirs) == 0:
        return NO_DISPUTE
    missing = ours[theirs.take(theirs.searchsorted(ours), mode="clip") != ours]
    if len(missing) == 0:
        return NO_DISPUTE
    nearest = theirs.take(theirs.searchsorted(missing & _UPPER), mode="clip")
    nearest ^= missing
    if (nearest > _LOWER).all():
        return NO_DISPUTE
    mine, yours = _by_context(ours), _by_context(theirs)
    return frozenset(
        context << 32 | number
        for context, number in mine.items()
        if number is not None and yours.get(context, number) not in {number, None}
    )


def places_of(words: Words, place: int, facts: Collection[int]) -> list[int]:
    """Return where the numbers of some facts stand in the text at a place."""
    begin, end = words.first[place], words.first[place + 1]
    places = words.numbers[begin + 2 : end - 1].nonzero()[0] + begin + 2
    before = words.hashes.take(places - 2) * _ONE + words.hashes.take(places - 1)
    found = _facts_at(words, before, places).tolist()
    return [at for at, fact in zip(places.tolist(), found, strict=True) if fact in facts]


def _facts_at(words: Words, before: NDArray[np.uint64], places: NDArray[np.intp]) -> NDArray[np.uint64]:
    """Return the facts of numbers at some places, given the hashes of the two words before each."""
    facts = before * _TWO
    facts += words.hashes.take(places + 1)
    facts &= _UPPER
    numbers = words.hashes.take(places)
    numbers >>= _HALF
    facts |= numbers
    return facts


def agreed(ours: NDArray[np.uint64], theirs: NDArray[np.uint64]) -> int:
    """Return how many numbers stand in the same words in both texts and are the same."""
    return int(np.count_nonzero(theirs.take(theirs.searchsorted(ours), mode="clip") == ours)) if len(theirs) else 0


def _by_context(facts: NDArray[np.uint64]) -> dict[int, int | None]:
    """Return the number that stands in each context, None where several do."""
    numbers: dict[int, int | None] = {}
    for fact in facts.tolist():
        context, number = fact >> 32, fact & 0xFFFFFFFF
        numbers[context] = number if numbers.get(context, number) == number else None
    return numbers
