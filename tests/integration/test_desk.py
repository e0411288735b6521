"""The desk on a broker: live changes, a kill, foreign records, and a broker that goes away."""

from __future__ import annotations

import asyncio
import contextlib
import time
from typing import TYPE_CHECKING, Any

import httpx
import orjson
import pytest
from pydantic import SecretStr

from schemas import SCHEMA_HEADER, Incident, encode, schema_name
from streams.ops.administration import create_topics
from streams.ops.broker import EmbeddedBroker
from streams.ops.connection import connected_producer
from streams.ops.desk.clock import now
from streams.ops.desk.service import following, serving
from streams.ops.desk.state import DeskState
from streams.settings import Settings
from streams.topics import INCIDENTS
from tests.running.pipeline import Raw
from tests.running.waiting import until
from tests.streams.ops.desk.desks import TOKEN, incident
from tests.streams.ops.desk.test_service import live, next_event

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from aiokafka import AIOKafkaProducer

    from tests.running.pipeline import Pipeline

LIVE_SECONDS = 1.0
"""From the broker's acknowledgement to the page."""
PATIENT_SECONDS = 60.0


@contextlib.asynccontextmanager
async def desk(settings: Settings, *, broker_stays: bool = True) -> AsyncIterator[tuple[DeskState, str]]:
    """Run a desk; yield what it has in memory and its address.

    Where the broker stays, it ends once all topics are followed: a client that is cancelled while it connects leaves a
    connection open.
    """
    state = DeskState.new(settings, now())
    async with serving(state) as address, following(state) as followers, asyncio.timeout(PATIENT_SECONDS * 4):
        yield state, address
        if broker_stays:
            for each in followers:
                await each.has_read.wait()
            await until(lambda: state.watch.at, PATIENT_SECONDS)


async def until_condition(lines: AsyncIterator[str], condition: str) -> None:
    """Wait until the page is told a condition of the broker."""
    while True:
        event = await next_event(lines)
        if event["event"] == "health" and orjson.loads(event["data"])["condition"] == condition:
            return


async def put(producer: AIOKafkaProducer, settings: Settings, key: str, value: Incident | bytes | None) -> None:
    """Put an incident, other bytes or a tombstone on the topic."""
    raw = encode(value) if isinstance(value, Incident) else value
    headers = [(SCHEMA_HEADER, schema_name(Incident).encode())] if isinstance(value, Incident) else []
    await producer.send_and_wait(INCIDENTS.full_name(settings), raw, key=key.encode(), headers=headers)


async def get(address: str, path: str, **options: Any) -> Any:
    """Return an answer of the API."""
    async with httpx.AsyncClient(base_url=address, timeout=PATIENT_SECONDS) as asking:
        answer = await asking.get(path, **options)
        answer.raise_for_status()
        return answer.json()


def settings_on(brokers: str, request: pytest.FixtureRequest, **more: Any) -> Settings:
    """Return settings with topics of the test's own."""
    name = f"desk{abs(hash(request.node.nodeid)) % 10**8}"
    return Settings(brokers=brokers, topic_prefix=name, app_id=name, partitions=2, desk_port=0, **more)


async def test_a_change_on_kafka_is_on_the_page_within_a_second(
    any_broker: str, request: pytest.FixtureRequest
) -> None:
    """An incident that appears, changes or goes reaches a listening page within a second; foreign records do not."""
    settings = settings_on(any_broker, request)
    await create_topics(settings)
    async with connected_producer(settings) as producer:
        await put(producer, settings, "afn/1", incident("afn/1", 3))
        async with desk(settings) as (state, address), live(address) as lines:
            await until_condition(lines, "live")
            assert [card["id"] for card in (await get(address, "/api/incidents"))["cards"]] == ["afn/1"]
            for value, expected in (
                (incident("sea/2", 5), "incident"),
                (incident("sea/2", 6), "incident"),
                (None, "removed"),
            ):
                await put(producer, settings, "foreign", b"no message")
                await put(producer, settings, "sea/2", value)
                sent = time.monotonic()
                event = await next_event(lines)
                assert time.monotonic() - sent < LIVE_SECONDS
                assert (event["event"], orjson.loads(event["data"])["id"]) == (expected, "sea/2")
            assert state.broker().foreign == {"incidents": 3}
            assert [card["id"] for card in (await get(address, "/api/incidents"))["cards"]] == ["afn/1"]


@pytest.mark.broker
async def test_the_page_keeps_what_it_has_while_the_broker_is_away(request: pytest.FixtureRequest) -> None:
    """When the broker goes, pages are told and still show the incidents; when it is back, they show what it has."""
    with EmbeddedBroker() as first:
        port = first.port
        settings = settings_on(first.address, request)
        await create_topics(settings)
        async with connected_producer(settings) as producer:
            await put(producer, settings, "afn/1", incident("afn/1", 3))
        running = desk(settings, broker_stays=False)
        _, address = await running.__aenter__()
        listening = live(address)
        lines = await listening.__aenter__()
        await until_condition(lines, "live")
        first.stop()
        await until_condition(lines, "away")
        listing = await get(address, "/api/incidents")
        assert (listing["broker"]["condition"], [card["id"] for card in listing["cards"]]) == ("away", ["afn/1"])
        assert (await get(address, "/api/incidents/afn%2F1"))["card"]["chips"][0]["best"] == 3
    with EmbeddedBroker(port=port):
        await create_topics(settings)
        async with connected_producer(settings) as producer:
            await put(producer, settings, "sea/2", incident("sea/2", 5))
        await until_condition(lines, "live")
        listing = await get(address, "/api/incidents")
        assert (listing["broker"]["condition"], [card["id"] for card in listing["cards"]]) == ("live", ["sea/2"])
    await listening.__aexit__(None, None, None)
    await running.__aexit__(None, None, None)


def item(version: int, **more: str) -> Raw:
    """Return a version of an article."""
    row = {
        "provider": "afn",
        "item_id": "1",
        "version": version,
        "title": "Blast in Karal mine kills 12",
        "text": BODY,
    }
    return Raw(orjson.dumps({**row, **more}), (("content-type", b"application/json"),), b"1")


BODY = "KARAL, March 2 (AFN) - A blast in a mine near Karal killed twelve miners on Monday, the police said."


@pytest.mark.broker
async def test_a_kill_removes_the_incident(embedded_broker: str, make_pipeline: Callable[..., Any]) -> None:
    """An article becomes an incident with a page of its own; its kill removes both."""
    pipeline: Pipeline = await make_pipeline(embedded_broker)
    await pipeline.create_topics()
    pipeline.start_worker()
    settings = pipeline.settings.model_copy(update={"desk_port": 0})
    async with desk(settings) as (_, address):
        async with live(address) as lines:
            await until_condition(lines, "live")
            await pipeline.feed([item(1)])
            appeared = await _event(lines, "incident")
            assert orjson.loads(appeared["data"])["card"]["chips"][0]["best"] == 12
            article = await _article(address, "afn/1")
            assert "twelve miners" in "".join(
                segment["text"] for paragraph in article["paragraphs"] for segment in paragraph["segments"]
            )
            await pipeline.feed([item(2, pubstatus="canceled")])
            gone = await _event(lines, "removed")
            assert orjson.loads(gone["data"])["id"] == orjson.loads(appeared["data"])["id"]
        assert (await get(address, "/api/incidents"))["total"] == 0


async def _event(lines: AsyncIterator[str], name: str) -> dict[str, str]:
    while (event := await next_event(lines))["event"] != name:
        pass
    return event


async def _article(address: str, key: str) -> Any:
    """Return the page of an article, which another topic brings a moment later than its incident."""
    async with asyncio.timeout(PATIENT_SECONDS):
        while True:
            try:
                return await get(address, f"/api/articles/{key}")
            except httpx.HTTPStatusError:
                await asyncio.sleep(0.1)


@pytest.mark.broker
async def test_a_dead_letter_is_put_back_once(embedded_broker: str, make_pipeline: Callable[..., Any]) -> None:
    """What could not be read is listed with its bytes; with the token its record is put back, and only once."""
    pipeline: Pipeline = await make_pipeline(embedded_broker)
    await pipeline.create_topics()
    pipeline.start_worker()
    settings = pipeline.settings.model_copy(update={"desk_port": 0, "desk_token": SecretStr(TOKEN)})
    async with desk(settings) as (state, address):
        await pipeline.feed([Raw(b"{no JSON", (("content-type", b"application/json"),), b"1")])
        await until(lambda: state.dead.total == 1, PATIENT_SECONDS)
        (row,) = (await get(address, "/api/dead?q=malformed"))["letters"]
        letter = await get(address, f"/api/dead/{row['id']}")
        assert (letter["value"], letter["row"]["bytes"], letter["row"]["replayed"]) == ("{no JSON", 8, False)
        async with httpx.AsyncClient(base_url=address, timeout=PATIENT_SECONDS) as asking:
            path, token = f"/api/dead/{row['id']}/replay", {"authorization": f"Bearer {TOKEN}"}
            assert (await asking.post(path)).status_code == 403
            assert (await asking.post(path, headers=token)).json()["replayed"] is True
            assert (await asking.post(path, headers=token)).json()["replayed"] is False
        await until(lambda: state.dead.total == 2, PATIENT_SECONDS)  # it can't be read the second time either
        letters = {each["attempts"]: each for each in (await get(address, "/api/dead"))["letters"]}
        assert (letters[1]["replayed"], letters[2]["replayed"]) == (True, False)
