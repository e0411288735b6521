"""Delivers to one receiver, in order: reads alerts, decides, sends until it is taken, stores, commits."""

from __future__ import annotations

import random
from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final, Protocol

import structlog

from schemas import AlertReason
from streams.delivery.backoff import wait_seconds
from streams.delivery.message import without_items
from streams.delivery.outcome import Outcome, Verdict

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping

    from schemas import CasualtyAlert, Notification, Watch
    from streams.alerts import RuleEngine

READ_SECONDS: Final = 1.0
AHEAD: Final = 500
"""Alerts that are read ahead while a receiver is down: enough to see a kill, and a bound on memory."""
RETRACTED: Final = frozenset({AlertReason.KILLED, AlertReason.WITHHELD})
_LOG: Final = structlog.get_logger("streams.delivery")
_CHANCE: Final = random.SystemRandom()


@dataclass(frozen=True, slots=True)
class Received:
    """An alert as it was read."""

    alert: CasualtyAlert
    partition: int
    offset: int


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A notification that is given up, and why."""

    notification: Notification
    reason: str
    attempts: int
    partition: int


class Sender(Protocol):
    """Sends a notification once."""

    async def send(self, notification: Notification) -> Outcome:
        """Return how it ended; never raise for what a receiver does."""


class DeliveryBackend(Protocol):
    """Where alerts come from, and where state and dead letters are kept. Any call may raise: the loop ends then."""

    async def read(self, seconds: float) -> list[Received]:
        """Return the next alerts in the order of each partition, waiting for the first so long."""

    async def store(self, watches: Mapping[tuple[str, str], Watch | None]) -> None:
        """Keep what has changed; return when it is safe."""

    async def give_up(self, letter: GivenUp) -> None:
        """Keep a notification as a dead letter; return when it is safe."""

    async def commit(self, partition: int, offset: int) -> None:
        """Take all alerts of a partition up to an offset as done."""


class DeliveryLoop:
    """Delivers what the rules of one receiver send.

    A message is delivered before the state of the rules is stored, and that before an alert is committed. So a crash
    anywhere sends a message again, with the same id, and loses none.
    """

    def __init__(
        self,
        engine: RuleEngine,
        sender: Sender,
        backend: DeliveryBackend,
        *,
        give_up_after: timedelta,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self._engine = engine
        self._sender = sender
        self._backend = backend
        self._give_up_after = give_up_after
        self._clock = clock
        self._sleep = sleep
        self._ahead: deque[Received] = deque()
        self._partition = 0

    async def step(self) -> int:
        """Handle the alerts that are there, or wait for some or for what is due; return how many there were."""
        if not self._ahead:
            self._ahead.extend(await self._backend.read(self._wait()))
        handled = len(self._ahead)
        ends: dict[int, int] = {}
        for _ in range(handled):  # what is read ahead meanwhile is for the next step
            received = self._ahead.popleft()
            self._partition = received.partition
            self._engine.take(received.alert, self._clock(), partition=received.partition, offset=received.offset)
            await self._release()
            ends[received.partition] = received.offset
        await self._release()
        for partition, offset in ends.items():
            await self._backend.commit(partition, offset)
        return handled

    async def deliver_again(self, notifications: Iterable[Notification]) -> None:
        """Deliver notifications that had been given up."""
        for notification in notifications:
            await self._deliver(notification)

    def _wait(self) -> float:
        due = self._engine.next_due
        if due is None:
            return READ_SECONDS
        return min(READ_SECONDS, max(0.0, (due - self._clock()).total_seconds()))

    async def _release(self) -> None:
        for notification in self._engine.release(self._clock()):
            await self._deliver(notification)
        if changed := self._engine.changed():
            await self._backend.store(changed)

    async def _deliver(self, notification: Notification) -> None:
        """Send until it is taken or refused, or for so long that it is given up."""
        log = _LOG.bind(receiver=self._engine.receiver, notification=notification.id, rule=notification.rule)
        began, attempt = self._clock(), 0
        while True:
            outcome = await self._sender.send(without_items(notification, self._retracted()))
            attempt += 1
            if outcome.verdict is Verdict.DELIVERED:
                log.info("delivered", attempts=attempt)
                return
            if outcome.verdict is Verdict.REFUSED or self._clock() - began >= self._give_up_after:
                log.warning("given up", attempts=attempt, reason=outcome.reason)
                await self._backend.give_up(GivenUp(notification, outcome.reason, attempt, self._partition))
                return
            log.warning("not delivered", attempts=attempt, reason=outcome.reason)
            await self._sleep(wait_seconds(attempt, _CHANCE.random(), outcome.retry_after))
            await self._read_ahead()

    async def _read_ahead(self) -> None:
        if len(self._ahead) < AHEAD:
            self._ahead.extend(await self._backend.read(0))

    def _retracted(self) -> set[str]:
        """Return the items that were killed or withheld by alerts that wait behind the message."""
        return {received.alert.provenance.item_key for received in self._ahead if received.alert.reason in RETRACTED}
