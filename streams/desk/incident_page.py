"""All that is shown of an incident: its toll over time, who says what, its stories, and what no longer counts."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from streams.desk.card import card_of
from streams.desk.values import (
    ClaimView,
    IncidentPage,
    KindTimeline,
    OtherIncident,
    Reason,
    RetractedClaim,
    SpeakerClaims,
    Step,
    Story,
    StoryItem,
)
from streams.incidents.explanation import COUNTS, reasons_by_kind, verdict_of
from streams.incidents.relations import newest_mentions, relations_of
from streams.incidents.wording import figure_number, kinds_in_order, toll_text
from streams.ledger import claim_id, speaker_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from schemas import Claim, Incident, Member, TollChange
    from streams.desk.values import Broker

WITHDRAWN: Final = "withdrawn"
DENIED: Final = "denied"
MENTIONS: Final = 20
"""Items that name the incident: those of a war would fill the page."""


def incident_page(
    incident: Incident, broker: Broker, title: Callable[[str], str | None] = lambda _: None
) -> IncidentPage:
    """Return the page of an incident; `title` gives that of another one, None where it is gone."""
    return IncidentPage(
        card=card_of(incident),
        reasons=tuple(Reason(kind=kind, text=text) for kind, text in reasons_by_kind(incident)),
        timelines=tuple(_timelines(incident)),
        speakers=tuple(_speakers(incident)),
        retracted=tuple(_retracted(incident)),
        stories=tuple(_stories(incident)),
        mentions=tuple(_item(each) for each in newest_mentions(incident, MENTIONS)),
        relations=tuple(_relations(incident, title)),
        outlets=incident.outlets,
        claim_count=_at_least(incident.claim_count, len(incident.claims)),
        item_count=_at_least(incident.member_count, len(incident.members)),
        change_count=_at_least(incident.change_count, len(incident.history)),
        broker=broker,
    )


def _at_least(stated: int | None, held: int) -> int:
    return held if stated is None else max(stated, held)


# The toll over time


def _timelines(incident: Incident) -> Iterator[KindTimeline]:
    claims = {claim_id(claim): claim for claim in incident.claims}
    for kind in kinds_in_order({change.kind for change in incident.history}):
        changes = [change for change in incident.history if change.kind == kind]
        steps = tuple(_step(change, number, claims) for number, change in enumerate(changes, 1))
        yield KindTimeline(kind=kind, steps=steps)


def _step(change: TollChange, number: int, claims: Mapping[str, Claim]) -> Step:
    now = change.now
    basis = next((claims[key] for key in (now.basis if now is not None else ()) if key in claims), None)
    return Step(
        id=f"step-{change.kind}-{number}",
        at=change.at,
        kind=change.kind,
        before=change.before,
        after=change.after,
        low=now.low if now is not None else None,
        high=now.high if now is not None else None,
        text=WITHDRAWN if now is None else toll_text(now),
        cause=change.cause,
        attribution=now.attribution if now is not None else None,
        item=change.item_key,
        version=change.version,
        taken=change.taken,
        evidence=change.evidence,
        sentence=basis.figure.evidence.quote if basis is not None else None,
    )


# Who says what


def _speakers(incident: Incident) -> Iterator[SpeakerClaims]:
    groups: dict[str, list[Claim]] = {}
    for claim in incident.claims:
        groups.setdefault(speaker_of(claim), []).append(claim)
    made = [_speaker(claims, incident) for claims in groups.values()]
    yield from sorted(made, key=lambda each: (not each.counts, -len(each.claims), each.speaker.casefold()))


def _speaker(claims: Sequence[Claim], incident: Incident) -> SpeakerClaims:
    views = sorted((_claim(claim, incident) for claim in claims), key=_claim_order)
    speaker = next((claim.figure.attribution for claim in claims if claim.figure.attribution is not None), None)
    return SpeakerClaims(
        speaker=speaker.text if speaker is not None else claims[0].agency or claims[0].source,
        named=speaker is not None,
        kind=speaker.kind.value if speaker is not None else None,
        counts=any(view.counts for view in views),
        claims=tuple(views),
    )


def _claim_order(view: ClaimView) -> tuple[bool, float, str]:
    return (not view.counts, -view.published.timestamp(), view.id)


def _claim(claim: Claim, incident: Incident) -> ClaimView:
    figure = claim.figure
    verdict = verdict_of(claim, incident.tolls.get(figure.kind.value))
    speaker, victims, period = figure.attribution, figure.victims, figure.period
    start, end = _number_in_sentence(claim)
    return ClaimView(
        id=claim_id(claim),
        kind=figure.kind.value,
        number=figure_number(figure),
        min=figure.min,
        max=figure.max,
        role=figure.role.value,
        verdict=verdict,
        counts=verdict == COUNTS,
        speaker=speaker.text if speaker is not None else None,
        speaker_kind=speaker.kind.value if speaker is not None else None,
        source=claim.source,
        agency=claim.agency,
        outlets=claim.outlets,
        item=claim.item_key,
        version=claim.version,
        published=claim.published or claim.received,
        sentence=figure.evidence.quote,
        number_start=start,
        number_end=end,
        subset_of=None if figure.subset_of is None else f"{claim.item_key}#{figure.subset_of}",
        victims=victims.text if victims is not None else None,
        side=victims.side if victims is not None else None,
        civilian=victims.civilian if victims is not None else None,
        place=figure.place.text if figure.place is not None else None,
        period=period.text if period is not None else None,
        confidence=figure.confidence,
    )


def _number_in_sentence(claim: Claim) -> tuple[int | None, int | None]:
    """Return where the number stands in the quoted sentence, which begins at the sentence and may be cut at its end."""
    evidence, quote = claim.figure.evidence, claim.figure.evidence.quote
    start = evidence.number.start - evidence.sentence.start
    end = evidence.number.end - evidence.sentence.start
    if quote is None or not 0 <= start < end <= len(quote):
        return None, None
    return start, end


# What no longer counts


def _retracted(incident: Incident) -> Iterator[RetractedClaim]:
    """Yield the numbers that went with their item, or that a correction denied, the newest first."""
    gone = [
        RetractedClaim(kind=change.kind, number=change.before, item=change.item_key, why=change.taken, at=change.at)
        for change in incident.history
        if change.taken is not None and change.before != change.after
    ]
    gone += [
        RetractedClaim(kind=each.kind, number=each.number, item=each.item_key, why=DENIED, at=each.at)
        for each in incident.denied
    ]
    yield from sorted(gone, key=lambda each: each.at, reverse=True)


# Stories


def _stories(incident: Incident) -> Iterator[Story]:
    by_story = sorted(incident.members, key=lambda member: member.story_id)
    stories = [_story(key, list(members)) for key, members in groupby(by_story, key=lambda member: member.story_id)]
    yield from sorted(stories, key=lambda story: (story.items[0].published, story.id), reverse=True)


def _story(identity: str, members: list[Member]) -> Story:
    items = sorted((_item(member) for member in members), key=lambda item: (item.published, item.item), reverse=True)
    live = [item for item in items if item.taken is None]
    headline = next((item.headline for item in live if item.headline), None)
    return Story(id=identity, headline=headline or identity, live=bool(live), items=tuple(items))


def _item(member: Member) -> StoryItem:
    return StoryItem(
        item=member.item_key,
        version=member.version,
        source=member.source,
        headline=member.headline if member.taken is None else None,  # no word of a killed item
        published=member.published or member.received,
        copy_of=member.copy_of,
        correction=member.correction,
        taken=member.taken,
    )


def _relations(incident: Incident, title: Callable[[str], str | None]) -> Iterator[OtherIncident]:
    for relation in relations_of(incident, lambda identity: title(identity) is not None):
        yield OtherIncident(id=relation.incident_id, title=title(relation.incident_id), tie=relation.tie.value)
