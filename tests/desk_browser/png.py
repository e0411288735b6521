"""Pictures as small as they can be without another library: Chromium compresses them for speed."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

PNG: Final = b"\x89PNG\r\n\x1a\n"
POINTS: Final = b"IDAT"
HARDEST: Final = 9


def compressed(picture: bytes) -> bytes:
    """Return a PNG with its points compressed as well as zlib can, in one chunk."""
    parts = list(chunks(picture))
    points = zlib.decompress(b"".join(data for kind, data in parts if kind == POINTS))
    packed = zlib.compress(points, HARDEST)
    before = [chunk(kind, data) for kind, data in parts if kind not in {POINTS, b"IEND"}]
    return b"".join((PNG, *before, chunk(POINTS, packed), chunk(b"IEND", b"")))


def chunks(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the chunks of a PNG: kind and data."""
    place = len(PNG)
    while place < len(picture):
        size = int.from_bytes(picture[place : place + 4])
        yield picture[place + 4 : place + 8], picture[place + 8 : place + 8 + size]
        place += size + 12  # with its length, kind and checksum


def chunk(kind: bytes, data: bytes) -> bytes:
    """Return a chunk as it stands in a PNG."""
    return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)
