"""`wirefeed worker`, `broker` and `up`: what stays until it is stopped."""

import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, TypedDict

import typer

from streams.ops.cli.invocation import interruptible, load_settings, run, usage_error

if TYPE_CHECKING:
    from streams.ops.processes import Worker
    from streams.settings import Settings

PASS_THROUGH: Final = {"allow_extra_args": True, "ignore_unknown_options": True}
BROKER_PORT: Final = 9092
LOOK_SECONDS: Final = 0.5


class OwnSettings(TypedDict):
    """Settings of a worker beside others."""

    state_dir: Path
    web_port: int


def worker(context: typer.Context) -> None:
    """Run one worker against the configured Kafka until it is told to stop (Ctrl-C, SIGTERM).

    Topics must exist: `wirefeed topics create`. All stages run in every worker; partitions are shared between workers
    of the same WIREFEED_APP_ID. Metrics are at /metrics, probes at /livez and /readyz of WIREFEED_WEB_HOST and _PORT. A
    worker that makes no progress for WIREFEED_STALL_SECONDS while it has work ends with code 75, to be started again.

    Options of Faust's worker go through: `--web-port 6067`, `--without-web`, `-l warn`, `-L aio`, `--datadir DIR`.

    For example: `WIREFEED_BROKERS=kafka:9092 wirefeed worker --web-port 6067`
    """
    settings = load_settings()
    if "-A" in context.args or "--app" in context.args:
        usage_error("the app is Wirefeed's own; -A can't be given")
    _use_uvloop(context.args)
    from streams.ops.worker import run_worker

    _require_topics(settings)
    run_worker(settings, context.args)


def broker(
    port: Annotated[int, typer.Option("--port", "-p", min=0, max=65535, help="0 takes a free one.")] = BROKER_PORT,
    log: Annotated[Path | None, typer.Option("--log", metavar="FILE", help="Where the broker's own log goes.")] = None,
) -> None:
    """Run the embedded broker alone until Ctrl-C. It speaks Kafka's protocol and keeps everything in memory.

    For example: `wirefeed broker --port 9092`
    """
    from streams.ops.broker import MEMORY_NOTICE, EmbeddedBroker
    from streams.ops.cli.output import console, notices
    from streams.ops.errors import OperationFailed

    notices().print(MEMORY_NOTICE, markup=False)
    with interruptible():
        try:
            with EmbeddedBroker(port=port, log=log) as running:
                console().print(f"broker at {running.address}; Ctrl-C stops it")
                code = running.wait()
                raise OperationFailed(f"the embedded broker ended by itself with code {code}")
        except KeyboardInterrupt:
            return


def up(
    workers: Annotated[int, typer.Option("--workers", "-w", min=1, max=64, help="Worker processes.")] = 1,
    port: Annotated[int, typer.Option("--port", "-p", min=0, max=65535, help="Of the broker; 0 takes a free one.")] = (
        BROKER_PORT
    ),
    logs: Annotated[
        Path | None,
        typer.Option("--logs", metavar="DIR", help="A log file for each process there, not to the terminal."),
    ] = None,
) -> None:
    """Run all of it on this machine until Ctrl-C: the embedded broker, the topics, workers, and the desk.

    A process that ends is started again. Worker N has its pages at port WIREFEED_WEB_PORT + N - 1 and its state in a
    folder of its own under WIREFEED_STATE_DIR; the desk is at WIREFEED_DESK_PORT, or at a free port where
    that is taken.

    For example: `wirefeed up --workers 2`
    """
    from streams.ops.broker import MEMORY_NOTICE, EmbeddedBroker
    from streams.ops.cli.desk_link import desk_beside
    from streams.ops.cli.output import console, notices
    from streams.ops.errors import OperationFailed
    from streams.ops.processes import Workers

    notices().print(MEMORY_NOTICE, markup=False)
    if logs is not None:
        _make_folder(logs)
    with interruptible():
        try:
            with EmbeddedBroker(port=port, log=logs / "broker.log" if logs else None) as running:
                settings = load_settings(**running.settings)
                _require_room(settings, workers)
                _create_topics(settings)
                desk = desk_beside(settings, running.settings, logs / "desk.log" if logs else None)
                processes = _workers(settings, running.settings, workers, logs) + ([desk[0]] if desk else [])
                with Workers(processes) as started:
                    _say_what_runs(settings, running.address, workers, desk[1] if desk else None)
                    while running.running():
                        for again in started.restart_ended():
                            notices().print(f"{again.name} had ended and is started again")
                        time.sleep(LOOK_SECONDS)
                    raise OperationFailed("the embedded broker ended by itself; everything in it is gone")
        except KeyboardInterrupt:
            console().print("stopped")


def _make_folder(logs: Path) -> None:
    from streams.ops.errors import OperationFailed

    try:
        logs.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OperationFailed(f"--logs: {logs} can't be a folder for logs: {error.strerror or error}") from error


def _require_room(settings: "Settings", workers: int) -> None:
    """Refuse to start workers that would end at once, each time they are started again."""
    from streams.ops.errors import OperationFailed
    from streams.ops.state_directory import require_writable
    from streams.ops.web_port import port_problem

    for own in (_own_settings(settings, index) for index in range(workers)):
        require_writable(own["state_dir"])
        if own["web_port"] and (problem := port_problem(settings.web_host, own["web_port"])):
            raise OperationFailed(problem)


def _own_settings(settings: "Settings", index: int) -> OwnSettings:
    return {
        "state_dir": settings.state_dir / f"worker-{index + 1}",
        "web_port": settings.web_port + index if settings.web_port else 0,
    }


def _workers(settings: "Settings", overrides: Mapping[str, object], number: int, logs: Path | None) -> "list[Worker]":
    from streams.ops.processes import Worker, environment_of, worker_command

    workers = []
    for index in range(number):
        name = f"worker-{index + 1}"
        log = logs / f"{name}.log" if logs is not None else None
        environment = environment_of({**overrides, **_own_settings(settings, index)})
        workers.append(Worker(name, worker_command(), environment, log))
    return workers


def _say_what_runs(settings: "Settings", address: str, workers: int, desk: str | None) -> None:
    from streams.ops.cli.desk_link import INSTALL
    from streams.ops.cli.output import console

    out = console()
    out.print(f"broker at {address}, {workers} worker{'s' if workers > 1 else ''}; Ctrl-C stops everything")
    prefix = "" if address.endswith(f":{BROKER_PORT}") else f"WIREFEED_BROKERS={address} "
    for command in ("wirefeed ingest FILE|DIR", "wirefeed status --watch", "wirefeed tail incidents --follow"):
        out.print(f"  [cyan]{prefix}{command}[/]")
    out.print(f"  desk: [link={desk}]{desk}[/link]" if desk else f"  {INSTALL}")
    if settings.web_port:
        out.print(f"  metrics: http://{settings.web_host}:{settings.web_port}/metrics")


def _create_topics(settings: "Settings") -> None:
    from streams.ops.administration import Outcome, create_topics
    from streams.ops.errors import OperationFailed

    wrong = [each for each in run(create_topics(settings)) if each.outcome in {Outcome.MISMATCH, Outcome.FAILED}]
    if wrong:
        raise OperationFailed(f"topic {wrong[0].name}: {wrong[0].outcome.value} {wrong[0].detail}")


def _require_topics(settings: "Settings") -> None:
    """Refuse to start without topics: a worker would wait for them for ever, and not see them when they come."""
    from streams.ops.administration import planned_topics, topic_states
    from streams.ops.errors import OperationFailed
    from streams.ops.wording import counted
    from streams.topics import replays_topic

    states = run(topic_states(settings))
    missing = [state.name for state in states if not state.exists and state.name != replays_topic(settings)]
    if missing:
        raise OperationFailed(f"topics are missing ({', '.join(missing[:3])}, ...); first run `wirefeed topics create`")
    planned = {topic.name: topic.partitions for topic in planned_topics(settings)}
    for state in states:
        if state.exists and state.partitions != planned[state.name]:
            raise OperationFailed(
                f"{state.name} has {counted(state.partitions, 'partition')}, the settings say {planned[state.name]}; "
                "set WIREFEED_PARTITIONS to what is there, or use another WIREFEED_TOPIC_PREFIX"
            )


def _use_uvloop(arguments: list[str]) -> None:
    """Take the faster event loop where it is installed and no other asked for; Faust reads it when it is imported."""
    if not any(argument == "-L" or argument.startswith("--loop") for argument in arguments):
        import importlib.util

        if importlib.util.find_spec("uvloop") is not None:
            os.environ.setdefault("FAUST_LOOP", "uvloop")
