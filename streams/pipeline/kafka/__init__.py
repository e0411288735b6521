"""The pipeline on Kafka: Faust for membership, assignment and recovery; batches, sending and commits are our own."""

from streams.pipeline.kafka.app import Wirefeed, create_app
from streams.pipeline.kafka.outbox import Outbox
from streams.pipeline.kafka.stage_runner import StageRunner
from streams.pipeline.kafka.transport import BatchConsumer, BatchTransport, leading_done

__all__ = ["BatchConsumer", "BatchTransport", "Outbox", "StageRunner", "Wirefeed", "create_app", "leading_done"]
