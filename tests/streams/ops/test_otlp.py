"""Spans at a collector: a server that reads OTLP as a collector does, one that hangs, and none at all."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

import orjson
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from streams.agents import HANDLERS
from streams.ops.otlp import CLOSE_SECONDS, OtlpTracer, sampled_share
from streams.ops.tracing import is_wanted, open_tracer
from streams.pipeline import stage_named
from streams.runner import PartitionProcessor, PendingOutput, Record, Span, Work
from streams.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
TEXT = "The minister fell"


class Collector:
    """A collector on this machine. It answers when it is let."""

    def __init__(self, *, answers: bool = True) -> None:
        self.requests: list[ExportTraceServiceRequest] = []
        self.bodies: list[bytes] = []
        self.may_answer = Event()
        if answers:
            self.may_answer.set()
        collector = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                collector.may_answer.wait(20)
                assert self.path == "/v1/traces"
                collector.bodies.append(body)
                collector.requests.append(ExportTraceServiceRequest.FromString(body))
                self.send_response(200)
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the name of the parameter
                """Write nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        Thread(target=self._server.serve_forever, daemon=True).start()

    def spans(self) -> list[Any]:
        """Return the spans that have arrived."""
        return [
            span
            for request in self.requests
            for resource in request.resource_spans
            for scope in resource.scope_spans
            for span in scope.spans
        ]

    def close(self) -> None:
        """Answer what waits and end."""
        self.may_answer.set()
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def running(monkeypatch: pytest.MonkeyPatch, *, answers: bool = True) -> Iterator[Collector]:
    """Run a collector that the environment names."""
    collector = Collector(answers=answers)
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.address)
    try:
        yield collector
    finally:
        collector.close()


def span(number: int = 1, *, error: str | None = None, size: int | None = 5, parent: str | None = "b" * 16) -> Span:
    """Return a span."""
    work = Work(
        stage="clean",
        topic="wire.accepted.v1",
        partition=2,
        offset=number,
        size=size,
        began_ns=1_772_442_000_000_000_000,
        ended_ns=1_772_442_000_250_000_000,
        error=error,
    )
    return Span(work=work, trace_id=TRACE, span_id=f"{number:016x}", parent_id=parent)


def attributes(received: Any) -> dict[str, Any]:
    """Return the attributes of a span or resource that has arrived."""
    return {each.key: getattr(each.value, each.value.WhichOneof("value")) for each in received.attributes}


def test_a_span_arrives_with_its_place_and_the_attributes_of_messaging(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ids, parent, times and kind as they are, and the names of the semantic conventions."""
    with running(monkeypatch) as collector:
        tracer = OtlpTracer({}, "desk")
        tracer.export([span(7)])
        tracer.close()
        [received] = collector.spans()
        [resource] = collector.requests[0].resource_spans
    assert (received.trace_id.hex(), received.span_id.hex()) == (TRACE, f"{7:016x}")
    assert received.parent_span_id.hex() == "b" * 16
    assert received.end_time_unix_nano - received.start_time_unix_nano == 250_000_000
    assert received.name == "process wire.accepted.v1"
    assert received.kind == received.SPAN_KIND_CONSUMER
    assert received.status.code == received.status.STATUS_CODE_UNSET
    assert attributes(received) == {
        "messaging.system": "kafka",
        "messaging.operation.name": "process",
        "messaging.operation.type": "process",
        "messaging.destination.name": "wire.accepted.v1",
        "messaging.destination.partition.id": "2",
        "messaging.kafka.offset": 7,
        "messaging.consumer.group.name": "desk",
        "messaging.message.body.size": 5,
        "wirefeed.stage": "clean",
    }
    assert attributes(resource.resource)["service.name"] == "wirefeed"
    assert resource.scope_spans[0].scope.name == "wirefeed"


def test_a_failure_is_an_error_with_its_type(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tombstone has no size, and a first span no parent."""
    with running(monkeypatch) as collector:
        tracer = OtlpTracer({}, "desk")
        tracer.export([span(error="MalformedItem", size=None, parent=None)])
        tracer.close()
        [received] = collector.spans()
    assert received.status.code == received.status.STATUS_CODE_ERROR
    assert received.status.message == ""
    assert received.parent_span_id == b""
    found = attributes(received)
    assert (found["error.type"], found["messaging.kafka.message.tombstone"]) == ("MalformedItem", True)
    assert "messaging.message.body.size" not in found


def test_the_name_of_the_service_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """By either of the standard variables."""
    for name, value in (("OTEL_SERVICE_NAME", "desk"), ("OTEL_RESOURCE_ATTRIBUTES", "service.name=desk")):
        with running(monkeypatch) as collector, monkeypatch.context() as patch:
            patch.setenv(name, value)
            tracer = OtlpTracer({name: value}, "desk")
            tracer.export([span()])
            tracer.close()
            [resource] = collector.requests[0].resource_spans
            assert attributes(resource.resource)["service.name"] == "desk"


def test_a_collector_that_hangs_holds_nothing_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """The queue is bounded, what does not fit is dropped at once, and a worker that ends waits for a moment only."""
    monkeypatch.setenv("OTEL_BSP_MAX_QUEUE_SIZE", "64")
    monkeypatch.setenv("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "32")
    with running(monkeypatch, answers=False) as collector:
        tracer = OtlpTracer({}, "desk")
        began = time.monotonic()
        tracer.export([span(number) for number in range(1, 5_000)])
        assert time.monotonic() - began < 5
        assert len(tracer._processor._batch_processor._queue) <= 64
        began = time.monotonic()
        tracer.close()
        assert CLOSE_SECONDS - 0.1 < time.monotonic() - began < CLOSE_SECONDS + 3
        assert collector.spans() == []


def test_a_collector_that_is_away_holds_nothing_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody listens at the address."""
    with running(monkeypatch):
        pass
    tracer = OtlpTracer({}, "desk")
    began = time.monotonic()
    tracer.export([span(number) for number in range(1, 2_000)])
    tracer.close()
    assert time.monotonic() - began < CLOSE_SECONDS + 5


def test_no_text_of_an_item_leaves_with_its_spans(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither of its value nor of key and headers, whether it goes on or is refused with a message that quotes it."""
    good = orjson.dumps({"provider": "p", "item_id": TEXT, "version": 1, "headline": TEXT, "body": TEXT})
    bad = orjson.dumps({"provider": "p", "item_id": "1", "body": TEXT, "pubstatus": TEXT})
    processor = PartitionProcessor(
        stage_named("intake"), HANDLERS["intake"], settings=Settings(), store={}, partition=0
    )
    pending = PendingOutput(spans=[])
    headers = (("wf-uri", TEXT.encode()),)
    for offset, value in enumerate((good, bad)):
        processor.process(Record("wire.raw.v1", 0, offset, TEXT.encode(), value, headers, 0), pending)
    with running(monkeypatch) as collector:
        tracer = OtlpTracer({}, "desk")
        tracer.export(pending.spans or [])
        tracer.close()
        assert [attributes(each).get("error.type") for each in collector.spans()] == [None, "MalformedItem"]
        assert TEXT.encode() not in b"".join(collector.bodies)


@pytest.mark.parametrize(
    ("sampler", "argument", "share"),
    [
        (None, "0.1", 1.0),
        ("always_on", "0.1", 1.0),
        ("traceidratio", "0.25", 0.25),
        ("parentbased_traceidratio", "0", 0.0),
        ("traceidratio", "1", 1.0),
        ("traceidratio", "1.1", 1.0),
        ("traceidratio", "-0.1", 1.0),
        ("traceidratio", "nan", 1.0),
        ("traceidratio", "half", 1.0),
    ],
)
def test_the_share_of_traces(sampler: str | None, argument: str, share: float) -> None:
    """What is no share exports everything, with a warning."""
    environment = {"OTEL_TRACES_SAMPLER_ARG": argument} | ({} if sampler is None else {"OTEL_TRACES_SAMPLER": sampler})
    assert sampled_share(environment) == share


def test_whole_traces_are_sampled_by_the_lower_half_of_their_id(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the SDK chooses them, so that other services keep the same traces."""
    below, above = f"{'f' * 16}{(1 << 62) - 1:016x}", f"{'0' * 16}{1 << 62:016x}"
    with running(monkeypatch) as collector:
        tracer = OtlpTracer({"OTEL_TRACES_SAMPLER": "traceidratio", "OTEL_TRACES_SAMPLER_ARG": "0.25"}, "desk")
        tracer.export([Span(work=span().work, trace_id=trace, span_id="1" * 16) for trace in (below, above)])
        tracer.close()
        assert [received.trace_id.hex() for received in collector.spans()] == [below]


@pytest.mark.parametrize(
    ("environment", "wanted"),
    [
        ({}, False),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": " "}, False),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://c:4318"}, True),
        ({"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://c:4318/v1/traces"}, True),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://c:4318", "OTEL_SDK_DISABLED": "true"}, False),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://c:4318", "OTEL_TRACES_EXPORTER": "none"}, False),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://c:4318", "OTEL_TRACES_EXPORTER": "otlp"}, True),
    ],
)
def test_spans_are_exported_where_a_collector_is_named(environment: dict[str, str], wanted: bool) -> None:
    """And not where traces are turned off."""
    assert is_wanted(environment) is wanted


def test_without_a_collector_nothing_of_opentelemetry_is_imported() -> None:
    """By the module that a worker runs."""
    code = (
        "import sys, streams.ops.worker; from streams.ops.tracing import open_tracer; "
        "assert open_tracer({}, 'desk') is None; "
        "print(sorted(name for name in sys.modules if name.startswith('opentelemetry.') and 'api' not in name)[:5])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=240)
    assert done.stdout.strip() == "[]"


def test_a_worker_without_the_libraries_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """The variables may be set for all that runs on a platform."""
    monkeypatch.setitem(sys.modules, "streams.ops.otlp", None)
    assert open_tracer({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:1"}, "desk") is None


def test_with_a_collector_spans_go_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a worker opens it."""
    with running(monkeypatch) as collector:
        tracer = open_tracer({"OTEL_EXPORTER_OTLP_ENDPOINT": collector.address}, "desk")
        assert tracer is not None
        tracer.export([span()])
        tracer.close()
        assert len(collector.spans()) == 1
