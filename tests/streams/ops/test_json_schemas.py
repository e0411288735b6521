"""JSON Schema of the topics."""

from __future__ import annotations

from datetime import UTC, datetime

import jsonschema
import orjson
import pytest

from schemas import DeadLetter, encode
from streams.ops.json_schemas import topic_schema, topic_schemas
from streams.settings import Settings
from streams.topics import CURRENT, DEAD, TOPICS, TopicSpec

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
