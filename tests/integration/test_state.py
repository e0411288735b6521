"""Workers whose state on disk was damaged, foreign, or can't be had."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.integration.test_life import BLAST, item
from tests.running.pipeline import Pipeline, outcomes

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

pytestmark = pytest.mark.broker


async def test_a_damaged_state_is_set_aside_and_read_again_from_the_changelog(
    embedded_broker: str, make_pipeline: Callable[..., Awaitable[Pipeline]]
) -> None:
    """A killed item stays killed, and the status says what happened."""
    pipeline = await make_pipeline(embedded_broker, store="rocksdb")
    first = pipeline.start_worker()
    await pipeline.feed([item("blast", 1, BLAST), item("blast", 2, "Kill.", pubstatus="canceled")])
    await pipeline.until_done(2)
    first.stop()
    damaged = list((pipeline.folder / "state-0").glob("v1/tables/*.db/CURRENT"))
    assert len(damaged) >= 4
    for path in damaged:
        path.write_bytes(b"\xff" * 20)

    second = pipeline.start_worker(state_of=0)
    await pipeline.feed([item("blast", 3, BLAST.replace("nine", "ten"))])
    status = await pipeline.until_done(3)
    assert outcomes(status)["retracted"] == 2
    assert await pipeline.compacted("current") == {}
    status = await pipeline.until(lambda status: len(status.notices) >= len(damaged), seconds=30)
    assert {str(notice.kind) for notice in status.notices} == {"state"}
    assert all("read again from the changelog" in notice.text for notice in status.notices)
    assert "state set aside" in second.log.read_text()
    assert second.process.poll() is None


async def test_a_state_directory_in_use_ends_the_worker_with_the_reason(
    embedded_broker: str, make_pipeline: Callable[..., Awaitable[Pipeline]]
) -> None:
    """With the exit code of a state that can't be had; the first worker goes on."""
    pipeline = await make_pipeline(embedded_broker, store="rocksdb")
    first = pipeline.start_worker()
    await pipeline.feed([item("blast", 1, BLAST)])
    await pipeline.until_done(1)
    second = pipeline.start_worker(state_of=0)
    assert second.process.wait(60) == 74
    assert "is used by another worker" in second.log.read_text()
    assert first.process.poll() is None
