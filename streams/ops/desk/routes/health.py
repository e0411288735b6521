"""The state of the flow, and of the desk itself."""

from __future__ import annotations

import resource
import sys
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from streams.desk.pages import render
from streams.desk.values import DeskHealth, HealthPage, StageHealth
from streams.ops.desk.answers import json_answer
from streams.ops.desk.context import context_of
from streams.ops.stage_summary import by_stage, summary_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import Request

    from streams.ops.desk.state import DeskState
    from streams.ops.desk.status_watch import StatusWatch

KIB: Final = 1024


async def health_html(request: Request) -> Response:
    """Return it as a page."""
    return HTMLResponse(render.health_page(_health(request)))


async def health_json(request: Request) -> Response:
    """Return it."""
    return json_answer(_health(request))


def _health(request: Request) -> HealthPage:
    state = context_of(request).state
    watch = state.watch
    status = watch.status
    return HealthPage(
        broker=state.broker(),
        desk=_desk(state),
        stages=tuple(_stages(watch)),
        lag=status.lag if status is not None else None,
        settled=status.settled if status is not None else None,
        dead_letters=status.dead_letters if status is not None else None,
        dead_letters_at_most=status is not None and status.dead_letters_at_most,
        errors=dict(status.errors) if status is not None else {},
        delivery=watch.delivery,
        status=watch.data,
        status_at=watch.at,
        problem=watch.problem,
    )


def _desk(state: DeskState) -> DeskHealth:
    return DeskHealth(
        incidents=len(state.board),
        articles=len(state.articles),
        alerts=len(state.alerts),
        listeners=state.hub.listeners,
        memory_bytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else KIB),
        started=state.started,
        version=version("wirefeed"),
    )


def _stages(watch: StatusWatch) -> Iterator[StageHealth]:
    rates = watch.rates
    for stage, partitions in by_stage(watch.status.partitions if watch.status is not None else ()).items():
        summary = summary_of(partitions)
        yield StageHealth(
            stage=stage,
            topic=summary.topic,
            lag=summary.lag,
            read=summary.read,
            forwarded=summary.forwarded,
            refused=summary.refused,
            per_second=None if rates is None else round(rates.get(stage, 0.0), 1),
            last=summary.last,
        )


ROUTES: Final = [Route("/health", health_html), Route("/api/health", health_json)]
