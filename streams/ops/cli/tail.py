"""`wirefeed tail`: what travels on a topic."""

from contextlib import aclosing
from typing import TYPE_CHECKING, Annotated

import typer

from streams.ops.cli.invocation import AsJson, interruptible, load_settings, run, usage_error

if TYPE_CHECKING:
    from datetime import datetime

    from streams.ops.tail import TailRequest
    from streams.settings import Settings


def tail(
    topic: Annotated[
        str, typer.Argument(help="Short name (raw, enriched, alerts) or full one; any topic by its name.")
    ],
    from_beginning: Annotated[
        bool, typer.Option("--from-beginning", help="From the first record that the topic still has.")
    ] = False,
    number: Annotated[
        int | None,
        typer.Option("-n", "--number", min=0, help="So many: the latest, or with --from-beginning the first."),
    ] = None,
    partition: Annotated[int | None, typer.Option("--partition", min=0, help="Only this one.")] = None,
    follow: Annotated[
        bool | None,
        typer.Option("--follow/--no-follow", "-f/-F", help="Go on with what is to come, until Ctrl-C, or don't."),
    ] = None,
    key: Annotated[str | None, typer.Option("--key", help="Only records with this key.")] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="TIME", help="From then on: 2026-03-02T09:00, or 90m, 6h, 2d ago.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="TIME", help="Before then; not with --follow.")
    ] = None,
    grep: Annotated[
        str | None, typer.Option("--grep", metavar="TEXT", help="Only records whose key or value has this text.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show the records of a topic, readable or as JSON.

    Without options it shows the latest ten and goes on with what is to come. With -n, --from-beginning or one of --key,
    --since, --until and --grep it ends with what is there, unless --follow is given.

    For example:

    `wirefeed tail alerts`

    `wirefeed tail incidents --from-beginning --json | jq .value.tolls`

    `wirefeed tail unique --since 2h --grep harbour`
    """
    from streams.ops.tail import TailRequest

    if until is not None and follow:
        usage_error("--until: what is to come is after any time that has passed; leave out --follow")
    asked = TailRequest(
        from_beginning=from_beginning,
        number=number,
        partition=partition,
        follow=follow,
        key=key,
        since=_time("--since", since),
        until=_time("--until", until),
        grep=grep,
    )
    try:
        with interruptible():
            run(_read(load_settings(), topic, asked, as_json=as_json))
    except KeyboardInterrupt:
        return  # how it is ended


def _time(option: str, text: str | None) -> "datetime | None":
    from datetime import UTC, datetime

    from streams.ops.dead_letters import moment

    if text is None:
        return None
    try:
        return moment(text, datetime.now(UTC))
    except (ValueError, OverflowError) as error:
        usage_error(f"{option}: {error}")


async def _read(settings: "Settings", topic: str, asked: "TailRequest", *, as_json: bool) -> None:
    from streams.ops.cli.output import while_read

    await while_read(_show(settings, topic, asked, as_json=as_json))


async def _show(settings: "Settings", topic: str, asked: "TailRequest", *, as_json: bool) -> None:
    from rich.text import Text

    from streams.ops.cli.output import console, flush, write_json
    from streams.ops.reading import read_topic
    from streams.ops.rendering import record_json, record_lines, spec_of
    from streams.ops.tail import selected

    spec = spec_of(topic)
    name = spec.full_name(settings) if spec is not None and "." not in topic else topic
    out = console()
    async with aclosing(read_topic(settings, name, asked.reading())) as records:
        async for record in selected(records, asked):
            if as_json:
                write_json(record_json(record))
                flush()
                continue
            heading, *details = record_lines(record, spec)
            out.print(Text(heading, style="dim"), soft_wrap=True)
            for index, line in enumerate(details):
                out.print(Text(f"  {line}", style="bold" if index == 0 else ""), soft_wrap=True)
