"""What speaks for it that a sentence tells news: how it speaks, what of it the story has had, and where it stands."""

from __future__ import annotations

from functools import cached_property
from math import log1p
from typing import TYPE_CHECKING, Final

import numpy as np

from schemas import NewsKind
from streams.dedup.fingerprint import GRAM_WORDS
from streams.dedup.furniture import ends_sentence, is_furniture
from streams.dedup.novelty import has_any, size
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

    def may_tell(self, number: int) -> bool:
        """Return whether a sentence has anything new."""
        one = self._sentences[number]
        novelty = self._novelty
        return size(one.new) > 0 or has_any(one, [*novelty.turned, *(first for first, _, _ in novelty.numbers)])

    def is_apart(self, number: int) -> bool:
        """Return whether a sentence and its seams have no gram of the story, so that it is none of it otherwise."""
        one = self._sentences[number]
        begins, ends = self._novelty.bounds
        reach = GRAM_WORDS - 1
        sampled, had = self._repeated.sampled(max(begins, one.first - reach), min(one.last, ends - reach))
        return sampled > 0 and had == 0

    def read(self, number: int, pieces: Sequence[News]) -> list[float]:
        """Return the evidence of a sentence, given its number and what is new in it, as `NAMES` has it."""
        one = self._sentences[number]
        written = self._novelty.text[one.start : one.end]
        return [
            *self._page.scores((one.start, one.end), one.paragraph),
            *self._of_words(one),
            *self._of_novelty(one),
            *self._of_grams(one),
            *self._of_place(number),
            *self._of_document(),
            *(float(sum(piece.kind is kind for piece in pieces)) for kind in _KINDS),
            float(is_furniture(written)),
            float(one.last - one.first),
            float(ends_sentence(written.rstrip())),
            *speech(written),
        ]

    def _of_words(self, one: Counted) -> tuple[float, ...]:
        novelty = self._novelty
        new = novelty.new_places[one.new]
        content, known = size(one.content), size(one.content) - len(new)
        forms = novelty.forms
        looked_at = new[:MAX_LOOKED_AT]
        fresh = [place for place in looked_at if forms.is_fresh(place)]
        reworded = sum(forms.has_other_wording(place) for place in fresh)
        names = sum(novelty.new_capitals[one.new])
        capitals = int(np.count_nonzero(novelty.capitals[one.content]))
        return (
            float(content),
            float(len(new)),
            known / max(1, content),
            float(len(fresh)),
            float(reworded),
            float(_longest_run(novelty.new[one.new].tolist())),
            float(names),
            float(capitals - names),
        )

    def _of_novelty(self, one: Counted) -> tuple[float, ...]:
        novelty = self._novelty
        numbers = [first for first, _, _ in novelty.numbers if one.first <= first < one.last]
        changed = any(one.first <= place < one.last for place in novelty.changed)
        return (
            float(len(numbers)),
            float(changed),
            float(has_any(one, novelty.turned)),
            float(has_any(one, novelty.harming)),
            float(any(map(novelty.is_announced, novelty.new_places[one.new][:MAX_LOOKED_AT]))),
        )

    def _of_grams(self, one: Counted) -> tuple[float, ...]:
        """Return how many grams of a sentence are sampled and which share of them is had, and whether the seams are."""
        reach = GRAM_WORDS - 1
        inside, had = self._repeated.sampled(one.first, one.last - reach)
        begins, ends = self._novelty.bounds
        before, had_before = self._repeated.sampled(max(begins, one.first - reach), one.first)
        behind, had_behind = self._repeated.sampled(one.last - reach, min(one.last, ends - reach))
        return float(inside), _share(had, inside), _share(had_before, before), _share(had_behind, behind)

    def _of_place(self, number: int) -> tuple[float, ...]:
        one = self._sentences[number]
        known = self._known
        before = sum(known[:number])
        behind = sum(known[number + 1 :])
        return (
            log1p(before),
            log1p(behind),
            float((one.start, one.end) == one.paragraph),
            float(number > 0 and not known[number - 1]),
            float(number + 1 < len(known) and not known[number + 1]),
        )

    @cached_property
    def _known(self) -> list[int]:
        """The words of each sentence that is the story's, 0 of others."""
        return [
            one.last - one.first
            if size(one.content) - size(one.new) >= max(KNOWN_WORDS, KNOWN_SHARE * size(one.content))
            else 0
            for one in self._sentences
        ]

    def _of_document(self) -> tuple[float, ...]:
        gone = self.gone
        new = len(self._novelty.new)
        return log1p(gone), gone / max(1, new)

    @cached_property
    def gone(self) -> int:
        """How many terms of what it repeats the article has not."""
        return self._repeated.gone(self._novelty.terms.kept)


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
