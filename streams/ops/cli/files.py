"""The file commands: a core function over JSON Lines, without a broker."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from streams.ops.cli.invocation import load_settings, usage_error, use_own_places

extract = typer.Typer(no_args_is_help=True, help="Figures, names and incidents of articles in a file.")

Rows = Annotated[
    Path,
    typer.Argument(metavar="FILE.jsonl|-", help="JSON Lines, plain or gzipped, or - for standard input."),
]
Texts = Annotated[
    Path,
    typer.Argument(
        metavar="FILE.jsonl|FILE.txt|-", help="JSON Lines, plain or gzipped, - for standard input, or one plain text."
    ),
]
AsTable = Annotated[bool, typer.Option("--table", help="A table for people instead of JSON.")]


@extract.command("casualties")
def casualties(file: Texts, table: AsTable = False) -> None:
    """Write the casualty figures of each case, with evidence offsets into its text.

    In: `{"id", "text", "dateline_date"?}`. Out, a line a case: `{"id", "figures": [...]}`.

    For example: `wirefeed extract casualties articles.jsonl > figures.jsonl`
    """
    from streams.casualties.files import figures_of
    from streams.ops.cli.readable import show_figures

    use_own_places()
    vague = load_settings().vague_words()
    if table:
        rows = list(_texts(file))
        show_figures(zip(figures_of(rows, vague=vague), (str(row["text"]) for row in rows), strict=True))
    else:
        _write(figures_of(_texts(file), vague=vague))


@extract.command("entities")
def entities(file: Texts, table: AsTable = False) -> None:
    """Write the people, organisations, places, nationalities and events that each text names, linked where known.

    In: `{"id", "text"}`. Out, a line a case:
    `{"id", "entities": [{"text", "type", "start", "end", ...}]}`.

    For example: `wirefeed extract entities articles.jsonl.gz > names.jsonl`
    """
    from streams.entities.files import entities_of
    from streams.ops.cli.readable import show_entities

    use_own_places()
    answers = entities_of(_texts(file))
    if table:
        show_entities(answers)
    else:
        _write(answers)


@extract.command("incidents")
def incidents(file: Rows) -> None:
    """Write which incident each article reports, then the tolls of each incident.

    In: articles in the order received, `{"id", "url", "host", "published", "title", "text"}`. Out: a line an
    article, `{"id", "incident"}`, then a line an incident,
    `{"incident", "tolls": {"killed": {"low", "best", "high"}}}`.

    For example: `wirefeed extract incidents articles.jsonl.gz > incidents.jsonl`
    """
    from streams.pipeline.files import extract_incidents

    use_own_places()
    _write(extract_incidents(_rows(file), load_settings()))


def clean(file: Rows) -> None:
    """Write each article without page furniture, and what was left out and why.

    In: `{"id", "url", "host", "published", "title", "text"}` or `{"id", "html"}`, in order: what the
    pages of a site share is learned from those before. Out:
    `{"id", "text", "dropped": [{"start", "end", "reason"}]}`.

    For example: `wirefeed clean articles.jsonl.gz > clean.jsonl`
    """
    from streams.pipeline.files import clean_articles

    _write(clean_articles(_rows(file), load_settings()))


def dedup(file: Rows) -> None:
    """Write how each article relates to those before it: new, copy, trim, brief, update, correction or resend.

    In: articles in the order received. Out: `{"id", "cluster", "verdict", "match", "score"}`.

    For example: `wirefeed dedup articles.jsonl.gz > verdicts.jsonl`
    """
    from streams.pipeline.files import judge_articles

    _write(judge_articles(_rows(file), load_settings()))


def parse(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Files in any wire format.")],
    content_type: Annotated[
        str | None, typer.Option("--content-type", "-t", help="Media type; told from the bytes where not given.")
    ] = None,
) -> None:
    """Write what the intake stage reads from each file; a file that can't be read has "ok": false and the reason.

    Out, a line a file: `{"path", "ok", "error"?, "articles": [...]}`; a feed or package gives several articles.

    For example: `wirefeed parse newsml/*.xml`
    """
    from streams.wire.files import parse_files

    for file in files:
        _require(file)
    _write(parse_files(files, content_type))


def lifecycle(file: Rows) -> None:
    """Write what of an item is live after its versions, kills and embargoes have arrived in the order given.

    In: `{"name", "now", "target": {"provider", "item_id"}, "items": [...]}`. Out:
    `{"name", "live", "live_version", "superseded", "retracted", "headline"}`.

    For example: `wirefeed lifecycle cases.jsonl`
    """
    from streams.pipeline.files import lifecycle_lines

    _write(lifecycle_lines(_rows(file, required=("now", "target", "items")), load_settings()))


def _rows(file: Path, required: tuple[str, ...] = ("id",)) -> Iterable[dict[str, Any]]:
    from streams.ops.json_lines import read_rows

    _require(file)
    return read_rows(file, required=required)


def _texts(file: Path) -> Iterable[dict[str, Any]]:
    """Return the rows of a file of cases, or the one case that a plain text is."""
    if file.suffix.lower() != ".txt":
        return _rows(file)
    _require(file)
    return [{"id": file.stem, "text": file.read_text(encoding="utf-8", errors="replace")}]


def _require(file: Path) -> None:
    if str(file) == "-":
        return
    if not file.exists():
        usage_error(f"there is no file {file}")
    if file.is_dir():
        usage_error(f"{file} is a folder; a file is needed")


def _write(answers: Iterable[dict[str, Any]]) -> None:
    from streams.ops.cli.output import write_json

    for answer in answers:
        write_json(answer)
