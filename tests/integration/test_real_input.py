"""Real local news, furniture and all, through the whole pipeline, also when a worker dies half-way.

The articles lie beside the project and are not part of it.
"""

from __future__ import annotations

import gzip
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from schemas import EnrichedArticle
from streams.ops.ingestion import ingest
from streams.ops.intake_files import Labels, read_file
from streams.topics import record_limit
from tests.running.pipeline import new_pipeline, outcomes

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from streams.ops.status import Status
    from tests.running.pipeline import Pipeline

GVA = Path(__file__).parents[3] / "shared" / "eval" / "dedup" / "gva.jsonl.gz"
LABELS = Labels(received="2026-03-02T09:00:00Z")
RUN_SECONDS = 400.0
ARTICLES = 300
"""Enough for every stage to be at work when a worker is killed; `make drill` runs thousands under more faults."""

pytestmark = [pytest.mark.timeout(900)]

Live = dict[str, tuple[str, int]]


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file of the first articles, or skip where they do not lie beside the project."""
    if not GVA.exists():
        pytest.skip(f"the articles are not at {GVA}")
    path = tmp_path_factory.mktemp("articles") / "articles.jsonl"
    with gzip.open(GVA, "rb") as lines:
        path.write_bytes(b"".join(islice(lines, ARTICLES)))
    return path


@pytest.fixture(scope="module")
async def undisturbed(
    articles: Path, embedded_broker: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[Status, Live]]:
    """Yield status and live articles of a run with one worker that nothing disturbs."""
    async for pipeline in new_pipeline(embedded_broker, tmp_path_factory.mktemp("calm"), "calm"):
        pipeline.start_worker()
        await feed(pipeline, articles)
        yield await pipeline.until_done(ARTICLES, seconds=RUN_SECONDS), await live(pipeline)


async def feed(pipeline: Pipeline, articles: Path) -> None:
    """Put the articles on `wire.raw` as `wirefeed ingest` does."""
    await ingest(pipeline.settings, read_file(articles, LABELS, limit=record_limit(pipeline.settings)))


async def live(pipeline: Pipeline) -> Live:
    """Return headline and number of figures of every live article."""
    current = await pipeline.compacted("current")
    return {
        key: (str(article.article.headline), len(article.figures))
        for key, article in current.items()
        if isinstance(article, EnrichedArticle)
    }


async def test_a_worker_that_dies_half_way_changes_nothing(
    any_broker: str,
    make_pipeline: Callable[..., Awaitable[Pipeline]],
    undisturbed: tuple[Status, Live],
    articles: Path,
) -> None:
    """Every item ends as one outcome, and the same articles are live as when nothing was disturbed."""
    pipeline = await make_pipeline(any_broker)
    first, _ = pipeline.start_worker(), pipeline.start_worker()
    await feed(pipeline, articles)
    await pipeline.until(lambda status: sum(outcomes(status).values()) > ARTICLES // 2, seconds=RUN_SECONDS)
    first.kill()
    pipeline.start_worker()
    disturbed = await pipeline.until_done(ARTICLES, seconds=RUN_SECONDS)

    calm, calmly_live = undisturbed
    assert calm.total.records == disturbed.total.records == ARTICLES
    assert all(account.balanced for account in (*calm.accounts, *disturbed.accounts))
    assert await live(pipeline) == calmly_live
    assert outcomes(disturbed) == outcomes(calm)
