"""Finds dead letters, and gives the records that they hold."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from contextlib import aclosing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import xxhash

from schemas import DeadLetter, UndecodableMessage, decode
from streams.ops.reading import Range, read_topic
from streams.runner import ATTEMPTS_HEADER, REPLAY_HEADER
from streams.topics import DEAD

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from streams.settings import Settings

_AGO: Final = re.compile(r"(\d{1,6})\s*([smhd])")
_UNITS: Final = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Selects dead letters. A field that is None or empty selects all."""

    stage: str | None = None
    error: str | None = None
    topic: str | None = None
    """Name on the broker of the topic that the record was read from."""
    since: datetime | None = None
    ids: tuple[str, ...] = ()

    @property
    def everything(self) -> bool:
        """Whether it selects all dead letters."""
        return self == Filter()

    def matches(self, letter: DeadLetter) -> bool:
        """Return whether it selects a dead letter."""
        return (
            (self.stage is None or letter.stage == self.stage)
            and (self.error is None or letter.error.lower() == self.error.lower())
            and (self.topic is None or letter.topic == self.topic)
            and (self.since is None or letter.at >= self.since)
            and (not self.ids or letter.id in self.ids)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """The record that a dead letter holds, as it was read."""

    topic: str
    partition: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...]


def moment(text: str, now: datetime) -> datetime:
    """Return the time that `2026-03-02T09:00`, `2026-03-02` or `90m` (ago: s, m, h, d) means. Raises ValueError."""
    ago = _AGO.fullmatch(text.strip())
    if ago is not None:
        return now - timedelta(**{_UNITS[ago[2]]: int(ago[1])})
    try:
        parsed = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise ValueError(
            f"{text!r} is no time: give an ISO time (2026-03-02T09:00) or how long ago (90m, 2d)"
        ) from error
    return parsed if parsed.tzinfo is not None else parsed.replace(tzinfo=UTC)


def original(letter: DeadLetter) -> Original:
    """Return the record that a dead letter holds. Raises ValueError where its base64 is broken."""
    try:
        return Original(
            topic=letter.topic,
            partition=letter.partition,
            key=_bytes(letter.key),
            value=_bytes(letter.value),
            headers=tuple((name, b64decode(value, validate=True)) for name, value in letter.headers),
        )
    except binascii.Error as error:
        raise ValueError(f"dead letter {letter.id} holds no valid base64: {error}") from error


def replay_headers(letter: DeadLetter) -> list[tuple[str, bytes]]:
    """Return the original headers with those of a replay, in the place of those of an earlier replay.

    They name the first letter of the record, however often it was put back.
    """
    kept = [(name, value) for name, value in original(letter).headers if name not in {REPLAY_HEADER, ATTEMPTS_HEADER}]
    first = (letter.first_id or letter.id).encode()
    return [*kept, (REPLAY_HEADER, first), (ATTEMPTS_HEADER, str(letter.attempts).encode())]


async def dead_letters(settings: Settings, wanted: Filter) -> AsyncGenerator[DeadLetter]:
    """Yield the selected dead letters, in the order of their time as far as possible, each once."""
    seen: set[int] = set()
    async with aclosing(read_topic(settings, DEAD.full_name(settings), Range(from_beginning=True))) as records:
        async for record in records:
            try:
                letter = decode(record.value, DEAD.types)
            except UndecodableMessage:
                continue  # not ours: nobody else can put it back either
            if isinstance(letter, DeadLetter) and wanted.matches(letter) and (short := short_id(letter.id)) not in seen:
                seen.add(short)
                yield letter


def short_id(identity: str) -> int:
    """Return 64 bits that stand for an id, so that millions of ids fit into memory."""
    return xxhash.xxh3_64_intdigest(identity.encode())


def letter_json(letter: DeadLetter) -> dict[str, Any]:
    """Return a dead letter as JSON data, its key, value and headers as text where they are text."""
    record = original(letter)
    return {
        **letter.model_dump(mode="json", exclude={"key", "value", "headers"}),
        "key": _text(record.key),
        "headers": {name: _text(value) for name, value in record.headers},
        "value": _text(record.value),
        "value_base64": letter.value if record.value is not None and _text(record.value) is None else None,
        "bytes": None if record.value is None else len(record.value),
    }


def _bytes(encoded: str | None) -> bytes | None:
    return None if encoded is None else b64decode(encoded, validate=True)


def _text(value: bytes | None) -> str | None:
    if value is None:
        return None
    try:
        return value.decode()
    except UnicodeDecodeError:
        return None
