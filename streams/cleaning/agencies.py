"""News agencies and the ways they are credited."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from streams.cleaning.resources import table

CREDIT_WORDS: Final = 9
"""A line with more words is no bare credit."""
ABBREVIATION: Final = 4
"""A name of so few letters is one only in capitals, or as the agency writes it: `App` is no agency."""
_SPLIT: Final = re.compile(r"\s{0,3}(?:/|,|&|\band\b|\+)\s{0,3}")
_YEAR: Final = re.compile(r"(?:©|\(c\)|copyright)?\s{0,2}(?:\d{4})?\s{0,2}")
_LEADS: Final = ("source:", "source -", "from:", "with ", "via ")
_WRAP: Final = " .,:;()[]-–—_*"


@cache
def agency_names() -> dict[str, str]:
    """Return the recorded name by each way of crediting it, in lower case."""
    return {alias: row[0] for row in table("agencies.tsv") for alias in row[1:]}


def agency_named(text: str) -> str | None:
    """Return the agency that a text names, and names only: `AFP`, `The Associated Press`, `Reuters/AFP` (the first)."""
    if len(text) > 60:  # noqa: PLR2004 - no credit is longer
        return None
    names = agency_names()
    bare = text.strip(_WRAP).lower()
    if bare in names:
        return names[bare]
    for part in _SPLIT.split(bare, maxsplit=4):
        if part in names:
            return names[part]
    return None


def credit_in(line: str) -> str | None:
    """Return the agency of a line that is a credit and no more: `(Reuters)`, `Source: AFP`, `© 2016 Reuters`."""
    bare = line.strip(_WRAP).lower()
    lead = next((lead for lead in _LEADS if bare.startswith(lead)), "")
    bare = bare[len(lead) :]
    year = _YEAR.match(bare)
    bare = bare[year.end() if year else 0 :].strip(_WRAP).partition(" / ")[0]
    name = agency_names().get(bare)
    if name is None or (len(bare) <= ABBREVIATION and bare.upper() not in line and name not in line):
        return None
    return name
