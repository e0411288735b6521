"""`wirefeed eval`: quality against files with gold answers."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from streams.ops.cli.invocation import usage_error

app = typer.Typer(no_args_is_help=True, help="Score the cores against files with gold answers; prints JSON.")

OWN = Path(__file__).resolve().parents[3] / "tests" / "corpus"
"""Our annotated corpora, in a checkout."""


@app.command("casualties")
def casualties(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE.jsonl]...", help="Cases with gold; our corpus if none is given."),
    ] = None,
) -> None:
    """Score casualty figures: precision, recall and F1 by kind, role and qualifier, and what traps let through.

    A case is `{"id", "text", "gold": [{"kind", "min", "max", "qualifier"?, "role"?}], "kinds"?, "ignore"?}`. One that
    names its `dataset` is of a set that records numbers alone, and is scored by them.

    For example: `wirefeed eval casualties cases.jsonl`
    """
    from streams.casualties.files import figures_of
    from streams.evaluation.casualties import score, score_numbers

    cases = _rows(files or _own("casualties"), required=("id", "text", "gold"))
    predictions = {answer["id"]: answer["figures"] for answer in figures_of(cases)}
    by_numbers = any("dataset" in case for case in cases)
    _print((score_numbers if by_numbers else score)(cases, predictions))


def _own(subject: str) -> list[Path]:
    files = sorted((OWN / subject).glob("*.jsonl")) if (OWN / subject).is_dir() else []
    if not files:
        usage_error(f"give a FILE: our own corpus of {subject} comes with the source, not with an installed package")
    return files


def _rows(files: Iterable[Path], *, required: tuple[str, ...]) -> list[dict[str, Any]]:
    from streams.ops.json_lines import read_rows

    rows: list[dict[str, Any]] = []
    for file in files:
        if not file.is_file():
            usage_error(f"there is no file {file}")
        rows += read_rows(file, required=required)
    return rows


def _print(result: Any) -> None:
    from streams.ops.cli.output import write_json

    write_json(result)
