"""Items that are posted: who may post, what is taken, and what a sender is told."""

from __future__ import annotations

import asyncio
import gzip
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from streams.feeds import (
    BrokerRefused,
    Delivery,
    FeedState,
    PushFeed,
    PushServer,
    RecordTooLarge,
    first_state,
    push,
    push_server,
)
from streams.feeds.connection_guard import ConnectionGuard
from streams.feeds.push_tokens import LEAST_TOKEN_CHARS, sender_of, senders_of
from streams.request_rate import Bucket

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

NOW = datetime(2026, 3, 9, 12, tzinfo=UTC)
TOKEN = "a-token-of-the-agency"  # noqa: S105 - of a test
OTHER = "a-token-of-the-crawler"
LIMIT = 1_000
ENVIRONMENT = {"AGENCY": TOKEN, "CRAWLER": OTHER}
ARTICLE = b'{"id": "a", "body": "A ferry sank."}'


class Broker:
    """Keeps the records in their order; refuses or waits while it is told to."""

    def __init__(self) -> None:
        self.records: list[Delivery] = []
        self.states: list[tuple[str, FeedState]] = []
        self.refuses: Exception | None = None
        self.goes_on = asyncio.Event()
        self.goes_on.set()

    async def send(self, delivery: Delivery) -> None:
        """Take a record."""
        await self.goes_on.wait()
        if self.refuses is not None:
            raise self.refuses
        self.records.append(delivery)

    async def put_state(self, feed: str, state: FeedState) -> None:
        """Take a state."""
        self.states.append((feed, state))

    async def put_entries(self, _feed: str, _entries: dict[str, str]) -> None:
        """Take nothing: a push has no entries."""


def feed_of(variable: str, **fields: Any) -> PushFeed:
    """Return a feed."""
    return PushFeed(kind="push", provider=variable.lower(), token_env=variable, **fields)


def server_of(broker: Broker, feeds: dict[str, PushFeed], port: int = 0) -> PushServer:
    """Return a server of feeds."""
    return PushServer(
        feeds=feeds,
        host="127.0.0.1",
        port=port,
        sink=broker,
        store=broker,
        noted=lambda *_: None,
        environment=ENVIRONMENT,
        max_bytes=LIMIT,
        now=lambda: NOW,
        states={name: first_state(feed, "push", NOW) for name, feed in feeds.items()},
    )


class Client:
    """Posts to a server."""

    def __init__(self, session: aiohttp.ClientSession, server: PushServer, port: int) -> None:
        self.session = session
        self.server = server
        self.port = port

    async def post(self, data: Any = ARTICLE, token: str | None = TOKEN, **headers: str) -> tuple[int, Any, Any]:
        """Return status, headers and content of the answer."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if token is not None:
            named["Authorization"] = f"Bearer {token}"
        named.setdefault("Content-Type", "application/json")
        async with self.session.post("/ingest", data=data, headers=named) as answer:
            return answer.status, answer.headers, await answer.json()


@pytest.fixture
def broker() -> Broker:
    """Return a broker that takes everything."""
    return Broker()


@asynccontextmanager
async def served(broker: Broker, **fields: Any) -> AsyncIterator[Client]:
    """Serve two feeds."""
    feeds = {"agency": feed_of("AGENCY", **fields), "crawler": feed_of("CRAWLER", source="crawled.example")}
    server = server_of(broker, feeds)
    async with (
        server.serving() as port,
        aiohttp.ClientSession(f"http://127.0.0.1:{port}", auto_decompress=False) as session,
    ):
        yield Client(session, server, port)


@pytest.fixture
async def client(broker: Broker) -> AsyncIterator[Client]:
    """Serve two feeds."""
    async with served(broker, requests_a_second=1_000) as found:
        yield found


async def test_an_item_is_accepted_once_the_broker_has_it(client: Client, broker: Broker) -> None:
    """The bytes go as they are, with what the sender and the feed say of them."""
    status, _, content = await client.post(wf_uri="https://harbour.example/ferry")
    assert (status, content) == (202, {"status": "accepted"})
    assert broker.records == [
        Delivery(
            feed="agency",
            provider="agency",
            value=ARTICLE,
            content_type="application/json",
            uri="https://harbour.example/ferry",
            received=NOW,
        )
    ]
    assert client.server.states["agency"].sent == 1


async def test_the_answer_waits_for_the_broker(client: Client, broker: Broker) -> None:
    """No 202 before the record is there."""
    broker.goes_on.clear()
    posting = asyncio.create_task(client.post())
    done, _ = await asyncio.wait((posting,), timeout=0.3)
    assert not done
    broker.goes_on.set()
    assert (await posting)[0] == 202


async def test_the_token_says_whose_item_it_is(client: Client, broker: Broker) -> None:
    """Provider and source are those of the feed, whatever headers a sender adds."""
    await client.post(token=OTHER, wf_provider="agency", wf_source="agency.example", wf_replay="wire.raw.v1/0/1")
    (record,) = broker.records
    assert dict(record.headers) == {
        "content-type": b"application/json",
        "wf-provider": b"crawler",
        "wf-source": b"crawled.example",
        "wf-received": b"2026-03-09T12:00:00.000+00:00",
    }


@pytest.mark.parametrize("token", [None, "", "wrong", TOKEN[:-1], TOKEN + "x", "tökén", "x" * 7_000])
async def test_nobody_posts_without_a_token(client: Client, broker: Broker, token: str | None) -> None:
    """The answer says how to give one, and nothing is sent."""
    status, headers, content = await client.post(token=token)
    assert (status, headers["WWW-Authenticate"]) == (401, "Bearer")
    assert content == {"error": "give the header Authorization: Bearer with the token of a feed"}
    assert broker.records == []


def test_other_schemes_are_no_token() -> None:
    """`Basic` with a right token is refused; `bearer` in any case is taken."""
    senders, _ = senders_of({"agency": feed_of("AGENCY")}, ENVIRONMENT)
    assert sender_of(senders, f"Basic  {TOKEN}") is None
    assert sender_of(senders, TOKEN) is None
    assert sender_of(senders, f"bEARER {TOKEN}") is senders[0]


def test_nothing_of_a_token_is_in_a_message() -> None:
    """What is printed of a sender holds neither its token nor a digest of it."""
    senders, _ = senders_of({"agency": feed_of("AGENCY")}, ENVIRONMENT)
    assert "digest" not in repr(senders[0])
    assert TOKEN not in repr(senders[0])


@pytest.mark.parametrize(
    ("environment", "reason"),
    [
        ({}, "neither AGENCY nor AGENCY_FILE is set"),
        ({"AGENCY": "x" * (LEAST_TOKEN_CHARS - 1)}, "the token in AGENCY has fewer than 16 characters"),
        ({"AGENCY": "x" * LEAST_TOKEN_CHARS}, None),
    ],
)
def test_a_feed_without_a_good_token_takes_nothing(environment: dict[str, str], reason: str | None) -> None:
    """The reason names the variable and not its value."""
    senders, refused = senders_of({"agency": feed_of("AGENCY")}, environment)
    assert refused.get("agency") == reason
    assert len(senders) == (reason is None)


def test_two_feeds_can_not_share_a_token() -> None:
    """Nobody would know whose item it is."""
    senders, refused = senders_of({"a": feed_of("A"), "b": feed_of("B")}, {"A": TOKEN, "B": TOKEN})
    assert [sender.name for sender in senders] == ["a"]
    assert refused == {"b": "the token in B is that of the feed a"}


@pytest.mark.parametrize(
    ("data", "headers", "status"),
    [
        (b"", {}, 400),
        (b" \n", {}, 400),
        (b"a" * (LIMIT + 1), {}, 413),
        (b"a" * LIMIT, {"Content_Type": "text/plain"}, 202),
        (gzip.compress(b"a" * LIMIT, mtime=0), {"Content_Encoding": "gzip", "Content_Type": "text/plain"}, 202),
        (gzip.compress(b"a" * (LIMIT + 1), mtime=0), {"Content_Encoding": "gzip"}, 413),
        (gzip.compress(bytes(900_000), 9, mtime=0), {"Content_Encoding": "gzip"}, 413),
        (gzip.compress(b"a" * 300, mtime=0)[:-5], {"Content_Encoding": "gzip"}, 400),
        (ARTICLE, {"Content_Encoding": "gzip"}, 400),
        (ARTICLE, {"Content_Encoding": "br"}, 415),
        (ARTICLE, {"Content_Type": "application/x-www-form-urlencoded"}, 415),
        (ARTICLE, {"Content_Type": "image/png"}, 415),
        (ARTICLE, {"Content_Type": "application/octet-stream"}, 202),
        (ARTICLE, {"wf_uri": "x" * 4_001}, 400),
        (ARTICLE, {"wf_uri": "x" * 4_000}, 202),
    ],
)
async def test_what_can_not_be_taken_is_refused(
    client: Client, broker: Broker, data: bytes, headers: dict[str, str], status: int
) -> None:
    """By size, packing and media type; the reason is in the answer and in the state of the feed."""
    answered, _, content = await client.post(data, **headers)
    assert answered == status
    assert len(broker.records) == (status == 202)
    assert client.server.states["agency"].last_error == content.get("error")


async def test_a_body_without_length_is_bounded_too(client: Client, broker: Broker) -> None:
    """The answer comes as soon as there is too much of it."""
    head = f"POST /ingest HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {TOKEN}\r\nContent-Type: text/plain\r\n"
    chunk = b"Transfer-Encoding: chunked\r\n\r\n3e9\r\n" + b"a" * 1_001 + b"\r\n"
    reader, writer = await raw(client.port, head.encode() + chunk)
    assert (await reader.readline()).startswith(b"HTTP/1.1 413 ")
    writer.close()
    assert broker.records == []


async def test_text_that_names_no_id_has_one_of_its_bytes(client: Client, broker: Broker) -> None:
    """The same text posted again is the same item."""
    for _ in range(2):
        await client.post(b"A ferry sank.", Content_Type="text/plain")
    first, second = broker.records
    assert first.uri == second.uri
    assert (first.uri or "").startswith("ni:///sha-256;")


@pytest.mark.parametrize(
    ("error", "status", "again"),
    [(BrokerRefused("the broker has not taken it"), 503, "6"), (RecordTooLarge("too many bytes"), 413, None)],
)
async def test_a_broker_that_refuses_is_no_acceptance(
    client: Client, broker: Broker, error: Exception, status: int, again: str | None
) -> None:
    """The sender is told to come again where that helps."""
    broker.refuses = error
    answered, headers, content = await client.post()
    assert (answered, headers.get("Retry-After"), content["error"]) == (status, again, str(error))


async def test_a_broker_that_does_not_answer_is_no_acceptance(
    client: Client, broker: Broker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After its time the sender is told to come again."""
    monkeypatch.setattr(push, "BROKER_SECONDS", 0.1)
    broker.goes_on.clear()
    assert (await client.post())[0] == 503


async def test_a_sender_that_asks_too_often_must_wait(broker: Broker) -> None:
    """The answer says for how long; other senders are not held up."""
    async with served(broker, requests_a_second=0.5) as client:
        assert (await client.post())[0] == 202
        status, headers, _ = await client.post()
        assert (status, headers["Retry-After"]) == (429, "2")
        assert (await client.post(token=OTHER))[0] == 202


def test_a_bucket_has_room_for_a_second() -> None:
    """So many at once, and then one for each place that becomes free."""
    bucket = Bucket(4.0)
    assert [bucket.take(0.0) for _ in range(5)] == [0, 0, 0, 0, 0.25]
    assert [bucket.take(100.0) for _ in range(5)] == [0, 0, 0, 0, 0.25]
    assert bucket.take(100.24) == pytest.approx(0.01)
    assert bucket.take(100.26) == 0
    slow = Bucket(0.5)
    assert [slow.take(100.0), slow.take(101.0), slow.take(102.0)] == [0, 1.0, 0]


async def test_no_more_bodies_are_held_than_there_is_room_for(
    client: Client, broker: Broker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One too many at a time is told to come again."""
    monkeypatch.setattr(push, "AT_A_TIME", 2)
    broker.goes_on.clear()
    posting = [asyncio.create_task(client.post()) for _ in range(3)]
    done, waiting = await asyncio.wait(posting, return_when=asyncio.FIRST_COMPLETED)
    assert [task.result()[0] for task in done] == [503]
    broker.goes_on.set()
    assert [(await task)[0] for task in waiting] == [202, 202]


async def raw(port: int, data: bytes) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Open a connection and send some bytes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(data)
    await writer.drain()
    return reader, writer


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"POST /ing",
        b"POST /ingest HTTP/1.1\r\nHost: a\r\nX-Slow: ",
        b"POST /ingest HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nAuthorization: Bearer "
        + TOKEN.encode()
        + b"\r\nContent-Length: 90\r\n\r\nA fer",
        b"POST /ingest HTTP/1.1\r\nHost: a\r\nContent-Length: 90\r\n\r\nA fer",
    ],
)
async def test_a_request_that_dribbles_is_cut(broker: Broker, monkeypatch: pytest.MonkeyPatch, head: bytes) -> None:
    """Whether it stops before the request, in its head or in its body."""
    monkeypatch.setattr(push_server, "REQUEST_SECONDS", 0.3)
    monkeypatch.setattr(push_server, "LINGER_SECONDS", 0.3)
    async with served(broker) as client, asyncio.timeout(10):
        reader, writer = await raw(client.port, head)
        try:
            while await reader.read(1_000):
                pass
        except ConnectionError:
            pass
        writer.close()
    assert broker.records == []


async def test_a_request_that_is_no_http_leaves_nothing_in_the_log(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    """It is refused; its bytes could be a secret or text of the wire, and could fill a disk."""
    for junk in (b"A ferry sank.\r\n\r\n", b"POST /ingest HTTP/1.1\r\nHost a\r\nferry: \x01\r\n\r\n"):
        reader, writer = await raw(client.port, junk)
        assert b" 400 " in await reader.readline()
        writer.close()
    assert caplog.text == ""


async def test_an_unforeseen_error_is_an_answer(client: Client, broker: Broker) -> None:
    """The sender is told no more than that it failed."""
    broker.refuses = ZeroDivisionError("of the wire")
    status, _, content = await client.post()
    assert (status, content) == (500, {"error": "the request failed"})


async def test_connections_are_bounded_in_number(broker: Broker, monkeypatch: pytest.MonkeyPatch) -> None:
    """One too many is told to come again; when another has gone, there is room."""
    monkeypatch.setattr(push_server, "MAX_CONNECTIONS", 2)
    async with served(broker) as client, asyncio.timeout(10):
        open_ones = [await raw(client.port, b"POST ") for _ in range(2)]
        reader, writer = await raw(client.port, b"")
        assert (await reader.read()).startswith(b"HTTP/1.1 503 ")
        writer.close()
        for _, each in open_ones:
            each.close()
        while True:
            async with client.session.get("/healthz") as answer:
                if answer.status == 200:
                    break


async def test_time_for_a_request_ends_with_the_request() -> None:
    """A connection that has handed over its request may wait for its answer; with the next byte the time begins."""
    guard = ConnectionGuard(most=1, seconds=60)
    transport = asyncio.Transport()
    assert guard.admit(transport)
    assert not guard.admit(asyncio.Transport())
    assert guard._deadlines[transport] is not None
    guard.received(transport)
    assert guard._deadlines[transport] is None
    guard.expect(transport)
    assert guard._deadlines[transport] is not None
    guard.lost(transport)
    assert guard._deadlines == {}


async def test_health_needs_no_token(client: Client) -> None:
    """Other paths and methods are not there."""
    async with client.session.get("/healthz") as answer:
        assert (answer.status, await answer.json()) == (200, {"status": "ok"})
    async with client.session.get("/ingest") as answer:
        assert answer.status == 405
    async with client.session.post("/") as answer:
        assert answer.status == 404


async def test_states_are_kept_when_the_server_stops(broker: Broker) -> None:
    """Of each feed the last one, also where nothing came."""
    feeds = {"agency": feed_of("AGENCY"), "crawler": feed_of("CRAWLER")}
    server, stop = server_of(broker, feeds), asyncio.Event()
    async with server.serving() as port, aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
        await Client(session, server, port).post()
    stop.set()
    await server.run(stop)
    assert [(name, state.sent) for name, state in broker.states] == [("agency", 1), ("crawler", 0)]


async def test_a_port_that_is_taken_is_reported(broker: Broker) -> None:
    """In the state of every push feed, and it is tried again."""
    feeds = {"agency": feed_of("AGENCY")}
    async with server_of(broker, feeds).serving() as port:
        second, stop = server_of(broker, feeds, port), asyncio.Event()
        running = asyncio.create_task(second.run(stop))
        async with asyncio.timeout(10):
            while not broker.states:  # noqa: ASYNC110 - a state sends no event
                await asyncio.sleep(0.02)
        stop.set()
        await running
    ((_, state),) = broker.states
    assert state.last_error == f"127.0.0.1:{port} can't be listened on: Address already in use"
