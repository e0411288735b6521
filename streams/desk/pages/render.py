"""Values to pages. Everything that comes from a wire is escaped."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined

if TYPE_CHECKING:
    from streams.desk.filters import Filter
    from streams.desk.values import (
        AlertList,
        ArticlePage,
        DeadList,
        DeadPage,
        HealthPage,
        IncidentList,
        IncidentPage,
        Problem,
    )


def incidents_page(listing: IncidentList, wanted: Filter) -> str:
    """Return the list of incidents."""
    return _render("incidents.html", listing=listing, wanted=wanted)


def incident_page(page: IncidentPage) -> str:
    """Return the page of an incident."""
    return _render("incident.html", page=page)


def map_page(listing: IncidentList, wanted: Filter) -> str:
    """Return the map."""
    return _render("map.html", listing=listing, wanted=wanted)


def article_page(page: ArticlePage) -> str:
    """Return the page of an article."""
    return _render("article.html", page=page)


def health_page(health: HealthPage) -> str:
    """Return the state of the flow and of the desk."""
    return _render("health.html", health=health)


def dead_page(letters: DeadList) -> str:
    """Return the list of dead letters."""
    return _render("dead.html", letters=letters)


def dead_letter_page(page: DeadPage) -> str:
    """Return a dead letter with its record."""
    return _render("dead_letter.html", page=page)


def alerts_page(alerts: AlertList) -> str:
    """Return the latest alerts."""
    return _render("alerts.html", alerts=alerts)


def problem_page(problem: Problem) -> str:
    """Return a page that says what is wrong."""
    return _render("problem.html", problem=problem)


def login_page(reason: str | None) -> str:
    """Return the form for the token, with the reason why it was refused."""
    return _render("login.html", reason=reason)


def _render(template: str, **values: Any) -> str:
    return _environment().get_template(template).render(**values)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("streams.desk.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
