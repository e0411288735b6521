"""One poll: what is sent and what is known then."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from streams.feeds import FeedState, first_state
from tests.streams.feeds.conftest import ONE, START, TWO, poll_feed, rss

if TYPE_CHECKING:
    from streams.feeds import Poller, PollFeed
    from streams.feeds.poll import Polled
    from tests.streams.feeds.conftest import Clock, Site


def fresh(feed: PollFeed) -> FeedState:
    """Return the state of a feed that was never polled."""
    return first_state(feed, "poll", START)


async def polled(poller: Poller, feed: PollFeed, after: Polled | None = None) -> Polled:
    """Poll, from what an earlier poll has left."""
    if after is None:
        return await poller.poll("hills", feed, fresh(feed), {})
    return await poller.poll("hills", feed, after.state, after.entries)


async def test_a_new_document_is_sent_as_it_came(poller: Poller, site: Site) -> None:
    """With the provider of the file, and where it was found."""
    site.says("/feed", rss(ONE), Content_Type="application/rss+xml; charset=utf-8")
    found = await polled(poller, poll_feed(site.url + "/feed", source="hills.example"))
    assert found.delivery is not None
    assert found.delivery.value == rss(ONE).encode()
    assert dict(found.delivery.headers) == {
        "content-type": b"application/rss+xml; charset=utf-8",
        "wf-provider": b"hills",
        "wf-source": b"hills.example",
        "wf-uri": f"{site.url}/feed".encode(),
        "wf-received": START.isoformat(timespec="milliseconds").encode(),
    }
    assert (found.new, found.state.last_success, found.state.sent) == (1, START, 1)


async def test_the_next_poll_is_an_interval_later(poller: Poller, site: Site) -> None:
    """It is kept, so that a restart does not ask at once."""
    site.says("/feed", rss(ONE))
    found = await polled(poller, poll_feed(site.url + "/feed", every="10m"))
    assert found.state.next_poll == START + timedelta(minutes=10)


async def test_nothing_is_sent_where_the_server_says_that_nothing_has_changed(poller: Poller, site: Site) -> None:
    """It is a success, and the validators are kept."""
    site.says("/feed", rss(ONE), ETag='"1"')
    feed = poll_feed(site.url + "/feed")
    first = await polled(poller, feed)
    site.says("/feed", status=304)
    second = await polled(poller, feed, first)
    assert site.requests[1].headers["If-None-Match"] == '"1"'
    assert (second.delivery, second.state.failures, second.state.etag) == (None, 0, '"1"')


async def test_a_server_that_answers_304_at_first_fails(poller: Poller, site: Site) -> None:
    """Nothing of it was ever read."""
    site.says("/feed", status=304)
    found = await polled(poller, poll_feed(site.url + "/feed"))
    assert (found.state.failures, found.state.last_success) == (1, None)
    assert found.state.last_error == "the server answers 304 to a request that does not say what we have"


async def test_the_same_bytes_are_not_sent_again(poller: Poller, site: Site) -> None:
    """Many servers have no validators."""
    site.says("/feed", rss(ONE))
    feed = poll_feed(site.url + "/feed")
    second = await polled(poller, feed, await polled(poller, feed))
    assert (second.delivery, second.new, second.state.failures) == (None, 0, 0)


async def test_other_bytes_with_the_same_entries_are_not_sent(poller: Poller, site: Site) -> None:
    """Such as a feed that states when it was asked."""
    site.says("/feed", rss(ONE, TWO))
    feed = poll_feed(site.url + "/feed")
    first = await polled(poller, feed)
    site.says("/feed", rss(TWO, home="https://hills.example/?now"))
    second = await polled(poller, feed, first)
    assert second.delivery is None
    assert second.entries == first.entries
    assert second.state.digest != first.state.digest


async def test_an_entry_that_was_away_is_no_news(poller: Poller, site: Site) -> None:
    """Servers behind one name differ in how old they are."""
    feed = poll_feed(site.url + "/feed")
    found: Polled | None = None
    sent = []
    for document in (rss(ONE), rss(TWO), rss(ONE), rss(TWO)):
        site.says("/feed", document)
        found = await polled(poller, feed, found)
        sent.append(found.delivery is not None)
    assert sent == [True, True, False, False]


async def test_an_empty_feed_is_a_success(poller: Poller, site: Site) -> None:
    """There is no news at night."""
    site.says("/feed", rss())
    found = await polled(poller, poll_feed(site.url + "/feed"))
    assert (found.delivery, found.state.failures, found.state.last_success) == (None, 0, START)


PAGE = (
    "<!doctype html><html><body><p>Geheim: log in to read on. "
    + "The council met on Monday. " * 20
    + "</p></body></html>"
)


@pytest.mark.parametrize(
    ("text", "content_type"),
    [
        (PAGE, "text/html"),
        (PAGE, "application/octet-stream"),
        (PAGE[15:], "application/xml"),
        ("Geheim.", "text/plain"),
    ],
)
async def test_a_page_in_place_of_the_feed_is_a_failure(
    poller: Poller, site: Site, text: str, content_type: str
) -> None:
    """A log-in page would be published as news of the provider. The reason has no word of it."""
    site.says("/feed", text, Content_Type=content_type)
    found = await polled(poller, poll_feed(site.url + "/feed"))
    assert (found.delivery, found.state.failures) == (None, 1)
    assert found.state.last_error is not None
    assert found.state.last_error.startswith("the server sends a page")


async def test_a_page_is_taken_where_the_file_says_so(poller: Poller, site: Site) -> None:
    """It is one item."""
    site.says("/page", PAGE, Content_Type="text/html")
    found = await polled(poller, poll_feed(site.url + "/page", page=True))
    assert (found.new, found.state.failures) == (1, 0)


@pytest.mark.parametrize(
    ("text", "reason"), [(" \n", "the document is blank"), ("<geheim/>", "the document can't be read")]
)
async def test_what_can_not_be_read_is_not_sent(poller: Poller, site: Site, text: str, reason: str) -> None:
    """It would become a dead letter at each poll. The reason has no word of it."""
    site.says("/feed", text, Content_Type="application/xml")
    found = await polled(poller, poll_feed(site.url + "/feed"))
    assert (found.delivery, found.state.failures) == (None, 1)
    assert found.state.last_error is not None
    assert found.state.last_error.startswith(reason)
    assert "geheim" not in found.state.last_error


async def test_a_failure_keeps_what_was_known(poller: Poller, site: Site, clock: Clock) -> None:
    """The feed goes on from there when the server is back."""
    site.says("/feed", rss(ONE), ETag='"1"')
    feed = poll_feed(site.url + "/feed")
    first = await polled(poller, feed)
    site.says("/feed", status=500)
    clock.move(minutes=5)
    second = await polled(poller, feed, first)
    assert (second.state.failures, second.state.last_error) == (1, "the server answers 500")
    assert (second.state.etag, second.state.last_success, second.entries) == ('"1"', START, first.entries)
    assert second.state.last_error_at == START + timedelta(minutes=5)
    site.says("/feed", rss(TWO, ONE))
    third = await polled(poller, feed, second)
    assert (third.new, third.state.failures, third.state.last_error) == (1, 0, "the server answers 500")


async def test_failures_make_the_waits_longer(poller: Poller, site: Site) -> None:
    """And what the server asks for, longer still."""
    site.says("/feed", status=500)
    feed = poll_feed(site.url + "/feed")
    first = await polled(poller, feed)
    second = await polled(poller, feed, first)
    site.says("/feed", status=429, Retry_After="7200")
    third = await polled(poller, feed, second)
    waits = [found.state.next_poll - START for found in (first, second, third) if found.state.next_poll]
    assert waits == [timedelta(minutes=5), timedelta(minutes=10), timedelta(hours=2)]


class TestMoves:
    """An address that has moved for good."""

    async def moved(self, poller: Poller, site: Site, **fields: Any) -> tuple[PollFeed, Polled]:
        """Return a feed that has moved, and its first poll."""
        site.says("/old", status=301, Location="/new")
        site.says("/new", rss(ONE))
        feed = poll_feed(site.url + "/old", **fields)
        return feed, await polled(poller, feed)

    async def test_the_new_address_is_asked_from_then_on(self, poller: Poller, site: Site) -> None:
        """The old one may be switched off."""
        feed, first = await self.moved(poller, site)
        await polled(poller, feed, first)
        assert [request.path for request in site.requests] == ["/old", "/new", "/new"]

    async def test_an_address_that_fails_is_forgotten(self, poller: Poller, site: Site) -> None:
        """The old one may know a better one."""
        feed, first = await self.moved(poller, site)
        site.says("/new", status=404)
        second = await polled(poller, feed, first)
        assert second.state.moved_to is None

    async def test_an_address_behind_which_is_no_feed_is_not_remembered(self, poller: Poller, site: Site) -> None:
        """A captive network moves everything to its log-in page."""
        site.says("/old", status=301, Location="/page")
        site.says("/page", "<?xml version='1.0'?><html/>")
        found = await polled(poller, poll_feed(site.url + "/old"))
        assert found.state.moved_to is None

    async def test_a_feed_with_a_secret_is_always_asked_where_the_file_says(self, poller: Poller, site: Site) -> None:
        """Its secret must not follow it to another host."""
        _, first = await self.moved(poller, site, authorization_env="TOKEN")
        assert first.state.moved_to is None
        assert site.requests[0].headers["Authorization"] == "Bearer s3cr3t"


async def test_another_address_in_the_file_begins_afresh(poller: Poller, site: Site) -> None:
    """Validators of one document say nothing of another; its entries are still known."""
    site.says("/feed", rss(ONE), ETag='"1"')
    site.says("/other", rss(ONE))
    first = await polled(poller, poll_feed(site.url + "/feed"))
    second = await polled(poller, poll_feed(site.url + "/other"), first)
    assert "If-None-Match" not in site.requests[1].headers
    assert (second.delivery, second.state.etag) == (None, None)


async def test_a_secret_address_is_in_no_record(site: Site, poller: Poller, clock: Clock) -> None:
    """Neither in what is sent nor in what is kept."""
    site.says("/k3y", rss(ONE))
    keyed = type(poller)(
        fetcher=poller.fetcher,
        limits=poller.limits,
        environment={"FEED_URL": site.url + "/k3y"},
        now=clock,
        share=lambda: 0.0,
    )
    found = await polled(keyed, poll_feed(None, url_env="FEED_URL"))
    assert found.delivery is not None
    assert found.delivery.uri == site.url + "/"
    assert "k3y" not in found.state.model_dump_json() + str(found.delivery.headers)


async def test_a_secret_that_is_missing_is_a_failure(poller: Poller, site: Site) -> None:
    """The message names the variable, and nothing is asked."""
    found = await polled(poller, poll_feed(site.url + "/feed", authorization_env="NO_TOKEN"))
    assert found.state.last_error == "neither NO_TOKEN nor NO_TOKEN_FILE is set"
    assert site.requests == []


@pytest.mark.parametrize("etag", ['"' + "x" * 2_000 + '"', '"caf\xe9"'])
async def test_a_validator_that_can_not_be_sent_back_is_left_out(poller: Poller, site: Site, etag: str) -> None:
    """The digest of the document serves instead."""
    site.says("/feed", rss(ONE), ETag=etag)
    assert (await polled(poller, poll_feed(site.url + "/feed"))).state.etag is None
