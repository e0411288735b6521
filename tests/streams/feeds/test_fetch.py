"""What a server may do, and what it costs."""

from __future__ import annotations

import asyncio
import gzip
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import web

from streams.feeds import Fetcher, FetchFailed, HostGate, open_fetcher
from streams.feeds.fetch import MAX_REDIRECTS, Fetched, Request

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.streams.feeds.conftest import Site

LIMIT = 10_000


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    """Return a fetcher that waits for nobody."""
    async with open_fetcher(HostGate(pause=0)) as found:
        yield found


def asking(url: str, **fields: Any) -> Request:
    """Return a request to this machine."""
    return Request(**{"url": url, "seconds": 5.0, "max_bytes": LIMIT, "allow_private": True, **fields})


async def reason(fetcher: Fetcher, request: Request) -> str:
    """Return why a document can't be had."""
    with pytest.raises(FetchFailed) as caught:
        await fetcher.fetch(request)
    return str(caught.value)


async def test_a_document_comes_with_what_is_said_of_it(fetcher: Fetcher, site: Site) -> None:
    """Type, validators and address are kept."""
    stated = {"Content_Type": "application/rss+xml", "ETag": '"7"', "Last_Modified": "Mon, 09 Mar 2026 12:00:00 GMT"}
    site.says("/feed", "news", **stated)
    assert await fetcher.fetch(asking(site.url + "/feed")) == Fetched(
        content=b"news",
        url=site.url + "/feed",
        content_type="application/rss+xml",
        etag='"7"',
        last_modified="Mon, 09 Mar 2026 12:00:00 GMT",
    )


async def test_the_server_is_told_what_we_have_and_who_we_are(fetcher: Fetcher, site: Site) -> None:
    """It can answer that nothing has changed, and complain to somebody."""
    site.says("/feed", status=304)
    answer = await fetcher.fetch(asking(site.url + "/feed", etag='"7"', last_modified="Mon"))
    headers = site.requests[0].headers
    assert answer.content is None
    assert (headers["If-None-Match"], headers["If-Modified-Since"]) == ('"7"', "Mon")
    assert "Wirefeed" in headers["User-Agent"]
    assert headers["Accept-Encoding"] == "gzip"


async def test_a_packed_document_is_unpacked(fetcher: Fetcher, site: Site) -> None:
    """Most feeds come packed."""

    async def packed(_: web.Request) -> web.Response:
        return web.Response(body=gzip.compress(b"news"), headers={"Content-Encoding": "gzip"})

    site.does("/feed", packed)
    assert (await fetcher.fetch(asking(site.url + "/feed"))).content == b"news"


@pytest.mark.parametrize(("size", "taken"), [(LIMIT, True), (LIMIT + 1, False)])
async def test_a_document_may_have_so_many_bytes(fetcher: Fetcher, site: Site, size: int, *, taken: bool) -> None:
    """What is longer is left after the limit."""
    site.says("/feed", "x" * size)
    if taken:
        assert (await fetcher.fetch(asking(site.url + "/feed"))).content == b"x" * size
    else:
        assert await reason(fetcher, asking(site.url + "/feed")) == "it has more than 10,000 bytes"


async def test_a_document_without_end_is_left(fetcher: Fetcher, site: Site) -> None:
    """The server is not read further than the limit."""

    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b"x" * 1_000)

    site.does("/feed", endless)
    assert await reason(fetcher, asking(site.url + "/feed")) == "it has more than 10,000 bytes"


async def test_a_bomb_is_left(fetcher: Fetcher, site: Site) -> None:
    """A small answer that unpacks to much is refused at the limit."""

    async def bomb(_: web.Request) -> web.Response:
        return web.Response(body=gzip.compress(b"\0" * 5_000_000), headers={"Content-Encoding": "gzip"})

    site.does("/feed", bomb)
    assert await reason(fetcher, asking(site.url + "/feed")) == "it has more than 10,000 bytes"


async def test_a_cut_connection_is_no_document(fetcher: Fetcher, site: Site) -> None:
    """Half of a document would hide the rest until it changes."""

    async def cut(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "500"})
        await response.prepare(request)
        await response.write(b"<rss>")
        assert request.transport is not None
        request.transport.abort()
        return response

    site.does("/feed", cut)
    assert await reason(fetcher, asking(site.url + "/feed")) == "the connection was cut before the end of the document"


@pytest.mark.parametrize("when", ["before the answer", "within the answer"])
async def test_a_slow_server_costs_the_time_that_it_is_given(fetcher: Fetcher, site: Site, when: str) -> None:
    """Also where it sends a byte now and then."""

    async def slow(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        if when == "within the answer":
            await response.prepare(request)
        for _ in range(100):
            await asyncio.sleep(0.02)
            if response.prepared:
                await response.write(b"x")
        return response

    site.does("/feed", slow)
    said = await reason(fetcher, asking(site.url + "/feed", seconds=0.3))
    assert said == "no whole answer within 0.3 s"


async def test_time_spent_on_redirects_counts(fetcher: Fetcher, site: Site) -> None:
    """A chain of slow redirects does not get the time for each."""

    async def redirect(_: web.Request) -> web.Response:
        await asyncio.sleep(0.2)
        return web.Response(status=302, headers={"Location": f"/{len(site.requests)}"})

    for path in ("/feed", "/1", "/2", "/3"):
        site.does(path, redirect)
    assert "within 0.5 s" in await reason(fetcher, asking(site.url + "/feed", seconds=0.5))
    assert len(site.requests) == 3


async def test_a_server_that_wants_rest_says_how_long(fetcher: Fetcher, site: Site) -> None:
    """The reason has the status alone."""
    site.says("/feed", "secret words", status=429, Retry_After="120")
    with pytest.raises(FetchFailed) as caught:
        await fetcher.fetch(asking(site.url + "/feed"))
    assert str(caught.value) == "the server answers 429"
    assert caught.value.wait is not None
    assert caught.value.wait.total_seconds() == 120


async def test_nobody_listens(fetcher: Fetcher) -> None:
    """The reason does not repeat the address."""
    said = await reason(fetcher, asking("http://127.0.0.1:1/secret"))
    assert said == "no connection: nothing listens at its port"


async def test_a_name_that_nobody_has(fetcher: Fetcher) -> None:
    """The reason says so in words, and does not repeat the name."""
    said = await reason(fetcher, asking("http://no-such-host.invalid/feed"))
    assert said == "no connection: the name of the host can't be resolved"


@pytest.mark.parametrize("answer", [b"220 mail.hills.example ready\r\n", b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000])
async def test_a_server_that_speaks_something_else(fetcher: Fetcher, answer: bytes) -> None:
    """The reason does not repeat what it says; a header without end is not read to its end."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        assert await reason(fetcher, asking(f"http://127.0.0.1:{port}/")) == "the server does not answer in HTTP"


class TestRedirects:
    """An address that leads to another."""

    @pytest.mark.parametrize(("hops", "taken"), [(MAX_REDIRECTS, True), (MAX_REDIRECTS + 1, False)])
    async def test_they_are_followed_a_few_times(self, fetcher: Fetcher, site: Site, hops: int, *, taken: bool) -> None:
        """A chain that is longer is refused."""
        for number in range(hops):
            site.says(f"/{number}", status=302, Location=f"/{number + 1}")
        site.says(f"/{hops}", "news")
        if taken:
            answer = await fetcher.fetch(asking(site.url + "/0"))
            assert (answer.content, answer.url) == (b"news", f"{site.url}/{hops}")
        else:
            assert await reason(fetcher, asking(site.url + "/0")) == f"more than {MAX_REDIRECTS} redirects"

    async def test_a_loop_ends(self, fetcher: Fetcher, site: Site) -> None:
        """It costs as many requests as a chain."""
        site.says("/feed", status=301, Location="/feed")
        assert "redirects" in await reason(fetcher, asking(site.url + "/feed"))
        assert len(site.requests) == MAX_REDIRECTS + 1

    @pytest.mark.parametrize(
        ("first", "second", "moved_to"), [(301, 308, "/c"), (301, 302, "/b"), (302, 301, None), (303, 307, None)]
    )
    async def test_an_address_has_moved_up_to_the_first_hop_that_may_change(
        self, fetcher: Fetcher, site: Site, first: int, second: int, moved_to: str | None
    ) -> None:
        """What is behind it may be another place tomorrow."""
        site.says("/a", status=first, Location="/b")
        site.says("/b", status=second, Location="/c")
        site.says("/c", "news")
        answer = await fetcher.fetch(asking(site.url + "/a"))
        assert answer.moved_to == (site.url + moved_to if moved_to else None)

    @pytest.mark.parametrize(
        "target", ["file:///etc/passwd", "ftp://hills.example/", "http://me:pw@hills.example/", ""]
    )
    async def test_they_lead_to_web_addresses_alone(self, fetcher: Fetcher, site: Site, target: str) -> None:
        """Anything else is refused without being asked."""
        site.says("/feed", status=302, Location=target)
        assert (await reason(fetcher, asking(site.url + "/feed"))).startswith("a redirect ")

    async def test_a_secret_goes_to_the_host_of_the_address_alone(self, fetcher: Fetcher, site: Site) -> None:
        """Another port is another host."""
        site.says("/a", status=302, Location="/b")
        site.says("/b", status=302, Location=site.url.replace("127.0.0.1", "localhost") + "/c")
        site.says("/c", "news")
        await fetcher.fetch(asking(site.url + "/a", authorization="Bearer s3cr3t"))
        sent = [request.headers.get("Authorization") for request in site.requests]
        assert sent == ["Bearer s3cr3t", "Bearer s3cr3t", None]


class TestPrivateAddresses:
    """A feed of the internet must not reach into our network."""

    @pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "10.0.0.1", "[::1]", "169.254.169.254", "0x7f.1"])
    async def test_they_are_not_connected_to(self, fetcher: Fetcher, site: Site, host: str) -> None:
        """By number or by name."""
        url = site.url.replace("127.0.0.1", host)
        assert "private address" in await reason(fetcher, asking(url + "/feed", allow_private=False))
        assert site.requests == []

    async def test_each_hop_is_looked_at(self, fetcher: Fetcher, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        """A public address that leads to a private one is as bad."""
        site.says("/feed", status=302, Location="http://localhost:1/")
        # The site is on this machine; its literal address is let pass, so that the second hop is what is refused.
        monkeypatch.setattr("streams.feeds.fetch.check_literal", lambda _: None)
        assert "private address" in await reason(fetcher, asking(site.url + "/feed", allow_private=False))
        assert len(site.requests) == 1


class TestPoliteness:
    """Hosts are not flooded."""

    async def test_a_host_is_asked_one_thing_at_a_time(self, site: Site) -> None:
        """Its feeds take turns."""
        running, most = 0, 0

        async def answer(_: web.Request) -> web.Response:
            nonlocal running, most
            running += 1
            most = max(most, running)
            await asyncio.sleep(0.01)
            running -= 1
            return web.Response()

        site.does("/feed", answer)
        async with open_fetcher(HostGate(pause=0)) as fetcher:
            await asyncio.gather(*(fetcher.fetch(asking(site.url + "/feed")) for _ in range(4)))
        assert (most, len(site.requests)) == (1, 4)

    async def test_a_host_has_a_pause_after_each_request(self) -> None:
        """The next request waits for it, one to another host does not."""
        gate, clock, times = HostGate(pause=0.2), asyncio.get_running_loop().time, []
        for host in ("a.example", "b.example", "a.example"):
            async with gate.request(host):
                times.append(clock())
        assert times[1] - times[0] < 0.1
        assert times[2] - times[0] >= 0.2

    async def test_over_all_hosts_so_many_requests_run(self) -> None:
        """The others wait."""
        gate, running, most = HostGate(pause=0, at_once=2), 0, 0

        async def ask(host: str) -> None:
            nonlocal running, most
            async with gate.request(host):
                running += 1
                most = max(most, running)
                await asyncio.sleep(0.01)
                running -= 1

        await asyncio.gather(*(ask(f"{number}.example") for number in range(5)))
        assert most == 2
