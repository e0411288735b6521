"""Dead letters in memory: rows of a list, without the records that they hold."""

from __future__ import annotations

from base64 import b64encode
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from streams.desk.paging import paged
from streams.desk.values import DeadList, DeadPage, DeadRow

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from schemas import DeadLetter
    from streams.desk.values import Broker

SHOWN_BYTES: Final = 65_536
"""Of a record; the rest is to be had by `wirefeed dead show`."""
MESSAGE_CHARS: Final = 2_000
BASE64_CHARS: Final = 4
BASE64_BYTES: Final = 3
"""Of so many characters of base64."""


@dataclass(frozen=True, slots=True)
class Held:
    """A dead letter, and where its record stands on `wire.dead`."""

    row: DeadRow
    partition: int
    offset: int


@dataclass(slots=True)
class DeadLetters:
    """The latest dead letters, and which were put back."""

    limit: int
    total: int = 0
    """All that were read, also those that there was no room for."""
    replayed: set[str] = field(default_factory=set)
    _held: OrderedDict[str, Held] = field(default_factory=OrderedDict)

    def put(self, letter: DeadLetter, partition: int, offset: int) -> None:
        """Add a dead letter; the same one may come again."""
        self.total += letter.id not in self._held
        self._held[letter.id] = Held(dead_row(letter), partition, offset)
        if len(self._held) > self.limit:
            self._held.popitem(last=False)

    def get(self, identity: str) -> Held | None:
        """Return a dead letter, None where it is not held."""
        return self._held.get(identity)

    def row(self, held: Held) -> DeadRow:
        """Return the row of a dead letter, with whether it was put back."""
        return held.row.model_copy(update={"replayed": held.row.id in self.replayed})

    def select(self, text: str) -> Sequence[Held]:
        """Return those in which a text stands, in capitals or not, the newest first."""
        wanted = text.casefold()
        found = [held for held in self._held.values() if wanted in _searched(held.row)]
        return sorted(found, key=lambda held: (held.row.at, held.row.id), reverse=True)


def dead_row(letter: DeadLetter) -> DeadRow:
    """Return the row of a dead letter."""
    return DeadRow(
        id=letter.id,
        stage=letter.stage,
        topic=letter.topic,
        partition=letter.partition,
        offset=letter.offset,
        error=letter.error,
        message=letter.message[:MESSAGE_CHARS],
        at=letter.at,
        attempts=letter.attempts,
        bytes=None if letter.value is None else _size(letter.value),
        truncated=letter.truncated,
    )


def dead_list(letters: DeadLetters, text: str, page: int, *, may_replay: bool, broker: Broker) -> DeadList:
    """Return a page of the dead letters in which a text stands; the last one where there are not so many."""
    shown = paged(letters.select(text), page, lambda number: _query(text, number))
    return DeadList(
        letters=tuple(letters.row(held) for held in shown.entries),
        total=shown.total,
        page=shown.page,
        pages=shown.pages,
        query=_query(text, 1),
        next_query=shown.next_query,
        previous_query=shown.previous_query,
        may_replay=may_replay,
        broker=broker,
    )


def dead_page(
    row: DeadRow,
    record: tuple[bytes | None, bytes | None, Collection[tuple[str, bytes]]],
    *,
    may_replay: bool,
    broker: Broker,
) -> DeadPage:
    """Return a dead letter with its record: key, value and headers."""
    key, value, headers = record
    shown = (value or b"")[:SHOWN_BYTES]
    text = _as_text(shown)
    return DeadPage(
        row=row,
        key=None if key is None else key[:SHOWN_BYTES].decode(errors="replace"),
        value=text if value is not None else None,
        value_base64=b64encode(shown).decode() if value is not None and text is None else None,
        cut=len(value or b"") > SHOWN_BYTES,
        headers={name: _as_text(content) for name, content in headers},
        may_replay=may_replay,
        broker=broker,
    )


def _as_text(shown: bytes) -> str | None:
    """Return bytes as text, None where they are none; a character that was cut at the end is left out."""
    try:
        return shown.decode()
    except UnicodeDecodeError as error:
        at_the_end = error.reason == "unexpected end of data" and error.start >= len(shown) - 3
        return shown[: error.start].decode() if at_the_end else None


def _searched(row: DeadRow) -> str:
    return f"{row.id}\n{row.stage}\n{row.topic}\n{row.error}\n{row.message}".casefold()


def _query(text: str, page: int) -> str:
    return urlencode({**({"q": text} if text else {}), **({"page": page} if page > 1 else {})})


def _size(encoded: str) -> int:
    """Return how many bytes a text in base64 stands for."""
    return len(encoded) // BASE64_CHARS * BASE64_BYTES - encoded[-2:].count("=")
