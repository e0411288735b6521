"""Which entries of a document are new: by the identity and the content that intake reads from it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import xxhash

from streams.errors import WireError
from streams.wire import parse_entries

if TYPE_CHECKING:
    from collections.abc import Mapping

    from schemas import WireItem
    from streams.feeds.delivery import Delivery
    from streams.wire import Limits

REMEMBERED: Final = 1_000
"""Entries that are remembered besides those of the last document: an entry may be gone for a while and come back."""


def read_document(delivery: Delivery, limits: Limits) -> list[WireItem | WireError]:
    """Return what intake will read in a document. Raises a `WireError` where that is nothing at all."""
    headers = {name: value.decode() for name, value in delivery.headers}
    return parse_entries(
        delivery.value, headers, received=delivery.received, origin_partition=0, origin_offset=0, limits=limits
    )


def entries_of(document: list[WireItem | WireError]) -> dict[str, str]:
    """Return the digest of each entry's content by that of its identity.

    An entry is known by its address, since some software gives it another id each time; where several entries share
    an address, or have none, by its id. Times and version numbers are no content: many change with nothing else.
    """
    addresses = Counter(entry.provenance.uri for entry in document if not isinstance(entry, WireError))
    found: dict[str, str] = {}
    for entry in document:
        if isinstance(entry, WireError):
            found[_digest("error", str(entry))] = ""
        else:
            uri = entry.provenance.uri
            alone = uri is not None and addresses[uri] == 1
            found[_digest("uri", uri or "") if alone else _digest("id", entry.provenance.item_id)] = _content(entry)
    return found


def new_entries(seen: Mapping[str, str], document: Mapping[str, str]) -> int:
    """Return how many entries of a document are new or have changed."""
    return sum(seen.get(identity) != content for identity, content in document.items())


def remembered(seen: Mapping[str, str], document: Mapping[str, str]) -> dict[str, str]:
    """Return the entries to remember: those of the document, then the latest of before."""
    earlier = [identity for identity in seen if identity not in document][:REMEMBERED]
    return {**document, **{identity: seen[identity] for identity in earlier}}


def _content(item: WireItem) -> str:
    stated = (item.headline, item.body, item.pubstatus, item.embargoed_until, item.ednote, item.signals)
    return _digest(*(str(each) for each in stated))


def _digest(*parts: str) -> str:
    return xxhash.xxh3_64_hexdigest("\0".join(parts).encode("utf-8", "replace"))
