"""`wirefeed dead`: list, show and replay dead letters."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from streams.ops.cli.invocation import AsJson, load_settings, run, usage_error

if TYPE_CHECKING:
    from schemas import DeadLetter
    from streams.ops.dead_letters import Filter
    from streams.settings import Settings

app = typer.Typer(no_args_is_help=True, help="Look at what could not be processed, and put it back.")

SHOWN_BYTES = 2_000

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
    from streams.ops.cli.output import console, table, write_json
    from streams.ops.dead_letters import letter_json
    from streams.ops.terminal import one_line

    settings = load_settings()
    letters = run(_found(settings, _filter(settings, stage, error, topic, since)))
    letters = letters[-number:] if number is not None else letters
    if as_json:
        for letter in letters:
            write_json(letter_json(letter))
        return
    if not letters:
        console().print("no dead letters")
        return
    rows = [
        (each.id, f"{each.at:%Y-%m-%d %H:%M:%S}", each.stage, each.error, one_line(each.message, 90), each.attempts)
        for each in letters
    ]
    console().print(table(("id", "at", "stage", "error", "message", "attempts"), rows))
    console().print(f"{len(letters):,} dead letters. [cyan]wirefeed dead show ID[/] shows what is in one.")


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

    letters = run(_found(load_settings(), Filter(ids=(identity,))))
    if not letters:
        raise OperationFailed(f"there is no dead letter {identity}; `wirefeed dead list` gives the ids of all")
    letter = letters[0]
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
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be put back, and put nothing back.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Put records back on the topic that they were read from, with their key, value and headers.

    The header wf-replay names the dead letter, whose place in the account the record takes, so that an item is neither
    lost nor doubled; a second replay is held back as a re-send. What fails again is a new dead letter with one attempt
    more.

    For example:

    `wirefeed dead replay --error UnsupportedFormat --since 2d --dry-run`

    `wirefeed dead replay wire.raw.v1/0/42`
    """
    from streams.ops.cli.output import console, table, write_json
    from streams.ops.dead_letters import replay as put_back
    from streams.ops.dead_letters import replayable

    settings = load_settings()
    wanted = _filter(settings, stage, error, topic, since, tuple(identities or ()))
    if wanted.everything and not everything:
        usage_error("say which: ids, --stage, --error, --topic or --since, or --all for all of them")
    found = run(_found(settings, wanted))
    letters = replayable(found)
    if not dry_run and letters:
        run(put_back(settings, letters))
    if as_json:
        for letter in letters:
            write_json({"id": letter.id, "topic": letter.topic, "error": letter.error, "replayed": not dry_run})
        return
    rows = [(each.id, each.topic, each.error, each.attempts) for each in letters]
    if rows:
        console().print(table(("id", "goes to", "error", "attempts"), rows))
    done = "would be put back" if dry_run else "put back"
    console().print(f"{len(letters):,} records {done}")
    if len(found) > len(letters):
        console().print(f"{len(found) - len(letters):,} were too large for a dead letter and can't be put back")


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


async def _found(settings: "Settings", wanted: "Filter") -> "list[DeadLetter]":
    from streams.ops.dead_letters import dead_letters

    return [letter async for letter in dead_letters(settings, wanted)]
