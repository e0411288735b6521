"""A receiver of alerts on this machine, which notes when it hears of each article."""

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
from streams.ops.delivery import DeliverySettings, deliver
from streams.ops.demonstration_receiver import listening

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

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

    with tempfile.TemporaryDirectory() as folder:
        async with listening(hook) as url:
            rules = Path(folder, "rules.toml")
            rules.write_text(RULES.format(url=url))  # noqa: ASYNC240 - a small file, once
            wanted = DeliverySettings(from_beginning=True)
            delivering = asyncio.create_task(deliver(settings, RuleSource(rules), os.environ, wanted))
            try:
                yield seen
                if delivering.done():
                    delivering.result()  # it never ends by itself: this raises what ended it
            finally:
                delivering.cancel()
                await asyncio.gather(delivering, return_exceptions=True)
