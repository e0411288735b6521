"""What became of an item, and why, in a paragraph for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemas import (
    CleanArticle,
    Duplicate,
    EnrichedArticle,
    LinkAction,
    LinkedClaims,
    Retraction,
    Signature,
    UniqueArticle,
    Verdict,
    WireItem,
)
from streams.incidents.explanation import COUNTS, verdict_of
from streams.incidents.wording import figure_number
from streams.ops.rendering import tolls_text
from streams.ops.trace.describe import added, provenance_of
from streams.ops.wording import counted, version_name
from streams.runner import Outcome
from streams.topics import CURRENT, DEAD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from schemas import Claim, Incident, Message
    from streams.ops.trace.hop import Hop, Trace, Version


def explain(trace: Trace) -> list[str]:
    """Return sentences: what the item is, how its last version ended and why, its incident and its part in the toll."""
    if not trace.versions:
        return [*_without_item(trace), *map(_sentence, trace.notes)]
    version = trace.versions[-1]
    return [
        _what(trace, version),
        *_ending(trace, version),
        *_earlier(trace),
        *_in_incidents(trace),
        *map(_sentence, trace.notes),
    ]


def _without_item(trace: Trace) -> Iterator[str]:
    letter = next((hop for hop in trace.hops if hop.topic == DEAD.name), None)
    if letter is None:
        yield f"The record {trace.target} is no single item."
    else:
        yield f"The record {trace.target} was refused by {letter.stage}: {letter.rule}."
        yield f"Its bytes are kept: `wirefeed dead show {_letter_id(letter)}`."


def _letter_id(hop: Hop) -> str:
    return str(getattr(hop.message, "id", ""))


def _what(trace: Trace, version: Version) -> str:
    headline = next(filter(None, (_headline(hop.message) for hop in trace.hops)), None)
    steps = trace.of_version(version.origin)
    provenance = next(filter(None, (provenance_of(hop.message) for hop in steps)), None)
    named = f'"{headline}" ({trace.item_key})' if headline else f"The item {trace.item_key}"
    sender = f" from {provenance.source}" if provenance is not None else ""
    received = f", received {_at(provenance.received)}" if provenance is not None else ""
    arrivals = f" came in {counted(len(trace.versions), 'time')}" if len(trace.versions) > 1 else " came in once"
    return f"{named}{sender}{arrivals}; the last is version {version_name(version.number)}{received}."


def _headline(message: Message | None) -> str | None:
    if isinstance(message, UniqueArticle | EnrichedArticle):
        return message.article.headline
    return message.headline if isinstance(message, CleanArticle | WireItem | Duplicate) else None


def _ending(trace: Trace, version: Version) -> Iterator[str]:
    steps = list(trace.of_version(version.origin))
    live = _live(trace)
    if live is not None and live.origin != version.origin and live.version is not None:
        yield f"Version {version_name(live.version)} is live; of what came in last:"
    if version.outcome is None:
        yield "It is under way and has not ended yet."
    elif version.outcome is Outcome.REFUSED:
        letter = next(hop for hop in steps if hop.outcome is Outcome.REFUSED)
        yield f"It was refused by {letter.stage}: {version.rule}."
        yield f"Its bytes are kept: `wirefeed dead show {_letter_id(letter)}`."
    elif version.outcome is Outcome.DUPLICATE:
        yield from _held_back(trace, steps, version)
    elif version.outcome is Outcome.HELD:
        yield f"It waits: {version.rule}."
    elif version.outcome is Outcome.SUPERSEDED:
        yield f"It was superseded: {version.rule}."
    elif version.outcome is Outcome.RETRACTED:
        yield from _retracted(trace, version)
    else:
        yield from _published(trace, steps)


def _live(trace: Trace) -> Hop | None:
    """Return the step that made a version live, None where none is: the last record of an item may be a tombstone."""
    last = max((hop for hop in trace.hops if hop.topic == CURRENT.name), key=lambda hop: hop.offset, default=None)
    return last if last is not None and last.message is not None else None


def _held_back(trace: Trace, steps: list[Hop], version: Version) -> Iterator[str]:
    duplicate = next((hop.message for hop in steps if isinstance(hop.message, Duplicate)), None)
    if duplicate is None:
        yield f"It was held back: {version.rule}."
        return
    judgement = duplicate.judgement
    repeated = judgement.match or judgement.story_id
    if judgement.verdict is Verdict.RESEND:
        number = f" (version {version_name(judgement.match_version)})" if judgement.match_version is not None else ""
        yield f"It was held back as a resend: the same version of {repeated}{number} had come in before."
        return
    yield (
        f"It was held back as a {judgement.verdict.value} of {repeated}{_since(trace.related.get(repeated))}: "
        f"{judgement.score:.0%} of the shorter text is in both, and it {added(judgement)}."
    )
    if judgement.shared_text:
        yield f"Both have: {_quoted(judgement.shared_text)}."
    if repeated != judgement.story_id:
        yield f"Their story is {judgement.story_id}."


def _since(message: Message | None) -> str:
    provenance = provenance_of(message)
    if provenance is None:
        return ""
    stated = f"published {_at(provenance.published)}, " if provenance.published else ""
    return f" ({provenance.source}, {stated}there since {_at(provenance.received)})"


def _retracted(trace: Trace, version: Version) -> Iterator[str]:
    yield f"It was retracted: {version.rule}."
    retraction = next((hop.message for hop in trace.hops if isinstance(hop.message, Retraction)), None)
    widest = max(
        (hop.message for hop in trace.hops if isinstance(hop.message, Retraction)),
        key=lambda each: len(each.copies),
        default=None,
    )
    if retraction is not None and retraction.reason:
        yield f"The provider says: {_quoted(retraction.reason)}."
    if widest is not None and widest.copies:
        yield f"With it went {counted(len(widest.copies), 'copy', 'copies')}: {', '.join(widest.copies[:10])}."


def _published(trace: Trace, steps: list[Hop]) -> Iterator[str]:
    unique = next((hop.message for hop in steps if isinstance(hop.message, UniqueArticle)), None)
    state = "It is live" if _live(trace) in steps else "It was published"
    if unique is None:
        yield f"{state}."
        return
    judgement = unique.judgement
    if judgement.verdict is Verdict.NEW:
        yield f"{state}, as the first article of its story: none of the window is like it."
    else:
        match = f" to {judgement.match}" if judgement.match not in {None, trace.item_key} else ""
        verdict = f"{_article(judgement.verdict.value)}{match} in the story {judgement.story_id}"
        yield f"{state}, as {verdict}: it {added(judgement)}."


def _article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _earlier(trace: Trace) -> Iterator[str]:
    """Say how the versions before the newest ended."""
    ended = [
        f"version {version_name(each.number)} {each.outcome.value if each.outcome else 'in flight'}"
        + (f" ({each.rule})" if each.rule else "")
        for each in trace.versions[:-1]
    ]
    if ended:
        yield f"Before it: {'; '.join(ended)}."


def _in_incidents(trace: Trace) -> Iterator[str]:
    linked = [hop.message for hop in trace.hops if isinstance(hop.message, LinkedClaims)]
    for incident_id in dict.fromkeys(each.incident_id for each in linked):
        of_incident = [each for each in linked if each.incident_id == incident_id]
        incident = trace.incidents.get(incident_id)
        last = of_incident[-1]
        if last.action is LinkAction.TAKE:
            where = f" to {last.moved_to}" if last.moved_to else ""
            yield f"It was taken from the incident {incident_id}: {last.reason}{where}."
        elif last.action is LinkAction.CARRY:
            yield f"Its outlet counts in the incident {incident_id}, for {last.copy_of}."
        elif last.action is LinkAction.MENTION:
            yield _mention(last)
            continue
        else:
            yield _put(trace, last, incident)
        if incident is not None:
            yield from _toll(trace, incident)
        elif incident_id in trace.incidents:
            yield "That incident has no item left."


def _mention(last: LinkedClaims) -> str:
    if last.reason is None:
        return f"It names the incident {last.incident_id}, which it is no part of."
    return f"It names the incident {last.incident_id} no longer: {last.reason}."


def _put(trace: Trace, last: LinkedClaims, incident: Incident | None) -> str:
    title = f' "{incident.title}"' if incident is not None and incident.title else ""
    if incident is not None and incident.incident_id in {trace.item_key, last.story_id}:
        others = len(incident.items) - 1
        joined = f"to which {counted(others, 'other item')} {'belongs' if others == 1 else 'belong'} now"
        return (
            f"It began the incident {last.incident_id}{title}, {joined if others > 0 else 'which has no other item'}."
        )
    signature = next((hop.message for hop in reversed(trace.hops) if isinstance(hop.message, Signature)), None)
    shared = common_ground(signature, incident) if signature is not None and incident is not None else []
    because = f"both have {', '.join(shared)}" if shared else "of words and names in common"
    return f"It is in the incident {last.incident_id}{title} with certainty {last.score:.2f}, because {because}."


def common_ground(signature: Signature, incident: Incident) -> list[str]:
    """Return what an article and its incident have in common, of what linking compares: place, day, numbers, story."""
    others = [claim for claim in incident.claims if claim.item_key != signature.provenance.item_key]
    return [
        *(f"the story {story}" for story in incident.stories if story == signature.judgement.story_id),
        *_places(signature, incident),
        *_days(signature, incident),
        *_numbers(signature, others),
    ]


def _places(signature: Signature, incident: Incident) -> Iterator[str]:
    named = {place.name for place in (*signature.places, *signature.event.scene)}
    if signature.scene is not None:
        named.add(signature.scene.name)
    if incident.place is not None and incident.place.name in named:
        yield f"the place {incident.place.name}"


def _days(signature: Signature, incident: Incident) -> Iterator[str]:
    days = {*signature.days, *signature.event.days}
    if incident.start is not None and incident.start in days:
        yield f"the day {incident.start.day} {incident.start:%B %Y}"


def _numbers(signature: Signature, others: list[Claim]) -> Iterator[str]:
    own = {(figure.kind.value, figure_number(figure)) for figure in signature.figures}
    theirs = {(claim.figure.kind.value, figure_number(claim.figure)) for claim in others}
    for kind, number in sorted(own & theirs):
        yield f"{number} {kind}"


def _toll(trace: Trace, incident: Incident) -> Iterator[str]:
    """Say how the item changed the toll, and what its figures count for now."""
    changes = [change for change in incident.history if change.item_key == trace.item_key]
    moved = [
        f"{change.kind} {change.cause} {_from_to(change.before, change.after)} at {_at(change.at)}"
        for change in changes
    ]
    if moved:
        yield f"By it the toll changed: {'; '.join(moved)}."
    claims = [claim for claim in incident.claims if claim.item_key == trace.item_key]
    counting = [_claimed(claim) for claim in claims if _verdict(claim, incident) == COUNTS]
    losing = [
        f"{_claimed(claim)} ({_verdict(claim, incident)})" for claim in claims if _verdict(claim, incident) != COUNTS
    ]
    parts = [
        f"{', '.join(counting)} counts" if counting else "",
        f"without effect: {', '.join(losing)}" if losing else "",
    ]
    told = "; ".join(part for part in parts if part)
    yield f"The toll is {tolls_text(incident)}{f', and of its figures {told}' if told else ''}."


def _verdict(claim: Claim, incident: Incident) -> str:
    return verdict_of(claim, incident.tolls.get(claim.figure.kind.value))


def _claimed(claim: Claim) -> str:
    return f"{figure_number(claim.figure)} {claim.figure.kind.value}"


def _from_to(before: int | None, after: int | None) -> str:
    if before is None:
        return f"at {after:,}" if after is not None else ""
    return f"from {before:,}" if after is None else f"from {before:,} to {after:,}"


def _quoted(text: str) -> str:
    return f'"{" ".join(text.split()).rstrip(".")}"'


def _sentence(note: str) -> str:
    return f"{note[0].upper()}{note[1:]}{'' if note.endswith('.') else '.'}"


def _at(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
