"""The metrics that Wirefeed exposes, and those that an expression asks for."""

from __future__ import annotations

import re
from typing import Final

from streams.ops.feeds.metrics import FeedMetrics
from streams.ops.metrics import Metrics

METRIC: Final = re.compile(r"\b(?:wirefeed|process)_[a-z_]+\b|\bup\b")
SUFFIXES: Final = {"counter": ("_total", "_created"), "histogram": ("_bucket", "_sum", "_count"), "gauge": ("",)}


def exposed_metrics() -> set[str]:
    """Return the names of the series that a worker or the process of the feeds exposes."""
    names = {"up"}  # Prometheus' own, one a target
    for line in (Metrics().exposition() + FeedMetrics().exposition()).decode().splitlines():
        if line.startswith("# TYPE "):
            _, _, name, kind = line.split()
            names |= {name.removesuffix("_total") + suffix for suffix in SUFFIXES[kind]}
    return names


def wrong_metrics(expression: str, exposed: set[str]) -> list[str]:
    """Return the metrics of an expression that no worker exposes; all of it where it has none at all."""
    used = METRIC.findall(expression)
    return [name for name in used if name not in exposed] if used else [expression]
