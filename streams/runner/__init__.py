"""What every stage shares: batches of one partition in, acknowledged outputs out, a dead letter for what fails."""

from streams.runner.counts import COUNTS_KEY, Counts
from streams.runner.deadletter import ATTEMPTS_HEADER, REPLAY_HEADER, dead_letter
from streams.runner.observer import Observer, Unobserved
from streams.runner.outbox import Outbox
from streams.runner.record import Batch, Record
from streams.runner.runner import StageRunner
from streams.runner.stage import Handler, Outcome, Result, Send, Stage, Tally
from streams.runner.tablestate import TableState
from streams.runner.transport import BatchConsumer, BatchSchema, BatchTransport, leading_done

__all__ = [
    "ATTEMPTS_HEADER",
    "COUNTS_KEY",
    "REPLAY_HEADER",
    "Batch",
    "BatchConsumer",
    "BatchSchema",
    "BatchTransport",
    "Counts",
    "Handler",
    "Observer",
    "Outbox",
    "Outcome",
    "Record",
    "Result",
    "Send",
    "Stage",
    "StageRunner",
    "TableState",
    "Tally",
    "Unobserved",
    "dead_letter",
    "leading_done",
]
