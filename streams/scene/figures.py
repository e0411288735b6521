"""The place of each figure: the best mention of its own sentence, else the scene of the article."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from schemas import Place, Role
from streams.scene.choice import contains, scene_of
from streams.scene.signs import relation_of, score_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from schemas import CasualtyFigure, Scene
    from streams.scene.mention import Mention

OF_THE_EVENT: Final = frozenset({Role.TOTAL, Role.SUBSET, Role.DENIED, Role.HYPOTHETICAL})
"""Roles of figures that speak of the article's event, and so may take its scene."""
BACKWARD: Final = 2
"""The way to a place before the number counts so many times: in "12 died in Kitwe, 4 in Ndola" the 4 died in Ndola."""


def placed(figures: Iterable[CasualtyFigure], mentions: Sequence[Mention], scene: Scene | None) -> list[CasualtyFigure]:
    """Return the figures, each with its place; none where neither its sentence nor the scene says it."""
    return [figure.model_copy(update={"place": _place(figure, mentions, scene)}) for figure in figures]


def _place(figure: CasualtyFigure, mentions: Sequence[Mention], scene: Scene | None) -> Place | None:
    own = _own(figure, mentions)
    if scene is not None and figure.role in OF_THE_EVENT and (own is None or contains(own, scene)):
        own = scene
    return None if own is None else _as_place(own, in_headline=figure.evidence.in_headline)


def _own(figure: CasualtyFigure, mentions: Sequence[Mention]) -> Scene | None:
    """Return the best place of the figure's sentence to which the sentence gives the figure's people."""
    sentence, number = figure.evidence.sentence, figure.evidence.number.start
    fitting = [
        mention
        for mention in mentions
        if mention.sentence.in_headline == figure.evidence.in_headline
        and sentence.start <= mention.entity.start < sentence.end
        and not mention.in_dateline
        and relation_of(mention) >= 0
    ]
    best = max(fitting, key=lambda mention: (score_of(mention), -_distance(mention, number)), default=None)
    return None if best is None else scene_of(best)


def _distance(mention: Mention, number: int) -> int:
    start = mention.entity.start
    return start - number if start > number else BACKWARD * (number - start)


def _as_place(scene: Scene, *, in_headline: bool) -> Place:
    return Place(
        text=scene.name,
        span=scene.span if scene.in_headline == in_headline else None,
        geonames=scene.geonames,
        country=scene.country,
        lat=scene.lat,
        lon=scene.lon,
    )
