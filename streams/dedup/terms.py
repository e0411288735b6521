"""What a text says, as terms to look up: its content words, the values of its numbers, its casualty figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from streams.dedup.classified import Classified, classified
from streams.dedup.fingerprint import distinct, split
from streams.dedup.lexicon import CASUALTY, CONTENT, UNIT
from streams.dedup.numbers import Number, NumberReader
from streams.dedup.said import Said
from streams.dedup.shares import share_terms
from streams.dedup.turns import Turns, split_turns, turns_of
from streams.dedup.words import Words

SHARES_LANGUAGE: Final = "en"
"""The language whose shares in words are read."""
MAX_TERMS: Final = 1024
"""Terms kept of a text: of more, the smallest, so that a long text is compared by a sample of its words."""
_ALL: Final = 1 << 32
_HALF: Final = np.uint64(32)
_MIX: Final = np.uint32(0x9E3779B1)
_FIRST_SIGN: Final = 0x2E80
"""Code from which a word of one character is a sign of a script without spaces."""
NO_TERMS: Final = np.empty(0, np.uint32)


class Terms(NamedTuple):
    """The terms of one text."""

    places: NDArray[np.intp]
    """The content words, by their place among all words."""
    content: NDArray[np.uint32]
    """The term of each of them."""
    numbers: list[Number]
    casualties: tuple[tuple[int, NDArray[np.uint32]], ...]
    """The first word of each kind of casualty, by its place, with the terms of all words of the kind."""
    turns: Turns
    """What may turn a report round, by its place among the content words."""
    kept: NDArray[np.uint32]
    """All terms, sorted, each once: at most `MAX_TERMS`, the smallest."""

    @property
    def every(self) -> NDArray[np.uint32]:
        """All terms; those of a long text in no order and some of them twice."""
        if len(self.kept) < MAX_TERMS:
            return self.kept
        return np.concatenate((self.content, self.turns.terms, np.array(_of_numbers(self.numbers), np.uint32)))

    @property
    def below(self) -> int:
        """All terms of the text that are smaller are in `kept`."""
        return below(self.kept)

    def kept_after(self, said: Said) -> NDArray[np.uint32]:
        """Return the terms that are kept of an article whose story has said something before."""
        affirmed = self.turns.affirmed(self.content, said)
        return np.union1d(self.kept, affirmed)[:MAX_TERMS] if len(affirmed) else self.kept


def below(kept: NDArray[np.uint32]) -> int:
    """Return the number below which all terms of a text are among those kept of it."""
    return int(kept[-1]) if len(kept) == MAX_TERMS else _ALL


def terms_of(words: Words, languages: Iterable[str]) -> list[Terms]:
    """Return the terms of each text, given the language of each."""
    found: list[Terms] = []
    for language, same in groupby(languages):
        first = len(found)
        found += _of_language(classified(words, first, first + len(list(same)), language), language)
    return found


def _of_language(texts: Classified, language: str) -> list[Terms]:
    classes = texts.classes
    single = (texts.ends - texts.starts) == 1
    is_content = (classes == CONTENT) | (classes >= UNIT)
    is_content &= ~(texts.digits | single)
    upper = (texts.hashes >> _HALF).astype(np.uint32)
    signs = (single & (texts.initials >= _FIRST_SIGN)).nonzero()[0]
    if len(signs):  # a sign alone is no word: each counts together with the one after it
        is_content[signs] = True
        upper[signs] = _paired(upper, signs, texts.bounds)
    places = is_content.nonzero()[0]
    text = texts.text_of(places)
    content = upper.take(places)
    casualties = _casualties(texts)
    numbers = NumberReader(texts).read()
    turns = turns_of(texts, language, places, text, content)
    bounds = places.searchsorted(texts.bounds)
    places += texts.begin
    shares = list(share_terms(texts)) if language == SHARES_LANGUAGE else []
    kept = _kept(
        np.concatenate((content, turns.terms)), np.concatenate((text, text.take(turns.words))), numbers, shares
    )
    parts = zip(pairwise(bounds.tolist()), numbers, casualties, split_turns(turns, bounds), kept, strict=True)
    return [
        Terms(places[start:end], content[start:end], of_text, tuple(harmed), turning, some)
        for (start, end), of_text, harmed, turning, some in parts
    ]


def _casualties(texts: Classified) -> list[list[tuple[int, NDArray[np.uint32]]]]:
    """Return for each text the first word of each kind of casualty, with the terms of the kind."""
    found: list[list[tuple[int, NDArray[np.uint32]]]] = [[] for _ in texts.bounds[1:]]
    places = (texts.classes >= CASUALTY).nonzero()[0]
    seen: set[tuple[int, int]] = set()
    kinds = texts.classes.take(places).tolist()
    for place, text, kind in zip(places.tolist(), texts.text_of(places).tolist(), kinds, strict=True):
        if (text, kind) not in seen:
            seen.add((text, kind))
            found[text].append((texts.begin + place, texts.lexicon.terms_of(kind)))
    return found


def _paired(upper: NDArray[np.uint32], signs: NDArray[np.intp], bounds: NDArray[np.intp]) -> NDArray[np.uint32]:
    """Return the hashes of signs, each mixed with that of the word after it in the same text."""
    after = np.append(upper[1:], np.uint32(0))
    after[bounds[1:] - 1] = 0
    paired: NDArray[np.uint32] = upper[signs] * _MIX + after[signs]
    return paired


def _of_numbers(numbers: Sequence[Number]) -> list[int]:
    return [term for number in numbers for term in (number.term, *number.figures, *number.counted)]


def _kept(
    content: NDArray[np.uint32],
    text: NDArray[np.intp],
    numbers: Sequence[Sequence[Number]],
    shares: Sequence[tuple[int, int]],
) -> list[NDArray[np.uint32]]:
    """Return the terms of each text; `text` is that of each content word."""
    other = [place << 32 | term for place, of_text in enumerate(numbers) for term in _of_numbers(of_text)]
    other += [place << 32 | term for place, term in shares]
    keyed = text.astype(np.uint64)
    keyed <<= _HALF
    keyed |= content
    keyed = distinct(np.concatenate((keyed, np.array(other, np.uint64))))
    return [some[:MAX_TERMS] for some in split(keyed, len(numbers))]
