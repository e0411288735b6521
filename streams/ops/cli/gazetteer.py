"""`wirefeed gazetteer`: places of your own."""

from pathlib import Path
from typing import Annotated

import typer

from streams.ops.cli.invocation import AsJson, load_settings, usage_error

app = typer.Typer(no_args_is_help=True, help="Places of your own, beside those that come with Wirefeed.")

DEFAULT = Path("gazetteer.tsv")
SHOWN = 20


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A GeoNames dump (SY.txt, SY.zip), or a CSV.")],
    into: Annotated[
        Path | None,
        typer.Option("--into", metavar="FILE", help="Added to; what WIREFEED_GAZETTEER names, or gazetteer.tsv."),
    ] = None,
    country: Annotated[str | None, typer.Option("--country", help="Of rows that state none (SY); ISO 3166-1.")] = None,
    as_json: AsJson = False,
) -> None:
    """Add places to the gazetteer that WIREFEED_GAZETTEER names, and list the refused rows by line.

    A CSV has a header with at least a name, a latitude and a longitude. Importing again doubles nothing. Workers read
    the gazetteer when they start.

    For example:

    `wirefeed gazetteer import SY.zip --into places.tsv`

    `WIREFEED_GAZETTEER=places.tsv wirefeed worker`
    """
    from streams.entities.gazetteer_import import import_gazetteer
    from streams.ops.cli.output import console, notices, write_json
    from streams.ops.errors import OperationFailed

    if not file.is_file():
        usage_error(f"there is no file {file}")
    named = load_settings().gazetteer
    target = into or named or DEFAULT
    try:
        report = import_gazetteer(file, target, country=country)
    except OSError as error:
        raise OperationFailed(f"{file} can't be imported into {target}: {error}") from error
    if as_json:
        write_json(
            {
                "taken": report.taken,
                "refused": report.refused,
                "refusals": [{"line": each.line, "reason": each.reason} for each in report.refusals],
                "written": str(target),
            }
        )
        return
    console().print(f"{report.taken:,} places taken, {report.refused:,} rows refused; now in {target}", markup=False)
    for refusal in report.refusals[:SHOWN]:
        notices().print(f"line {refusal.line}: {refusal.reason}", markup=False)
    if report.refused > SHOWN:
        notices().print(f"and {report.refused - SHOWN:,} more; --json names them by line")
    if named is None:
        console().print(f"Workers read it with WIREFEED_GAZETTEER={target}", markup=False)
