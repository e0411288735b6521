"""The published article."""

from __future__ import annotations

from schemas.base import Message
from schemas.clean import CleanArticle
from schemas.entity import Entity
from schemas.figure import CasualtyFigure
from schemas.scene import Scene
from schemas.unique import Judgement


class EnrichedArticle(Message):
    """A clean article with its story, names, places and casualty figures."""

    article: CleanArticle
    judgement: Judgement
    entities: tuple[Entity, ...] = ()
    figures: tuple[CasualtyFigure, ...] = ()
    scene: Scene | None = None
    """Where its event happened; null where the text does not say."""
    remarks: tuple[str, ...] = ()
    """What could not be read, in words for people."""
