"""A partition's state on top of a table's store: writes are pending until the changelog has them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from streams.state import without_slack

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Write = tuple[bytes, bytes | None]

_ABSENT: Final = object()


class TableState:
    """Bytes by key for one partition: reads see the writes made, the store sees them at `commit`.

    Keys start with the partition, since the store of a table holds the keys of all partitions that a worker has.
    """

    def __init__(self, store: Any, partition: int) -> None:
        self._store = store
        self._prefix = b"%d|" % partition
        self._pending: dict[bytes, bytes | None] = {}
        self._journal: list[Write] = []
        self._undo: list[tuple[bytes, object]] = []

    def get(self, key: str) -> bytes | None:
        """Return the value, or None where the key has none."""
        full = self._prefix + key.encode()
        value: bytes | None
        if full in self._pending:
            return self._pending[full]
        value = self._store.get(full)
        return value

    def put(self, key: str, value: bytes) -> None:
        """Set the value of a key."""
        self._write(self._prefix + key.encode(), without_slack(value))

    def drop(self, key: str) -> None:
        """Forget a key; nothing happens where it has no value."""
        full = self._prefix + key.encode()
        if self._pending.get(full, _ABSENT) is None or (full not in self._pending and self._store.get(full) is None):
            return
        self._write(full, None)

    def scan(self, prefix: str) -> Iterator[tuple[str, bytes]]:
        """Yield keys and values under a prefix, in no particular order."""
        wanted = self._prefix + prefix.encode()
        cut = len(self._prefix)
        for full, value in self._store.items():
            if full.startswith(wanted) and full not in self._pending:
                yield full[cut:].decode(), value
        for full, pending in self._pending.items():
            if pending is not None and full.startswith(wanted):
                yield full[cut:].decode(), pending

    def _write(self, full: bytes, value: bytes | None) -> None:
        self._undo.append((full, self._pending.get(full, _ABSENT)))
        self._pending[full] = value
        self._journal.append((full, value))

    def begin(self) -> None:
        """Begin a record: what is written from here on can be rolled back until the next `begin`."""
        self._undo.clear()

    def rollback(self) -> bool:
        """Undo the writes since `begin`; return whether there were any."""
        written = bool(self._undo)
        for full, before in reversed(self._undo):
            if before is _ABSENT:
                del self._pending[full]
            else:
                self._pending[full] = before  # type: ignore[assignment]  # what stood there was bytes or None
            self._journal.pop()
        self._undo.clear()
        return written

    @property
    def has_written(self) -> bool:
        """Whether anything was written since `begin`."""
        return bool(self._undo)

    def written_since_begin(self) -> list[Write]:
        """Return the writes since `begin`."""
        return self._journal[len(self._journal) - len(self._undo) :]

    def writes(self) -> list[Write]:
        """Return the writes that are not committed, in the order made: what the changelog must get."""
        return list(self._journal)

    def move_first(self, *prefixes: str) -> None:
        """Reorder the pending writes: those under the first prefix come first, then those under the next, and so on.

        A crash may lose the last writes, but then keeps those that come first.
        """
        starts = [self._prefix + prefix.encode() for prefix in prefixes]

        def rank(write: Write) -> int:
            return next((place for place, start in enumerate(starts) if write[0].startswith(start)), len(starts))

        self._journal.sort(key=rank)

    def commit(self, writes: Sequence[Write]) -> None:
        """Put writes into the store, once the changelog has them.

        They are the first of those that `writes` returned. Others may have been made while they were being sent; those
        stay pending.
        """
        for full, value in writes:
            if value is None:
                self._store.pop(full, None)
            else:
                self._store[full] = value
        del self._journal[: len(writes)]
        self._pending = dict(self._journal)
        self._undo.clear()

    def __len__(self) -> int:
        return sum(1 for _ in self.scan(""))
