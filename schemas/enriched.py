"""The published article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemas.base import Message
from schemas.clean import CleanArticle
from schemas.entity import Entity
from schemas.figure import CasualtyFigure
from schemas.scene import Scene
from schemas.unique import Judgement

if TYPE_CHECKING:
    from schemas.provenance import Provenance


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

    @property
    def provenance(self) -> Provenance:
        """That of the article."""
        return self.article.provenance
