"""Sentences on an earlier event that is like the own: "On Saturday, 20 people died in a bombing at a hotel" is one.

An article on Sunday's bombing that adds such a sentence speaks of two. Its own event is that of the first sentence
which says that an event happened on a day: it names "a bombing", or a venue. A later sentence on a day before that,
which speaks of "a bombing" at another venue, is on another one. "Two more died in hospital on Tuesday" begins no event.
"""

from __future__ import annotations

from itertools import islice, pairwise
from typing import TYPE_CHECKING, Final

from schemas import Role
from streams.linking.happened import happened_days, names_new_event
from streams.linking.lexicon import venues
from streams.linking.recall import OWN_ROLES, is_recalled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from schemas import CasualtyFigure
    from streams.linking.words import Token

MAX_SENTENCES: Final = 8
"""Sentences that are read: what stands further below is background, as extraction reads it."""

AREAS: Final = frozenset(
    {"province", "region", "district", "state", "county", "country", "city", "area", "town", "route", "road", "river"}
)
_CARE: Final = frozenset({"hospital", "clinic"})
"""Venues where the hurt are treated, and die."""


def without_earlier_events(
    figures: Iterable[CasualtyFigure], body: Sequence[Token], published: date
) -> tuple[CasualtyFigure, ...]:
    """Return the figures; those in sentences on an earlier event count the victims of another event."""
    spans = list(_earlier_events(body, published))
    return tuple(
        figure.model_copy(update={"role": Role.OTHER_EVENT})
        if spans
        and figure.role in OWN_ROLES
        and not figure.evidence.in_headline
        and is_recalled(figure.evidence.number.start, spans)
        else figure
        for figure in figures
    )


def _earlier_events(body: Sequence[Token], published: date) -> Iterator[tuple[int, int]]:
    """Yield the parts of the body on an earlier event, in order."""
    own: date | None = None
    hit: set[str] = set()
    for sentence in islice(_sentences(body), MAX_SENTENCES):
        days = happened_days(sentence, published, goes_on=False, named=True)
        new, found = names_new_event(sentence), _venues(sentence)
        elsewhere = _is_in_same_area(sentence) or (bool(found) and hit.isdisjoint(found))
        if own is not None and days and max(days) < own and new and elsewhere:
            yield sentence[0].start, sentence[-1].end + 1
            continue
        if own is None and days and (new or found):
            own = min(days)
        hit |= found


def _is_in_same_area(sentence: Iterable[Token]) -> bool:
    """Return whether a sentence says that its event was in the same province or the like: it is another one there."""
    words = [token.text.lower() for token in sentence]
    return any(word == "same" and near in AREAS for word, near in pairwise(words))


def _venues(sentence: Iterable[Token]) -> set[str]:
    """Return the sorts of place that a sentence names, but not that where the hurt are treated."""
    words = (token.text.lower() for token in sentence)
    return {venues()[word] for word in words if word in venues() and word not in _CARE}


def _sentences(body: Sequence[Token]) -> Iterator[list[Token]]:
    sentence: list[Token] = []
    for token in body:
        if token.opens and sentence:
            yield sentence
            sentence = []
        sentence.append(token)
    if sentence:
        yield sentence
