"""What an article adds to its story: the numbers, figures, names, quotations and sentences that are new in it."""

from __future__ import annotations

from itertools import groupby, islice
from typing import TYPE_CHECKING, Final

import numpy as np

from streams.dedup.novelty import Counted, Novelty, has_any, size
from streams.dedup.page_speech import PageSpeech
from streams.dedup.sentence_news import MAX_NEWS, SentenceNews
from streams.dedup.sentences import sentences_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from schemas import News
    from streams.dedup.said import Said
    from streams.dedup.terms import Terms
    from streams.dedup.words import Words

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
MAX_SENTENCES: Final = 600
"""Sentences looked at: no article is longer, and hostile ones must not hold up the others."""
SHARED_PART: Final = 0.25
"""A sentence that has no larger part of its content words from the story shares next to nothing with it."""


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
        self._novelty = Novelty(words, place, terms, said, changed=changed, outlet=outlet, language=language)
        self._sentence = SentenceNews(self._novelty, announced)

    def find(self, skip: int, lender: Callable[[int, int], Said | None]) -> tuple[News, ...]:
        """Return what is new behind the first characters, in order.

        `lender` gives what another story has said that has had the words from one to another.
        """
        if not self._novelty:
            return ()
        self._page = PageSpeech(self._novelty.text, self._novelty.language)
        return tuple(self._found(skip, lender))

    def _found(self, skip: int, lender: Callable[[int, int], Said | None]) -> list[News]:
        found: list[News] = []
        for number, (_, run) in enumerate(groupby(self._counted(skip), key=_may_be_foreign)):
            block = list(run)
            if number and _may_be_foreign(block[0]) and block[-1].last - block[0].first >= FOREIGN_WORDS:
                # Lines of the page behind a sentence of news don't make a story of its own of it.
                block = [one for one in block if not self._speaks_like_a_page(one)]
                if not block or self._is_foreign(block, lender):
                    continue
            for one in block:
                # What a paragraph is takes longest to decide, and most paragraphs have nothing new.
                pieces = self._sentence.pieces(one)[: MAX_NEWS - len(found)]
                if pieces:
                    found.extend(self._not_furniture(one, pieces))
        return found

    def _not_furniture(self, one: Counted, pieces: list[News]) -> list[News]:
        """Return the news of a sentence without what a page or an outlet adds; of a caption only the figures.

        A paragraph that opens as furniture is furniture.
        """
        sentence = one.start, one.end
        if self._page.tells_nothing(sentence, one.paragraph) or self._speaks_like_a_page(one):
            return []
        if self._page.captions(sentence, one.paragraph):
            return [piece for piece in pieces if piece.start in self._novelty.figures]
        return pieces

    def _speaks_like_a_page(self, one: Counted) -> bool:
        """Return whether a sentence speaks like a page; one that has casualties does not."""
        if has_any(one, self._novelty.harming):
            return False
        return self._page.says(
            (one.start, one.end),
            one.paragraph,
            shares=size(one.content) - size(one.new) > SHARED_PART * size(one.content),
            turns=has_any(one, self._novelty.turned),
        )

    def _counted(self, skip: int) -> list[Counted]:
        """Return the sentences with their words; a paragraph with nothing new in it counts as one."""
        new_places = sorted(
            [*self._novelty.new_places, *(first for first, _, _ in self._novelty.numbers), *self._novelty.turned]
        )
        at = (self._novelty.words.starts.take(new_places) - self._novelty.offset).tolist()
        sentences = list(islice(sentences_of(self._novelty.text, skip, at), MAX_SENTENCES))
        begin, end = self._novelty.words.first[self._novelty.place : self._novelty.place + 2]
        edges = np.array([edge for one in sentences for edge in (one.start, one.end)], np.intp) + self._novelty.offset
        words = self._novelty.words.starts[begin:end].searchsorted(edges) + begin
        content = self._novelty.terms.places.searchsorted(words)
        new = self._novelty.new.searchsorted(content)
        ranges = zip(_in_pairs(words), _in_pairs(content), _in_pairs(new), strict=True)
        return [
            Counted(one.start, one.end, one.paragraph, first, last, slice(*its_content), slice(*its_new))
            for one, ((first, last), its_content, its_new) in zip(sentences, ranges, strict=True)
        ]

    def _is_foreign(self, block: Sequence[Counted], lender: Callable[[int, int], Said | None]) -> bool:
        """Return whether sentences are of another story: it had them, or they share next to nothing with this one."""
        first, last = block[0].first, block[-1].last
        if last - first < FOREIGN_WORDS:
            return False
        words = self._novelty.words.first[self._novelty.place + 1] - self._novelty.words.first[self._novelty.place]
        if last - first <= FOREIGN_PART * words and self._shares_nothing(block):
            return True
        theirs = lender(first, last)
        return theirs is not None and not self._adds_to(theirs, block)

    def _adds_to(self, theirs: Said, block: Sequence[Counted]) -> bool:
        """Return whether sentences that another story has had hold a number, figure or name that it has not had."""
        names = [
            term
            for one in block
            for term, capital in zip(self._novelty.new_terms[one.new], self._novelty.new_capitals[one.new], strict=True)
            if capital
        ]
        first, last = block[0].first, block[-1].last
        new = {place for place, _, _ in self._novelty.numbers if first <= place < last}
        numbers = [
            term
            for number in self._novelty.terms.numbers
            if number.first in new
            for term in number[2:3] + number.figures
        ]
        return bool(theirs.lacks(np.array([*names, *numbers], np.uint32)).any())

    def _shares_nothing(self, block: Sequence[Counted]) -> bool:
        content = sum(size(one.content) for one in block)
        new = sum(size(one.new) for one in block)
        if content - new >= FOREIGN_SHARE * content:
            return False
        capitals = sum(int(np.count_nonzero(self._novelty.capitals[one.content])) for one in block)
        known = capitals - sum(sum(self._novelty.new_capitals[one.new]) for one in block)
        return known < FOREIGN_NAMES * max(1, capitals)


def _may_be_foreign(one: Counted) -> bool:
    """Return whether a sentence is new enough to be of another story."""
    return size(one.new) >= FOREIGN_SENTENCE * size(one.content)


def _in_pairs(edges: NDArray[np.intp]) -> Iterator[tuple[int, int]]:
    """Yield numbers two by two."""
    numbers: list[int] = edges.tolist()
    return zip(numbers[::2], numbers[1::2], strict=True)
