"""What every stage shares: a record in; outputs, state writes, outcomes and dead letters out. It knows no broker."""

from typing import TYPE_CHECKING

from streams.on_demand import names_on_demand

if TYPE_CHECKING:
    from streams.runner.connect_headers import CONNECT_HEADERS
    from streams.runner.counts import COUNTS_KEY, Counts
    from streams.runner.deadletter import ATTEMPTS_HEADER, REPLAY_HEADER, dead_letter
    from streams.runner.limits import SizeLimits
    from streams.runner.observer import Observer, Tracer, Unobserved
    from streams.runner.out_record import OutRecord
    from streams.runner.pending import PendingOutput
    from streams.runner.processor import PartitionProcessor
    from streams.runner.record import Batch, Record, to_record, to_records
    from streams.runner.spans import Span, Work
    from streams.runner.stage import Elapsed, Handler, OpenHandler, Outcome, Result, Send, Stage, Tally
    from streams.runner.tablestate import TableState


__all__ = [
    "ATTEMPTS_HEADER",
    "CONNECT_HEADERS",
    "COUNTS_KEY",
    "REPLAY_HEADER",
    "Batch",
    "Counts",
    "Elapsed",
    "Handler",
    "Observer",
    "OpenHandler",
    "OutRecord",
    "Outcome",
    "PartitionProcessor",
    "PendingOutput",
    "Record",
    "Result",
    "Send",
    "SizeLimits",
    "Span",
    "Stage",
    "TableState",
    "Tally",
    "Tracer",
    "Unobserved",
    "Work",
    "dead_letter",
    "to_record",
    "to_records",
]

__getattr__ = names_on_demand(
    __name__,
    {
        "connect_headers": ("CONNECT_HEADERS",),
        "counts": ("COUNTS_KEY", "Counts"),
        "deadletter": ("ATTEMPTS_HEADER", "REPLAY_HEADER", "dead_letter"),
        "limits": ("SizeLimits",),
        "observer": ("Observer", "Tracer", "Unobserved"),
        "out_record": ("OutRecord",),
        "pending": ("PendingOutput",),
        "processor": ("PartitionProcessor",),
        "record": ("Batch", "Record", "to_record", "to_records"),
        "spans": ("Span", "Work"),
        "stage": ("Elapsed", "Handler", "OpenHandler", "Outcome", "Result", "Send", "Stage", "Tally"),
        "tablestate": ("TableState",),
    },
)
