"""An incident as a card in a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from streams.desk.values import Card, CardPlace, Chip, Point
from streams.incidents.selection import day_of
from streams.incidents.title import shown_title
from streams.incidents.wording import kinds_in_order, toll_text
from streams.ledger import claim_id, speaker_of

if TYPE_CHECKING:
    from schemas import Claim, Incident, SignaturePlace, Toll

SPARKLINE_STEPS: Final = 32
"""A sparkline is some 100 pixels wide: more steps can't be told apart."""
TITLE_CHARS: Final = 2_000
"""A longer title is cut: a list of cards must stay small whatever the wire sends as a headline."""
NAME_CHARS: Final = 200
"""The same for names of places and speakers."""
ELLIPSIS: Final = "…"


def card_of(incident: Incident) -> Card:
    """Return the card of an incident."""
    day = day_of(incident)
    claims = {claim_id(claim): claim for claim in incident.claims}
    chips = tuple(_chip(kind, incident.tolls[kind], claims) for kind in kinds_in_order(incident.tolls))
    withdrawn = _withdrawn(incident)
    shown = chips[0].kind if chips else next(iter(withdrawn), None)
    return Card(
        id=incident.incident_id,
        title=title_of(incident),
        language=incident.language,
        place=place_of(incident.place),
        day=day,
        day_known=incident.start is not None,
        end=incident.end if incident.end != incident.start else None,
        chips=chips,
        withdrawn=withdrawn,
        disputed=any(chip.disputed for chip in chips),
        sources=chips[0].sources if chips else 0,
        stories=len(incident.stories),
        items=len(incident.items),
        outlets=len(incident.outlets),
        sparkline_kind=shown,
        sparkline=_sparkline(incident, shown),
        last_kind=incident.history[-1].kind if incident.history else None,
        last_cause=incident.history[-1].cause if incident.history else None,
        updated=incident.updated,
    )


def title_of(incident: Incident) -> str:
    """Return the title; place and day where no item gives one."""
    return cut(shown_title(incident), TITLE_CHARS)


def cut(text: str, most: int) -> str:
    """Return text of at most so many characters."""
    return text if len(text) <= most else text[: most - 1] + ELLIPSIS


def place_of(place: SignaturePlace | None) -> CardPlace | None:
    """Return a place as it is shown; its coordinates only where both are there and on the globe."""
    if place is None:
        return None
    on_globe = (
        place.lat is not None and place.lon is not None and -90 <= place.lat <= 90 and -180 <= place.lon <= 180  # noqa: PLR2004 - degrees of the globe
    )
    return CardPlace(
        name=cut(place.name, NAME_CHARS),
        country=place.country,
        admin1=place.admin1,
        lat=place.lat if on_globe else None,
        lon=place.lon if on_globe else None,
        precision=place.precision.value if place.precision is not None else None,
    )


def _chip(kind: str, toll: Toll, claims: dict[str, Claim]) -> Chip:
    return Chip(
        kind=kind,
        low=toll.low,
        best=toll.best,
        high=toll.high,
        text=toll_text(toll),
        word=toll.word,
        qualifier=toll.qualifier.value if toll.qualifier is not None else None,
        attribution=None if toll.attribution is None else cut(toll.attribution, NAME_CHARS),
        sources=len({speaker_of(claims[key]) for key in toll.basis if key in claims}),
        disputed=toll.disputed,
    )


def _withdrawn(incident: Incident) -> tuple[str, ...]:
    latest = {change.kind: change for change in incident.history}
    return tuple(kind for kind in kinds_in_order(latest) if latest[kind].after is None and kind not in incident.tolls)


def _sparkline(incident: Incident, kind: str | None) -> tuple[Point, ...]:
    changes = [change for change in incident.history if change.kind == kind]
    return tuple(Point(at=change.at, number=change.after or 0) for change in changes[-SPARKLINE_STEPS:])
