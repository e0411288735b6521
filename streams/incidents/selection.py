"""Which incidents are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from streams.alerts import distance_km

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from schemas import Incident

NEAR_KM: Final = 50.0
"""How far "near a point" is where nothing else is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Selects incidents. A field that is None selects all."""

    since: datetime | None = None
    """Happened then or later; where no article says when, reported."""
    until: datetime | None = None
    country: str | None = None
    """Two letters, ISO 3166-1."""
    place: str | None = None
    """Part of the name of the place."""
    near: tuple[float, float] | None = None
    """Latitude and longitude."""
    within_km: float = NEAR_KM
    kind: str | None = None
    at_least: int | None = None
    """Best number of `kind`; of any kind where none is given."""
    group: str | None = None
    """Part of a group's or side's name or id, as victims or as the speaker."""

    def matches(self, incident: Incident) -> bool:
        """Return whether the incident is asked for."""
        return (
            self._in_time(incident) and self._in_place(incident) and self._in_size(incident) and self._named(incident)
        )

    def _in_time(self, incident: Incident) -> bool:
        day = day_of(incident)
        return (self.since is None or day >= self.since.date()) and (self.until is None or day <= self.until.date())

    def _in_place(self, incident: Incident) -> bool:
        place = incident.place
        if self.country is None and self.place is None and self.near is None:
            return True
        if place is None:
            return False
        return (
            (self.country is None or (place.country or "").casefold() == self.country.casefold())
            and (self.place is None or self.place.casefold() in place.name.casefold())
            and (self.near is None or _is_within(self.near, place.lat, place.lon, self.within_km))
        )

    def _in_size(self, incident: Incident) -> bool:
        wanted = [toll for kind, toll in incident.tolls.items() if self.kind in {None, kind}]
        if self.kind is None and self.at_least is None:
            return True
        return any(toll.best >= (self.at_least or 0) for toll in wanted)

    def _named(self, incident: Incident) -> bool:
        return self.group is None or any(self.group.casefold() in name.casefold() for name in groups_of(incident))


def day_of(incident: Incident) -> date:
    """Return the day of the incident: when it happened, else when it was first reported."""
    if incident.start is not None:
        return incident.start
    reported = (member.published or member.received for member in incident.members)
    return min(reported, default=incident.updated).date()


def groups_of(incident: Incident) -> Iterator[str]:
    """Yield the names and ids of the sides and speakers that the claims name."""
    for claim in incident.claims:
        victims, speaker = claim.figure.victims, claim.figure.attribution
        if victims is not None:
            yield from filter(None, (victims.side, victims.entity_id))
        if speaker is not None:
            yield from filter(None, (speaker.text, speaker.entity_id))


def _is_within(here: tuple[float, float], lat: float | None, lon: float | None, km: float) -> bool:
    return lat is not None and lon is not None and distance_km(here, (lat, lon)) <= km
