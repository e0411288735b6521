"""One poll of a feed: from what is known of it and what the server answers to what is sent, and what is known then."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit, urlunsplit

import xxhash

from streams.credentials import MissingCredential, credential
from streams.errors import EmptyItem, WireError
from streams.feeds.delivery import Delivery
from streams.feeds.entries import entries_of, new_entries, read_document, remembered
from streams.feeds.fetch import FetchFailed, Request
from streams.feeds.schedule import next_wait
from streams.feeds.state import MAX_TEXT, FeedState, failed, succeeded
from streams.wire import content_type_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime, timedelta

    from schemas import WireItem
    from streams.feeds.feed import PollFeed
    from streams.feeds.fetch import Fetched, Fetcher
    from streams.wire import Limits

PAGES: Final = frozenset({"html", "text"})
HEAD_BYTES: Final = 1_024
_HTML: Final = re.compile(rb"<html[\s>/]", re.IGNORECASE)
NO_FEED: Final = "the server sends a page, as for a log-in or an error, and no feed; page = true takes pages"
FIRST_REQUESTS_ONLY: Final = "the server answers 304 to a request that does not say what we have"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a feed is fetched, and with which secret."""

    url: str
    authorization: str | None
    secret: bool
    """Whether the address, or what is sent with it, came from a variable: then no other address is remembered."""

    @property
    def digest(self) -> str:
        """A digest of the address, by which a changed one is noticed."""
        return xxhash.xxh3_128_hexdigest(self.url.encode())

    def public(self, url: str) -> str:
        """Return an address as a record may carry it: of a secret one, the host."""
        scheme, host, *_ = urlsplit(url)
        return urlunsplit((scheme, host, "/", "", "")) if self.secret else url


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """What a poll came to. The state and the entries hold once the broker has the delivery."""

    state: FeedState
    entries: Mapping[str, str]
    delivery: Delivery | None = None
    new: int = 0
    """How many of the document's entries are new or have changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Poller:
    """What polls have in common."""

    fetcher: Fetcher
    limits: Limits
    environment: Mapping[str, str]
    now: Callable[[], datetime]
    share: Callable[[], float]
    """Draws a number from 0 to 1."""

    async def poll(self, name: str, feed: PollFeed, state: FeedState, entries: Mapping[str, str]) -> Polled:
        """Ask the server once, and return what is to be sent and kept."""
        wait: timedelta | None = None
        try:
            address = address_of(feed, self.environment)
            polled = await self._poll(name, feed, address, _valid(state, address), entries)
        except FetchFailed as failure:
            wait, polled = failure.wait, Polled(state=self._failed(state, str(failure)), entries=entries)
        except MissingCredential as error:
            polled = Polled(state=self._failed(state, str(error)), entries=entries)
        except WireError as error:  # its message may quote the document
            reason = f"the document can't be read ({type(error).__name__}); `wirefeed feed test {name}` says why"
            polled = Polled(state=self._failed(state, reason), entries=entries)
        next_poll = self.now() + next_wait(feed.every, polled.state.failures, self.share(), wait)
        return Polled(
            state=polled.state.model_copy(update={"next_poll": next_poll}),
            entries=polled.entries,
            delivery=polled.delivery,
            new=polled.new,
        )

    async def _poll(
        self, name: str, feed: PollFeed, address: Address, state: FeedState, entries: Mapping[str, str]
    ) -> Polled:
        answer = await self.fetcher.fetch(request_of(feed, address, state, self.limits))
        if answer.content is None:
            if state.digest is None:
                raise FetchFailed(FIRST_REQUESTS_ONLY)
            return Polled(state=succeeded(state, self.now()), entries=entries)
        known = _after(state, answer, address)
        if known.digest == state.digest:
            return Polled(state=succeeded(known, self.now()), entries=entries)
        delivery = delivery_of(name, feed, address, answer, self.now())
        document = await asyncio.to_thread(_entries, delivery, self.limits, page=feed.page)
        new = new_entries(entries, document)
        return Polled(
            state=succeeded(known, self.now(), sent=1 if new else 0),
            entries=remembered(entries, document),
            delivery=delivery if new else None,
            new=new,
        )

    def _failed(self, state: FeedState, reason: str) -> FeedState:
        # An address that has moved and fails is forgotten: the first one may know a better one.
        return failed(state, reason, self.now()).model_copy(update={"moved_to": None})


def address_of(feed: PollFeed, environment: Mapping[str, str]) -> Address:
    """Return where a feed is fetched. Raises `MissingCredential`."""
    authorization = credential(feed.authorization_env, environment) if feed.authorization_env else None
    url = feed.url if feed.url is not None else credential(feed.url_env or "", environment)
    return Address(url=url, authorization=authorization, secret=bool(feed.url_env or feed.authorization_env))


def request_of(feed: PollFeed, address: Address, state: FeedState, limits: Limits) -> Request:
    """Return what to ask the server for."""
    return Request(
        url=state.moved_to or address.url,
        seconds=feed.timeout.total_seconds(),
        max_bytes=limits.max_item_bytes,
        allow_private=feed.allow_private,
        authorization=address.authorization,
        etag=state.etag,
        last_modified=state.last_modified,
    )


def delivery_of(name: str, feed: PollFeed, address: Address, answer: Fetched, now: datetime) -> Delivery:
    """Return a document as it goes to `wire.raw`."""
    return Delivery(
        feed=name,
        provider=feed.provider,
        value=answer.content or b"",
        content_type=feed.content_type or answer.content_type,
        source=feed.source,
        uri=address.public(answer.url),
        received=now,
    )


def document_of(delivery: Delivery, limits: Limits, *, page: bool) -> list[WireItem | WireError]:
    """Return what intake will read in a document. Raises `FetchFailed` where it is no feed, or a `WireError`."""
    if not delivery.value.strip():
        raise FetchFailed("the document is blank")
    if not page and _is_page(delivery):  # it would be published as news of this provider
        raise FetchFailed(NO_FEED)
    try:
        return read_document(delivery, limits)
    except EmptyItem:
        return []  # a feed may be empty for a while


def _entries(delivery: Delivery, limits: Limits, *, page: bool) -> dict[str, str]:
    return entries_of(document_of(delivery, limits, page=page))


def _is_page(delivery: Delivery) -> bool:
    family = content_type_of(delivery.content_type, delivery.value).family
    return family in PAGES or _HTML.search(delivery.value[:HEAD_BYTES]) is not None


def _valid(state: FeedState, address: Address) -> FeedState:
    """Return the state without what holds for another address only."""
    if state.address == address.digest:
        return state
    fresh = {"address": address.digest, "moved_to": None, "etag": None, "last_modified": None, "digest": None}
    return state.model_copy(update=fresh)


def _after(state: FeedState, answer: Fetched, address: Address) -> FeedState:
    """Return the state with what the server states of its document."""
    return state.model_copy(
        update={
            "etag": _kept(answer.etag),
            "last_modified": _kept(answer.last_modified),
            "digest": xxhash.xxh3_128_hexdigest(answer.content or b""),
            "moved_to": state.moved_to if address.secret else _kept(answer.moved_to) or state.moved_to,
        }
    )


def _kept(stated: str | None) -> str | None:
    """Return what can be sent back to the server later."""
    return stated if stated and len(stated) <= MAX_TEXT and stated.isascii() and stated.isprintable() else None
