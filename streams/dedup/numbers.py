"""The numbers of texts, with the casualty words beside them.

Years, days of a month, times of day and ordinals are no numbers here: page furniture is full of them, and they tell
little of an event. What can be asked of all numbers at once is asked of arrays; the rest, number by number, of lists.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from streams.dedup.amounts import amount_of, hash_of
from streams.dedup.lexicon import CASUALTY, CONTENT, DATE, FACTOR, NUMBER, STOP, UNIT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from streams.dedup.amounts import Amount
    from streams.dedup.classified import Classified

FIGURE_REACH: Final = 6
"""A casualty word makes a figure of a number that is at most so many words away."""
MAX_NUMBERS: Final = 256
"""Number words read of a text: a longer list is a table, and its first rows tell it from another."""
REMEMBERED: Final = 8_192
"""Written numbers whose amounts are remembered, because most numbers of a wire are the same few."""
REMEMBERED_CHARS: Final = 32
"""Longer ones are not remembered, which bounds the memory that they take."""
_WITHIN_DIGITS: Final = frozenset({",", ".", "-", "–", ":", "/", "'", "’", "\u00a0", "\u202f"})
_BETWEEN_WORDS: Final = frozenset({" ", "-", "\u00a0"})
_OF_THE_DAY: Final = re.compile(r"\s?[ap]\.\s?m\.|\s[ap]m\b|\s(?:GMT|o['’]clock|Uhr)\b")
_CURRENCY: Final = frozenset("$€£¥₹")
_STOP: Final = re.compile(r"[.!?;]\s|[\n。]")
_NUMERIC: Final = frozenset({NUMBER, FACTOR})


class Number(NamedTuple):
    """A number in a text, and the hashes by which it is compared."""

    first: int
    last: int
    """Its first and its last word."""
    term: int
    """Of its value."""
    figures: tuple[int, ...]
    """Of its value together with the kind of each casualty word beside it."""


class _Beside(NamedTuple):
    """What stands around a number."""

    text: int
    """The text that it is in."""
    class_before: int
    """Of the word before it; that of content where there is none."""
    class_after: int
    end_before: int
    """Where the word before it ends, in characters."""
    end_second: int
    """Where the word before that one ends."""
    before: int
    """Where the nearest casualty word before it ends, in characters; -1 where none is near."""
    kind_before: int
    after: int
    """Where the nearest casualty word behind it starts."""
    kind_after: int


class NumberReader:
    """Reads the numbers of some texts of one language. Words are named by their place among those of the texts."""

    def __init__(self, texts: Classified) -> None:
        """Take the texts."""
        self._texts = texts
        self._text = texts.text
        self._known = texts.lexicon.amounts
        classes = texts.classes
        words = (texts.digits | (classes == NUMBER) | (classes == FACTOR)).nonzero()[0]
        text = texts.text_of(words)
        # Of each text the first words count.
        within = np.arange(len(words)) - words.searchsorted(texts.bounds).take(text) < MAX_NUMBERS
        if not within.all():
            words, text = words[within], text[within]
        self._words: list[int] = words.tolist()
        self._joinable: list[bool] = [False, *((words[1:] == words[:-1] + 1) & (text[1:] == text[:-1])).tolist()]
        self._starts: list[int] = texts.starts.take(words).tolist()
        self._ends: list[int] = texts.ends.take(words).tolist()
        self._classes: list[int] = classes.take(words).tolist()
        self._values: list[int] = texts.values.take(words).tolist()

    def read(self) -> list[list[Number]]:
        """Return the numbers of each text."""
        found: list[list[Number]] = [[] for _ in self._texts.bounds[1:]]
        if not self._words:
            return found
        runs = self._runs()
        begin = self._texts.begin
        for (first, end), beside in zip(runs, self._beside(runs), strict=True):
            amount = self._amount(first, end)
            if amount is None or self._is_date(amount, beside, end - 1) or self._is_conversion(beside, first):
                continue
            figures = self._figures(amount.value, beside, first, end - 1)
            number = Number(begin + self._words[first], begin + self._words[end - 1], amount.term, figures)
            found[beside.text].append(number)
        return found

    def _runs(self) -> list[tuple[int, int]]:
        """Return the words that make one number together, as ranges of the number words."""
        firsts = [place for place, near in enumerate(self._joinable) if not (near and self._joined(place))]
        return list(zip(firsts, [*firsts[1:], len(self._words)], strict=True))

    def _joined(self, place: int) -> bool:
        """Return whether a number word and the one before it belong to one number."""
        gap = self._text[self._ends[place - 1] : self._starts[place]]
        before, here = self._classes[place - 1], self._classes[place]
        if here == FACTOR:
            return gap in _BETWEEN_WORDS
        if before in _NUMERIC:
            return here == NUMBER and gap in _BETWEEN_WORDS
        return here != NUMBER and gap in _WITHIN_DIGITS

    def _beside(self, runs: list[tuple[int, int]]) -> Iterable[_Beside]:
        """Return what stands around each number."""
        texts = self._texts
        firsts = np.array([self._words[first] for first, _ in runs])
        lasts = np.array([self._words[end - 1] for _, end in runs])
        text = texts.text_of(firsts)
        begins, ends = texts.bounds.take(text), texts.bounds.take(text + 1)
        before = texts.classes.take(firsts - 1, mode="clip")
        before[firsts == begins] = CONTENT
        after = texts.classes.take(lasts + 1, mode="clip")
        after[lasts + 1 == ends] = CONTENT
        behind = [texts.ends.take(np.maximum(firsts - words, begins)) for words in (1, 2)]
        earlier, later = _casualty_words(texts, (firsts, lasts), (begins, ends))
        columns = (
            *(text, before, after, *behind),
            *(np.where(earlier >= 0, texts.ends.take(earlier), -1), texts.classes.take(earlier)),
            *(np.where(later >= 0, texts.starts.take(later), -1), texts.classes.take(later)),
        )
        return map(_Beside, *(column.tolist() for column in columns))

    def _amount(self, first: int, end: int) -> Amount | None:
        written = self._text[self._starts[first] : self._ends[end - 1]]
        if written in self._known:
            return self._known[written]
        classes = self._classes[first:end]
        digits = sum(each not in _NUMERIC for each in classes)
        amount = amount_of(
            self._text[self._starts[first] : self._ends[first + digits - 1]] if digits else "",
            list(zip(classes[digits:], self._values[first + digits : end], strict=True)),
            point_is_decimal=self._texts.lexicon.point_is_decimal,
        )
        if len(written) <= REMEMBERED_CHARS:
            if len(self._known) == REMEMBERED:
                self._known.clear()
            self._known[written] = amount
        return amount

    def _is_date(self, amount: Amount, beside: _Beside, last: int) -> bool:
        """Return whether digits alone are an hour or the day of a month."""
        if not amount.may_be_hour:
            return False
        if amount.may_be_day and DATE in {beside.class_before, beside.class_after}:
            return True
        return _OF_THE_DAY.match(self._text, self._ends[last]) is not None

    def _is_conversion(self, beside: _Beside, first: int) -> bool:
        """Return whether a number only says in brackets what stands before them in another unit: `(about 50 miles)`."""
        start = self._starts[first]
        if "(" not in self._text[beside.end_second : start]:  # as before most numbers
            return False
        before = self._text[beside.end_before : start]
        opened = "(" in before or beside.class_before == STOP
        return opened and (beside.class_after == UNIT or not _CURRENCY.isdisjoint(before))

    def _figures(self, value: str, beside: _Beside, first: int, last: int) -> tuple[int, ...]:
        """Return the hashes of a value with the kinds of the casualty words beside it."""
        if beside.before < 0 > beside.after:  # as most numbers
            return ()
        text, kinds = self._text, set()
        if beside.before >= 0 and _STOP.search(text, beside.before, self._starts[first]) is None:
            kinds.add(beside.kind_before)
        if beside.after >= 0 and _STOP.search(text, self._ends[last], beside.after) is None:
            kinds.add(beside.kind_after)
        return tuple(hash_of(f"{value}/{kind}") for kind in sorted(kinds))


def _casualty_words(
    texts: Classified, numbers: tuple[NDArray[np.intp], NDArray[np.intp]], within: tuple[NDArray[np.intp], ...]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the nearest casualty words before and behind numbers, -1 where none is near in the same text."""
    firsts, lasts = numbers
    begins, ends = within
    places = (texts.classes >= CASUALTY).nonzero()[0]
    places = np.concatenate(([-1], places, [len(texts.classes)]))  # neither is in any text
    earlier = places.take(places.searchsorted(firsts) - 1)
    later = places.take(places.searchsorted(lasts, side="right"))
    earlier[earlier < np.maximum(firsts - FIGURE_REACH, begins)] = -1
    later[later > np.minimum(lasts + FIGURE_REACH, ends - 1)] = -1
    return earlier, later
