"""A real Prometheus reads a worker's metrics and works out the alert rules over them."""

from __future__ import annotations

from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING

from streams.ops.metrics import Metrics
from tests.running.prometheus import asked, prometheus, value
from tests.running.waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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


async def test_prometheus_sees_the_first_burst_of_dead_letters(tmp_path: Path) -> None:
    """It reads every series, works out every rule, and the alert fires for letters that come after a start at 0."""
    metrics = Metrics()
    metrics.expect({"intake": 1})
    firing = 'ALERTS{alertname="WirefeedDeadLetters",alertstate="firing",stage="intake",error="MalformedItem"}'
    with exposed(metrics) as target, prometheus(tmp_path, {"wirefeed": target}) as address:
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

    with exposed(metrics) as target, prometheus(tmp_path, {"wirefeed": target}) as address:
        await until(lambda: traces(address) == ["b" * 32], seconds=SECONDS)
