"""The evaluation files of `wirefeed clean`: rows in, rows out, as a stream."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from dateutil import parser as dates

from schemas import BodyKind, CleanArticle, DropReason, Origin, Provenance, WireItem
from streams.cleaning.cleaner import Cleaner
from streams.cleaning.repair import repaired
from streams.state import DictState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def clean_articles(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield `{"id", "text", "dropped"}` for each article, cleaned in order with what the ones before have taught.

    A row is `{"id", "url", "host", "published", "title", "text"}`, of which `id` and `text` are needed, or `{"id", "html"}`.
    The text is the headline, where it stands in the text received, and the body.
    """
    cleaner = Cleaner(DictState())
    for number, row in enumerate(rows):
        item = item_of(row, number)
        yield {"id": row["id"], **_answer(item, cleaner.clean(item))}


def item_of(row: dict[str, Any], number: int) -> WireItem:
    """Return the item that a row of an evaluation file stands for; `number` is its place in the file."""
    body_kind = BodyKind.HTML if "html" in row else BodyKind.TEXT
    published = _time(row.get("published"))
    url = row.get("url")
    source = row.get("host") or (urlsplit(url).hostname if isinstance(url, str) else None) or "file"
    provenance = Provenance(
        provider="file",
        source=source,
        item_id=str(row["id"]),
        version=number,
        uri=url,
        published=published,
        received=published or EPOCH,
        trace_id=f"{number:032x}",
        origin=Origin(partition=0, offset=number),
    )
    return WireItem(
        provenance=provenance,
        format="html" if body_kind is BodyKind.HTML else "text",
        body=row["html"] if body_kind is BodyKind.HTML else row.get("text") or "",
        body_kind=body_kind,
        headline=row.get("title") or None,
    )


def _answer(item: WireItem, article: CleanArticle) -> dict[str, Any]:
    title = next((span for span in article.dropped if span.reason is DropReason.HEADLINE), None)
    line = (
        repaired(item.body[title.start : title.end])
        if title and item.body_kind is BodyKind.TEXT
        else article.headline
        if title
        else None
    )
    return {
        "text": "\n\n".join(part for part in (line, article.body) if part),
        "dropped": [{"start": span.start, "end": span.end, "reason": span.reason.value} for span in article.dropped],
    }


def _time(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        stated = datetime.fromisoformat(value)
    except ValueError:
        try:
            stated = dates.parse(value)
        except (ValueError, OverflowError):
            return None
    return stated if stated.tzinfo else stated.replace(tzinfo=UTC)
