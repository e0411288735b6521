"""`wirefeed ingest`: files to `wire.raw`."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from streams.ops.cli.invocation import AsJson, load_settings, run, usage_error

if TYPE_CHECKING:
    from rich.progress import Progress

    from streams.ops.intake_files import Labels, RawRecord, TooLong

SHOWN = 10


def ingest(
    paths: Annotated[
        list[str], typer.Argument(metavar="FILE|DIR|-...", help="Files, folders, or - for standard input.")
    ],
    content_type: Annotated[
        str | None, typer.Option("--content-type", "-t", help="Media type, where the file's ending doesn't say it.")
    ] = None,
    provider: Annotated[str | None, typer.Option(help="Who sends it, where the items don't say.")] = None,
    source: Annotated[str | None, typer.Option(help="The outlet or feed whose page furniture it carries.")] = None,
    uri: Annotated[str | None, typer.Option(help="Where the item can be read; for a single item.")] = None,
    lines: Annotated[
        bool | None, typer.Option("--lines/--whole", help="Standard input: one item a line, or all of it one item.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Put items on wire.raw: text, HTML, JSON, RSS, Atom, XML wires, or JSON Lines with one item a line; also gzipped.

    Each file is one record, each line of a .jsonl or .ndjson file too. The bytes go as they are, and are parsed by the
    intake stage: what can't be read there becomes a dead letter (see `wirefeed dead list`). Ends with 1 where
    something was too large to be sent.

    For example:

    `wirefeed ingest articles.jsonl.gz`

    `wirefeed ingest wires/ --provider example-agency`

    `curl -s https://news.example/feed | wirefeed ingest - -t application/rss+xml`
    """
    from datetime import UTC, datetime

    from streams.kafka import record_limit
    from streams.ops.cli.output import console, notices, write_json
    from streams.ops.ingestion import ingest as send
    from streams.ops.intake_files import STDIN, Labels, ingestible

    missing = [path for path in paths if path != STDIN and not Path(path).exists()]
    if missing:
        usage_error(f"there is no file or folder {missing[0]}")
    settings = load_settings()
    labels = Labels(
        content_type=content_type,
        provider=provider,
        source=source,
        uri=uri,
        received=datetime.now(UTC).isoformat(timespec="milliseconds"),
    )
    files, passed = ingestible(Path(path) for path in paths if path != STDIN)
    limit = record_limit(settings)
    with _progress(files) as progress:
        records = _records(files, labels, limit, progress, stdin=STDIN in paths, lines=lines)
        result = run(send(settings, records))
    if as_json:
        write_json(
            {
                "topic": result.topic,
                "sent": result.sent,
                "bytes": result.size,
                "skipped": result.skipped,
                "reasons": result.reasons,
                "passed_over": [str(path) for path in passed],
            }
        )
    else:
        console().print(f"{result.sent:,} records ({result.size:,} bytes) sent to {result.topic}")
        for reason in result.reasons[:SHOWN]:
            notices().print(f"left out: {reason}", markup=False)
        if result.skipped > SHOWN:
            notices().print(f"left out: {result.skipped - SHOWN:,} more")
        if passed:
            notices().print(f"passed over for their ending: {len(passed):,} files, the first {passed[0]}", markup=False)
    if result.skipped:
        raise typer.Exit(1)


def _records(
    files: list[Path],
    labels: "Labels",
    limit: int,
    progress: "Progress",
    *,
    stdin: bool,
    lines: bool | None,
) -> "Iterator[RawRecord | TooLong]":
    from streams.ops.intake_files import read_file, read_stdin

    task = progress.add_task("sending", total=sum(file.stat().st_size for file in files) or None)
    done = 0
    for file in files:
        yield from read_file(file, labels, limit=limit, advance=_advance(progress, task, done))
        done += file.stat().st_size
    if stdin:
        by_line = lines if lines is not None else labels.content_type in {None, "application/x-ndjson"}
        yield from read_stdin(sys.stdin.buffer, labels, limit=limit, lines=by_line)


def _advance(progress: "Progress", task: object, before: int) -> Callable[[int], None]:
    return lambda position: progress.update(task, completed=before + position)  # type: ignore[arg-type]


def _progress(files: list[Path]) -> "Progress":
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

    from streams.ops.cli.output import notices

    console = notices()
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not (console.is_terminal and files),
    )
