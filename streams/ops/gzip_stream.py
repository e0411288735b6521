"""Streams that may be gzip, which their first bytes tell."""

from __future__ import annotations

import gzip
import zlib
from typing import IO, Any, Final

MAGIC: Final = b"\x1f\x8b"
BROKEN_GZIP: Final = (gzip.BadGzipFile, EOFError, zlib.error)
"""What reading raises where the gzip is broken or cut."""


def unpacked(stored: Any, *, packed: bool = False) -> IO[bytes]:
    """Return a binary stream, through gzip where it begins like gzip or is said to be `packed`.

    Its first bytes are looked at without a seek, which a pipe has not; a stream that can't be looked at is plain.
    """
    peek = getattr(stored, "peek", None)
    if packed or (peek is not None and peek(2)[:2] == MAGIC):
        return gzip.GzipFile(fileobj=stored)  # type: ignore[return-value]  # both are binary streams
    stream: IO[bytes] = stored
    return stream
