"""Watches a folder and sends what is delivered there: at least once, never half a file."""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote_from_bytes

import structlog

from streams.errors import UnsupportedFormat
from streams.feeds.delivery import BrokerRefused, Delivery, RecordTooLarge
from streams.feeds.delivery_folder import DeliveryFolder
from streams.feeds.folder_files import NotComplete, Unreadable
from streams.feeds.state import failed, succeeded
from streams.wire import content_type_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from streams.feeds.delivery import Sink
    from streams.feeds.feed import FolderFeed
    from streams.feeds.folder_files import FoundFile
    from streams.feeds.state import FeedState, StateStore

LOOK_SECONDS: Final = 0.2
"""Between two looks. Sent files leave the folder, so that a look is cheap, also on file systems without events."""
RETRY_SECONDS: Final = 5.0
"""After the broker or the folder failed."""
KEEP_EVERY: Final = 100
"""Files of a backlog after which the state is kept."""
UNNAMED: Final = frozenset({"text", "html"})
"""Families whose items may state no id; the file's name is one."""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LOG: Final = structlog.get_logger("streams.feeds")


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderLoop:
    """Runs one feed."""

    name: str
    feed: FolderFeed
    sink: Sink
    store: StateStore
    noted: Callable[[str, FeedState], Any]
    """Is called with each new state."""
    max_bytes: int
    """A larger file is refused."""
    now: Callable[[], datetime]

    async def run(self, state: FeedState, stop: asyncio.Event) -> None:
        """Go on from a state until `stop` is set; a file that was begun is ended."""
        folder = DeliveryFolder(self.feed.path, self.feed.settle.total_seconds(), self.max_bytes)
        await self._keep(state)
        wait = 0.0
        while not await _stopped(stop, wait):
            try:
                files = await asyncio.to_thread(folder.complete_files, time.monotonic())
                state, wait = await self._send_all(folder, files, state, stop)
            except OSError as error:
                state, wait = await self._failed(state, f"the folder can't be used: {error.strerror}"), RETRY_SECONDS
            except Exception as error:  # noqa: BLE001 - logged with its traceback
                # One file must not end the feed; the traceback is for whoever mends it.
                _LOG.exception("feed fails in a way that nobody has foreseen", feed=self.name)
                state, wait = await self._failed(state, f"unforeseen: {type(error).__name__}"), RETRY_SECONDS

    async def _send_all(
        self, folder: DeliveryFolder, files: list[FoundFile], state: FeedState, stop: asyncio.Event
    ) -> tuple[FeedState, float]:
        """Send files one after the other; return what is known then, and how long to wait."""
        for number, file in enumerate(files, start=1):
            try:
                state = await self._send(folder, file, state)
            except BrokerRefused as error:
                return await self._failed(state, str(error), keep=False), RETRY_SECONDS
            except OSError as error:
                return await self._failed(state, f"a file can't be moved: {error.strerror}"), RETRY_SECONDS
            self.noted(self.name, state)
            if number == len(files) or number % KEEP_EVERY == 0 or stop.is_set():
                await self._keep(state)
            if stop.is_set():
                break
        return state, LOOK_SECONDS

    async def _send(self, folder: DeliveryFolder, file: FoundFile, state: FeedState) -> FeedState:
        """Send a file, move it once the broker has it, and return what is known then."""
        try:
            if not folder.was_sent(file):
                await self.sink.send(self._delivery(file, await asyncio.to_thread(folder.read, file)))
                folder.note_sent(file)
        except NotComplete:
            return state
        except (Unreadable, RecordTooLarge) as error:
            _LOG.warning("file refused", feed=self.name, reason=str(error))
            with contextlib.suppress(NotComplete):  # another file has taken its place
                await asyncio.to_thread(folder.move_failed, file, self.now().date(), str(error))
            return failed(state, str(error), self.now())
        with contextlib.suppress(NotComplete):
            await asyncio.to_thread(folder.move_done, file, self.now().date())
        return succeeded(state, self.now(), sent=1)

    def _delivery(self, file: FoundFile, value: bytes) -> Delivery:
        """Return a file as a record. All of it derives from the file, so that it is the same record after a crash."""
        try:
            unnamed = content_type_of(self.feed.content_type, value).family in UNNAMED
        except UnsupportedFormat as error:
            raise Unreadable(str(error)) from error
        return Delivery(
            feed=self.name,
            provider=self.feed.provider,
            value=value,
            content_type=self.feed.content_type,
            source=self.feed.source,
            uri=f"folder:{self.name}/{quote_from_bytes(os.fsencode(file.name))}" if unnamed else None,
            received=_EPOCH + timedelta(microseconds=file.changed_ns // 1_000),
        )

    async def _failed(self, state: FeedState, reason: str, *, keep: bool = True) -> FeedState:
        """Report a failure; `keep` is False where the broker failed, which would not take the state either."""
        after = failed(state, reason, self.now())
        self.noted(self.name, after)
        _LOG.warning("feed fails", feed=self.name, failures=after.failures, reason=reason)
        if keep:
            await self._keep(after)
        return after

    async def _keep(self, state: FeedState) -> None:
        with contextlib.suppress(BrokerRefused):  # the next state takes the place of this one
            await self.store.put_state(self.name, state)


async def _stopped(stop: asyncio.Event, seconds: float) -> bool:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
    return stop.is_set()
