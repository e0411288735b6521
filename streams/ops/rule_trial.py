"""What rules would have sent: over the alerts on the topic, or over those that a file of articles gives."""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from schemas import CasualtyAlert
from streams.alerts import RuleEngine
from streams.ops.reading import Range, read_topic
from streams.ops.rendering import message_of
from streams.pipeline.files import alerts_of_articles
from streams.topics import ALERTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from schemas import Notification
    from streams.alerts import RuleSet
    from streams.settings import Settings

AFTERWARDS = timedelta(days=8)
"""Longer than any digest or quiet hours: what waits at the end is shown, too."""


@dataclass(frozen=True, slots=True)
class Timed:
    """An alert, and when it was on the topic."""

    alert: CasualtyAlert
    at: datetime


async def alerts_on_topic(settings: Settings, since: datetime) -> list[Timed]:
    """Return the alerts since a time, each once."""
    found: dict[str, Timed] = {}
    async with aclosing(read_topic(settings, ALERTS.full_name(settings), Range(from_beginning=True))) as records:
        async for record in records:
            at = datetime.fromtimestamp((record.timestamp or 0) / 1000, UTC)
            alert = message_of(record, ALERTS)
            if at >= since and isinstance(alert, CasualtyAlert):
                found.setdefault(alert.id, Timed(alert, at))
    return sorted(found.values(), key=lambda each: each.at)


def alerts_in_file(rows: Iterable[dict[str, Any]], settings: Settings) -> list[Timed]:
    """Return the alerts that articles of a file give, each at its article's time."""
    return [Timed(alert, alert.at) for alert in alerts_of_articles(rows, settings)]


def trial(rules: RuleSet, alerts: Iterable[Timed]) -> Iterator[tuple[str, Notification]]:
    """Yield each receiver and message that would have gone out, receiver by receiver, in order."""
    held = list(alerts)
    for receiver in rules.receivers:
        engine = RuleEngine(rules, receiver)
        for offset, each in enumerate(held):
            yield from ((receiver, sent) for sent in _passed(engine, each.at))
            engine.take(each.alert, each.at, offset=offset)
            yield from ((receiver, sent) for sent in engine.release(each.at))
        if held:
            yield from ((receiver, sent) for sent in _passed(engine, held[-1].at + AFTERWARDS))


def _passed(engine: RuleEngine, until: datetime) -> Iterator[Notification]:
    while (due := engine.next_due) is not None and due <= until:
        yield from engine.release(due)
