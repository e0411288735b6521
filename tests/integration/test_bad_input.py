"""Bad input costs one dead letter, and the next item is processed."""

from __future__ import annotations

from base64 import b64decode
from typing import TYPE_CHECKING

import orjson
import pytest

from schemas import DeadLetter
from streams.ops.dead_letters import Filter, dead_letters
from streams.ops.replay import replay
from tests.running.pipeline import Raw, outcomes

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.running.pipeline import Pipeline

JSON = ("content-type", b"application/json")
TEXT = ("content-type", b"text/plain; charset=utf-8")
SITE = (("wf-provider", b"meridian"), ("wf-uri", b"https://meridian.example/a"))


def article(number: int, **changed: object) -> bytes:
    """Return a sound article as JSON."""
    fields = {
        "id": f"good-{number}",
        "provider": "meridian",
        "url": f"https://meridian.example/{number}",
        "title": f"Ferry service {number} resumes on the northern line",
        "published": "2026-03-02T09:00:00Z",
        "text": f"Ferry line {number} resumed sailing on Monday after repairs, the port authority of Kaldvik said.",
    }
    return orjson.dumps({**fields, **changed})


REFUSED = {
    "not JSON": (Raw(b'{"id": "x", ', (JSON, *SITE)), "MalformedItem"),
    "not UTF-8": (Raw(b"\xff\xfe\xfa killed", (TEXT, *SITE)), None),
    "empty": (Raw(b"", (TEXT, *SITE)), "EmptyItem"),
    "a tombstone": (Raw(None, SITE, b"k"), "EmptyItem"),
    "over the size limit": (Raw(b"a" * 10_000_000, (TEXT, *SITE)), "ItemTooLarge"),
    "no provider, no uri": (Raw(b"Some text of an article.", (TEXT,)), "MalformedItem"),
    "no id": (Raw(orjson.dumps({"provider": "m", "text": "Some text."}), (JSON,)), "MalformedItem"),
    "unknown content type": (Raw(b"%PDF-1.7", (("content-type", b"application/pdf"), *SITE)), "UnsupportedFormat"),
}


async def test_each_bad_item_is_one_dead_letter_and_the_stream_goes_on(
    any_broker: str, make_pipeline: Callable[..., Awaitable[Pipeline]]
) -> None:
    """Between good items, every bad one ends as a dead letter that holds its bytes and says what is wrong."""
    pipeline = await make_pipeline(any_broker)
    pipeline.start_worker()
    records: list[Raw] = []
    for number, (bad, _) in enumerate(REFUSED.values()):
        records += [bad, Raw(article(number), (JSON,))]
    await pipeline.feed(records)
    status = await pipeline.until_done(len(records))

    ended = outcomes(status)
    letters = [letter for letter in await pipeline.messages("dead") if isinstance(letter, DeadLetter)]
    originals = {b64decode(letter.value) if letter.value is not None else None: letter for letter in letters}
    for name, (bad, error) in REFUSED.items():
        if error is not None:
            assert originals[bad.value].error == error, name
            assert originals[bad.value].message, name
    assert ended["refused"] == len(letters)
    assert ended["published"] + ended["duplicate"] == len(records) - len(letters)
    assert len(await pipeline.compacted("current")) == ended["published"]


@pytest.mark.broker
async def test_a_dead_letter_put_back_is_neither_lost_nor_doubled(
    embedded_broker: str, make_pipeline: Callable[..., Awaitable[Pipeline]]
) -> None:
    """What was refused for its size is published once the limit is raised, and counts once, also replayed twice."""
    pipeline = await make_pipeline(embedded_broker, max_item_bytes=400)
    first = pipeline.start_worker()
    long = article(1, text="The ferry resumed sailing on Monday after repairs to its ramp. " * 10)
    await pipeline.feed([Raw(article(0), (JSON,)), Raw(long, (JSON,))])
    refused = await pipeline.until_done(2)
    assert outcomes(refused)["refused"] == 1

    first.stop()
    pipeline.settings = pipeline.settings.model_copy(update={"max_item_bytes": 5_000_000})
    pipeline.start_worker()
    for again in (False, True):
        result = await replay(pipeline.settings, dead_letters(pipeline.settings, Filter()), again=again)
        assert result.sent == 1
    status = await pipeline.until_done(4)
    assert status.total.items == 2
    assert outcomes(status)["refused"] == 0
    assert outcomes(status)["published"] == 2
    assert len(await pipeline.compacted("current")) == 2
