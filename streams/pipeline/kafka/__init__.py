"""The pipeline on Kafka: Faust for membership, assignment and recovery; batches, sending and commits are our own."""

from streams.pipeline.kafka.app import Wirefeed, create_app
from streams.pipeline.kafka.batches import leading_done
from streams.pipeline.kafka.outbox import AtLeastOnceOutbox, Fenced, Outbox
from streams.pipeline.kafka.stage_runner import StageRunner
from streams.pipeline.kafka.transactions import TransactionalOutbox
from streams.pipeline.kafka.transport import BatchConsumer, BatchTransport

__all__ = [
    "AtLeastOnceOutbox",
    "BatchConsumer",
    "BatchTransport",
    "Fenced",
    "Outbox",
    "StageRunner",
    "TransactionalOutbox",
    "Wirefeed",
    "create_app",
    "leading_done",
]
