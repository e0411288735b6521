"""The drills: what is done to workers, brokers and state while the wire is worked on."""

from __future__ import annotations

import asyncio
import os
import random
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from benchmarks.drills import brokers, disks
from benchmarks.drills.brokers import EMBEDDED, KAFKA
from streams.settings import Store

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from benchmarks.drills.run import Run

PAST_SESSION: Final = 6.0
"""Seconds beyond the session timeout that a worker is stopped, so that the others have its partitions by then."""
BROKER_PAUSE: Final = 30.0
BROKER_AWAY: Final = 5.0
EMBARGO_SECONDS: Final = 45.0
"""Seconds after the start of a run when its embargoes end: with a paused broker, in the pause."""
STATE_UNWRITABLE: Final = 74
"""Exit code of a worker whose state can't be written (EX_IOERR)."""
FULL_SECONDS: Final = 30.0
"""Seconds that the disk stays full."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How much is done in a drill: the full table, or the short form."""

    kills: int = 10
    stops: int = 3
    workers: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Drill:
    """A drill: what it does, on which brokers, and what may be seen."""

    name: str
    act: Callable[[Run, Extent], Awaitable[None]]
    brokers: tuple[str, ...] = (KAFKA,)
    short: bool = False
    """Part of the short form."""
    store: Store = Store.MEMORY
    first_workers: int | None = None
    """Workers at the start; as many as asked for where not given."""
    exits: frozenset[int] = frozenset()
    """Documented codes with which a worker may end by itself."""
    needs: Callable[[], str | None] = lambda: None
    """Return why the drill can't be made here, if it can't."""
    state_on_small_disk: bool = False


async def undisturbed(run: Run, extent: Extent) -> None:
    """Feed everything and wait."""
    del extent
    await run.feed_rest()


async def kill_workers(run: Run, extent: Extent) -> None:
    """SIGKILL one worker after the other in the middle of work, and start it again."""
    for number in range(extent.kills):
        await run.work_on(1 / (extent.kills + 1))
        worker = run.next_worker()
        run.group.kill(worker)
        seconds = await run.until_all_go_on()
        run.resumed += [] if seconds is None else [seconds]
        waited = "nothing was left to do" if seconds is None else f"all work on after {seconds:.1f} s"
        run.say(f"SIGKILL {number + 1} of {extent.kills}: {worker.name}; {waited}")


async def stop_workers(run: Run, extent: Extent) -> None:
    """SIGSTOP one worker after the other until the group has given its partitions to others; then SIGCONT."""
    seconds = run.pipeline.settings.session_timeout + PAST_SESSION
    for number in range(extent.stops):
        await run.work_on(1 / (extent.stops + 1))
        worker = run.next_worker()
        run.group.pause(worker)
        run.say(f"SIGSTOP {number + 1} of {extent.stops}: {worker.name} for {seconds:.0f} s")
        await asyncio.sleep(seconds)
        run.group.resume(worker)


async def rolling(run: Run, extent: Extent) -> None:
    """From one worker to three and back to one, each in an orderly way, with work under way."""
    del extent
    steps = 5
    for _ in range(2):
        await run.work_on(1 / steps)
        run.group.start()
        run.say(f"{len(run.group.workers)} workers")
    for _ in range(2):
        await run.work_on(1 / steps)
        await run.group.stop(run.group.workers[:1])
        run.say(f"{len(run.group.workers)} workers")


async def pause_broker(run: Run, extent: Extent) -> None:
    """SIGSTOP the broker for 30 s, in which embargoes fall due."""
    del extent
    await run.work_on(0.5)
    await asyncio.sleep(max(0.0, run.began + EMBARGO_SECONDS - BROKER_PAUSE / 2 - time.monotonic()))
    brokers.pause(run.broker)
    run.say(f"broker stopped for {BROKER_PAUSE:.0f} s")
    await asyncio.sleep(BROKER_PAUSE)
    brokers.resume(run.broker)


async def kill_broker(run: Run, extent: Extent) -> None:
    """SIGKILL the broker, and start it again with its data."""
    del extent
    await run.work_on(0.5)
    brokers.kill(run.broker)
    run.say(f"broker killed; it starts again after {BROKER_AWAY:.0f} s")
    await asyncio.sleep(BROKER_AWAY)
    await asyncio.to_thread(run.broker.start)


async def fill_disk(run: Run, extent: Extent) -> None:
    """Fill the disk that one worker keeps its state on, and give the space back later."""
    del extent
    await run.work_on(0.3)
    worker = run.group.workers[0]
    ballast = disks.fill(run.group.state_folder(worker.name))
    run.say(f"the disk of {worker.name} is full")
    await run.work_on(0.3)
    await asyncio.sleep(FULL_SECONDS)
    ballast.unlink()
    run.say("space was given back")


async def damage_state(run: Run, extent: Extent) -> None:
    """Stop all workers, overwrite the files of their state, and start them again."""
    del extent
    await run.work_on(0.5)
    names = [worker.name for worker in run.group.workers]
    await run.group.stop(list(run.group.workers))
    chance = random.Random(len(run.wire))  # noqa: S311 - damage, not a secret
    damaged = sum(disks.damage(run.group.state_folder(name), chance) for name in names)
    run.say(f"{damaged} files of the state overwritten")
    run.group.start_as(names)


def _needs_root() -> str | None:
    return None if os.geteuid() == 0 else "a small disk can be mounted by root alone"


BOTH: Final = (KAFKA, EMBEDDED)
DRILLS: Final = (
    Drill(name="undisturbed", act=undisturbed, brokers=BOTH, short=True),
    Drill(name="SIGKILL of workers", act=kill_workers, brokers=BOTH, short=True),
    Drill(name="SIGSTOP of workers", act=stop_workers, brokers=BOTH, short=True),
    Drill(name="rolling 1-3-1", act=rolling, brokers=BOTH, store=Store.ROCKSDB, first_workers=1),
    Drill(name="broker SIGSTOP 30 s", act=pause_broker),
    Drill(name="broker SIGKILL", act=kill_broker, short=True),
    Drill(
        name="disk full",
        act=fill_disk,
        store=Store.ROCKSDB,
        exits=frozenset({STATE_UNWRITABLE}),
        needs=_needs_root,
        state_on_small_disk=True,
    ),
    Drill(name="state damaged", act=damage_state, store=Store.ROCKSDB),
)
