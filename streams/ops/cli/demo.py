"""`wirefeed demo`: the sample wire through the whole pipeline."""

import shutil
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from streams.ops.cli.invocation import AsJson, interruptible, load_settings, run

if TYPE_CHECKING:
    from rich.status import Status as Spinner

    from schemas import Notification
    from streams.ops.demonstration import Outcome
    from streams.ops.processes import Workers
    from streams.ops.status import Status
    from streams.settings import Settings

DEADLINE = 180.0
"""Seconds from the feed until everything must be done."""
LOOK_SECONDS = 0.5
DEMO_SETTINGS: dict[str, object] = {
    # Everything in the order of the sample, so that every demo shows the same.
    "partitions": 1,
    "web_port": 0,
    # The embedded broker waits half of it for more workers to join.
    "session_timeout": 6.0,
    "commit_interval": 0.3,
}


def demo(
    keep: Annotated[
        bool, typer.Option("--keep", help="Leave everything running at the end, to look around, until Ctrl-C.")
    ] = False,
    seconds: Annotated[float, typer.Option("--deadline", min=1.0, help="Fail when it takes longer.")] = DEADLINE,
    as_json: AsJson = False,
) -> None:
    """Show what Wirefeed does: a sample wire of invented news through the whole pipeline, on an embedded broker.

    It needs no Kafka and leaves nothing behind: broker, topics and a worker are started for it and stopped at the end.

    For example:

    `wirefeed demo`

    `wirefeed demo --keep`
    """
    from streams.ops.broker import EmbeddedBroker
    from streams.ops.cli.desk_link import desk_beside
    from streams.ops.cli.outcome import outcome_json, show_next_steps, show_outcome
    from streams.ops.cli.output import notices, write_json
    from streams.ops.processes import Worker, Workers, environment_of, worker_command

    began = time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix="wirefeed-demo-"))
    log = folder / "worker.log"
    try:
        with interruptible(), notices().status("starting a broker (in memory)") as spinner:
            steps = Steps(spinner, began)
            with EmbeddedBroker(log=folder / "broker.log") as broker:
                overrides = {**broker.settings, **DEMO_SETTINGS, "state_dir": folder / "state"}
                settings = load_settings(**overrides)
                steps.begin("creating topics")
                _create_topics(settings)
                steps.begin("starting a worker")
                worker = Worker("the worker", worker_command(), environment_of(overrides), log)
                desk = desk_beside(settings, overrides, folder / "desk.log") if keep else None
                with Workers([worker, *([desk[0]] if desk else [])]) as workers:
                    outcome = _run(settings, workers, seconds, steps)
                    steps.begin("delivering the alerts to a receiver on this machine")
                    outcome.delivered = _delivered(settings, folder)
                    spinner.stop()
                    if as_json:
                        write_json(outcome_json(outcome))
                    else:
                        show_outcome(outcome, time.monotonic() - began)
                        show_next_steps(settings.brokers if keep else None, desk[1] if desk else None)
                    while keep:
                        workers.restart_ended()
                        time.sleep(LOOK_SECONDS)
    except KeyboardInterrupt:
        raise typer.Exit(130 if not keep else 0) from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Steps:
    """Shows what is being done: on one line of a terminal, else line by line."""

    def __init__(self, spinner: "Spinner", began: float) -> None:
        self._spinner = spinner
        self._began = began

    def begin(self, what: str) -> None:
        """Show what is done now."""
        self._spinner.update(what)
        if not self._spinner.console.is_terminal:
            self._spinner.console.print(f"{time.monotonic() - self._began:4.1f} s  {what}", markup=False)

    def show_progress(self, what: str) -> None:
        """Show the progress, on a terminal."""
        self._spinner.update(what)


def _run(settings: "Settings", workers: "Workers", seconds: float, steps: Steps) -> "Outcome":
    from streams.ops.demonstration import collect, feed_sample, until_settled
    from streams.ops.errors import OperationFailed

    def alive() -> None:
        ended = workers.ended()
        if ended is not None:
            raise OperationFailed(f"{ended.name} has ended: {ended.log_tail()}")

    def report(status: "Status") -> None:
        total = status.total
        steps.show_progress(f"{total.records} records read, {total.ended} of {total.items} items done")

    steps.begin("feeding the sample wire")
    records = run(feed_sample(settings))
    steps.begin(f"{records} records fed; waiting for the worker")
    status = run(until_settled(settings, records, seconds=seconds, report=report, alive=alive))
    steps.begin(f"{status.total.items} items done; collecting what came out")
    return run(collect(settings, status))


def _create_topics(settings: "Settings") -> None:
    from streams.ops.administration import create_topics

    run(create_topics(settings))


def _delivered(settings: "Settings", folder: Path) -> "list[Notification]":
    from streams.ops.demonstration_receiver import delivered_sample
    from streams.ops.logs import set_up_logging

    set_up_logging("WARNING", as_json=False)
    return run(delivered_sample(settings, folder))
