"""From a draft and the record's headers to a `WireItem` with its identity, times, status and signals."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

import xxhash

from schemas import BodyKind, Origin, Provenance, PubStatus, Signal, WireItem
from streams.errors import EmptyItem, MalformedItem
from streams.wire.dates import epoch_ms, parse_date
from streams.wire.decode import clean_block, clean_line
from streams.wire.identity import (
    MAX_URI_CHARS,
    canonical_uri,
    clean_id,
    clean_provider,
    host_of,
    stated_version,
    trace_id,
    version_number,
)
from streams.wire.language import language_tag
from streams.wire.signals import Stated, embargo_time, other_items, read_status, status_and_signals

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from streams.wire.draft import Draft
    from streams.wire.limits import Limits

LOWEST_URGENCY: Final = 9
MAX_SUBJECTS: Final = 64
SUBJECT_CHARS: Final = 100
"""A longer name of a subject is not remembered, which bounds the memory that they take."""
OPENING_CHARS: Final = 600
"""A notice to the desks stands within the first words of a body."""
MAX_REMARKS: Final = 32
BARE_HOST: Final = re.compile(r"[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}")
RECEIVED_AHEAD: Final = timedelta(days=1)
"""Clocks and zones differ by less than a day; a time further ahead of the arrival is a mistake."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What is known of the record that an item came in."""

    value: bytes
    headers: Mapping[str, str]
    received: datetime
    partition: int
    offset: int
    latest: datetime | None = None
    """The latest time that a version may state; None where the arrival isn't known."""
    unnamed: str | None = None
    """What stands for a provider or an id that is not stated; None where that is an error, as on the wire."""


def assemble(draft: Draft, record: Record, index: int, limits: Limits) -> Iterator[WireItem]:
    """Yield the item of a draft, then a kill or withhold for each other item that it withdraws.

    These carry the target's own id, so that they travel by its key; their index counts on from the draft's in
    steps that no other draft of the record uses. Raises `MalformedItem` or `EmptyItem`.
    """
    item = _item(draft, record, index, limits)
    yield item
    for number, (target, status) in enumerate(_targets(draft, item).items(), start=1):
        yield _command(item, target, status, index + number * limits.max_feed_items, limits)


def received_time(headers: Mapping[str, str], recorded: datetime) -> datetime:
    """Return the time of the `wf-received` header, else the record's. Raises `MalformedItem` where it is not a date.

    The windows of judge and linker move with this time: one from the future would empty them, so none is taken that is
    more than a day after the record's own.
    """
    stated = headers.get("wf-received")
    if not stated:
        return recorded
    read = parse_date(stated)
    if read is None:
        raise MalformedItem(f"header wf-received is no date: {stated[:80]!r}; send ISO 8601")
    return min(read, recorded + RECEIVED_AHEAD)


def _item(draft: Draft, record: Record, index: int, limits: Limits) -> WireItem:
    headers = record.headers
    uri = clean_line(_address(draft, headers), MAX_URI_CHARS) or None
    provider = _provider(draft, record, uri, limits)
    item_id = _item_id(draft, record, uri, limits)
    published, created, remarks = _times(draft, record.latest)
    received = record.received
    status, signals = status_and_signals(draft.pubstatus, _stated_of_itself(draft, item_id))
    body = _body(draft, status, limits)
    return WireItem(
        provenance=Provenance(
            provider=provider,
            source=_source(draft, headers, uri, provider),
            item_id=item_id,
            version=version_number(draft.version, created, received),
            uri=uri,
            published=published,
            version_created=created,
            received=received,
            trace_id=trace_id(headers.get("traceparent"), record.value, f"{provider}/{item_id}"),
            origin=Origin(partition=record.partition, offset=record.offset, index=index),
        ),
        format=draft.format,
        body=body,
        body_kind=draft.body_kind,
        headline=_line(draft.headline, limits),
        byline=_line(draft.byline, limits),
        dateline=_line(draft.dateline, limits),
        language=language_tag(draft.language),
        pubstatus=status,
        embargoed_until=_embargo(draft, signals),
        urgency=_urgency(draft.urgency),
        ednote=clean_block(draft.ednote).strip()[: limits.max_note_chars] or None if draft.ednote else None,
        signals=signals,
        subjects=tuple(filter(None, [_subject(name, limits) for name in draft.subjects[:MAX_SUBJECTS]])),
        slugline=_line(draft.slugline, limits),
        remarks=(*draft.remarks, *remarks)[:MAX_REMARKS],
    )


def _address(draft: Draft, headers: Mapping[str, str]) -> str:
    """Return the item's address; a relative one belongs to the address that the header names."""
    around, own = headers.get("wf-uri") or "", draft.uri or ""
    try:
        return urljoin(around, own) if own.startswith(("/", "./", "../", "?")) else own or around
    except ValueError:
        return own


def _stated_of_itself(draft: Draft, item_id: str) -> Stated:
    # "Please kill story X" in the note of a replacement takes X back, not the replacement that carries the note.
    note = None if _aims_elsewhere(draft.ednote, draft, item_id) else draft.ednote
    opening = _opening(draft)
    if _aims_elsewhere(opening, draft, item_id):
        opening = None
    return Stated(headline=draft.headline, slugline=draft.slugline, ednote=note, opening=opening, codes=draft.signals)


def _aims_elsewhere(notice: str | None, draft: Draft, item_id: str) -> bool:
    named = _named(draft, notice)
    return bool(named) and not any(_is_own(word, draft, item_id) for word in named)


def _named(draft: Draft, *texts: str | None) -> tuple[str, ...]:
    """Return the ids of the items that texts of a draft ask to kill, its own among them where they name it."""
    ids = dict(draft.named)
    called = (id_ for name, id_ in draft.named if any(name in text for text in texts if text))
    return tuple(dict.fromkeys((*(ids.get(word, word) for word in other_items(*texts)), *called)))


def _opening(draft: Draft) -> str | None:
    return draft.body[:OPENING_CHARS].lstrip() if draft.body and draft.body_kind is BodyKind.TEXT else None


def _is_own(word: str, draft: Draft, item_id: str) -> bool:
    own = {item_id.casefold(), (draft.slugline or "").casefold()}
    return word.casefold() in own or item_id.casefold().endswith((f":{word.casefold()}", f"/{word.casefold()}"))


def _provider(draft: Draft, record: Record, uri: str | None, limits: Limits) -> str:
    """Return the item's provider: that of the feed, or one that the item names and the feed may speak for."""
    feed = clean_provider(record.headers.get("wf-provider") or "")
    if feed:
        named = clean_provider(draft.provider or "")
        rights = limits.provider_rights.get(feed, ())
        return named if named and (named in rights or "*" in rights) else feed
    if limits.require_provider:
        raise MalformedItem("the record has no header wf-provider, and the setting require_provider asks for it")
    hosts = (host_of(uri), host_of(draft.item_id), host_of(draft.source))
    bare = draft.source if draft.source and BARE_HOST.fullmatch(draft.source) else None
    for candidate in (draft.provider, *hosts, bare, record.unnamed):
        settled = clean_provider(candidate) if candidate else ""
        if settled:
            return settled
    raise MalformedItem("the item names no provider and no web address; set the header wf-provider or wf-uri")


def _item_id(draft: Draft, record: Record, uri: str | None, limits: Limits) -> str:
    stated = clean_id(draft.item_id, limits.max_id_chars) if draft.item_id else ""
    if stated:
        return stated
    for candidate in (canonical_uri(uri) if uri else None, record.unnamed):
        settled = clean_id(candidate, limits.max_id_chars) if candidate else ""
        if settled:
            return settled
    raise MalformedItem("the item has no id and no web address; state an id, or set the header wf-uri")


def _source(draft: Draft, headers: Mapping[str, str], uri: str | None, provider: str) -> str:
    named = headers.get("wf-source") or ""
    stated = draft.source or ""
    candidates = (named, host_of(uri), host_of(stated), stated if "://" not in stated else "", provider)
    for candidate in candidates:
        settled = clean_line(candidate or "", 253).lower().removeprefix("www.")
        if settled:
            return settled
    return provider


def _times(draft: Draft, latest: datetime | None) -> tuple[datetime | None, datetime | None, tuple[str, ...]]:
    published, about_published = _time("published", draft.published, latest)
    created, about_created = _time("version_created", draft.version_created, latest)
    remarks = (*about_published, *about_created)
    if draft.version is not None and stated_version(draft.version) is None:
        remarks += (f"version is no number and was left out: {clean_line(str(draft.version), 80)!r}",)
    return published, created, remarks


def _time(name: str, stated: object, latest: datetime | None) -> tuple[datetime | None, tuple[str, ...]]:
    """Return a time, or None and a remark: a time in the future would order the versions for ever."""
    if stated is None:
        return None, ()
    read = parse_date(stated)
    if read is not None and (latest is None or read <= latest):
        return read, ()
    reason = "is no date" if read is None else "lies in the future"
    return None, (f"{name} {reason} and was left out: {clean_line(str(stated), 80)!r}",)


def _embargo(draft: Draft, signals: tuple[str, ...]) -> datetime | None:
    if draft.embargoed is None or not str(draft.embargoed).strip():
        # A notice stands in the note, or opens the body; the time of an event in the story is none of an embargo.
        opening = (_opening(draft) or "").partition("\n")[0]
        return embargo_time(f"{draft.ednote or ''}\n{opening}") if Signal.EMBARGO in signals else None
    read = parse_date(draft.embargoed)
    if read is None:
        stated = clean_line(str(draft.embargoed), 80)
        raise MalformedItem(f"the embargo is no date: {stated!r}; it is not published on a guess, send ISO 8601")
    return read


def _body(draft: Draft, status: PubStatus, limits: Limits) -> str:
    # A flash is a headline alone: the headline is then its text.
    body = draft.body if draft.body and _is_visible(draft.body) else (draft.headline or "")
    chars = len(body.strip()) if _is_visible(body) else 0
    if status is PubStatus.USABLE and chars < limits.min_body_chars:
        raise EmptyItem(f"the body has {chars} characters; at least {limits.min_body_chars} are asked for")
    return body


def _is_visible(text: str) -> bool:
    """Return whether a text has a character that shows; blanks, joiners and marks of direction don't."""
    return any(char.isprintable() and char != " " for char in text)


def _urgency(stated: object) -> int | None:
    number = stated_version(stated)
    return number if number is not None and 1 <= number <= LOWEST_URGENCY else None


def _line(text: str | None, limits: Limits) -> str | None:
    return clean_line(text, limits.max_line_chars) or None if text else None


def _subject(name: str, limits: Limits) -> str | None:
    return _kept_line(name, limits.max_line_chars) if len(name) <= SUBJECT_CHARS else _line(name, limits)


@lru_cache(maxsize=4_096)
def _kept_line(name: str, limit: int) -> str | None:
    """Return the name of a subject as one line: an agency has some thousand, and each item a dozen of them."""
    return clean_line(name, limit) or None


def _targets(draft: Draft, item: WireItem) -> dict[str, PubStatus]:
    """Return the other items that this one withdraws, each with the status that it gets."""
    own = item.provenance.item_id
    killed = (*draft.retracts, *_named(draft, draft.headline, draft.ednote, _opening(draft)))
    status = item.pubstatus if draft.refers_status is None else read_status(draft.refers_status)
    referred = draft.refers_to if status is not PubStatus.USABLE else ()
    named = {**dict.fromkeys(referred, status), **dict.fromkeys(killed, PubStatus.CANCELED)}
    kept = [(target, given) for target, given in named.items() if not _is_own(target, draft, own)]
    return dict(kept[:MAX_SUBJECTS])


def _command(item: WireItem, target: str, status: PubStatus, index: int, limits: Limits) -> WireItem:
    """Return the command that an item gives for another one, under that one's id.

    Its version is a time: the number of the notice counts the versions of the notice.
    """
    own = item.provenance
    item_id = clean_id(target, limits.max_id_chars)
    provenance = own.model_copy(
        update={
            "item_id": item_id,
            "uri": None,
            "version": max(0, epoch_ms(own.version_created or own.received)),
            "trace_id": xxhash.xxh3_128_hexdigest(f"{own.trace_id}/{item_id}".encode()),
            "origin": own.origin.model_copy(update={"index": index}),
        }
    )
    return WireItem(
        provenance=provenance,
        format=item.format,
        body="",
        headline=item.headline,
        pubstatus=status,
        ednote=item.ednote,
        signals=(str(Signal.KILL),) if status is PubStatus.CANCELED else (),
    )
