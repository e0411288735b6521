"""A desk with what the tests put on it, without a broker."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import httpx

from schemas import Incident, SignaturePlace, Toll, encode
from streams.desk.entry import entry_of, pack
from streams.ops.desk.app import build_app
from streams.ops.desk.state import DeskState
from streams.settings import Settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TOKEN = "a-token-of-some-length"  # noqa: S105 - of the tests
HOSTILE = "<script>alert(1)</script>\"'& \u202eright to left"


def incident(key: str, killed: int = 1, **fields: Any) -> Incident:
    """Return an incident with a toll."""
    known = {
        "incident_id": key,
        "title": f"Blast at {key}",
        "language": "en",
        "updated": AT,
        "place": SignaturePlace(name="Karal", country="KZ", lat=49.8, lon=73.1),
        "tolls": {"killed": Toll(low=killed, best=killed, high=killed)},
    }
    return Incident.model_validate(known | fields)


def desk_with(*incidents: Incident, **settings: Any) -> DeskState:
    """Return a desk that has read incidents."""
    state = DeskState.new(Settings(**settings), AT)
    for each in incidents:
        state.board.put(entry_of(each, pack(encode(each))))
    state.condition.live(AT)
    return state


@asynccontextmanager
async def browser(state: DeskState, client: str = "127.0.0.1") -> AsyncIterator[httpx.AsyncClient]:
    """Ask the application as a program at an address would."""
    transport = httpx.ASGITransport(app=build_app(state), client=(client, 1234))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as asking:
        yield asking
