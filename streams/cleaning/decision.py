"""What was decided about the versions of an item, as it is kept in the state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import orjson

from schemas import DropReason

_CODES: Final = {DropReason.SOURCE_BOILERPLATE: 0, DropReason.SHARED_WIDGET: 1}
_REASONS: Final = {code: reason for reason, code in _CODES.items()}


@dataclass(frozen=True, slots=True)
class Decision:
    """The lines that were dropped because of what the source had taught when a version came."""

    origin: tuple[int, int, int, int]
    """Version; partition, offset and index of the record that brought it."""
    body: int
    """Hash of the body as received."""
    learned: tuple[tuple[int, DropReason], ...]
    """Line numbers with their reasons."""


@dataclass(frozen=True, slots=True)
class ItemRecord:
    """An item: the language of its route, and the decisions on its latest versions, oldest first."""

    language: str
    decisions: tuple[Decision, ...]

    def decision(self, origin: tuple[int, int, int, int], body: int) -> Decision | None:
        """Return the decision on a redelivery (same version and record) or a re-send (same version and text)."""
        for made in reversed(self.decisions):
            if made.origin == origin and made.body == body:
                return made
        for made in reversed(self.decisions):
            if made.origin[0] == origin[0] and made.body == body:
                return made
        return None


def written_record(record: ItemRecord) -> bytes:
    """Return the record as bytes."""
    return orjson.dumps(
        [
            record.language,
            [
                [*made.origin, made.body, [[line, _CODES[reason]] for line, reason in made.learned]]
                for made in record.decisions
            ],
        ]
    )


def read_record(value: bytes) -> ItemRecord:
    """Return the record that `written_record` wrote."""
    language, decisions = orjson.loads(value)
    return ItemRecord(
        language=language,
        decisions=tuple(
            Decision(
                origin=(version, partition, offset, index),
                body=body,
                learned=tuple((line, _REASONS[code]) for line, code in learned),
            )
            for version, partition, offset, index, body, learned in decisions
        ),
    )
