"""Who vouches for a number, and what their word weighs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import orjson

from schemas import Qualifier

if TYPE_CHECKING:
    from schemas import Claim


@dataclass(frozen=True, slots=True)
class Voices:
    """The tables of `data/voices.json`."""

    authority: dict[str, float]
    """Weight of a speaker of each kind, 0 to 1."""
    unattributed: float
    vague: float
    """Share of its weight that a vague word keeps beside numbers."""
    headline: float
    """How much more a number in the headline weighs among those of its article."""
    sides: dict[str, str]
    """Kinds of speakers that speak for one side: police and mayor count from one list."""
    growing: frozenset[str]
    """Kinds of victims whose count rises as an event becomes known."""
    shrinking: frozenset[str]
    """Kinds whose count falls as people are found."""


@cache
def voices() -> Voices:
    """Return the tables. Raises KeyError where one is missing."""
    data = orjson.loads(resources.files("streams.ledger").joinpath("data", "voices.json").read_bytes())
    return Voices(
        authority=data["authority"],
        unattributed=data["unattributed"],
        vague=data["vague"],
        headline=data["headline"],
        sides=data["sides"],
        growing=frozenset(data["growing"]),
        shrinking=frozenset(data["shrinking"]),
    )


def voice_of(claim: Claim) -> str:
    """Return who vouches for the claim: the linked or written speaker, else the agency, else the outlet."""
    speaker = claim.figure.attribution
    if speaker is not None:
        return speaker.entity_id or speaker.text.casefold()
    return (claim.agency or claim.source).casefold()


def side_of(claim: Claim) -> str:
    """Return the side that the claim's speaker is on, or "" where the article itself says so."""
    speaker = claim.figure.attribution
    return "" if speaker is None else voices().sides.get(speaker.kind.value, "")


def weight_of(claim: Claim) -> float:
    """Return the authority of the claim's speaker times the extractor's confidence, 0 to 1."""
    table = voices()
    speaker = claim.figure.attribution
    weight = table.unattributed if speaker is None else table.authority.get(speaker.kind.value, table.unattributed)
    if claim.figure.qualifier is Qualifier.VAGUE:
        weight *= table.vague
    return weight * claim.figure.confidence
