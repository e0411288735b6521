"""Incidents: the list, the map, one of them, and the list for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from streams.desk.atom import incidents_atom
from streams.desk.filters import parse_filter
from streams.desk.geojson import incidents_geojson
from streams.desk.incident_page import incident_page
from streams.desk.listing import listing_of
from streams.desk.pages import render
from streams.desk.rule import rule_of
from streams.ops.desk.answers import json_answer
from streams.ops.desk.clock import now
from streams.ops.desk.context import context_of, not_found

if TYPE_CHECKING:
    from starlette.requests import Request

    from streams.desk.filters import Filter
    from streams.desk.values import IncidentList, IncidentPage

GEOJSON: Final = "application/geo+json"
ATOM: Final = "application/atom+xml"
TOML: Final = "application/toml"
FEED_ENTRIES: Final = 100
MAP_INCIDENTS: Final = 5_000
"""Circles on a map: more can't be told apart, and a phone draws so many."""


async def incidents_html(request: Request) -> Response:
    """Return the list as a page."""
    wanted = filter_of(request)
    return HTMLResponse(render.incidents_page(_listing(request, wanted), wanted))


async def map_html(request: Request) -> Response:
    """Return the map; it fetches its incidents as GeoJSON with the same query string."""
    wanted = filter_of(request)
    return HTMLResponse(render.map_page(_listing(request, wanted), wanted))


async def incidents_json(request: Request) -> Response:
    """Return the list."""
    return json_answer(_listing(request, filter_of(request)))


async def incidents_geo(request: Request) -> Response:
    """Return all incidents that the filter selects, up to `MAP_INCIDENTS`, as GeoJSON."""
    found = context_of(request).state.board.select(filter_of(request), now())
    return Response(incidents_geojson(entry.card for entry in found[:MAP_INCIDENTS]), media_type=GEOJSON)


async def incidents_feed(request: Request) -> Response:
    """Return the first incidents that the filter selects as an Atom feed."""
    wanted = filter_of(request)
    found = context_of(request).state.board.select(wanted, now())
    cards = [entry.card for entry in found[:FEED_ENTRIES]]
    return Response(incidents_atom(cards, str(request.base_url), wanted.query()), media_type=ATOM)


async def rule(request: Request) -> Response:
    """Return the filter as a rules file for `wirefeed deliver`."""
    headers = {"Content-Disposition": 'attachment; filename="rules.toml"'}
    return Response(rule_of(filter_of(request)), headers=headers, media_type=TOML)


async def incident_html(request: Request) -> Response:
    """Return an incident as a page."""
    return HTMLResponse(render.incident_page(_incident(request)))


async def incident_json(request: Request) -> Response:
    """Return an incident."""
    return json_answer(_incident(request))


def filter_of(request: Request) -> Filter:
    """Return the filter of the query string. Raises `BadFilter`."""
    return parse_filter(request.query_params.multi_items())


def _listing(request: Request, wanted: Filter) -> IncidentList:
    state = context_of(request).state
    return listing_of(state.board, wanted, state.broker(), now())


def _incident(request: Request) -> IncidentPage:
    state = context_of(request).state
    entry = state.board.get(request.path_params["id"])
    if entry is None:
        raise not_found("There is no incident with this id, or it has lost all its items.")
    return incident_page(entry.incident(), state.broker())


ROUTES: Final = [
    Route("/", incidents_html),
    Route("/map", map_html),
    Route("/incidents/{id:path}", incident_html),
    Route("/incidents.atom", incidents_feed),
    Route("/rules.toml", rule),
    Route("/api/incidents", incidents_json),
    Route("/api/incidents.geojson", incidents_geo),
    Route("/api/incidents/{id:path}", incident_json),
]
