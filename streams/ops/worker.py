"""A worker process: the application, its watchdog, its options, and how it ends."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

import faust
import structlog
from aiokafka.errors import KafkaError
from faust.cli.faust import cli

from streams.ops.broker import free_port
from streams.ops.collecting import collect_seldom
from streams.ops.errors import OperationFailed
from streams.ops.freed_memory import keep_freed_memory
from streams.ops.guarantee import with_delivery
from streams.ops.logs import set_up_logging
from streams.ops.metrics import Metrics
from streams.ops.start_check import check_topics
from streams.ops.state_directory import UNWRITABLE_EXIT, StateDirectory, StateUnusable
from streams.ops.tracing import open_tracer
from streams.ops.watchdog import Watchdog
from streams.ops.web_port import port_problem
from streams.pipeline import STAGES
from streams.pipeline.kafka import create_app
from streams.pipeline.kafka.store import GuardedStore

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streams.ops.start_check import StartCheck
    from streams.pipeline.kafka.store import StateUnwritable
    from streams.settings import Settings

log = structlog.get_logger(__name__)

GROUP_OPTIONS: Final = {
    "-q": 0,
    "--quiet": 0,
    "--no-quiet": 0,
    "--debug": 0,
    "--no-debug": 0,
    "--json": 0,
    "-W": 1,
    "--workdir": 1,
    "-D": 1,
    "--datadir": 1,
    "-L": 1,
    "--loop": 1,
    "-A": 1,
    "--app": 1,
}
"""Faust's options that stand before its `worker`, and how many values they take."""


def run_worker(settings: Settings, arguments: Sequence[str]) -> NoReturn:
    """Run a worker until it is told to stop; `arguments` are Faust's own options. Ends the process."""
    before, after = faust_arguments(arguments)
    level = _option(after, "-l", "--loglevel")
    if level is None:
        after += ["--loglevel", _FAUST_LEVELS[settings.log_level]]
    config = set_up_logging(_LEVELS.get((level or "").upper(), settings.log_level), as_json=settings.log_json)
    if settings.web_port == 0:
        settings = settings.model_copy(update={"web_port": free_port()})
    datadir = _option(before, "-D", "--datadir")
    if datadir is not None:
        settings = settings.model_copy(update={"state_dir": Path(datadir)})
    _check_web_port(settings, after)
    state = _open_state(settings)
    metrics = Metrics()
    metrics.expect({stage.name: stage.source.partitions(settings) for stage in STAGES})
    metrics.expect_topics({stage.name: [topic.full_name(settings) for topic in stage.sends] for stage in STAGES})
    settings = asyncio.run(with_delivery(settings))
    found = _check_topics(settings)
    tracer = open_tracer(os.environ, settings.app_id)
    wirefeed = create_app(settings, observer=metrics, tracer=tracer, recreated=found.recreated, limits=found.limits)
    app: Any = wirefeed.app
    app.conf.logging_config = config
    app.conf.Worker = PlainWorker
    watchdog = Watchdog(wirefeed, metrics)
    for moved in state.moved:
        watchdog.state_set_aside(moved)
    for each in found.breaks:
        watchdog.broken(each)
    GuardedStore.on_set_aside = watchdog.state_set_aside
    GuardedStore.on_unwritable = _end_unwritable
    watchdog.install()
    app.finalize()
    app.worker_init()
    app.worker_init_post_autodiscover()
    collect_seldom()
    keep_freed_memory()
    log.info(
        "worker starts",
        brokers=settings.brokers,
        group=settings.app_id,
        delivery=settings.delivery.value,
        web=_web(settings, after),
        pid=os.getpid(),
    )
    code = 1
    try:
        cli(args=["--quiet", *before, "worker", *after], prog_name="wirefeed", app=app)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        log.exception("worker ends by an error")
    finally:
        if tracer is not None:
            tracer.close()
        logging.shutdown()
        os._exit(code)  # after a crash Faust leaves threads behind that a normal exit would wait for without end


def _check_web_port(settings: Settings, arguments: Sequence[str]) -> None:
    port = str(_option(arguments, "-p", "--web-port") or settings.web_port)
    if "--without-web" in arguments or not port.isdecimal():
        return  # there are no pages, or Faust says what is wrong with the option
    if problem := port_problem(settings.web_host, int(port)):
        log.critical("worker can't start", reason=problem)
        logging.shutdown()
        sys.exit(1)


def _check_topics(settings: Settings) -> StartCheck:
    try:
        return asyncio.run(check_topics(settings))
    except (OperationFailed, KafkaError) as error:
        log.critical("worker can't start", reason=str(error) or type(error).__name__)
        logging.shutdown()
        sys.exit(1)


def _open_state(settings: Settings) -> StateDirectory:
    try:
        return StateDirectory(settings)
    except StateUnusable as error:
        log.critical("worker can't start", reason=str(error))
        logging.shutdown()
        sys.exit(UNWRITABLE_EXIT)


def _end_unwritable(error: StateUnwritable) -> None:
    """End the process: it could not keep what it does. All of it is in the changelog, and is read again from there."""
    log.critical("worker ends, since its state can't be written", reason=str(error))
    logging.shutdown()
    os._exit(UNWRITABLE_EXIT)


def faust_arguments(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    """Split Faust's options into those before its `worker` command and those after it."""
    before: list[str] = []
    after: list[str] = []
    rest = [argument for argument in arguments if argument != "--"]
    while rest:
        name = rest[0].partition("=")[0]
        values = 0 if "=" in rest[0] else GROUP_OPTIONS.get(name, 0)
        (before if name in GROUP_OPTIONS else after).extend(rest[: 1 + values])
        rest = rest[1 + values :]
    return before, after


class PlainWorker(faust.Worker):
    """Faust's worker without its spinner, whose control characters have no place among structured logs."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.spinner = None


_FAUST_LEVELS: Final = {"ERROR": "error", "WARNING": "warn", "INFO": "info", "DEBUG": "debug"}
_LEVELS: Final = {"CRIT": "ERROR", "ERROR": "ERROR", "WARN": "WARNING", "INFO": "INFO", "DEBUG": "DEBUG"}


def _option(arguments: Sequence[str], *names: str) -> str | None:
    for index, argument in enumerate(arguments):
        name, _, value = argument.partition("=")
        if name in names:
            return value or (arguments[index + 1] if index + 1 < len(arguments) else None)
    return None


def _web(settings: Settings, arguments: Sequence[str]) -> str | None:
    if "--without-web" in arguments:
        return None
    port = _option(arguments, "-p", "--web-port") or settings.web_port
    return f"http://{settings.web_host}:{port}"
