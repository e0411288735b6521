"""Watches a worker: its progress, its group and its partitions; answers the probes, and ends a worker that is stuck."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, NoReturn

import orjson
import structlog
from faust.types import TP

from streams.ops.absence import Absence, broker_answers
from streams.ops.epochs import BreakKind, BreakWatch
from streams.ops.health import Progress, liveness, readiness
from streams.ops.notices import Notice, NoticeKind, send_notices
from streams.ops.process_end import ProcessEnd
from streams.ops.start_check import notice_of
from streams.ops.status import PartitionStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from streams.ops.epochs import Break
    from streams.ops.health import Health
    from streams.ops.metrics import Metrics
    from streams.pipeline.kafka import Wirefeed
    from streams.pipeline.kafka.store import SetAside

log = structlog.get_logger(__name__)

WATCH_SECONDS: Final = 5.0
"""Seconds between two checks of the progress; fewer where `stall_seconds` is short."""
OFFSETS_SECONDS: Final = 10.0
END_AFTER: Final = 1.25
"""Multiple of `stall_seconds` after which the worker ends itself. Until then `/livez` reports that it is stuck."""
STOP_SECONDS: Final = 25.0
"""An orderly stop that takes longer has hung (faust-streaming issue 162): the process ends, the work is repeated."""
LATE_LOOKS: Final = 2
"""How many checks may be late before the event loop counts as blocked, besides `END_AFTER`."""
STUCK_EXIT: Final = 75
"""Exit code of a worker that ended itself because it made no progress (EX_TEMPFAIL)."""


class Watchdog:
    """Checks the progress of a worker's partitions, answers the probes, and ends a worker that is stuck."""

    def __init__(self, wirefeed: Wirefeed, metrics: Metrics) -> None:
        self._wirefeed = wirefeed
        self._metrics = metrics
        self._progress = Progress(wirefeed.settings.stall_seconds)
        self._outside = Absence(wirefeed.settings.stall_seconds, "outside the group")
        self._unready = Absence(wirefeed.settings.stall_seconds, "given partitions, but not ready to read them")
        self._blind = Absence(wirefeed.settings.stall_seconds, "without the offsets of its partitions")
        self._recovered: Mapping[Any, int] = {}
        """How far the state had been read back at the last look."""
        self._interval = min(WATCH_SECONDS, wirefeed.settings.stall_seconds / 4)
        self._handled: dict[str, float] = {}
        """Records that each stage had handled at the last look."""
        self._begins: dict[tuple[str, int], int] = {}
        """Where each watched partition began when it was last looked at."""
        self._break_watch = BreakWatch()
        self._notices: list[Notice] = []
        """Those that are yet to be sent."""
        self._end = ProcessEnd()

    def state_set_aside(self, moved: SetAside) -> None:
        """Let `wirefeed status` know of a part of the state that was set aside."""
        text = f"set aside as {moved.now_at.name}, read again from the changelog: {moved.reason}"
        self._metrics.state_set_aside()
        self._notices.append(
            Notice(kind=NoticeKind.STATE, subject=str(moved.path.absolute()), at=datetime.now(UTC), text=text)
        )

    def broken(self, found: Break) -> None:
        """Let `wirefeed status` and the metrics know of a break in a topic."""
        self._metrics.gone(found.stage, found.partition, found.records)
        self._notices.append(notice_of(found))

    def install(self) -> None:
        """Add the pages `/metrics`, `/livez` and `/readyz`, and the look at progress, to the app."""
        app: Any = self._wirefeed.app

        @app.page("/metrics")  # type: ignore[untyped-decorator]
        async def metrics(view: Any, request: Any) -> Any:
            body, media_type = self._metrics.page(request.headers.get("Accept", ""))
            return view.bytes(body, content_type=media_type)

        @app.page("/livez")  # type: ignore[untyped-decorator]
        async def livez(view: Any, request: Any) -> Any:
            del request
            return _answer(view, self.liveness())

        @app.page("/readyz")  # type: ignore[untyped-decorator]
        async def readyz(view: Any, request: Any) -> Any:
            del request
            return _answer(view, self.readiness())

        @app.timer(self._interval, name="wirefeed.watch")  # type: ignore[untyped-decorator]
        async def look() -> None:
            await self.look()

        @app.on_before_shutdown.connect(weak=False)  # type: ignore[untyped-decorator]
        async def shutdown(app: Any, **_: Any) -> None:
            del app
            self._end.due_in(STOP_SECONDS)

        self._reset()

    def liveness(self) -> Health:
        """Return whether every partition makes progress and the worker is in its group."""
        return liveness(
            self._progress.stalled(time.monotonic()),
            [reason for absence in (self._outside, self._unready, self._blind) for reason in absence.reasons],
        )

    def readiness(self) -> Health:
        """Return whether the worker has its partitions and its tables."""
        app: Any = self._wirefeed.app
        joined = bool(getattr(app, "_assignment", None)) and not app.rebalancing
        recovering = () if app.tables.actives_ready else ("tables",)
        return readiness(joined=joined, recovering=recovering)

    async def look(self) -> None:
        """Check the progress of every partition, and end the process where one stays stuck or the group is lost.

        Where this itself is no longer called, since something blocks the event loop, the process ends with 1 after
        the same time, and the stacks of all threads on standard error show where it is.
        """
        self._reset()
        await self._send_notices()
        ready = self.readiness().ok
        self._metrics.ready(ready)
        offsets = await self._offsets() if ready else None
        await self._look_at_absences(ready=ready, blind=ready and offsets is None)
        now = time.monotonic()
        if offsets is None:
            if ready:
                self._progress.pause(now)
            return
        self._look_for_breaks(offsets)
        self._note_work(now)
        for (stage, partition), (committed, end) in offsets.items():
            self._progress.note(stage, partition, committed, end, now)
            self._metrics.lag(stage, partition, end - committed)
        for stage, partition in self._begins.keys() - offsets.keys():
            self._progress.forget(stage, partition)
            self._metrics.forget(stage, partition)
            del self._begins[stage, partition]
        stalls = self._progress.stalled(now)
        self._metrics.stalled(len(stalls))
        for stall in stalls:
            log.warning("no progress", stage=stall.stage, partition=stall.partition, offset=stall.committed)
            if stall.seconds >= END_AFTER * self._progress.stall_seconds:
                _end("worker is stuck and ends", reason=str(stall))

    async def _look_at_absences(self, *, ready: bool, blind: bool) -> None:
        """End a worker whose consumer hangs, or whose partitions never become ready: else nobody may ever read them.

        Faust may still take it for a member that is ready, since nobody has told it otherwise.
        """
        found = {self._outside: self._wirefeed.outside, self._unready: self._is_waiting_in_vain(ready=ready)}
        if ready:
            found[self._blind] = blind
        answers = any(found.values()) and await broker_answers(self._wirefeed.settings)
        self._reset()  # the wait for a broker that is away is not this loop's standing still
        for absence, absent in found.items():
            absence.note(time.monotonic(), absent=absent, answers=answers)
            for reason in absence.reasons:
                log.warning("without work", reason=reason)
                if absence.seconds >= END_AFTER * absence.allowed:
                    _end("worker is stuck and ends", reason=reason)

    def _is_waiting_in_vain(self, *, ready: bool) -> bool:
        """Return whether the group has given partitions that are not ready, and no state was read back since."""
        app: Any = self._wirefeed.app
        before, self._recovered = self._recovered, dict(app.tables.recovery.active_offsets)
        return not ready and bool(self._wirefeed.consumer.assignment()) and self._recovered == before

    def _note_work(self, now: float) -> None:
        handled = self._metrics.records_by_stage()
        for stage, records in handled.items():
            if records != self._handled.get(stage):
                self._progress.worked(stage, now)
        self._handled = handled

    def _look_for_breaks(self, offsets: Mapping[tuple[str, int], tuple[int, int]]) -> None:
        """Report records that went before they were read; end where a topic was recreated, since a start sees to it."""
        topics = {runner.stage.name: runner.source for runner in self._wirefeed.runners}
        stored = self._wirefeed.consumer._committed_offset  # noqa: SLF001 - Faust has no other way to ask
        for (stage, partition), (_, end) in offsets.items():
            topic = topics[stage]
            found = self._break_watch.look(
                PartitionStatus(
                    stage=stage,
                    topic=topic,
                    partition=partition,
                    committed=stored.get(TP(topic, partition)),
                    begin=self._begins[stage, partition],
                    end=end,
                    lag=0,
                    counts=None,
                )
            )
            if found is None:
                continue
            if found.kind is BreakKind.RECREATED:
                _end("worker ends, since a topic was recreated", topic=topic, reason=str(found))
            log.error("records are gone", topic=topic, reason=str(found))
            self.broken(found)

    async def _send_notices(self) -> None:
        """Send what is to be shown in the status; where the broker is away, the next look tries again."""
        if not self._notices:
            return
        try:
            async with asyncio.timeout(OFFSETS_SECONDS):
                await send_notices(self._wirefeed.settings, self._notices)
        except Exception as error:  # noqa: BLE001 - a notice is less than the work
            log.warning("notices can't be sent", error=str(error) or type(error).__name__)
        else:
            self._notices.clear()

    def _reset(self) -> None:
        self._end.due_in(END_AFTER * self._progress.stall_seconds + LATE_LOOKS * self._interval)

    async def _offsets(self) -> Mapping[tuple[str, int], tuple[int, int]] | None:
        """Return committed and end offset of each partition, or None where the broker doesn't say."""
        consumer: Any = self._wirefeed.consumer
        topics = {runner.stage.name: runner.source for runner in self._wirefeed.runners}
        partitions = {
            (stage, number): TP(topics[stage], number)
            for stage, numbers in self._wirefeed.assigned().items()
            for number in numbers
        }
        if not partitions:
            return {}
        try:
            async with asyncio.timeout(OFFSETS_SECONDS):
                ends = await consumer.highwaters(*partitions.values())
                begins = await consumer.earliest_offsets(*partitions.values())
                self._begins.update((key, begins.get(tp, 0)) for key, tp in partitions.items())
        except Exception as error:  # noqa: BLE001 - a broker that is away is no fault of the worker's
            log.warning("offsets can't be read", error=str(error) or type(error).__name__)
            return None
        owned = consumer.assignment()  # a rebalance may have taken some meanwhile; asking for their ends is an error
        committed = consumer._committed_offset  # noqa: SLF001 - Faust has no other way to ask
        return {
            # The embedded broker's answer falls short of what is in the last batch; what came with a fetch is right.
            key: (max(committed.get(tp) or 0, self._begins[key]), max(ends[tp], consumer.highwater(tp) or 0))
            for key, tp in partitions.items()
            if tp in ends and tp in owned
        }


def _end(event: str, **why: str) -> NoReturn:
    """End at once: an orderly stop waits for what is stuck. Nothing is lost, the work is repeated."""
    log.critical(event, **why)
    sys.stderr.flush()
    os._exit(STUCK_EXIT)


def _answer(view: Any, health: Health) -> Any:
    return view.bytes(orjson.dumps(health.body()), content_type="application/json", status=health.status)
