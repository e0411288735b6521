"""What is new in one text, word by word: the words, numbers and turns that its story has not had."""

from __future__ import annotations

from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from schemas import News, NewsKind
from streams.dedup.forms import Forms
from streams.dedup.headline import is_alike
from streams.dedup.sentences import sentences_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from streams.dedup.said import Said
    from streams.dedup.terms import Terms
    from streams.dedup.words import Words


MAX_SENTENCES: Final = 600
"""Sentences looked at: no article is longer, and hostile ones must not hold up the others."""


class Counted(NamedTuple):
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


def size(some: slice) -> int:
    """Return how many words a slice has."""
    count: int = some.stop - some.start
    return count


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
        announced: Callable[[], frozenset[str]] = frozenset,
    ) -> None:
        """Take the words of the text at a place.

        `changed` are numbers that were others in the same words; `outlet` is what the publisher calls itself;
        `announced` gives the words of the headline that no headline of the story has had.
        """
        self.words = words
        self.place = place
        self.terms = terms
        self.said = said
        self.changed = changed
        self.language = language
        self._announced = announced
        self.offset = words.offsets[place]
        self.bounds = words.first[place], words.first[place + 1]
        self._outlet = outlet
        every = terms.every
        lacking = said.lacks(every)
        turning = terms.turns.turning(terms.content, said)
        self.numbers: list[tuple[int, int, NewsKind]] = []
        """The numbers that are new, each with its first and last word."""
        self.new: NDArray[np.intp] = np.empty(0, np.intp)
        """The content words that are new, by their place among those of the text."""
        self.turned: list[int] = []
        """The words that turn the report round."""
        if changed or turning or lacking.any():  # as in few copies
            self.numbers = list(self._new_numbers(frozenset(every[lacking].tolist())))
            self.new = said.lacks(terms.content).nonzero()[0]
            turned: list[int] = terms.places.take(turning).tolist()
            self.turned = [word for word in turned if not self.forms.is_part(word)]

    def __bool__(self) -> bool:
        """Whether anything is new."""
        return bool(self.numbers or self.turned or len(self.new))

    def _new_numbers(self, lacking: frozenset[int]) -> Iterator[tuple[int, int, NewsKind]]:
        for first, last, term, figures, counted in self.terms.numbers:
            if term in lacking:
                if not self.forms.is_known_number(first, last):
                    yield first, last, NewsKind.NUMBER
            elif (self.changed and not self.changed.isdisjoint(range(first, last + 1))) or (
                figures and lacking.issuperset(figures)
            ):
                yield first, last, NewsKind.FIGURE
            elif not figures and self._counts_anew(counted, lacking):
                yield first, last, NewsKind.NUMBER

    def _counts_anew(self, counted: tuple[int, ...], lacking: frozenset[int]) -> bool:
        """Return whether the story has counted what a number counts, but not with this number."""
        return bool(counted) and counted[0] in lacking and self.said.has_any(np.array(counted[1:], np.uint32))

    @cached_property
    def forms(self) -> Forms:
        """The other forms in which the story has had the words."""
        return Forms(self.words, self.place, self.said, outlet=self._outlet, language=self.language)

    @cached_property
    def text(self) -> str:
        """The text as it is written."""
        return self.words.text[self.offset : self.words.text_end(self.place)]

    @cached_property
    def announced(self) -> frozenset[str]:
        """The words of the headline that no headline of the story has had."""
        return self._announced()

    def is_announced(self, word: int) -> bool:
        """Return whether a word is what the headline has to tell: `agreed` under "Front agrees to truce"."""
        if not self.announced or not is_alike(self.forms.word(word).casefold(), self.announced):
            return False
        return self.forms.is_fresh(word) and not self.forms.has_other_wording(word)

    @cached_property
    def casualties(self) -> list[int]:
        """The first words of the dead, the injured or the missing, where the story has had none."""
        return [word for word, kind in self.terms.casualties if word in self.new_places and not self.said.has_any(kind)]

    @cached_property
    def harming(self) -> list[int]:
        """Where there is a casualty figure, or the first word of the dead, injured or missing."""
        figures = (number.first for number in self.terms.numbers if number.figures)
        return [*figures, *self.casualties]

    @cached_property
    def figures(self) -> frozenset[int]:
        """Where the numbers begin that have a casualty word beside them, by character."""
        firsts = (number.first for number in self.terms.numbers if number.figures)
        return frozenset(int(self.words.starts[first]) - self.offset for first in firsts)

    @cached_property
    def capitals(self) -> NDArray[np.bool_]:
        """Which content words are capitalised."""
        return self.words.capitals.take(self.terms.places)

    @cached_property
    def new_places(self) -> list[int]:
        """Where the new content words stand among all words."""
        places: list[int] = self.terms.places.take(self.new).tolist()
        return places

    @cached_property
    def new_terms(self) -> list[int]:
        """The terms of the new content words."""
        terms: list[int] = self.terms.content.take(self.new).tolist()
        return terms

    @cached_property
    def new_capitals(self) -> list[bool]:
        """Which new content words are capitalised."""
        capitals: list[bool] = self.capitals.take(self.new).tolist()
        return capitals

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
    new_places = sorted([*novelty.new_places, *(first for first, _, _ in novelty.numbers), *novelty.turned])
    at = (words.starts.take(new_places) - offset).tolist()
    sentences = list(islice(sentences_of(novelty.text, skip, at), MAX_SENTENCES))
    begin, end = novelty.bounds
    edges = np.array([edge for one in sentences for edge in (one.start, one.end)], np.intp) + offset
    within = words.starts[begin:end].searchsorted(edges) + begin
    content = novelty.terms.places.searchsorted(within)
    new = novelty.new.searchsorted(content)
    ranges = zip(_in_pairs(within), _in_pairs(content), _in_pairs(new), strict=True)
    return [
        Counted(one.start, one.end, one.paragraph, first, last, slice(*its_content), slice(*its_new))
        for one, ((first, last), its_content, its_new) in zip(sentences, ranges, strict=True)
    ]


def _in_pairs(edges: NDArray[np.intp]) -> Iterator[tuple[int, int]]:
    """Yield numbers two by two."""
    numbers: list[int] = edges.tolist()
    return zip(numbers[::2], numbers[1::2], strict=True)
