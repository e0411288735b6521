"""Incidents and alerts for other programs: GeoJSON and Atom."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import orjson
from hypothesis import given
from hypothesis import strategies as st

from streams.desk.atom import ATOM, NEVER, alerts_atom, incidents_atom
from streams.desk.card import card_of
from streams.desk.geojson import incidents_geojson
from streams.desk.values import AlertRow, Card

if TYPE_CHECKING:
    from schemas import Incident

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
BASE = "http://desk.example/"


def alert(**fields: object) -> AlertRow:
    """Return an alert."""
    known = {"id": "a1", "incident": "afn/1", "kind": "killed", "cause": "rose", "reason": "report"}
    return AlertRow.model_validate({**known, "text": "Karal: 15 killed", "language": "en", "at": AT, **fields})


def text_of(feed: ET.Element, path: str) -> str | None:
    """Return the text of an element."""
    return feed.findtext(path.replace("a:", f"{{{ATOM}}}"))


def test_an_incident_is_a_point(blast: Incident) -> None:
    """A feature has longitude before latitude, as GeoJSON asks, and the toll as properties."""
    (feature,) = orjson.loads(incidents_geojson([card_of(blast)]))["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [73.1, 49.8]}
    assert feature["properties"]["tolls"] == {"killed": {"low": 20, "best": 20, "high": 20}}
    assert (feature["id"], feature["properties"]["precision"]) == ("afn/1", "town")


def test_an_incident_without_coordinates_has_no_geometry(blast: Incident) -> None:
    """It is in the collection all the same."""
    (feature,) = orjson.loads(incidents_geojson([card_of(blast.model_copy(update={"place": None}))]))["features"]
    assert feature["geometry"] is None
    assert feature["properties"]["place"] is None


def test_an_incident_is_an_entry(blast: Incident) -> None:
    """An entry has a lasting id, a link to the page, the time of the change and the toll."""
    feed = ET.fromstring(incidents_atom([card_of(blast)], BASE, "kind=killed"))  # noqa: S314 - our own
    assert text_of(feed, "a:id") == "http://desk.example/incidents.atom?kind=killed"
    assert text_of(feed, "a:updated") == "2026-03-02T09:00:00Z"
    assert text_of(feed, "a:entry/a:id") == "urn:wirefeed:incident:afn%2F1"
    assert text_of(feed, "a:entry/a:summary") == "Karal, 2026-03-01: 20 killed"
    link = feed.find(f"{{{ATOM}}}entry/{{{ATOM}}}link")
    assert link is not None
    assert link.get("href") == "http://desk.example/incidents/afn%2F1"


def test_an_alert_is_an_entry() -> None:
    """An entry of an alert says what it says and links to the incident."""
    feed = ET.fromstring(alerts_atom([alert(quote="Fifteen died.")], BASE))  # noqa: S314 - our own
    assert text_of(feed, "a:entry/a:title") == "Karal: 15 killed"
    assert text_of(feed, "a:entry/a:summary") == "Fifteen died."


def test_an_empty_feed_is_a_feed() -> None:
    """A feed without entries has a time, since Atom asks for one."""
    feed = ET.fromstring(incidents_atom([], BASE, ""))  # noqa: S314 - our own
    assert text_of(feed, "a:updated") == NEVER.isoformat().replace("+00:00", "Z")


@given(st.text(max_size=60))
def test_no_text_of_a_wire_breaks_a_feed(text: str) -> None:
    """Control characters, markup and half characters in a title leave the feed readable."""
    card = Card(id=f"afn/{text}", title=text or "x", language="en", day=AT.date(), day_known=True, updated=AT)
    ET.fromstring(incidents_atom([card], BASE, ""))  # noqa: S314 - our own
    ET.fromstring(alerts_atom([alert(text=text, quote=text)], BASE))  # noqa: S314 - our own
