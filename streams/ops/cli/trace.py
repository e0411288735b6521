"""`wirefeed trace` and `wirefeed why`: what became of one item."""

from typing import TYPE_CHECKING, Annotated

import typer

from streams.ops.cli.invocation import AsJson, load_settings, run

if TYPE_CHECKING:
    from streams.ops.trace import Trace
    from streams.settings import Settings

Item = Annotated[
    str,
    typer.Argument(
        metavar="ITEM|URL|DEAD-LETTER",
        help="`provider/item-id`, the address of an article, or the place of a record: wire.raw.v1/0/42, raw/0/42.",
    ),
]


def trace(item: Item, as_json: AsJson = False) -> None:
    """Show every step of one item, from raw bytes to incident and alerts: when, where, how it ended, by what rule.

    It reads what is committed, and says of what is not there why it may not be.

    For example:

    `wirefeed trace meridian/quake-1`

    `wirefeed trace wire.raw.v1/0/42`
    """
    from rich.text import Text

    from streams.ops.cli.listing import listing
    from streams.ops.cli.output import console, write_json
    from streams.ops.terminal import one_line
    from streams.ops.trace.view import COLUMNS, HEADING, PROSE, rows, summary, trace_json

    settings = load_settings()
    found = run(_trace(settings, item))
    if as_json:
        write_json(trace_json(found, settings))
        return
    out = console()
    shown = [tuple(one_line(cell, 200) if isinstance(cell, str) else cell for cell in row) for row in rows(found)]
    title = one_line(found.item_key or found.target, 200)
    out.print(listing(COLUMNS, shown, width=out.width, prose=PROSE, heading=HEADING, title=title))
    for line in (*summary(found), *(f"note: {note}" for note in found.notes)):
        out.print(Text(one_line(line, 600)), soft_wrap=True)


def why(item: Item, as_json: AsJson = False) -> None:
    """Say in a paragraph what became of an item, and why: held back, published, withdrawn, refused; in which incident.

    For example: `wirefeed why coast/c-9`
    """
    from rich.text import Text

    from streams.ops.cli.output import console, write_json
    from streams.ops.terminal import one_line
    from streams.ops.why import explain

    found = run(_trace(load_settings(), item))
    sentences = [one_line(sentence, 1_000) for sentence in explain(found)]
    if as_json:
        write_json({"target": found.target, "item": found.item_key, "sentences": sentences})
        return
    console().print(Text(" ".join(sentences)))


async def _trace(settings: "Settings", item: str) -> "Trace":
    from streams.ops.trace import open_records, parse_target, trace

    async with open_records(settings) as records:
        return await trace(records, settings, parse_target(item, settings))
