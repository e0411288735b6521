"""Records whose header names are no UTF-8."""

from __future__ import annotations

from typing import Any

import pytest
from aiokafka.consumer import fetcher
from aiokafka.record.default_records import _DefaultRecordBatchBuilderPy

import streams.kafka  # noqa: F401  # connecting to Kafka is what needs it
from streams.header_names import LenientRecords


class Name(str):
    """A header name that is sent as the bytes that it was made of."""

    __slots__ = ("raw",)
    raw: bytes

    def encode(self, encoding: str = "utf-8", errors: str = "strict") -> bytes:
        """Return the bytes, whatever they are."""
        del encoding, errors
        return self.raw


def name(raw: bytes) -> Name:
    """Return a name of these bytes."""
    made = Name(raw.decode("latin-1"))
    made.raw = raw
    return made


def batch(*headers: list[tuple[str, bytes | None]], compression: int = 0) -> bytes:
    """Return a batch with a record for each list of headers."""
    builder = _DefaultRecordBatchBuilderPy(2, compression, 0, 0, 0, 0, 1_000_000)
    for offset, of_record in enumerate(headers):
        value = b"value %d" % offset
        assert builder.append(offset, timestamp=-(10**14), key=None, value=value, headers=of_record) is not None
    return bytes(builder.build())


def read(fetched: bytes) -> list[Any]:
    """Return the records of what was fetched."""
    records = LenientRecords(fetched)
    found = []
    while records.has_next():
        found += list(records.next_batch())
    assert records.next_batch() is None
    return found


@pytest.mark.parametrize("compression", [0, 1])
def test_a_name_that_is_no_utf_8_is_read_with_a_replacement(compression: int) -> None:
    """It costs its neighbours nothing, plain or compressed; values and times are those that were sent."""
    hostile: list[tuple[str, bytes | None]] = [(name(b"a\xff\xfeb"), b"\xff"), (name(b""), None)]
    found = read(batch([("before", b"1")], hostile, [("after", None)], compression=compression))
    assert [record.value for record in found] == [b"value 0", b"value 1", b"value 2"]
    assert [record.headers for record in found] == [
        [("before", b"1")],
        [("a\ufffd\ufffdb", b"\xff"), ("", None)],
        [("after", None)],
    ]
    assert {record.timestamp for record in found} == {-(10**14)}


def test_batches_are_read_one_after_the_other() -> None:
    """A fetch may hold several, the last of them in part."""
    whole = batch([("a", b"1")])
    fetched = whole + batch([(name(b"\xc3"), b"2")]) + whole[:30]
    assert [record.headers for record in read(fetched)] == [[("a", b"1")], [("\ufffd", b"2")]]
    assert LenientRecords(fetched).size_in_bytes() == len(fetched)
    assert LenientRecords(whole).next_batch().validate_crc()


def test_every_consumer_reads_so() -> None:
    """Since the module that all clients are connected by sees to it."""
    assert fetcher.MemoryRecords is LenientRecords
