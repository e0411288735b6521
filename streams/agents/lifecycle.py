"""Lifecycle: `wire.items` (by item key) to `wire.accepted` (what may be published now, and retractions, by source)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from schemas import Release, WireItem
from streams.agents.reading import message_of
from streams.agents.sweep import Sweep
from streams.runner import Handler, Outcome, Record, Result, Send, Tally
from streams.topics import ACCEPTED, ITEMS
from streams.wire import Lifecycle, Reason

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from streams.settings import Settings
    from streams.state import KeyedState
    from streams.wire import Decision

_OUTCOMES: Final = {
    "accepted": None,
    "superseded": Outcome.SUPERSEDED,
    "held": Outcome.HELD,
    "retracted": Outcome.RETRACTED,
    "duplicate": Outcome.DUPLICATE,
}


class LifecycleHandler(Handler):
    """Keeps the lifecycle of each item: which version is live, what is held, what was killed."""

    def __init__(self, state: KeyedState, settings: Settings) -> None:
        self._lifecycle = Lifecycle(state)
        self._memory = timedelta(days=settings.item_memory_days)
        self._sweep = Sweep(self._memory)

    def handle(self, record: Record) -> Result:
        """Return what may go on. A resend goes on too: the judge names the story that it repeats."""
        message = message_of(record, ITEMS)
        if self._sweep.is_due(record.at):
            self._lifecycle.expire(record.at - self._memory)
        if isinstance(message, Release):
            decisions = self._lifecycle.release(message.item_key, now=record.at)
            return Result(
                sends=tuple(send for decision in decisions for send in _sends(decision)),
                tallies=tuple(tally for decision in decisions for tally in _ended(decision)),
            )
        assert isinstance(message, WireItem)  # noqa: S101  # the topic carries nothing else
        decision = self._lifecycle.accept(message, at=record.at)
        provenance = message.provenance
        if decision.outcome == "duplicate" and decision.reason == Reason.RESEND:
            route = self._lifecycle.route(provenance.item_key) or provenance.source
            # Where the sender states no version, each arrival has one of its own: the judge is told which it repeats.
            repeated = {"source": route, "version": decision.match_version or provenance.version}
            resent = message.model_copy(update={"provenance": provenance.model_copy(update=repeated)})
            return Result(sends=(Send(ACCEPTED, route, resent),))
        outcome = _OUTCOMES[decision.outcome]
        own = () if outcome is None else (Tally(outcome, provenance.origin),)
        return Result(sends=_sends(decision), tallies=(*own, *_ended(decision)))

    def sizes(self) -> Mapping[str, int]:
        """Return how many items wait."""
        return self._lifecycle.sizes()

    def due(self, now: datetime) -> tuple[Send, ...]:
        """Return a release for each item whose embargo has passed."""
        return tuple(Send(ITEMS, key, Release(item_key=key, due=now)) for key in self._lifecycle.due(now))


def _sends(decision: Decision) -> tuple[Send, ...]:
    going = (message for message in (decision.publish, decision.retract) if message is not None)
    return tuple(Send(ACCEPTED, message.provenance.source, message) for message in going)


def _ended(decision: Decision) -> tuple[Tally, ...]:
    return tuple(Tally(_OUTCOMES[ended.outcome], ended.origin) for ended in decision.ended)
