"""Entities of rows: what `wirefeed extract entities FILE.jsonl` writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from streams.entities.recognise import recognise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


def entities_of(rows: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield `{"id", "entities"}` for each `{"id", "text"}`, offsets in characters of the text as given."""
    for row in rows:
        found = recognise(str(row["text"]))
        yield {
            "id": row["id"],
            "entities": [
                entity.model_dump(mode="json", exclude_none=True, exclude={"in_headline"}) for entity in found
            ],
        }
