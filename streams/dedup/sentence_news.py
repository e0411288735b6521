"""What is new in one sentence: its numbers, figures, names, quotations, or the words of the sentence itself."""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby, islice, pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from schemas import News, NewsKind
from streams.dedup.lexicon import UNIT, lexicon, rows
from streams.dedup.novelty import size

if TYPE_CHECKING:
    from collections.abc import Iterator

    from streams.dedup.novelty import Counted, Novelty

NEW_WORDS: Final = 3
"""New content words from which a sentence is news without a number or a name: fewer are another wording."""
NEW_SHARE: Final = 0.2
"""Share of a sentence's content words that must be new then: in a long sentence three may be another wording."""
FEW_WORDS: Final = 2
"""In a short sentence so many new words are enough,"""
FEW_SHARE: Final = 0.34
"""where they are this share of it."""
SHORT_SENTENCE: Final = 3
"""In a sentence of so few content words one new word is enough: `The mayor resigned.`"""
MAX_LOOKED_AT: Final = 4
"""New words of a sentence of which other forms are looked for: more of them are no matter of spelling."""
MAX_REWORDED: Final = 8
"""New words of a sentence of which other wordings are looked for."""
MOST_REPHRASED: Final = 0.6
"""Share of a sentence's content words, at most, that are new where phrases of it are looked for in other words,"""
LEAST_OUTSIDE: Final = 4
"""and words outside of these phrases that the story has had, at least: another sentence may have a phrase in common."""
MOST_REWORDED: Final = 0.4
"""Share of a sentence's content words, at most, that are new where it is one of the story in other words."""
MAX_NAMES: Final = 32
"""Runs of capitalised words looked at in one sentence."""
MAX_NEWS: Final = 16
"""Pieces of news named in a verdict: the first are enough for people."""
SHOUTED: Final = 0.6
"""Share of capitalised words from which capitals tell no names: a sentence in capitals, or a list of titles."""
_QUOTED: Final = re.compile(r"[\"“„«][^\"“”„«»]{8,600}[\"”“»]")
_OPENING: Final = frozenset('"“„«:')


class SentenceNews:
    """Finds what is new in the sentences of one text."""

    def __init__(self, novelty: Novelty) -> None:
        """Take what is new in the text."""
        self._novelty = novelty
        self._forms = novelty.forms
        self._language = novelty.language

    def pieces(self, one: Counted) -> list[News]:
        """Return what is new in a sentence, at most the pieces that a verdict names."""
        pieces = list(islice(self._told(one, frozenset()), MAX_NEWS))
        otherwise = self._worded_otherwise(one) if pieces else frozenset()
        return list(islice(self._told(one, otherwise), MAX_NEWS)) if otherwise else pieces

    def _told(self, one: Counted, otherwise: frozenset[int]) -> Iterator[News]:
        for first, last, kind in self._novelty.numbers:
            if one.first <= first < one.last and not (first in otherwise and self._may_be_reworded(first, last)):
                yield self._novelty.piece(kind, first, last)
        for place in self._novelty.casualties:
            if one.first <= place < one.last:
                yield self._novelty.piece(NewsKind.FIGURE, place, place)
        for place in self._novelty.turned:
            if one.first <= place < one.last and place not in otherwise:
                yield self._novelty.piece(NewsKind.TEXT, place, place)
        if not size(one.new):
            return
        names: set[int] = set()
        few = size(one.new) <= MAX_LOOKED_AT
        for places in islice(self._capitalised(one), MAX_NAMES):
            names.update(places)
            if not self._forms.is_another_name(places, few=few):
                yield self._novelty.piece(NewsKind.NAME, places[0], places[-1])
        pairs = zip(self._novelty.new_terms[one.new], self._novelty.new_places[one.new], strict=True)
        known = names | otherwise
        yield from self._new_text(one, {term: place for term, place in pairs if place not in known})

    def _worded_otherwise(self, one: Counted) -> frozenset[int]:
        """Return the words of a sentence of the story that stand in a phrase of which it has had another wording."""
        known = size(one.content) - size(one.new)
        if known < LEAST_OUTSIDE or size(one.new) > MOST_REPHRASED * size(one.content):
            return frozenset()
        within = self._forms.in_other_phrases(one.first, one.last)
        outside = set(self._novelty.terms.places[one.content].tolist()).difference(
            within, self._novelty.new_places[one.new]
        )
        return within if len(outside) >= LEAST_OUTSIDE else frozenset()

    def _may_be_reworded(self, first: int, last: int) -> bool:
        """Return whether a number may be another wording: none of casualties, or that was another in the same words."""
        if not self._novelty.changed.isdisjoint(range(first, last + 1)):
            return False
        return int(self._novelty.words.starts[first]) - self._novelty.offset not in self._novelty.figures

    def _new_text(self, one: Counted, new: dict[int, int]) -> Iterator[News]:
        """Yield a sentence, or its quotation, where words of it are new in every form; `new` has their places."""
        counted = [place for place in new.values() if self._forms.word(place).casefold() in _ordinals(self._language)]
        if counted:
            yield from (self._novelty.piece(NewsKind.NUMBER, place, place) for place in counted)
            return
        if not new or (len(new) < FEW_WORDS and size(one.content) > SHORT_SENTENCE):
            # as in most sentences
            told = (
                place
                for place in new.values()
                if self._novelty.is_announced(place) or self._forms.is_another_measure(place)
            )
            yield from (self._novelty.piece(NewsKind.TEXT, place, place) for place in told)
            return
        content = len(set(self._novelty.terms.content[one.content].tolist()))
        count = len(new)
        short = content <= SHORT_SENTENCE
        together = self._stand_together(one, new)
        if count <= MAX_REWORDED and (short or together or _enough(count, content)):
            fresh = self._reworded(one, new)
            if len(fresh) <= MAX_LOOKED_AT:
                fresh = {term: place for term, place in fresh.items() if self._forms.is_fresh(place)}
            count, together = len(fresh), together and self._stand_together(one, fresh)
        if not (short and count) and not together and not _enough(count, content):
            return
        quoted = _QUOTED.search(self._novelty.text, one.start, one.end)
        if quoted:
            yield News(start=quoted.start(), end=quoted.end(), kind=NewsKind.QUOTATION)
        else:
            yield News(start=one.start, end=one.end, kind=NewsKind.TEXT)

    def _stand_together(self, one: Counted, new: dict[int, int]) -> bool:
        """Return whether two of some new words have no other content word between them: `a tyre burst`.

        Units don't count: `metric tons` for `tonnes` is another house style.
        """
        if len(new) < FEW_WORDS:
            return False
        units = _units(self._language)
        pairs = zip(self._novelty.new[one.new].tolist(), self._novelty.new_terms[one.new], strict=True)
        places = [content for content, term in pairs if term in new and term not in units]
        return any(after - before == 1 for before, after in pairwise(places))

    def _reworded(self, one: Counted, new: dict[int, int]) -> dict[int, int]:
        """Return the new words of a sentence that are no other wording of what the story has had.

        Only a sentence that shares most of its words with the story is taken for one that is put otherwise.
        """
        if len(new) > MOST_REWORDED * size(one.content):
            return new
        return {term: place for term, place in new.items() if not self._forms.has_other_wording(place)}

    def _capitalised(self, one: Counted) -> Iterator[list[int]]:
        """Yield the runs of new words that are capitalised inside the sentence."""
        pairs = zip(self._novelty.new_places[one.new], self._novelty.new_capitals[one.new], strict=True)
        capitals = [place for place, capital in pairs if capital and self._is_inside(place, one.first)]
        if not capitals:
            return
        if np.count_nonzero(self._novelty.words.capitals[one.first : one.last]) > SHOUTED * (one.last - one.first):
            return
        for _, run in groupby(enumerate(capitals), key=lambda pair: pair[1] - pair[0]):
            yield [place for _, place in run]

    def _is_inside(self, place: int, first: int) -> bool:
        """Return whether a word has its capital not because a sentence or a quotation begins with it."""
        if place == first:
            return False
        before = self._novelty.words.text[
            int(self._novelty.words.ends[place - 1]) : int(self._novelty.words.starts[place])
        ]
        return before == " " or _OPENING.isdisjoint(before)


@cache
def _units(language: str) -> frozenset[int]:
    """Return the terms of the units of a language."""
    terms: list[int] = lexicon(language).terms_of(UNIT).tolist()
    return frozenset(terms)


@cache
def _ordinals(language: str) -> frozenset[str]:
    """Return the ordinals of a language: a new one says that there is another of what there was."""
    return frozenset(
        word for of_language, words in rows("ordinals.tsv") if of_language == language for word in words.split()
    )


def _enough(new: int, content: int) -> bool:
    """Return whether so many new words among the content words of a sentence are news."""
    return new >= max(NEW_WORDS, NEW_SHARE * content) or new >= max(FEW_WORDS, FEW_SHARE * content)
