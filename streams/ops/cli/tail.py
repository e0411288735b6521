"""`wirefeed tail`: what travels on a topic."""

from contextlib import aclosing
from typing import TYPE_CHECKING, Annotated

import typer

from streams.ops.cli.invocation import AsJson, interruptible, load_settings, run

if TYPE_CHECKING:
    from streams.ops.reading import Range
    from streams.settings import Settings

BEFORE = 10
"""Records shown from before now where nothing else is asked for."""


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
    as_json: AsJson = False,
) -> None:
    """Show the records of a topic, readable or as JSON.

    Without -n and --from-beginning it shows the latest ten and goes on with what is to come; with one of them it ends
    with what is there, unless --follow is given.

    For example:

    `wirefeed tail alerts`

    `wirefeed tail incidents --from-beginning --json | jq .value.tolls`
    """
    from streams.ops.reading import Range

    bounded = from_beginning or number is not None
    wanted = Range(
        from_beginning=from_beginning,
        last=number if bounded else BEFORE,
        follow=follow if follow is not None else not bounded,
        partition=partition,
    )
    try:
        with interruptible():
            run(_show(load_settings(), topic, wanted, as_json=as_json))
    except KeyboardInterrupt:
        return  # how it is ended


async def _show(settings: "Settings", topic: str, wanted: "Range", *, as_json: bool) -> None:
    from rich.text import Text

    from streams.ops.cli.output import console, flush, write_json
    from streams.ops.reading import read_topic
    from streams.ops.rendering import record_json, record_lines, spec_of

    spec = spec_of(topic)
    name = spec.full_name(settings) if spec is not None and "." not in topic else topic
    out = console()
    async with aclosing(read_topic(settings, name, wanted)) as records:
        async for record in records:
            if as_json:
                write_json(record_json(record))
                flush()
                continue
            heading, *details = record_lines(record, spec)
            out.print(Text(heading, style="dim"), soft_wrap=True)
            for index, line in enumerate(details):
                out.print(Text(f"  {line}", style="bold" if index == 0 else ""), soft_wrap=True)
