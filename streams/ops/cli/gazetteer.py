"""`wirefeed gazetteer`: names and places of one's own."""

from pathlib import Path
from typing import Annotated

import typer

from streams.ops.cli.invocation import AsJson, usage_error

app = typer.Typer(no_args_is_help=True, help="Names and places of your own, beside those that come with Wirefeed.")


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The gazetteer to read.")],
    as_json: AsJson = False,
) -> None:
    """Import a gazetteer; rows that are refused are named by line, with the reason.

    For example: `wirefeed gazetteer import places.tsv`
    """
    del as_json
    if not file.is_file():
        usage_error(f"there is no file {file}")
    raise typer.Exit(1)
