"""Whether a worker exports spans: where the standard variables of OpenTelemetry name a collector, and not otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import structlog

if TYPE_CHECKING:
    from collections.abc import Mapping

    from streams.ops.otlp import OtlpTracer

log = structlog.get_logger(__name__)

ENDPOINTS: Final = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")


def open_tracer(environment: Mapping[str, str], app_id: str) -> OtlpTracer | None:
    """Return what exports spans, None where no collector is named, and nothing of OpenTelemetry is imported then.

    A platform may set the variables for all that runs on it. Where the libraries are missing, the worker goes on
    without spans and says so.
    """
    if not is_wanted(environment):
        return None
    try:
        from streams.ops.otlp import OtlpTracer  # noqa: PLC0415  # optional, and slow to import
    except ImportError as error:
        log.warning("spans are not exported: install wirefeed[otel]", missing=error.name)
        return None
    return OtlpTracer(environment, app_id)


def is_wanted(environment: Mapping[str, str]) -> bool:
    """Return whether a collector is named and traces are not turned off."""
    if environment.get("OTEL_SDK_DISABLED", "").strip().lower() == "true":
        return False
    if environment.get("OTEL_TRACES_EXPORTER", "otlp").strip().lower() == "none":
        return False
    return any(environment.get(name, "").strip() for name in ENDPOINTS)
