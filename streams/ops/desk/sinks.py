"""What the desk takes from each topic."""

from __future__ import annotations

import asyncio
import contextlib
import gc
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from schemas import SCHEMA_HEADER, CasualtyAlert, DeadLetter, Duplicate, EnrichedArticle, schema_name
from streams.desk.alert_row import alert_row
from streams.desk.board import Board
from streams.desk.dead import DeadLetters
from streams.desk.duplicates import Duplicates
from streams.desk.entry import entry_of, pack, unpack
from streams.desk.listed import listed_incident
from streams.ops.desk.clock import now
from streams.ops.desk.sink import Sink, header_of, key_of
from streams.ops.desk.state import MAX_DEAD, Articles
from streams.topics import ALERTS, CURRENT, DEAD, DUPLICATES, INCIDENTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from aiokafka import ConsumerRecord

    from streams.desk.entry import Entry


@dataclass(slots=True)
class IncidentSink(Sink):
    """Puts incidents on the board.

    When the topic is read from its beginning, the first record of a key is decoded at once. Of later ones the latest
    alone is decoded, when all are read: an incident is decoded twice at most, however often it has changed. On a desk
    that starts, pages show the incidents as they come; later the new board takes the old one's place when it is whole.
    """

    topic = INCIDENTS
    _fresh: Board = field(default_factory=lambda: Board(1))
    _seen: set[str] = field(default_factory=set)
    """Keys of which a record was decoded."""
    _later: dict[str, tuple[bytes, str | None]] = field(default_factory=dict)
    """The latest value of each key that has several, compressed, and its schema."""

    def begin(self) -> None:
        """Begin from scratch: what the board has stays until all is read."""
        super(IncidentSink, self).begin()
        state = self.state
        self._fresh = Board(state.settings.desk_incidents, version=state.board.version + 1)
        self._seen, self._later = set(), {}
        if not len(state.board):
            state.board = self._fresh

    async def load(self, records: Sequence[ConsumerRecord]) -> None:
        """Take what stood on the topic when reading began."""
        with _no_collection():
            await super(IncidentSink, self).load(records)

    def take(self, record: ConsumerRecord) -> None:
        """Decode the first value of a key, and keep the latest."""
        self.state.condition.saw(record.timestamp)
        key, value, schema = key_of(record), record.value, header_of(record, SCHEMA_HEADER)
        self._later.pop(key, None)
        if value is None:
            self._fresh.remove(key)
        elif key in self._seen:
            self._later[key] = (pack(value), schema)
        else:
            self._seen.add(key)
            self._put(value, pack(value), schema)

    async def loaded(self) -> None:
        """Complete the board. Pages that listen are told what differs from before."""
        with _no_collection():
            for number, (packed, schema) in enumerate(self._later.values(), 1):
                self._put(unpack(packed), packed, schema)
                if number % self.at_once == 0:
                    await asyncio.sleep(0)
        self._seen, self._later = set(), {}
        self._take_over()
        self.state.read.set()
        if self.state.condition.live(now()):
            self.state.tell_condition()

    def changed(self, record: ConsumerRecord) -> None:
        """Take over a change."""
        self.state.condition.saw(record.timestamp)
        if record.value is None:
            self.state.remove_incident(key_of(record))
            return
        entry = self._entry(record.value, pack(record.value), header_of(record, SCHEMA_HEADER))
        if entry is not None:
            self.state.put_incident(entry)

    def away(self, reason: str) -> None:
        """Say that the broker is away."""
        if self.state.condition.away(reason, now()):
            self.state.tell_condition()

    def _take_over(self) -> None:
        old, self.state.board = self.state.board, self._fresh
        if old is self._fresh:
            return  # the desk has started: pages load all of it when they are told that it is live
        for entry in old:
            if self._fresh.get(entry.card.id) is None:
                self.state.tell_removed(entry.card.id)
        for entry in self._fresh:
            known = old.get(entry.card.id)
            if known is None or known.packed != entry.packed:
                self.state.tell_incident(entry)

    def _put(self, value: bytes, packed: bytes, schema: str | None) -> None:
        entry = self._entry(value, packed, schema)
        if entry is not None:
            self._fresh.put(entry)

    def _entry(self, value: bytes, packed: bytes, schema: str | None) -> Entry | None:
        incident = listed_incident(value, schema)
        if incident is None:
            self.state.condition.skipped(INCIDENTS.name)
            return None
        return entry_of(incident, packed)


@contextlib.contextmanager
def _no_collection() -> Iterator[None]:
    """Leave garbage alone while the board grows: looking through it again and again would take a third of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.freeze()  # what is on the board stays: it need not be looked through with every collection


@dataclass(slots=True)
class ArticleSink(Sink):
    """Notes where the latest version of each article stands."""

    topic = CURRENT
    _loading: Articles = field(default_factory=lambda: Articles(1))

    def begin(self) -> None:
        """Begin from scratch: what was noted stays until all is read."""
        super(ArticleSink, self).begin()
        self._loading = Articles(self.state.settings.desk_articles)

    async def loaded(self) -> None:
        """Use what was read."""
        self.state.articles = self._loading

    def take(self, record: ConsumerRecord) -> None:
        """Note a place."""
        self._note(self._loading, record)

    def changed(self, record: ConsumerRecord) -> None:
        """Note a place, or forget it."""
        self._note(self.state.articles, record)

    def _note(self, articles: Articles, record: ConsumerRecord) -> None:
        if record.value is None:
            articles.remove(key_of(record))
        elif header_of(record, SCHEMA_HEADER) not in {None, schema_name(EnrichedArticle)}:
            self.state.condition.skipped(CURRENT.name)
        else:
            articles.put(key_of(record), record.partition, record.offset)


@dataclass(slots=True)
class AlertSink(Sink):
    """Keeps the latest alerts. Those that are known stay when they are read again: they have ids."""

    topic = ALERTS

    def take(self, record: ConsumerRecord) -> None:
        """Take over an alert; pages load it when they open."""
        self._take(record, tell=False)

    def changed(self, record: ConsumerRecord) -> None:
        """Take over an alert, and tell the pages."""
        self._take(record, tell=True)

    def _take(self, record: ConsumerRecord, *, tell: bool) -> None:
        alert = self.message_of(record.value, header_of(record, SCHEMA_HEADER))
        if isinstance(alert, CasualtyAlert):
            self.state.add_alert(alert_row(alert), tell=tell)


@dataclass(slots=True)
class DeadSink(Sink):
    """Keeps the rows of dead letters."""

    topic = DEAD
    at_once = 1
    """Each may hold megabytes."""

    def begin(self) -> None:
        """Begin from scratch; which were put back is read from another topic."""
        super(DeadSink, self).begin()
        self.state.dead = DeadLetters(MAX_DEAD, replayed=self.state.dead.replayed)

    def take(self, record: ConsumerRecord) -> None:
        """Take over a dead letter; its headers are those of the record in it."""
        letter = self.message_of(record.value)
        if isinstance(letter, DeadLetter):
            self.state.dead.put(letter, record.partition, record.offset)


@dataclass(slots=True)
class DuplicateSink(Sink):
    """Keeps which items repeat which."""

    topic = DUPLICATES

    def begin(self) -> None:
        """Begin from scratch."""
        super(DuplicateSink, self).begin()
        self.state.duplicates = Duplicates(self.state.settings.desk_articles)

    def take(self, record: ConsumerRecord) -> None:
        """Take over a repetition."""
        duplicate = self.message_of(record.value, header_of(record, SCHEMA_HEADER))
        if isinstance(duplicate, Duplicate):
            self.state.duplicates.put(duplicate)


@dataclass(slots=True)
class ReplaySink(Sink):
    """Keeps the ids of dead letters that were put back. The topic is there from the first replay on."""

    def begin(self) -> None:
        """Keep what was put back: it stays so."""

    def take(self, record: ConsumerRecord) -> None:
        """Note an id."""
        self.state.dead.replayed.add(key_of(record))
