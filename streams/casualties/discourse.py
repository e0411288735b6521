"""From figures of sentences to figures of an article: which is the toll, and which is part of which.

The toll of a kind is anchored by the first figure that its sentence sets apart in no way. What repeats the anchor is
the toll again, what is smaller is a part of it, what is larger replaces it where it comes as an update.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from schemas import Kind, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streams.casualties.reading import Reading

_PARTIAL_FORMS = frozenset({"cond", "wound", "found", "hosp"})
"""Forms that tell how some of the victims fared, seldom how many there were."""


_SHOT = frozenset({"shot", "shoot"})
"""Forms that leave open whether people died."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """A figure with its role, and the index of the figure that it is part of."""

    reading: Reading
    role: Role
    parent: int | None


def resolve(readings: Sequence[Reading]) -> list[Resolved]:
    """Return the figures of an article with their roles, in the order given."""
    counted = _shot(list(readings))
    roles: list[Role | None] = [reading.role for reading in counted]
    parents: list[int | None] = [_stated_parent(counted, at) for at in range(len(counted))]
    for at, reading in enumerate(counted):
        if roles[at] is None and (reading.link == "part" or parents[at] is not None):
            roles[at] = Role.SUBSET
    for kind in dict.fromkeys(reading.kind for reading in counted):
        _anchor(kind, counted, roles, parents)
    for at, role in enumerate(roles):
        if role == Role.SUBSET and parents[at] is None:
            parents[at] = _whole(counted, roles, at)
    return [
        Resolved(reading, role or Role.TOTAL, parents[at] if role == Role.SUBSET else None)
        for at, (reading, role) in enumerate(zip(counted, roles, strict=True))
    ]


def _stated_parent(readings: list[Reading], at: int) -> int | None:
    reading = readings[at]
    if reading.parent is None:
        return None
    for index, other in enumerate(readings):
        same = other.in_headline == reading.in_headline and (other.number_start, other.kind) == reading.parent
        if index != at and same and _fits(other, reading):
            return index
    return None


def _shot(readings: list[Reading]) -> list[Reading]:
    """Return the figures with "five shot" counted as casualties where the text says that some of the five died."""
    dead = [reading for reading in readings if reading.kind == Kind.KILLED and reading.role is None and reading.value]
    if not dead:
        return readings
    hurt = {
        reading.value
        for reading in readings
        if reading.kind == Kind.INJURED and reading.role is None and (reading.form not in _SHOT or reading.others)
    }
    inclusive = {
        reading.value
        for reading in readings
        if reading.kind == Kind.INJURED
        and reading.form in _SHOT
        and reading.role is None
        and not reading.others
        and reading.value is not None
        and _includes_dead(reading, dead, hurt)
    }
    return [
        replace(reading, kind=Kind.CASUALTIES)
        if reading.kind == Kind.INJURED
        and reading.form in _SHOT
        and not reading.others
        and reading.value in inclusive
        and reading.value not in hurt
        else reading
        for reading in readings
    ]


def _includes_dead(shot: Reading, dead: list[Reading], hurt: set[int | None]) -> bool:
    """Whether some of those shot are among the dead: by the sums, or because the sentence goes on to say so."""
    value = shot.value or 0
    for killed in dead:
        count = killed.value or 0
        if count == value or (value - count) in hurt:
            return True
        near = killed.sentence_start == shot.sentence_start and killed.number_start > shot.number_start
        if count < value and near and not killed.others:
            return True
        if count < value and killed.of_group == "them" and killed.paragraph - shot.paragraph in {0, 1}:
            return True
    return False


def _fits(whole: Reading, part: Reading) -> bool:
    """Whether a figure can be part of another: same kind, and not larger than an end that is known."""
    if whole.kind != part.kind:
        return False
    low = part.low if part.low is not None else part.high
    return whole.high is None or low is None or low <= whole.high


def _anchor(kind: Kind, readings: list[Reading], roles: list[Role | None], parents: list[int | None]) -> None:
    """Give the figures of a kind without a role of their own the role of toll or part."""
    open_ = [at for at, reading in enumerate(readings) if reading.kind == kind and roles[at] is None]
    whole = [at for at in open_ if _may_be_whole(readings[at])] or open_
    if not whole:
        return
    anchor = next((at for at in whole if not readings[at].single and readings[at].value is not None), whole[0])
    for at in open_:
        reading = readings[at]
        top = readings[anchor]
        if at == anchor or reading.value is None or top.value is None:
            roles[at] = Role.TOTAL
        elif reading.value < top.value:
            roles[at], parents[at] = Role.SUBSET, anchor
        elif reading.value == top.value:
            roles[at] = Role.TOTAL
        else:
            roles[at] = Role.TOTAL


def _may_be_whole(reading: Reading) -> bool:
    return reading.form not in _PARTIAL_FORMS and not reading.of_group and not reading.listed


def _whole(readings: list[Reading], roles: list[Role | None], at: int) -> int | None:
    """Return the toll that a part without a stated whole belongs to: the nearest before it, else the first."""
    found = None
    for index, other in enumerate(readings):
        if index != at and roles[index] == Role.TOTAL and _fits(other, readings[at]):
            if found is None or index < at:
                found = index
            if index > at:
                break
    return found
