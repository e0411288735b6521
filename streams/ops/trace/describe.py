"""A record as a step of its item: what it is, how the item ended with it, and by what rule."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from schemas import (
    SCHEMA_HEADER,
    Carried,
    CasualtyAlert,
    CleanArticle,
    DeadLetter,
    Duplicate,
    EnrichedArticle,
    Incident,
    LinkAction,
    LinkedClaims,
    Message,
    NinjsItem,
    Provenance,
    Release,
    Retraction,
    Signature,
    UndecodableMessage,
    UniqueArticle,
    Verdict,
    WireItem,
    decode,
)
from streams.alerts import describe
from streams.ops.rendering import tolls_text
from streams.ops.trace.hop import Hop
from streams.ops.wording import counted
from streams.pipeline.topology import producers
from streams.runner import Outcome
from streams.topics import ACCEPTED, CURRENT, RAW

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemas import Judgement
    from streams.runner import Record
    from streams.topics import TopicSpec

SENDER: Final = "sender"


class Said(NamedTuple):
    """What is said of a record."""

    text: str
    rule: str | None = None
    outcome: Outcome | None = None


def message_of(record: Record, spec: TopicSpec) -> Message | None:
    """Return the message of a record, None for a tombstone, bytes as received, and what can't be read."""
    if record.value is None or not spec.types:
        return None
    try:
        return decode(record.value, spec.types, record.header(SCHEMA_HEADER))
    except UndecodableMessage:
        return None


def provenance_of(message: Message | None) -> Provenance | None:
    """Return whose item a message is about."""
    if isinstance(message, UniqueArticle | EnrichedArticle):
        return message.article.provenance
    found = getattr(message, "provenance", None)
    return found if isinstance(found, Provenance) else None


def hop_of(record: Record, spec: TopicSpec) -> Hop:
    """Return a record as a step."""
    message = message_of(record, spec)
    provenance = provenance_of(message)
    said = _said(record, spec, message)
    return Hop(
        at=record.at,
        stage=_stage(spec, message),
        topic=spec.name,
        partition=record.partition,
        offset=record.offset,
        origin=None if provenance is None else provenance.origin,
        version=None if provenance is None else provenance.version,
        text=said.text,
        rule=said.rule,
        outcome=said.outcome,
        message=message,
    )


def matched(judgement: Judgement) -> str:
    """Return what a judgement rests on, in words."""
    if judgement.match is None:
        return "no earlier article is like it"
    alike = f"{judgement.score:.0%} of the shorter text is in both"
    return alike if judgement.verdict is Verdict.RESEND else f"{alike}; {added(judgement)}"


def added(judgement: Judgement) -> str:
    """Return what an article adds to its story: `adds 2 numbers and 1 name`, or `adds nothing`."""
    kinds = Counter(piece.kind.value for piece in judgement.news)
    named = [counted(number, *_NEWS[kind]) for kind, number in sorted(kinds.items())]
    if not named:
        return "adds nothing"
    return f"adds {', '.join(named[:-1])} and {named[-1]}" if named[1:] else f"adds {named[0]}"


_NEWS: Final = {
    "number": ("number",),
    "figure": ("figure",),
    "name": ("name",),
    "quotation": ("quotation",),
    "text": ("sentence",),
}


def _said(record: Record, spec: TopicSpec, message: Message | None) -> Said:
    if spec is RAW:
        return _raw(record)
    if record.value is None:
        return Said("tombstone: nothing of it is live", None)
    if message is None:
        return Said(f"{len(record.value):,} bytes that are no message of this topic")
    if spec is CURRENT:
        return Said("live", None, Outcome.PUBLISHED)
    if spec is ACCEPTED and isinstance(message, WireItem):
        return Said("goes on")
    return _SAYINGS[type(message)](message)


def _stage(spec: TopicSpec, message: Message | None) -> str:
    if spec is RAW:
        return SENDER
    if isinstance(message, DeadLetter):
        return message.stage
    if isinstance(message, Release):
        return "lifecycle"
    return next(iter(producers(spec)), "")


def _raw(record: Record) -> Said:
    size = "no value" if record.value is None else counted(len(record.value), "byte")
    kind = record.header("content-type")
    sender = record.header("wf-provider")
    return Said(f"{size}{f' of {kind}' if kind else ''}{f' from {sender}' if sender else ''}")


def _item(item: WireItem) -> Said:
    until = f", embargoed until {item.embargoed_until:%Y-%m-%d %H:%M:%S} UTC" if item.embargoed_until else ""
    signals = f", {', '.join(item.signals)}" if item.signals else ""
    return Said(f"{item.format}, {item.pubstatus.value}{signals}{until}")


def _retraction(retraction: Retraction) -> Said:
    copies = f" with {counted(len(retraction.copies), 'copy', 'copies')}" if retraction.copies else ""
    return Said(f"{retraction.kind.value}{copies}", retraction.reason)


def _clean(article: CleanArticle) -> Said:
    dropped = Counter(span.reason.value.replace("_", " ") for span in article.dropped)
    left_out = ", ".join(f"{number} {reason}" for reason, number in sorted(dropped.items()))
    paragraphs = counted(len(article.paragraphs), "paragraph")
    return Said(f"{paragraphs}, language {article.language}", f"left out: {left_out}" if left_out else None)


def _unique(unique: UniqueArticle) -> Said:
    judgement = unique.judgement
    return Said(f"{judgement.verdict.value}, story {judgement.story_id}", matched(judgement))


def _duplicate(duplicate: Duplicate) -> Said:
    judgement = duplicate.judgement
    repeated = judgement.match or judgement.story_id
    return Said(f"{judgement.verdict.value} of {repeated}", matched(judgement), Outcome.DUPLICATE)


def _carried(carried: Carried) -> Said:
    return Said(f"its outlet goes on, for {carried.judgement.match or carried.judgement.story_id}")


def _enriched(enriched: EnrichedArticle) -> Said:
    names = counted(len(enriched.entities), "name")
    figures = counted(len(enriched.figures), "figure")
    return Said(f"{names}, {figures}, scene {enriched.scene.name if enriched.scene else 'unknown'}")


def _ninjs(_item: NinjsItem) -> Said:
    return Said("live, as ninjs 3.1")


def _signature(signature: Signature) -> Said:
    return Said(f"for linking, {counted(len(signature.figures), 'figure')}")


def _linked(linked: LinkedClaims) -> Said:
    if linked.action is LinkAction.TAKE:
        where = f" to {linked.moved_to}" if linked.moved_to else ""
        return Said(f"taken from incident {linked.incident_id}", f"{linked.reason}{where}")
    if linked.action is LinkAction.CARRY:
        return Said(f"its outlet put to incident {linked.incident_id}", f"copy of {linked.copy_of}")
    if linked.action is LinkAction.MENTION:
        names = "names" if linked.reason is None else "no longer names"
        return Said(f"{names} incident {linked.incident_id}", linked.reason or "no part of it")
    return Said(f"put to incident {linked.incident_id}", f"certainty {linked.score:.2f}")


def _incident(incident: Incident) -> Said:
    return Said(f"incident {incident.incident_id}: {tolls_text(incident)}")


def _alert(alert: CasualtyAlert) -> Said:
    return Said(describe(alert), f"{alert.cause.value}, {alert.reason.value}")


def _dead(letter: DeadLetter) -> Said:
    return Said(f"dead letter {letter.id}", f"{letter.error}: {letter.message}", Outcome.REFUSED)


def _release(release: Release) -> Said:
    return Said(f"the embargo has passed at {release.due:%Y-%m-%d %H:%M:%S} UTC")


_SAYINGS: Final[dict[type[Message], Callable[[Any], Said]]] = {
    WireItem: _item,
    Release: _release,
    Retraction: _retraction,
    CleanArticle: _clean,
    UniqueArticle: _unique,
    Duplicate: _duplicate,
    Carried: _carried,
    EnrichedArticle: _enriched,
    NinjsItem: _ninjs,
    Signature: _signature,
    LinkedClaims: _linked,
    Incident: _incident,
    CasualtyAlert: _alert,
    DeadLetter: _dead,
}
