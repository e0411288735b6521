"""Published articles as ninjs 3.1: valid, complete, and read again as the items that they are."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema
import orjson
import pytest
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from schemas import (
    CleanArticle,
    Dateline,
    EnrichedArticle,
    Entity,
    EntityType,
    Judgement,
    NinjsItem,
    Origin,
    Provenance,
    Verdict,
    decode,
    encode,
)
from schemas.ninjs import NINJS_SCHEMA
from streams.ops.json_schemas import ninjs_extension_schema
from streams.ops.sample import sample_records
from streams.pipeline import stage_named
from streams.pipeline.local import LocalPipeline
from streams.publication_ninjs import ninjs_item
from streams.settings import Settings
from streams.topics import CURRENT, ITEMS, NINJS, RAW, TOPICS
from tests.running.wire import run_wire, whole

AT = datetime(2026, 3, 9, 8, tzinfo=UTC)
BODY = "Rain fell on Sennar.\n\nThe river rose by two metres, said Ada Okoro of the River Office."
TEXT = {"type": "string"}
TIME = {"type": "string", "format": "date-time", "pattern": "Z$"}


def closed(*required: str, **properties: Any) -> dict[str, Any]:
    """Return the schema of an object that has these properties and no others."""
    return {"type": "object", "required": required, "properties": properties, "additionalProperties": False}


def listed(**properties: Any) -> dict[str, Any]:
    """Return the schema of a list of closed objects."""
    return {"type": "array", "items": closed(**properties)}


CONCEPT = {"name": TEXT, "rel": TEXT, "uri": {**TEXT, "pattern": r"^https?://\S+$"}, "literal": TEXT}
POINT = closed("type", "coordinates", type={"const": "Point"}, coordinates={"type": "array", "minItems": 2})
NAMES_OF_NINJS = closed(
    "uri",
    uri={**TEXT, "pattern": r"^[a-z]+:\S+$"},
    type={"enum": ["text", "audio", "video", "picture", "graphic", "composite", "component", "event", "planning"]},
    representationType={"enum": ["full", "partial"]},
    version=TEXT,
    firstCreated=TIME,
    versionCreated=TIME,
    pubStatus={"enum": ["usable", "withheld", "canceled"]},
    urgency={"type": "integer", "minimum": 1, "maximum": 9},
    edNote=TEXT,
    language=TEXT,
    headlines=listed(role=TEXT, contentType=TEXT, value=TEXT),
    bodies=listed(
        role=TEXT, contentType=TEXT, charCount={"type": "integer"}, wordCount={"type": "integer"}, value=TEXT
    ),
    people=listed(**CONCEPT),
    organisations=listed(**CONCEPT),
    events=listed(id=TEXT, **CONCEPT),
    places=listed(**CONCEPT, geoJSON=POINT),
    infoSources=listed(name=TEXT, role=TEXT, uri=TEXT, literal=TEXT),
    by=TEXT,
    slugline=TEXT,
    located=TEXT,
    altIds=listed(role=TEXT, value=TEXT),
    standard=closed(name=TEXT, version=TEXT, schema=TEXT),
)
"""Names, types and values of ninjs 3.1, as far as Wirefeed writes them; the standard closes its objects, too."""


def registry() -> Registry[Any]:
    """Return IPTC's schema as NINJS_SCHEMA names a copy of it, else what this file knows of it."""
    path = os.environ.get("NINJS_SCHEMA")
    document: dict[str, Any] = {"$defs": {"ninjsType": {"type": "object", "properties": NAMES_OF_NINJS["properties"]}}}
    if path is not None:
        document = json.loads(Path(path).read_text())
    resources = {NINJS_SCHEMA: document, "https://geojson.org/schema/GeoJSON.json": {}}
    made = [(name, Resource.from_contents(held, DRAFT202012)) for name, held in resources.items()]
    return Registry().with_resources(made)


def provenance(**fields: Any) -> Provenance:
    """Return where an article comes from."""
    known = {
        "provider": "meridian",
        "source": "meridian.example",
        "item_id": "urn:item/7 a",
        "version": 3,
        "uri": "https://meridian.example/7",
        "published": AT,
        "version_created": AT.replace(hour=9),
        "received": AT.replace(hour=10),
        "trace_id": "0" * 32,
        "origin": Origin(partition=0, offset=0),
    }
    return Provenance(**{**known, **fields})


def article(entities: tuple[Entity, ...] = (), **fields: Any) -> EnrichedArticle:
    """Return a published article."""
    known = {
        "provenance": provenance(),
        "headline": "River <rises> & falls",
        "body": BODY,
        "paragraphs": ((0, 20), (22, len(BODY))),
        "language": "en",
        "language_detected": "en",
        "language_confidence": 1.0,
    }
    judgement = Judgement(verdict=Verdict.UPDATE, story_id="meridian/1")
    return EnrichedArticle(article=CleanArticle(**{**known, **fields}), judgement=judgement, entities=entities)


def entity(kind: EntityType, text: str, **fields: Any) -> Entity:
    """Return a mention."""
    return Entity(text=text, type=kind, start=0, end=len(text), **fields)


def written(enriched: EnrichedArticle) -> dict[str, Any]:
    """Return the ninjs object of an article as it travels."""
    value: dict[str, Any] = orjson.loads(encode(ninjs_item(enriched)))
    return value


def intake(value: bytes) -> Any:
    """Return the item that intake reads of a record."""
    pipeline = LocalPipeline(Settings(), stages=[stage_named("intake")], keep=(ITEMS,))
    pipeline.advance(datetime(2026, 4, 1, tzinfo=UTC))
    pipeline.produce(RAW, value, headers=(("content-type", b"application/json"),))
    pipeline.run()
    [item] = pipeline.messages(ITEMS)
    return item


def sample() -> LocalPipeline:
    """Return a pipeline through which the sample wire has run, with ninjs published."""
    pipeline = LocalPipeline(Settings(publish_ninjs=True), keep=TOPICS)
    afterwards = datetime(2026, 3, 20, tzinfo=UTC)
    pipeline.advance(afterwards)
    for record in sample_records():
        pipeline.produce(RAW, record.value, key=record.key, headers=record.headers)
    pipeline.run()
    pipeline.advance(afterwards)
    pipeline.run()
    return pipeline


@pytest.fixture(scope="module")
def published() -> LocalPipeline:
    """Return a run of the sample wire."""
    return sample()


def test_each_live_item_is_on_the_topic(published: LocalPipeline) -> None:
    """Under the same keys as on `current`, and killed items on neither."""
    live = published.compacted(CURRENT)
    assert published.compacted(NINJS).keys() == live.keys()
    assert len(live) > 20
    assert published.compacted(NINJS) == {
        key: ninjs_item(each) for key, each in live.items() if isinstance(each, EnrichedArticle)
    }


def test_without_its_extension_each_is_plain_ninjs(published: LocalPipeline) -> None:
    """No name, type or value that the standard has not."""
    validator = jsonschema.Draft202012Validator(NAMES_OF_NINJS)
    for record in published.records(NINJS):
        if record.value is not None:
            plain = {name: held for name, held in orjson.loads(record.value).items() if name != "wirefeed"}
            validator.validate(plain)
            assert not validator.is_valid({**plain, "body": "x"})


def test_with_its_extension_each_is_valid_by_the_schema_that_it_names(published: LocalPipeline) -> None:
    """Which adds one property to IPTC's type and closes it; NINJS_SCHEMA=FILE validates against IPTC's own text."""
    schema = ninjs_extension_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema, registry=registry())
    values = [orjson.loads(record.value) for record in published.records(NINJS) if record.value is not None]
    assert any(value["wirefeed"]["figures"] for value in values)
    for value in values:
        assert value["standard"] == {"name": "ninjs", "version": "3.1", "schema": schema["$id"]}
        validator.validate(value)
        assert not validator.is_valid({**value, "surplus": 1})
        assert not validator.is_valid({**value, "wirefeed": {}})


@pytest.mark.skipif(
    "NINJS_SCHEMA" not in os.environ, reason="NINJS_SCHEMA names no copy of IPTC's ninjs-schema_3.1.json"
)
def test_what_this_file_knows_of_ninjs_is_what_iptc_says(published: LocalPipeline) -> None:
    """IPTC's schema takes each item without the extension, and refuses one with it."""
    document = json.loads(Path(os.environ["NINJS_SCHEMA"]).read_text())
    validator = jsonschema.Draft202012Validator(document, registry=registry())
    for record in published.records(NINJS):
        if record.value is not None:
            value = orjson.loads(record.value)
            validator.validate({name: held for name, held in value.items() if name != "wirefeed"})
            assert not validator.is_valid(value)


def test_what_ninjs_has_no_place_for_is_in_the_extension() -> None:
    """Provenance, story and verdict, and the signals of the item."""
    extension = written(article(signals=("correction",)))["wirefeed"]
    assert extension["provenance"]["item_id"] == "urn:item/7 a"
    assert (extension["story_id"], extension["verdict"]) == ("meridian/1", "update")
    assert extension["signals"] == ["correction"]


def test_identity_and_times() -> None:
    """The uri holds provider and id; without a version time the time of receipt counts."""
    item = written(article())
    assert item["uri"] == "urn:wirefeed:item:meridian:urn%3Aitem%2F7%20a"
    assert item["altIds"] == [
        {"role": "itemId", "value": "urn:item/7 a"},
        {"role": "url", "value": "https://meridian.example/7"},
    ]
    assert (item["firstCreated"], item["versionCreated"]) == ("2026-03-09T08:00:00Z", "2026-03-09T09:00:00Z")
    assert (item["version"], item["pubStatus"], item["type"]) == ("3", "usable", "text")
    bare = written(article(provenance=provenance(published=None, version_created=None, uri=None)))
    assert "firstCreated" not in bare
    assert bare["versionCreated"] == "2026-03-09T10:00:00Z"
    assert [each["role"] for each in bare["altIds"]] == ["itemId"]


def test_texts() -> None:
    """As plain text, with what ninjs counts of a body."""
    item = written(
        article(
            byline="Ada Okoro",
            slugline="river",
            ednote="Adds level",
            dateline=Dateline(text="SENNAR -", place="Sennar"),
        )
    )
    assert item["bodies"] == [{"contentType": "text/plain", "value": BODY, "charCount": len(BODY), "wordCount": 17}]
    assert item["headlines"] == [{"contentType": "text/plain", "value": "River <rises> & falls"}]
    assert (item["by"], item["slugline"], item["edNote"], item["located"]) == (
        "Ada Okoro",
        "river",
        "Adds level",
        "Sennar",
    )
    bare = written(article(headline=None, body="", paragraphs=()))
    assert (bare["headlines"], bare["bodies"]) == ([], [])
    assert not {"by", "slugline", "edNote", "located"} & set(bare)


@pytest.mark.parametrize(("urgency", "kept"), [(None, None), (0, None), (1, 1), (9, 9), (10, None)])
def test_an_urgency_that_ninjs_has_not_is_left_out(urgency: int | None, kept: int | None) -> None:
    """It goes from one to nine."""
    assert written(article(urgency=urgency)).get("urgency") == kept


def test_an_unknown_language_is_left_out() -> None:
    """`und` is no language."""
    assert written(article())["language"] == "en"
    assert "language" not in written(article(language="und"))


def test_who_had_a_part_is_named_once() -> None:
    """The provider, and outlet and agency where they are others."""
    assert written(article(agency="Reuters"))["infoSources"] == [
        {"name": "meridian", "role": "provider"},
        {"name": "meridian.example", "role": "outlet"},
        {"name": "Reuters", "role": "agency"},
    ]
    alone = written(article(provenance=provenance(source="meridian")))
    assert alone["infoSources"] == [{"name": "meridian", "role": "provider"}]


def test_names_are_listed_by_kind_each_once() -> None:
    """With the ids of registries and those of ours that mean something outside of the document."""
    item = written(
        article(
            (
                entity(EntityType.PERSON, "Okoro", canonical="Ada Okoro", id="doc:person:ada-okoro"),
                entity(EntityType.PERSON, "Ada Okoro", canonical="Ada Okoro", id="doc:person:ada-okoro"),
                entity(EntityType.ORGANISATION, "UN", canonical="United Nations", id="org:un", wikidata="Q1065"),
                entity(EntityType.PLACE, "Sennar", geonames=367644, lat=13.57, lon=33.57),
                entity(EntityType.PLACE, "Nowhere", wikidata="Q5", lat=13.57),
                entity(EntityType.EVENT, "Sennar"),
                entity(EntityType.NATIONALITY, "Sudanese"),
            )
        )
    )
    assert item["people"] == [{"name": "Ada Okoro"}]
    assert item["organisations"] == [
        {"name": "United Nations", "uri": "http://www.wikidata.org/entity/Q1065", "literal": "org:un"}
    ]
    assert item["places"] == [
        {
            "name": "Sennar",
            "uri": "https://sws.geonames.org/367644/",
            "geoJSON": {"type": "Point", "coordinates": [33.57, 13.57]},
        },
        {"name": "Nowhere", "uri": "http://www.wikidata.org/entity/Q5"},
    ]
    assert item["events"] == [{"name": "Sennar"}]


def test_a_place_on_the_equator_and_the_meridian_has_its_point() -> None:
    """Zero is a coordinate."""
    [place] = written(article((entity(EntityType.PLACE, "Buoy", lat=0.0, lon=0.0),)))["places"]
    assert place["geoJSON"]["coordinates"] == [0.0, 0.0]


def test_intake_reads_what_is_written() -> None:
    """As a version of the same item, with the same fields."""
    enriched = article(byline="Ada Okoro", slugline="river-level", ednote="Adds level", urgency=2, signals=("update",))
    item = intake(encode(ninjs_item(enriched)))
    known = enriched.article
    place = {"received", "trace_id", "origin", "raw_timestamp_ms", "processed"}
    assert item.provenance.model_dump(exclude=place) == known.provenance.model_dump(exclude=place)
    assert (item.format, item.pubstatus.value) == ("ninjs", "usable")
    for name in ("headline", "body", "byline", "slugline", "ednote", "urgency", "signals", "language"):
        assert getattr(item, name) == getattr(known, name), name


def test_intake_reads_all_of_the_sample_again(published: LocalPipeline) -> None:
    """Item, version, headline and body are the same for every live article."""
    for message in published.compacted(NINJS).values():
        assert isinstance(message, NinjsItem)
        item = intake(encode(message))
        own = message.wirefeed.provenance
        assert (item.provenance.item_key, item.provenance.version) == (own.item_key, own.version)
        assert item.provenance.source == own.source
        assert [item.headline] == ([text.value for text in message.headlines] or [None])
        assert item.body.split() == " ".join(body.value for body in message.bodies).split()


@pytest.mark.parametrize("extension", [None, 1, "x", [], {"provenance": []}, {"provenance": {"provider": None}}])
def test_an_extension_of_another_form_is_no_reason_to_refuse_an_item(extension: Any) -> None:
    """The name may be somebody else's."""
    value = {"uri": "https://paper.example/1", "headline": "Rain", "body_text": BODY, "wirefeed": extension}
    item = intake(orjson.dumps(value))
    assert item.provenance.item_key == "paper.example/https://paper.example/1"


def test_a_message_is_read_by_the_names_of_the_standard() -> None:
    """What was encoded is decoded to the same."""
    item = ninjs_item(article((entity(EntityType.PLACE, "Buoy", lat=1.0, lon=2.0),)))
    assert decode(encode(item), [NinjsItem]) == item


def test_ninjs_is_published_only_where_it_is_asked_for() -> None:
    """A kill removes what is on the topic in any case: it may be from when it was."""
    pipeline = whole()
    run_wire(pipeline)
    records = pipeline.records(NINJS)
    assert {record.key for record in records} == {b"orbit/blast"}
    assert [record.value for record in records if record.value is not None] == []
