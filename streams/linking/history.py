"""Figures of an event that is long past: "the 193 people killed in the train bombings of 2004" opens no incident.

An article on an anniversary or a trial counts the dead of its event as its own, so that extraction finds a total. The
time that goes with the number says that nothing of it happened within any window. Articles on one trial give the same
numbers, so that they are compared by them all the same.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from streams.linking.days import year_of
from streams.linking.lexicon import events
from streams.linking.recall import OWN_ROLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from schemas import CasualtyFigure
    from streams.linking.words import Token

LONG_PAST: Final = timedelta(days=90)
"""So long before publication nothing is news any more; the window of linking is shorter."""
A_YEAR: Final = timedelta(days=366)
"""A day and a month without a year are taken for the last such day, which is a wrong guess where copy is sent late."""


def history_among(figures: Sequence[CasualtyFigure], body: Sequence[Token], published: date) -> frozenset[str]:
    """Return the ids of the figures of events long past, also of those with such a number that has no other day."""
    last = published - LONG_PAST
    named = list(_past_events(body, last))
    own = [each for each in figures if each.role in OWN_ROLES]
    past = {_number(each) for each in figures if _is_past(each, last) or _is_of(each, named)}
    dated = {
        _number(each) for each in own if each.period is not None and not (_is_past(each, last) or _is_of(each, named))
    }
    gone = past - dated
    return frozenset(each.id for each in own if _number(each) in gone or _is_past(each, last))


def _number(figure: CasualtyFigure) -> tuple[str, int | None, int | None]:
    return (figure.kind.value, figure.min, figure.max)


def _is_past(figure: CasualtyFigure, last: date) -> bool:
    """Return whether the text puts the victims in a time that ended long ago: one with its year, or before the last."""
    period = figure.period
    if period is None or period.end is None or period.end >= last:
        return False
    return period.end < last + LONG_PAST - A_YEAR or _has_year(period.text or "")


def _has_year(text: str) -> bool:
    return any(year_of(word.strip(".,;")) is not None for word in text.split())


def _is_of(figure: CasualtyFigure, named: Iterable[int]) -> bool:
    """Return whether the figure stands in a sentence of the body before an event that is named by its year."""
    evidence = figure.evidence
    return not evidence.in_headline and any(evidence.number.start < at < evidence.sentence.end for at in named)


def _past_events(body: Sequence[Token], last: date) -> Iterator[int]:
    """Yield where the body names an event by a year long past: "the bombings of 2004"."""
    table = events()
    for word, (of, stated) in zip(body, pairwise(body[1:]), strict=False):
        if of.text.lower() == "of" and word.text.lower() in table.sort_of:
            year = year_of(stated.text)
            if year is not None and date(year, 12, 31) < last:
                yield word.start
