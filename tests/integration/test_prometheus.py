"""A real Prometheus reads a worker's metrics and works out the alert rules over them."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import urlopen

import orjson
import pytest
import yaml

from streams.ops.broker import free_port
from streams.ops.metrics import Metrics
from streams.ops.processes import stop_processes
from tests.running.waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
RULES = ROOT / "deploy/prometheus/alerts.yml"
SECONDS = 60.0


@contextmanager
def exposed(metrics: Metrics) -> Iterator[str]:
    """Serve metrics as a worker does; yield `host:port`."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body, media_type = metrics.page(self.headers.get("Accept", ""))
            self.send_response(200)
            self.send_header("content-type", media_type)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def prometheus(folder: Path, target: str) -> Iterator[str]:
    """Run Prometheus with the rules of the project over one target; yield its address."""
    program = shutil.which("prometheus")
    if program is None:
        if os.environ.get("CI"):
            raise AssertionError("prometheus is not on the PATH")
        pytest.skip("prometheus is not on the PATH")
    config = folder / "prometheus.yml"
    job = {"job_name": "wirefeed", "static_configs": [{"targets": [target]}]}
    timing = {"scrape_interval": "1s", "evaluation_interval": "1s"}
    config.write_text(yaml.safe_dump({"global": timing, "rule_files": [str(RULES)], "scrape_configs": [job]}))
    port = free_port()
    command = [program, f"--config.file={config}", f"--storage.tsdb.path={folder / 'data'}"]
    command.append("--enable-feature=exemplar-storage")  # as in Compose
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [*command, f"--web.listen-address=127.0.0.1:{port}"], stdout=log, stderr=log, cwd=folder
        )
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        stop_processes([process], 20)


def asked(address: str, path: str) -> Any:
    """Return the data that Prometheus answers with, None while it does not answer."""
    try:
        with urlopen(f"{address}/api/v1/{path}", timeout=5) as answer:  # noqa: S310 - our own address
            return orjson.loads(answer.read())["data"]
    except (URLError, ConnectionError, TimeoutError):
        return None


def value(address: str, expression: str) -> float | None:
    """Return the value of an expression that has one, None while it has none."""
    found = asked(address, f"query?query={quote(expression)}")
    return float(found["result"][0]["value"][1]) if found and found["result"] else None


async def test_prometheus_sees_the_first_burst_of_dead_letters(tmp_path: Path) -> None:
    """It reads every series, works out every rule, and the alert fires for letters that come after a start at 0."""
    metrics = Metrics()
    metrics.expect({"intake": 1})
    firing = 'ALERTS{alertname="WirefeedDeadLetters",alertstate="firing",stage="intake",error="MalformedItem"}'
    with exposed(metrics) as target, prometheus(tmp_path, target) as address:
        await until(lambda: value(address, "wirefeed_dead_letters_total") == 0.0, seconds=SECONDS)
        metrics.dead("intake", "MalformedItem", 600)
        await until(lambda: value(address, firing) == 1.0, seconds=SECONDS)
        rules = [rule for group in asked(address, "rules")["groups"] for rule in group["rules"]]
        assert {rule["health"] for rule in rules} == {"ok"}
        (scraped,) = asked(address, "targets")["activeTargets"]
        assert (scraped["health"], scraped["lastError"]) == ("up", "")


async def test_prometheus_keeps_the_trace_of_a_slow_article(tmp_path: Path) -> None:
    """It is an exemplar of the time from end to end, which Grafana shows as a point with its trace."""
    metrics = Metrics()
    metrics.end_to_end(45.0, "b" * 32)

    def traces(address: str) -> list[str]:
        found = asked(address, "query_exemplars?query=wirefeed_end_to_end_seconds_bucket&start=0&end=4000000000")
        return [each["labels"]["trace_id"] for series in found or () for each in series["exemplars"]]

    with exposed(metrics) as target, prometheus(tmp_path, target) as address:
        await until(lambda: traces(address) == ["b" * 32], seconds=SECONDS)
