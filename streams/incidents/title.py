"""What an incident is called where people read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from streams.incidents.selection import day_of

if TYPE_CHECKING:
    from schemas import Incident

PLACE_CHARS: Final = 200
"""A longer name of a place is cut."""


def shown_title(incident: Incident) -> str:
    """Return the title on one line; place and day where no item gives one, since an id says nothing to a reader."""
    title = " ".join((incident.title or "").split())
    if title:
        return title
    where = f" in {incident.place.name[:PLACE_CHARS]}" if incident.place is not None else ""
    return f"Incident{where} on {day_of(incident).isoformat()}"
