"""The evaluation files of `wirefeed clean`: rows in, rows out, as a stream."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemas import BodyKind, CleanArticle, DropReason, WireItem
from streams.pipeline.files.rows import RowFeed, chunks, stages_through
from streams.pipeline.local import LocalPipeline
from streams.settings import Settings
from streams.topics import CLEAN, ITEMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from schemas import DroppedSpan
    from streams.pipeline.files.rows import Row


def clean_articles(rows: Iterable[Row], settings: Settings | None = None) -> Iterator[dict[str, Any]]:
    """Yield `{"id", "text", "dropped", "headline", "body", "language"}` for each article, cleaned in order as a stream.

    A row is `{"id", "url", "host", "published", "title", "text"}`, of which `id` and `text` are needed, or
    `{"id", "html"}`. `text` is what is left of the text received: its lines without the dropped ones, the headline
    among them, characters as they came, so that it can be laid beside the input. `body` is the clean body as it goes
    on, with its characters put right and without the headline. HTML has no lines of its own: there `text` is the body.
    An article that is not cleaned, such as one with nothing but furniture, has no text, and says under `outcome` how it
    ended.
    """
    pipeline = LocalPipeline(
        settings or Settings(), stages=stages_through("clean"), keep=(ITEMS, CLEAN), keep_tallies=True
    )
    feed = RowFeed(pipeline)
    for chunk in chunks(rows):
        fed = [(row["id"], feed.feed(row)) for row in chunk]
        pipeline.run()
        items = {item.provenance.origin: item for item in pipeline.take(ITEMS) if isinstance(item, WireItem)}
        cleaned = pipeline.take(CLEAN)
        articles = {article.provenance.origin: article for article in cleaned if isinstance(article, CleanArticle)}
        ended = {tally.origin: tally.outcome for tally in pipeline.take_tallies()}
        for row_id, origin in fed:
            if origin in articles:
                yield {"id": row_id, **_answer(items[origin], articles[origin])}
            else:
                yield {"id": row_id, **_uncleaned(ended.get(origin))}


def _answer(item: WireItem, article: CleanArticle) -> dict[str, Any]:
    dropped = [{"start": span.start, "end": span.end, "reason": span.reason.value} for span in article.dropped]
    clean = {"headline": article.headline, "body": article.body, "language": article.language}
    if item.body_kind is BodyKind.HTML:
        titled = any(span.reason is DropReason.HEADLINE for span in article.dropped)
        text = "\n\n".join(part for part in (article.headline if titled else None, article.body) if part)
        return {"text": text, "dropped": dropped, **clean}
    gone = [span for span in article.dropped if span.reason is not DropReason.HEADLINE]
    return {"text": _left(item.body, gone), "dropped": dropped, **clean}


def _uncleaned(outcome: object) -> dict[str, Any]:
    return {"text": "", "dropped": [], "headline": None, "body": "", "language": None, "outcome": outcome}


def _left(body: str, gone: list[DroppedSpan]) -> str:
    """Return the lines of a body that were not dropped, as they were received."""
    pieces: list[str] = []
    at = 0
    for span in gone:
        pieces.append(body[at : span.start])
        at = span.end
    pieces.append(body[at:])
    return "\n\n".join(line.strip() for piece in pieces for line in piece.splitlines() if line.strip())
