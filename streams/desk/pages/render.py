"""Values of the desk to pages: each function returns a whole HTML document."""

from __future__ import annotations

from base64 import b64decode
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs

from markupsafe import Markup

from schemas import Kind
from streams.desk.pages.chart import chart_of, speaker_number, speakers_of
from streams.desk.pages.environment import environment
from streams.desk.pages.hexdump import hexdump
from streams.desk.pages.picture import circles
from streams.desk.pages.pieces import pieces_of
from streams.desk.pages.sparkline import sparkline

if TYPE_CHECKING:
    from collections.abc import Collection

    from streams.desk.filters import Filter
    from streams.desk.values import (
        AlertList,
        ArticlePage,
        Card,
        DeadList,
        DeadPage,
        HealthPage,
        IncidentList,
        IncidentPage,
        Problem,
    )

KEPT_CARDS: Final = 2_000
"""Cards whose markup is kept, some 3 MB: those on the first pages of the usual filters."""


def incidents_page(listing: IncidentList, wanted: Filter) -> str:
    """Return the list of incidents."""
    return _page("incidents.html", page=listing, broker=listing.broker, row=_card, **_filters(wanted))


def map_page(listing: IncidentList, wanted: Filter) -> str:
    """Return the map, with the list of the same incidents beside it."""
    drawn = circles(listing.cards)
    nowhere = len(listing.cards) - len(drawn)
    values = {"page": listing, "broker": listing.broker, "circles": drawn, "nowhere": nowhere, "row": _place}
    return _page("map.html", **values, **_filters(wanted))


def incident_page(page: IncidentPage) -> str:
    """Return the page of one incident."""
    speakers = speakers_of(page.timelines)
    charts = {line.kind: chart_of(line, speakers) for line in page.timelines}
    return _page(
        "incident.html", page=page, broker=page.broker, speakers=speakers, charts=charts, number=speaker_number
    )


def article_page(page: ArticlePage, *, asked: Collection[str] = ()) -> str:
    """Return the page of an article; `asked` names what was asked for besides: `received`, `versions`."""
    places = {figure.id: place for place, figure in enumerate(page.figures, 1)}
    return _page("article.html", page=page, broker=page.broker, pieces=pieces_of(page), places=places, asked=asked)


def health_page(health: HealthPage) -> str:
    """Return the state of the flow and of the desk."""
    return _page("health.html", health=health, broker=health.broker)


def dead_page(letters: DeadList) -> str:
    """Return the list of dead letters."""
    asked = parse_qs(letters.query).get("q", [""])[0]
    return _page("dead.html", letters=letters, broker=letters.broker, asked=asked)


def dead_letter_page(page: DeadPage) -> str:
    """Return a dead letter with its record."""
    data = b64decode(page.value_base64) if page.value_base64 is not None else (page.value or "").encode()
    return _page("dead_letter.html", page=page, broker=page.broker, dump=hexdump(data))


def alerts_page(alerts: AlertList) -> str:
    """Return the latest alerts."""
    replaced = {alert.supersedes for alert in alerts.alerts if alert.supersedes}
    return _page("alerts.html", page=alerts, broker=alerts.broker, replaced=replaced)


def problem_page(problem: Problem) -> str:
    """Return the page of an error."""
    return _page("problem.html", problem=problem, broker=None)


def login_page(reason: str | None) -> str:
    """Return the form for the token, with the reason why it was refused."""
    return _page("login.html", reason=reason, broker=None)


@lru_cache(maxsize=KEPT_CARDS)
def _card(card: Card) -> Markup:
    """Return a card. It is made once, and stands in every list until the incident changes."""
    return Markup(_page("card.html", card=card, spark=sparkline(card.sparkline)))  # noqa: S704 - a template, escaped


@lru_cache(maxsize=KEPT_CARDS)
def _place(card: Card) -> Markup:
    """Return a card as it stands beside the map."""
    return Markup(_page("place.html", card=card))  # noqa: S704 - as above


def _filters(wanted: Filter) -> dict[str, Any]:
    return {"chosen": wanted.given(), "filtered": wanted.filters, "kinds": [kind.value for kind in Kind]}


def _page(name: str, **values: Any) -> str:
    return environment().get_template(name).render(**values)
