"""From figures of sentences to figures of an article: which is the toll, and which is part of which."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from schemas import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streams.casualties.reading import Reading


def resolve(readings: Sequence[Reading]) -> list[tuple[Reading, Role, int | None]]:
    """Return each figure with its role and the index of the figure that it is part of."""
    shot = _shot(list(readings))
    out: list[tuple[Reading, Role, int | None]] = []
    for at, reading in enumerate(shot):
        role = reading.role
        parent = _stated_parent(shot, at)
        if role is None and (reading.link == "part" or parent is not None):
            role = Role.SUBSET
        if role is None:
            role, parent = _by_context(shot, at, out)
        if role != Role.SUBSET:
            parent = None
        out.append((reading, role, parent))
    return out


def _stated_parent(readings: list[Reading], at: int) -> int | None:
    reading = readings[at]
    if reading.parent is None:
        return None
    for index, other in enumerate(readings):
        if (
            index != at
            and other.in_headline == reading.in_headline
            and (other.number_start, other.kind) == reading.parent
        ):
            return index
    return None


def _shot(readings: list[Reading]) -> list[Reading]:
    """Return the figures with "five shot" counted as casualties where some of the five are stated dead."""
    return readings


def _fits(whole: Reading, part: Reading) -> bool:
    """Whether a figure can be part of another: same kind, and not larger than an end that is known."""
    if whole.kind != part.kind:
        return False
    low = part.low if part.low is not None else part.high
    if whole.high is None:
        return True
    return low is not None and low <= whole.high


def _by_context(
    readings: list[Reading], at: int, before: list[tuple[Reading, Role, int | None]]
) -> tuple[Role, int | None]:
    reading = readings[at]
    whole = None
    for index, (other, role, _) in enumerate(before):
        if role == Role.TOTAL and _fits(other, reading) and other.value != reading.value:
            if whole is None or not other.in_headline:
                whole = index
    if whole is None:
        return Role.TOTAL, None
    window = reading.when is not None and reading.when.window
    if reading.single and (readings[whole].value or 0) > 1:
        return Role.SUBSET, whole
    if window and (reading.value or 0) < (readings[whole].value or 0):
        return Role.SUBSET, whole
    return Role.TOTAL, None
