"""A receiver of alerts on this machine, to measure how soon it hears of something."""

from __future__ import annotations

import asyncio
import contextlib
import os
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import orjson
from aiohttp import web

from schemas import Notification
from streams.alerts import RuleSource
from streams.ops.cancelling import cancel_all
from streams.ops.delivery import DeliverySettings, deliver
from streams.ops.demonstration_receiver import listening

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from streams.settings import Settings

RULES: Final = """
[receivers.desk]
url = "{url}"
allow_private = true

[[rules]]
name = "death tolls"
receivers = ["desk"]
kinds = ["killed"]
"""


@contextlib.asynccontextmanager
async def delivering(settings: Settings, hook: Callable[[web.Request], Awaitable[web.Response]]) -> AsyncIterator[None]:
    """Deliver all alerts of the dead to a hook on this machine meanwhile, from the beginning of the topic."""
    with tempfile.TemporaryDirectory() as folder:
        async with listening(hook) as url:
            rules = Path(folder, "rules.toml")
            rules.write_text(RULES.format(url=url))  # noqa: ASYNC240 - a small file, once
            wanted = DeliverySettings(from_beginning=True)
            task = asyncio.create_task(deliver(settings, RuleSource(rules), os.environ, wanted))
            try:
                yield
                if task.done():
                    task.result()  # it never ends by itself: this raises what ended it
            finally:
                await cancel_all([task])


@contextlib.asynccontextmanager
async def receiving_alerts(settings: Settings) -> AsyncIterator[dict[tuple[int, int], float]]:
    """Deliver alerts meanwhile; yield when (seconds of the clock) the receiver first heard of each raw record."""
    seen: dict[tuple[int, int], float] = {}

    async def hook(request: web.Request) -> web.Response:
        now = time.time()
        for notice in Notification.model_validate(orjson.loads(await request.read())["data"]).notices:
            origin = notice.alert.provenance.origin
            if origin is not None:
                seen.setdefault((origin.partition, origin.offset), now)
        return web.Response(status=204)

    async with delivering(settings, hook):
        yield seen
