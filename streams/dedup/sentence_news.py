"""What is new in one sentence: its numbers, figures, names, quotations, or the words of the sentence itself."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

from schemas import News, NewsKind
from streams.dedup.lexicon import UNIT, lexicon, rows

if TYPE_CHECKING:
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
_NONE: Final[frozenset[int]] = frozenset()
_NOWHERE: Final = -2
"""The place of no word, nor beside one."""


class SentenceNews:
    """Finds what is new in the sentences of one text."""

    def __init__(self, novelty: Novelty) -> None:
        """Take what is new in the text."""
        self._novelty = novelty
        self._forms = novelty.forms
        self._language = novelty.language

    def pieces(self, one: Counted) -> list[News]:
        """Return what is new in a sentence, at most the pieces that a verdict names."""
        pieces = self._told(one, _NONE)
        if pieces:
            otherwise = self._worded_otherwise(one)
            if otherwise:
                pieces = self._told(one, otherwise)
        return pieces[:MAX_NEWS]

    def _told(self, one: Counted, otherwise: frozenset[int]) -> list[News]:
        novelty = self._novelty
        found = [
            novelty.piece(kind, first, last)
            for first, last, kind in novelty.numbers
            if one.first <= first < one.last and not (first in otherwise and self._may_be_reworded(first, last))
        ]
        found += [
            novelty.piece(NewsKind.FIGURE, place, place)
            for place in novelty.casualties
            if one.first <= place < one.last
        ]
        found += [
            novelty.piece(NewsKind.TEXT, place, place)
            for place in novelty.turned
            if one.first <= place < one.last and place not in otherwise
        ]
        if one.new and len(found) < MAX_NEWS:
            self._add_words(one, otherwise, found)
        return found

    def _add_words(self, one: Counted, otherwise: frozenset[int], found: list[News]) -> None:
        """Add what the new words of a sentence tell: its names, then the sentence or what of it is new."""
        novelty = self._novelty
        names: set[int] = set()
        few = one.new <= MAX_LOOKED_AT
        for places in self._capitalised(one):
            names.update(places)
            if not self._forms.is_another_name(places, few=few):
                found.append(novelty.piece(NewsKind.NAME, places[0], places[-1]))
        new: dict[int, int] = {}
        for at in range(one.new_first, one.new_last):
            place = novelty.new_places[at]
            if place not in names and place not in otherwise:
                new[novelty.new_terms[at]] = place
        if new:
            self._add_text(one, new, found)

    def _worded_otherwise(self, one: Counted) -> frozenset[int]:
        """Return the words of a sentence of the story that stand in a phrase of which it has had another wording."""
        if one.content - one.new < LEAST_OUTSIDE or one.new > MOST_REPHRASED * one.content:
            return _NONE
        within = self._forms.in_other_phrases(one.first, one.last)
        if not within:
            return _NONE
        novelty = self._novelty
        outside = set(novelty.terms.places[one.content_first : one.content_last].tolist()).difference(
            within, novelty.new_places[one.new_first : one.new_last]
        )
        return within if len(outside) >= LEAST_OUTSIDE else _NONE

    def _may_be_reworded(self, first: int, last: int) -> bool:
        """Return whether a number may be another wording: none of casualties, or that was another in the same words."""
        if not self._novelty.changed.isdisjoint(range(first, last + 1)):
            return False
        return int(self._novelty.words.starts[first]) - self._novelty.offset not in self._novelty.figures

    def _add_text(self, one: Counted, new: dict[int, int], found: list[News]) -> None:
        """Add a sentence, or its quotation, where words of it are new in every form; `new` has their places."""
        novelty = self._novelty
        ordinals = _ordinals(self._language)
        counted = [place for place in new.values() if self._forms.word(place).casefold() in ordinals]
        if counted:
            found.extend([novelty.piece(NewsKind.NUMBER, place, place) for place in counted])
            return
        if len(new) < FEW_WORDS and one.content > SHORT_SENTENCE:
            # as in most sentences
            told = [
                place for place in new.values() if novelty.is_announced(place) or self._forms.is_another_measure(place)
            ]
            found.extend([novelty.piece(NewsKind.TEXT, place, place) for place in told])
            return
        content = len(set(novelty.terms.content[one.content_first : one.content_last].tolist()))
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
        quoted = _QUOTED.search(novelty.text, one.start, one.end)
        if quoted:
            found.append(News(start=quoted.start(), end=quoted.end(), kind=NewsKind.QUOTATION))
        else:
            found.append(News(start=one.start, end=one.end, kind=NewsKind.TEXT))

    def _stand_together(self, one: Counted, new: dict[int, int]) -> bool:
        """Return whether two of some new words have no other content word between them: `a tyre burst`.

        Units don't count: `metric tons` for `tonnes` is another house style.
        """
        if len(new) < FEW_WORDS:
            return False
        units = _units(self._language)
        novelty = self._novelty
        before = _NOWHERE
        for at in range(one.new_first, one.new_last):
            term = novelty.new_terms[at]
            if term in new and term not in units:
                if novelty.new[at] - before == 1:
                    return True
                before = novelty.new[at]
        return False

    def _reworded(self, one: Counted, new: dict[int, int]) -> dict[int, int]:
        """Return the new words of a sentence that are no other wording of what the story has had.

        Only a sentence that shares most of its words with the story is taken for one that is put otherwise.
        """
        if len(new) > MOST_REWORDED * one.content:
            return new
        return {term: place for term, place in new.items() if not self._forms.has_other_wording(place)}

    def _capitalised(self, one: Counted) -> list[list[int]]:
        """Return the runs of new words that are capitalised inside the sentence, at most so many as are looked at."""
        novelty = self._novelty
        runs: list[list[int]] = []
        before = _NOWHERE
        for at in range(one.new_first, one.new_last):
            place = novelty.new_places[at]
            if novelty.new_capitals[at] and self._is_inside(place, one.first):
                if place - before == 1:
                    runs[-1].append(place)
                else:
                    runs.append([place])
                before = place
        if not runs:
            return runs
        capitals = np.count_nonzero(novelty.words.capitals[one.first : one.last])
        return [] if capitals > SHOUTED * (one.last - one.first) else runs[:MAX_NAMES]

    def _is_inside(self, place: int, first: int) -> bool:
        """Return whether a word has its capital not because a sentence or a quotation begins with it."""
        if place == first:
            return False
        before = self._forms.between(place - 1)
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
