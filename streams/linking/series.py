"""Whether the parts of an article tell of several events one after another, whatever its headline says."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final

from streams.linking.lexicon import cues, events, found, phrases
from streams.linking.passages import passages_of
from streams.linking.recall import OWN_ROLES
from streams.linking.words import ages

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from schemas import CasualtyFigure, EnrichedArticle, Passage
    from streams.linking.words import Token

REACH_CHARS: Final = 2_500
"""Of the body: what stands further down is background."""
PARTS: Final = 3
"""Parts from which on an article is a series: a single event may be told in two places on two days, such as a shooting
and the arrest."""
COUNTING: Final = 2
"""Of these, how many must count victims: the third may say of a man that he was shot."""
LOOSE: Final = frozenset({"storm", "heat"})
"""Of the sorts that reach over regions, those that unlike events are put under: a crash on ice, a fallen tree."""


def is_series(article: EnrichedArticle, headline: Sequence[Token], body: Sequence[Token], published: date) -> bool:
    """Return whether parts of the article tell of harm, each in another place, on different days.

    Where a part is of an event that reaches over regions, such as a storm, parts must be of unlike sorts instead: rain
    drowns some and buries others on one day. A flood that the headline names has many towns and is one event. An
    article with a headline on one event, or on that of its first part, belongs to it, whatever others are added below.
    """
    table = events()
    title = list(phrases(headline))
    sorts = found(title, table.sort_of)
    if (table.wide - LOOSE).intersection(sorts) or (_is_of_one_event(title) and LOOSE.isdisjoint(sorts)):
        return False
    if len(_counted(article.figures)) < COUNTING:
        return False
    near = [token for token in body if token.start < REACH_CHARS]
    parts = _apart(passages_of(article, near, published, roles=OWN_ROLES))
    if len(parts) < PARTS or sum(1 for each in parts if each.tolls) < COUNTING:
        return False
    if any(table.wide.intersection(each.sorts) for each in parts) or LOOSE.intersection(sorts):
        return _are_of_unlike_sorts(parts)
    if _is_headline_of(parts[0], article, headline):
        return False
    return any(_on_other_days(one, other) for one, other in combinations(parts, 2))


def _counted(figures: Iterable[CasualtyFigure]) -> list[CasualtyFigure]:
    """Return the figures that may be those of parts; most articles have too few, and need not be read in parts."""
    return [
        each
        for each in figures
        if each.role in OWN_ROLES and not each.evidence.in_headline and each.evidence.number.start < REACH_CHARS
    ]


def _is_of_one_event(title: Iterable[tuple[str, int]]) -> bool:
    """Return whether a headline speaks of one event: the suspect in a shooting is arrested in another street."""
    words = {word for word, _ in title}
    return not words.isdisjoint(cues().single) and words.isdisjoint(cues().plural)


def _is_headline_of(part: Passage, article: EnrichedArticle, headline: Sequence[Token]) -> bool:
    """Return whether the headline counts the victims of the first part, or gives the age of one, and no events."""
    if any(phrase in cues().plural for phrase, _ in phrases(headline)):
        return False
    stated = {(each.kind.value, each.min) for each in article.figures if each.evidence.in_headline}
    return bool(stated & set(part.tolls.items())) or not set(ages(headline)).isdisjoint(part.ages)


def _apart(passages: Iterable[Passage]) -> list[Passage]:
    """Return the first passage of each place: that of a street, or else of a town."""
    by_place: dict[str, Passage] = {}
    for each in passages:
        streets = [place.name for place in each.places if place.geonames is None]
        towns = [f"#{place.geonames}" for place in each.places if place.geonames is not None]
        for place in (streets or towns)[:1]:
            by_place.setdefault(place, each)
    return list(by_place.values())


def _are_of_unlike_sorts(parts: Sequence[Passage]) -> bool:
    sorts = [frozenset(each.sorts) for each in parts if each.sorts]
    return len(sorts) > 1 and not frozenset.intersection(*sorts)


def _on_other_days(one: Passage, other: Passage) -> bool:
    return bool(one.days) and bool(other.days) and not set(one.days) & set(other.days)
