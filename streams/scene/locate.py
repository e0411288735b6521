"""An article to its scene and the places of its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from streams.scene.choice import scene_among
from streams.scene.figures import placed
from streams.scene.mention import place_mentions

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from schemas import CasualtyFigure, Dateline, Entity, Scene


def locate(
    body: str,
    *,
    headline: str | None = None,
    dateline: Dateline | None = None,
    entities: Iterable[Entity] = (),
    figures: Sequence[CasualtyFigure] = (),
) -> tuple[Scene | None, list[CasualtyFigure]]:
    """Return where the event of an article happened, None where nothing says it, and the figures with their places.

    `body` is the clean text, `entities` and `figures` are those found in it. Linear in the length of the text; of a
    long text only the beginning is read.
    """
    mentions = place_mentions(body, headline=headline, dateline=dateline, entities=entities, figures=figures)
    scene = scene_among(mentions)
    return scene, placed(figures, mentions, scene)
