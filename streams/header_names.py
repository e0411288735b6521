"""Reads records whose header names are no UTF-8, at which aiokafka fails for good: the partition would stand still.

aiokafka decodes header names while it reads a batch, strictly and out of reach of who consumes it. Brokers accept any
bytes as a name. Here a batch that can't be read so is read once more, with a replacement character for each wrong byte.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiokafka.consumer import fetcher
from aiokafka.record.default_records import _DefaultRecordBatchPy
from aiokafka.record.memory_records import _MemoryRecordsPy

if TYPE_CHECKING:
    from collections.abc import Iterator

MAGIC: int = 2
"""The format of batches that has headers."""
MAGIC_OFFSET: int = 16


def accept_any_header_name() -> None:
    """Let every consumer of this process read records with any header names."""
    fetcher.MemoryRecords = LenientRecords


class LenientRecords:
    """The record batches of one fetch of one partition."""

    def __init__(self, fetched: bytes) -> None:
        self._records: Any = _MemoryRecordsPy(fetched)

    def size_in_bytes(self) -> int:
        """Return the size of what was fetched."""
        size: int = self._records.size_in_bytes()
        return size

    def has_next(self) -> bool:
        """Return whether there is one more batch."""
        more: bool = self._records.has_next()
        return more

    def next_batch(self) -> Any:
        """Return the next batch, None after the last."""
        raw = self._records._next_slice  # noqa: SLF001  # the batch as fetched: it can't be had from what is returned
        batch = self._records.next_batch()
        return LenientBatch(batch, raw) if batch is not None and raw[MAGIC_OFFSET] >= MAGIC else batch


class LenientBatch:
    """A record batch as aiokafka has it, but for the names of headers."""

    def __init__(self, batch: Any, raw: memoryview) -> None:
        self._batch = batch
        self._raw = raw

    def __getattr__(self, name: str) -> Any:
        """Return what the batch has."""
        return getattr(self._batch, name)

    def __next__(self) -> Any:
        """Return the next record of a control batch, which has no headers."""
        return next(self._batch)

    def __iter__(self) -> Iterator[Any]:
        """Return the records; all of them are read at once, since a wrong name may come at any of them."""
        try:
            return iter(list(self._batch))
        except UnicodeDecodeError:
            return iter(_read_leniently(self._raw))


class _LenientBuffer(bytearray):
    """Bytes of which any part can be decoded."""

    def __getitem__(self, place: Any) -> Any:
        found = super().__getitem__(place)
        return _LenientBuffer(found) if isinstance(place, slice) else found

    def decode(self, encoding: str = "utf-8", errors: str = "strict") -> str:
        del errors
        return super().decode(encoding, "replace")


def _read_leniently(raw: memoryview) -> list[Any]:
    batch: Any = _DefaultRecordBatchPy(raw)
    iter(batch)  # uncompresses
    batch._buffer = _LenientBuffer(batch._buffer)  # noqa: SLF001  # the one place that all reading goes through
    return list(batch)
