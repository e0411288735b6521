"""What is new in one text, word by word: the words, numbers and turns that its story has not had."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice, pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from schemas import News, NewsKind
from streams.dedup.amounts import hash_of
from streams.dedup.calendar_days import is_month
from streams.dedup.forms import Forms
from streams.dedup.headline import is_alike, subject_words
from streams.dedup.said import Said
from streams.dedup.sentences import sentences_of
from streams.dedup.terms import Terms
from streams.dedup.words import Words

_BESIDE: Final = 2
"""Words from a number to the next one where one word is between."""
MAX_SENTENCES: Final = 600
"""Sentences looked at: no article is longer, and hostile ones must not hold up the others."""


class Counted(NamedTuple):
    """A sentence with its words, by their place among all words; ends exclusive."""

    start: int
    end: int
    paragraph: tuple[int, int]
    first: int
    last: int
    content_first: int
    """Its content words, by their place among those of the text,"""
    content_last: int
    new_first: int
    """and those of them that are new, by their place among all that are."""
    new_last: int
    content: int
    """How many content words it has,"""
    new: int
    """and how many new ones."""


class Novelty:
    """Knows what is new in one text. Words are named by their place among all words that were read with it."""

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
        headline: str = "",
        announced: Callable[[], frozenset[str]] = frozenset,
    ) -> None:
        """Take the words of the text at a place.

        `changed` are numbers that were others in the same words; `outlet` is what the publisher calls itself,
        `headline` that of the text;
        `announced` gives the words of the headline that no headline of the story has had.
        """
        self.words = words
        self.place = place
        self.terms = terms
        self.said = said
        self.changed = changed
        self.language = language
        self._headline = headline
        self._announced = announced
        self._announced_words: frozenset[str] | None = None
        self.offset = words.offsets[place]
        self.text = ""
        """The text as it is written; empty where nothing is new."""
        self.bounds = words.first[place], words.first[place + 1]
        self.forms = Forms(words, place, said, outlet=outlet, language=language)
        """The other forms in which the story has had the words."""
        self.numbers: list[tuple[int, int, NewsKind]] = []
        """The numbers that are new, each with its first and last word."""
        self.new: list[int] = []
        """The content words that are new, by their place among those of the text."""
        self.new_places: list[int] = []
        """Where they stand among all words,"""
        self.new_terms: list[int] = []
        """their terms,"""
        self.new_capitals: list[bool] = []
        """and which of them are capitalised."""
        self.turned: list[int] = []
        """The words that turn the report round."""
        self.casualties: list[int] = []
        """The first words of the dead, the injured or the missing, where the story has had none."""
        self.harming: list[int] = []
        """Where there is a casualty figure, or the first word of the dead, injured or missing."""
        self.figures: frozenset[int] = frozenset()
        """Where the numbers begin that have a casualty word beside them, by character."""
        every = terms.every
        lacking = said.lacks(every)
        turning = terms.turns.turning(terms.content, said)
        if changed or turning or lacking.any():  # as in few copies
            self._find(frozenset(every[lacking].tolist()), turning)

    def _find(self, lacking: frozenset[int], turning: list[int]) -> None:
        """Find what is new, given the terms that the story lacks and the content words that turn it round."""
        terms = self.terms
        self.numbers = self._new_numbers(lacking)
        new = self.said.lacks(terms.content).nonzero()[0]
        turned: list[int] = terms.places.take(turning).tolist()
        self.turned = [word for word in turned if not self.forms.is_part(word)]
        if not (len(new) or self.numbers or self.turned):
            return
        places = terms.places.take(new)
        self.new = new.tolist()
        self.new_places = places.tolist()
        self.new_terms = terms.content.take(new).tolist()
        self.new_capitals = self.words.capitals.take(places).tolist()
        self.text = self.words.text[self.offset : self.words.text_end(self.place)]
        self.casualties = [
            word for word, kind in terms.casualties if word in self.new_places and not self.said.has_any(kind)
        ]
        figures = [number.first for number in terms.numbers if number.figures]
        self.harming = [*figures, *self.casualties]
        self.figures = frozenset([int(self.words.starts[first]) - self.offset for first in figures])

    def __bool__(self) -> bool:
        """Whether anything is new."""
        return bool(self.numbers or self.turned or self.new)

    def _new_numbers(self, lacking: frozenset[int]) -> list[tuple[int, int, NewsKind]]:
        found: list[tuple[int, int, NewsKind]] = []
        scores = self._scores(lacking)
        for first, last, term, figures, counted, value in self.terms.numbers:
            if term in lacking:
                if not self.forms.is_known_number(first, last, value) and first not in scores:
                    found.append((first, last, NewsKind.NUMBER))
            elif (self.changed and not self.changed.isdisjoint(range(first, last + 1))) or (
                figures and lacking.issuperset(figures)
            ):
                found.append((first, last, NewsKind.FIGURE))
            elif not figures and self._counts_anew(counted, lacking):
                found.append((first, last, NewsKind.NUMBER))
        if self.changed:
            read = {place for first, last, *_ in self.terms.numbers for place in range(first, last + 1)}
            found += [(place, place, NewsKind.NUMBER) for place in sorted(self.changed - read) if self._is_day(place)]
        return found

    def _scores(self, lacking: frozenset[int]) -> frozenset[int]:
        """Return where numbers begin that make a score in words that the story has had in digits: `five to two`."""
        found: set[int] = set()
        if not lacking:
            return frozenset()
        for one, other in pairwise(self.terms.numbers):
            beside = other.first - one.last == _BESIDE and self.forms.word(one.last + 1) == "to"
            if beside and self.said.has_one(hash_of(f"{one.value}-{other.value}")):
                found |= {one.first, other.first}
        return frozenset(found)

    def _is_day(self, place: int) -> bool:
        """Return whether digits are the day of a month: `a hearing is set for September 6`."""
        begin, end = self.bounds
        beside = [near for near in (place - 1, place + 1) if begin <= near < end]
        return any(is_month(self.forms.word(near), self.language) for near in beside)

    def _counts_anew(self, counted: tuple[int, ...], lacking: frozenset[int]) -> bool:
        """Return whether the story has counted what a number counts, but not with this number."""
        return bool(counted) and counted[0] in lacking and any(self.said.has_one(term) for term in counted[1:])

    def is_on_subject(self, one: Counted) -> bool:
        """Return whether a sentence has a content word of the headline, in any form."""
        subject = subject_words(self._headline)
        places: list[int] = self.terms.places[one.content_first : one.content_last].tolist()
        return bool(subject) and any(is_alike(self.forms.word(place).casefold(), subject) for place in places)

    def announced(self) -> frozenset[str]:
        """Return the words of the headline that no headline of the story has had."""
        if self._announced_words is None:
            self._announced_words = self._announced()
        return self._announced_words

    def is_announced(self, word: int) -> bool:
        """Return whether a word is what the headline has to tell: `agreed` under "Front agrees to truce"."""
        announced = self.announced()
        if not announced or not is_alike(self.forms.word(word).casefold(), announced):
            return False
        return self.forms.is_fresh(word) and not self.forms.has_other_wording(word)

    def capitals_in(self, one: Counted) -> int:
        """Return how many content words of a sentence are capitalised."""
        capitals = self.words.capitals.take(self.terms.places[one.content_first : one.content_last])
        return int(np.count_nonzero(capitals))

    def piece(self, kind: NewsKind, first: int, last: int) -> News:
        """Return the words from one to another as a piece of news."""
        words = self.words
        return News(start=int(words.starts[first]) - self.offset, end=int(words.ends[last]) - self.offset, kind=kind)


def has_any(one: Counted, places: Sequence[int]) -> bool:
    """Return whether one of some words stands in a sentence."""
    return any(one.first <= place < one.last for place in places)


def counted(novelty: Novelty, skip: int) -> list[Counted]:
    """Return the sentences of a text with their words; a paragraph with nothing new in it counts as one."""
    words, offset = novelty.words, novelty.offset
    new_places = sorted([*novelty.new_places, *[first for first, _, _ in novelty.numbers], *novelty.turned])
    at = (words.starts.take(new_places) - offset).tolist()
    sentences = list(islice(sentences_of(novelty.text, skip, at), MAX_SENTENCES))
    begin, end = novelty.bounds
    edges = np.array([edge for one in sentences for edge in (one.start, one.end)], np.intp) + offset
    within = words.starts[begin:end].searchsorted(edges) + begin
    content = novelty.terms.places.searchsorted(within)
    new = np.array(novelty.new, np.intp).searchsorted(content)
    ranges = zip(_in_pairs(within), _in_pairs(content), _in_pairs(new), strict=True)
    return [
        Counted(
            one.start,
            one.end,
            one.paragraph,
            first,
            last,
            content_first,
            content_last,
            new_first,
            new_last,
            content_last - content_first,
            new_last - new_first,
        )
        for one, ((first, last), (content_first, content_last), (new_first, new_last)) in zip(
            sentences, ranges, strict=True
        )
    ]


def _in_pairs(edges: NDArray[np.intp]) -> Iterator[tuple[int, int]]:
    """Yield numbers two by two."""
    numbers: list[int] = edges.tolist()
    return zip(numbers[::2], numbers[1::2], strict=True)
