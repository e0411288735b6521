"""Which item is asked for: by its key, by its web address, or by the place of a record that is about it."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import orjson

from schemas import DeadLetter, Release, WireItem
from streams.ops.dead_letters import original
from streams.ops.errors import OperationFailed
from streams.ops.trace.describe import hop_of, message_of, provenance_of
from streams.ops.trace.query import Query
from streams.ops.trace.raw import find_letters
from streams.ops.trace.target import parse_target
from streams.ops.wording import counted
from streams.runner import Record
from streams.topics import DEAD, ITEMS, RAW
from streams.wire import Limits, canonical_uri

if TYPE_CHECKING:
    from collections.abc import Iterable

    from streams.ops.trace.hop import Hop
    from streams.ops.trace.query import RecordSource, Wanted
    from streams.ops.trace.target import Place, Target
    from streams.settings import Settings

MAX_LISTED: Final = 20
"""Items of a record that are listed."""
NEAR: Final = 5
"""Ids that are shown where one is unknown."""
COMPARED: Final = 2_000
"""Ids that an unknown one is compared with letter by letter, which takes half a second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """What a target was found to be."""

    item_key: str | None
    hops: tuple[Hop, ...] = ()
    """Of a record that holds no item, or several."""
    notes: tuple[str, ...] = ()


async def resolve(source: RecordSource, settings: Settings, target: Target) -> Resolved:
    """Return the item that a target names. Raises `OperationFailed` where it can't be told."""
    if target.place is not None:
        return await _at_place(source, settings, await _refused_place(source, settings, target.place))
    if target.uri is not None:
        return Resolved(item_key=await _at_address(source, target.uri))
    return Resolved(item_key=target.key)


async def _refused_place(source: RecordSource, settings: Settings, place: Place) -> Place:
    """Return the place of the record that a dead letter holds, where the place is that of a letter."""
    if place.topic is not DEAD:
        return place
    record = await source.record_at(place.topic.full_name(settings), place.partition, place.offset)
    letter = message_of(record, DEAD) if record is not None else None
    refused = parse_target(letter.id, settings).place if isinstance(letter, DeadLetter) else None
    return refused or place


async def _at_address(source: RecordSource, uri: str) -> str:
    """Return the key of the item with an address: items keep their address as it was stated."""
    (found,) = await source.find([Query(topic=ITEMS, wanted=_has_address(uri), enough=1)])
    if not found:
        days = f"the last {ITEMS.retention_days} days are kept"
        raise OperationFailed(f"no item on {ITEMS.name} has the address {uri} ({days}); try its id, `provider/item-id`")
    return (found[0].key or b"").decode(errors="replace")


def _has_address(uri: str) -> Wanted:
    host = orjson.dumps(urlsplit(uri).netloc)[1:-1]

    def wanted(_key: bytes | None, value: bytes | None) -> bool:
        if value is None or host not in value:
            return False
        try:
            stated = orjson.loads(value).get("provenance", {}).get("uri")
        except (orjson.JSONDecodeError, AttributeError):
            return False
        return isinstance(stated, str) and canonical_uri(stated) == uri

    return wanted


async def _at_place(source: RecordSource, settings: Settings, place: Place) -> Resolved:
    name = place.name(settings)
    record = await source.record_at(place.topic.full_name(settings), place.partition, place.offset)
    letters = await find_letters(source, {name}) if record is None or place.topic is RAW else []
    notes: tuple[str, ...] = ()
    if record is None:
        letter = next((hop.message for hop in letters if isinstance(hop.message, DeadLetter)), None)
        if letter is None:
            raise OperationFailed(await _nothing_at(source, settings, place))
        record = _restored(letter)
        notes = (f"the record {name} is there no more; its dead letter has its bytes",)
    if place.topic is RAW:
        return _in_raw(record, settings, place, letters, notes)
    message = message_of(record, place.topic)
    provenance = provenance_of(message)
    if isinstance(message, Release):
        return Resolved(item_key=message.item_key, notes=notes)
    if provenance is None:
        raise OperationFailed(f"the record {name} is about no single item; `wirefeed tail` shows it")
    return Resolved(item_key=provenance.item_key, notes=notes)


def _restored(letter: DeadLetter) -> Record:
    kept = original(letter)
    at = int(letter.at.timestamp() * 1000)
    return Record(letter.topic, letter.partition, letter.offset, kept.key, kept.value, kept.headers, at)


async def _nothing_at(source: RecordSource, settings: Settings, place: Place) -> str:
    extent = await source.extent(place.topic.full_name(settings), place.partition)
    name = f"{place.topic.full_name(settings)}/{place.partition}"
    if extent is None:
        return f"there is no partition {name}"
    if place.offset >= extent.end:
        return f"there is no record {name}/{place.offset} yet: the next one there is {extent.end:,}"
    return (
        f"there is no record {name}/{place.offset}, and no dead letter of it: the first one there is {extent.begin:,}, "
        "and an offset may also be the end of a transaction"
    )


def _in_raw(
    record: Record, settings: Settings, place: Place, letters: Iterable[Hop], notes: tuple[str, ...]
) -> Resolved:
    """Return the item of a record of `raw`: parsed again, as intake does, it has the same items."""
    keys = _items_of(record, settings)
    asked = list(keys.values()) if place.index is None else [keys[place.index]] if place.index in keys else []
    if len(asked) == 1:
        return Resolved(item_key=asked[0], notes=notes)
    listed = ", ".join(asked[:MAX_LISTED])
    more = f", and {len(asked) - MAX_LISTED:,} more" if len(asked) > MAX_LISTED else ""
    nothing = "it held no item that could be read" if place.index is None else f"its item {place.index} was not read"
    held = f"it holds {counted(len(asked), 'item')}; trace one of them: {listed}{more}" if asked else nothing
    return Resolved(item_key=None, hops=(hop_of(record, RAW), *letters), notes=(*notes, held))


def _items_of(record: Record, settings: Settings) -> dict[int, str]:
    """Return the keys of the items in a record, by their place in it."""
    from streams.runner.entries import entries_of  # noqa: PLC0415 - the parsers of all formats, for a place alone

    try:
        entries = entries_of(record, Limits.of(settings))
    except Exception:  # noqa: BLE001  # whatever the record holds, intake refused it for the same reason
        return {}
    found = (entry.provenance for entry in entries if isinstance(entry, WireItem))
    return {provenance.origin.index: provenance.item_key for provenance in found}


async def unknown_item(source: RecordSource, settings: Settings, key: str) -> str:
    """Return what is said of an item that is nowhere: for how long topics keep items, and which ids are like it."""
    keys: set[str] = set()

    def note(found: bytes | None, _value: bytes | None) -> bool:
        keys.add((found or b"").decode(errors="replace"))
        return False

    await source.find([Query(topic=ITEMS, wanted=note)])
    near = nearest(key, keys)
    hint = f"; the nearest: {', '.join(near)}" if near else ""
    kept = f"{ITEMS.full_name(settings)} keeps the last {ITEMS.retention_days} days"
    return f"there is no item {key} ({kept}; an item that was refused is found by `wirefeed dead list`){hint}"


def nearest(key: str, known: Iterable[str]) -> list[str]:
    """Return the ids that are most like one: those that hold it first, then those of like spelling."""
    ids = sorted(known)
    holding = [each for each in ids if key.casefold() in each.casefold()]
    provider = key.partition("/")[0].casefold()
    neighbours = sorted(ids, key=lambda each: each.partition("/")[0].casefold() != provider)[:COMPARED]
    return list(dict.fromkeys((*holding, *get_close_matches(key, neighbours, n=NEAR))))[:NEAR]
