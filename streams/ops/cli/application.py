"""The commands in the order that `wirefeed --help` shows them."""

import os
from pathlib import Path
from typing import Annotated

import typer

from streams.ops.cli import (
    alerts,
    config,
    dead,
    deliver,
    demo,
    desk,
    evaluation,
    feed,
    files,
    gazetteer,
    incidents,
    ingest,
    running,
    schemas,
    status,
    tail,
    topics,
    trace,
)

app = typer.Typer(
    name="wirefeed",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=(
        "News wires in, each story once out: deduplicated, clean, with its people, places and casualty figures.\n\n"
        "**First try** `wirefeed demo`. Settings come from WIREFEED_... variables and a TOML file: "
        "`wirefeed config` shows them."
    ),
    epilog="Exit codes: 0 done, 1 failed, 2 called the wrong way.",
)


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"wirefeed {version('wirefeed')}")
        raise typer.Exit


@app.callback()
def root(
    brokers: Annotated[
        str | None, typer.Option("--brokers", "-b", metavar="HOST:PORT", help="Kafka to use, over WIREFEED_BROKERS.")
    ] = None,
    config_file: Annotated[
        Path | None,
        typer.Option("--config", metavar="FILE", help="Settings file to use, over WIREFEED_CONFIG (wirefeed.toml)."),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    """Take the options that every command has; they go on to worker processes by the environment."""
    del version
    if brokers is not None:
        os.environ["WIREFEED_BROKERS"] = brokers
    if config_file is not None:
        os.environ["WIREFEED_CONFIG"] = str(config_file)


RUN = "Run"
FEED = "Feed and watch"
FILES = "Files, without a broker"

app.command("demo", rich_help_panel=RUN)(demo.demo)
app.command("up", rich_help_panel=RUN)(running.up)
app.command("worker", rich_help_panel=RUN, context_settings=running.PASS_THROUGH)(running.worker)
app.command("deliver", rich_help_panel=RUN)(deliver.deliver)
app.command("desk", rich_help_panel=RUN)(desk.desk)
app.command("broker", rich_help_panel=RUN)(running.broker)
app.add_typer(topics.app, name="topics", rich_help_panel=RUN)
app.command("config", rich_help_panel=RUN)(config.config)
app.command("ingest", rich_help_panel=FEED)(ingest.ingest)
app.add_typer(feed.app, name="feed", rich_help_panel=FEED)
app.command("tail", rich_help_panel=FEED)(tail.tail)
app.command("status", rich_help_panel=FEED)(status.status)
app.command("trace", rich_help_panel=FEED)(trace.trace)
app.command("why", rich_help_panel=FEED)(trace.why)
app.add_typer(incidents.app, name="incidents", rich_help_panel=FEED)
app.add_typer(alerts.app, name="alerts", rich_help_panel=FEED)
app.add_typer(dead.app, name="dead", rich_help_panel=FEED)
app.add_typer(schemas.app, name="schemas", rich_help_panel=FEED)
app.add_typer(files.extract, name="extract", rich_help_panel=FILES)
app.command("clean", rich_help_panel=FILES)(files.clean)
app.command("dedup", rich_help_panel=FILES)(files.dedup)
app.command("parse", rich_help_panel=FILES)(files.parse)
app.command("lifecycle", rich_help_panel=FILES)(files.lifecycle)
app.add_typer(evaluation.app, name="eval", rich_help_panel=FILES)
app.add_typer(gazetteer.app, name="gazetteer", rich_help_panel=FILES)
