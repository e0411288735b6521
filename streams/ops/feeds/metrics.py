"""The metrics of the process that runs the feeds, and the page on which they are read."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from aiohttp import web
from prometheus_client import CollectorRegistry, Gauge, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from streams.ops.errors import OperationFailed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from streams.feeds import FeedState

LABEL: Final = "feed"


class FeedMetrics:
    """The metrics of the feeds, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._last_success = self._gauge(
            "last_success_seconds", "When the feed last gave what could be read, in seconds since 1970."
        )
        self._silence = self._gauge("silence_seconds", "After how long without success the feed counts as silent.")
        self._failures = self._gauge("failures", "Failures in a row.")
        self._sent = self._gauge("sent_records", "Records of the feed that the broker took.")

    def note(self, feed: str, state: FeedState) -> None:
        """Show the state of a feed. One that never had a success counts from when it was first noted."""
        self._last_success.labels(feed).set((state.last_success or state.since).timestamp())
        self._silence.labels(feed).set(state.silence_seconds)
        self._failures.labels(feed).set(state.failures)
        self._sent.labels(feed).set(state.sent)

    def forget(self) -> None:
        """Drop all feeds: those that still run are noted again."""
        for gauge in (self._last_success, self._silence, self._failures, self._sent):
            gauge.clear()

    def exposition(self) -> bytes:
        """Return all metrics in Prometheus' text format."""
        return generate_latest(self.registry)

    def _gauge(self, name: str, text: str) -> Gauge:
        return Gauge(f"wirefeed_feed_{name}", text, (LABEL,), registry=self.registry)


@asynccontextmanager
async def metrics_page(metrics: FeedMetrics, host: str, port: int) -> AsyncIterator[int]:
    """Serve /metrics while the context lasts, and yield the port. Raises `OperationFailed` where it is taken."""

    async def answer(_: web.Request) -> web.Response:
        return web.Response(body=metrics.exposition(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    page = web.Application()
    page.router.add_get("/metrics", answer)
    runner = web.AppRunner(page, access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        try:
            await site.start()
        except OSError as error:
            raise OperationFailed(
                f"{host}:{port} can't be listened on: {error.strerror}; see WIREFEED_FEEDS_PORT"
            ) from error
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()
