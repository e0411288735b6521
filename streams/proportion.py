"""When a number is out of all proportion to another: for linking, which it tells nothing, and for tolls."""

from typing import Final

LEAP: Final = 1_000
"""A number so many times larger than others is a slip or a fraud: `3,000,000` after `3`."""
