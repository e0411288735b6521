"""Shows a record to people: one line, and a few more below it."""

from __future__ import annotations

from base64 import b64encode
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import orjson

from schemas import (
    SCHEMA_HEADER,
    Carried,
    CasualtyAlert,
    CasualtyFigure,
    CleanArticle,
    DeadLetter,
    Duplicate,
    EnrichedArticle,
    Incident,
    LinkedClaims,
    Message,
    NinjsItem,
    Retraction,
    Role,
    Signature,
    Skip,
    UndecodableMessage,
    UniqueArticle,
    WireItem,
    decode,
)
from streams.alerts import describe, named_speaker
from streams.incidents.title import shown_title
from streams.incidents.wording import figure_number, kinds_in_order, toll_text
from streams.ops.terminal import one_line
from streams.ops.wording import counted
from streams.topics import topic_named

if TYPE_CHECKING:
    from collections.abc import Callable

    from aiokafka import ConsumerRecord

    from streams.topics import TopicSpec

LINE: Final = 100
KEY: Final = 1_000
"""Keys are asked for by what stands here, so that they are whole as far as anybody makes them."""
FIGURES: Final = 6


def spec_of(topic: str) -> TopicSpec | None:
    """Return the topic of the flow that has a name on the broker, or None."""
    try:
        return topic_named(topic)
    except KeyError:
        return None


def message_of(record: ConsumerRecord, spec: TopicSpec | None) -> Message | None:
    """Return the message in a record, or None where it can't be read."""
    if spec is None or not spec.types or record.value is None:
        return None
    schema = next((value.decode(errors="replace") for name, value in record.headers if name == SCHEMA_HEADER), None)
    try:
        return decode(record.value, spec.types, schema)
    except UndecodableMessage:
        return None


def record_json(record: ConsumerRecord) -> dict[str, Any]:
    """Return a record as JSON data: the value as JSON if it is JSON, else as text, else in base64."""
    result: dict[str, Any] = {
        "topic": record.topic,
        "partition": record.partition,
        "offset": record.offset,
        "timestamp": datetime.fromtimestamp((record.timestamp or 0) / 1000, UTC).isoformat(),
        "key": None if record.key is None else record.key.decode(errors="replace"),
        "headers": {name: value.decode(errors="replace") for name, value in record.headers},
    }
    if record.value is None:
        return {**result, "value": None}
    try:
        return {**result, "value": orjson.loads(record.value)}
    except orjson.JSONDecodeError:
        pass
    try:
        return {**result, "value": record.value.decode()}
    except UnicodeDecodeError:
        return {**result, "value_base64": b64encode(record.value).decode()}


def record_lines(record: ConsumerRecord, spec: TopicSpec | None) -> list[str]:
    """Return a heading and details of a record. Text of the wire in it is safe for a terminal."""
    at = datetime.fromtimestamp((record.timestamp or 0) / 1000, UTC)
    key = "-" if record.key is None else one_line(record.key.decode(errors="replace"), KEY)
    heading = f"{at:%Y-%m-%d %H:%M:%S}  {record.partition}/{record.offset}  {key}"
    if record.value is None:
        return [f"{heading}  (tombstone: no longer live)"]
    message = message_of(record, spec)
    if message is not None:
        return [heading, *message_lines(message)]
    preview = one_line(record.value[: 8 * LINE].decode(errors="replace"), LINE)
    kind = next((value.decode(errors="replace") for name, value in record.headers if name == "content-type"), "bytes")
    return [heading, f"{one_line(kind, 40)}, {len(record.value):,} bytes: {preview}"]


def message_lines(message: Message) -> list[str]:
    """Return a line on a message, then details; empty for an unknown type."""
    describe = _DESCRIBERS.get(type(message))
    return [] if describe is None else [one_line(line, 2 * LINE) for line in describe(message)]


def figure_line(figure: CasualtyFigure) -> str:
    """Return a figure in words: kind, number as qualified, who, role, and who says so."""
    parts = [f"{figure.kind.value}: {figure_number(figure)}"]
    if figure.victims is not None:
        parts.append(figure.victims.text)
    if figure.role is not Role.TOTAL:
        parts.append(f"({figure.role.value.replace('_', ' ')})")
    if figure.period is not None and figure.period.text:
        parts.append(f"[{figure.period.text}]")
    if figure.attribution is not None:
        parts.append(f"- says {named_speaker(figure.attribution.text)}")
    return one_line(" ".join(parts), 2 * LINE)


def tolls_text(incident: Incident) -> str:
    """Return all tolls of an incident in a few words."""
    kinds = kinds_in_order(incident.tolls)
    return ", ".join(f"{toll_text(incident.tolls[kind])} {kind}" for kind in kinds) or "no toll"


def size_text(incident: Incident) -> str:
    """Return how many stories, items and outlets an incident has."""
    stories = counted(len(incident.stories), "story", "stories")
    return f"{stories}, {counted(len(incident.items), 'item')}, {counted(len(incident.outlets), 'outlet')}"


def _item(item: WireItem) -> list[str]:
    told = [item.format, item.pubstatus.value, f"version {item.provenance.version}", *item.signals]
    lines = [item.headline or one_line(item.body, LINE), f"{item.provenance.source}: {', '.join(told)}"]
    return [*lines, f"embargoed until {item.embargoed_until.isoformat()}"] if item.embargoed_until else lines


def _retraction(retraction: Retraction) -> list[str]:
    lines = [f"{retraction.kind.value} of {retraction.provenance.item_key}: {retraction.reason or 'no reason given'}"]
    return [*lines, f"with its copies {', '.join(retraction.copies)}"] if retraction.copies else lines


def _clean(article: CleanArticle) -> list[str]:
    dropped: dict[str, int] = {}
    for span in article.dropped:
        dropped[span.reason.value] = dropped.get(span.reason.value, 0) + 1
    left_out = ", ".join(f"{n} {reason}" for reason, n in sorted(dropped.items())) or "nothing"
    return [
        article.headline or one_line(article.body, LINE),
        f"{article.provenance.source}: {len(article.paragraphs)} paragraphs, {article.language}; left out: {left_out}",
    ]


def _unique(unique: UniqueArticle) -> list[str]:
    judgement = unique.judgement
    return [*_clean(unique.article)[:1], f"{judgement.verdict.value}, story {judgement.story_id}"]


def _duplicate(duplicate: Duplicate) -> list[str]:
    judgement = duplicate.judgement
    lines = [
        duplicate.headline or duplicate.provenance.item_key,
        f"{judgement.verdict.value} of {judgement.match or judgement.story_id}, score {judgement.score:.2f}",
    ]
    return [*lines, f'both have: "{judgement.shared_text}"'] if judgement.shared_text else lines


def _carried(carried: Carried) -> list[str]:
    return [f"{carried.provenance.source} carries {carried.judgement.match or carried.judgement.story_id}"]


def _enriched(enriched: EnrichedArticle) -> list[str]:
    names = list(dict.fromkeys(entity.canonical or entity.text for entity in enriched.entities))
    judgement = enriched.judgement
    lines = [
        *_clean(enriched.article)[:1],
        f"{enriched.article.provenance.source}: {judgement.verdict.value}, story {judgement.story_id}",
    ]
    if names:
        lines.append(f"names: {', '.join(names[:10])}{f' and {len(names) - 10} more' if len(names) > 10 else ''}")  # noqa: PLR2004 - a line of them
    return lines + _figures(enriched.figures)


def _ninjs(item: NinjsItem) -> list[str]:
    headline = next((headline.value for headline in item.headlines), item.uri)
    return [headline, f"ninjs {item.standard.version}, version {item.version}", *_figures(item.wirefeed.figures)]


def _signature(signature: Signature) -> list[str]:
    return [
        signature.headline or signature.provenance.item_key,
        f"places: {', '.join(place.name for place in signature.places[:8]) or 'none'}",
        *_figures(signature.figures),
    ]


def _skip(skip: Skip) -> list[str]:
    last = skip.order if skip.through is None else skip.through
    return [f"nothing to link at {skip.order}" + (f" to {last}" if last > skip.order else "")]


def _linked(linked: LinkedClaims) -> list[str]:
    told = f"{linked.action.value} {linked.provenance.item_key}, score {linked.score:.2f}"
    return [
        linked.headline or linked.provenance.item_key,
        f"{told}, {linked.reason}" if linked.reason else told,
        *_figures(linked.figures),
    ]


def _incident(incident: Incident) -> list[str]:
    where = incident.place.name if incident.place is not None else "place unknown"
    lines = [
        shown_title(incident),
        f"{where}; {size_text(incident)}",
    ]
    for kind in kinds_in_order(incident.tolls):
        toll = incident.tolls[kind]
        lines.append(
            f"{kind}: {toll_text(toll)}{f' - says {named_speaker(toll.attribution)}' if toll.attribution else ''}"
        )
    return lines


def _alert(alert: CasualtyAlert) -> list[str]:
    change = f"{alert.kind} {alert.cause.value}: {toll_text(alert.before)} -> {toll_text(alert.after)}"
    return [describe(alert), f"{change}, from {alert.provenance.item_key}"]


def _dead(letter: DeadLetter) -> list[str]:
    return [f"{letter.stage}: {letter.error}: {letter.message}", f"{letter.id}, attempt {letter.attempts}"]


def _figures(figures: tuple[CasualtyFigure, ...]) -> list[str]:
    lines = [figure_line(figure) for figure in figures[:FIGURES]]
    return [*lines, f"and {len(figures) - FIGURES} figures more"] if len(figures) > FIGURES else lines


_DESCRIBERS: Final[dict[type[Message], Callable[[Any], list[str]]]] = {
    WireItem: _item,
    Retraction: _retraction,
    CleanArticle: _clean,
    UniqueArticle: _unique,
    Duplicate: _duplicate,
    Carried: _carried,
    EnrichedArticle: _enriched,
    NinjsItem: _ninjs,
    Signature: _signature,
    Skip: _skip,
    LinkedClaims: _linked,
    Incident: _incident,
    CasualtyAlert: _alert,
    DeadLetter: _dead,
}
