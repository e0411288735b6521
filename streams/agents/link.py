"""Link: `wire.signatures` (by language) to `wire.linked` (claims put to an incident, or taken from it)."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote

from schemas import SCHEMA_HEADER, Carried, Retraction, Signature, Skip, encode, schema_name
from streams.agents.reading import message_of
from streams.linking import Linker
from streams.ordering import ReorderBuffer
from streams.runner import Handler, Record, Result, Send
from streams.state import PrefixedState
from streams.topics import LINKED, SIGNATURES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from streams.settings import Settings
    from streams.state import KeyedState

LINKERS: Final = "linker/"


class LinkHandler(Handler):
    """Finds the incident that an article reports, with one linker a language, in the order of the judge."""

    def __init__(self, state: KeyedState, settings: Settings) -> None:
        self._state = state
        self._window = settings.link_window_days
        self._wait = timedelta(seconds=settings.link_wait_seconds)
        self._order = ReorderBuffer(state, most=settings.link_wait_records)
        languages = {key.split("/", 2)[1] for key, _ in state.scan(LINKERS)}
        self._linkers = {language: self._open(language) for language in sorted(languages)}

    def handle(self, record: Record) -> Result:
        """Return what the article puts to incidents or takes from them, once those judged before it are linked.

        An article without a number is linked when it comes.
        """
        message = message_of(record, SIGNATURES)
        assert isinstance(message, Signature | Carried | Retraction | Skip)  # noqa: S101  # the topic carries nothing else
        language = _language(record)
        if message.order is None:
            return Result(sends=self._link(language, message))
        if not self._order.is_turn(language, message.order):
            # Where a stage repeats its work after a crash, it may say that there is nothing to link any more. What was
            # to be linked at first must be, or the order would depend on the crash.
            skips = isinstance(message, Skip)
            return _following(self._order.hold(language, message.order, record.to_bytes(), empty=skips))
        sends = self._link(language, message)
        through = message.through if isinstance(message, Skip) else None
        return _following(self._order.take(language, message.order, through), sends)

    def refused(self, record: Record) -> Result:
        """Let the number of a refused article be waited for no longer."""
        order = getattr(message_of(record, SIGNATURES), "order", None)
        if order is None:
            return Result()
        headers = ((SCHEMA_HEADER, schema_name(Skip).encode()),)
        skip = encode(Skip(order=order))
        return self.handle(
            Record(record.topic, record.partition, record.offset, record.key, skip, headers, record.timestamp_ms)
        )

    def due(self, now: datetime) -> tuple[Send, ...]:
        """Return what says for which numbers linking has waited long enough.

        It is read in order with the articles, so that whoever reads the topic again takes them in the same order.
        """
        return tuple(
            Send(SIGNATURES, unquote(language), Skip(order=first, through=last))
            for language, first, last in self._order.overdue(now, self._wait)
        )

    def group_of(self, item_key: str) -> str | None:
        """Return the incident of an item of the window, or the group that may become one."""
        groups = (linker.group_of(item_key) for linker in self._linkers.values())
        return next((group for group in groups if group is not None), None)

    def sizes(self) -> Mapping[str, int]:
        """Return the size of the index, and how many articles wait for an earlier one."""
        sizes: Counter[str] = Counter(waiting=len(self._order))
        for linker in self._linkers.values():
            sizes.update(linker.sizes())
        return sizes

    def _link(self, language: str, message: Signature | Carried | Retraction | Skip) -> tuple[Send, ...]:
        if isinstance(message, Skip):
            return ()
        linker = self._linkers.get(language)
        if linker is None:
            linker = self._linkers[language] = self._open(language)
        return tuple(Send(LINKED, claims.incident_id, claims) for claims in linker.link(message))

    def _open(self, language: str) -> Linker:
        return Linker(PrefixedState(self._state, f"{LINKERS}{language}/"), window_days=self._window)


def _language(record: Record) -> str:
    """Return the language that a record is keyed by, in a form that can be part of a key of the state."""
    return quote(record.key or b"", safe="")


def _following(kept: bytes | None, sends: tuple[Send, ...] = ()) -> Result:
    return Result(sends=sends, following=() if kept is None else (Record.from_bytes(kept),))
