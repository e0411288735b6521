"""The judge on files of articles, as in `wirefeed dedup FILE.jsonl`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemas import Duplicate, UniqueArticle
from streams.pipeline.files.rows import RowFeed, chunks, stages_through
from streams.pipeline.local import LocalPipeline
from streams.settings import Settings
from streams.topics import DUPLICATES, UNIQUE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from schemas import Judgement, Provenance
    from streams.pipeline.files.rows import Row


def judge_articles(rows: Iterable[Row], settings: Settings | None = None) -> Iterator[dict[str, Any]]:
    """Yield `{"id", "cluster", "verdict", "match", "score", "shared_text"}` for each article, in order.

    An article is `{"id", "url", "host", "published", "title", "text"}`, or has `html` for `text`; any other field of
    the JSON formats may stand in it. `cluster` and `match` are ids of articles. One that does not reach the judge, such
    as one without text, has no verdict, is a cluster of its own, and says under `outcome` how it ended.
    """
    pipeline = LocalPipeline(
        settings or Settings(), stages=stages_through("dedup"), keep=(UNIQUE, DUPLICATES), keep_tallies=True
    )
    feed = RowFeed(pipeline)
    ids: dict[str, object] = {}
    for chunk in chunks(rows):
        fed = [(row["id"], feed.feed(row)) for row in chunk]
        pipeline.run()
        judged = {provenance.origin: (provenance, judgement) for provenance, judgement in _judged(pipeline)}
        ended = {tally.origin: tally.outcome for tally in pipeline.take_tallies()}
        for row_id, origin in fed:
            if origin in judged:
                provenance, judgement = judged[origin]
                ids.setdefault(provenance.item_key, row_id)
                yield _answer(row_id, judgement, ids)
            else:
                yield _unjudged(row_id, ended.get(origin))


def _judged(pipeline: LocalPipeline) -> Iterator[tuple[Provenance, Judgement]]:
    for message in (*pipeline.take(UNIQUE), *pipeline.take(DUPLICATES)):
        if isinstance(message, UniqueArticle):
            yield message.article.provenance, message.judgement
        elif isinstance(message, Duplicate):
            yield message.provenance, message.judgement


def _answer(row_id: object, judgement: Judgement, ids: dict[str, object]) -> dict[str, Any]:
    return {
        "id": row_id,
        "cluster": ids.get(judgement.story_id, judgement.story_id),
        "verdict": judgement.verdict.value,
        "match": None if judgement.match is None else ids.get(judgement.match, judgement.match),
        "score": judgement.score,
        "shared_text": judgement.shared_text,
    }


def _unjudged(row_id: object, outcome: object) -> dict[str, Any]:
    return {"id": row_id, "cluster": row_id, "verdict": None, "match": None, "score": None, "outcome": outcome}
