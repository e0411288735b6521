"""What a process takes of the machine, as Linux tells it under /proc."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["processor_seconds", "resident_bytes"]


def processor_seconds(pid: int) -> float:
    """Return the processor time of a process so far, with all its threads."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_bytes(pid: int) -> int:
    """Return how much memory a process has in use."""
    pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
