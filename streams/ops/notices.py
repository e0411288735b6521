"""Notices of workers to who runs them: what `wirefeed status` shows besides numbers.

They travel on the counts topic, under keys of their own, so that the latest of each stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

import orjson

from streams.ops.connection import connected_producer
from streams.topics import counts_topic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streams.settings import Settings

PREFIX: Final = "notice/"
"""Of the keys; those of counts start with a stage."""
MAX_TEXT: Final = 1_000


class NoticeKind(StrEnum):
    """What a notice is about."""

    STATE = "state"
    """A part of the state was set aside and is read again from the changelog."""
    GONE = "gone"
    """Records are gone that no worker has read, or a topic was recreated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something that happened to a worker, and that somebody should know of."""

    kind: NoticeKind
    subject: str
    """What it happened to, such as a path or `topic/partition`; the next notice of the same takes its place."""
    at: datetime
    text: str

    @property
    def key(self) -> str:
        """The key of its record."""
        return f"{PREFIX}{self.kind}/{self.subject}"

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON data."""
        return {"kind": str(self.kind), "subject": self.subject, "at": self.at.isoformat(), "text": self.text}


def parse_notice(value: bytes) -> Notice:
    """Return the notice of a record. Raises ValueError where it is none."""
    try:
        data = orjson.loads(value)
        return Notice(
            kind=NoticeKind(data["kind"]),
            subject=str(data["subject"]),
            at=datetime.fromisoformat(data["at"]),
            text=str(data["text"])[:MAX_TEXT],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"no notice: {type(error).__name__}: {error}") from error


async def send_notices(settings: Settings, notices: Sequence[Notice]) -> None:
    """Send notices. Raises `BrokerUnreachable` and KafkaError."""
    async with connected_producer(settings) as producer:
        for notice in notices:
            value = orjson.dumps(notice.to_json())
            await producer.send_and_wait(counts_topic(settings), value, key=notice.key.encode())
