"""What becomes of memory that a worker has freed: it is kept for the next batch instead of being given back."""

from __future__ import annotations

import ctypes
from typing import Final

TRIM_THRESHOLD: Final = -1
MMAP_THRESHOLD: Final = -3
"""Options of mallopt(3), as the GNU C library numbers them."""
KEPT_BYTES: Final = 128 << 20
"""Freed memory up to here stays with the process. Each batch and fetch takes megabytes and frees them;
given back every time, each page costs a fault when it is used again, in a virtual machine a microsecond."""
LARGEST_BYTES: Final = 32 << 20
"""Blocks up to here come from that memory and have no mapping of their own; the library takes no larger value."""


def keep_freed_memory() -> bool:
    """Have the C library keep what is freed; return whether it does, which other libraries than GNU's don't."""
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):
        return False
    mallopt.argtypes = (ctypes.c_int, ctypes.c_int)
    return bool(mallopt(TRIM_THRESHOLD, KEPT_BYTES)) and bool(mallopt(MMAP_THRESHOLD, LARGEST_BYTES))
