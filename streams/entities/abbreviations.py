"""Short forms of states and provinces ("Fla.", "W.Va.", postal codes), of towns ("L.A.") and in names ("Mt.")."""

from __future__ import annotations

from functools import cache
from typing import Final

from streams.entities.tables import read_rows

_FIRST_WORDS: Final = {"Mt.": "Mount", "Mt": "Mount", "Ft.": "Fort", "Ft": "Fort"}


@cache
def _divisions() -> dict[str, str]:
    return {
        form: admin
        for admin, name, forms in read_rows("region_abbreviations.tsv")
        for form in (name, *forms.split("|"))
    }


@cache
def _names() -> dict[str, str]:
    return {admin: name for admin, name, _ in read_rows("region_abbreviations.tsv")}


@cache
def _towns() -> dict[str, str]:
    return dict(read_rows("town_abbreviations.tsv"))


def town_name(name: str) -> str:
    """Return the full name of a town that is in short, or has a short first word: "L.A.", "Mt. Pleasant"."""
    first, _, rest = name.partition(" ")
    if rest and first in _FIRST_WORDS:
        return f"{_FIRST_WORDS[first]} {rest}"
    return _towns().get(name) or _towns().get(f"{name}.") or name


def division_of(name: str) -> str | None:
    """Return the code of the division that a short form or full name stands for; its full stop may be left out."""
    return _divisions().get(f"{name}.") or _divisions().get(name)


def division_name(admin: str) -> str:
    """Return the full name of a division that has a short form. Raises KeyError for another."""
    return _names()[admin]


def is_abbreviation(name: str) -> bool:
    """Tell whether a name is the short form, or the name, of a state or province."""
    return division_of(name) is not None


def is_dotted(name: str) -> bool:
    """Tell whether a name with its full stop is a short form that cannot be anything else: "Fla."."""
    return name.endswith(".") and name in _divisions()
