"""What a measure is in the units of the other system: `1,000 feet` for `300 metres`."""

from __future__ import annotations

from functools import cache
from math import floor, log10
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from streams.dedup.amounts import hash_of
from streams.dedup.lexicon import rows
from streams.dedup.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from streams.dedup.said import Said

FAR: Final = 0.06
"""Share by which a measure and its conversion may differ: `about 1,000 feet` is 304.8 metres."""
DIGITS: Final = (1, 2, 3)
"""Digits to which conversions are rounded."""
_HALF: Final = np.uint64(32)
LARGEST: Final = 1e7
"""A larger measure is converted with a factor in words."""


class _Unit(NamedTuple):
    measured: str
    system: str
    factor: float


def is_converted(value: float, unit: str, language: str, said: Said) -> bool:
    """Return whether a story has had a measure in a unit of the other system: the unit, and the value as rounded."""
    own = _units(language).get(unit.casefold())
    if own is None:
        return False
    for other, terms in _terms(language).items():
        if other.measured == own.measured and other.system != own.system and any(map(said.has_one, terms)):
            rounded = _rounded(value * own.factor / other.factor)
            if any(said.has_one(hash_of(f"{each:.10g}")) for each in rounded):
                return True
    return False


def _rounded(value: float) -> Iterator[float]:
    """Yield a value as outlets round it, where that is still about the same."""
    if not 1 <= value < LARGEST:
        return
    size = floor(log10(value))
    halves = round(value * 2) / 2
    for each in (*(round(value, digits - 1 - size) for digits in DIGITS), float(round(value)), halves):
        if abs(each - value) <= FAR * value:
            yield each


@cache
def _terms(language: str) -> dict[_Unit, tuple[int, ...]]:
    """Return the terms of the names of each unit of a language."""
    names: dict[_Unit, list[str]] = {}
    for name, unit in _units(language).items():
        names.setdefault(unit, []).append(name)
    return {unit: tuple((words_of([" ".join(some)]).hashes >> _HALF).tolist()) for unit, some in names.items()}


@cache
def _units(language: str) -> dict[str, _Unit]:
    """Return the units of a language by name."""
    return {
        name: _Unit(measured, system, float(factor))
        for of_language, measured, system, factor, names in rows("measures.tsv")
        if of_language == language
        for name in names.split()
    }
