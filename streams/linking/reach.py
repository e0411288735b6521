"""The first look at a pair: how alike it can be at most by days, sorts, names and places. It rules most candidates out.

It reads nothing that `supplement.py` adds, so that a group that is out of reach need not be supplemented either.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from operator import mul
from typing import TYPE_CHECKING, Final

from schemas import Kind
from streams.linking.between import days_between
from streams.linking.ceiling import LARGEST, ROUNDING
from streams.linking.features import (
    EARLY,
    FEATURES,
    MAX_AGREEMENT,
    MAX_DAYS_APART,
    RARE_IDF,
    SHORTEST,
)
from streams.linking.scenes import are_related

if TYPE_CHECKING:
    from collections.abc import Iterable

    from streams.linking.ceiling import Ceiling
    from streams.linking.features import Idf
    from streams.linking.profile import Happening, Profile

APART: Final = math.log1p(MAX_DAYS_APART)
EXACT: Final = frozenset({"places_differ", "sort_related", "sort_differs", "words_by_days", "days", "days_lasting"})
"""Early features of which the first look knows more than how large they may be."""
_BY_DAYS: Final = frozenset(
    {"event_day_differs", "new_event_day", "new_day_and_venue", "happened_apart", "happened_apart_elsewhere"}
)
_LARGEST: Final = {**LARGEST, **dict.fromkeys(EXACT, 0.0), **dict.fromkeys(_BY_DAYS, APART)}
USUAL: Final = tuple((name, _LARGEST.get(name, 1.0)) for name in FEATURES)
"""How large features can be with any article."""
NAMES, PLACES, PLACES_DIFFER, WORDS_BY_DAYS, DAYS, DAYS_LASTING = map(
    EARLY.index, ("names", "places", "places_differ", "words_by_days", "days", "days_lasting")
)
SORT, SORT_RELATED, SORT_DIFFERS, SORT_AT_SCENE, SORT_IN_COUNTRY = map(
    EARLY.index, ("sort", "sort_related", "sort_differs", "sort_at_scene", "sort_in_country")
)


def most_features(article: Profile, idf: Idf, known: Iterable[str] | None = None) -> tuple[float, ...]:
    """Return how large the features of an article with any other can be, without those of `EXACT`.

    Whatever another article shares with it is its own. `known` are those of its marks that other articles have, where
    they are known; without, all may be.
    """
    event = article.event
    words = article.words if known is None else article.words.intersection(known)
    length = math.log(max(SHORTEST, len(article.words)) / SHORTEST)
    rare = math.log1p(math.fsum([weight for weight in map(idf, words) if weight >= RARE_IDF]))
    kinds = float(len({kind for kind, _ in article.figures}))
    most = {
        "words": float(bool(words)),
        "rare_words": rare,
        "length": length,
        "words_by_length": length,
        "rare_words_by_length": rare * length,
        "names": _sum(article.names, idf),
        "places": _sum(article.places, idf),
        "proper": _sum(article.proper, idf),
        "streets": float(bool(article.streets)),
        "numbers": _sum(article.numbers, idf),
        "ages_agree": _sum(article.ages, idf),
        "sort": float(bool(event.sorts)),
        "venue": float(bool(event.venues)),
        "sort_at_scene": max(map(idf, event.at_scene), default=0.0),
        "sort_in_country": max(map(idf, event.in_country), default=0.0),
        "days_agree": float(bool(article.days)),
        "event_day": float(bool(event.days)),
        "happened_same_day": float(bool(event.happened)),
        "scene": float(bool(event.scene)),
        "scene_near": float(bool(event.points)),
        "country": float(bool(event.countries)),
        "figures_agree": kinds,
        "figures_differ": kinds,
        "toll_agrees": _most_agreed(article),
        "toll_next": float(Kind.KILLED in article.tolls),
        "main_same": float(event.main is not None),
    }
    return tuple([most.get(name, usual) for name, usual in USUAL])


def _most_agreed(article: Profile) -> float:
    """Return how much a toll in common can say: it is one that the article gives or denies."""
    denied = article.denied | article.follows
    numbers = [*(number for number, _ in article.tolls.values()), *(number for _, number in denied)]
    return min(MAX_AGREEMENT, math.log1p(max(numbers, default=0)))


def _sum(marks: frozenset[str], idf: Idf) -> float:
    return math.log1p(math.fsum(map(idf, marks))) if marks else 0.0


@dataclass(frozen=True, slots=True)
class Reach:
    """How alike an article can be to others, by the weights for events so everyday."""

    top: float
    """The highest score with an article of the same day that has all in common."""
    names: float
    """How much of that is of common names."""
    places: float
    sorts: float
    places_differ: float
    """The weight of this feature, and so on."""
    sort_related: float
    sort_differs: float
    days: float
    days_lasting: float

    @classmethod
    def of(cls, ceiling: Ceiling, most: tuple[float, ...]) -> Reach:
        """Return it for the weights of a model and what `most_features` gives of an article."""
        room: list[float] = list(map(mul, ceiling.speaking, most))
        weight = ceiling.early
        return cls(
            top=ceiling.bias + 2 * ROUNDING + math.fsum(room),
            names=room[NAMES],
            places=room[PLACES],
            sorts=room[SORT] + room[SORT_AT_SCENE] + room[SORT_IN_COUNTRY],
            places_differ=weight[PLACES_DIFFER],
            sort_related=weight[SORT_RELATED],
            sort_differs=weight[SORT_DIFFERS],
            days=weight[DAYS] + max(0.0, weight[WORDS_BY_DAYS]),
            days_lasting=weight[DAYS_LASTING],
        )

    def score(self, one: Profile, other: Profile) -> float:
        """Return a score that the pair can't exceed."""
        here, there = one.event, other.event
        days = _days(one, other)
        score = self.top + self.days * days
        if here.lasting and there.lasting:
            score += self.days_lasting * days
        if one.names.isdisjoint(other.names):
            score -= self.names
        if one.places.isdisjoint(other.places):
            score -= self.places
            if one.places and other.places and not (here.wide and there.wide) and here.scene.isdisjoint(there.scene):
                score += self.places_differ
        if here.sorts.isdisjoint(there.sorts):
            score -= self.sorts
            if here.sorts and there.sorts:
                score += self._of_other_sort(here, there)
        return score

    def _of_other_sort(self, here: Happening, there: Happening) -> float:
        if not are_related(here.sorts, there.sorts):
            return self.sort_differs
        return self.sort_related if here.scene.isdisjoint(there.scene) else 0.0


def _days(one: Profile, other: Profile) -> float:
    """Return `days_between` of the two; for most pairs it is the time between them."""
    goes_on = one.event.goes_on or other.event.goes_on
    counts_on = bool(one.follows or other.follows or (one.captives and other.captives))
    if goes_on or counts_on or not one.event.days.isdisjoint(other.event.days):
        return days_between(one, other) if one.day <= other.day else days_between(other, one)
    return math.log1p(abs(one.day - other.day))
