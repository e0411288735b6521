"""`POST /ingest`: takes an item from a sender, and answers 202 once the broker has it."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Final

import structlog
from aiohttp import web

from streams.errors import UnsupportedFormat
from streams.feeds.decompression import TooLarge, Unpacker
from streams.feeds.delivery import BrokerRefused, Delivery, RecordTooLarge, digest_uri
from streams.feeds.push_tokens import sender_of
from streams.request_rate import Bucket
from streams.wire import content_type_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from streams.feeds.connection_guard import ConnectionGuard
    from streams.feeds.delivery import Sink
    from streams.feeds.push_tokens import PushSender

BROKER_SECONDS: Final = 10.0
"""For the broker to take a record; then the sender is told to come again."""
RETRY_AFTER_SECONDS: Final = 5
AT_A_TIME: Final = 32
"""Requests whose body is held in memory."""
READ_BYTES: Final = 65_536
MAX_HEADER_CHARS: Final = 4_000
UNNAMED: Final = frozenset({"text", "html"})
"""Families whose items may state no id."""

_LOG: Final = structlog.get_logger("streams.feeds")


class Refused(Exception):
    """A request is not taken: the status of the answer, and the reason."""

    def __init__(self, status: int, reason: str, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.retry_after = retry_after


class PushReceiver:
    """Answers requests. `report` is called after each of a known sender: with the reason where it was not taken."""

    def __init__(
        self,
        senders: Sequence[PushSender],
        sink: Sink,
        guard: ConnectionGuard,
        *,
        max_bytes: int,
        now: Callable[[], datetime],
        report: Callable[[str, str | None], object],
    ) -> None:
        self._senders = senders
        self._sink = sink
        self._guard = guard
        self._max_bytes = max_bytes
        self._now = now
        self._report = report
        self._buckets = {sender.name: Bucket(sender.feed.requests_a_second) for sender in senders}
        self._taking = 0

    def app(self) -> web.Application:
        """Return the application that is to be served."""
        app = web.Application(client_max_size=self._max_bytes)
        app.router.add_post("/ingest", self.ingest)
        app.router.add_get("/healthz", self.health)
        return app

    async def health(self, request: web.Request) -> web.Response:
        """Answer that requests are answered."""
        self._guard.received(request.transport)
        return web.json_response({"status": "ok"})

    async def ingest(self, request: web.Request) -> web.Response:
        """Take an item."""
        try:
            sender = self._admitted(request)
            await self._take(request, sender)
        except Refused as refused:
            return _refusal(refused)
        except ConnectionError:  # the sender has left, and nobody reads the answer
            return _refusal(Refused(400, "the request was cut"))
        except Exception:  # noqa: BLE001 - logged with its traceback
            _LOG.exception("push fails in a way that nobody has foreseen")
            return _refusal(Refused(500, "the request failed"))
        finally:
            self._guard.received(request.transport)
        return web.json_response({"status": "accepted"}, status=202)

    def _admitted(self, request: web.Request) -> PushSender:
        sender = sender_of(self._senders, request.headers.get("Authorization", ""))
        if sender is None:
            raise Refused(401, "give the header Authorization: Bearer with the token of a feed")
        wait = self._buckets[sender.name].take(time.monotonic())
        if wait > 0:
            raise Refused(429, f"more than {sender.feed.requests_a_second:g} requests a second", wait)
        return sender

    async def _take(self, request: web.Request, sender: PushSender) -> None:
        if self._taking >= AT_A_TIME:
            raise Refused(503, "too many requests at a time", RETRY_AFTER_SECONDS)
        self._taking += 1
        try:
            delivery = await self._delivery(request, sender)
            await self._send(delivery)
        except Refused as refused:
            self._report(sender.name, refused.reason)
            raise
        finally:
            self._taking -= 1
        self._report(sender.name, None)

    async def _delivery(self, request: web.Request, sender: PushSender) -> Delivery:
        feed = sender.feed
        content_type = feed.content_type or _header(request, "Content-Type")
        _check_type(content_type, b"")
        value = await _body(request, self._max_bytes)
        self._guard.received(request.transport)
        if not value.strip():
            raise Refused(400, "the request has no content")
        family = _check_type(content_type, value)
        return Delivery(
            feed=sender.name,
            provider=feed.provider,
            value=value,
            content_type=content_type,
            source=feed.source,
            uri=_header(request, "wf-uri") or (digest_uri(value) if family in UNNAMED else None),
            received=self._now(),
        )

    async def _send(self, delivery: Delivery) -> None:
        try:
            async with asyncio.timeout(BROKER_SECONDS):
                await self._sink.send(delivery)
        except RecordTooLarge as error:
            raise Refused(413, str(error)) from error
        except BrokerRefused as error:
            raise Refused(503, str(error), RETRY_AFTER_SECONDS) from error
        except TimeoutError as error:
            raise Refused(503, "the broker has not taken it in time", RETRY_AFTER_SECONDS) from error


async def _body(request: web.Request, limit: int) -> bytes:
    """Return the content of a request, unpacked. What is larger than `limit` is not read into memory."""
    if (request.content_length or 0) > limit:
        raise Refused(413, f"{request.content_length:,} bytes are more than an item may have ({limit:,})")
    try:
        unpacker = Unpacker(request.headers.get("Content-Encoding", ""), limit)
    except ValueError as error:
        raise Refused(415, "send it as it is, or with Content-Encoding: gzip") from error
    try:
        while part := await request.content.read(READ_BYTES):
            unpacker.add(part)
        return unpacker.content()
    except TooLarge as error:
        raise Refused(413, f"an item may have {limit:,} bytes") from error
    except ValueError as error:
        raise Refused(400, "the content can't be unpacked") from error


def _check_type(content_type: str | None, value: bytes) -> str:
    try:
        return content_type_of(content_type, value).family
    except UnsupportedFormat as error:
        raise Refused(415, str(error)) from error


def _header(request: web.Request, name: str) -> str | None:
    text = request.headers.get(name)
    if text is not None and (len(text) > MAX_HEADER_CHARS or not text.isprintable()):
        raise Refused(400, f"the header {name} is too long, or no text")
    return text or None


def _refusal(refused: Refused) -> web.Response:
    headers = {} if refused.retry_after is None else {"Retry-After": str(max(1, round(refused.retry_after + 0.5)))}
    if refused.status == 401:  # noqa: PLR2004 - a status of HTTP
        headers["WWW-Authenticate"] = "Bearer"
    return web.json_response({"error": refused.reason}, status=refused.status, headers=headers)
