"""Keyed state behind a narrow interface: what the stateful core packages read and write.

A stage has one state for each partition of its input. On a worker it is a Faust table with its changelog; in the
file commands and in tests it is a `DictState`. Writes reach the changelog in the order made, and a crash may lose a
tail of them: a core that records an article's decision last, and makes its other writes repeatable, gives the
same decisions when the articles are read again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator


class KeyedState(Protocol):
    """Bytes by key, for one partition of one stage."""

    def get(self, key: str) -> bytes | None:
        """Return the value, or None where the key has none."""

    def put(self, key: str, value: bytes) -> None:
        """Set the value of a key."""

    def drop(self, key: str) -> None:
        """Forget a key; nothing happens where it has no value."""

    def scan(self, prefix: str) -> Iterator[tuple[str, bytes]]:
        """Yield keys and values under a prefix, in no particular order; the state must not be written meanwhile."""


def without_slack(value: bytes) -> bytes:
    """Return a copy that takes the memory of its bytes alone.

    orjson 3.13 leaves what it writes in the buffer that it began with: a value of 500 bytes takes 4 kB for as long as
    it is kept.
    """
    return bytes(memoryview(value))


class PrefixedState:
    """The part of a state whose keys have a prefix, seen without it."""

    def __init__(self, state: KeyedState, prefix: str) -> None:
        self._state = state
        self._prefix = prefix

    def get(self, key: str) -> bytes | None:
        """Return the value, or None where the key has none."""
        return self._state.get(self._prefix + key)

    def put(self, key: str, value: bytes) -> None:
        """Set the value of a key."""
        self._state.put(self._prefix + key, value)

    def drop(self, key: str) -> None:
        """Forget a key; nothing happens where it has no value."""
        self._state.drop(self._prefix + key)

    def scan(self, prefix: str) -> Iterator[tuple[str, bytes]]:
        """Yield keys and values under a prefix."""
        cut = len(self._prefix)
        return ((key[cut:], value) for key, value in self._state.scan(self._prefix + prefix))


class DictState:
    """A state in memory."""

    def __init__(self) -> None:
        self._values: dict[str, bytes] = {}

    def get(self, key: str) -> bytes | None:
        """Return the value, or None where the key has none."""
        return self._values.get(key)

    def put(self, key: str, value: bytes) -> None:
        """Set the value of a key."""
        self._values[key] = without_slack(value)

    def drop(self, key: str) -> None:
        """Forget a key; nothing happens where it has no value."""
        self._values.pop(key, None)

    def scan(self, prefix: str) -> Iterator[tuple[str, bytes]]:
        """Yield keys and values under a prefix."""
        return ((key, value) for key, value in self._values.items() if key.startswith(prefix))

    def __len__(self) -> int:
        return len(self._values)
