"""Unpacks what a server sends packed, up to a limit: a small answer may unpack to gigabytes."""

from __future__ import annotations

import zlib
from typing import Final

ACCEPTED: Final = "gzip"
"""The one packing that we ask for; what `deflate` means, servers don't agree on."""
MAGIC: Final = b"\x1f\x8b"
_WINDOW: Final = 16 + zlib.MAX_WBITS
_PACKED: Final = frozenset({"gzip", "x-gzip"})
_PLAIN: Final = frozenset({"", "identity"})


class TooLarge(ValueError):
    """There is more than may be taken."""


class Unpacker:
    """Takes the parts of one answer and keeps what is in them. Raises ValueError for an encoding that is not known."""

    def __init__(self, encoding: str, limit: int) -> None:
        name = encoding.strip().lower()
        if name not in _PACKED | _PLAIN:
            raise ValueError(f"the server packs with {name[:40]!r}, which was not asked for")
        self._packed = zlib.decompressobj(_WINDOW) if name in _PACKED else None
        self._limit = limit
        self._parts: list[bytes] = []
        self._size = 0

    def add(self, part: bytes) -> None:
        """Take the next part. Raises `TooLarge`, or ValueError where it can't be unpacked."""
        if self._packed is None:
            self._keep(part)
            return
        try:
            self._unpack(self._packed, part)
        except zlib.error as error:
            raise ValueError("what the server sent can't be unpacked") from error

    def content(self) -> bytes:
        """Return all that was taken. Raises ValueError where the packed content has no end: the rest is missing."""
        if self._packed is not None and not self._packed.eof and self._size:
            raise ValueError("the connection was cut: the packed content has no end")
        return b"".join(self._parts)

    def _unpack(self, packed: zlib._Decompress, part: bytes) -> None:
        self._keep(packed.decompress(part, self._limit - self._size + 1))
        while packed.unused_data.startswith(MAGIC):  # gzip files may stand one after the other
            rest, packed = packed.unused_data, zlib.decompressobj(_WINDOW)
            self._packed = packed
            self._keep(packed.decompress(rest, self._limit - self._size + 1))

    def _keep(self, part: bytes) -> None:
        self._size += len(part)
        if self._size > self._limit:
            raise TooLarge(f"it has more than {self._limit:,} bytes")
        self._parts.append(part)
