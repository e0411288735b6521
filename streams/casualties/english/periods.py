"""When: the time expressions of a sentence, resolved against the date of publication."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Final, NamedTuple

from streams.casualties.clause_figure import TimeExpression
from streams.casualties.english import lexicon as lex
from streams.casualties.english.calendar import (
    DAYS,
    MONTHS,
    Bounds,
    back_to,
    day_of,
    named,
    past,
    whole_month,
    whole_year,
)
from streams.casualties.english.tokens import number_word

_DAY: Final = "|".join(DAYS)
_MONTH: Final = "|".join(sorted(MONTHS, key=len, reverse=True))
_YEAR: Final = r"(?:19|20)\d\d"
_COUNT: Final = r"\d{1,3}|[a-z]{3,9}(?:-[a-z]{3,5})?"
_EVENTS: Final = "shooting|attack|bombing|massacre|crash|killing|quake|blast|explosion|fire"
_NOT_WHEN: Final = r"(?!,? (?:when|where|in which)\b)"
"""Not "since 1987, when 31 died": those died in 1987."""
_NOTHING: Final[Bounds] = (None, None)


class _Form(NamedTuple):
    """A form of time expression: what it looks like, what it resolves to, and whether it is a stretch of time."""

    pattern: str
    resolve: Callable[[tuple[str | None, ...], date | None], Bounds]
    window: bool


def _count(word: str | None) -> int | None:
    if word is None:
        return None
    return int(word) if word.isdigit() else number_word(word)


def _past(words: tuple[str | None, ...], reference: date | None) -> Bounds:
    count, unit = _count(words[0]), words[1]
    return past(reference, count, unit) if reference is not None and count and unit else _NOTHING


def _lasting(words: tuple[str | None, ...], reference: date | None) -> Bounds:
    """Return the span of "in four days of fighting", which counts today."""
    count, unit = _count(words[0]), words[1] or ""
    if reference is None or not count:
        return _NOTHING
    return past(reference, count - (unit == "days"), unit)


def _since_weekday(words: tuple[str | None, ...], reference: date | None) -> Bounds:
    return (back_to(reference, words[0]), reference) if reference is not None and words[0] else _NOTHING


def _since_day(words: tuple[str | None, ...], reference: date | None) -> Bounds:
    return day_of(reference, words[0] or "", words[1] or "", None), reference


def _since_day_first(words: tuple[str | None, ...], reference: date | None) -> Bounds:
    return day_of(reference, words[1] or "", words[0] or "", None), reference


def _since_month(words: tuple[str | None, ...], reference: date | None) -> Bounds:
    return whole_month(reference, words[0] or "", words[1])[0], reference


def _since_year(words: tuple[str | None, ...], reference: date | None) -> Bounds:
    return whole_year(int(words[0] or 0))[0], reference


def _day(words: tuple[str | None, ...], reference: date | None) -> Bounds:
    day = day_of(reference, words[0] or "", words[1] or "", words[2])
    return day, day


def _day_first(words: tuple[str | None, ...], reference: date | None) -> Bounds:
    day = day_of(reference, words[1] or "", words[0] or "", words[2])
    return day, day


def _month(words: tuple[str | None, ...], reference: date | None) -> Bounds:
    return whole_month(reference, words[0] or "", words[1])


def _year(words: tuple[str | None, ...], reference: date | None) -> Bounds:
    del reference
    return whole_year(int(words[0] or 0))


def _weekday(words: tuple[str | None, ...], reference: date | None) -> Bounds:
    if reference is None or not words[0]:
        return _NOTHING
    day = back_to(reference, words[0])
    return day, day


def _named(words: tuple[str | None, ...], reference: date | None) -> Bounds:
    return named(reference, words[0] or "") if reference is not None else _NOTHING


_FORMS: Final = (
    _Form(
        rf"(?:\b(?:in|over|during|for|within) )?(?:the )?\b(?:past|last|previous) ({_COUNT})[- ]"
        r"(hours?|days?|weeks?|months?|years?)(?: alone)?\b",
        _past,
        window=True,
    ),
    _Form(rf"\b(?:in|over|during|for|after) ({_COUNT}) (hours|days|weeks)(?= of\b)", _lasting, window=True),
    _Form(rf"\bsince (?:last )?({_DAY})\b", _since_weekday, window=True),
    _Form(rf"\bsince (\d{{1,2}}) ({_MONTH})\b", _since_day_first, window=True),
    _Form(rf"\bsince ({_MONTH})\.? (\d{{1,2}})\b", _since_day, window=True),
    _Form(rf"\bsince (?:early |late |mid-?)?({_MONTH})(?:,? ({_YEAR}))?+\b{_NOT_WHEN}", _since_month, window=True),
    _Form(rf"\bsince (?:early |late |mid-?)?({_YEAR})\b{_NOT_WHEN}", _since_year, window=True),
    _Form(rf"(?<=since )({_YEAR})\b", _year, window=True),
    _Form(rf"\b(?:on )?({_MONTH})\.? (\d{{1,2}})(?:st|nd|rd|th)?(?:,? ({_YEAR}))?\b", _day, window=False),
    _Form(rf"\b(?:on )?(\d{{1,2}})(?:st|nd|rd|th)? (?:of )?({_MONTH})(?: ({_YEAR}))?\b", _day_first, window=False),
    _Form(rf"\b(?:in |of |between |from |during |late |early )?({_MONTH})\.?,? ({_YEAR})\b", _month, window=True),
    _Form(rf"\bin ({_MONTH})()?\b", _month, window=True),
    _Form(rf"\bin ({_YEAR})\b", _year, window=True),
    _Form(rf"\b({_YEAR})(?= (?:[\w'’-]{{1,20}} ){{0,3}}(?:{_EVENTS}))", _year, window=True),
    _Form(rf"\b(?:on |late |early |last )?({_DAY})\b", _weekday, window=False),
    _Form(r"\b(today|yesterday|last night|this morning|tonight)\b", _named, window=False),
    _Form(r"\b(this week|last week|this month|last month|last year|this year|overnight)\b", _named, window=True),
)
"""In order: where two begin at the same place the first is taken."""
_ALL: Final = re.compile(
    r"\b(?=\w)(?:" + "|".join(f"(?P<f{at}>{form.pattern})" for at, form in enumerate(_FORMS)) + ")"
)
"""Every form begins with a word: elsewhere none is tried."""
_EACH: Final = tuple(re.compile(form.pattern) for form in _FORMS)
_SAID: Final = re.compile(
    r"\b(?:said|says|told(?: \w+){1,2}|announced|confirmed|reported|added|stated)(?: late| early)? $"
)
"""What a day stands after that is the day of saying so: "the army said on Wednesday"."""
_MADE: Final = re.compile(
    r"\b(?:"
    + "|".join(lex.load_json("classes.json")["made"])
    + r")(?: \w+){0,2} (?:in |on |since |between |back to )?$"
)
"""What a year stands after that is that of something else: "a bridge built in 1967"."""
_COUNTED: Final = frozenset({_past, _lasting})


def periods(text: str, lower: str, start: int, end: int, reference: date | None) -> list[tuple[int, TimeExpression]]:
    """Return the time expressions of a span, each with its offset; `lower` is the text in lower case.

    Left out are expressions that count with an unknown word, years in passing ("the deadliest, in 1933, has"), and the
    day of saying so.
    """
    found: list[tuple[int, TimeExpression]] = []
    for match in _ALL.finditer(lower, start, end):
        at = int((match.lastgroup or "f0")[1:])
        form = _FORMS[at]
        inner = _EACH[at].match(lower, match.start())
        words = tuple(word or None for word in inner.groups()) if inner is not None else ()
        if not words or (form.resolve in _COUNTED and _count(words[0]) is None):
            continue
        inserted = lower[match.start() - 2 : match.start()] == ", " and lower[match.end() : match.end() + 1] == ","
        if (inserted and form.resolve is _year) or _SAID.search(lower, max(start, match.start() - 30), match.start()):
            continue
        if form.resolve is _year and _MADE.search(lower, max(start, match.start() - 40), match.start()):
            continue
        first, last = form.resolve(words, reference)
        found.append(
            (match.start(), TimeExpression(text[match.start() : match.end()].strip(), first, last, form.window))
        )
    return found
