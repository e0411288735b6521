"""Structured logs of a worker: its own and those of its libraries in one form, on standard error."""

from __future__ import annotations

import logging
import logging.config
from typing import TYPE_CHECKING, Any, Final

import structlog

from streams.ops.repeats import Repeats
from streams.ops.tracebacks import RenderException, SafeArguments

if TYPE_CHECKING:
    from structlog.typing import Processor

LIBRARIES: Final = {
    "faust": "WARNING",
    "mode": "WARNING",
    "mode.timers": "ERROR",  # a timer that was late under load is no event
    "aiokafka": "WARNING",
    "asyncio": "WARNING",
    "uvicorn": "WARNING",
    "sse_starlette": "WARNING",
}
"""Libraries whose INFO records are of little use to an operator."""


def logging_config(level: str, *, as_json: bool) -> dict[str, Any]:
    """Return a `dictConfig` that renders records of any logger, as JSON a line or readable."""
    renderer: Processor = (
        structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0)
    )
    processors: list[Processor] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        RenderException(as_json=as_json),
    ]
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "structured": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": _shared(),
                "processors": [*processors, renderer],
            }
        },
        "filters": {"safe": {"()": SafeArguments}, "repeats": {"()": Repeats}},
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "structured", "filters": ["repeats", "safe"]}
        },
        "root": {"level": level, "handlers": ["stderr"]},
        "loggers": {} if level == "DEBUG" else {name: {"level": quiet} for name, quiet in LIBRARIES.items()},
    }


def set_up_logging(level: str, *, as_json: bool) -> dict[str, Any]:
    """Set up logging for this process and return its configuration, since Faust sets logging up once more."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_shared(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    config = logging_config(level, as_json=as_json)
    logging.config.dictConfig(config)
    if level != "DEBUG":
        logging.disable(logging.DEBUG)  # Faust makes its debug records and drops them, a tenth of the time
    return config


def _shared() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
