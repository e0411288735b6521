"""Incidents as GeoJSON (RFC 7946): for the map, and for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from collections.abc import Iterable

    from streams.desk.values import Card


def incidents_geojson(cards: Iterable[Card]) -> bytes:
    """Return a FeatureCollection. An incident without coordinates has null for its geometry."""
    return orjson.dumps({"type": "FeatureCollection", "features": [_feature(card) for card in cards]})


def _feature(card: Card) -> dict[str, Any]:
    place = card.place
    located = place is not None and place.lat is not None and place.lon is not None
    point = {"type": "Point", "coordinates": [place.lon, place.lat]} if place is not None and located else None
    return {"type": "Feature", "id": card.id, "geometry": point, "properties": _properties(card)}


def _properties(card: Card) -> dict[str, Any]:
    place, first = card.place, card.chips[0] if card.chips else None
    return {
        "id": card.id,
        "title": card.title,
        "language": card.language,
        "day": card.day,
        "day_known": card.day_known,
        "place": place.name if place is not None else None,
        "country": place.country if place is not None else None,
        "precision": place.precision if place is not None else None,
        "kind": first.kind if first is not None else None,
        "low": first.low if first is not None else None,
        "best": first.best if first is not None else None,
        "high": first.high if first is not None else None,
        "text": first.text if first is not None else None,
        "tolls": {chip.kind: {"low": chip.low, "best": chip.best, "high": chip.high} for chip in card.chips},
        "disputed": card.disputed,
        "withdrawn": list(card.withdrawn),
        "sources": card.sources,
        "updated": card.updated,
    }
