"""`wirefeed ingest`: files to `wire.raw`."""

import signal
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from streams.ops.cli.invocation import AsJson, load_settings, run, usage_error

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from streams.ops.ingestion import Ingested
    from streams.ops.intake_files import Labels, RawRecord, Refusal
    from streams.settings import Settings

SHOWN: Final = 10
SHOW_EVERY: Final = 100
"""Records between two updates of what is shown: an update costs as much as sending a record."""
INTERRUPTED: Final = 130
"""Exit code, as shells have it for Ctrl-C."""
STDIN_FD: Final = 0


def ingest(
    paths: Annotated[
        list[str], typer.Argument(metavar="FILE|DIR|-...", help="Files, folders, or - for standard input.")
    ],
    content_type: Annotated[
        str | None, typer.Option("--content-type", "-t", help="Media type, where ending and bytes don't say it.")
    ] = None,
    provider: Annotated[str | None, typer.Option(help="Who sends it, where the items don't say.")] = None,
    source: Annotated[str | None, typer.Option(help="The outlet or feed whose page furniture it carries.")] = None,
    uri: Annotated[str | None, typer.Option(help="Where the item can be read; for a single item.")] = None,
    lines: Annotated[
        bool | None,
        typer.Option("--lines/--whole", help="One item a line, or each file one item, whatever the bytes look like."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Put items on wire.raw: text, HTML, JSON, RSS, Atom, XML wires, or JSON Lines with one item a line; also gzipped.

    Each file is one record, and so is standard input; each line of JSON Lines is one too, which ending or first lines
    show. The bytes go as they are, and are parsed by the intake stage: what can't be read there becomes a dead letter
    (see `wirefeed dead list`). Text that is none, and what is empty or too large, is not sent. A page has the host of
    its address for provider; text, and a page without address, has `file`.

    At the end, and after Ctrl-C, it says how many records the broker has. Exit codes: 0 all of them, 1 something was
    left out or the broker refused, 130 interrupted.

    For example:

    `wirefeed ingest articles.jsonl.gz`

    `wirefeed ingest wires/ --provider example-agency`

    `cat article.txt | wirefeed ingest -`

    `curl -s https://news.example/feed | wirefeed ingest - -t application/rss+xml`
    """
    from datetime import UTC, datetime

    from streams.ops.intake_files import STDIN, Labels, ingestible
    from streams.topics import record_limit

    missing = [path for path in paths if path != STDIN and not Path(path).exists()]
    if missing:
        usage_error(f"there is no file or folder {missing[0]}")
    settings = load_settings()
    labels = Labels(
        content_type=content_type,
        provider=provider,
        source=source,
        uri=uri,
        lines=lines,
        received=datetime.now(UTC).isoformat(timespec="milliseconds"),
    )
    files, passed = ingestible(Path(path) for path in paths if path != STDIN)
    if not files and STDIN not in paths:
        usage_error(f"there is no file to send in {paths[0]}: none whose ending says what it is; name files one by one")
    with _progress() as progress:
        task = progress.add_task("sending", total=_size(files, stdin=STDIN in paths), acknowledged=0)
        records = _records(files, labels, record_limit(settings), _advance(progress, task), stdin=STDIN in paths)
        result = run(_until_stopped(settings, records, _count(progress, task)))
    _report(result, passed, as_json=as_json)
    if result.interrupted:
        raise typer.Exit(INTERRUPTED)
    if result.refused:
        raise typer.Exit(1)


async def _until_stopped(
    settings: "Settings", records: "Iterator[RawRecord | Refusal]", progress: "Callable[[Ingested], None]"
) -> "Ingested":
    """Send until the end, or the first Ctrl-C or SIGTERM; the next one ends the process at once."""
    import asyncio

    from streams.ops.ingestion import ingest as send

    loop, stop, ends = asyncio.get_running_loop(), asyncio.Event(), (signal.SIGINT, signal.SIGTERM)

    def interrupt() -> None:
        stop.set()
        for end in ends:
            loop.remove_signal_handler(end)

    for end in ends:
        loop.add_signal_handler(end, interrupt)
    return await send(settings, records, stop=stop, progress=progress)


def _report(result: "Ingested", passed: list[Path], *, as_json: bool) -> None:
    from streams.ops.cli.output import console, notices, write_json

    if as_json:
        write_json(
            {
                "topic": result.topic,
                "sent": result.sent,
                "acknowledged": result.acknowledged,
                "bytes": result.size,
                "refused": result.refused,
                "reasons": result.reasons,
                "passed_over": [str(path) for path in passed],
                "interrupted": result.interrupted,
            }
        )
        return
    from streams.ops.wording import counted

    has, size = counted(result.acknowledged, "record"), counted(result.size, "byte")
    console().print(f"the broker has {has} ({size}) on {result.topic}")
    _notices(result, passed, lambda text: notices().print(text, markup=False, soft_wrap=True))


def _notices(result: "Ingested", passed: list[Path], say: Callable[[str], None]) -> None:
    from streams.ops.terminal import printable
    from streams.ops.wording import counted

    if result.interrupted:
        unknown = result.sent - result.acknowledged
        of_these = f"; {unknown:,} more were sent, and the broker may or may not have them" if unknown else ""
        say(f"interrupted: nothing after these was sent{of_these}. Sending all again does no harm: copies are dropped.")
    for reason in result.reasons[:SHOWN]:
        say(f"left out: {printable(reason)}")
    if result.refused > SHOWN:
        say(f"left out: {result.refused - SHOWN:,} more")
    if passed:
        say(f"passed over for their ending: {counted(len(passed), 'file')}, the first {printable(str(passed[0]))}")


def _records(
    files: list[Path], labels: "Labels", limit: int, advance: "Callable[[int], None]", *, stdin: bool
) -> "Iterator[RawRecord | Refusal]":
    from streams.ops.intake_files import read_file, read_stream

    done = 0
    for file in files:
        yield from read_file(file, labels, limit=limit, advance=partial(_add, advance, done))
        done += _size_of(file)
    if stdin:
        # Not sys.stdin: a thread that waits in it would keep Python from ending.
        with open(STDIN_FD, "rb", closefd=False) as stream:
            yield from read_stream(stream, labels, limit=limit)


def _add(advance: "Callable[[int], None]", before: int, position: int) -> None:
    advance(before + position)


def _size(files: list[Path], *, stdin: bool) -> int | None:
    return None if stdin else sum(map(_size_of, files)) or None


def _size_of(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:  # it is gone; reading it says so
        return 0


def _advance(progress: "Progress", task: "TaskID") -> Callable[[int], None]:
    return lambda position: progress.update(task, completed=position)


def _count(progress: "Progress", task: "TaskID") -> "Callable[[Ingested], None]":
    def show(result: "Ingested") -> None:
        if result.sent % SHOW_EVERY == 0:
            progress.update(task, acknowledged=result.acknowledged)

    return show


def _progress() -> "Progress":
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

    from streams.ops.cli.output import notices

    console = notices()
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[acknowledged]:,} records with the broker"),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
