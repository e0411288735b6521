"""Features of a pair of articles, and the linear model that weighs them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from heapq import nlargest
from importlib import resources
from typing import TYPE_CHECKING, Final

import orjson

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from streams.linking.profile import Profile

    Idf = Callable[[str], float]

FEATURES: Final = (
    "words",
    "headline",
    "rare_words",
    "names",
    "names_differ",
    "places",
    "places_differ",
    "near",
    "far",
    "numbers",
    "days",
    "figures_agree",
    "figures_differ",
    "events_agree",
    "events_differ",
    "same_source",
    "days_agree",
    "days_differ",
    "ages_agree",
    "ages_differ",
    "headline_in_text",
    "shorter",
    "words_by_days",
)
EARTH_KM: Final = 6371.0
NEAR_KM: Final = 60.0
FAR_KM: Final = 250.0
RARE_IDF: Final = 5.0
SHORTEST: Final = 30
"""Words of an article below which shortness says no more."""
GROUP_VOICES: Final = 4
"""Articles of a group that have a say in who joins it."""


def pair_features(a: Profile, b: Profile, idf: Idf) -> tuple[float, ...]:
    """Return the features of two articles in the order of `FEATURES`; symmetric in its arguments.

    Both profiles are weighed: the norm of an older article is that of its arrival, which spares reading all its words.
    Sums are exactly rounded, so that the order of a set, which differs from process to process, changes no decision.
    """
    shared_words = a.words & b.words
    weights = {word: idf(word) for word in shared_words}
    shared_names = math.fsum(idf(name) for name in a.names & b.names)
    shared_places = math.fsum(idf(place) for place in a.places & b.places)
    distance = _distance(a.points, b.points)
    kinds = {kind for kind, _ in a.figures} & {kind for kind, _ in b.figures}
    agree = {kind for kind, _ in a.figures & b.figures}
    norm = a.norm * b.norm
    likeness = min(1.0, math.fsum(weight * weight for weight in weights.values()) / norm) if norm else 0.0
    days = math.log1p(abs(a.day - b.day))
    return (
        likeness,
        _overlap(a.headline, b.headline, idf),
        math.log1p(math.fsum(weight for weight in weights.values() if weight >= RARE_IDF)),
        math.log1p(shared_names),
        float(bool(a.names) and bool(b.names) and not shared_names),
        math.log1p(shared_places),
        float(bool(a.places) and bool(b.places) and not shared_places),
        0.0 if distance is None else math.exp(-distance / NEAR_KM),
        float(distance is not None and distance > FAR_KM),
        math.log1p(math.fsum(idf(number) for number in a.numbers & b.numbers)),
        days,
        float(len(agree)),
        float(len(kinds - agree)),
        float(bool(a.events & b.events)),
        float(bool(a.events) and bool(b.events) and not a.events & b.events),
        float(a.source == b.source),
        float(bool(a.days & b.days)),
        float(bool(a.days) and bool(b.days) and not a.days & b.days),
        math.log1p(math.fsum(idf(age) for age in a.ages & b.ages)),
        float(bool(a.ages) and bool(b.ages) and not a.ages & b.ages),
        max(_part(a.headline, b.words, idf), _part(b.headline, a.words, idf)),
        math.log(max(SHORTEST, min(len(a.words), len(b.words)))),
        likeness * days,
    )


def _overlap(a: frozenset[str], b: frozenset[str], idf: Idf) -> float:
    least = min(math.fsum(map(idf, a)), math.fsum(map(idf, b)))
    return math.fsum(map(idf, a & b)) / least if least else 0.0


def _part(headline: frozenset[str], words: frozenset[str], idf: Idf) -> float:
    """Return the share of the headline's weight that the other's text has."""
    whole = math.fsum(map(idf, headline))
    return math.fsum(map(idf, headline & words)) / whole if whole else 0.0


def _distance(a: tuple[tuple[float, float], ...], b: tuple[tuple[float, float], ...]) -> float | None:
    return min((_km(here, there) for here in a for there in b), default=None)


def _km(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Return the great-circle distance of two points in kilometres (haversine)."""
    lat1, lon1, lat2, lon2 = (math.radians(degrees) for degrees in (*here, *there))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of the features, and the probabilities from which articles are put together, moved, and groups merged."""

    bias: float
    weights: tuple[float, ...]
    link: float
    move: float
    merge: float
    breadth: float

    def probability(self, features: tuple[float, ...]) -> float:
        """Return the probability that two articles with these features tell of one incident."""
        score = self.bias + sum(weight * value for weight, value in zip(self.weights, features, strict=True))
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))

    def of_group(self, alike: Sequence[float], articles: int) -> float:
        """Return the certainty that an article belongs to a group of so many articles, from those it is like.

        Between the likest article and the mean of the likest few: one article in common, such as a round-up, is no
        bridge between two events.
        """
        top = nlargest(GROUP_VOICES, alike)
        mean = math.fsum(top) / max(1, min(articles, GROUP_VOICES))
        return (1.0 - self.breadth) * top[0] + self.breadth * min(1.0, mean)


@cache
def load_model() -> Model:
    """Return the model in `data/weights.json`. Raises KeyError where it lacks a feature."""
    data = orjson.loads(resources.files("streams.linking").joinpath("data", "weights.json").read_bytes())
    return Model(
        bias=data["bias"],
        weights=tuple(data["weights"][name] for name in FEATURES),
        link=data["link"],
        move=data["move"],
        merge=data["merge"],
        breadth=data["breadth"],
    )
