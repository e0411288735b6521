"""How each version of an item ended, from its steps and the decisions of the lifecycle."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from schemas import EnrichedArticle, Release, Retraction, Signature, UniqueArticle
from streams.ops.trace.hop import Hop, Version
from streams.ops.wording import version_name
from streams.runner import Outcome
from streams.topics import ACCEPTED, CLEAN, CURRENT, ENRICHED, ITEMS, NINJS, SIGNATURES, UNIQUE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from schemas import Origin
    from streams.ops.trace.decisions import Decided

OUTCOMES: Final[Mapping[str, Outcome | None]] = {
    "accepted": None,
    "superseded": Outcome.SUPERSEDED,
    "held": Outcome.HELD,
    "retracted": Outcome.RETRACTED,
    "duplicate": Outcome.DUPLICATE,
}
"""What the account makes of a decision of the lifecycle."""


def with_decisions(hops: Sequence[Hop], decided: Sequence[Decided]) -> list[Hop]:
    """Return the steps with what the lifecycle decided: the rule of each that went on, and a step for each that ended.

    Steps that name no version get the one that brought them about: releases and tombstones.
    """
    rules = {each.origin: rule_of(each) for each in decided}
    by_record = {each.record.offset: each for each in decided}
    withdrawing = next((hop for hop in reversed(hops) if isinstance(hop.message, Retraction)), None)
    ruled = []
    for hop in hops:
        released = by_record.get(hop.offset) if isinstance(hop.message, Release) else None
        if hop.topic == ACCEPTED.name and hop.origin in rules:
            ruled.append(replace(hop, rule=rules[hop.origin]))
        elif released is not None:
            ruled.append(replace(hop, origin=released.origin, version=released.version))
        elif hop.topic in LIVE and hop.message is None and withdrawing is not None:
            ruled.append(replace(hop, origin=withdrawing.origin, version=withdrawing.version))
        else:
            ruled.append(hop)
    return [*ruled, *(_decision_step(each) for each in decided if _ends(each))]


def rule_of(decided: Decided) -> str:
    """Return the rule of a decision, with the version or the time that it rests on."""
    decision = decided.decision
    other = f" (version {version_name(decision.match_version)})" if decision.match_version is not None else ""
    until = f", until {decision.due:%Y-%m-%d %H:%M:%S} UTC" if decision.due is not None else ""
    return f"{decision.reason}{other}{until}"


def ended_versions(hops: Sequence[Hop], decided: Sequence[Decided]) -> tuple[Version, ...]:
    """Return the versions of the item in the order of arrival, each with how it ended."""
    known = {hop.origin: hop.version for hop in hops if hop.origin is not None and hop.topic != ITEMS.name}
    items = {hop.origin: hop.version for hop in hops if hop.origin is not None and hop.topic == ITEMS.name}
    ended = _by_lifecycle(decided)
    withdrawn = any(isinstance(hop.message, Retraction) and hop.topic == UNIQUE.name for hop in hops)
    versions = []
    for origin, number in {**items, **known}.items():
        steps = [hop for hop in hops if hop.origin == origin]
        outcome, rule = _ending(steps, ended.get(origin, (None, None)), withdrawn=withdrawn)
        versions.append(Version(origin=origin, number=number or 0, outcome=outcome, rule=rule))
    first = {origin: min(hop.at for hop in hops if hop.origin == origin) for origin in {**items, **known}}
    return tuple(sorted(versions, key=lambda each: (first[each.origin], each.origin.offset)))


def _ends(decided: Decided) -> bool:
    """Whether a version went no further than the lifecycle; a kill goes on where something was published."""
    return OUTCOMES[decided.decision.outcome] is not None and not decided.resent


def _decision_step(decided: Decided) -> Hop:
    record = decided.record
    return Hop(
        at=record.at,
        stage="lifecycle",
        topic=ITEMS.name,
        partition=record.partition,
        offset=record.offset,
        written=False,
        origin=decided.origin,
        version=decided.version,
        text=decided.decision.outcome,
        outcome=OUTCOMES[decided.decision.outcome],
        rule=rule_of(decided),
    )


def _by_lifecycle(decided: Iterable[Decided]) -> dict[Origin, tuple[Outcome | None, str]]:
    """Return how versions ended at the lifecycle; a later decision may end the wait of an earlier version."""
    ended: dict[Origin, tuple[Outcome | None, str]] = {}
    for each in decided:
        outcome = OUTCOMES[each.decision.outcome]
        if not each.resent:
            ended[each.origin] = (outcome, rule_of(each))
        for other in each.decision.ended:
            ended[other.origin] = (OUTCOMES[other.outcome], _end_of_wait(each, other.outcome))
    return ended


def _end_of_wait(decided: Decided, outcome: str) -> str:
    if outcome == "superseded":
        return f"replaced by version {version_name(decided.version)} while it waited"
    return rule_of(decided) if outcome == "accepted" else f"version {version_name(decided.version)}: {rule_of(decided)}"


def _ending(
    steps: Sequence[Hop], by_lifecycle: tuple[Outcome | None, str | None], *, withdrawn: bool
) -> tuple[Outcome | None, str | None]:
    """Return how a version ended. A refusal comes last: a dead letter may have been put back, and the item gone on."""
    if by_lifecycle[0] is not None:
        return by_lifecycle
    stated = [hop for hop in steps if hop.outcome is not None]
    final = next((hop for hop in stated if hop.outcome is not Outcome.REFUSED), None)
    if final is not None:
        return final.outcome, final.rule
    outcome, rule = _ending_at_enrich(steps, withdrawn=withdrawn)
    refused = stated[-1] if stated else None
    return (refused.outcome, refused.rule) if outcome is None and refused is not None else (outcome, rule)


def _ending_at_enrich(steps: Sequence[Hop], *, withdrawn: bool) -> tuple[Outcome | None, str | None]:
    """Return the outcome that enrichment gave, which shows in what it sent."""
    sent = {hop.topic for hop in steps if isinstance(hop.message, Signature | EnrichedArticle)}
    if SIGNATURES.name in sent:
        return Outcome.PUBLISHED, None
    if ENRICHED.name in sent:
        return Outcome.SUPERSEDED, "a newer version was published before it"
    judged = any(isinstance(hop.message, UniqueArticle) for hop in steps)
    refused = any(hop.outcome is Outcome.REFUSED for hop in steps)
    return (Outcome.RETRACTED, "the item was killed") if judged and withdrawn and not refused else (None, None)


LIVE: Final = (CURRENT.name, NINJS.name)
"""Topics whose tombstones are of an item, and name no version."""
LIGHT: Final = (ITEMS.name, ACCEPTED.name, CLEAN.name, UNIQUE.name)
"""Topics after which an item without an outcome is still under way."""
