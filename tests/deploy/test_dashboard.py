"""The dashboard has Grafana's form, asks for what is exposed, and shows what an operator asks for."""

from __future__ import annotations

import json
from functools import reduce
from operator import getitem
from typing import Any

import pytest
import yaml

from deploy.check import COMPOSE
from deploy.dashboard import GRAFANA, as_rules, dashboard, dashboard_problems, queries
from deploy.exposed import exposed_metrics, wrong_metrics

STAT = 1
"""The first panel after the first row, and below the first one of a graph."""
GRAPH = 8


def test_the_schema_is_that_of_the_grafana_that_runs() -> None:
    """The types are of the release that the compose file starts."""
    image = yaml.safe_load(COMPOSE.read_text())["services"]["grafana"]["image"]
    package = json.loads((GRAFANA / "schema/package.json").read_text())
    assert image.split(":")[1].split("@")[0] == package["devDependencies"]["@grafana/schema"]


def test_a_metric_that_nobody_exposes_is_found() -> None:
    """The check knows the series of counters, gauges and histograms from each other."""
    exposed = exposed_metrics()
    assert wrong_metrics("rate(wirefeed_outcomes_total[1m]) + wirefeed_ready", exposed) == []
    assert wrong_metrics("wirefeed_outcomes + wirefeed_lag_total", exposed) == [
        "wirefeed_outcomes",
        "wirefeed_lag_total",
    ]
    assert wrong_metrics("wirefeed_batch_seconds", exposed) == ["wirefeed_batch_seconds"]
    assert wrong_metrics("1 + 1", exposed) == ["1 + 1"]


@pytest.mark.parametrize(
    ("place", "value", "said"),
    [
        (("panels", STAT, "type"), "pie", "$.panels[1]"),
        (("panels", GRAPH, "fieldConfig", "defaults", "uint"), "s", "$.panels[8].fieldConfig.defaults: Additional"),
        (("panels", GRAPH, "options", "legend"), {}, "$.panels[8].options.legend: 'calcs' is a required property"),
        (("panels", GRAPH, "gridPos", "w"), "12", "$.panels[8].gridPos.w: '12' is not of type 'number'"),
        (("panels", STAT, "targets"), [], "$.panels[1].targets"),
        (("refreshes",), "10s", "$: Additional properties are not allowed ('refreshes' was unexpected)"),
        (("panels", STAT, "targets", 0, "datasource", "uid"), "graphite", "Workers ready: no data source graphite"),
        (("panels", STAT, "targets", 0, "expr"), "wirefeed_lags", "Workers ready: no worker exposes wirefeed_lags"),
        (("panels", STAT + 1, "gridPos", "x"), 3, "Lag lies over Workers ready"),
        (("panels", -1, "gridPos", "w"), 9, "Processor of a worker: wider than the grid"),
        (("panels", STAT, "id"), 9, "two panels have the same id"),
    ],
)
def test_what_is_wrong_is_named(place: tuple[Any, ...], value: object, said: str) -> None:
    """The place and the fault are said, and nothing else is wrong with the dashboard."""
    board = dashboard()
    *path, last = place
    reduce(getitem, path, board)[last] = value
    (problem,) = dashboard_problems(board)
    assert problem.startswith(said)


def test_every_query_is_a_rule_that_prometheus_can_read() -> None:
    """Grafana's variable for the interval stands in none of them."""
    rules = as_rules(dashboard())["groups"][0]["rules"]
    assert len(rules) == len(list(queries(dashboard())))
    assert not any("$" in rule["expr"] for rule in rules)


def test_the_dashboard_has_a_panel_for_what_an_operator_asks_first() -> None:
    """Lag, outcomes, end-to-end time, dead letters, stalls and table sizes are all shown."""
    asked = " ".join(expression for _, expression in queries(dashboard()))
    for metric in ("lag_records", "outcomes_total", "end_to_end_seconds_bucket", "dead_letters_total", "table_entries"):
        assert f"wirefeed_{metric}" in asked
    assert "wirefeed_stalled_partitions" in asked


def test_the_dashboard_has_a_row_for_each_question() -> None:
    """Rows are in the order in which one asks; a panel stands below its row."""
    board = dashboard()
    rows = [panel for panel in board["panels"] if panel["type"] == "row"]
    names = [row["title"] for row in rows]
    assert names == ["Now", "By stage", "Lag and latency", "Refused, and tolls", "Feeds", "Workers"]
    places = [panel["gridPos"]["y"] for panel in board["panels"]]
    assert places == sorted(places)
