"""A partition's state on top of a Faust table's store, written when a batch is acknowledged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_ABSENT: Final = object()


class TableState:
    """Bytes by key for one partition: reads see the writes made, the store sees them at `settle`.

    Keys carry the partition in front, since the store of a table gives the keys of all partitions that a worker holds.
    """

    def __init__(self, store: Any, partition: int) -> None:
        self._store = store
        self._prefix = b"%d|" % partition
        self._pending: dict[bytes, bytes | None] = {}
        self._journal: list[tuple[bytes, bytes | None]] = []
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
        self._write(self._prefix + key.encode(), value)

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

    def mark(self) -> None:
        """Begin a record: what it writes can be taken back until the next mark."""
        self._undo.clear()

    def take_back(self) -> bool:
        """Take back what was written since the mark; return whether there was anything."""
        written = bool(self._undo)
        for full, before in reversed(self._undo):
            if before is _ABSENT:
                del self._pending[full]
            else:
                self._pending[full] = before  # type: ignore[assignment]  # what stood there was bytes or None
            self._journal.pop()
        self._undo.clear()
        return written

    def written_since_mark(self) -> list[tuple[bytes, bytes | None]]:
        """Return the writes since the mark."""
        return self._journal[len(self._journal) - len(self._undo) :]

    @property
    def writes(self) -> list[tuple[bytes, bytes | None]]:
        """The writes since the last `settle`, in order: what goes to the changelog."""
        return self._journal

    def settle(self) -> None:
        """Put the writes into the store; called when the changelog has them."""
        for full, value in self._pending.items():
            if value is None:
                self._store.pop(full, None)
            else:
                self._store[full] = value
        self._pending.clear()
        self._journal.clear()
        self._undo.clear()

    def __len__(self) -> int:
        return sum(1 for _ in self.scan(""))
