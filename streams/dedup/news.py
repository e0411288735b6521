"""What an article adds to its story: the numbers, figures, names, quotations and sentences that are new in it."""

from __future__ import annotations

import re
from functools import cache, cached_property
from itertools import groupby, islice, pairwise
from operator import attrgetter
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from schemas import News, NewsKind
from streams.dedup.forms import Forms
from streams.dedup.headline import is_alike
from streams.dedup.lexicon import UNIT, lexicon, rows
from streams.dedup.page_speech import PageSpeech
from streams.dedup.sentences import sentences_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from streams.dedup.said import Said
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
SHORT_SENTENCE: Final = 3
"""In a sentence of so few content words one new word is enough: `The mayor resigned.`"""
FOREIGN_SENTENCE: Final = 0.6
"""Share of new content words from which a sentence may be of another story."""
FOREIGN_WORDS: Final = 25
"""Words of such sentences together from which that can be decided: fewer say too little."""
FOREIGN_SHARE: Final = 0.1
"""Share of their content words, at most, that the rest of the story has then,"""
FOREIGN_NAMES: Final = 0.2
"""and share of their capitalised words."""
FOREIGN_PART: Final = 0.34
"""Part of the article's words, at most, that they are then: a story that was cut before goes on with more.

What another story has had may be a larger part: it is no news, wherever it stands."""
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
MAX_SENTENCES: Final = 600
"""Sentences looked at: no article is longer, and hostile ones must not hold up the others."""
MAX_NAMES: Final = 32
"""Runs of capitalised words looked at in one sentence."""
MAX_NEWS: Final = 16
"""Pieces of news named in a verdict: the first are enough for people."""
SHOUTED: Final = 0.6
"""Share of capitalised words from which capitals tell no names: a sentence in capitals, or a list of titles."""
SHARED_PART: Final = 0.25
"""A sentence that has no larger part of its content words from the story shares next to nothing with it."""
_QUOTED: Final = re.compile(r"[\"“„«][^\"“”„«»]{8,600}[\"”“»]")
_OPENING: Final = frozenset('"“„«:')


class _Counted(NamedTuple):
    """A sentence with its words, by their place among all words; ends exclusive."""

    start: int
    end: int
    paragraph: tuple[int, int]
    first: int
    last: int
    content: slice
    """Its content words, by their place among those of the text."""
    new: slice
    """Those of them that are new, by their place among all that are."""

    @property
    def may_be_foreign(self) -> bool:
        """Whether it is new enough to be of another story."""
        return _size(self.new) >= FOREIGN_SENTENCE * _size(self.content)


def _size(some: slice) -> int:
    size: int = some.stop - some.start
    return size


class NewsFinder:
    """Finds what one text adds to what was said."""

    def __init__(
        self,
        words: Words,
        place: int,
        terms: Terms,
        said: Said,
        *,
        changed: frozenset[int],
        outlet: str,
        language: str,
        announced: Callable[[], frozenset[str]] = frozenset,
    ) -> None:
        """Take the words of the text at a place.

        `changed` are numbers that were others in the same words; `outlet` is what the publisher calls itself;
        `announced` gives the words of the headline that no headline of the story has had.
        """
        self._language = language
        self._announced = announced
        self._forms = Forms(words, place, said, outlet=outlet, language=language)
        self._words = words
        self._place = place
        self._changed = changed
        self._offset = words.offsets[place]
        self._terms = terms
        self._said = said

    def find(self, skip: int, lender: Callable[[int, int], Said | None]) -> tuple[News, ...]:
        """Return what is new behind the first characters, in order.

        `lender` gives what another story has said that has had the words from one to another.
        """
        every = self._terms.every
        lacking = self._said.lacks(every)
        turning = self._terms.turns.turning(self._terms.content, self._said)
        if not self._changed and not turning and not lacking.any():  # as in most copies
            return ()
        self._numbers = list(self._new_numbers(frozenset(every[lacking].tolist())))
        self._new = self._said.lacks(self._terms.content).nonzero()[0]
        turned: list[int] = self._terms.places.take(turning).tolist()
        self._turned = [place for place in turned if not self._forms.is_part(place)]
        if not len(self._new) and not self._numbers and not self._turned:
            return ()
        self._casualties = [
            place
            for place, kind in self._terms.casualties
            if place in self._new_places and not self._said.has_any(kind)
        ]
        return tuple(self._found(skip, lender))

    def _new_numbers(self, lacking: frozenset[int]) -> Iterator[tuple[int, int, NewsKind]]:
        """Yield the numbers that are new, each with its first and last word."""
        for first, last, term, figures, counted in self._terms.numbers:
            if term in lacking:
                if not self._forms.is_known_number(first, last):
                    yield first, last, NewsKind.NUMBER
            elif (self._changed and not self._changed.isdisjoint(range(first, last + 1))) or (
                figures and lacking.issuperset(figures)
            ):
                yield first, last, NewsKind.FIGURE
            elif not figures and self._counts_anew(counted, lacking):
                yield first, last, NewsKind.NUMBER

    def _counts_anew(self, counted: tuple[int, ...], lacking: frozenset[int]) -> bool:
        """Return whether the story has counted what a number counts, but not with this number."""
        return bool(counted) and counted[0] in lacking and self._said.has_any(np.array(counted[1:], np.uint32))

    def _found(self, skip: int, lender: Callable[[int, int], Said | None]) -> list[News]:
        self._text = self._words.text[self._offset : self._words.text_end(self._place)]
        self._page = PageSpeech(self._text, self._language)
        found: list[News] = []
        for number, (_, run) in enumerate(groupby(self._counted(skip), key=attrgetter("may_be_foreign"))):
            block = list(run)
            if number and block[0].may_be_foreign and block[-1].last - block[0].first >= FOREIGN_WORDS:
                # Lines of the page behind a sentence of news don't make a story of its own of it.
                block = [one for one in block if not self._speaks_like_a_page(one)]
                if not block or self._is_foreign(block, lender):
                    continue
            for one in block:
                # What a paragraph is takes longest to decide, and most paragraphs have nothing new.
                pieces = self._news(one)[: MAX_NEWS - len(found)]
                if pieces:
                    found.extend(self._not_furniture(one, pieces))
        return found

    def _not_furniture(self, one: _Counted, pieces: list[News]) -> list[News]:
        """Return the news of a sentence without what a page or an outlet adds; of a caption only the figures.

        A paragraph that opens as furniture is furniture.
        """
        sentence = one.start, one.end
        if self._page.tells_nothing(sentence, one.paragraph) or self._speaks_like_a_page(one):
            return []
        if self._page.captions(sentence, one.paragraph):
            return [piece for piece in pieces if piece.start in self._figures]
        return pieces

    def _speaks_like_a_page(self, one: _Counted) -> bool:
        """Return whether a sentence speaks like a page; one that has casualties does not."""
        if self._has_any(one, self._harming):
            return False
        return self._page.says(
            (one.start, one.end),
            one.paragraph,
            shares=_size(one.content) - _size(one.new) > SHARED_PART * _size(one.content),
            turns=self._has_any(one, self._turned),
        )

    @staticmethod
    def _has_any(one: _Counted, places: Sequence[int]) -> bool:
        """Return whether one of some words stands in a sentence."""
        return any(one.first <= place < one.last for place in places)

    @cached_property
    def _harming(self) -> list[int]:
        """Where there is a casualty figure, or the first word of the dead, injured or missing."""
        figures = (number.first for number in self._terms.numbers if number.figures)
        return [*figures, *self._casualties]

    @cached_property
    def _figures(self) -> frozenset[int]:
        """Where the numbers begin that have a casualty word beside them."""
        firsts = (number.first for number in self._terms.numbers if number.figures)
        return frozenset(int(self._words.starts[first]) - self._offset for first in firsts)

    def _counted(self, skip: int) -> list[_Counted]:
        """Return the sentences with their words; a paragraph with nothing new in it counts as one."""
        new_places = sorted([*self._new_places, *(first for first, _, _ in self._numbers), *self._turned])
        at = (self._words.starts.take(new_places) - self._offset).tolist()
        sentences = list(islice(sentences_of(self._text, skip, at), MAX_SENTENCES))
        begin, end = self._words.first[self._place : self._place + 2]
        edges = np.array([edge for one in sentences for edge in (one.start, one.end)], np.intp) + self._offset
        words = self._words.starts[begin:end].searchsorted(edges) + begin
        content = self._terms.places.searchsorted(words)
        new = self._new.searchsorted(content)
        ranges = zip(_in_pairs(words), _in_pairs(content), _in_pairs(new), strict=True)
        return [
            _Counted(one.start, one.end, one.paragraph, first, last, slice(*its_content), slice(*its_new))
            for one, ((first, last), its_content, its_new) in zip(sentences, ranges, strict=True)
        ]

    @cached_property
    def _capitals(self) -> NDArray[np.bool_]:
        """Which content words are capitalised."""
        return self._words.capitals.take(self._terms.places)

    @cached_property
    def _new_places(self) -> list[int]:
        """Where the new content words stand among all words."""
        places: list[int] = self._terms.places.take(self._new).tolist()
        return places

    @cached_property
    def _new_terms(self) -> list[int]:
        terms: list[int] = self._terms.content.take(self._new).tolist()
        return terms

    @cached_property
    def _new_capitals(self) -> list[bool]:
        """Which new content words are capitalised."""
        capitals: list[bool] = self._capitals.take(self._new).tolist()
        return capitals

    def _is_foreign(self, block: Sequence[_Counted], lender: Callable[[int, int], Said | None]) -> bool:
        """Return whether sentences are of another story: it had them, or they share next to nothing with this one."""
        first, last = block[0].first, block[-1].last
        if last - first < FOREIGN_WORDS:
            return False
        words = self._words.first[self._place + 1] - self._words.first[self._place]
        if last - first <= FOREIGN_PART * words and self._shares_nothing(block):
            return True
        theirs = lender(first, last)
        return theirs is not None and not self._adds_to(theirs, block)

    def _adds_to(self, theirs: Said, block: Sequence[_Counted]) -> bool:
        """Return whether sentences that another story has had hold a number, figure or name that it has not had."""
        names = [
            term
            for one in block
            for term, capital in zip(self._new_terms[one.new], self._new_capitals[one.new], strict=True)
            if capital
        ]
        first, last = block[0].first, block[-1].last
        new = {place for place, _, _ in self._numbers if first <= place < last}
        numbers = [
            term for number in self._terms.numbers if number.first in new for term in number[2:3] + number.figures
        ]
        return bool(theirs.lacks(np.array([*names, *numbers], np.uint32)).any())

    def _shares_nothing(self, block: Sequence[_Counted]) -> bool:
        content = sum(_size(one.content) for one in block)
        new = sum(_size(one.new) for one in block)
        if content - new >= FOREIGN_SHARE * content:
            return False
        capitals = sum(int(np.count_nonzero(self._capitals[one.content])) for one in block)
        known = capitals - sum(sum(self._new_capitals[one.new]) for one in block)
        return known < FOREIGN_NAMES * max(1, capitals)

    def _news(self, one: _Counted) -> list[News]:
        """Return what is new in a sentence, at most the pieces that a verdict names."""
        pieces = list(islice(self._told(one, frozenset()), MAX_NEWS))
        otherwise = self._worded_otherwise(one) if pieces else frozenset()
        return list(islice(self._told(one, otherwise), MAX_NEWS)) if otherwise else pieces

    def _told(self, one: _Counted, otherwise: frozenset[int]) -> Iterator[News]:
        for first, last, kind in self._numbers:
            if one.first <= first < one.last and not (first in otherwise and self._may_be_reworded(first, last)):
                yield self._piece(kind, first, last)
        for place in self._casualties:
            if one.first <= place < one.last:
                yield self._piece(NewsKind.FIGURE, place, place)
        for place in self._turned:
            if one.first <= place < one.last and place not in otherwise:
                yield self._piece(NewsKind.TEXT, place, place)
        if not _size(one.new):
            return
        names: set[int] = set()
        few = _size(one.new) <= MAX_LOOKED_AT
        for places in islice(self._capitalised(one), MAX_NAMES):
            names.update(places)
            if not self._forms.is_another_name(places, few=few):
                yield self._piece(NewsKind.NAME, places[0], places[-1])
        pairs = zip(self._new_terms[one.new], self._new_places[one.new], strict=True)
        known = names | otherwise
        yield from self._new_text(one, {term: place for term, place in pairs if place not in known})

    def _worded_otherwise(self, one: _Counted) -> frozenset[int]:
        """Return the words of a sentence of the story that stand in a phrase of which it has had another wording."""
        known = _size(one.content) - _size(one.new)
        if known < LEAST_OUTSIDE or _size(one.new) > MOST_REPHRASED * _size(one.content):
            return frozenset()
        within = self._forms.in_other_phrases(one.first, one.last)
        outside = set(self._terms.places[one.content].tolist()).difference(within, self._new_places[one.new])
        return within if len(outside) >= LEAST_OUTSIDE else frozenset()

    def _may_be_reworded(self, first: int, last: int) -> bool:
        """Return whether a number may be another wording: none of casualties, or that was another in the same words."""
        if not self._changed.isdisjoint(range(first, last + 1)):
            return False
        return int(self._words.starts[first]) - self._offset not in self._figures

    def _new_text(self, one: _Counted, new: dict[int, int]) -> Iterator[News]:
        """Yield a sentence, or its quotation, where words of it are new in every form; `new` has their places."""
        counted = [place for place in new.values() if self._forms.word(place).casefold() in _ordinals(self._language)]
        if counted:
            yield from (self._piece(NewsKind.NUMBER, place, place) for place in counted)
            return
        if not new or (len(new) < FEW_WORDS and _size(one.content) > SHORT_SENTENCE):
            # as in most sentences
            told = (
                place for place in new.values() if self._is_announced(place) or self._forms.is_another_measure(place)
            )
            yield from (self._piece(NewsKind.TEXT, place, place) for place in told)
            return
        content = len(set(self._terms.content[one.content].tolist()))
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
        quoted = _QUOTED.search(self._text, one.start, one.end)
        if quoted:
            yield News(start=quoted.start(), end=quoted.end(), kind=NewsKind.QUOTATION)
        else:
            yield News(start=one.start, end=one.end, kind=NewsKind.TEXT)

    def _is_announced(self, place: int) -> bool:
        """Return whether a word is what the headline has to tell: `agreed` under "Front agrees to truce"."""
        if not is_alike(self._forms.word(place).casefold(), self._announced()):
            return False
        return self._forms.is_fresh(place) and not self._forms.has_other_wording(place)

    def _stand_together(self, one: _Counted, new: dict[int, int]) -> bool:
        """Return whether two of some new words have no other content word between them: `a tyre burst`.

        Units don't count: `metric tons` for `tonnes` is another house style.
        """
        if len(new) < FEW_WORDS:
            return False
        units = _units(self._language)
        pairs = zip(self._new[one.new].tolist(), self._new_terms[one.new], strict=True)
        places = [content for content, term in pairs if term in new and term not in units]
        return any(after - before == 1 for before, after in pairwise(places))

    def _reworded(self, one: _Counted, new: dict[int, int]) -> dict[int, int]:
        """Return the new words of a sentence that are no other wording of what the story has had.

        Only a sentence that shares most of its words with the story is taken for one that is put otherwise.
        """
        if len(new) > MOST_REWORDED * _size(one.content):
            return new
        return {term: place for term, place in new.items() if not self._forms.has_other_wording(place)}

    def _piece(self, kind: NewsKind, first: int, last: int) -> News:
        words = self._words
        return News(start=int(words.starts[first]) - self._offset, end=int(words.ends[last]) - self._offset, kind=kind)

    def _capitalised(self, one: _Counted) -> Iterator[list[int]]:
        """Yield the runs of new words that are capitalised inside the sentence."""
        pairs = zip(self._new_places[one.new], self._new_capitals[one.new], strict=True)
        capitals = [place for place, capital in pairs if capital and self._is_inside(place, one.first)]
        if not capitals:
            return
        if np.count_nonzero(self._words.capitals[one.first : one.last]) > SHOUTED * (one.last - one.first):
            return
        for _, run in groupby(enumerate(capitals), key=lambda pair: pair[1] - pair[0]):
            yield [place for _, place in run]

    def _is_inside(self, place: int, first: int) -> bool:
        """Return whether a word has its capital not because a sentence or a quotation begins with it."""
        if place == first:
            return False
        before = self._words.text[int(self._words.ends[place - 1]) : int(self._words.starts[place])]
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


def _in_pairs(edges: NDArray[np.intp]) -> Iterator[tuple[int, int]]:
    """Yield numbers two by two."""
    numbers: list[int] = edges.tolist()
    return zip(numbers[::2], numbers[1::2], strict=True)
