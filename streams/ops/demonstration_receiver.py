"""A receiver on this machine for the demo: what a newsroom's server would get."""

from __future__ import annotations

import hmac
from base64 import b64encode
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Final

import orjson
from aiohttp import web

from schemas import Notification
from streams.alerts import RuleSource
from streams.ops.delivery import DeliverySettings, deliver

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    from streams.settings import Settings

KEY: Final = b"a secret for the demo alone"
SECRET_VARIABLE: Final = "DEMO_SECRET"  # noqa: S105 - a name
RULES: Final = """
[receivers.desk]
url = "{url}"
secret_env = "DEMO_SECRET"
allow_private = true

[[rules]]
name = "death tolls"
receivers = ["desk"]
kinds = ["killed"]
"""


async def delivered_sample(settings: Settings, folder: Path) -> list[Notification]:
    """Deliver the alerts on the topic to a receiver of our own; return what it got with a right signature."""
    got: list[Notification] = []

    async def hook(request: web.Request) -> web.Response:
        body = await request.read()
        if not _is_signed(request, body):
            return web.Response(status=400)
        got.append(Notification.model_validate(orjson.loads(body)["data"]))
        return web.Response(status=204)

    async with listening(hook) as url:
        rules = folder / "rules.toml"
        rules.write_text(RULES.format(url=url))
        secret = {SECRET_VARIABLE: f"whsec_{b64encode(KEY).decode()}"}
        await deliver(settings, RuleSource(rules), secret, DeliverySettings(from_beginning=True, drain=True))
    return got


def _is_signed(request: web.Request, body: bytes) -> bool:
    """Return whether the message is signed with our secret, as a receiver should check."""
    head = f"{request.headers['webhook-id']}.{request.headers['webhook-timestamp']}.".encode()
    right = "v1," + b64encode(hmac.digest(KEY, head + body, "sha256")).decode()
    return hmac.compare_digest(request.headers.get("webhook-signature", ""), right)


@asynccontextmanager
async def listening(hook: Callable[[web.Request], Awaitable[web.Response]]) -> AsyncIterator[str]:
    """Answer POST requests on a free port of this machine; yield the address."""
    app = web.Application(client_max_size=10_000_000)
    app.router.add_post("/", hook)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    server: Any = site._server  # noqa: SLF001 - aiohttp shows the port nowhere else
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    finally:
        await runner.cleanup()
