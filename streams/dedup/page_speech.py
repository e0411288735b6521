"""Which sentences of an article are its page's or its outlet's, by the furniture they are and by how they speak."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from streams.dedup.furniture import is_caption, is_no_news
from streams.dedup.other_language import speaks_another_language
from streams.dedup.page_line import page_score
from streams.dedup.sentences import first_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    Span = tuple[int, int]

PAGE_SCORE: Final = 0.6
"""Score from which a sentence is the page's: at most one in a hundred of the news of writers that are kept has it."""
UNSHARED_PAGE: Final = 0.2
"""The same of one that shares next to nothing with the story."""
FOREIGN_PAGE: Final = 0.9
"""Score from which one in another language than English is: there is less to learn from."""
BESIDE_PAGE: Final = -0.2
"""Score from which it is where a line beside it is surely the page's: the lines of a page stand together."""
WITHIN_PAGE: Final = -1.0
"""Score from which it is where its paragraph as a whole is surely the page's."""
SURE_PAGE: Final = 1.5
"""Score from which such a line is."""
BESIDE_CHARS: Final = 200
"""Characters of these lines that are looked at."""
_PAST: Final = re.compile(r"\b(?:said|told|was|were|has|have|had|will|would)\b")
"""Words of a report: a caption says what is seen on the picture, and a credit may stand behind a paragraph of text."""
_QUOTES: Final = re.compile(r"[\"“”„«»]")
"""In a quotation somebody speaks to the reader who is no page."""


class PageSpeech:
    """Tells what in one text is the page's. Sentences and paragraphs are named by their offsets in it, ends exclusive.

    Answers are remembered: one paragraph is asked for with each of its sentences, and a line with its neighbours.
    """

    def __init__(self, text: str, language: str) -> None:
        """Take the text and its language."""
        self._text = text
        self._language = language
        self._is_no_news = cache(is_no_news)
        self._is_caption = cache(is_caption)
        self._score = cache(page_score)

    def tells_nothing(self, sentence: Span, paragraph: Span) -> bool:
        """Return whether a sentence is furniture for sure; a paragraph that opens as furniture is furniture."""
        if self._is_no_news(first_sentence(self._text, *paragraph)):
            return True
        written = self._text[slice(*sentence)]
        return self._is_no_news(written) or speaks_another_language(written, self._language)

    def captions(self, sentence: Span, paragraph: Span) -> bool:
        """Return whether a sentence is of the caption of a picture."""
        return self._is_caption(self._text[slice(*paragraph)]) and not _PAST.search(self._text, *sentence)

    def says(self, sentence: Span, paragraph: Span, *, shares: bool, turns: bool) -> bool:
        """Return whether a sentence speaks like a page; none in a paragraph with a quotation does.

        `shares` says whether it has words of the story, and `turns` whether a word in it turns round what was said: a
        sentence that is not like any of the story, and surely the page's, turns nothing.
        """
        if _QUOTES.search(self._text, *paragraph):
            return False
        score = self._score(self._text[slice(*sentence)])
        if turns and (shares or score <= SURE_PAGE):
            return False
        if self._language != "en":
            return score > FOREIGN_PAGE
        if score > (PAGE_SCORE if shares else UNSHARED_PAGE):
            return True
        return self._stands_in_a_page(sentence, paragraph, score)

    def _stands_in_a_page(self, sentence: Span, paragraph: Span, score: float) -> bool:
        """Return whether a sentence with a score is the page's because of what stands around it."""
        if score > BESIDE_PAGE and any(map(self._is_page_line, _lines_beside(self._text, *paragraph))):
            return True
        return score > WITHIN_PAGE and sentence != paragraph and self._is_page_line(self._text[slice(*paragraph)])

    def _is_page_line(self, line: str) -> bool:
        return self._score(line) > SURE_PAGE


def _lines_beside(text: str, start: int, end: int) -> Iterator[str]:
    """Yield the lines before and behind a paragraph, where there are such."""
    before = text[max(0, start - BESIDE_CHARS) : start].rstrip()
    if before:
        yield before.rpartition("\n")[2]
    behind = text[end : end + BESIDE_CHARS].lstrip()
    if behind:
        yield behind.partition("\n")[0]
