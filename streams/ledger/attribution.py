"""Who states a number, and how much each kind of speaker counts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

import orjson

from schemas import Qualifier, SourceKind

if TYPE_CHECKING:
    from schemas import Claim

OVERTAKING: Final = 0.75
"""Share of a statement's weight that another must have to overtake it, or to deny its number."""
_FOREIGN_SERVICE: Final = re.compile(
    r"(?i)\b(?:foreign (?:ministry|minister|office|affairs)|embassy|consulate|consul(?: general)?|ambassador|envoy"
    r"|attach[eé]|state department|migrant workers)\b"
)


@dataclass(frozen=True, slots=True)
class AttributionWeights:
    """The tables of `data/attribution.json`."""

    authority: dict[str, float]
    """Weight of a speaker of each kind, 0 to 1."""
    unattributed: float
    vague: float
    """Share of its weight that a vague word keeps beside numbers."""
    headline: float
    """How much more a number in the headline weighs among those of its article."""
    sides: dict[str, str]
    """Kinds of speakers that speak for one side: police and mayor count from one list."""
    independent: frozenset[str]
    """Kinds of speakers that belong to no side of a fight."""
    parties: frozenset[str]
    """Kinds of speakers that fight: the army and the armed groups."""
    growing: frozenset[str]
    """Kinds of victims whose count rises as an event becomes known."""
    shrinking: frozenset[str]
    """Kinds whose count falls as people are found."""


@cache
def attribution_weights() -> AttributionWeights:
    """Return the tables. Raises KeyError where one is missing."""
    data = orjson.loads(resources.files("streams.ledger").joinpath("data", "attribution.json").read_bytes())
    return AttributionWeights(
        authority=data["authority"],
        unattributed=data["unattributed"],
        vague=data["vague"],
        headline=data["headline"],
        sides=data["sides"],
        independent=frozenset(data["independent"]),
        parties=frozenset(data["parties"]),
        growing=frozenset(data["growing"]),
        shrinking=frozenset(data["shrinking"]),
    )


def speaker_of(claim: Claim) -> str:
    """Return who states the claim: the linked or written speaker, else the agency, else the outlet."""
    speaker = claim.figure.attribution
    if speaker is not None:
        return speaker.entity_id or speaker.text.casefold()
    return (claim.agency or claim.source).casefold()


def is_independent(claim: Claim) -> bool:
    """Return whether the claim's speaker belongs to no side of a fight."""
    speaker = claim.figure.attribution
    return speaker is not None and speaker.kind.value in attribution_weights().independent


def is_party(claim: Claim) -> bool:
    """Return whether the claim's speaker fights."""
    speaker = claim.figure.attribution
    return speaker is not None and speaker.kind.value in attribution_weights().parties


def is_armed_group(claim: Claim) -> bool:
    """Return whether the claim's speaker is an armed group."""
    speaker = claim.figure.attribution
    return speaker is not None and speaker.kind is SourceKind.ARMED_GROUP


def speaks_for_nationals(claim: Claim) -> bool:
    """Return whether the claim's speaker looks after those of one country abroad: an embassy, a foreign ministry."""
    speaker = claim.figure.attribution
    return speaker is not None and _FOREIGN_SERVICE.search(speaker.text) is not None


def side_of(claim: Claim) -> str:
    """Return the side that the claim's speaker is on, or "" where the article itself says so."""
    speaker = claim.figure.attribution
    return "" if speaker is None else attribution_weights().sides.get(speaker.kind.value, "")


def weight_of(claim: Claim) -> float:
    """Return the authority of the claim's speaker times the extractor's confidence, 0 to 1."""
    table = attribution_weights()
    speaker = claim.figure.attribution
    weight = table.unattributed if speaker is None else table.authority.get(speaker.kind.value, table.unattributed)
    if claim.figure.qualifier is Qualifier.VAGUE:
        weight *= table.vague
    return weight * claim.figure.confidence
