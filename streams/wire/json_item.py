"""Our own JSON envelope, and rows of articles: one object an item, under the names that ingest and partners use."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from schemas import BodyKind
from streams.errors import MalformedItem
from streams.wire.decode import clean_block
from streams.wire.draft import Draft

if TYPE_CHECKING:
    from collections.abc import Mapping


CONTROLS: Final = (
    "provider",
    "item_id",
    "version",
    "pubstatus",
    "embargoed_until",
    "embargoed",
    "embargo",
    "urgency",
    "ednote",
    "signals",
    "slugline",
    "retracts",
    "refers_to",
    "refers_status",
)
"""Names that decide on an item's life; they are read however they are written ("embargoedUntil", "Pub-Status")."""
_BY_SPELLING: Final[Mapping[str, str]] = {name.replace("_", ""): name for name in CONTROLS}
UNKNOWN_EMBARGO: Final = "embargo of another name"
MAX_NAME_CHARS: Final = 80
"""Names of fields are shorter."""
_SEPARATORS: Final = str.maketrans("", "", "_- ")


@lru_cache(maxsize=1_024)
def own_name(name: str) -> str | None:
    """Return our own name of a field that decides, `UNKNOWN_EMBARGO`, or None for any other field."""
    plain = name.translate(_SEPARATORS).lower()
    return _BY_SPELLING.get(plain) or (UNKNOWN_EMBARGO if "embargo" in plain else None)


def controls_of(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an object says on the item's life, by our own names.

    Raises `MalformedItem` where it says one thing twice, or speaks of an embargo under a name that is not known: it
    would be published before its time.
    """
    found: dict[str, Any] = {}
    for name, held in value.items():
        own = own_name(name[:MAX_NAME_CHARS])
        if own is None:
            continue
        if own == UNKNOWN_EMBARGO:
            if held not in (None, "", False):
                raise MalformedItem(f"the field {name[:80]!r} is no known name for an embargo; send 'embargoed_until'")
        elif found.setdefault(own, held) != held:
            raise MalformedItem(f"the item states {own!r} more than once, in several spellings; send one")
    return found


def parse_json_item(value: Mapping[str, Any]) -> Draft:
    """Return the item of one object. Raises `MalformedItem` naming the field where a value has the wrong form."""
    value = {**value, **controls_of(value)}
    body, kind = _body(value)
    return Draft(
        format="json",
        body=body,
        body_kind=kind,
        provider=_text(value, "provider"),
        source=_text(value, "source", "host"),
        item_id=_text(value, "item_id", "id", "guid"),
        uri=_text(value, "uri", "url", "link"),
        version=_first(value, "version"),
        published=_first(value, "published", "first_created", "date"),
        version_created=_first(value, "version_created", "modified", "updated"),
        headline=_text(value, "headline", "title"),
        byline=_text(value, "byline", "author"),
        dateline=_text(value, "dateline"),
        language=_text(value, "language", "lang"),
        pubstatus=_status(value),
        embargoed=_first(value, "embargoed_until", "embargoed", "embargo"),
        urgency=_first(value, "urgency"),
        ednote=_text(value, "ednote"),
        signals=_strings(value, "signals"),
        subjects=_strings(value, "subjects"),
        slugline=_text(value, "slugline", "slug"),
        retracts=_strings(value, "retracts"),
        refers_to=_strings(value, "refers_to"),
        refers_status=_text(value, "refers_status"),
    )


def _status(value: Mapping[str, Any]) -> str | None:
    stated = {text for name in ("pubstatus", "status") if (text := _text(value, name))}
    if len(stated) > 1:
        raise MalformedItem(f"the item states two statuses, {' and '.join(map(repr, sorted(stated)))}; send one")
    return next(iter(stated), None)


def _body(value: Mapping[str, Any]) -> tuple[str | None, BodyKind]:
    for name in ("body", "text"):
        text = value.get(name)
        if text is not None:
            if not isinstance(text, str):
                raise MalformedItem(f"field {name!r} is a {type(text).__name__}, not a string")
            kind = BodyKind.HTML if value.get("body_kind") == "html" else BodyKind.TEXT
            return clean_block(text), kind
    page = _text(value, "html", "body_html")
    return (clean_block(page), BodyKind.HTML) if page is not None else (None, BodyKind.TEXT)


def _first(value: Mapping[str, Any], *names: str) -> object:
    return next((value[name] for name in names if value.get(name) not in (None, "")), None)


def _text(value: Mapping[str, Any], *names: str) -> str | None:
    found = _first(value, *names)
    if found is None or isinstance(found, str):
        return found
    if isinstance(found, int | float) and not isinstance(found, bool):
        return str(found)
    raise MalformedItem(f"field {names[0]!r} is a {type(found).__name__}, not a string")


def _strings(value: Mapping[str, Any], *names: str) -> tuple[str, ...]:
    found = _first(value, *names)
    if found is None:
        return ()
    if isinstance(found, str):
        return (found,)
    if isinstance(found, list) and all(isinstance(item, str) for item in found):
        return tuple(found)
    raise MalformedItem(f"field {names[0]!r} is not a list of strings")
