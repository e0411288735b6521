"""The data files of this package, read once."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import BinaryIO


@cache
def _words() -> dict[str, frozenset[str]]:
    with (files(__package__) / "data" / "words.toml").open("rb") as file:
        return {
            name: frozenset(" ".join(lines).split() if isinstance(lines, list) else lines.split())
            for name, lines in tomllib.load(file).items()
        }


def word_set(name: str) -> frozenset[str]:
    """Return a class of words of `data/words.toml`. Raises KeyError where there is none of that name."""
    return _words()[name]


def word_classes() -> dict[str, frozenset[str]]:
    """Return all classes of words by name."""
    return _words()


def open_data(name: str) -> BinaryIO:
    """Return a data file opened for reading bytes."""
    return (files(__package__) / "data" / name).open("rb")  # type: ignore[return-value]


def read_rows(name: str) -> list[list[str]]:
    """Return the cells of a TSV file, without comment lines and the header."""
    text = (files(__package__) / "data" / name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [line.split("\t") for line in lines[1:]]
