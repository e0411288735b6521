"""The judge on files of articles, as in `wirefeed dedup FILE.jsonl`: cleaned as on the wire, then judged in order."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count, groupby, islice
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from schemas import BodyKind, Origin, Provenance, WireItem
from streams.cleaning import Cleaner
from streams.dedup.judge import Judge
from streams.state import DictState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from schemas import CleanArticle, Judgement

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_ROWS: Final = 64
"""Rows cleaned before they are judged together."""


def judge_articles(rows: Iterable[dict[str, Any]], *, window_days: float = 14.0) -> Iterator[dict[str, Any]]:
    """Yield `{"id", "cluster", "verdict", "match", "score", "shared_text"}` for each article, in order.

    An article is `{"id", "host", "published", "title", "text"}`, or has `html` for `text`; `provider`, `item_id` and
    `version` are optional, and without them an id that comes again is a re-send. Its time is `published`; one without
    is as late as the one before it. Each language is judged by itself. `cluster` and `match` are ids of articles.
    """
    cleaner = Cleaner(DictState())
    judges: dict[str, Judge] = {}
    ids: dict[str, object] = {}
    time = _EPOCH
    numbers = count()
    rest = iter(rows)
    while some := list(islice(rest, _ROWS)):
        articles = []
        for row in some:
            time = _time(row.get("published")) or time
            article = cleaner.clean(_item(row, time, next(numbers)))
            ids.setdefault(article.provenance.item_key, row["id"])
            articles.append(article)
        for row, judgement in zip(some, _judged(judges, articles, window_days), strict=True):
            yield _answer(row["id"], judgement, ids)


def _judged(judges: dict[str, Judge], articles: list[CleanArticle], window_days: float) -> Iterator[Judgement]:
    for language, run in groupby(articles, key=attrgetter("language")):
        if language not in judges:
            judges[language] = Judge(DictState(), window_days=window_days)
        yield from judges[language].judge_all(run)


def _answer(row_id: object, judgement: Judgement, ids: dict[str, object]) -> dict[str, Any]:
    return {
        "id": row_id,
        "cluster": ids.get(judgement.story_id, judgement.story_id),
        "verdict": judgement.verdict.value,
        "match": None if judgement.match is None else ids.get(judgement.match, judgement.match),
        "score": judgement.score,
        "shared_text": judgement.shared_text,
    }


def _item(row: dict[str, Any], received: datetime, offset: int) -> WireItem:
    host = str(row.get("host") or "file")
    html = row.get("html")
    return WireItem(
        provenance=Provenance(
            provider=str(row.get("provider") or "file"),
            source=host,
            item_id=str(row.get("item_id") or row["id"]),
            version=int(row.get("version") or 1),
            uri=row.get("url"),
            received=received,
            trace_id=f"{offset:032x}",
            origin=Origin(partition=0, offset=offset),
        ),
        format="json",
        body=str(html if html is not None else row.get("text") or ""),
        body_kind=BodyKind.TEXT if html is None else BodyKind.HTML,
        headline=row.get("title") or None,
    )


def _time(stated: object) -> datetime | None:
    try:
        time = datetime.fromisoformat(str(stated))
    except ValueError:
        return None
    return time if time.tzinfo is not None else time.replace(tzinfo=UTC)
