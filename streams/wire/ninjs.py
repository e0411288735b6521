"""IPTC ninjs 1.0 to 3.1: one text item an object. Associations (pictures, graphics) are no items of their own.

An object that Wirefeed published says in its extension which item it is: it is read as a version of the same item.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Final

from streams.errors import MalformedItem, WireError
from streams.wire.decode import clean_block
from streams.wire.draft import Draft
from streams.wire.identity import host_of
from streams.wire.json_item import controls_of
from streams.wire.markup_text import html_to_text
from streams.wire.nitf import nitf_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

OWN_NAMES: Final = frozenset(
    {"item_id", "id", "body", "text", "html", "url", "host", "published", "version_created", "embargoed_until"}
)
"""Names of our own envelope, which ninjs has not."""
BODY_ORDER: Final = ("xhtml", "html", "richtext", "nitf", "text", "")
"""Markup first: it has the paragraphs that a text rendition often lost."""
FULL_SHARE: Final = 0.6
"""A body shorter than this share of the longest is a summary."""


def is_ninjs(value: Mapping[str, Any]) -> bool:
    """Return whether an object has the identity of ninjs, its uri, and no name of our own envelope."""
    return ("uri" in value or "guid" in value) and OWN_NAMES.isdisjoint(value)


def parse_ninjs(value: Mapping[str, Any]) -> Draft:
    """Return the item of a ninjs object; names are read without regard to case, which changed between versions.

    Raises `MalformedItem` where a field has the wrong form.
    """
    controls_of(value)
    item = {name.lower(): held for name, held in value.items() if held or held == 0}
    extension = _object(item, "wirefeed")
    own = _object(extension, "provenance")
    uri = _string(own, "uri") or _string(item, "uri") or _string(item, "guid")
    other_ids = item.get("altids")
    # The uri of AP's interface carries the customer's session; `altids.itemid` is the item's own id.
    own_id = other_ids.get("itemid") if isinstance(other_ids, dict) else None
    holder = _string(item, "copyrightholder")
    return Draft(
        format="ninjs",
        provider=_string(own, "provider") or _string(item, "provider") or (holder if host_of(uri) is None else None),
        source=_string(own, "source"),
        item_id=_string(own, "item_id") or (own_id if isinstance(own_id, str) else uri),
        uri=uri if uri and uri.startswith(("http://", "https://")) else None,
        version=item.get("version"),
        published=item.get("firstcreated") or item.get("contentcreated"),
        version_created=item.get("versioncreated"),
        headline=_headline(item),
        byline=_string(item, "byline") or _string(item, "by"),
        dateline=_string(item, "dateline"),
        language=_string(item, "language"),
        pubstatus=_string(item, "pubstatus"),
        embargoed=item.get("embargoed") or item.get("embargoeduntil"),
        urgency=item.get("urgency"),
        ednote=_string(item, "ednote"),
        signals=tuple(_names(item.get("signals") or item.get("signal") or extension.get("signals"))),
        subjects=tuple(_names(item.get("subject") or item.get("subjects"))),
        slugline=_string(item, "slugline"),
        body=_body(item),
    )


def _object(item: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return an object of the item, an empty one where there is none."""
    held = item.get(name)
    return held if isinstance(held, dict) else {}


def _string(item: Mapping[str, Any], name: str) -> str | None:
    held = item.get(name)
    if held is None or isinstance(held, str):
        return held
    if isinstance(held, int | float):
        return str(held)
    raise MalformedItem(f"ninjs field {name!r} is a {type(held).__name__}, not a string")


def _headline(item: Mapping[str, Any]) -> str | None:
    plain = item.get("headline")
    if isinstance(plain, str):
        return _one_line(plain)
    roles = dict(_texts(item, "headlines", "headline_"))
    for role in ("main", "headline", "text", ""):
        if role in roles:
            return _one_line(roles[role])
    first = next(iter(roles.values()), None)
    return _one_line(first) if first else _string(item, "title")


def _body(item: Mapping[str, Any]) -> str | None:
    bodies = {role: _plain(role, text) for role, text in _texts(item, "bodies", "body_")}
    texts = {role: text for role, text in bodies.items() if text}
    if not texts:
        described = [_plain(role, text) for role, text in _texts(item, "descriptions", "description_")]
        return max(described, key=len, default=None)
    enough = max(len(text) for text in texts.values()) * FULL_SHARE
    for wanted in BODY_ORDER:
        for role, text in texts.items():
            if wanted in role and len(text) >= enough:
                return text
    return max(texts.values(), key=len)


def _texts(item: Mapping[str, Any], plural: str, prefix: str) -> Iterator[tuple[str, str]]:
    """Yield role (with the content type, if stated) and text, of ninjs 2 and 3 (`bodies`) and of 1 (`body_xhtml`)."""
    held = item.get(plural)
    for entry in held if isinstance(held, list) else ():
        if isinstance(entry, dict):
            named = {name.lower(): value for name, value in entry.items()}
            text = named.get("value")
            if isinstance(text, str) and text.strip():
                role, kind = str(named.get("role") or ""), str(named.get("contenttype") or "")
                if plural == "headlines":
                    # Headlines are read as markup; one that says that it is none must stay as it is.
                    yield role, escape(text) if kind == "text/plain" else text
                else:
                    yield f"{role} {kind}".lower(), text
    for name, text in item.items():
        if name.startswith(prefix) and isinstance(text, str) and text.strip():
            yield name.removeprefix(prefix), text


def _plain(role: str, text: str) -> str:
    if "nitf" in role:
        try:
            return nitf_text(text.encode())
        except WireError:
            return html_to_text(text)
    if "plain" in role or role.strip() == "text":
        return clean_block(text).strip()
    return html_to_text(text)


def _one_line(text: str) -> str:
    return " ".join(html_to_text(text).split())


def _names(held: object) -> Iterable[str]:
    for entry in held if isinstance(held, list) else (held,):
        if isinstance(entry, str):
            yield entry
        elif isinstance(entry, dict):
            name = entry.get("name") or entry.get("code") or entry.get("literal") or entry.get("uri")
            if isinstance(name, str):
                yield name
