"""What is sent and what is kept, in which order; what is not kept is done again."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import web

from streams.feeds import BrokerRefused, Delivery, FeedState, PollLoop, RecordTooLarge, first_state
from tests.streams.feeds.conftest import ONE, START, TWO, poll_feed, rss

if TYPE_CHECKING:
    from streams.feeds import Poller
    from tests.streams.feeds.conftest import Clock, Site


class Broker:
    """Keeps what it is given, in the order in which it was given; refuses while it is told to."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, Any]] = []
        self.refuses: dict[str, Exception] = {}

    def _take(self, what: str, value: Any) -> None:
        if what in self.refuses:
            raise self.refuses[what]
        self.taken.append((what, value))

    async def send(self, delivery: Delivery) -> None:
        """Take a record."""
        self._take("record", delivery)

    async def put_state(self, feed: str, state: FeedState) -> None:
        """Take a state."""
        self._take("state", (feed, state))

    async def put_entries(self, feed: str, entries: dict[str, str]) -> None:
        """Take the entries."""
        self._take("entries", (feed, entries))

    @property
    def order(self) -> list[str]:
        """What it was given."""
        return [what for what, _ in self.taken]


@pytest.fixture
def broker() -> Broker:
    """Return a broker that takes everything."""
    return Broker()


def loop_of(poller: Poller, broker: Broker, url: str, noted: list[FeedState] | None = None) -> PollLoop:
    """Return a loop over one feed."""
    kept = noted if noted is not None else []
    return PollLoop(
        name="hills",
        feed=poll_feed(url, every="1s"),
        poller=poller,
        sink=broker,
        store=broker,
        noted=lambda _, state: kept.append(state),
    )


def fresh(url: str) -> FeedState:
    """Return the state of a feed that was never polled."""
    return first_state(poll_feed(url), "poll", START)


async def test_a_state_is_kept_only_after_the_broker_has_the_record(poller: Poller, site: Site, broker: Broker) -> None:
    """Entries come before the state that makes them the past."""
    site.says("/feed", rss(ONE))
    await loop_of(poller, broker, site.url + "/feed").turn(fresh(site.url), {})
    assert broker.order == ["record", "entries", "state"]


async def test_a_poll_without_news_keeps_the_state_alone(poller: Poller, site: Site, broker: Broker) -> None:
    """Entries are many and change seldom."""
    site.says("/feed", rss(ONE))
    loop = loop_of(poller, broker, site.url + "/feed")
    await loop.turn(*await loop.turn(fresh(site.url), {}))
    assert broker.order == ["record", "entries", "state", "state"]


@pytest.mark.parametrize("refused", ["record", "entries", "state"])
async def test_what_the_broker_refuses_is_done_again(poller: Poller, site: Site, broker: Broker, refused: str) -> None:
    """Nothing is lost, whichever of the three it was."""
    site.says("/feed", rss(ONE), ETag='"1"')
    loop = loop_of(poller, broker, site.url + "/feed")
    broker.refuses = {refused: BrokerRefused("the broker has not taken it")}
    state, entries = await loop.turn(fresh(site.url), {})
    assert (state.failures, state.etag, entries) == (1, None, {})
    broker.refuses = {}
    await loop.turn(state, entries)
    assert "If-None-Match" not in site.requests[1].headers
    assert broker.order[-3:] == ["record", "entries", "state"]


async def test_a_record_that_is_too_large_is_a_failure(poller: Poller, site: Site, broker: Broker) -> None:
    """The feed is reported as silent in time; the others go on."""
    site.says("/feed", rss(ONE))
    broker.refuses = {"record": RecordTooLarge("9 bytes are more than a record may have")}
    noted: list[FeedState] = []
    await loop_of(poller, broker, site.url + "/feed", noted).turn(fresh(site.url), {})
    assert [state.last_error for state in noted] == ["9 bytes are more than a record may have"]


async def test_a_feed_is_not_asked_before_its_time(poller: Poller, site: Site, broker: Broker) -> None:
    """Also after a restart; a stop ends the wait."""
    loop = loop_of(poller, broker, site.url + "/feed")
    stop = asyncio.Event()
    later = fresh(site.url).model_copy(update={"next_poll": START.replace(hour=13)})
    running = asyncio.create_task(loop.run(later, {}, stop))
    await asyncio.sleep(0)
    stop.set()
    await asyncio.wait_for(running, 5)
    assert site.requests == []


async def test_a_loop_goes_on_until_it_is_stopped(poller: Poller, site: Site, broker: Broker, clock: Clock) -> None:
    """The poll that has begun is ended."""
    stop = asyncio.Event()
    documents = [rss(ONE), rss(TWO, ONE)]

    async def answer(_: web.Request) -> web.Response:
        clock.move(minutes=5)
        if len(documents) == 1:
            stop.set()
        return web.Response(text=documents.pop(0))

    site.does("/feed", answer)
    loop = loop_of(poller, broker, site.url + "/feed")
    await asyncio.wait_for(loop.run(fresh(site.url), {}, stop), 10)
    assert broker.order == ["record", "entries", "state"] * 2


async def test_an_error_that_nobody_has_foreseen_ends_no_feed(poller: Poller, site: Site, broker: Broker) -> None:
    """It is a failure of this feed, without words of the document."""
    stop, noted = asyncio.Event(), list[FeedState]()
    broker.refuses = {"state": ZeroDivisionError("geheim")}

    async def answer(_: web.Request) -> web.Response:
        stop.set()  # after this turn
        return web.Response(text=rss(ONE))

    site.does("/feed", answer)
    loop = loop_of(poller, broker, site.url + "/feed", noted)
    await asyncio.wait_for(loop.run(fresh(site.url), {}, stop), 5)
    assert noted[0].last_error == "unforeseen: ZeroDivisionError"
