"""Which sentences of an article are its page's or its outlet's, by the furniture they are and by how they speak."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from streams.dedup.furniture import is_caption, is_no_news
from streams.dedup.other_language import speaks_another_language
from streams.dedup.page_line import page_score
from streams.dedup.sentences import first_sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    Span = tuple[int, int]

Answer = TypeVar("Answer")

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
NO_LINE: Final = -4.0
"""The score of a line that is not there."""
BESIDE_CHARS: Final = 200
"""Characters of these lines that are looked at."""
REMEMBERED: Final = 4_096
"""Lines of which answers are remembered."""
LONGEST: Final = 600
"""Characters of a line that is remembered, at most, which bounds the memory that they take."""
_PAST: Final = re.compile(r"\b(?:said|told|was|were|has|have|had|will|would)\b")
"""Words of a report: a caption says what is seen on the picture, and a credit may stand behind a paragraph of text."""
_WHO: Final = re.compile(r",? (?:who|whose|which|where|when) [^.,;]{0,120}")
_QUOTES: Final = re.compile(r"[\"“”„«»]")
"""In a quotation somebody speaks to the reader who is no page."""


class Remembered(Generic[Answer]):
    """A question that remembers what was answered of lines: of the newest ones, and of those asked for again."""

    def __init__(self, ask: Callable[[str], Answer]) -> None:
        self._ask = ask
        self._answers: dict[str, Answer] = {}
        self._earlier: dict[str, Answer] = {}

    def __call__(self, line: str) -> Answer:
        """Return the answer of a line."""
        answer = self.known(line)
        if answer is None:
            answer = self._ask(line)
            if len(line) <= LONGEST:
                self._remember(line, answer)
        return answer

    def known(self, line: str) -> Answer | None:
        """Return what was answered of a line, None where that isn't known any more."""
        answer = self._answers.get(line)
        if answer is None:
            answer = self._earlier.get(line)
            if answer is not None:
                self._remember(line, answer)
        return answer

    def _remember(self, line: str, answer: Answer) -> None:
        if 2 * len(self._answers) >= REMEMBERED:
            self._earlier = self._answers
            self._answers = {}
        self._answers[line] = answer


_page_score = Remembered(page_score)
_is_no_news = Remembered(is_no_news)
_is_caption = Remembered(is_caption)


class PageSpeech:
    """Tells what in one text is the page's. Sentences and paragraphs are named by their offsets in it, ends exclusive.

    Answers are remembered: one paragraph is asked for with each of its sentences, a line with its neighbours, and the
    lines of a page stand in all its articles.
    """

    def __init__(self, text: str, language: str, score: Callable[[str], float] | None = None) -> None:
        """Take the text and its language; `score` tells how much a line speaks like a page."""
        self._text = text
        self._language = language
        self._score = score or _page_score

    def is_known_furniture(self, sentence: Span) -> bool:
        """Return whether a sentence was found to be furniture in another article: then it is not looked at again."""
        return _is_no_news.known(self._text[slice(*sentence)]) is True

    def tells_nothing(self, sentence: Span, paragraph: Span) -> bool:
        """Return whether a sentence is furniture for sure; a paragraph that opens as furniture is furniture."""
        if _is_no_news(first_sentence(self._text, *paragraph)):
            return True
        written = self._text[slice(*sentence)]
        return _is_no_news(written) or speaks_another_language(written, self._language)

    def captions(self, sentence: Span, paragraph: Span) -> bool:
        """Return whether a sentence is of the caption of a picture."""
        if not _is_caption(self._text[slice(*paragraph)]):
            return False
        # Who is seen may be told by what happened to him: `outside the house of Ada Roe, who was found dead`.
        return _PAST.search(_WHO.sub("", self._text[slice(*sentence)][:LONGEST])) is None

    def score(self, sentence: Span) -> float:
        """Return how much a sentence speaks like a page."""
        return self._score(self._text[slice(*sentence)])

    def scores(self, sentence: Span, paragraph: Span) -> tuple[float, float, float, float]:
        """Return how much a sentence, its paragraph, the line before and the one behind speak like a page."""
        before, behind = (self._score(line) if line else NO_LINE for line in _beside(self._text, *paragraph))
        return self._score(self._text[slice(*sentence)]), self._score(self._text[slice(*paragraph)]), before, behind

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
        if score > BESIDE_PAGE and any(map(self._is_page_line, _beside(self._text, *paragraph))):
            return True
        return score > WITHIN_PAGE and sentence != paragraph and self._is_page_line(self._text[slice(*paragraph)])

    def _is_page_line(self, line: str) -> bool:
        return bool(line) and self._score(line) > SURE_PAGE


def _beside(text: str, start: int, end: int) -> tuple[str, str]:
    """Return the lines before and behind a paragraph, or what is nearest of them; empty where there is none."""
    before = text[max(0, start - BESIDE_CHARS) : start].rstrip()
    behind = text[end : end + BESIDE_CHARS].lstrip()
    return before.rpartition("\n")[2], behind.partition("\n")[0]
