"""Hostile records: values with keys, headers and times at and beyond every bound, in batches that a broker takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from aiokafka.record.default_records import _DefaultRecordBatchBuilderPy

if TYPE_CHECKING:
    import random

    from aiokafka import AIOKafkaProducer

BATCH_BYTES: Final = 4_000_000
TIMES: Final = (0, 1, -1, -(10**14), 2**62, -(2**62), 253_402_300_799_999, 253_402_300_800_000, 2**41)
NAMES: Final = (
    b"content-type",
    b"wf-provider",
    b"wf-source",
    b"wf-uri",
    b"wf-received",
    b"wf-schema",
    b"wf-replay",
    b"wf-attempts",
    b"traceparent",
    b"",
    b"\xff\xfe",
    b"a" * 1_000,
    "\u202e".encode(),
)
HEADER_VALUES: Final = (
    None,
    b"",
    b"\xff",
    b"\x00\x1b[2J",
    "²".encode(),
    b"-1",
    b"9" * 400,
    b"wire.raw.v1/0/1",
    b"application/json",
    b"text/html; charset=utf-99",
    b"application/" + b"x" * 5_000,
    b"9999-12-31T23:59:59+14:00",
    b"http://[::1",
    b"00-" + b"0" * 32 + b"-" + b"0" * 16 + b"-01",
    b"CleanArticle/999",
    b"x" * 100_000,
)
KEYS: Final = (None, b"", b"\xff\xfe", b"en", b"a/b", b"/", b"k" * 10_000, b"\x00", "²".encode())


@dataclass(frozen=True, slots=True)
class Hostile:
    """A record as bytes, which is more than a client's interface lets through."""

    value: bytes | None
    key: bytes | None
    headers: tuple[tuple[bytes, bytes | None], ...]
    timestamp: int


def hostile(
    chance: random.Random, value: bytes | None, headers: tuple[tuple[bytes, bytes | None], ...], now: int
) -> Hostile:
    """Return a record of the value; one part in three of key, headers and time is hostile each."""
    if chance.random() < 1 / 3:
        count = chance.choice((1, 1, 3, 200))
        more = tuple(
            (chance.choice(NAMES), chance.choice(HEADER_VALUES[: 15 if count > 3 else None])) for _ in range(count)
        )
        headers = (*headers, *more) if chance.random() < 0.7 else more
    return Hostile(
        value=value,
        key=chance.choice(KEYS),
        headers=headers,
        timestamp=chance.choice(TIMES) if chance.random() < 1 / 3 else now,
    )


async def send(producer: AIOKafkaProducer, topic: str, partition: int, record: Hostile) -> int:
    """Send a record in a batch of its own and return its offset. Raises a KafkaError where the broker refuses it."""
    batch: Any = producer.create_batch()
    batch._builder = _DefaultRecordBatchBuilderPy(2, 0, 0, -1, -1, -1, BATCH_BYTES)  # noqa: SLF001  # takes any name
    headers = [(_Name.of(name), value) for name, value in record.headers]
    appended = batch.append(key=record.key, value=record.value, timestamp=record.timestamp, headers=headers)
    assert appended is not None  # nothing above is so large
    batch.close()
    future = await producer.send_batch(batch, topic, partition=partition)
    return int((await future).offset)


class _Name(str):
    """A header name that is sent as the bytes that it was made of."""

    __slots__ = ("raw",)
    raw: bytes

    @classmethod
    def of(cls, raw: bytes) -> _Name:
        made = cls(raw.decode("latin-1"))
        made.raw = raw
        return made

    def encode(self, encoding: str = "utf-8", errors: str = "strict") -> bytes:
        del encoding, errors
        return self.raw
