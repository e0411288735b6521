"""`wirefeed status`: lag, counts, the account and the last error."""

import asyncio
import time
from typing import TYPE_CHECKING, Annotated

import typer

from streams.ops.cli.invocation import AsJson, interruptible, load_settings, run

if TYPE_CHECKING:
    from rich.console import Group

    from streams.ops.status import Status


def status(
    watch: Annotated[bool, typer.Option("--watch", "-w", help="Go on, with throughput, until Ctrl-C.")] = False,
    interval: Annotated[float, typer.Option("--interval", min=0.2, help="Seconds between readings.")] = 2.0,
    by_partition: Annotated[bool, typer.Option("--partitions", help="A line for each partition of a stage.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show how the flow stands: lag and throughput by stage, what came in and what it ended as, the last error.

    The account of each partition of wire.raw balances when every item has exactly one outcome; what has none yet is in
    flight. Without --watch, throughput is measured over one interval where lag shows that something is going on.

    For example:

    `wirefeed status --watch`

    `wirefeed status --json | jq .total`
    """
    try:
        with interruptible():
            run(_status(watch=watch, interval=interval, by_partition=by_partition, as_json=as_json))
    except KeyboardInterrupt:
        return  # how it is ended


async def _status(*, watch: bool, interval: float, by_partition: bool, as_json: bool) -> None:
    from rich.live import Live

    from streams.ops.cli.output import console, flush, write_json
    from streams.ops.cli.status_page import page
    from streams.ops.guarantee import stated_delivery
    from streams.ops.status import StatusReader, status_json

    settings, out = load_settings(), console()

    def shown(now: "Status", before: "Status | None", seconds: float) -> "Group":
        return page(now, before, seconds, width=out.width, by_partition=by_partition, delivery=delivery)

    async with StatusReader(settings) as reader:
        delivery = await stated_delivery(settings)
        before, began = await reader.read(), time.monotonic()
        if not watch:
            if as_json:
                write_json({**status_json(before), "delivery": delivery})
                return
            now, seconds = before, 0.0
            if before.lag:
                await asyncio.sleep(min(interval, 1.0))
                now, seconds = await reader.read(), time.monotonic() - began
            out.print(shown(now, before if seconds else None, seconds))
            return
        if as_json:
            write_json({**status_json(before), "delivery": delivery})
        with Live(console=out, auto_refresh=False, screen=False, transient=False) as live:
            if not as_json:
                live.update(shown(before, None, 0.0), refresh=True)
            while True:
                await asyncio.sleep(interval)
                now, at = await reader.read(), time.monotonic()
                if as_json:
                    write_json({**status_json(now, before, at - began), "delivery": delivery})
                    flush()
                else:
                    live.update(shown(now, before, at - began), refresh=True)
                before, began = now, at
