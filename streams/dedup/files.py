"""The judge on files of articles, as in `wirefeed dedup FILE.jsonl`: cleaned as on the wire, then judged in order."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from schemas import Origin, Provenance, WireItem
from streams.cleaning import Cleaner
from streams.dedup.judge import Judge
from streams.state import DictState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def judge_articles(rows: Iterable[dict[str, Any]], *, window_days: float = 14.0) -> Iterator[dict[str, Any]]:
    """Yield `{"id", "cluster", "verdict", "match", "score"}` for each article.

    An article is `{"id", "host", "published", "title", "text"}`, with optional `provider`, `item_id` and `version`.
    Its time is `published`; one without is as late as the one before it. Articles are judged in the order given, each
    language by itself.
    """
    cleaner = Cleaner(DictState())
    judges: dict[str, Judge] = {}
    ids: dict[str, str] = {}
    time = _EPOCH
    for offset, row in enumerate(rows):
        time = _time(row.get("published")) or time
        article = cleaner.clean(_item(row, time, offset))
        judge = judges.setdefault(article.language, Judge(DictState(), window_days=window_days))
        judgement = judge.judge(article)
        ids.setdefault(article.provenance.item_key, str(row["id"]))
        yield {
            "id": row["id"],
            "cluster": ids.get(judgement.story_id, judgement.story_id),
            "verdict": judgement.verdict.value,
            "match": None if judgement.match is None else ids.get(judgement.match, judgement.match),
            "score": judgement.score,
        }


def _item(row: dict[str, Any], received: datetime, offset: int) -> WireItem:
    host = str(row.get("host") or "file")
    return WireItem(
        provenance=Provenance(
            provider=str(row.get("provider") or host),
            source=host,
            item_id=str(row.get("item_id") or row["id"]),
            version=int(row.get("version") or 1),
            uri=row.get("url"),
            received=received,
            trace_id=f"{offset:032x}",
            origin=Origin(partition=0, offset=offset),
        ),
        format="json",
        body=str(row.get("text") or ""),
        headline=row.get("title"),
    )


def _time(stated: object) -> datetime | None:
    try:
        time = datetime.fromisoformat(str(stated))
    except ValueError:
        return None
    return time if time.tzinfo is not None else time.replace(tzinfo=UTC)
