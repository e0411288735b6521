"""Incidents and alerts as Atom feeds (RFC 4287)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import quote
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streams.desk.values import AlertRow, Card

ATOM: Final = "http://www.w3.org/2005/Atom"
NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""When a feed without entries was changed."""
_NOT_IN_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 has no way to write."""

ET.register_namespace("", ATOM)


def incidents_atom(cards: Sequence[Card], base: str, query: str) -> bytes:
    """Return a feed of incidents. `base` is the address of the desk, with a slash at its end."""
    feed = _feed(
        "Wirefeed: incidents", base, "incidents.atom", query, max((card.updated for card in cards), default=NEVER)
    )
    for card in cards:
        link = f"{base}incidents/{quote(card.id, safe='')}"
        entry = _entry(feed, f"urn:wirefeed:incident:{quote(card.id, safe='')}", card.title, link, card.updated)
        _add(entry, "summary", _summary(card))
        if card.place is not None and card.place.country:
            _add(entry, "category", term=card.place.country)
    return _bytes(feed)


def alerts_atom(alerts: Sequence[AlertRow], base: str) -> bytes:
    """Return a feed of alerts."""
    feed = _feed("Wirefeed: alerts", base, "alerts.atom", "", max((alert.at for alert in alerts), default=NEVER))
    for alert in alerts:
        link = f"{base}incidents/{quote(alert.incident, safe='')}"
        entry = _entry(feed, f"urn:wirefeed:alert:{quote(alert.id, safe='')}", alert.text, link, alert.at)
        _add(entry, "category", term=alert.cause)
        if alert.quote:
            _add(entry, "summary", alert.quote)
    return _bytes(feed)


def _feed(title: str, base: str, path: str, query: str, updated: datetime) -> ET.Element:
    feed = ET.Element(f"{{{ATOM}}}feed")
    own = f"{base}{path}{f'?{query}' if query else ''}"
    _add(feed, "id", own)
    _add(feed, "title", title)
    _add(feed, "updated", _time(updated))
    _add(_add(feed, "author"), "name", "Wirefeed")
    _add(feed, "link", rel="self", href=own, type="application/atom+xml")
    _add(feed, "link", rel="alternate", href=f"{base}{f'?{query}' if query else ''}", type="text/html")
    return feed


def _entry(feed: ET.Element, identity: str, title: str, link: str, updated: datetime) -> ET.Element:
    entry = _add(feed, "entry")
    _add(entry, "id", identity)
    _add(entry, "title", title)
    _add(entry, "updated", _time(updated))
    _add(entry, "link", rel="alternate", href=link, type="text/html")
    return entry


def _summary(card: Card) -> str:
    tolls = "; ".join(f"{chip.text} {chip.kind}{' (disputed)' if chip.disputed else ''}" for chip in card.chips)
    place = card.place.name if card.place is not None else "place unknown"
    return f"{place}, {card.day.isoformat()}: {tolls or 'no toll'}"


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    clean = {key: _NOT_IN_XML.sub("", value) for key, value in attributes.items()}
    child = ET.SubElement(parent, f"{{{ATOM}}}{name}", clean)
    child.text = None if text is None else _NOT_IN_XML.sub("", text)
    return child


def _time(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _bytes(feed: ET.Element) -> bytes:
    made: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return made
