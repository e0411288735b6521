"""Incidents of files of articles, as in `wirefeed extract incidents`: the whole way from a row to a toll."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import orjson

from schemas import Carried, LinkAction, UniqueArticle
from streams.cleaning import Cleaner
from streams.dedup import Judge
from streams.enrichment import enrich
from streams.errors import WireError
from streams.ledger import apply
from streams.linking.linker import Linker
from streams.linking.signature import make_signature
from streams.state import DictState
from streams.wire import Lifecycle, Limits, parse_record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from schemas import CleanArticle, Incident, LinkedClaims, Retraction, WireItem

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_HEADERS: Final = {"content-type": "application/json"}


def extract_incidents(rows: Iterable[dict[str, Any]], *, window_days: float = 60.0) -> Iterator[dict[str, Any]]:
    """Yield `{"id", "incident"}` for each article, then `{"incident", "tolls"}` for each incident with a toll.

    Articles are `{"id", "url", "host", "published", "title", "text"}` in order of time, with optional `provider`,
    `item_id`, `version`, `pubstatus` and `signals`; each is received when it says it was published, one without a date
    with the one before it. An article that tells of no incident, or is taken back, is alone under its own key.
    """
    desk = _Desk(window_days)
    time = _EPOCH
    keys: list[tuple[Any, str]] = []
    for offset, row in enumerate(rows):
        time = _time(row.get("published")) or time
        keys.append((row.get("id"), desk.take(row, time, offset)))
    for row_id, key in keys:
        yield {"id": row_id, "incident": desk.groups.get(key, key)}
    for incident_id, incident in desk.incidents.items():
        if incident.tolls:
            tolls = {
                kind: {"low": toll.low, "best": toll.best, "high": toll.high} for kind, toll in incident.tolls.items()
            }
            yield {"incident": incident_id, "tolls": tolls}


class _Desk:
    """Every stage with a state of its own in memory."""

    def __init__(self, window_days: float) -> None:
        self._window_days = window_days
        self._lifecycle = Lifecycle(DictState())
        self._cleaner = Cleaner(DictState())
        self._judges: dict[str, Judge] = {}
        self._linkers: dict[str, Linker] = {}
        self._languages: dict[str, str] = {}
        self.groups: dict[str, str] = {}
        self.incidents: dict[str, Incident] = {}

    def take(self, row: dict[str, Any], time: datetime, offset: int) -> str:
        """Take one row through all stages and return its item key."""
        try:
            items = parse_record(
                orjson.dumps(row),
                _HEADERS,
                received=time,
                origin_partition=0,
                origin_offset=offset,
                limits=Limits(),
            )
        except WireError:
            return f"refused/{offset}"
        for item in items:
            decision = self._lifecycle.accept(item, at=time)
            if decision.retract is not None:
                self._retract(decision.retract)
            elif decision.publish is not None:
                self._publish(decision.publish)
        return items[0].provenance.item_key

    def _publish(self, item: WireItem) -> None:
        article = self._cleaner.clean(item)
        language = article.language
        self._languages[article.provenance.item_key] = language
        judge = self._judges.get(language)
        if judge is None:
            judge = self._judges[language] = Judge(DictState())
        unique = UniqueArticle(article=article, judgement=judge.judge(article))
        if unique.judgement.verdict.goes_on:
            self._book(self._linker(language).link(make_signature(enrich(unique))))
        else:
            carried = Carried(provenance=article.provenance, judgement=unique.judgement, language=language)
            self._book(self._linker(language).link(carried))
        self._group(article)

    def _retract(self, retraction: Retraction) -> None:
        language = self._languages.get(retraction.provenance.item_key)
        judge = None if language is None else self._judges.get(language)
        if language is not None and judge is not None:
            self._book(self._linker(language).link(judge.retract(retraction)))

    def _linker(self, language: str) -> Linker:
        linker = self._linkers.get(language)
        if linker is None:
            linker = self._linkers[language] = Linker(DictState(), window_days=self._window_days)
        return linker

    def _book(self, linked: Iterable[LinkedClaims]) -> None:
        for claims in linked:
            key = claims.provenance.item_key
            self.incidents[claims.incident_id], _ = apply(self.incidents.get(claims.incident_id), claims)
            if claims.action is LinkAction.TAKE:
                self.groups.pop(key, None)
            else:
                self.groups[key] = claims.incident_id

    def _group(self, article: CleanArticle) -> None:
        key = article.provenance.item_key
        group = self._linker(article.language).group_of(key)
        if group is not None:
            self.groups[key] = group


def _time(stated: object) -> datetime | None:
    try:
        time = datetime.fromisoformat(str(stated))
    except ValueError:
        return None
    return time if time.tzinfo is not None else time.replace(tzinfo=UTC)
