"""`wirefeed feed`: connects feeds, and shows how they do."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from streams.ops.cli.invocation import AsJson, UsageProblem, load_settings, run, usage_error

if TYPE_CHECKING:
    from collections.abc import Callable

    from streams.feeds import FeedSet, PollFeed
    from streams.ops.feeds import StoredFeed
    from streams.ops.feeds.trial import Trial
    from streams.settings import Settings

T = TypeVar("T")
app = typer.Typer(no_args_is_help=True, help="Feeds that connect by themselves: add, try, run and watch them.")

SHOWN = 20
File = Annotated[
    Path | None, typer.Option("--file", "-f", metavar="FEEDS", help="The feeds file, over WIREFEED_FEEDS_FILE.")
]
Private = Annotated[bool, typer.Option("--allow-private", help="It may be in a private network or on this machine.")]


@app.command("add")
def add(
    url: Annotated[str, typer.Argument(metavar="URL", help="Address of an RSS, Atom or JSON feed.")],
    name: Annotated[str | None, typer.Option(help="Its name in the file; otherwise made of the host.")] = None,
    provider: Annotated[str | None, typer.Option(help="Who sends it; otherwise the host.")] = None,
    every: Annotated[str | None, typer.Option(help="How long to wait between two polls: 90s, 5m, 1h.")] = None,
    page: Annotated[bool, typer.Option("--page", help="It is a page for people, which is one item.")] = False,
    allow_private: Private = False,
    file: File = None,
    untried: Annotated[bool, typer.Option("--untried", help="Write it without a trial.")] = False,
) -> None:
    """Add a feed to the feeds file, once a trial has shown that it can be read.

    For example: `wirefeed feed add https://news.example/feed --provider news-example --every 2m`
    """
    from streams.feeds import new_name, parse_feeds, table_of
    from streams.feeds.new_feed import host_of_url
    from streams.ops.cli.output import console

    settings = load_settings()
    path = file or settings.feeds_file
    known = _feeds(path).feeds if path.exists() else {}
    chosen = name or new_name(url, known)
    if chosen in known:
        usage_error(f"{path} has a feed {chosen}; give another --name")
    text = table_of(
        chosen,
        {
            "kind": "poll",
            "url": url,
            "provider": provider or host_of_url(url),
            "every": every,
            "page": page or None,
            "allow_private": allow_private or None,
        },
    )
    feed = _checked(lambda: parse_feeds(text.encode(), chosen).feeds[chosen])
    if not untried:
        _show(_tried(chosen, feed, settings))  # type: ignore[arg-type]  # the kind is poll
    _append(path, text)
    console().print(f"{chosen} is in {path}; `wirefeed feed run` polls it", markup=False)


@app.command("list")
def list_(file: File = None, as_json: AsJson = False) -> None:
    """Show the feeds of the file: state, last success, next poll and last error.

    For example: `wirefeed feed list --json`
    """
    from datetime import UTC, datetime

    from streams.ops.cli.output import console, table, write_json
    from streams.ops.feeds.overview import COLUMNS, configuration_json, row, state_json
    from streams.ops.wording import counted

    settings = load_settings()
    path = file or settings.feeds_file
    feeds = _feeds(path).feeds
    stored = _stored(settings)
    now = datetime.now(UTC)
    known = [(name, feed, stored[name].state if name in stored else None) for name, feed in feeds.items()]
    if as_json:
        for name, feed, state in known:
            shown = state_json(name, feed.kind, state, now, enabled=feed.enabled)
            write_json({**shown, "configuration": configuration_json(feed)})
        return
    rows = [row(name, feed.kind, state, now, enabled=feed.enabled) for name, feed, state in known]
    console().print(table(COLUMNS, rows, title=f"{counted(len(feeds), 'feed')} of {path}; times are UTC"))


@app.command("test")
def try_(
    feed: Annotated[str, typer.Argument(metavar="URL|NAME", help="An address, or the name of a feed of the file.")],
    page: Annotated[bool, typer.Option("--page", help="It is a page for people, which is one item.")] = False,
    allow_private: Private = False,
    file: File = None,
    as_json: AsJson = False,
) -> None:
    """Fetch a feed once and show what intake would read. Nothing is sent.

    For example: `wirefeed feed test https://news.example/feed`
    """
    from streams.feeds import PollFeed
    from streams.feeds.new_feed import host_of_url
    from streams.ops.cli.output import write_json
    from streams.ops.feeds.trial import trial_json

    settings = load_settings()
    name = feed
    if "://" in feed:
        provider = host_of_url(feed) or feed
        given = {"kind": "poll", "url": feed, "provider": provider, "page": page, "allow_private": allow_private}
        found = _checked(lambda: PollFeed.model_validate(given))
    else:
        found = _named(feed, file or settings.feeds_file)
    trial = _tried(name, found, settings)
    if as_json:
        write_json(trial_json(trial))
    else:
        _show(trial)
    if trial.errors:
        raise typer.Exit(1)


@app.command("run")
def run_(file: File = None) -> None:
    """Run all feeds of the file until Ctrl-C: what is new goes to wire.raw. The file is read again when it changes.

    For example: `wirefeed feed run --file feeds.toml`
    """
    from streams.feeds import FeedsInvalid
    from streams.ops.feeds import run_feeds
    from streams.ops.logs import set_up_logging

    settings = load_settings()
    set_up_logging(settings.log_level, as_json=settings.log_json)
    try:
        run(run_feeds(settings, file or settings.feeds_file, os.environ))
    except FeedsInvalid as error:
        raise UsageProblem(str(error)) from error


def _checked(read: "Callable[[], T]") -> "T":
    """Return what is read from what the user gave. What is wrong with it is a usage error."""
    from pydantic import ValidationError

    from streams.feeds import FeedsInvalid

    try:
        return read()
    except FeedsInvalid as error:
        raise UsageProblem(str(error)) from error
    except ValidationError as error:
        reasons = (str(each["msg"]).removeprefix("Value error, ") for each in error.errors(include_url=False))
        raise UsageProblem("; ".join(reasons)) from error


def _feeds(path: Path) -> "FeedSet":
    from streams.feeds import FeedsInvalid, load_feeds

    try:
        return load_feeds(path)
    except FeedsInvalid as error:
        raise UsageProblem(f"{error}\n`wirefeed feed add URL` begins a file; docs/feeds.md says what it has") from error


def _named(name: str, path: Path) -> "PollFeed":
    from streams.feeds import PollFeed
    from streams.nearest import did_you_mean

    feeds = _feeds(path).feeds
    found = feeds.get(name)
    if found is None:
        usage_error(f"{path} has no feed {name}{did_you_mean(name, feeds)}")
    if not isinstance(found, PollFeed):
        usage_error(f"{name} is a feed of kind {found.kind}; only those that are polled can be tried")
    return found


def _stored(settings: "Settings") -> "dict[str, StoredFeed]":
    from streams.ops.cli.output import notices
    from streams.ops.errors import OperationFailed
    from streams.ops.feeds import read_feeds

    try:
        return run(read_feeds(settings))
    except OperationFailed as error:  # the file can be shown without a broker
        notices().print(f"the state of the feeds is not known: {error}", markup=False, soft_wrap=True)
        return {}


def _tried(name: str, feed: "PollFeed", settings: "Settings") -> "Trial":
    from streams.credentials import MissingCredential
    from streams.errors import WireError
    from streams.feeds import FetchFailed
    from streams.ops.errors import OperationFailed
    from streams.ops.feeds.trial import try_feed
    from streams.wire import Limits

    try:
        return run(try_feed(name, feed, Limits.of(settings), os.environ))
    except (FetchFailed, MissingCredential) as error:
        raise OperationFailed(f"{name}: {error}") from error
    except WireError as error:
        raise OperationFailed(f"{name} can't be read: {type(error).__name__}: {error}") from error


def _show(trial: "Trial") -> None:
    from streams.ops.cli.output import console, notices, table
    from streams.ops.terminal import one_line
    from streams.ops.wording import counted

    answer = trial.answer
    size = f"{len(answer.content or b''):,} bytes of {answer.content_type or 'no type'}"
    title = f"{counted(len(trial.items), 'item')} in {size}"
    rows = [
        (
            f"{item.provenance.published:%Y-%m-%d %H:%M}" if item.provenance.published else None,
            one_line(item.headline or item.body, 70),
            len(item.body),
            item.language,
            one_line(item.provenance.item_id, 60),
        )
        for item in trial.items[:SHOWN]
    ]
    console().print(table(("published", "headline", "characters", "language", "id"), rows, title=title))
    for item in trial.items[:SHOWN]:
        for remark in item.remarks:
            notices().print(f"{one_line(item.provenance.item_id, 60)}: {remark}", markup=False, soft_wrap=True)
    for error in trial.errors[:SHOWN]:
        notices().print(f"refused: {type(error).__name__}: {error}", markup=False, soft_wrap=True)
    if answer.moved_to is not None:
        notices().print("the address has moved for good; the feed is followed there", markup=False)


def _append(path: Path, text: str) -> None:
    """Write a table to the end of a file, which is replaced as a whole: who reads it never sees half of it."""
    import shutil

    from streams.ops.errors import OperationFailed

    try:
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        gap = "" if not before else "\n" if before.endswith("\n") else "\n\n"
        draft = path.with_name(f".{path.name}.new")
        draft.write_text(before + gap + text, encoding="utf-8")
        if path.exists():
            shutil.copymode(path, draft)
        draft.replace(path)
    except OSError as error:
        raise OperationFailed(f"{path} can't be written: {error.strerror or error}") from error
