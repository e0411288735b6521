"""JSON Schema of every message and of every topic, for programs in other languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import orjson
from pydantic.json_schema import models_json_schema

from schemas import SCHEMA_HEADER, schema_id, schema_name
from schemas.ninjs import NINJS_EXTENSION, NINJS_SCHEMA, NinjsExtension
from streams.topics import TOPICS

if TYPE_CHECKING:
    from pathlib import Path

    from schemas import Message
    from streams.settings import Settings
    from streams.topics import TopicSpec

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
MESSAGES_FOLDER: Final = "messages"
"""Folder of the schemas of messages, beside those of topics."""


EXTENSION_FILE: Final = "ninjs-extension.1.schema.json"


def message_types() -> tuple[type[Message], ...]:
    """Return every type of message that a topic carries, in the order of the flow."""
    return tuple(dict.fromkeys(kind for spec in TOPICS for kind in spec.types))


def message_schemas() -> dict[str, dict[str, Any]]:
    """Return a JSON Schema (2020-12) for each message, by the name of its file: `WireItem.1`."""
    return {schema_name(kind).replace("/", "."): message_schema(kind) for kind in message_types()}


def message_schema(kind: type[Message]) -> dict[str, Any]:
    """Return the JSON Schema of a message as it is written; `$id` has its name and version."""
    schema = kind.model_json_schema(mode="serialization")
    return {"$schema": DIALECT, "$id": schema_id(kind), **schema}


def topic_schemas(settings: Settings) -> dict[str, dict[str, Any]]:
    """Return a JSON Schema (2020-12) for the value of each topic, by the topic's name on the broker."""
    return {spec.full_name(settings): topic_schema(spec, settings) for spec in TOPICS}


def topic_schema(spec: TopicSpec, settings: Settings) -> dict[str, Any]:
    """Return the JSON Schema of a topic's values.

    Where a topic carries several types, the record's schema header says which one a value is; `$comment` lists the
    header's values. The value of a compacted topic may also be null, a tombstone.
    """
    name = spec.full_name(settings)
    head = {
        "$schema": DIALECT,
        "$id": f"urn:wirefeed:topic:{name}",
        "title": name,
        "description": f"{spec.purpose}; key: {spec.key}",
    }
    if not spec.types:
        return {**head, "$comment": "bytes as received, of any format; the header content-type says which"}
    references, shared = models_json_schema([(kind, "serialization") for kind in spec.types])
    named = [references[kind, "serialization"] for kind in spec.types]
    headers = ", ".join(schema_name(kind) for kind in spec.types)
    choices = [*named, {"type": "null"}] if spec.compacted else named
    body = choices[0] if len(choices) == 1 else {"anyOf": choices}
    return {**head, "$comment": f"header {SCHEMA_HEADER}: {headers}", **body, **shared}


def ninjs_extension_schema() -> dict[str, Any]:
    """Return the JSON Schema of ninjs 3.1 with our extension, in the way IPTC extends it: its type, and one property.

    A validator needs IPTC's schema, which this one refers to.
    """
    extension = NinjsExtension.model_json_schema(mode="serialization")
    shared = extension.pop("$defs")
    return {
        "$schema": DIALECT,
        "$id": NINJS_EXTENSION,
        "title": "ninjs 3.1 with the extension of Wirefeed",
        "$ref": f"{NINJS_SCHEMA}#/$defs/ninjsType",
        "properties": {"wirefeed": {"$ref": f"#/$defs/{NinjsExtension.__name__}"}},
        "required": ["uri", "wirefeed"],
        "unevaluatedProperties": False,
        "$defs": {NinjsExtension.__name__: extension, **shared},
    }


def schema_files(settings: Settings) -> dict[str, bytes]:
    """Return what an export writes: the text of each file, by its path in the folder."""
    topics = {f"{name}.schema.json": schema for name, schema in topic_schemas(settings).items()}
    messages = {f"{MESSAGES_FOLDER}/{name}.schema.json": schema for name, schema in message_schemas().items()}
    extension = {EXTENSION_FILE: ninjs_extension_schema()}
    return {path: indented(schema) for path, schema in {**topics, **messages, **extension}.items()}


def write_schemas(folder: Path, settings: Settings) -> int:
    """Write all schemas into a folder, which is made where it is missing; return how many. Raises OSError."""
    files = schema_files(settings)
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text)
    return len(files)


def read_message_schemas(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the schemas of messages that `write_schemas` wrote, by name. Raises OSError and ValueError."""
    files = sorted((folder / MESSAGES_FOLDER).glob("*.schema.json"))
    return {path.name.removesuffix(".schema.json"): orjson.loads(path.read_bytes()) for path in files}


def indented(document: dict[str, Any]) -> bytes:
    """Return a document as it stands in a file: readable JSON that ends with a line break."""
    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
