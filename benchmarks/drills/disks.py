"""State folders: a small disk to fill up, and files to damage."""

from __future__ import annotations

import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator
    from pathlib import Path

DISK_MEGABYTES: Final = 96
CHUNK: Final = b"\0" * 65_536
DAMAGE_BYTES: Final = 4_096


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """Mount a small disk in memory on the folder for as long as the context lasts. Needs root."""
    folder.mkdir(parents=True, exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MEGABYTES}m", "tmpfs", str(folder)]
    subprocess.run(command, check=True, capture_output=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False, capture_output=True)  # noqa: S607 - a system tool


def fill(folder: Path) -> Path:
    """Write a file until the disk is full, and return it."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(CHUNK)
        except OSError:
            return ballast


def damage(folder: Path, chance: random.Random) -> int:
    """Overwrite the start of every file under the folder; return how many files."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    for path in files:
        with path.open("r+b") as file:
            file.write(chance.randbytes(min(DAMAGE_BYTES, max(16, path.stat().st_size))))
    return len(files)
