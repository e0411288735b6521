"""Numbers with their nouns, as people write them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

EARLIEST_MS: Final = 100_000_000_000
"""A version from this number on is a time in milliseconds (of 1973 or later): nobody counts so many versions."""
LATEST_MS: Final = 10_000_000_000_000
"""A larger number is no time that anybody means: it would be later than the year 2286."""


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun in the right form: `1 story`, `2 stories`, `0 items`."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def version_name(number: int) -> str:
    """Return a version as people name it: its number, or its time where the time stands for a number."""
    if EARLIEST_MS <= number < LATEST_MS:
        return f"of {datetime.fromtimestamp(number / 1000, UTC):%Y-%m-%d %H:%M:%S} UTC"
    return str(number)
