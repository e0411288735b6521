"""The AsyncAPI document: valid, and true to topics, stages and headers."""

from __future__ import annotations

import gzip
import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from streams.ops.asyncapi import asyncapi_document
from streams.pipeline import STAGES
from streams.settings import Settings
from streams.topics import ALERTS, DEAD, TOPICS, TopicSpec
from tests.running.wire import run_wire, whole

if TYPE_CHECKING:
    from streams.pipeline.local import LocalPipeline

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
DOCUMENT = asyncapi_document(Settings())


@cache
def specification() -> Any:
    """Return the JSON Schema of AsyncAPI 3.0.0 as its authors publish it."""
    packed = FIXTURES / "asyncapi" / "asyncapi-3.0.0.schema.json.gz"
    return jsonschema.Draft7Validator(json.loads(gzip.decompress(packed.read_bytes())))


@cache
def wire_run() -> LocalPipeline:
    """Return a pipeline through which the invented wire has run."""
    pipeline = whole()
    run_wire(pipeline)
    return pipeline


def references(value: Any) -> set[str]:
    """Return everything that a document refers to."""
    if isinstance(value, list):
        return set().union(*map(references, value))
    if not isinstance(value, dict):
        return set()
    own = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
    return own.union(*map(references, value.values()))


def test_the_document_is_valid() -> None:
    """By the schema of the specification, which refuses one with a field too many."""
    assert [error.message for error in specification().iter_errors(DOCUMENT)] == []
    assert not specification().is_valid({**DOCUMENT, "surplus": 1})


def test_every_reference_leads_somewhere() -> None:
    """The schema of the specification does not follow them."""
    for reference in references(DOCUMENT):
        held = DOCUMENT
        for name in reference.removeprefix("#/").split("/"):
            held = held[name]


def test_payloads_are_in_the_dialect_of_asyncapi() -> None:
    """Tuples are written as draft 7 has them."""
    assert "prefixItems" not in json.dumps(DOCUMENT)
    paragraphs = DOCUMENT["components"]["schemas"]["CleanArticle"]["properties"]["paragraphs"]
    assert [place["type"] for place in paragraphs["items"]["items"]] == ["integer", "integer"]


@pytest.mark.parametrize("spec", TOPICS, ids=lambda spec: spec.name)
def test_a_channel_is_what_the_table_of_topics_says(spec: TopicSpec) -> None:
    """Address, messages and configuration; a compacted topic has tombstones and no retention."""
    settings = Settings(topic_prefix="desk", topic_version="v2", partitions=6, order_partitions=2, replication=3)
    channel = asyncapi_document(settings)["channels"][spec.name]
    kafka = channel["bindings"]["kafka"]
    assert channel["address"] == kafka["topic"] == f"desk.{spec.name}.v2"
    assert (kafka["partitions"], kafka["replicas"]) == (spec.partitions(settings), 3)
    names = [kind.__name__ for kind in spec.types] or ["RawRecord"]
    assert list(channel["messages"]) == [*names, "Tombstone"] if spec.compacted else names
    days = spec.retention_days
    retention = {} if days is None else {"retention.ms": days * 86_400_000}
    assert kafka["topicConfiguration"] == {"cleanup.policy": ["compact" if days is None else "delete"], **retention}


def test_operations_are_what_stages_read_and_send() -> None:
    """One for each, in the order of the flow."""
    expected = [
        (action, f"#/channels/{spec.name}")
        for stage in STAGES
        for action, specs in (("receive", [stage.source]), ("send", stage.sends))
        for spec in specs
    ]
    operations = DOCUMENT["operations"]
    assert [(each["action"], each["channel"]["$ref"]) for each in operations.values()] == expected
    assert operations["dedup.send.unique"]["title"] == "dedup sends unique"
    assert operations["dedup.receive.clean"]["title"] == "dedup reads clean"


def test_headers_are_those_that_travel() -> None:
    """Of every record of a run, the document describes each header, and `wf-schema` with its value."""
    run = wire_run()
    messages = DOCUMENT["components"]["messages"]
    seen = set()
    for spec in TOPICS:
        for record in run.records(spec):
            if spec.types and record.value is not None:
                headers = {name: value.decode() for name, value in record.headers}
                name = headers["wf-schema"].partition("/")[0]
                described = messages[name]["headers"]
                assert set(headers) <= set(described["properties"])
                assert jsonschema.Draft7Validator(described).is_valid(headers)
                seen.add(name)
    assert {"CasualtyAlert", "DeadLetter", "EnrichedArticle", "Incident"} <= seen


@pytest.mark.parametrize("spec", [ALERTS, DEAD], ids=lambda spec: spec.name)
def test_headers_of_alerts_and_dead_letters_are_complete(spec: TopicSpec) -> None:
    """All that are described are sent."""
    sent = {name for record in wire_run().records(spec) for name, _ in record.headers}
    [kind] = spec.types
    assert set(DOCUMENT["components"]["messages"][kind.__name__]["headers"]["properties"]) == sent
