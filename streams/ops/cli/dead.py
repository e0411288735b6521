"""`wirefeed dead`: list, show and replay dead letters."""

from collections import deque
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from streams.ops.cli.invocation import AsJson, load_settings, run, usage_error

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemas import DeadLetter
    from streams.ops.dead_letters import Filter
    from streams.ops.replay import Replayed
    from streams.settings import Settings

app = typer.Typer(no_args_is_help=True, help="Look at what could not be processed, and put it back.")

SHOWN_BYTES = 2_000
SHOWN_LETTERS = 50
T = TypeVar("T")

Stage = Annotated[str | None, typer.Option("--stage", "-s", help="Only of this stage: intake, clean, ...")]
Error = Annotated[str | None, typer.Option("--error", "-e", help="Only with this error: MalformedItem, ...")]
Topic = Annotated[str | None, typer.Option("--topic", help="Only read from this topic (raw, wire.raw.v1).")]
Since = Annotated[str | None, typer.Option("--since", help="Only since then: 2026-03-02T09:00, or 90m, 6h, 2d ago.")]


@app.command("list")
def list_(
    stage: Stage = None,
    error: Error = None,
    topic: Topic = None,
    since: Since = None,
    number: Annotated[int | None, typer.Option("-n", "--number", min=1, help="Only the latest so many.")] = None,
    as_json: AsJson = False,
) -> None:
    """List dead letters, the oldest first.

    For example:

    `wirefeed dead list --since 24h`

    `wirefeed dead list --error UnsupportedFormat --json`
    """
    from streams.ops.cli.listing import listing
    from streams.ops.cli.output import console, write_json
    from streams.ops.dead_letters import letter_json, short_id
    from streams.ops.wording import counted

    settings = load_settings()
    wanted = _filter(settings, stage, error, topic, since)
    replayed = run(_replayed(settings))
    if as_json:
        for row in run(_rows(settings, wanted, number, letter_json)):
            write_json({**row, "replayed": short_id(row["id"]) in replayed})
        return
    rows = [(*row, short_id(str(row[0])) in replayed) for row in run(_rows(settings, wanted, number, _summary))]
    if not rows:
        console().print("no dead letters")
        return
    columns = ("id", "at", "stage", "error", "message", "attempts", "replayed")
    out = console()
    out.print(listing(columns, rows, width=out.width, prose={"message"}))
    out.print(f"{counted(len(rows), 'dead letter')}. [cyan]wirefeed dead show ID[/] shows what is in one.")


@app.command("show")
def show(
    identity: Annotated[str, typer.Argument(metavar="ID", help="As `dead list` gives it: wire.raw.v1/0/42.")],
    as_json: AsJson = False,
) -> None:
    """Show a dead letter: why it was refused, where it was read, and its original bytes.

    For example: `wirefeed dead show wire.raw.v1/0/42`
    """
    from rich.text import Text

    from streams.ops.cli.output import console, table, write_json
    from streams.ops.dead_letters import Filter, letter_json, original
    from streams.ops.errors import OperationFailed
    from streams.ops.terminal import printable

    found: deque[DeadLetter] = run(_rows(load_settings(), Filter(ids=(identity,)), 1, lambda letter: letter))
    if not found:
        raise OperationFailed(f"there is no dead letter {identity}; `wirefeed dead list` gives the ids of all")
    letter = found[0]
    if as_json:
        write_json(letter_json(letter))
        return
    record = original(letter)
    rows: list[tuple[str, object]] = [
        ("id", letter.id),
        ("stage", letter.stage),
        ("error", letter.error),
        ("message", letter.message),
        ("at", letter.at.isoformat()),
        ("attempts", letter.attempts),
        *([("first letter", letter.first_id)] if letter.first_id is not None else []),
        ("read from", f"{letter.topic}, partition {letter.partition}, offset {letter.offset}"),
        ("key", None if record.key is None else record.key.decode(errors="replace")),
        *((f"header {name}", value.decode(errors="replace")) for name, value in record.headers),
        ("value", "none (a tombstone)" if record.value is None else f"{len(record.value):,} bytes, below"),
    ]
    out = console()
    out.print(table(("", ""), [(name, str(value) if value is not None else None) for name, value in rows]))
    if record.value is not None:
        out.print(Text(printable(record.value[:SHOWN_BYTES].decode(errors="replace"))), soft_wrap=True)
        if len(record.value) > SHOWN_BYTES:
            out.print(f"... and {len(record.value) - SHOWN_BYTES:,} bytes more; --json gives all of them")


@app.command("replay")
def replay(
    identities: Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="Only these.")] = None,
    stage: Stage = None,
    error: Error = None,
    topic: Topic = None,
    since: Since = None,
    everything: Annotated[bool, typer.Option("--all", help="All of them, where nothing else restricts it.")] = False,
    rate: Annotated[float | None, typer.Option("--rate", min=0.01, help="At most so many records a second.")] = None,
    again: Annotated[bool, typer.Option("--again", help="Also what was put back before.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be put back, and put nothing back.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Put records back on the topic that they were read from, with their key, value and headers, each once.

    The header wf-replay names the dead letter, whose place in the account the record takes, so that an item is neither
    lost nor doubled. What was put back before is left out, so that the command may be repeated after an interruption.
    What fails again is a new dead letter with one attempt more.

    For example:

    `wirefeed dead replay --error UnsupportedFormat --since 2d --dry-run`

    `wirefeed dead replay wire.raw.v1/0/42`
    """
    from streams.ops.cli.output import console, notices, table, write_json
    from streams.ops.wording import counted

    settings = load_settings()
    wanted = _filter(settings, stage, error, topic, since, tuple(identities or ()))
    rows: list[tuple[object, ...]] = []

    def show_letter(letter: "DeadLetter") -> None:
        if as_json:
            row = {"id": letter.id, "topic": letter.topic, "error": letter.error, "replayed": not dry_run}
            write_json(row)
        elif len(rows) < SHOWN_LETTERS:
            rows.append((letter.id, letter.topic, letter.error, letter.attempts))

    if wanted.everything and not everything:
        usage_error("say which: ids, --stage, --error, --topic or --since, or --all for all of them")
    result = run(
        _looked_at(settings, wanted, show_letter, again=again)
        if dry_run
        else _put_back(settings, wanted, show_letter, rate=rate, again=again)
    )
    if not as_json:
        if rows:
            console().print(table(("id", "goes to", "error", "attempts"), rows))
        more = ", the first of them above" if result.sent > len(rows) else ""
        console().print(f"{counted(result.sent, 'record')} {'would be put back' if dry_run else 'put back'}{more}")
    if result.earlier:
        notices().print(f"{result.earlier:,} were put back before; --again puts them back once more")
    if result.truncated:
        notices().print(f"{result.truncated:,} were too large for a dead letter and can't be put back")
    if result.broken:
        notices().print(f"{len(result.broken):,} hold no valid base64, the first {result.broken[0]}", markup=False)


def _filter(
    settings: "Settings",
    stage: str | None,
    error: str | None,
    topic: str | None,
    since: str | None,
    ids: tuple[str, ...] = (),
) -> "Filter":
    from streams.ops.dead_letters import Filter, moment
    from streams.ops.rendering import spec_of

    try:
        after = None if since is None else moment(since, datetime.now(UTC))
    except ValueError as problem:
        usage_error(f"--since: {problem}")
    spec = None if topic is None or "." in topic else spec_of(topic)
    name = topic if spec is None else spec.full_name(settings)
    return Filter(stage=stage, error=error, topic=name, since=after, ids=ids)


async def _replayed(settings: "Settings") -> set[int]:
    from streams.ops.replay import replayed_ids

    return await replayed_ids(settings)


async def _rows(
    settings: "Settings", wanted: "Filter", number: int | None, make: "Callable[[DeadLetter], T]"
) -> "deque[T]":
    """Return what is shown of the letters, of the latest alone where a number is given; the letters are not kept."""
    from streams.ops.dead_letters import dead_letters

    rows: deque[T] = deque(maxlen=number)
    async for letter in dead_letters(settings, wanted):
        rows.append(make(letter))
    return rows


def _summary(letter: "DeadLetter") -> tuple[object, ...]:
    from streams.ops.terminal import one_line

    at = f"{letter.at:%Y-%m-%d %H:%M:%S}"
    return (letter.id, at, letter.stage, letter.error, one_line(letter.message, 90), letter.attempts)


async def _looked_at(
    settings: "Settings", wanted: "Filter", show: "Callable[[DeadLetter], None]", *, again: bool
) -> "Replayed":
    """Show and count what a replay would put back."""
    from streams.ops.dead_letters import dead_letters
    from streams.ops.replay import Replayed, open_letters, replayed_ids

    result = Replayed()
    letters = open_letters(dead_letters(settings, wanted), await replayed_ids(settings), result, again=again)
    async for letter in letters:
        result.sent += 1
        show(letter)
    return result


async def _put_back(
    settings: "Settings",
    wanted: "Filter",
    show: "Callable[[DeadLetter], None]",
    *,
    rate: float | None,
    again: bool,
) -> "Replayed":
    from rich.progress import Progress, SpinnerColumn, TextColumn

    from streams.ops.cli.output import notices
    from streams.ops.dead_letters import dead_letters
    from streams.ops.replay import Replayed, replay

    console = notices()
    columns = (SpinnerColumn(), TextColumn("{task.completed:,.0f} letters read, {task.fields[sent]:,} put back"))
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as shown:
        task = shown.add_task("", total=None, sent=0)

        def advance(result: Replayed) -> None:
            shown.update(task, completed=result.looked_at, sent=result.sent)

        letters = dead_letters(settings, wanted)
        return await replay(settings, letters, rate=rate, again=again, progress=advance, put_back=show)
