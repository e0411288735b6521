"""Figures of an event that is long past: "the 193 people killed in the train bombings of 2004" opens no incident.

An article on an anniversary or a trial counts the dead of its event as its own, so that extraction finds a total. The
time that goes with the number says that nothing of it happened within any window. Articles on one trial give the same
numbers, so that they are compared by them all the same.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from schemas import Kind
from streams.linking.days import year_of
from streams.linking.lexicon import events
from streams.linking.looking_back import is_late, looks_back
from streams.linking.recall import OWN_ROLES

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from schemas import CasualtyFigure
    from streams.linking.words import Token

LONG_PAST: Final = timedelta(days=90)
"""So long before publication nothing is news any more; the window of linking is shorter."""
GAP: Final = 3
"""Characters between two sentences of one paragraph, at most."""
A_YEAR: Final = timedelta(days=366)
"""A day and a month without a year are taken for the last such day, which is a wrong guess where copy is sent late."""


def history_among(
    figures: Sequence[CasualtyFigure], body: Sequence[Token], published: date, headline: str = "", text: str = ""
) -> frozenset[str]:
    """Return the ids of the figures of events long past, also of those with such a number that has no other day.

    `headline` and `text` are those into which the evidence of the figures points.
    """
    last = published - LONG_PAST
    named = list(_past_events(body, last))
    own = [each for each in figures if each.role in OWN_ROLES]
    looked_back_on = {each.id for each in own if _is_looked_back_on(each, headline, text)}
    looked_back_on |= _beside(own, looked_back_on)
    past_ids = {each.id for each in figures if each.id in looked_back_on or _is_past(each, last) or _is_of(each, named)}
    past = {_number(each) for each in figures if each.id in past_ids}
    dated = {_number(each) for each in own if each.period is not None and each.id not in past_ids}
    gone = past - dated
    return frozenset(
        each.id for each in own if _number(each) in gone or each.id in looked_back_on or _is_past(each, last)
    )


def _is_looked_back_on(figure: CasualtyFigure, headline: str, text: str) -> bool:
    """Return whether the figure is of an event on which a court, a memorial or a settlement looks back."""
    evidence = figure.evidence
    source = headline if evidence.in_headline else text
    start = evidence.sentence.start
    sentence = source[start : evidence.sentence.end]
    if figure.kind is Kind.DETAINED and is_late(sentence):
        return True
    stated = (figure.period.text or "") if figure.period is not None else ""
    time_at = sentence.find(stated) if stated else -1
    return looks_back(sentence, evidence.number.start - start, None if time_at < 0 else time_at)


def _beside(figures: Sequence[CasualtyFigure], known: Container[str]) -> set[str]:
    """Return the ids of figures without a day in the sentence behind one that looks back, as in "He wounded nine"."""
    ends = {each.evidence.sentence.end for each in figures if each.id in known and not each.evidence.in_headline}
    return {
        each.id
        for each in figures
        if each.period is None
        and not each.evidence.in_headline
        and any(0 < each.evidence.sentence.start - end <= GAP for end in ends)
    }


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
