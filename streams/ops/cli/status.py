"""`wirefeed status`: lag, counts, the account and the last error."""

import asyncio
import time
from typing import TYPE_CHECKING, Annotated

import typer

from streams.ops.cli.invocation import AsJson, interruptible, load_settings, run

if TYPE_CHECKING:
    from rich.console import Group, RenderableType
    from rich.table import Table

    from streams.ops.accounting import Balance
    from streams.ops.status import Status

NOTICE_CHARS = 300
SHOWN_NOTICES = 20
SHOWN_FEEDS = 50


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
    from streams.ops.guarantee import stated_delivery
    from streams.ops.status import StatusReader, status_json

    settings = load_settings()
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
            console().print(
                _page(now, before if seconds else None, seconds, by_partition=by_partition, delivery=delivery)
            )
            return
        if as_json:
            write_json({**status_json(before), "delivery": delivery})
        out = console()
        with Live(console=out, auto_refresh=False, screen=False, transient=False) as live:
            if not as_json:
                live.update(_page(before, None, 0.0, by_partition=by_partition, delivery=delivery), refresh=True)
            while True:
                await asyncio.sleep(interval)
                now, at = await reader.read(), time.monotonic()
                if as_json:
                    write_json({**status_json(now, before, at - began), "delivery": delivery})
                    flush()
                else:
                    live.update(
                        _page(now, before, at - began, by_partition=by_partition, delivery=delivery), refresh=True
                    )
                before, began = now, at


def _page(status: "Status", before: "Status | None", seconds: float, *, by_partition: bool, delivery: str) -> "Group":
    from rich.console import Group
    from rich.text import Text

    from streams.ops.accounting import OUTCOMES
    from streams.ops.cli.output import table
    from streams.ops.terminal import one_line

    parts: list[RenderableType] = [_stages(status, before, seconds, by_partition=by_partition)]
    accounts = [*status.accounts, *([status.total] if len(status.accounts) != 1 else [])]
    columns = ("raw partition", "records", "items", *OUTCOMES, "in flight")
    parts.append(table(columns, [_account(account) for account in accounts], title="What came in, and what it became"))
    parts.append(Text(f"delivery: {delivery}"))
    parts.append(Text(f"dead letters: {status.dead_letters:,}"))
    if status.errors:
        parts.append(Text("by error: " + ", ".join(f"{one_line(name, 60)} {n:,}" for name, n in status.errors.items())))
    if status.last_error is not None:
        last = status.last_error
        parts.append(
            Text(one_line(f"last error: {last.at} {status.last_error_stage}: {last.error}: {last.message}", 300))
        )
        parts.append(Text(one_line(f"  wirefeed dead show {last.id}", 300), no_wrap=True, overflow="ignore"))
    if status.feeds:
        parts.append(_feeds(status))
    if status.notices:
        rows = [
            (f"{each.at:%Y-%m-%d %H:%M:%S}", str(each.kind), each.subject, one_line(each.text, NOTICE_CHARS))
            for each in status.notices[-SHOWN_NOTICES:]
        ]
        parts.append(table(("at", "notice", "of", "what happened"), rows, title="What workers report"))
    return Group(*parts)


def _feeds(status: "Status") -> "Table":
    """Return how feeds do; a feed without success for too long stands first."""
    from datetime import UTC, datetime

    from streams.ops.cli.output import table
    from streams.ops.feeds.overview import COLUMNS, row

    now = datetime.now(UTC)
    ordered = sorted(status.feeds.items(), key=lambda each: (not each[1].is_silent(now), each[0]))
    rows = [row(name, state.kind, state, now) for name, state in ordered]
    return table(COLUMNS, rows[:SHOWN_FEEDS], title=f"{len(rows)} feeds")


def _stages(status: "Status", before: "Status | None", seconds: float, *, by_partition: bool) -> "Table":
    from streams.ops.accounting import throughput
    from streams.ops.cli.output import table

    rates = throughput(before.counts, status.counts, seconds) if before is not None else {}
    rows: list[tuple[object, ...]] = []
    stages = list(dict.fromkeys(partition.stage for partition in status.partitions))
    for stage in stages:
        of_stage = [partition for partition in status.partitions if partition.stage == stage]
        read = sum(each.counts.read for each in of_stage if each.counts)
        forwarded = sum(each.counts.forwarded for each in of_stage if each.counts)
        errors = sum(sum(each.counts.errors.values()) for each in of_stage if each.counts)
        latest = max((each.counts.at for each in of_stage if each.counts), default=None)
        rate = rates.get(stage, 0.0) if before is not None else None
        at = f"{latest:%Y-%m-%d %H:%M:%S}" if latest else None
        rows.append((stage, of_stage[0].topic, sum(each.lag for each in of_stage), rate, read, forwarded, errors, at))
        if by_partition:
            for each in of_stage:
                counted = each.counts
                rows.append(
                    (
                        f"  {stage}/{each.partition}",
                        f"at {'-' if each.committed is None else f'{each.committed:,}'} of {each.end:,}",
                        each.lag,
                        None,
                        counted.read if counted else 0,
                        counted.forwarded if counted else 0,
                        sum(counted.errors.values()) if counted else 0,
                        f"{counted.at:%Y-%m-%d %H:%M:%S}" if counted else None,
                    )
                )
    return table(("stage", "reads", "lag", "records/s", "read", "sent on", "refused", "last record"), rows)


def _account(account: "Balance") -> tuple[object, ...]:
    from rich.text import Text

    flight = Text("0 - balanced", style="green") if account.balanced else Text(f"{account.in_flight:,}", style="yellow")
    name = "all" if account.partition is None else str(account.partition)
    return (name, account.records, account.items, *account.outcomes.values(), flight)
