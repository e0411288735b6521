"""Words by which a report turns round: `acquitted` for `convicted`, `would not` for `would`.

A word that takes a side gives a term of the side, and one of it for each content word beside it. A word behind `not`
gives one that holds that it is negated. An article turns its story round where such a term is new and that of the other
side was had in the same place, or anywhere and this side nowhere; or where a word is not negated that the story has had
negated only. So it does where it has another weekday or month (`calendar_days.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from streams.dedup.calendar_days import days_of
from streams.dedup.classified import Classified
from streams.dedup.lexicon import NEGATES, rows
from streams.dedup.said import Said
from streams.dedup.words import words_of

NEGATION_REACH: Final = 4
"""Words from a negation to the word that it negates, at most: `no more than about a hundred dollars` negates none."""
_SIDES: Final = 2
_FIRST_PAIR: Final = 1
"""The code of a side is twice the number of its pair and 0 or 1: the lowest bit tells the sides, and no word has 0."""
_TABLE_BITS: Final = 15
"""The words of a language take a few per cent of such a table: most others are told by their slot."""
_SLOT: Final = np.uint32(32 - _TABLE_BITS)
_HALF: Final = np.uint64(32)
_OTHER_SIDE: Final = np.uint32(1)
_MIX: Final = np.uint32(0x85EBCA6B)
_SIDE: Final = np.uint32(0xC2B2AE35)
_BEFORE: Final = np.uint32(0x165667B1)
"""Makes the terms of a word with the content word before it others than those with the one behind it."""
_NEGATED: Final = np.uint32(0x27D4EB2F)
_AFFIRMED: Final = np.uint32(0x9E3779B1)
_BREAKS: Final = re.compile(r"[.!?;]\s|[\n。\d]")
_APOSTROPHES: Final = frozenset("'’")


class Turns(NamedTuple):
    """What may turn a report round. `words`, `terms` and `opposites` have an element for each such term."""

    words: NDArray[np.intp]
    """The word of each term, by its place among the content words."""
    terms: NDArray[np.uint32]
    opposites: NDArray[np.uint32]
    """What a story has had that the term turns round."""
    negated: NDArray[np.bool_]
    """Which content words are negated."""

    def turning(self, content: NDArray[np.uint32], said: Said) -> list[int]:
        """Return which content words turn round what was said, by their place among them."""
        fresh = said.lacks(self.terms).nonzero()[0]
        words: list[int] = []
        if len(fresh):
            words = self.words.take(fresh[said.has(self.opposites.take(fresh))]).tolist()
        freed = self._no_longer_negated(content, said)
        if len(freed):
            words += freed[said.lacks(content.take(freed) ^ _AFFIRMED)].tolist()
        return sorted(set(words))

    def affirmed(self, content: NDArray[np.uint32], said: Said) -> NDArray[np.uint32]:
        """Return the terms of the words that are not negated any more, for the later articles of the story."""
        return content.take(self._no_longer_negated(content, said)) ^ _AFFIRMED

    def _no_longer_negated(self, content: NDArray[np.uint32], said: Said) -> NDArray[np.intp]:
        negations = content ^ _NEGATED
        near = said.may_have(negations).nonzero()[0]
        near = near[said.has(negations.take(near))]
        return near[~self.negated.take(near)] if len(near) else near


@dataclass(frozen=True, slots=True)
class _Sides:
    """The sides that the words of a language take."""

    terms: NDArray[np.uint32]
    """Sorted."""
    codes: NDArray[np.uint32]
    slots: NDArray[np.bool_]
    """Which slots a word falls on."""

    def codes_of(self, content: NDArray[np.uint32]) -> NDArray[np.uint32]:
        """Return the side that each word takes, 0 where it takes none."""
        codes = np.zeros(len(content), np.uint32)
        near = self.slots.take(content >> _SLOT).nonzero()[0]
        if len(near):
            words = content.take(near)
            entries = self.terms.searchsorted(words)
            codes[near] = self.codes.take(entries, mode="clip") * (self.terms.take(entries, mode="clip") == words)
        return codes


def sides(language: str) -> dict[str, int]:
    """Return the code of each word that takes a side in a language: those of the two sides differ in the lowest bit."""
    codes: dict[str, int] = {}
    pairs: dict[str, int] = {}
    for of_language, pair, side, words in rows("turns.tsv"):
        if of_language == language:
            code = _SIDES * pairs.setdefault(pair, _FIRST_PAIR + len(pairs)) + int(side) - 1
            codes |= dict.fromkeys(words.split(), code)
    return codes


def _sides(language: str) -> _Sides:
    return _known_sides(language if language in _languages() else "")


@cache
def _languages() -> frozenset[str]:
    return frozenset(language for language, *_ in rows("turns.tsv"))


@cache
def _known_sides(language: str) -> _Sides:
    codes = sides(language)
    terms = (words_of([" ".join(codes)]).hashes >> _HALF).astype(np.uint32)
    order = terms.argsort()
    slots = np.zeros(1 << _TABLE_BITS, np.bool_)
    slots[terms >> _SLOT] = True
    return _Sides(terms[order], np.array(list(codes.values()), np.uint32)[order], slots)


def turns_of(
    texts: Classified, language: str, places: NDArray[np.intp], text: NDArray[np.intp], content: NDArray[np.uint32]
) -> Turns:
    """Return what may turn a report round, given the content words: their places, texts and terms."""
    codes = _sides(language).codes_of(content)
    negated = _negated(texts, places, text)
    plain = codes == 0
    turned = (negated & plain).nonzero()[0]
    both = _affirmed_too(content, text, turned, plain & ~negated)
    sided = (~plain).nonzero()[0]
    codes = codes.take(sided) ^ negated.take(sided)
    days = days_of(texts, language, places, text, content)
    words = [turned, both, days.words]
    terms = [content.take(turned) ^ _NEGATED, content.take(both) ^ _AFFIRMED, days.terms]
    opposites = [content.take(turned), content.take(both) ^ _NEGATED, days.opposites]
    for word, code, context in _contexts(content, text, sided, codes):
        words.append(word)
        terms.append(_mixed(code, context))
        opposites.append(_mixed(code ^ _OTHER_SIDE, context))
    return _in_order(np.concatenate(words), np.concatenate(terms), np.concatenate(opposites), negated & plain)


def _in_order(
    words: NDArray[np.intp], terms: NDArray[np.uint32], opposites: NDArray[np.uint32], negated: NDArray[np.bool_]
) -> Turns:
    order = words.argsort(kind="stable")
    return Turns(words.take(order), terms.take(order), opposites.take(order), negated)


def split_turns(turns: Turns, bounds: NDArray[np.intp]) -> Iterator[Turns]:
    """Yield what may turn each text, given where the content words of each begin and where the last ones end."""
    firsts = bounds.tolist()
    ends = turns.words.searchsorted(bounds).tolist()
    for (start, end), (first, last) in zip(pairwise(ends), pairwise(firsts), strict=True):
        yield Turns(
            turns.words[start:end] - first,
            turns.terms[start:end],
            turns.opposites[start:end],
            turns.negated[first:last],
        )


def _negated(texts: Classified, places: NDArray[np.intp], text: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Return which content words a negation stands before, with none but function words between."""
    negated = np.zeros(len(places), np.bool_)
    negations = (texts.classes == NEGATES).nonzero()[0]
    words = places.searchsorted(negations)
    negations, words = negations[words < len(places)], words[words < len(places)]
    near = (places.take(words) - negations <= NEGATION_REACH) & (text.take(words) == texts.text_of(negations))
    negations, words = negations[near], words[near]
    spans = zip(
        words.tolist(),
        texts.starts.take(negations).tolist(),
        texts.ends.take(negations).tolist(),
        texts.starts.take(places.take(words)).tolist(),
        strict=True,
    )
    for word, start, end, begins in spans:
        if not negated[word] and _negates(texts.text, start, end, begins):
            negated[word] = True
    return negated


def _negates(text: str, start: int, end: int, word: int) -> bool:
    """Return whether a negation is of one sentence with a word and no number is between; `t` is the end of `isn't`."""
    if end - start == 1 and text[start - 1] not in _APOSTROPHES and text[end] not in _APOSTROPHES:
        return False
    return _BREAKS.search(text, end, word) is None


def _affirmed_too(
    content: NDArray[np.uint32], text: NDArray[np.intp], negated: NDArray[np.intp], plain: NDArray[np.bool_]
) -> NDArray[np.intp]:
    """Return the words that stand in their text without a negation, and elsewhere in it with one."""
    if not len(negated):
        return negated
    keyed = _keyed(content.take(negated), text.take(negated))
    keyed.sort()
    every = _keyed(content, text)
    plain &= keyed.take(keyed.searchsorted(every), mode="clip") == every
    return plain.nonzero()[0]


def _keyed(content: NDArray[np.uint32], text: NDArray[np.intp]) -> NDArray[np.uint64]:
    keyed = text.astype(np.uint64)
    keyed <<= _HALF
    keyed |= content
    return keyed


def _contexts(
    content: NDArray[np.uint32], text: NDArray[np.intp], sided: NDArray[np.intp], codes: NDArray[np.uint32]
) -> Iterator[tuple[NDArray[np.intp], NDArray[np.uint32], NDArray[np.uint32]]]:
    """Yield words, the side of each, and where it is taken: anywhere, behind a content word, before one of the text."""
    yield sided, codes, np.zeros(len(sided), np.uint32)
    behind = np.zeros(len(content), np.bool_)
    behind[1:] = text[1:] == text[:-1]
    inside = behind.take(sided)
    words = sided[inside]
    yield words, codes[inside], content.take(words - 1) ^ _BEFORE
    inside = np.append(behind[1:], np.False_)[: len(content)].take(sided)
    words = sided[inside]
    yield words, codes[inside], content.take(words + 1)


def _mixed(codes: NDArray[np.uint32], context: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Return the terms of words of some sides in some contexts."""
    mixed: NDArray[np.uint32] = (context + codes * _SIDE) * _MIX
    return mixed
