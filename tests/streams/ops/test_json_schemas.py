"""JSON Schema of the topics."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import jsonschema
import orjson
import pytest

from schemas import SCHEMA_HEADER, DeadLetter, WireItem, encode
from streams.ops.json_schemas import (
    message_schema,
    message_schemas,
    message_types,
    read_message_schemas,
    schema_files,
    topic_schema,
    topic_schemas,
    write_schemas,
)
from streams.settings import Settings
from streams.topics import CURRENT, DEAD, TOPICS, TopicSpec
from tests.running.wire import run_wire, whole

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = Settings()


def test_every_topic_has_a_schema_by_its_name_on_the_broker() -> None:
    """Prefix and version of the settings are in the name."""
    named = topic_schemas(Settings(topic_prefix="desk", topic_version="v2"))
    assert list(named) == [f"desk.{spec.name}.v2" for spec in TOPICS]


@pytest.mark.parametrize("spec", TOPICS, ids=lambda spec: spec.name)
def test_a_schema_is_one(spec: TopicSpec) -> None:
    """Each is a valid schema of its dialect, and names every type that its topic carries."""
    schema = topic_schema(spec, SETTINGS)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert all(kind.__name__ in schema["$comment"] for kind in spec.types)


def test_what_is_encoded_is_valid() -> None:
    """A message as it travels keeps its schema, and one with a missing field does not."""
    letter = DeadLetter(
        id="a/0/1",
        stage="intake",
        topic="a",
        partition=0,
        offset=1,
        key=None,
        value=None,
        error="EmptyItem",
        message="no text",
        at=datetime(2026, 3, 2, tzinfo=UTC),
    )
    validator = jsonschema.Draft202012Validator(topic_schema(DEAD, SETTINGS))
    value = orjson.loads(encode(letter))
    assert validator.is_valid(value | {"key": None, "value": None})
    assert not validator.is_valid({name: field for name, field in value.items() if name != "stage"})


def test_a_compacted_topic_may_carry_tombstones() -> None:
    """Null is a value of it, and of no other."""
    assert jsonschema.Draft202012Validator(topic_schema(CURRENT, SETTINGS)).is_valid(None)
    assert not jsonschema.Draft202012Validator(topic_schema(DEAD, SETTINGS)).is_valid(None)


def test_every_message_of_a_topic_has_a_schema_with_its_id() -> None:
    """Named after type and version, and each once, in whatever topics it travels."""
    schemas = message_schemas()
    assert list(schemas) == [f"{kind.__name__}.1" for kind in message_types()]
    assert set(message_types()) == {kind for spec in TOPICS for kind in spec.types}
    assert schemas["WireItem.1"]["$id"] == "urn:wirefeed:schema:WireItem:1"
    assert schemas["WireItem.1"]["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    for schema in schemas.values():
        jsonschema.Draft202012Validator.check_schema(schema)


def test_what_travels_is_valid_by_the_schemas_of_its_topic_and_of_its_message() -> None:
    """Every record that a run of the pipeline puts on a topic, tombstones included."""
    pipeline = whole()
    run_wire(pipeline)
    named = {kind.__name__: jsonschema.Draft202012Validator(message_schema(kind)) for kind in message_types()}
    for spec in TOPICS:
        by_topic = jsonschema.Draft202012Validator(topic_schema(spec, SETTINGS))
        for record in pipeline.records(spec) if spec.types else ():
            value = None if record.value is None else orjson.loads(record.value)
            by_topic.validate(value)
            if value is not None:
                named[(record.header(SCHEMA_HEADER) or "").partition("/")[0]].validate(value)


def test_schemas_that_were_written_are_read_again(tmp_path: Path) -> None:
    """A file each of topics and of the extension of ninjs, and of messages in a folder of their own."""
    assert write_schemas(tmp_path / "out", SETTINGS) == len(TOPICS) + len(message_types()) + 1
    assert read_message_schemas(tmp_path / "out") == message_schemas()
    text = schema_files(SETTINGS)["messages/WireItem.1.schema.json"]
    assert orjson.loads(text) == message_schema(WireItem)
    assert text.endswith(b"}\n")
