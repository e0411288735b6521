"""Single records, read when somebody asks for them."""

from __future__ import annotations

import asyncio
import contextlib
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Final

from aiokafka import TopicPartition
from aiokafka.errors import KafkaError

from streams.ops.desk.persistence import BROKER_ERRORS, is_cancelled
from streams.ops.errors import OperationFailed
from streams.ops.reading import topic_consumer
from streams.ops.single_record import read_one

if TYPE_CHECKING:
    from aiokafka import AIOKafkaConsumer

    from streams.runner import Record
    from streams.settings import Settings

READ_SECONDS: Final = 5.0


class RecordReader:
    """Reads one record after another over one connection, which is made when it is needed."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = asyncio.Lock()
        self._stack = AsyncExitStack()
        self._consumer: AIOKafkaConsumer | None = None

    async def read(self, topic: str, partition: int, offset: int) -> Record | None:
        """Return a record, None where the broker no longer has it. Raises `OperationFailed`."""
        async with self._lock:
            try:
                async with asyncio.timeout(READ_SECONDS):
                    return await read_one(await self._connected(), TopicPartition(topic, partition), offset)
            except (*BROKER_ERRORS, asyncio.CancelledError) as error:
                await self._close()
                if is_cancelled():
                    raise
                raise OperationFailed(f"the broker did not give the record: {error or type(error).__name__}") from error

    async def close(self) -> None:
        """End the connection."""
        async with self._lock:
            await self._close()

    async def _connected(self) -> AIOKafkaConsumer:
        if self._consumer is None:
            self._consumer = await self._stack.enter_async_context(topic_consumer(self._settings))
        return self._consumer

    async def _close(self) -> None:
        self._consumer = None
        with contextlib.suppress(KafkaError, OSError):
            await self._stack.aclose()
