"""A name in a text, on its way to an entity."""

from __future__ import annotations

from dataclasses import dataclass

from schemas import EntityType
from streams.entities.aliases import Entry

PERSON = EntityType.PERSON
ORGANISATION = EntityType.ORGANISATION
PLACE = EntityType.PLACE
NATIONALITY = EntityType.NATIONALITY
EVENT = EntityType.EVENT

OF_LABEL = {"PER": PERSON, "ORG": ORGANISATION, "LOC": PLACE}


@dataclass(frozen=True, slots=True)
class Mention:
    """A span of tokens (`first` to `last`, end exclusive) and of characters, with what it names."""

    first: int
    last: int
    start: int
    end: int
    type: EntityType
    text: str
    entry: Entry | None = None
    confidence: float = 0.8
