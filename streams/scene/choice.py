"""Which of an article's places is the scene."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from schemas import Scene, ScenePrecision, Span
from streams.scene.signs import precision_of, score_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from schemas import Entity
    from streams.scene.mention import Mention

LEAST: Final = 0.5
"""A place with a lower score is no scene; the dateline's town alone has just so much."""
REPEAT: Final = 0.2
"""Share of the score of a place's other mentions, as far as it speaks for the place."""
SUPPORT: Final = 0.4
"""Share of the score of a larger place that goes to one inside it: a headline's "Texas" speaks for Kerrville."""
_ORDER: Final = tuple(ScenePrecision)
_LARGER: Final = (ScenePrecision.REGION, ScenePrecision.COUNTRY)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place, as its best mention has it, and its score."""

    scene: Scene
    score: float


def scene_among(mentions: Sequence[Mention]) -> Scene | None:
    """Return the scene that an article's mentions of places give, None where no place has the least score."""
    best = max(candidates_of(mentions), key=lambda candidate: candidate.score, default=None)
    return best.scene if best is not None and best.score >= LEAST else None


def candidates_of(mentions: Sequence[Mention]) -> list[Candidate]:
    """Return each place once, with the score of all its mentions and of the larger places that it lies in."""
    groups: defaultdict[str, list[tuple[float, Mention]]] = defaultdict(list)
    for mention in mentions:
        score = LEAST if mention.in_dateline else score_of(mention)
        groups[_key(mention.entity)].append((score, mention))
    places = [_merged(scored) for scored in groups.values()]
    larger = [place for place in places if place.score > 0 and place.scene.precision in _LARGER]
    return [Candidate(place.scene, place.score + SUPPORT * _support(place.scene, larger)) for place in places]


def _key(entity: Entity) -> str:
    if entity.geonames is not None:
        return str(entity.geonames)
    return f"{(entity.canonical or entity.text).casefold()}/{entity.country}"


def _merged(scored: list[tuple[float, Mention]]) -> Candidate:
    score, best = max(scored, key=lambda one: one[0])
    others = sum(max(0.0, other) for other, mention in scored if mention is not best)
    return Candidate(scene_of(best), score + REPEAT * others)


def _support(place: Scene, larger: Iterable[Candidate]) -> float:
    """Return the best score of a larger place around a place, 0 where there is none."""
    return max((other.score for other in larger if contains(other.scene, place)), default=0.0)


def contains(larger: Scene, smaller: Scene) -> bool:
    """Tell whether a country or division holds a place, by their codes."""
    if _ORDER.index(larger.precision) <= _ORDER.index(smaller.precision) or larger.country != smaller.country:
        return False
    if larger.precision is ScenePrecision.COUNTRY:
        return True
    return larger.precision is ScenePrecision.REGION and larger.admin1 == smaller.admin1


def name_of(entity: Entity) -> str:
    """Return the name as the wire writes it; a gazetteer's own for one in capitals, as in datelines."""
    return entity.canonical or entity.text if entity.text.isupper() else entity.text


def scene_of(mention: Mention) -> Scene:
    """Return the scene that a mention names."""
    entity = mention.entity
    return Scene(
        name=name_of(entity),
        precision=precision_of(mention),
        span=Span(start=entity.start, end=entity.end),
        in_headline=entity.in_headline,
        geonames=entity.geonames,
        country=entity.country,
        admin1=entity.admin1,
        lat=entity.lat,
        lon=entity.lon,
    )
