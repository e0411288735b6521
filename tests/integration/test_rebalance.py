"""Workers that come and go while records are on their way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson

from tests.running.pipeline import Raw, outcomes

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.running.pipeline import Pipeline

COUNT = 400
JSON = (("content-type", b"application/json"),)


def article(number: int) -> Raw:
    """Return an article of its own."""
    words = " ".join(f"w{number}x{place}" for place in range(60))
    fields = {
        "provider": "meridian",
        "item_id": f"n{number}",
        "version": 1,
        "title": f"Notice {number} of the harbour office",
        "text": f"The harbour office of Varrel published notice {number} on Monday. {words}.",
    }
    return Raw(orjson.dumps(fields), JSON, b"%d" % number)


async def test_nothing_is_lost_when_workers_join_and_die_before_the_first_commit(
    any_broker: str, make_pipeline: Callable[..., Awaitable[Pipeline]]
) -> None:
    """Every article is published once, though the group changes three times while the first batches are worked on."""
    pipeline = await make_pipeline(any_broker, heavy_batch_records=20, commit_interval=2.0)
    first = pipeline.start_worker()
    await pipeline.feed(article(number) for number in range(COUNT))
    await pipeline.until(lambda status: status.total.records > 0)
    second = pipeline.start_worker()
    await pipeline.until(lambda status: outcomes(status)["published"] > 0)
    first.kill()
    pipeline.start_worker()
    await pipeline.until(lambda status: outcomes(status)["published"] > COUNT // 4)
    second.kill()
    status = await pipeline.until_done(COUNT, seconds=200)
    assert outcomes(status)["published"] == COUNT
    assert len(await pipeline.compacted("current")) == COUNT
