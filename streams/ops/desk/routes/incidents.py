"""Incidents: the list, the map, one of them, and the list for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from streams.desk.atom import incidents_atom
from streams.desk.filters import parse_filter
from streams.desk.geojson import incidents_geojson
from streams.desk.incident_page import incident_page
from streams.desk.listing import listing_of
from streams.desk.pages import render
from streams.desk.rule import rule_of
from streams.ops.desk.answers import JSON
from streams.ops.desk.clock import now
from streams.ops.desk.context import base_of, context_of, not_found

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from streams.desk.board import Board
    from streams.desk.entry import Entry
    from streams.desk.filters import Filter
    from streams.desk.values import Broker, IncidentList, IncidentPage

GEOJSON: Final = "application/geo+json"
ATOM: Final = "application/atom+xml"
TOML: Final = "application/toml"
FEED_ENTRIES: Final = 100
GONE: Final = "There is no incident with this id, or it has lost all its items."
MAP_INCIDENTS: Final = 5_000
"""Circles on a map: more can't be told apart, and a phone draws so many."""


async def incidents_html(request: Request) -> Response:
    """Return the list as a page."""
    wanted = filter_of(request)
    made = _listed(request, wanted, lambda listing: render.incidents_page(listing, wanted).encode())
    return HTMLResponse(made)


async def map_html(request: Request) -> Response:
    """Return the map; it fetches its incidents as GeoJSON with the same query string."""
    wanted = filter_of(request)
    return HTMLResponse(_listed(request, wanted, lambda listing: render.map_page(listing, wanted).encode()))


async def incidents_json(request: Request) -> Response:
    """Return the list."""
    made = _listed(request, filter_of(request), lambda listing: listing.model_dump_json().encode())
    return Response(made, media_type=JSON)


async def incidents_geo(request: Request) -> Response:
    """Return all incidents that the filter selects, up to `MAP_INCIDENTS`, as GeoJSON."""
    wanted = filter_of(request)

    def make() -> bytes:
        found = context_of(request).state.board.select(wanted, now())
        return incidents_geojson(entry.card for entry in found[:MAP_INCIDENTS])

    return Response(_known(request, wanted, make), media_type=GEOJSON)


async def incidents_feed(request: Request) -> Response:
    """Return the first incidents that the filter selects as an Atom feed."""
    wanted = filter_of(request)
    found = context_of(request).state.board.select(wanted, now())
    cards = [entry.card for entry in found[:FEED_ENTRIES]]
    return Response(incidents_atom(cards, base_of(request), wanted.query()), media_type=ATOM)


async def rule(request: Request) -> Response:
    """Return the filter as a rules file for `wirefeed deliver`."""
    headers = {"Content-Disposition": 'attachment; filename="rules.toml"'}
    return Response(rule_of(filter_of(request)), headers=headers, media_type=TOML)


async def incident_html(request: Request) -> Response:
    """Return an incident as a page."""
    moved = _moved(request, "/incidents/")
    return moved or HTMLResponse(_shown(request, lambda page: render.incident_page(page).encode()))


async def incident_json(request: Request) -> Response:
    """Return an incident."""
    moved = _moved(request, "/api/incidents/")
    return moved or Response(_shown(request, lambda page: page.model_dump_json().encode()), media_type=JSON)


def filter_of(request: Request) -> Filter:
    """Return the filter of the query string. Raises `BadFilter`."""
    return parse_filter(request.query_params.multi_items())


def _listed(request: Request, wanted: Filter, make: Callable[[IncidentList], bytes]) -> bytes:
    """Return an answer made of the list, as it was made before where nothing has changed since."""
    state = context_of(request).state
    return _known(request, wanted, lambda: make(listing_of(state.board, wanted, state.broker(), now())))


def _shown(request: Request, make: Callable[[IncidentPage], bytes]) -> bytes:
    """Return an answer made of an incident, as it was made before where nothing has changed since."""
    state = context_of(request).state
    entry = state.board.get(request.path_params["id"])
    if entry is None:
        raise not_found(GONE)
    return _known(request, None, lambda: make(_page(entry, state.board, state.broker())))


def _moved(request: Request, path: str) -> Response | None:
    """Return where an incident that is gone was merged into, None where it is there or nobody knows."""
    board, identity = context_of(request).state.board, request.path_params["id"]
    now_in = board.merged_into(identity) if board.get(identity) is None else None
    return None if now_in is None else RedirectResponse(f"{path}{quote(now_in, safe='')}", status_code=302)


def _page(entry: Entry, board: Board, broker: Broker) -> IncidentPage:
    incident = entry.incident()
    if incident is None:
        raise not_found(GONE)

    def title(identity: str) -> str | None:
        other = board.get(identity)
        return None if other is None else other.card.title

    return incident_page(incident, broker, title)


def _known(request: Request, wanted: Filter | None, make: Callable[[], bytes]) -> bytes:
    context = context_of(request)
    state, query = context.state, wanted.query(wanted.page) if wanted is not None else ""
    broker, today = state.broker().model_dump_json(), now().date()
    return context.answers.get((request.url.path, query, state.board.version, broker, today), make)


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
