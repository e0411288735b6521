"""What can be wrong with the dashboard: its form, by Grafana's own types, its grid, and what its panels ask for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml
from jsonschema import Draft7Validator
from jsonschema.exceptions import best_match

from deploy.exposed import exposed_metrics, wrong_metrics

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jsonschema import ValidationError

GRAFANA: Final = Path(__file__).resolve().parent / "grafana"
DASHBOARD: Final = GRAFANA / "dashboards/wirefeed.json"
SCHEMA: Final = GRAFANA / "schema/dashboard.schema.json"
DATASOURCE: Final = GRAFANA / "provisioning/datasources/prometheus.yml"
GRID_COLUMNS: Final = 24
INTERVAL: Final = "1m"
"""What stands for Grafana's $__rate_interval where Prometheus itself reads an expression."""


def dashboard() -> dict[str, Any]:
    """Return the dashboard."""
    board: dict[str, Any] = json.loads(DASHBOARD.read_text())
    return board


def dashboard_problems(board: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong with a dashboard; nothing more is looked at where its form is wrong."""
    found = list(form_problems(board))
    if found:
        yield from found
        return
    yield from query_problems(board)
    yield from grid_problems(board["panels"])


def form_problems(board: dict[str, Any]) -> Iterator[str]:
    """Yield what does not fit the types that Grafana publishes."""
    validator = Draft7Validator(json.loads(SCHEMA.read_text()))
    for error in validator.iter_errors(board):
        told = innermost(error)
        yield f"{told.json_path}: {told.message}"


def innermost(error: ValidationError) -> ValidationError:
    """Return the error inside a panel that fits no type, by the type that the panel states."""
    types: dict[Any, list[ValidationError]] = {}
    for each in error.context or ():
        types.setdefault(each.schema_path[0], []).append(each)
    for inner in types.values():
        if all(list(each.relative_path) != ["type"] for each in inner):
            return best_match(inner) or error
    return error


def queries(board: dict[str, Any], interval: str = INTERVAL) -> Iterator[tuple[str, str]]:
    """Yield the title and the expression of each query, as Prometheus reads it."""
    for panel in board["panels"]:
        for target in panel.get("targets", ()):
            yield panel["title"], target["expr"].replace("$__rate_interval", interval)


def query_problems(board: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong with the queries of the panels."""
    exposed = exposed_metrics()
    sources = {source["uid"] for source in yaml.safe_load(DATASOURCE.read_text())["datasources"]}
    for panel in board["panels"]:
        for target in panel.get("targets", ()):
            if target["datasource"]["uid"] not in sources:
                yield f"{panel['title']}: no data source {target['datasource']['uid']}"
            yield from (
                f"{panel['title']}: no worker exposes {name}" for name in wrong_metrics(target["expr"], exposed)
            )


def grid_problems(panels: list[dict[str, Any]]) -> Iterator[str]:
    """Yield the panels that lie over others, are wider than the grid, or have the id of another."""
    taken: dict[tuple[int, int], str] = {}
    for panel in panels:
        title, place = panel["title"], panel["gridPos"]
        over = {taken.setdefault(cell, title) for cell in cells(place)} - {title}
        yield from (f"{title} lies over {other}" for other in sorted(over))
        if place["x"] + place["w"] > GRID_COLUMNS:
            yield f"{title}: wider than the grid"
    if len({panel["id"] for panel in panels}) < len(panels):
        yield "two panels have the same id"


def cells(place: dict[str, int]) -> Iterator[tuple[int, int]]:
    """Yield the cells of the grid that a panel covers."""
    for x in range(place["x"], place["x"] + place["w"]):
        yield from ((x, y) for y in range(place["y"], place["y"] + place["h"]))


def as_rules(board: dict[str, Any]) -> dict[str, Any]:
    """Return the queries as the rules file of Prometheus that promtool reads."""
    rules = [
        {"record": f"panel:{number}", "expr": expression, "labels": {"panel": title}}
        for number, (title, expression) in enumerate(queries(board))
    ]
    return {"groups": [{"name": "dashboard", "rules": rules}]}
