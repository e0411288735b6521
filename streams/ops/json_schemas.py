"""JSON Schema of every topic, for programs in other languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pydantic.json_schema import models_json_schema

from schemas import SCHEMA_HEADER, schema_name
from streams.topics import TOPICS

if TYPE_CHECKING:
    from streams.settings import Settings
    from streams.topics import TopicSpec

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def topic_schemas(settings: Settings) -> dict[str, dict[str, Any]]:
    """Return a JSON Schema (2020-12) for the value of each topic, by the topic's name on the broker."""
    return {spec.full_name(settings): topic_schema(spec, settings) for spec in TOPICS}


def topic_schema(spec: TopicSpec, settings: Settings) -> dict[str, Any]:
    """Return the JSON Schema of a topic's values.

    Where a topic carries several types, the record's schema header says which one a value is; `$comment` lists the
    header's values. The value of a compacted topic may also be null, a tombstone.
    """
    head = {"$schema": DIALECT, "title": spec.full_name(settings), "description": f"{spec.purpose}; key: {spec.key}"}
    if not spec.types:
        return {**head, "$comment": "bytes as received, of any format; the header content-type says which"}
    references, shared = models_json_schema([(kind, "serialization") for kind in spec.types])
    named = [references[kind, "serialization"] for kind in spec.types]
    headers = ", ".join(schema_name(kind) for kind in spec.types)
    choices = [*named, {"type": "null"}] if spec.compacted else named
    body = choices[0] if len(choices) == 1 else {"anyOf": choices}
    return {**head, "$comment": f"header {SCHEMA_HEADER}: {headers}", **body, **shared}
