"""`wirefeed eval`: quality against files with gold answers."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from streams.ops.cli.invocation import load_settings, usage_error

app = typer.Typer(no_args_is_help=True, help="Score the cores against files with gold answers; prints JSON.")

OWN = Path(__file__).resolve().parents[3] / "tests" / "corpus"
"""Our annotated corpora, in a checkout."""

Cases = Annotated[
    list[Path] | None,
    typer.Argument(metavar="[FILE.jsonl]...", help="Cases with gold answers; our own corpus where none is given."),
]
Rows = list[dict[str, Any]]


@app.command("casualties")
def casualties(files: Cases = None) -> None:
    """Score casualty figures: precision, recall and F1 by kind, role and qualifier, and what traps let through.

    A case is `{"id", "text", "gold": [{"kind", "min", "max", "qualifier"?, "role"?}], "kinds"?, "ignore"?}`. One that
    names its `dataset` is of a set that records numbers alone, and is scored by them.

    For example: `wirefeed eval casualties cases.jsonl`
    """
    _print(_casualties(_rows(files or _own("casualties"), required=("id", "text", "gold"))))


@app.command("entities")
def entities(files: Cases = None) -> None:
    """Score names by type, exact on their spans, and places by where they are.

    A case is `{"id", "text", "entities": [{"start", "end", "type"}]}`, or, for places,
    `{"id", "text", "toponyms": [{"start", "end", "lat", "lon", "geonames"?}]}`.

    For example: `wirefeed eval entities names.jsonl.gz`
    """
    _print(_entities(_rows(files or _own("entities"), required=("id", "text"))))


@app.command("dedup")
def dedup(files: Cases = None) -> None:
    """Score which articles are put to one story, and the verdicts.

    An article is a row of `wirefeed dedup` with `story`, and `verdict` where it is known, in the order received.

    For example: `wirefeed eval dedup articles.jsonl`
    """
    _print(_dedup(_rows(files or _own("dedup"), required=("id", "text", "story"))))


@app.command("cleaning")
def cleaning(
    labels: Annotated[Path, typer.Argument(help='{id: [[SHA-1, 0|1|2], ...]}, or {"id", "lines"} a line.')],
    documents: Annotated[Path, typer.Argument(metavar="FILE.jsonl", help="The documents, in the order received.")],
) -> None:
    """Score the furniture that is dropped and the words of stories that are kept.

    A line is labelled 1 where it belongs to the story, 0 where it is furniture, 2 where it is not scored, and named
    by the SHA-1 of its words with single spaces.

    For example: `wirefeed eval cleaning lines.json articles.jsonl.gz`
    """
    from streams.evaluation.cleaning import LabelsDoNotFit, score_cleaning
    from streams.ops.errors import OperationFailed
    from streams.pipeline.files import clean_articles

    rows = _rows([documents], required=("id", "text"))
    cleaned = {answer["id"]: answer["text"] for answer in clean_articles(rows, load_settings())}
    texts = {row["id"]: row["text"] for row in rows}
    labelled = {document: lines for document, lines in _labels(labels).items() if document in texts}
    try:
        _print(score_cleaning(labelled, texts, cleaned))
    except LabelsDoNotFit as error:
        raise OperationFailed(f"{labels} does not fit {documents}: {error}") from error


@app.command("incidents")
def incidents(
    gold: Annotated[Path, typer.Argument(help='{"docs": {id: [incident, day]}, "tolls": {incident: {kind: number}}}.')],
    articles: Annotated[Path, typer.Argument(metavar="FILE.jsonl", help="The articles, in the order received.")],
) -> None:
    """Score which articles are put to one incident, and the tolls.

    For example: `wirefeed eval incidents gold.json articles.jsonl.gz`
    """
    from streams.evaluation.incidents import score_incidents
    from streams.pipeline.files import extract_incidents

    answers = extract_incidents(_rows([articles], required=("id", "text")), load_settings())
    _print(score_incidents(_object(gold), answers))


@app.command("all")
def everything() -> None:
    """Score casualty figures, entities and deduplication on our own corpora; one JSON object, by subject.

    For example: `wirefeed eval all | jq .casualties.all`
    """
    subjects: dict[str, tuple[Callable[[Rows], Any], tuple[str, ...]]] = {
        "casualties": (_casualties, ("id", "text", "gold")),
        "entities": (_entities, ("id", "text")),
        "dedup": (_dedup, ("id", "text", "story")),
    }
    _print({name: score(_rows(_own(name), required=required)) for name, (score, required) in subjects.items()})


def _casualties(cases: Rows) -> Any:
    from streams.casualties.files import figures_of
    from streams.evaluation.casualties import score, score_numbers

    predictions = {answer["id"]: answer["figures"] for answer in figures_of(cases, vague=load_settings().vague_words())}
    by_numbers = any("dataset" in case for case in cases)
    return (score_numbers if by_numbers else score)(cases, predictions)


def _entities(cases: Rows) -> Any:
    from streams.entities.files import entities_of
    from streams.evaluation.entities import score, score_places

    answers = {answer["id"]: answer["entities"] for answer in entities_of(cases)}
    named = [case for case in cases if "entities" in case]
    placed = [case for case in cases if "toponyms" in case]
    return {
        **({"names": score(named, answers)} if named else {}),
        **({"places": score_places(placed, answers)} if placed else {}),
    }


def _dedup(cases: Rows) -> Any:
    from streams.evaluation.dedup import score
    from streams.pipeline.files import judge_articles

    return score(cases, {answer["id"]: answer for answer in judge_articles(cases, load_settings())})


def _labels(file: Path) -> dict[str, Any]:
    from streams.ops.json_lines import read_rows

    if file.suffix == ".json":
        return _object(file)
    return {row["id"]: row["lines"] for row in read_rows(_file(file), required=("id", "lines"))}


def _object(file: Path) -> dict[str, Any]:
    import orjson

    from streams.ops.errors import OperationFailed

    try:
        value = orjson.loads(_file(file).read_bytes())
    except orjson.JSONDecodeError as error:
        raise OperationFailed(f"{file} is no JSON: {error}") from error
    if not isinstance(value, dict):
        raise OperationFailed(f"{file} must hold a JSON object, it holds {type(value).__name__}")
    return value


def _own(subject: str) -> list[Path]:
    files = sorted((OWN / subject).glob("*.jsonl")) if (OWN / subject).is_dir() else []
    if not files:
        usage_error(f"give a FILE: our own corpus of {subject} comes with the source, not with an installed package")
    return files


def _rows(files: Iterable[Path], *, required: tuple[str, ...]) -> Rows:
    from streams.ops.json_lines import read_rows

    return [row for file in files for row in read_rows(_file(file), required=required)]


def _file(file: Path) -> Path:
    if file.is_dir():
        usage_error(f"{file} is a folder; a file is needed")
    if not file.is_file():
        usage_error(f"there is no file {file}")
    return file


def _print(result: Any) -> None:
    from streams.ops.cli.output import write_json

    write_json(result)
