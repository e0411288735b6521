"""The desk as a server: live changes, and how it starts and stops."""

from __future__ import annotations

import asyncio
import socket
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import httpx
import orjson
import pytest

from schemas import encode
from streams.desk.entry import entry_of, pack
from streams.ops.desk.addresses import can_listen, page_address
from streams.ops.desk.service import serving
from streams.ops.errors import OperationFailed
from tests.streams.ops.desk.desks import desk_with, incident

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

SECONDS = 20.0


@asynccontextmanager
async def live(address: str, last: str | None = None) -> AsyncIterator[AsyncIterator[str]]:
    """Listen to the changes of a desk; yield the lines that come."""
    headers = {} if last is None else {"last-event-id": last}
    async with (
        httpx.AsyncClient(base_url=address, timeout=SECONDS) as asking,
        asking.stream("GET", "/api/events", headers=headers) as answer,
    ):
        assert answer.headers["content-type"].startswith("text/event-stream")
        yield answer.aiter_lines()


async def next_event(lines: AsyncIterator[str]) -> dict[str, str]:
    """Return the next event, by its fields."""
    fields: dict[str, str] = {}
    async for line in lines:
        if not line and "event" in fields:
            return fields
        name, _, value = line.partition(": ")
        fields[name] = value
    raise AssertionError("the stream has ended")


async def test_a_change_reaches_the_page() -> None:
    """A page that listens is told how the broker is, then each change with its number."""
    state = desk_with(desk_port=0)
    changed = incident("afn/1", 7)
    async with serving(state) as address, live(address) as lines:
        assert (await next_event(lines))["event"] == "health"
        state.put_incident(entry_of(changed, pack(encode(changed))))
        event = await next_event(lines)
        assert (event["event"], orjson.loads(event["data"])["card"]["chips"][0]["best"]) == ("incident", 7)
        state.remove_incident("afn/1")
        gone = await next_event(lines)
        assert (gone["event"], orjson.loads(gone["data"])) == ("removed", {"id": "afn/1"})
        assert gone["id"] != event["id"]


async def test_a_page_that_comes_back_gets_what_it_missed() -> None:
    """A browser names the last change that it has, and gets those after it."""
    state = desk_with(desk_port=0)
    async with serving(state) as address:
        for number in range(3):
            changed = incident("afn/1", number + 1)
            state.put_incident(entry_of(changed, pack(encode(changed))))
        first = state.hub._latest[0].id
        async with live(address, first) as lines:
            await next_event(lines)
            missed = [orjson.loads((await next_event(lines))["data"])["card"]["chips"][0]["best"] for _ in range(2)]
    assert missed == [2, 3]


async def test_it_stops_while_pages_listen() -> None:
    """Pages that listen are let go at once when the desk stops."""
    state = desk_with(desk_port=0)
    async with asyncio.timeout(SECONDS):
        async with serving(state) as address:
            listening = live(address)
            lines = await listening.__aenter__()
            await next_event(lines)
        assert [line async for line in lines if line.startswith("event")] == []
        await listening.__aexit__(None, None, None)
    assert state.hub.listeners == 0


async def test_a_taken_port_is_an_error_that_names_it() -> None:
    """Where the port is taken, the error names it and the setting."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert not can_listen("127.0.0.1", port)
        with pytest.raises(OperationFailed, match=f"127.0.0.1:{port} .*WIREFEED_DESK_PORT"):
            async with serving(desk_with(desk_port=port)):
                pass


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:80/"),
        ("0.0.0.0", "http://localhost:80/"),  # noqa: S104 - not bound
        ("::", "http://localhost:80/"),
        ("::1", "http://[::1]:80/"),
    ],
)
def test_the_link_can_be_opened(host: str, address: str) -> None:
    """The link that is printed is one that a browser opens."""
    assert page_address(host, 80) == address
