"""Does over and over what needs the broker, also while it is away."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

import structlog
from aiokafka.errors import KafkaError

from streams.ops.errors import OperationFailed

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

RETRY_SECONDS: Final = 1.0
FAILED_SECONDS: Final = 10.0
"""After an error of our own: all that was read is read again, which must not keep a processor busy."""
BROKER_ERRORS: Final = (KafkaError, OperationFailed, OSError, TimeoutError)
LOST: Final = "the connection to the broker was lost"
_LOG: Final = structlog.get_logger("streams.desk")


async def persist(name: str, work: Callable[[], Awaitable[None]], away: Callable[[str], None]) -> None:
    """Do the work again whenever it ends, until cancelled. `away` is told why it ended."""
    said = None
    while True:
        wait = RETRY_SECONDS
        try:
            await work()
            continue
        except BROKER_ERRORS as error:
            reason = str(error) or type(error).__name__
        except asyncio.CancelledError:
            if is_cancelled():
                raise
            reason = LOST
        except Exception as error:  # noqa: BLE001 - pages would go on as if all were well
            _LOG.exception("the desk has failed", part=name)
            reason, wait = f"the desk failed to read {name}: {type(error).__name__}", FAILED_SECONDS
        if reason != said:
            _LOG.warning("can't be read", part=name, reason=reason)
        said = reason
        away(reason)
        await asyncio.sleep(wait)


def is_cancelled() -> bool:
    """Return whether the running task itself was cancelled.

    The Kafka client cancels requests of a connection that is lost, which looks the same to who waits for them.
    """
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
