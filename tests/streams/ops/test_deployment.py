"""The compose file, alert rules and dashboard fit what a worker is and exposes."""

from __future__ import annotations

import json
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
CHECK = runpy.run_path(str(ROOT / "deploy/check.py"))


@pytest.mark.parametrize("part", ["compose", "dockerfile", "scraping", "alerts", "dashboard"])
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
    queries = " ".join(target["expr"] for panel in board["panels"] for target in panel["targets"])
    for metric in ("lag_records", "outcomes_total", "end_to_end_seconds_bucket", "dead_letters_total", "table_entries"):
        assert f"wirefeed_{metric}" in queries
    assert "wirefeed_stalled_partitions" in queries
