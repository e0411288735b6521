"""The numbers of a text by their values: `1,200`, `twelve hundred` and `1.2 thousand` are one number.

Years, days of a month, times of day and ordinals are no numbers here: page furniture is full of them, and they tell
little of an event.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from xxhash import xxh3_64_intdigest

from streams.dedup.lexicon import DATE, FACTOR, NUMBER, STOP, UNIT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FIGURE_REACH: Final = 6
"""A casualty word makes a figure of a number that is at most so many words away."""
MAX_NUMBERS: Final = 256
"""Number words read of a text: a longer list is a table, and its first rows tell it from another."""
LEAST: Final = 2
"""A smaller number is an article or a pronoun as often as a count."""
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2099
LAST_DAY: Final = 31
HUNDRED: Final = 100
FEW_DIGITS: Final = 10
"""Fewer digits are written the same as a value and as a count."""
_WITHIN_DIGITS: Final = frozenset({",", ".", "-", "–", ":", "/", "'", "’", "\u00a0", "\u202f"})
_BETWEEN_WORDS: Final = frozenset({" ", "-", "\u00a0"})
_GROUPS: Final = re.compile(r"(?<=\d)['’\u00a0\u202f,](?=\d{3}(?!\d))")
_POINTS_AND_GROUPS: Final = re.compile(r"(?<=\d)['’\u00a0\u202f.](?=\d{3}(?!\d))")
_AMOUNT: Final = re.compile(r"(\d{1,18}(?:\.\d{1,18})?)([a-z]{0,12})")
_OF_THE_DAY: Final = re.compile(r"\s?[ap]\.\s?m\.|\s[ap]m\b|\s(?:GMT|o['’]clock|Uhr)\b")
_CURRENCY: Final = frozenset("$€£¥₹")
_STOP: Final = re.compile(r"[.!?;]\s|[\n。]")
_NO_COUNTS: Final = frozenset({"st", "nd", "rd", "th", "s", "am", "pm"})
"""What makes an ordinal, a decade or a time of digits."""
_SHORT_FACTORS: Final = {"k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "bn": 1e9, "bln": 1e9}


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text, and the hashes by which it is compared."""

    first: int
    last: int
    """Its first and its last word."""
    term: int
    """Of its value."""
    figures: tuple[int, ...]
    """Of its value together with the kind of each casualty word beside it."""


@dataclass(frozen=True, slots=True)
class NumberReader:
    """Reads the numbers of one text. Words are named by their place in it; plain lists are quicker here than arrays."""

    text: str
    starts: Sequence[int]
    """Where each word of the text starts, in characters of `text`."""
    ends: Sequence[int]
    begin: int
    """The place of its first word among all words."""
    classes: Sequence[int]
    """The class of each word of the text."""
    values: Sequence[int]
    """The value of each word that is a number or a factor."""
    point_is_decimal: bool

    def read(self, places: Sequence[int], casualty_words: Sequence[int]) -> list[Number]:
        """Return the numbers at places where a word starts with a digit, or is a number or a factor."""
        numbers = []
        for run in self._runs(places[:MAX_NUMBERS]):
            value = self._value(run)
            if value is not None and not self._is_conversion(run):
                kinds = self._kinds(run, casualty_words)
                figures = tuple(_hash(f"{value}/{kind}") for kind in kinds)
                numbers.append(Number(self.begin + run[0], self.begin + run[-1], _hash(value), figures))
        return numbers

    def _class(self, place: int) -> int:
        return self.classes[place] if 0 <= place < len(self.classes) else 0

    def _runs(self, places: Sequence[int]) -> Iterator[list[int]]:
        """Yield the words that make one number together."""
        run: list[int] = []
        for place in places:
            if run and not (run[-1] + 1 == place and self._joined(run[-1])):
                yield run
                run = []
            run.append(place)
        if run:
            yield run

    def _joined(self, place: int) -> bool:
        """Return whether a word and the next one belong to one number."""
        gap = self.text[self.ends[place] : self.starts[place + 1]]
        here, after = self._class(place), self._class(place + 1)
        if after == FACTOR:
            return gap in _BETWEEN_WORDS
        if here in {NUMBER, FACTOR}:
            return after == NUMBER and gap in _BETWEEN_WORDS
        return after != NUMBER and gap in _WITHIN_DIGITS

    def _value(self, run: list[int]) -> str | None:
        """Return the value of a number as text, None where it is a date or the like, or too small."""
        digits = [place for place in run if self._class(place) not in {NUMBER, FACTOR}]
        amount = 0.0
        if len(digits) == len(run) == 1 and (word := self._word(run[0])).isdecimal() and len(word) < FEW_DIGITS:
            number = int(word)  # what most numbers are, and quicker than the rules for all
            return str(number) if number >= LEAST and not self._is_date(run, word) else None
        if digits:
            written = self.text[self.starts[digits[0]] : self.ends[digits[-1]]]
            levelled = (_GROUPS if self.point_is_decimal else _POINTS_AND_GROUPS).sub("", written.casefold())
            found = _AMOUNT.fullmatch(levelled.replace(",", "."))
            if found is None:  # a score, a fraction, a range, a code; a colon makes it a time
                return None if ":" in written else levelled
            if found[2] in _NO_COUNTS or self._is_date(run, found[1]):
                return None
            amount = float(found[1]) * _SHORT_FACTORS.get(found[2], 1)
        return self._multiplied(amount, run[len(digits) :])

    def _word(self, place: int) -> str:
        return self.text[self.starts[place] : self.ends[place]]

    def _multiplied(self, amount: float, rest: list[int]) -> str | None:
        """Return an amount with the number words that follow it."""
        total = 0.0
        for place in rest:
            value = self.values[place]
            if self._class(place) == NUMBER:
                amount += value
            elif value == HUNDRED:
                amount = max(1, amount) * value
            else:
                total, amount = total + max(1, amount) * value, 0
        total += amount
        return f"{total:.10g}" if total >= LEAST or total % 1 else None

    def _is_date(self, run: list[int], digits: str) -> bool:
        """Return whether digits alone are a year, the day of a month, or an hour."""
        if not digits.isdecimal() or len(run) > 1:
            return False
        if _OF_THE_DAY.match(self.text, self.ends[run[0]]):
            return True
        number = int(digits)
        if FIRST_YEAR <= number <= LAST_YEAR:
            return True
        return number <= LAST_DAY and DATE in {self._class(run[0] - 1), self._class(run[-1] + 1)}

    def _is_conversion(self, run: list[int]) -> bool:
        """Return whether a number only says in brackets what stands before them in another unit: `(about 50 miles)`."""
        before = self._before(run[0])
        opened = "(" in before or (self._class(run[0] - 1) == STOP and "(" in self._before(run[0] - 1))
        return opened and (self._class(run[-1] + 1) == UNIT or not _CURRENCY.isdisjoint(before))

    def _before(self, place: int) -> str:
        """Return what stands between a word and the one before it."""
        if place < 1:
            return ""
        return self.text[self.ends[place - 1] : self.starts[place]]

    def _kinds(self, run: list[int], casualty_words: Sequence[int]) -> list[int]:
        """Return the kinds of the nearest casualty words before and after a number."""
        if not casualty_words:
            return []
        before = [place for place in casualty_words if run[0] - FIGURE_REACH <= place < run[0]][-1:]
        after = [place for place in casualty_words if run[-1] < place <= run[-1] + FIGURE_REACH][:1]
        spans = [(place, run[0], place) for place in before] + [(run[-1], place, place) for place in after]
        return sorted({self._class(place) for first, last, place in spans if self._one_sentence(first, last)})

    def _one_sentence(self, first: int, last: int) -> bool:
        """Return whether no sentence ends between two words."""
        return _STOP.search(self.text, self.ends[first], self.starts[last]) is None


def _hash(value: str) -> int:
    return xxh3_64_intdigest(f"#{value}".encode()) >> 32
