"""The numbers of texts, with the casualty words beside them.

Years, days of a month, times of day, times counted back (`six years ago`) and ordinals are no numbers here: page
furniture is full of them, and they tell little of an event. What can be asked of all numbers at once is asked of
arrays; the rest, number by number, of lists.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from streams.dedup.amounts import Amount, amount_of, hash_of
from streams.dedup.classified import Classified
from streams.dedup.lexicon import CASUALTY, CONTENT, DATE, FACTOR, FUNCTION_WORDS, NUMBER, UNIT, Lexicon
from streams.dedup.words import words_of

_Counted = tuple[int, int, Amount]
"""The first of the number words that make one number, the end of them, and what it is worth."""

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
_AND: Final = frozenset({" and ", " y ", " e ", " et ", "-et-"})
"""What stands within a number in words: `two hundred and five`, `treinta y cinco`."""
_TENS: Final = 10
_GROUP: Final = 3
_OF_THE_DAY: Final = re.compile(r"\s?[ap]\.\s?m\.|\s[ap]m\b|\s(?:GMT|o['’]clock|Uhr)\b")
_AGO: Final = re.compile(
    r"[\s-](?:years?|months?|weeks?|days?|hours?|minutes?|decades?)\s(?:ago|earlier|previously)\b"
    r"|\s(?:ans|jours|mois) plus tôt\b"
)
"""A time counted back is a date: `twelve years ago` for `in 2019`."""
_HALVES: Final = frozenset("ap")
_OF_THE_DAY_FIRST: Final = frozenset("apGoU")
_AGO_FIRST: Final = frozenset("ymwdhaj")
"""What stands behind a number and one more character where it may be an hour, or be counted back: few do."""
_PERCENT: Final = re.compile(r"\s?%|[\s-](?:percent|per\scent|pct)\b")
"""A percentage counts nobody."""
_AND_A_HALF: Final = " and a half"
_BRACKET: Final = re.compile(r"\(")
_CURRENCY: Final = frozenset("$€£¥₹")
_STOP: Final = re.compile(r"[.!?;]\s|[\n。]")
_UPPER: Final = np.uint64(32)
_OF_PAIR: Final = 0x5BD1E995
_OF_COUNTED: Final = 0x27220A95
"""What makes terms of their own of a word that is counted, alone and with its number."""
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
    counted: tuple[int, ...]
    """Of its value together with the word that it counts, and of that word as one that is counted; none where it is."""
    value: str


class _Beside(NamedTuple):
    """What stands around numbers; the arrays have an element for each number."""

    text: NDArray[np.intp]
    """The text that each is in."""
    before: NDArray[np.uint8]
    """The class of the word before; that of content where there is none."""
    after: NDArray[np.uint8]
    end_before: NDArray[np.intp]
    """Where the word before ends, in characters."""
    end_second: NDArray[np.intp]
    """Where the word before that one ends."""
    earlier: NDArray[np.intp]
    """The nearest casualty word before, -1 where none is near."""
    later: NDArray[np.intp]
    """The nearest casualty word behind."""


class NumberReader:
    """Reads the numbers of some texts of one language. Words are named by their place among those of the texts."""

    def __init__(self, texts: Classified) -> None:
        """Take the texts."""
        self._texts = texts
        self._text = texts.text
        self._known = remembered_amounts(texts.lexicon)
        classes = texts.classes
        words = (texts.digits | (classes == NUMBER) | (classes == FACTOR)).nonzero()[0]
        text = texts.text_of(words)
        # Of each text the first words count.
        within = np.arange(len(words)) - words.searchsorted(texts.bounds).take(text) < MAX_NUMBERS
        if not within.all():
            words, text = words[within], text[within]
        self._words: list[int] = words.tolist()
        self._joinable: list[bool] = [False, *((words[1:] <= words[:-1] + 2) & (text[1:] == text[:-1])).tolist()]
        self._starts: list[int] = texts.starts.take(words).tolist()
        self._ends: list[int] = texts.ends.take(words).tolist()
        self._classes: list[int] = classes.take(words).tolist()
        self._values: list[int] = texts.values_of(words).tolist()

    def read(self) -> list[list[Number]]:
        """Return the numbers of each text."""
        found: list[list[Number]] = [[] for _ in self._texts.bounds[1:]]
        if not self._words:
            return found
        counted = self._read_amounts()
        if not counted:
            return found
        beside = self._beside(counted)
        dates = ((beside.before == DATE) | (beside.after == DATE)).tolist()
        conversions = self._conversions(counted, beside)
        figures = self._figures(counted, beside)
        counted_words = self._counted_words(counted, beside)
        begin, words = self._texts.begin, self._words
        for place, ((first, end, amount), text) in enumerate(zip(counted, beside.text.tolist(), strict=True)):
            if amount.may_be_hour and self._is_date(amount, end - 1, near_date=dates[place]):
                continue
            if self._is_ago(end - 1):
                continue
            if place not in conversions:
                last = begin + words[end - 1]
                counts = counted_words.get(place, ())
                number = Number(begin + words[first], last, amount.term, figures.get(place, ()), counts, amount.value)
                found[text].append(number)
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
            return here == NUMBER and (gap in _BETWEEN_WORDS or (gap in _AND and self._continues(place)))
        return here != NUMBER and (gap in _WITHIN_DIGITS or (gap == " " and self._is_group(place)))

    def _is_group(self, place: int) -> bool:
        """Return whether digits behind a space are the thousands' of one number: `28 000`."""
        start, before = self._starts[place], self._ends[place - 1] - self._starts[place - 1]
        written = self._text[start : self._ends[place]]
        return before <= _GROUP and len(written) == _GROUP and written.isdecimal()

    def _continues(self, place: int) -> bool:
        """Return whether a number word that `and` joins to the one before it is the smaller part of one number."""
        before, here = self._values[place - 1], self._values[place]
        if self._texts.lexicon.point_is_decimal:  # as in English, which joins tens and ones without a word
            return self._classes[place - 1] == FACTOR and here < before
        return before > _TENS and before % _TENS == 0 and here < before

    def _beside(self, counted: Sequence[_Counted]) -> _Beside:
        """Return what stands around numbers."""
        texts = self._texts
        firsts = np.array([self._words[first] for first, _, _ in counted])
        lasts = np.array([self._words[end - 1] for _, end, _ in counted])
        text = texts.text_of(firsts)
        begins, ends = texts.bounds.take(text), texts.bounds.take(text + 1)
        before = texts.classes.take(firsts - 1, mode="clip")
        before[firsts == begins] = CONTENT
        after = texts.classes.take(lasts + 1, mode="clip")
        after[lasts + 1 == ends] = CONTENT
        end_before, end_second = (texts.ends.take(np.maximum(firsts - words, begins)) for words in (1, 2))
        earlier, later = _casualty_words(texts, (firsts, lasts), (begins, ends))
        return _Beside(text, before, after, end_before, end_second, earlier, later)

    def _read_amounts(self) -> list[_Counted]:
        """Return the numbers that are counts, with what they are worth."""
        counted: list[_Counted] = []
        text, known = self._text, self._known
        for first, end in self._runs():
            written = text[self._starts[first] : self._ends[end - 1]]
            amount = known.get(written)
            if amount is None and written not in known:
                amount = self._amount(written, first, end)
            if amount is not None:
                counted.append((first, end, self._with_half(amount, end - 1)))
        return counted

    def _amount(self, written: str, first: int, end: int) -> Amount | None:
        """Return what a number is worth that is not remembered, and remember it."""
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

    def _with_half(self, amount: Amount, last: int) -> Amount:
        """Return an amount with the half that is said behind it: `four and a half percent` is `4.5`."""
        if self._text.startswith(_AND_A_HALF, self._ends[last]) and amount.value.isdecimal():
            value = f"{amount.value}.5"
            return Amount(value, hash_of(value), may_be_hour=False, may_be_day=False)
        return amount

    def _is_date(self, amount: Amount, last: int, *, near_date: bool) -> bool:
        """Return whether digits that may be an hour are one, or the day of a month."""
        if amount.may_be_day and near_date:
            return True
        end = self._ends[last]
        if self._text[end] not in _HALVES and self._text[end + 1 : end + 2] not in _OF_THE_DAY_FIRST:
            return False
        return _OF_THE_DAY.match(self._text, end) is not None

    def _is_ago(self, last: int) -> bool:
        """Return whether a number counts back from the time of the report."""
        end = self._ends[last]
        return self._text[end + 1 : end + 2] in _AGO_FIRST and _AGO.match(self._text, end) is not None

    def _conversions(self, counted: Sequence[_Counted], beside: _Beside) -> set[int]:
        """Return which numbers only say in brackets what stands before in another unit: `(about 50 miles)`."""
        text = self._text
        brackets = np.array([bracket.start() for bracket in _BRACKET.finditer(text)], np.intp)
        starts = np.array([self._starts[first] for first, _, _ in counted])
        near = (brackets.searchsorted(starts) > brackets.searchsorted(beside.end_second)).nonzero()[0]
        found = set()
        for place in near.tolist():
            before = text[int(beside.end_before[place]) : int(starts[place])]
            opened = "(" in before or int(beside.before[place]) in FUNCTION_WORDS
            if opened and (beside.after[place] == UNIT or not _CURRENCY.isdisjoint(before)):
                found.add(place)
        return found

    def _figures(self, counted: Sequence[_Counted], beside: _Beside) -> dict[int, tuple[int, ...]]:
        """Return the hashes of the values that casualty words stand beside, with the kinds of these, by number."""
        texts, found = self._texts, {}
        near = ((beside.earlier >= 0) | (beside.later >= 0)).nonzero()[0]
        pairs = zip(beside.earlier.take(near).tolist(), beside.later.take(near).tolist(), strict=True)
        for place, (earlier, later) in zip(near.tolist(), pairs, strict=True):
            first, end, amount = counted[place]
            if _PERCENT.match(self._text, self._ends[end - 1]):
                continue
            kinds = set()
            if earlier >= 0 and not self._stops(int(texts.ends[earlier]), self._starts[first]):
                kinds.add(int(texts.classes[earlier]))
            if later >= 0 and not self._stops(self._ends[end - 1], int(texts.starts[later])):
                kinds.add(int(texts.classes[later]))
            found[place] = tuple(hash_of(f"{amount.value}/{kind}") for kind in sorted(kinds))
        return found

    def _counted_words(self, counted: Sequence[_Counted], beside: _Beside) -> dict[int, tuple[int, ...]]:
        """Return the hashes of what stands behind numbers, by number: `nineteen vessels` after `eleven vessels`.

        A part counts as well: `four of them` after `two of them`.
        """
        texts = self._texts
        found: dict[int, tuple[int, ...]] = {}
        behind = np.array([self._words[end - 1] for _, end, _ in counted]) + 1
        within = behind < texts.bounds.take(beside.text + 1)
        hashes = texts.hashes.take(behind, mode="clip")
        places = (((beside.after == CONTENT) | (hashes == _part_word())) & within).nonzero()[0]
        nouns = (hashes.take(places) >> _UPPER).tolist()
        starts = texts.starts.take(behind.take(places)).tolist()
        for place, noun, start in zip(places.tolist(), nouns, starts, strict=True):
            _, end, amount = counted[place]
            if self._text[self._ends[end - 1] : start] == " ":
                found[place] = (noun ^ amount.term ^ _OF_PAIR, noun ^ _OF_COUNTED)
        return found

    def _stops(self, start: int, end: int) -> bool:
        """Return whether a sentence ends between two places of the text."""
        return _STOP.search(self._text, start, end) is not None


@cache
def remembered_amounts(_: Lexicon) -> dict[str, Amount | None]:
    """Return what the written numbers of a language are worth that were read before."""
    return {}


@cache
def _part_word() -> np.uint64:
    """Return the hash of the word behind the number of some that are of more."""
    return np.uint64(words_of(["of"]).hashes[0])


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
