"""Figures to the entities of the article: victims and speaker by overlap, place by nearness in the sentence."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

from schemas import Entity, EntityType, Place, Span

if TYPE_CHECKING:
    from collections.abc import Iterable


_SPEAKERS: Final = (EntityType.PERSON, EntityType.ORGANISATION, EntityType.PLACE)
_SIDES: Final = (EntityType.ORGANISATION, EntityType.NATIONALITY, EntityType.PLACE)


@dataclass(frozen=True, slots=True)
class EntityIndex:
    """Entities of one text in order of their offsets."""

    entities: tuple[Entity, ...]
    starts: tuple[int, ...]

    @classmethod
    def of(cls, entities: Iterable[Entity], *, in_headline: bool) -> Self:
        """Return the index of the entities of the headline or of the body."""
        chosen = tuple(
            sorted(
                (entity for entity in entities if entity.in_headline == in_headline),
                key=lambda entity: (entity.start, -entity.end),
            )
        )
        return cls(chosen, tuple(entity.start for entity in chosen))

    def within(self, start: int, end: int) -> tuple[Entity, ...]:
        """Return the entities that begin in a span."""
        return self.entities[bisect_left(self.starts, start) : bisect_right(self.starts, end - 1)]

    def overlapping(self, start: int, end: int, types: tuple[EntityType, ...]) -> Entity | None:
        """Return the entity of the types, first named first, that overlaps a span most."""
        best, best_rank = None, (len(types), 0)
        # An entity is a few words: one that begins long before the span doesn't reach it.
        for entity in self.within(max(0, start - 80), end):
            shared = min(entity.end, end) - max(entity.start, start)
            if shared > 0 and entity.type in types:
                rank = (types.index(entity.type), -shared)
                if rank < best_rank:
                    best, best_rank = entity, rank
        return best

    def speaker(self, start: int, end: int) -> Entity | None:
        """Return the entity that a speaker's words name."""
        return self.overlapping(start, end, _SPEAKERS)

    def side(self, start: int, end: int) -> Entity | None:
        """Return the entity that victims belong to by their words."""
        return self.overlapping(start, end, _SIDES)

    def place(self, number: int, start: int, end: int) -> Place | None:
        """Return the place of a sentence that stands nearest to a number; one after it before one in front."""
        best, best_distance = None, None
        for entity in self.within(start, end):
            if entity.type != EntityType.PLACE or entity.metonym_of is not None:
                continue
            distance = entity.start - number if entity.start > number else 2 * (number - entity.start)
            # A country says less than the town beside it.
            if entity.subtype == "country":
                distance += end - start
            if best_distance is None or distance < best_distance:
                best, best_distance = entity, distance
        if best is None:
            return None
        return Place(
            text=best.text,
            span=Span(start=best.start, end=best.end),
            geonames=best.geonames,
            country=best.country,
            lat=best.lat,
            lon=best.lon,
        )
