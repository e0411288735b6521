"""Incidents and claims as rows of a table. docs/alerts.md maps the columns to those of UCDP GED and ACLED."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from schemas import Role, ScenePrecision
from streams.incidents.explanation import COUNTS, verdict_of
from streams.incidents.selection import day_of
from streams.ledger import claim_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemas import Claim, Incident, SignaturePlace

KINDS: Final = ("killed", "injured", "missing", "kidnapped", "detained", "displaced", "trapped", "casualties")
WHERE_PREC: Final = {
    ScenePrecision.SPOT: 1,
    ScenePrecision.TOWN: 1,
    ScenePrecision.REGION: 4,
    ScenePrecision.COUNTRY: 6,
}
"""UCDP's `where_prec`: 1 exact place, 4 first-level division, 6 country. The levels between are not told apart."""
GEO_PRECISION: Final = {
    ScenePrecision.SPOT: 1,
    ScenePrecision.TOWN: 1,
    ScenePrecision.REGION: 2,
    ScenePrecision.COUNTRY: 3,
}
"""ACLED's `geo_precision`: 1 town or exact place, 2 part of a region, 3 larger region."""

Row = dict[str, Any]
"""Values by column: text, numbers, or None."""


def incident_row(incident: Incident) -> Row:
    """Return an incident as a row."""
    day = day_of(incident)
    return {
        "incident_id": incident.incident_id,
        "title": incident.title,
        "date_start": day.isoformat(),
        "date_end": (incident.end or day).isoformat(),
        "date_known": incident.start is not None,
        "year": day.year,
        **_place(incident.place),
        **{name: number for kind in KINDS for name, number in _toll(incident, kind).items()},
        "attribution": next((toll.attribution for toll in incident.tolls.values() if toll.attribution), None),
        "disputed": any(toll.disputed for toll in incident.tolls.values()),
        "stories": len(incident.stories),
        "items": len(incident.items),
        "outlets": len(incident.outlets),
        "outlet_names": "; ".join(incident.outlets),
        "language": incident.language,
        "updated": incident.updated.isoformat(),
    }


def claim_rows(incident: Incident) -> Iterator[Row]:
    """Yield each claim of an incident as a row."""
    for claim in incident.claims:
        yield _claim_row(incident, claim)


def _claim_row(incident: Incident, claim: Claim) -> Row:
    figure = claim.figure
    speaker, victims, period = figure.attribution, figure.victims, figure.period
    verdict = verdict_of(claim, incident.tolls.get(figure.kind.value))
    return {
        "incident_id": incident.incident_id,
        "claim_id": claim_id(claim),
        "item": claim.item_key,
        "version": claim.version,
        "source": claim.source,
        "agency": claim.agency,
        "published": (claim.published or claim.received).isoformat(),
        "kind": figure.kind.value,
        "min": figure.min,
        "max": figure.max,
        "qualifier": figure.qualifier.value,
        "number_text": figure.quantity_text,
        "role": figure.role.value,
        "is_total": figure.role is Role.TOTAL,
        "counts": verdict == COUNTS,
        "verdict": verdict,
        "attribution": speaker.text if speaker else None,
        "attribution_kind": speaker.kind.value if speaker else None,
        "attribution_id": speaker.entity_id if speaker else None,
        "victims": victims.text if victims else None,
        "side": victims.side if victims else None,
        "civilian": victims.civilian if victims else None,
        "place": figure.place.text if figure.place else None,
        "latitude": figure.place.lat if figure.place else None,
        "longitude": figure.place.lon if figure.place else None,
        "period_start": period.start.isoformat() if period and period.start else None,
        "period_end": period.end.isoformat() if period and period.end else None,
        "confidence": figure.confidence,
        "sentence": figure.evidence.quote,
        "copies": len(claim.outlets),
    }


def _place(place: SignaturePlace | None) -> Row:
    precision = place.precision if place else None
    return {
        "place": place.name if place else None,
        "country": place.country if place else None,
        "admin1": place.admin1 if place else None,
        "latitude": place.lat if place else None,
        "longitude": place.lon if place else None,
        "geonames": place.geonames if place else None,
        "where_prec": WHERE_PREC[precision] if precision else None,
        "geo_precision": GEO_PRECISION[precision] if precision else None,
    }


def _toll(incident: Incident, kind: str) -> Row:
    toll = incident.tolls.get(kind)
    return {
        f"{kind}_low": toll.low if toll else None,
        f"{kind}_best": toll.best if toll else None,
        f"{kind}_high": toll.high if toll else None,
    }


INCIDENT_COLUMNS: Final = (
    "incident_id",
    "title",
    "date_start",
    "date_end",
    "date_known",
    "year",
    "place",
    "country",
    "admin1",
    "latitude",
    "longitude",
    "geonames",
    "where_prec",
    "geo_precision",
    *(f"{kind}_{end}" for kind in KINDS for end in ("low", "best", "high")),
    "attribution",
    "disputed",
    "stories",
    "items",
    "outlets",
    "outlet_names",
    "language",
    "updated",
)
"""Written as the heading also where there is no incident; a test holds them to the rows."""
CLAIM_COLUMNS: Final = (
    "incident_id",
    "claim_id",
    "item",
    "version",
    "source",
    "agency",
    "published",
    "kind",
    "min",
    "max",
    "qualifier",
    "number_text",
    "role",
    "is_total",
    "counts",
    "verdict",
    "attribution",
    "attribution_kind",
    "attribution_id",
    "victims",
    "side",
    "civilian",
    "place",
    "latitude",
    "longitude",
    "period_start",
    "period_end",
    "confidence",
    "sentence",
    "copies",
)
