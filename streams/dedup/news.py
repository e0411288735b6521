"""What an article adds to its story: the numbers, figures, names, quotations and sentences that are new in it."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from schemas import News, NewsKind
from streams.dedup.evidence import EvidenceReader, tells
from streams.dedup.novelty import Counted, Novelty, counted, has_any
from streams.dedup.page_speech import PageSpeech
from streams.dedup.repeated import NOTHING_REPEATED, Repeated
from streams.dedup.sentence_judge import has_odds_above
from streams.dedup.sentence_news import MAX_NEWS, SentenceNews
from streams.dedup.speech import may_be_caption, reports

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from streams.dedup.said import Said

FOREIGN_SENTENCE: Final = 0.6
"""Share of new content words from which a sentence may be of another story."""
FOREIGN_WORDS: Final = 25
"""Words of such sentences together from which that can be decided: fewer say too little."""
FOREIGN_SHARE: Final = 0.1
"""Share of their content words, at most, that the rest of the story has then,"""
FOREIGN_NAMES: Final = 0.2
"""and share of their capitalised words."""
LONGEST_LINE: Final = 22
"""Words that a line of the page has, at most, in what may be a passage of another story."""
FOREIGN_PART: Final = 0.34
"""Part of the article's words, at most, that they are then: a story that was cut before goes on with more.

What another story has had may be a larger part: it is no news, wherever it stands."""
JUDGED_LANGUAGE: Final = "en"
"""The language in which trees judge whether a sentence tells news: there is too little of others to learn from."""
NO_NEWS: Final = -1.5
"""Log odds up to which a sentence tells no news, whatever is new in it."""
SURE_NEWS: Final = -2.5
"""Score as a line of a page below which no sentence has such odds."""
NO_NEWS_OF_PAGE: Final = 0.2
"""The same of a sentence that speaks like a page,"""
NO_NEWS_REPORTED: Final = -3.0
"""of one in which somebody says, finds or decides something,"""
NO_NEWS_OF_OUTLET: Final = 3.0
"""of one that names the outlet, which says something of itself,"""
PICTURE_SCORE: Final = 0.0
"""Score as a line of a page that a caption has, at least."""
NO_NEWS_OF_PICTURE: Final = 2.5
"""of one that may say what is seen on a picture,"""
NO_NEWS_OF_STORY: Final = 0.5
"""and of one that is like a sentence of the story, where only words are new: it may be put otherwise."""
LIKE_STORY: Final = 0.6
"""Share of its content words, at least, that the story has had of such a sentence."""
MOST_GONE: Final = 1
"""Terms of what it repeats that an article lacks, at most, where a sentence may have been added to the whole of it."""
SURELY_NEWS: Final = 1.5
"""Log odds from which a sentence does in which the rules find none."""
SHARED_PART: Final = 0.25
"""A sentence that has no larger part of its content words from the story shares next to nothing with it."""

_TELLS: Final = re.compile(r"\b(?:told|tells|to|reported|report|quoted|quoting|by)\b")
_COUNTS: Final = frozenset({NewsKind.NUMBER, NewsKind.FIGURE})


class NewsFinder:
    """Finds what one text adds to what was said."""

    def __init__(self, novelty: Novelty, repeats: Callable[[], Repeated] = lambda: NOTHING_REPEATED) -> None:
        """Take what is new in the text word by word; `repeats` gives what is known of the document that is repeated."""
        self._novelty = novelty
        self._sentence = SentenceNews(novelty)
        self._page = PageSpeech(novelty.text, novelty.language)
        self._repeats = repeats
        self._reader: EvidenceReader | None = None
        self._sentences: list[Counted] = []
        self._found: dict[int, list[News]] = {}

    def find(self, skip: int, lender: Callable[[int, int], Said | None]) -> tuple[News, ...]:
        """Return what is new behind the first characters, in order.

        `lender` gives what another story has said that has had the words from one to another.
        """
        if not self._novelty:
            return ()
        self._sentences = counted(self._novelty, skip)
        found: list[News] = []
        for place, block in enumerate(self._blocks()):
            if len(found) >= MAX_NEWS:
                break
            if place and self._may_be_foreign(block[0]) and self._is_foreign(block, lender):
                continue
            for number in block:
                one = self._sentences[number]
                # What a paragraph is takes longest to decide, and most paragraphs have nothing new.
                if not tells(self._novelty, one) or self._page.is_known_furniture((one.start, one.end)):
                    continue
                pieces = self._pieces(number)[: MAX_NEWS - len(found)]
                # That one sentence tells news decides; what else is named is told apart by quicker rules.
                found.extend(self._not_furniture(one, pieces) if found else self._judged(number, one, pieces))
        return tuple(found)

    def _pieces(self, number: int) -> list[News]:
        """Return what the rules find new in a sentence: some sentences are asked for twice."""
        pieces = self._found.get(number)
        if pieces is None:
            pieces = self._found[number] = self._sentence.pieces(self._sentences[number])
        return pieces

    def _blocks(self) -> list[range]:
        """Return the sentences in turns, by their numbers: those that may be of another story, and others."""
        edges = [
            number
            for number in range(1, len(self._sentences))
            if self._may_be_foreign(number) != self._may_be_foreign(number - 1)
        ]
        return [range(first, last) for first, last in pairwise([0, *edges, len(self._sentences)]) if first < last]

    def _may_be_foreign(self, number: int) -> bool:
        """Return whether a sentence is new enough to be of another story."""
        one = self._sentences[number]
        return one.new >= FOREIGN_SENTENCE * one.content

    def _judged(self, number: int, one: Counted, pieces: list[News]) -> list[News]:
        """Return the news of a sentence, given its number and what the rules find new in it."""
        if self._novelty.language != JUDGED_LANGUAGE or has_any(one, self._novelty.harming):
            return self._not_furniture(one, pieces)
        if not pieces and not self._may_be_added(number):
            return []
        sentence = one.start, one.end
        if self._page.tells_nothing(sentence, one.paragraph) or self._page.captions(sentence, one.paragraph):
            return []
        if not pieces:
            added = has_odds_above(SURELY_NEWS, self._evidence().read(number, pieces))
            return [News(start=one.start, end=one.end, kind=NewsKind.TEXT)] if added else []
        return pieces if self._changes(one, pieces) or self._tells_news(number, one, pieces) else []

    def _tells_news(self, number: int, one: Counted, pieces: list[News]) -> bool:
        """Return whether what is new in a sentence is news, by the odds."""
        least = self._least_odds(number, one, pieces)
        if least <= NO_NEWS and self._page.score((one.start, one.end)) < SURE_NEWS:
            return True  # as in most news: the trees are slow
        return has_odds_above(least, self._evidence().read(number, pieces))

    def _shows_picture(self, one: Counted, pieces: list[News]) -> bool:
        """Return whether a sentence may be a caption that bears no credit."""
        if (
            any(piece.kind is NewsKind.NUMBER for piece in pieces)
            or self._page.score((one.start, one.end)) < PICTURE_SCORE
        ):
            return False
        return may_be_caption(self._novelty.text[one.start : one.end])

    def _may_be_added(self, number: int) -> bool:
        """Return whether a sentence in which the rules find no news may have been added to an article that is whole."""
        evidence = self._evidence()
        return evidence.gone <= MOST_GONE and evidence.is_apart(number)

    def _least_odds(self, number: int, one: Counted, pieces: list[News]) -> float:
        """Return the odds that a sentence must exceed for what is new in it to be news."""
        text = self._novelty.text
        if self._novelty.forms.names_outlet(one.first, one.last) and not _TELLS.search(text, one.start, one.end):
            return NO_NEWS_OF_OUTLET
        if self._shows_picture(one, pieces):
            return NO_NEWS_OF_PICTURE
        told = all(piece.kind is NewsKind.TEXT for piece in pieces)
        if told and one.content - one.new >= LIKE_STORY * one.content and not self._evidence().is_apart(number):
            return NO_NEWS_OF_STORY
        if reports(text[one.start : one.end]):
            return NO_NEWS_REPORTED
        return NO_NEWS_OF_PAGE if self._speaks_like_a_page(one) else NO_NEWS

    def _is_page(self, number: int, one: Counted) -> bool:
        """Return whether a sentence is the page's."""
        if self._novelty.language != JUDGED_LANGUAGE:
            return self._speaks_like_a_page(one)
        if has_any(one, self._novelty.harming):
            return False
        return not has_odds_above(NO_NEWS, self._evidence().read(number, self._pieces(number)))

    def _changes(self, one: Counted, pieces: list[News]) -> bool:
        """Return whether a sentence is one of the story in which a number or a word that turns it is another."""
        if 2 * one.new > one.content:
            return False
        if has_any(one, self._novelty.turned):
            return True
        return any(
            piece.kind in _COUNTS or (piece.kind is NewsKind.TEXT and piece.start != one.start) for piece in pieces
        )

    def _evidence(self) -> EvidenceReader:
        if self._reader is None:
            self._reader = EvidenceReader(self._novelty, self._page, self._sentences, self._repeats())
        return self._reader

    def _not_furniture(self, one: Counted, pieces: list[News]) -> list[News]:
        """Return the news of a sentence without what a page or an outlet adds; of a caption only the figures.

        A paragraph that opens as furniture is furniture.
        """
        sentence = one.start, one.end
        if not pieces or self._page.tells_nothing(sentence, one.paragraph) or self._speaks_like_a_page(one):
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
            shares=one.content - one.new > SHARED_PART * one.content,
            turns=has_any(one, self._novelty.turned),
        )

    def _is_foreign(self, block: range, lender: Callable[[int, int], Said | None]) -> bool:
        """Return whether sentences are of another story: it had them, or they share next to nothing with this one."""
        sentences = self._sentences[block.start : block.stop]
        first, last = sentences[0].first, sentences[-1].last
        if last - first < FOREIGN_WORDS:
            return False
        begin, end = self._novelty.bounds
        alone = (
            last - first <= FOREIGN_PART * (end - begin)
            and not any(has_any(one, self._novelty.harming) for one in sentences)
            and self._shares_nothing(sentences)
            and not any(map(self._novelty.is_on_subject, sentences))
        )
        return (alone or self._is_borrowed(sentences, lender)) and self._is_passage(block)

    def _is_passage(self, block: range) -> bool:
        """Return whether sentences are more than lines of the page behind a sentence of news: these make no story."""
        words, left = 0, sum([one.last - one.first for one in self._sentences[block.start : block.stop]])
        for number in sorted(block, key=self._shortness):
            one = self._sentences[number]
            length = one.last - one.first
            left -= length
            if length > LONGEST_LINE or not self._is_page(number, one):
                words += length
            if words >= FOREIGN_WORDS:
                return True
            if words + left < FOREIGN_WORDS:
                return False
        return False

    def _shortness(self, number: int) -> int:
        one = self._sentences[number]
        return one.first - one.last

    def _is_borrowed(self, block: Sequence[Counted], lender: Callable[[int, int], Said | None]) -> bool:
        """Return whether another story has had sentences, with all that is new in them."""
        theirs = lender(block[0].first, block[-1].last)
        return theirs is not None and not self._adds_to(theirs, block)

    def _adds_to(self, theirs: Said, block: Sequence[Counted]) -> bool:
        """Return whether sentences that another story has had hold a number, figure or name that it has not had."""
        novelty = self._novelty
        names = [
            novelty.new_terms[at]
            for one in block
            for at in range(one.new_first, one.new_last)
            if novelty.new_capitals[at]
        ]
        first, last = block[0].first, block[-1].last
        new = {place for place, _, _ in novelty.numbers if first <= place < last}
        numbers = [
            term for number in novelty.terms.numbers if number.first in new for term in number[2:3] + number.figures
        ]
        return bool(theirs.lacks(np.array([*names, *numbers], np.uint32)).any())

    def _shares_nothing(self, block: Sequence[Counted]) -> bool:
        content = sum([one.content for one in block])
        new = sum([one.new for one in block])
        if content - new >= FOREIGN_SHARE * content:
            return False
        capitals = sum([self._novelty.capitals_in(one) for one in block])
        known = capitals - sum([sum(self._novelty.new_capitals[one.new_first : one.new_last]) for one in block])
        return known < FOREIGN_NAMES * max(1, capitals)
