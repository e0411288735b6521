"""The compose file, alert rules and dashboard fit what a worker is and exposes."""

from __future__ import annotations

import json
import runpy
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[3]
CHECK = runpy.run_path(str(ROOT / "deploy/check.py"))


@pytest.mark.parametrize("part", ["compose", "dockerfile", "scraping", "alerts", "dashboard", "units"])
def test_the_parts_of_the_deployment_fit_together(part: str) -> None:
    """Images are pinned, mounts and settings exist, and every metric that is asked for is exposed."""
    assert list(CHECK[f"check_{part}"]()) == []


def test_a_metric_that_nobody_exposes_is_found() -> None:
    """The check knows the series of counters, gauges and histograms from each other."""
    exposed = CHECK["exposed_metrics"]()
    wrong = CHECK["wrong_metrics"]
    assert wrong("rate(wirefeed_outcomes_total[1m]) + wirefeed_ready", exposed) == []
    assert wrong("wirefeed_outcomes + wirefeed_lag_total", exposed) == ["wirefeed_outcomes", "wirefeed_lag_total"]
    assert wrong("wirefeed_batch_seconds", exposed) == ["wirefeed_batch_seconds"]
    assert wrong("1 + 1", exposed) == ["1 + 1"]


def test_the_dashboard_has_a_panel_for_what_an_operator_asks_first() -> None:
    """Lag, outcomes, end-to-end time, dead letters, stalls and table sizes are all shown."""
    board = json.loads((ROOT / "deploy/grafana/dashboards/wirefeed.json").read_text())
    queries = " ".join(target["expr"] for panel in board["panels"] for target in panel.get("targets", ()))
    for metric in ("lag_records", "outcomes_total", "end_to_end_seconds_bucket", "dead_letters_total", "table_entries"):
        assert f"wirefeed_{metric}" in queries
    assert "wirefeed_stalled_partitions" in queries


def test_the_dashboard_has_a_row_for_each_question() -> None:
    """Rows are in the order in which one asks; a panel stands below its row."""
    board = json.loads((ROOT / "deploy/grafana/dashboards/wirefeed.json").read_text())
    rows = [panel for panel in board["panels"] if panel["type"] == "row"]
    names = [row["title"] for row in rows]
    assert names == ["Now", "By stage", "Lag and latency", "Refused, and tolls", "Feeds", "Workers"]
    places = [panel["gridPos"]["y"] for panel in board["panels"]]
    assert places == sorted(places)


def test_every_rule_is_tested() -> None:
    """`alerts_test.yml` has series for each of them, which promtool reads in `make compose-check`."""
    tested = (ROOT / "deploy/prometheus/alerts_test.yml").read_text()
    rules = yaml.safe_load((ROOT / "deploy/prometheus/alerts.yml").read_text())["groups"][0]["rules"]
    assert [rule["alert"] for rule in rules if f'alertname="{rule["alert"]}"' not in tested] == []


def test_grafana_does_not_start_without_a_password() -> None:
    """There is no default password; the message names the variable, and the other services need none."""
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    grafana = compose["services"]["grafana"]
    assert grafana["environment"]["GF_SECURITY_ADMIN_PASSWORD"] == "${GRAFANA_PASSWORD:-}"  # noqa: S105 - a variable
    shell, option, script = grafana["entrypoint"]
    script = script.replace("$$", "$").replace("/run.sh", "echo started")
    for password, code, said in (("", 64, "GRAFANA_PASSWORD"), ("sesame", 0, "started")):
        environment = {"GF_SECURITY_ADMIN_PASSWORD": password, "PATH": "/usr/bin:/bin"}
        done = subprocess.run([shell, option, script], env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == code
        assert said in done.stdout + done.stderr
