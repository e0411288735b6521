"""What an incident has to do with others: splits, merges and items that came from them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from schemas import Incident, Member


class Tie(StrEnum):
    """How another incident is tied to one."""

    SPLIT_FROM = "split_from"
    """This one was a part of the other until it was split."""
    SPLIT_INTO = "split_into"
    """The other was a part of this one until it was split."""
    MERGED = "merged"
    """The other is gone, and its items are in this one."""
    CAME_FROM = "came_from"
    """Items of the other are in this one now; the other still has some."""


@dataclass(frozen=True, slots=True)
class Relation:
    """Another incident, and how it is tied to this one."""

    tie: Tie
    incident_id: str


SENTENCES = {
    Tie.SPLIT_FROM: "It was split from {}.",
    Tie.SPLIT_INTO: "{} was split from it.",
    Tie.MERGED: "{} was merged into it.",
    Tie.CAME_FROM: "Items came from {}.",
}


def relations_of(incident: Incident, is_known: Callable[[str], bool]) -> list[Relation]:
    """Return the other incidents; `is_known` says whether one still has items."""
    came = [Relation(Tie.CAME_FROM if is_known(each) else Tie.MERGED, each) for each in incident.moved_from]
    origin = [] if incident.split_from is None else [Relation(Tie.SPLIT_FROM, incident.split_from)]
    return [*origin, *(Relation(Tie.SPLIT_INTO, each) for each in incident.split_into), *came]


def relation_text(relation: Relation) -> str:
    """Return a relation as a sentence."""
    return SENTENCES[relation.tie].format(relation.incident_id)


def merged_into(identity: str, incidents: Iterable[Incident]) -> Incident | None:
    """Return the incident that the items of one that is gone are in, None where none says so.

    Of several the one that changed last is meant.
    """
    found = (incident for incident in incidents if identity in incident.moved_from)
    return max(found, key=lambda incident: (incident.updated, incident.incident_id), default=None)


def newest_mentions(incident: Incident, number: int) -> list[Member]:
    """Return the newest items that name the incident and are no part of it, at most so many."""
    live = [each for each in incident.mentions if each.taken is None]
    return sorted(live, key=lambda each: (each.received, each.item_key), reverse=True)[:number]
