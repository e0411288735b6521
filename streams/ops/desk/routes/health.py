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
    status = watch.status
    for stage in dict.fromkeys(each.stage for each in status.partitions) if status is not None else ():
        partitions = [each for each in status.partitions if each.stage == stage] if status is not None else []
        counts = [each.counts for each in partitions if each.counts is not None]
        yield StageHealth(
            stage=stage,
            topic=partitions[0].topic,
            lag=sum(each.lag for each in partitions),
            read=sum(each.read for each in counts),
            forwarded=sum(each.forwarded for each in counts),
            refused=sum(sum(each.errors.values()) for each in counts),
            per_second=None if watch.rates is None else round(watch.rates.get(stage, 0.0), 1),
            last=max((each.at for each in counts), default=None),
        )


ROUTES: Final = [Route("/health", health_html), Route("/api/health", health_json)]
