"""What spans cost where a collector is named; where none is, a stage asks one question a record.

`python -m benchmarks.tracing` prints microseconds a span: collecting it and queueing it (the event loop's thread), and
all threads of the process with the sending, to a collector on this machine and to an address where nobody listens.
"""

from __future__ import annotations

import os
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from benchmarks.usage import explain_if_asked
from streams.ops.otlp import OtlpTracer
from streams.runner import OutRecord, Record, Span
from streams.runner.spans import TRACEPARENT, spans_of, work_on

BATCHES = 40
BATCH = 500
ROUNDS = 3
AWAY = "http://127.0.0.1:9"


class Collector(BaseHTTPRequestHandler):
    """Takes what comes and says yes."""

    def do_POST(self) -> None:
        """Read the request and answer."""
        self.rfile.read(int(self.headers["content-length"]))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Write nothing."""


def header(span: int) -> tuple[tuple[str, bytes], ...]:
    """Return the headers of a record in a trace."""
    return ((TRACEPARENT, f"00-{'a' * 32}-{span:016x}-01".encode()),)


def collect(offset: int) -> tuple[Span, ...]:
    """Return the span of a record that became one item."""
    record = Record("wire.items.v1", 0, offset, b"p/1", b"value", header(offset + 1), 1_772_442_000_000)
    sent = OutRecord("wire.accepted.v1", b"p/1", b"value", header(offset + 2))
    work = work_on(record, "lifecycle", time.time_ns(), time.time_ns())
    return spans_of(work, record.header(TRACEPARENT), [sent])


def cost(tracer: OtlpTracer | None) -> tuple[float, float]:
    """Return microseconds a span: of this thread, and of all."""
    began, began_all = time.thread_time(), time.process_time()
    for batch in range(BATCHES):
        spans = [span for offset in range(BATCH) for span in collect(batch * BATCH + offset)]
        if tracer is not None:
            tracer.export(spans)
        time.sleep(0.01)  # as a batch waits for its broker
    number = BATCHES * BATCH / 1e6
    return (time.thread_time() - began) / number, (time.process_time() - began_all) / number


def main() -> None:
    """Print the table: the best of some rounds, in turn."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Collector)
    Thread(target=server.serve_forever, daemon=True).start()
    ways: dict[str, OtlpTracer | None] = {"collected alone": None}
    for name, address in (("a collector", f"http://127.0.0.1:{server.server_port}"), ("nobody listens", AWAY)):
        os.environ["OTEL_EXPORTER_OTLP_ENDPOINT"] = address
        ways[name] = OtlpTracer({}, "benchmark")
    for name, tracer in ways.items():
        own, everything = min(cost(tracer) for _ in range(ROUNDS))
        print(f"{name}: {own:.1f} us a span, {everything:.1f} with all threads", flush=True)
    os._exit(0)  # what waits for a collector that is not there is of no use


if __name__ == "__main__":
    explain_if_asked(__doc__)
    main()
