"""Polls a feed again and again. What is known of it moves on once the broker has what was new: at least once."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import structlog

from streams.feeds.delivery import BrokerRefused, RecordTooLarge
from streams.feeds.schedule import next_wait
from streams.feeds.state import failed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from streams.feeds.delivery import Sink
    from streams.feeds.feed import PollFeed
    from streams.feeds.poll import Poller
    from streams.feeds.state import FeedState, StateStore

_LOG: Final = structlog.get_logger("streams.feeds")


@dataclass(frozen=True, slots=True, kw_only=True)
class PollLoop:
    """Runs one feed."""

    name: str
    feed: PollFeed
    poller: Poller
    sink: Sink
    store: StateStore
    noted: Callable[[str, FeedState], Any]
    """Is called with each new state."""

    async def run(self, state: FeedState, entries: Mapping[str, str], stop: asyncio.Event) -> None:
        """Go on from a state until `stop` is set; a poll that has begun is ended."""
        while not stop.is_set():
            wait = (state.next_poll - self.poller.now()).total_seconds() if state.next_poll else 0.0
            if wait > 0 and await _stopped(stop, wait):
                return
            try:
                state, entries = await self.turn(state, entries)
            except Exception as error:  # noqa: BLE001 - logged with its traceback
                # One feed's document must not end the others; the traceback is for whoever mends it.
                _LOG.exception("feed fails in a way that nobody has foreseen", feed=self.name)
                state = self._failed(state, f"unforeseen: {type(error).__name__}")
                self.noted(self.name, state)

    async def turn(self, state: FeedState, entries: Mapping[str, str]) -> tuple[FeedState, Mapping[str, str]]:
        """Poll once, send what is new, and keep what is known then; return that."""
        polled = await self.poller.poll(self.name, self.feed, state, entries)
        try:
            if polled.delivery is not None:
                await self.sink.send(polled.delivery)
            # In this order: entries without their state cost one fetch, a state without its entries would repeat them.
            if polled.entries != entries:
                await self.store.put_entries(self.name, dict(polled.entries))
            await self.store.put_state(self.name, polled.state)
        except (RecordTooLarge, BrokerRefused) as error:
            after = self._failed(state, str(error))
            self._report(after, new=0)
            return after, entries
        self._report(polled.state, new=polled.new)
        return polled.state, polled.entries

    def _failed(self, state: FeedState, reason: str) -> FeedState:
        """Return a state that is not stored, since the broker may be the cause: the document is fetched again."""
        now = self.poller.now()
        after = failed(state, reason, now)
        wait = next_wait(self.feed.every, after.failures, self.poller.share())
        return after.model_copy(update={"next_poll": now + wait})

    def _report(self, state: FeedState, *, new: int) -> None:
        self.noted(self.name, state)
        if state.failures:
            _LOG.warning("feed fails", feed=self.name, failures=state.failures, reason=state.last_error)
        elif new:
            _LOG.info("feed sent", feed=self.name, new=new)


async def _stopped(stop: asyncio.Event, seconds: float) -> bool:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
    return stop.is_set()
