"""The AsyncAPI 3.0 document of all topics, derived from the table of topics, the stages and the models.

https://www.asyncapi.com/docs/reference/specification/v3.0.0
"""

from __future__ import annotations

from importlib.metadata import version
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from pydantic.json_schema import models_json_schema

from schemas import SCHEMA_HEADER, CasualtyAlert, DeadLetter, Message, schema_name
from streams.ops.json_schemas import message_types
from streams.ops.message_headers import CLOUDEVENT_HEADERS, RAW_HEADERS, TRACEPARENT
from streams.pipeline import STAGES
from streams.runner import CONNECT_HEADERS
from streams.topics import RAW, TOPICS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from streams.runner import Stage
    from streams.settings import Settings
    from streams.topics import TopicSpec

Document = dict[str, Any]

ASYNCAPI_VERSION: Final = "3.0.0"
BINDING_VERSION: Final = "0.5.0"
"""Of the Kafka bindings."""
RAW_MESSAGE: Final = "RawRecord"
TOMBSTONE: Final = "Tombstone"
DESCRIPTION: Final = (
    "Raw articles go to the first topic; each story comes out once and clean, with entities, casualty figures and the "
    "tolls of incidents. Consumers read with isolation.level=read_committed."
)
HEADERS: Final[Mapping[type[Message], Mapping[str, str]]] = MappingProxyType(
    {CasualtyAlert: CLOUDEVENT_HEADERS, DeadLetter: CONNECT_HEADERS}
)
"""Headers that a message has besides those of all, and what they mean."""


def asyncapi_document(settings: Settings) -> Document:
    """Return the document, with names, partitions and retention by the settings."""
    return {
        "asyncapi": ASYNCAPI_VERSION,
        "id": "urn:wirefeed:asyncapi",
        "info": {
            "title": "Wirefeed",
            "version": version("wirefeed"),
            "description": DESCRIPTION,
            "license": {"name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"},
        },
        "defaultContentType": "application/json",
        "channels": {spec.name: _channel(spec, settings) for spec in TOPICS},
        "operations": dict(_operations()),
        "components": {"messages": _messages(), "schemas": _schemas()},
    }


def _channel(spec: TopicSpec, settings: Settings) -> Document:
    name = spec.full_name(settings)
    config: Document = {"cleanup.policy": [spec.config()["cleanup.policy"]]}
    if "retention.ms" in spec.config():
        config["retention.ms"] = int(spec.config()["retention.ms"])
    kafka = {
        "topic": name,
        "partitions": spec.partitions(settings),
        "replicas": settings.replication,
        "topicConfiguration": config,
        "bindingVersion": BINDING_VERSION,
    }
    return {
        "address": name,
        "title": name,
        "description": f"{spec.purpose}; key: {spec.key}",
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in _message_names(spec)},
        "bindings": {"kafka": kafka},
    }


def _message_names(spec: TopicSpec) -> tuple[str, ...]:
    names = tuple(kind.__name__ for kind in spec.types) or (RAW_MESSAGE,)
    return (*names, TOMBSTONE) if spec.compacted else names


def _operations() -> Iterable[tuple[str, Document]]:
    for stage in STAGES:
        yield f"{stage.name}.receive.{stage.source.name}", _operation("receive", stage, stage.source)
        for spec in stage.sends:
            yield f"{stage.name}.send.{spec.name}", _operation("send", stage, spec)


def _operation(action: str, stage: Stage, spec: TopicSpec) -> Document:
    verb = "reads" if action == "receive" else "sends"
    return {
        "action": action,
        "channel": {"$ref": f"#/channels/{spec.name}"},
        "title": f"{stage.name} {verb} {spec.name}",
        "tags": [{"name": stage.name}],
    }


def _messages() -> Document:
    kinds = {kind.__name__: _message(kind) for kind in message_types()}
    raw = {
        "name": RAW_MESSAGE,
        "title": RAW_MESSAGE,
        "summary": "One or more items in any wire format, as received.",
        "contentType": "application/octet-stream",
        "headers": _strings(RAW_HEADERS),
        "payload": {"type": "string", "format": "binary"},
        "bindings": _key(RAW.key),
    }
    tombstone = {
        "name": TOMBSTONE,
        "title": TOMBSTONE,
        "summary": "No value: what the key names is live no longer.",
        "payload": {"type": "null"},
    }
    return {RAW_MESSAGE: raw, **kinds, TOMBSTONE: tombstone}


def _message(kind: type[Message]) -> Document:
    keys = dict.fromkeys(spec.key for spec in TOPICS if kind in spec.types)
    return {
        "name": kind.__name__,
        "title": schema_name(kind),
        "summary": (kind.__doc__ or "").strip().partition("\n")[0],
        "headers": _headers(kind),
        "payload": {"$ref": f"#/components/schemas/{kind.__name__}"},
        "bindings": _key(" or ".join(keys)),
    }


def _headers(kind: type[Message]) -> Document:
    traced = {"traceparent": TRACEPARENT} if "provenance" in kind.model_fields or hasattr(kind, "provenance") else {}
    headers = _strings({**traced, **HEADERS.get(kind, {})})
    schema = {SCHEMA_HEADER: {"type": "string", "const": schema_name(kind)}}
    return {**headers, "properties": {**schema, **headers["properties"]}}


def _strings(names: Mapping[str, str]) -> Document:
    properties = {name: {"type": "string", "description": text} for name, text in names.items()}
    return {"type": "object", "properties": properties}


def _key(meaning: str) -> Document:
    return {"kafka": {"key": {"type": "string", "description": meaning}, "bindingVersion": BINDING_VERSION}}


def _schemas() -> Document:
    """Return all models in the dialect of AsyncAPI, which is that of JSON Schema draft 7."""
    _, shared = models_json_schema(
        [(kind, "serialization") for kind in message_types()], ref_template="#/components/schemas/{model}"
    )
    return {name: _in_draft_7(schema) for name, schema in shared["$defs"].items()}


def _in_draft_7(schema: Any) -> Any:
    """Return a schema with its tuples as draft 7 has them: `items` for each place, where 2020-12 has `prefixItems`."""
    if isinstance(schema, list):
        return [_in_draft_7(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {"items" if name == "prefixItems" else name: _in_draft_7(value) for name, value in schema.items()}
