"""`wirefeed worker`, `broker` and `up`."""

from typing import Final

PASS_THROUGH: Final = {"allow_extra_args": True, "ignore_unknown_options": True}


def worker() -> None:
    """Run a worker."""


def broker() -> None:
    """Run the broker."""


def up() -> None:
    """Run all."""
