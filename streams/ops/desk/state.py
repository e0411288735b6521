"""What the desk has in memory."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from streams.desk.board import Board
from streams.desk.condition import Condition
from streams.desk.dead import DeadLetters
from streams.desk.duplicates import Duplicates
from streams.desk.values import Broker, IncidentEvent, RemovedEvent
from streams.ops.desk.hub import Hub
from streams.ops.desk.status_watch import StatusWatch

if TYPE_CHECKING:
    from datetime import datetime

    from streams.desk.entry import Entry
    from streams.desk.values import AlertRow
    from streams.settings import Settings

MAX_DEAD: Final = 20_000
"""Dead letters whose rows are kept, some 20 MB; `wirefeed dead` has the others."""
MAX_ALERTS: Final = 1_000
"""Alerts that are shown; the topic has the others."""


@dataclass(slots=True)
class Articles:
    """Where the latest version of each item stands on `wire.current`: texts would not fit into memory."""

    limit: int
    _places: OrderedDict[str, int] = field(default_factory=OrderedDict)

    OFFSET_BITS: Final = 48

    def __len__(self) -> int:
        return len(self._places)

    def put(self, item: str, partition: int, offset: int) -> None:
        """Note the place of an item; the one noted longest ago is forgotten where there are too many."""
        self._places[item] = partition << self.OFFSET_BITS | offset
        self._places.move_to_end(item)
        if len(self._places) > self.limit:
            self._places.popitem(last=False)

    def remove(self, item: str) -> None:
        """Forget an item that is no longer live."""
        self._places.pop(item, None)

    def place(self, item: str) -> tuple[int, int] | None:
        """Return partition and offset, None for an item that is not live."""
        place = self._places.get(item)
        return None if place is None else (place >> self.OFFSET_BITS, place & (1 << self.OFFSET_BITS) - 1)


@dataclass(slots=True)
class DeskState:
    """Incidents, places of articles, alerts, and how fresh they are. Changes go to the hub."""

    settings: Settings
    started: datetime
    hub: Hub
    board: Board
    articles: Articles
    condition: Condition
    watch: StatusWatch
    read: asyncio.Event
    """Set once all incidents are read for the first time."""
    dead: DeadLetters
    duplicates: Duplicates
    alerts: OrderedDict[str, AlertRow] = field(default_factory=OrderedDict)

    @classmethod
    def new(cls, settings: Settings, at: datetime) -> DeskState:
        """Return the state of a desk that starts."""
        return cls(
            settings=settings,
            started=at,
            hub=Hub(f"{at.timestamp():.0f}"),
            board=Board(settings.desk_incidents),
            articles=Articles(settings.desk_articles),
            condition=Condition(at),
            watch=StatusWatch(settings),
            read=asyncio.Event(),
            dead=DeadLetters(MAX_DEAD),
            duplicates=Duplicates(settings.desk_articles),
        )

    def broker(self) -> Broker:
        """Return how the desk stands to the broker."""
        return self.condition.shown(self.board.left_out)

    def put_incident(self, entry: Entry) -> None:
        """Take over an incident, and tell the pages where it is another than before."""
        before = self.board.get(entry.card.id)
        self.board.put(entry)
        if before is None or before.packed != entry.packed:
            self.tell_incident(entry)

    def remove_incident(self, identity: str) -> None:
        """Remove an incident, and tell the pages."""
        if self.board.remove(identity):
            self.tell_removed(identity)

    def tell_incident(self, entry: Entry) -> None:
        """Tell the pages of an incident that is new or another than before."""
        self.hub.publish("incident", IncidentEvent(id=entry.card.id, card=entry.card).model_dump_json())

    def tell_removed(self, identity: str) -> None:
        """Tell the pages that an incident is gone."""
        self.hub.publish("removed", RemovedEvent(id=identity).model_dump_json())

    def add_alert(self, alert: AlertRow, *, tell: bool) -> None:
        """Add an alert, which may come again."""
        is_new = alert.id not in self.alerts
        self.alerts[alert.id] = alert
        if len(self.alerts) > MAX_ALERTS:
            self.alerts.popitem(last=False)
        if tell and is_new:
            self.hub.publish("alert", alert.model_dump_json())

    def tell_condition(self) -> None:
        """Tell the pages how the desk stands to the broker."""
        self.hub.publish("health", self.broker().model_dump_json())
