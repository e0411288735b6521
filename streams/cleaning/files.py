"""The evaluation files of `wirefeed clean`: rows in, rows out, as a stream."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from dateutil import parser as dates

from schemas import BodyKind, CleanArticle, DroppedSpan, DropReason, Origin, Provenance, WireItem
from streams.cleaning.cleaner import Cleaner
from streams.state import DictState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def clean_articles(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield `{"id", "text", "dropped", "headline", "body", "language"}` for each article, cleaned in order as a stream.

    A row is `{"id", "url", "host", "published", "title", "text"}`, of which `id` and `text` are needed, or
    `{"id", "html"}`. `text` is what is left of the text received: its lines without the dropped ones, the headline
    among them, characters as they came, so that it can be laid beside the input. `body` is the clean body as it goes
    on, with its characters put right and without the headline. HTML has no lines of its own: there `text` is the body.
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
    dropped = [{"start": span.start, "end": span.end, "reason": span.reason.value} for span in article.dropped]
    clean = {"headline": article.headline, "body": article.body, "language": article.language}
    if item.body_kind is BodyKind.HTML:
        titled = any(span.reason is DropReason.HEADLINE for span in article.dropped)
        text = "\n\n".join(part for part in (article.headline if titled else None, article.body) if part)
        return {"text": text, "dropped": dropped, **clean}
    gone = [span for span in article.dropped if span.reason is not DropReason.HEADLINE]
    return {"text": _left(item.body, gone), "dropped": dropped, **clean}


def _left(body: str, gone: list[DroppedSpan]) -> str:
    """Return the lines of a body that were not dropped, as they were received."""
    pieces: list[str] = []
    at = 0
    for span in gone:
        pieces.append(body[at : span.start])
        at = span.end
    pieces.append(body[at:])
    return "\n\n".join(line.strip() for piece in pieces for line in piece.splitlines() if line.strip())


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
