"""What speaks for it that a sentence tells news: how it speaks, what of it the story has had, and where it stands."""

from __future__ import annotations

from functools import lru_cache
from math import log1p
from typing import TYPE_CHECKING, Final

from schemas import NewsKind
from streams.dedup.fingerprint import GRAM_WORDS
from streams.dedup.furniture import ends_sentence, is_furniture
from streams.dedup.novelty import has_any
from streams.dedup.speech import speech

if TYPE_CHECKING:
    from collections.abc import Sequence

    from schemas import News
    from streams.dedup.novelty import Counted, Novelty
    from streams.dedup.page_speech import PageSpeech
    from streams.dedup.repeated import Repeated

KNOWN_SHARE: Final = 0.7
"""Share of content words that the story has had in a sentence of the story,"""
KNOWN_WORDS: Final = 4
"""of which it has so many, at least."""
MAX_LOOKED_AT: Final = 8
"""New words of a sentence of which other forms are looked for."""
REMEMBERED: Final = 4_096
"""Sentences of which the form is remembered: the lines of a page stand in all its articles."""
LONGEST: Final = 600
"""Characters of a sentence that is remembered, at most, which bounds the memory that they take."""
_REACH: Final = GRAM_WORDS - 1
"""Words behind the first of a gram."""
NAMES: Final = (
    *("page", "page_paragraph", "page_before", "page_behind"),
    *("content", "new", "known_share", "fresh", "reworded", "longest_new", "names", "known_names"),
    *("numbers", "changed", "turned", "harming", "announced"),
    *("sampled", "had", "had_before", "had_behind"),
    *("story_before", "story_behind", "alone", "new_before", "new_behind"),
    *("gone", "gone_to_new"),
    *("told", "named", "counted", "quoted"),
    *("furniture", "words", "ends", "quotes", "question", "colon", "digits", "capitals"),
    *("past", "states", "future", "reports", "reader", "ourselves", "journalism", "shows", "calendar"),
)
"""What each number of the evidence is."""


class EvidenceReader:
    """Reads the evidence of the sentences of one text."""

    def __init__(self, novelty: Novelty, page: PageSpeech, sentences: Sequence[Counted], repeated: Repeated) -> None:
        """Take what is new in the text, its sentences in order, and what it repeats."""
        self._novelty = novelty
        self._page = page
        self._sentences = sentences
        self._repeated = repeated
        self._begins = novelty.bounds[0]
        self._last_gram = -1
        self._sampled: list[int] = []
        """How many grams are sampled of those before each word,"""
        self._had: list[int] = []
        """and how many are had."""
        self.gone = repeated.gone(novelty.terms.kept)
        """How many terms of what it repeats the article has not."""
        self._known: list[int] = []
        """The words of each sentence that is the story's, 0 of others,"""
        self._known_before: list[int] = []
        """and of those before each."""

    def _count_grams(self) -> None:
        """Count the grams of the text, which are asked for by few articles."""
        begins, ends = self._novelty.bounds
        self._sampled, self._had = self._repeated.counts(begins, max(begins, ends - _REACH))
        self._last_gram = begins + len(self._sampled) - 1

    def _count_known(self) -> None:
        """Count the words that are the story's."""
        before = 0
        for one in self._sentences:
            known = one.content - one.new
            words = one.last - one.first if known >= max(KNOWN_WORDS, KNOWN_SHARE * one.content) else 0
            self._known.append(words)
            self._known_before.append(before)
            before += words
        self._known_before.append(before)

    def may_tell(self, number: int) -> bool:
        """Return whether a sentence has anything new."""
        return tells(self._novelty, self._sentences[number])

    def is_apart(self, number: int) -> bool:
        """Return whether a sentence and its seams have no gram of the story, so that it is none of it otherwise."""
        one = self._sentences[number]
        sampled, had = self._grams(one.first - _REACH, one.last)
        return sampled > 0 and had == 0

    def _grams(self, first: int, last: int) -> tuple[int, int]:
        """Return how many grams of the text that begin at the words from one to another are sampled, and are had."""
        if self._last_gram < 0:
            self._count_grams()
        first = min(max(first, self._begins), self._last_gram) - self._begins
        last = min(last, self._last_gram) - self._begins
        if last <= first:
            return 0, 0
        return self._sampled[last] - self._sampled[first], self._had[last] - self._had[first]

    def read(self, number: int, pieces: Sequence[News]) -> list[float]:
        """Return the evidence of a sentence, given its number and what is new in it, as `NAMES` has it."""
        one = self._sentences[number]
        written = self._novelty.text[one.start : one.end]
        furniture, ends, *form = _form(written) if len(written) <= LONGEST else _form_of(written)
        return [
            *self._page.scores((one.start, one.end), one.paragraph),
            *self._of_words(one),
            *self._of_novelty(one),
            *self._of_grams(one),
            *self._of_place(number),
            log1p(self.gone),
            self.gone / max(1, len(self._novelty.new)),
            *[float(sum([piece.kind is kind for piece in pieces])) for kind in _KINDS],
            furniture,
            float(one.last - one.first),
            ends,
            *form,
        ]

    def _of_words(self, one: Counted) -> list[float]:
        novelty = self._novelty
        forms = novelty.forms
        looked_at = novelty.new_places[one.new_first : min(one.new_last, one.new_first + MAX_LOOKED_AT)]
        fresh = [place for place in looked_at if forms.is_fresh(place)]
        reworded = sum([forms.has_other_wording(place) for place in fresh])
        names = sum(novelty.new_capitals[one.new_first : one.new_last])
        return [
            float(one.content),
            float(one.new),
            (one.content - one.new) / max(1, one.content),
            float(len(fresh)),
            float(reworded),
            float(_longest_run(novelty.new[one.new_first : one.new_last])),
            float(names),
            float(novelty.capitals_in(one) - names),
        ]

    def _of_novelty(self, one: Counted) -> list[float]:
        novelty = self._novelty
        numbers = sum([one.first <= first < one.last for first, _, _ in novelty.numbers])
        looked_at = novelty.new_places[one.new_first : min(one.new_last, one.new_first + MAX_LOOKED_AT)]
        return [
            float(numbers),
            float(any(one.first <= place < one.last for place in novelty.changed)),
            float(has_any(one, novelty.turned)),
            float(has_any(one, novelty.harming)),
            float(any(map(novelty.is_announced, looked_at))),
        ]

    def _of_grams(self, one: Counted) -> list[float]:
        """Return how many grams of a sentence are sampled and which share of them is had, and whether the seams are."""
        inside, had = self._grams(one.first, one.last - _REACH)
        before, had_before = self._grams(one.first - _REACH, one.first)
        behind, had_behind = self._grams(one.last - _REACH, one.last)
        return [float(inside), _share(had, inside), _share(had_before, before), _share(had_behind, behind)]

    def _of_place(self, number: int) -> list[float]:
        if not self._known_before:
            self._count_known()
        one = self._sentences[number]
        known, before = self._known, self._known_before
        return [
            log1p(before[number]),
            log1p(before[-1] - before[number + 1]),
            float((one.start, one.end) == one.paragraph),
            float(number > 0 and not known[number - 1]),
            float(number + 1 < len(known) and not known[number + 1]),
        ]


def tells(novelty: Novelty, one: Counted) -> bool:
    """Return whether anything is new in a sentence."""
    if one.new > 0 or has_any(one, novelty.turned):
        return True
    return any(one.first <= first < one.last for first, _, _ in novelty.numbers)


def _form_of(written: str) -> tuple[float, ...]:
    """Return whether a sentence is furniture, whether it ends as one does, and its form."""
    return float(is_furniture(written)), float(ends_sentence(written.rstrip())), *speech(written)


_form = lru_cache(REMEMBERED)(_form_of)
_KINDS: Final = (NewsKind.TEXT, NewsKind.NAME, NewsKind.NUMBER, NewsKind.QUOTATION)


def _share(part: int, whole: int) -> float:
    """Return a share, -1 of nothing."""
    return part / whole if whole else -1.0


def _longest_run(numbers: Sequence[int]) -> int:
    """Return how many of some numbers, which are sorted, follow upon each other at most."""
    longest = run = 0
    for place, number in enumerate(numbers):
        run = run + 1 if place and numbers[place - 1] == number - 1 else 1
        longest = max(longest, run)
    return longest
