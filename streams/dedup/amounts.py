"""The value of a number by its words: `1,200`, `twelve hundred` and `1.2 thousand` have one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from xxhash import xxh3_64_intdigest

from streams.dedup.lexicon import NUMBER

LEAST: Final = 2
"""A smaller number is an article or a pronoun as often as a count."""
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2099
LAST_DAY: Final = 31
HUNDRED: Final = 100
_GROUPS: Final = re.compile(r"(?<=\d)['’ \u00a0\u202f,](?=\d{3}(?!\d))")
_POINTS_AND_GROUPS: Final = re.compile(r"(?<=\d)['’ \u00a0\u202f.](?=\d{3}(?!\d))")
_AMOUNT: Final = re.compile(r"(\d{1,18}(?:\.\d{1,18})?)([a-z]{0,12})")
_CLOCK: Final = re.compile(r"(?:[01]?\d|2[0-4])\.[0-5]\d", re.ASCII)
_RANGE: Final = re.compile(r"[-–/]")
_NO_COUNTS: Final = frozenset({"st", "nd", "rd", "th", "s", "am", "pm"})
"""What makes an ordinal, a decade or a time of digits."""
_SHORT_FACTORS: Final = {"k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "bn": 1e9, "bln": 1e9}


class Amount(NamedTuple):
    """What a number is worth."""

    value: str
    term: int
    """The hash of the value."""
    may_be_hour: bool
    """Whether it is an hour where the words behind it say so."""
    may_be_day: bool
    """Whether it is the day of a month where the name of one stands beside it."""


def amount_of(digits: str, rest: Sequence[tuple[int, int]], *, point_is_decimal: bool) -> Amount | None:
    """Return what digits and the number words behind them are worth, None where they are no count.

    `rest` has the class and the value of each number word.
    """
    if not digits:
        return _counted(_multiplied(0.0, rest))
    levelled = (_GROUPS if point_is_decimal else _POINTS_AND_GROUPS).sub("", digits.casefold())
    found = _AMOUNT.fullmatch(levelled.replace(",", "."))
    if found is None:  # a score, a fraction, a range, a code; a colon makes it a time
        return None if ":" in digits else _counted(levelled)
    number, unit = found.groups()
    if unit in _NO_COUNTS:
        return None
    # Years and days are written in one word: `1,987` is none.
    whole = int(number) if number.isdecimal() and digits.isalnum() and not rest else None
    if whole is not None and FIRST_YEAR <= whole <= LAST_YEAR:
        return None
    amount = _counted(_multiplied(float(number) * _SHORT_FACTORS.get(unit, 1), rest))
    if amount is None or whole is None:
        return amount._replace(may_be_hour=True) if amount and not rest and _CLOCK.fullmatch(digits) else amount
    return amount._replace(may_be_hour=True, may_be_day=whole <= LAST_DAY)


def other_readings(written: str, *, point_is_decimal: bool) -> Iterator[tuple[int, ...]]:
    """Yield the terms of what digits may stand for in another house style: `8.400` for `8,400`, `117-108` for two."""
    if "." in written or "," in written:
        other = amount_of(written, (), point_is_decimal=not point_is_decimal)
        if other is not None:
            yield (other.term,)
    parts = _RANGE.split(written)
    if len(parts) > 1:
        amounts = [amount_of(part, (), point_is_decimal=point_is_decimal) for part in parts]
        if None not in amounts:
            yield tuple(amount.term for amount in amounts if amount is not None)


def _counted(value: str | None) -> Amount | None:
    return None if value is None else Amount(value, hash_of(value), may_be_hour=False, may_be_day=False)


def _multiplied(amount: float, rest: Sequence[tuple[int, int]]) -> str | None:
    """Return an amount with the number words that follow it, None where it is too small for a count."""
    total = 0.0
    for word, value in rest:
        if word == NUMBER:
            amount += value
        elif value == HUNDRED:
            amount = (amount or 1) * value
        else:
            total, amount = total + (amount or 1) * value, 0.0
    total += amount
    return f"{total:.10g}" if total >= LEAST or total % 1 else None


def hash_of(value: str) -> int:
    """Return the term of a value, or of a value and the kind of what it counts."""
    return xxh3_64_intdigest(f"#{value}".encode()) >> 32
