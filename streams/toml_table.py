"""What tables of files that people write have in common: unknown names are errors, times are written with a unit."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict

DURATION: Final = re.compile(r"(\d{1,6})\s*([smhd])")
UNITS: Final = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def duration(value: object) -> object:
    """Return the time that `30s`, `5m`, `2h` or `1d` means. Raises ValueError for other text."""
    if not isinstance(value, str):
        return value
    found = DURATION.fullmatch(value.strip())
    if found is None:
        raise ValueError("give a number and a unit: 30s, 5m, 2h, 1d")
    return timedelta(**{UNITS[found[2]]: int(found[1])})


Duration = Annotated[timedelta, BeforeValidator(duration)]


class Table(BaseModel):
    """A table of the file: an unknown name in it is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)
