"""Exports spans to an OpenTelemetry collector, by OTLP over HTTP. Imported only where spans are wanted.

The SDK's processor queues a bounded number of spans and sends them from a thread of its own: what does not fit is
dropped, so that a collector that is slow or away costs spans and nothing else. Its settings are the standard variables
(OTEL_EXPORTER_OTLP_..., OTEL_BSP_..., OTEL_SERVICE_NAME, OTEL_RESOURCE_ATTRIBUTES, OTEL_TRACES_SAMPLER).
"""

from __future__ import annotations

from importlib.metadata import version
from threading import Thread
from typing import TYPE_CHECKING, Final

import structlog
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.util.instrumentation import InstrumentationScope
from opentelemetry.trace import SpanContext, SpanKind, Status, StatusCode, TraceFlags

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from streams.runner import Span

log = structlog.get_logger(__name__)

SERVICE: Final = "wirefeed"
SCOPE: Final = InstrumentationScope("wirefeed", version("wirefeed"))
SAMPLED: Final = TraceFlags(TraceFlags.SAMPLED)
RATIO_SAMPLERS: Final = frozenset({"traceidratio", "parentbased_traceidratio"})
TRACES: Final = 1 << 64
"""The half of a trace id that decides whether a trace is sampled, as in the SDK: all services choose the same ones."""
CLOSE_SECONDS: Final = 2.0
"""How long a worker that ends waits for the last spans; it must end whether or not the collector answers."""


class OtlpTracer:
    """Takes the spans of a worker."""

    def __init__(self, environment: Mapping[str, str], app_id: str) -> None:
        self._app_id = app_id
        self._resource = _resource(environment)
        self._bound = round(sampled_share(environment) * TRACES)
        self._exporter = OTLPSpanExporter()
        self._processor = BatchSpanProcessor(self._exporter)

    def export(self, spans: Sequence[Span]) -> None:
        """Queue the spans of sampled traces."""
        for span in spans:
            if int(span.trace_id, 16) % TRACES < self._bound:
                self._processor.on_end(readable_span(span, self._app_id, self._resource))

    def close(self) -> None:
        """Send what is queued, as far as it can be sent in a short time."""
        ending = Thread(target=self._processor.shutdown, daemon=True)
        ending.start()
        ending.join(CLOSE_SECONDS)
        if ending.is_alive():
            self._exporter.shutdown()  # type: ignore[no-untyped-call]  # the processor would first wait for its retries


def sampled_share(environment: Mapping[str, str]) -> float:
    """Return the share of traces that are exported: all, unless a ratio sampler is set."""
    if environment.get("OTEL_TRACES_SAMPLER", "").strip().lower() not in RATIO_SAMPLERS:
        return 1.0
    stated = environment.get("OTEL_TRACES_SAMPLER_ARG", "1")
    try:
        share = float(stated)
    except ValueError:
        share = -1.0
    if 0.0 <= share <= 1.0:
        return share
    log.warning("OTEL_TRACES_SAMPLER_ARG is no share from 0 to 1; all traces are exported")
    return 1.0


def readable_span(span: Span, app_id: str, resource: Resource) -> ReadableSpan:
    """Return a span as the SDK has it, with the attributes that the semantic conventions of messaging name."""
    work = span.work
    attributes: dict[str, str | int | bool] = {
        "messaging.system": "kafka",
        "messaging.operation.name": "process",
        "messaging.operation.type": "process",
        "messaging.destination.name": work.topic,
        "messaging.destination.partition.id": str(work.partition),
        "messaging.kafka.offset": work.offset,
        "messaging.consumer.group.name": app_id,
        "wirefeed.stage": work.stage,
    }
    if work.size is None:
        attributes["messaging.kafka.message.tombstone"] = True
    else:
        attributes["messaging.message.body.size"] = work.size
    if work.error is not None:
        attributes["error.type"] = work.error
    parent = None if span.parent_id is None else _context(span.trace_id, span.parent_id, is_remote=True)
    return ReadableSpan(
        name=f"process {work.topic}",
        context=_context(span.trace_id, span.span_id, is_remote=False),
        parent=parent,
        resource=resource,
        attributes=attributes,
        kind=SpanKind.CONSUMER,
        status=Status(StatusCode.UNSET if work.error is None else StatusCode.ERROR),
        start_time=work.began_ns,
        end_time=work.ended_ns,
        instrumentation_scope=SCOPE,
    )


def _context(trace_id: str, span_id: str, *, is_remote: bool) -> SpanContext:
    return SpanContext(int(trace_id, 16), int(span_id, 16), is_remote=is_remote, trace_flags=SAMPLED)


def _resource(environment: Mapping[str, str]) -> Resource:
    """Return what names the service: the standard variables, or our name."""
    named = environment.get("OTEL_SERVICE_NAME") or "service.name=" in environment.get("OTEL_RESOURCE_ATTRIBUTES", "")
    return Resource.create({} if named else {"service.name": SERVICE})
