"""Why a toll is what it is: the claims that it rests on, and those that lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from schemas import Qualifier, Role
from streams.alerts import named_speaker
from streams.incidents.wording import figure_number, kinds_in_order
from streams.ledger import claim_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from schemas import Claim, Incident, Toll

COUNTS: Final = "counts"
SAME: Final = "same number"
"""An item that gives the number again, or a speaker whose newer claim counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedClaim:
    """A claim on an incident with its part in the toll."""

    kind: str
    number: str
    verdict: str
    """`counts` where the toll rests on it, else why it does not."""
    speaker: str | None
    source: str
    outlets: int
    """Outlets that carry it in copies."""
    item_key: str
    sentence: str | None


def explained(incident: Incident) -> list[ExplainedClaim]:
    """Return the claims of an incident: the gravest kind first, what counts before what does not, the newest first."""
    found = []
    for kind in kinds_in_order({claim.figure.kind.value for claim in incident.claims}):
        toll = incident.tolls.get(kind)
        claims = [claim for claim in incident.claims if claim.figure.kind.value == kind]
        verdicts = [(verdict_of(claim, toll), claim) for claim in claims]
        verdicts.sort(key=lambda pair: (pair[0] != COUNTS, -pair[1].received.timestamp(), pair[1].item_key))
        found += [_explained(verdict, claim) for verdict, claim in verdicts]
    return found


def verdict_of(claim: Claim, toll: Toll | None) -> str:
    """Return `counts`, or the reason for which the toll does not rest on the claim."""
    key = claim_id(claim)
    if toll is not None and key in toll.basis:
        return COUNTS
    lost = {each.claim: each.reason for each in toll.others} if toll is not None else {}
    if key in lost:
        return lost[key]
    if claim.figure.role is not Role.TOTAL:
        return claim.figure.role.value.replace("_", " ")
    return SAME if toll is not None and toll.best in {claim.figure.min, claim.figure.max} else "outweighed"


def reasons_of(incident: Incident) -> Iterator[str]:
    """Yield a sentence for each toll that says why the number is what it is."""
    for _, reason in reasons_by_kind(incident):
        yield reason


def reasons_by_kind(incident: Incident) -> Iterator[tuple[str, str]]:
    """Yield each kind that has a toll with the sentence on it, the gravest kind first."""
    for kind in kinds_in_order(incident.tolls):
        toll = incident.tolls[kind]
        speaker = f", says {named_speaker(toll.attribution)}" if toll.attribution else ", no speaker named"
        yield kind, f"{kind}: {_number(toll)} rests on {_claims(len(toll.basis))}{speaker}{_others(toll)}"


def _number(toll: Toll) -> str:
    if toll.word is not None:
        return toll.word
    return f"about {toll.best:,}" if toll.qualifier is Qualifier.ABOUT else f"{toll.best:,}"


def _claims(number: int) -> str:
    return "1 claim" if number == 1 else f"{number:,} claims"


def _others(toll: Toll) -> str:
    lost = [f"{each.number:,} {each.reason}" for each in toll.others]
    disputed = "; disputed" if toll.disputed else ""
    disputed += "; implausible" if toll.implausible else ""
    return f"; not {', '.join(lost)}{disputed}" if lost else disputed


def _explained(verdict: str, claim: Claim) -> ExplainedClaim:
    speaker = claim.figure.attribution
    return ExplainedClaim(
        kind=claim.figure.kind.value,
        number=figure_number(claim.figure),
        verdict=verdict,
        speaker=None if speaker is None else speaker.text,
        source=claim.source,
        outlets=len(claim.outlets),
        item_key=claim.item_key,
        sentence=claim.figure.evidence.quote,
    )


def newest_headlines(incident: Incident, number: int) -> Iterable[tuple[str, str]]:
    """Return source and headline of the newest live items, at most so many."""
    live = [member for member in incident.members if member.taken is None and member.copy_of is None]
    newest = sorted(live, key=lambda member: (member.received, member.item_key), reverse=True)
    return [(member.source, member.headline or member.item_key) for member in newest[:number]]
