"""What an article adds to its story: the numbers, figures, names, quotations and sentences that are new in it."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, islice
from typing import TYPE_CHECKING, Final

from schemas import News, NewsKind
from streams.dedup.furniture import is_furniture
from streams.dedup.sentences import Sentence, sentences_of
from streams.dedup.spelling import has_initials, has_misspelled, has_other_ending

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from streams.dedup.numbers import Number
    from streams.dedup.terms import Terms
    from streams.dedup.words import Words

NEW_WORDS: Final = 3
"""New content words from which a sentence is news without a number or a name: fewer are another wording."""
NEW_SHARE: Final = 0.2
"""Share of a sentence's content words that must be new then: in a long sentence three may be another wording."""
FEW_WORDS: Final = 2
"""In a short sentence so many new words are enough,"""
FEW_SHARE: Final = 0.34
"""where they are this share of it."""
SHORT_PARAGRAPH: Final = 3
"""In a paragraph of so few content words one new word is enough: `The mayor resigned.`"""
FOREIGN_SENTENCE: Final = 0.6
"""Share of new content words from which a sentence may be of another story."""
FOREIGN_WORDS: Final = 25
"""Words of such sentences together from which that can be decided: fewer say too little."""
FOREIGN_SHARE: Final = 0.1
"""Share of their content words, at most, that the rest of the story has then,"""
FOREIGN_NAMES: Final = 0.2
"""and share of their capitalised words."""
FOREIGN_PART: Final = 0.34
"""Part of the article's words, at most, that they are then: a story that was cut before goes on with more."""
MAX_LOOKED_AT: Final = 4
"""New words of a sentence of which other forms are looked for: more of them are no matter of spelling."""
MAX_SENTENCES: Final = 600
"""Sentences looked at: no article is longer, and hostile ones must not hold up the others."""
MAX_NAMES: Final = 32
"""Runs of capitalised words looked at in one sentence."""
MAX_NEWS: Final = 16
"""Pieces of news named in a verdict: the first are enough for people."""
SHOUTED: Final = 0.6
"""Share of capitalised words from which capitals tell no names: a sentence in capitals, or a list of titles."""
ACRONYM_CHARS: Final = 5
_QUOTED: Final = re.compile(r"[\"“„«][^\"“”„«»]{8,600}[\"”“»]")
_OPENING: Final = frozenset('"“„«:')


@dataclass(frozen=True, slots=True)
class Said:
    """What the articles of a story have said so far."""

    terms: NDArray[np.uint32]
    """Sorted."""
    below: int
    """Only of smaller terms it is known whether they were said."""

    def lacks(self, terms: NDArray[np.uint32]) -> NDArray[np.bool_]:
        """Return which of some terms the story has not had."""
        if len(self.terms) == 0:
            return terms < self.below
        found = self.terms.take(self.terms.searchsorted(terms), mode="clip") == terms
        lacking: NDArray[np.bool_] = ~found & (terms < self.below)
        return lacking


@dataclass(frozen=True, slots=True)
class _Counted:
    """A sentence with its words, by their place among all words; ends exclusive."""

    sentence: Sentence
    first: int
    last: int
    content: range
    """Its content words, by their place among those of the text."""
    new: list[int]
    """Those of them that are new."""

    @property
    def is_paragraph(self) -> bool:
        """Whether it is all of its paragraph."""
        return (self.sentence.start, self.sentence.end) == self.sentence.paragraph

    @property
    def may_be_foreign(self) -> bool:
        """Whether it is new enough to be of another story."""
        return len(self.new) >= FOREIGN_SENTENCE * len(self.content)


class NewsFinder:
    """Finds what one text adds to what was said."""

    def __init__(
        self, words: Words, place: int, terms: Terms, said: Said, *, changed: frozenset[int], outlet: str
    ) -> None:
        """Take the words of the text at a place.

        `changed` are numbers that were others in the same words; `outlet` is what the publisher calls itself.
        """
        self._outlet = outlet.casefold()
        self._words = words
        self._first = words.first[place]
        self._count = words.first[place + 1] - self._first
        self._offset = words.offsets[place]
        self._text = words.text[self._offset : words.text_end(place)]
        self._terms = terms
        self._said = said
        self._places: list[int] = terms.places.tolist()
        self._content: list[int] = terms.content.tolist()
        self._new: list[int] = said.lacks(terms.content).nonzero()[0].tolist()
        self._numbers = [(number.first, number.last, kind) for number, kind in self._new_numbers(changed)]

    def _new_numbers(self, changed: frozenset[int]) -> Iterator[tuple[Number, NewsKind]]:
        for number in self._terms.numbers:
            if not self._may_have(number.term):
                yield number, NewsKind.NUMBER
            elif not changed.isdisjoint(range(number.first, number.last + 1)) or (
                number.figures and not any(map(self._may_have, number.figures))
            ):
                yield number, NewsKind.FIGURE

    def _may_have(self, term: int) -> bool:
        """Return whether the story has had a term, or that isn't known."""
        return term >= self._said.below or term in self._had

    @cached_property
    def _had(self) -> frozenset[int]:
        return frozenset(self._said.terms.tolist())

    @cached_property
    def _starts(self) -> list[int]:
        """Where each word of the text starts in it."""
        begin = self._first
        starts: list[int] = (self._words.starts[begin : begin + self._count] - self._offset).tolist()
        return starts

    def find(self, skip: int, borrowed: Callable[[int, int], bool]) -> tuple[News, ...]:
        """Return what is new behind the first characters, in order.

        `borrowed` says whether another story has had the words from one to another.
        """
        if not self._new and not self._numbers:
            return ()
        sentences = [self._counted(sentence) for sentence in islice(sentences_of(self._text, skip), MAX_SENTENCES)]
        blocks = [list(run) for _, run in groupby(sentences, key=lambda one: one.may_be_foreign)]
        found: list[News] = []
        for number, block in enumerate(blocks):
            if number and block[0].may_be_foreign and self._is_foreign(block, borrowed):
                continue
            for one in block:
                # What a paragraph is takes longest to decide, and most paragraphs have nothing new.
                pieces = list(islice(self._news(one), MAX_NEWS - len(found)))
                if pieces and not self._is_furniture(one.sentence.paragraph):
                    found.extend(pieces)
        return tuple(found)

    def _is_furniture(self, paragraph: tuple[int, int]) -> bool:
        return is_furniture(self._text[slice(*paragraph)])

    def _counted(self, sentence: Sentence) -> _Counted:
        first = self._first + bisect_left(self._starts, sentence.start)
        last = self._first + bisect_left(self._starts, sentence.end)
        content = range(bisect_left(self._places, first), bisect_left(self._places, last))
        new = self._new[bisect_left(self._new, content.start) : bisect_left(self._new, content.stop)]
        return _Counted(sentence, first, last, content, new)

    def _is_foreign(self, block: Sequence[_Counted], borrowed: Callable[[int, int], bool]) -> bool:
        """Return whether sentences are of another story: it had them, or they share next to nothing with this one."""
        first, last = block[0].first, block[-1].last
        if last - first < FOREIGN_WORDS or last - first > FOREIGN_PART * self._count:
            return False
        return self._shares_nothing(block) or borrowed(first, last)

    def _shares_nothing(self, block: Sequence[_Counted]) -> bool:
        content = [place for one in block for place in one.content]
        new = {place for one in block for place in one.new}
        capitals = [place for place in content if self._word(self._places[place])[0].isupper()]
        known = sum(place not in new for place in capitals)
        return len(content) - len(new) < FOREIGN_SHARE * len(content) and known < FOREIGN_NAMES * max(1, len(capitals))

    def _news(self, one: _Counted) -> Iterator[News]:
        for first, last, kind in self._numbers:
            if one.first <= first < one.last:
                yield self._piece(kind, first, last)
        if not one.new:
            return
        names: set[int] = set()
        few = len(one.new) <= MAX_LOOKED_AT
        for places in islice(self._capitalised(one), MAX_NAMES):
            names.update(places)
            if not self._is_another_form([self._word(place) for place in places], few=few):
                yield self._piece(NewsKind.NAME, places[0], places[-1])
        yield from self._new_text(one, [index for index in one.new if self._places[index] not in names])

    def _new_text(self, one: _Counted, new: list[int]) -> Iterator[News]:
        """Yield a sentence, or its quotation, where words of it are new in every form."""
        content = len({self._content[place] for place in one.content})
        words = {self._content[index]: self._word(self._places[index]) for index in new}
        count = len(words)
        short = content <= SHORT_PARAGRAPH and one.is_paragraph
        if count <= MAX_LOOKED_AT and (short or _enough(count, content)):
            count = sum(map(self._is_fresh, words.values()))
        if not (short and count) and not _enough(count, content):
            return
        quoted = _QUOTED.search(self._text, one.sentence.start, one.sentence.end)
        if quoted:
            yield News(start=quoted.start(), end=quoted.end(), kind=NewsKind.QUOTATION)
        else:
            yield News(start=one.sentence.start, end=one.sentence.end, kind=NewsKind.TEXT)

    def _is_fresh(self, word: str) -> bool:
        """Return whether the story has had a new word in no other form either."""
        return not (has_other_ending(word, self._had) or has_misspelled(word, self._had))

    def _piece(self, kind: NewsKind, first: int, last: int) -> News:
        words = self._words
        return News(start=int(words.starts[first]) - self._offset, end=int(words.ends[last]) - self._offset, kind=kind)

    def _word(self, place: int) -> str:
        return self._words.text[int(self._words.starts[place]) : int(self._words.ends[place])]

    def _capitalised(self, one: _Counted) -> Iterator[list[int]]:
        """Yield the runs of new words that are capitalised inside the sentence."""
        words = [self._word(place) for place in range(one.first, one.last)]
        if sum(word[0].isupper() for word in words) > SHOUTED * len(words):
            return
        capitals = [place for index in one.new if self._is_capital_inside(place := self._places[index], one.first)]
        for _, run in groupby(enumerate(capitals), key=lambda pair: pair[1] - pair[0]):
            yield [place for _, place in run]

    def _is_capital_inside(self, place: int, first: int) -> bool:
        """Return whether a word is capitalised, and not because a sentence or a quotation begins with it."""
        if place == first or not self._word(place)[0].isupper():
            return False
        before = self._words.text[int(self._words.ends[place - 1]) : int(self._words.starts[place])]
        return _OPENING.isdisjoint(before)

    def _is_another_form(self, named: list[str], *, few: bool) -> bool:
        """Return whether a name is the outlet's, an acronym, one spelled out, or one that the story has otherwise."""
        if "".join(named).casefold() in self._outlet:
            return True
        if len(named) == 1 and named[0].isupper() and len(named[0]) <= ACRONYM_CHARS:
            return True
        if has_initials(named, self._had):
            return True
        return few and not any(map(self._is_fresh, named))


def _enough(new: int, content: int) -> bool:
    """Return whether so many new words among the content words of a sentence are news."""
    return new >= max(NEW_WORDS, NEW_SHARE * content) or new >= max(FEW_WORDS, FEW_SHARE * content)
