"""The strings of the interface: all of them stand in `data/en.json`, by key."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import orjson

if TYPE_CHECKING:
    from collections.abc import Mapping

_VALUE: Final = re.compile(r"\{([a-z_]{1,40})\}")


class UnknownString(KeyError):
    """A page asks for a string that the catalogue does not have."""


@cache
def catalogue() -> Mapping[str, str]:
    """Return all strings by key."""
    strings: dict[str, str] = orjson.loads(files("streams.desk").joinpath("data", "en.json").read_bytes())
    return strings


def pattern(key: str, number: int | None = None) -> str:
    """Return a string with its `{name}` still in it: with a number, the form for one or for many.

    Raises `UnknownString`.
    """
    form = key if number is None else f"{key}.{'one' if number == 1 else 'many'}"
    try:
        return catalogue()[form]
    except KeyError as error:
        raise UnknownString(form) from error


def pieces(key: str, number: int | None = None) -> tuple[tuple[str, bool], ...]:
    """Return a string as pieces, in order: text, or the name of a value (True)."""
    return _pieces(pattern(key, number))


def word(group: str, value: str) -> str:
    """Return the word for a value of a field (`kind.killed`); the value itself where the catalogue has none."""
    return catalogue().get(f"{group}.{value}", value.replace("_", " "))


@cache
def _pieces(form: str) -> tuple[tuple[str, bool], ...]:
    parts = _VALUE.split(form)
    return tuple((part, bool(place % 2)) for place, part in enumerate(parts) if part)
