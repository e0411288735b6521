"""Incidents of files of articles, as in `wirefeed extract incidents`: the whole way from a row to a toll."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import orjson

from schemas import Carried, LinkAction, Retraction, Signature, UniqueArticle
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

    from schemas import Incident, WireItem
    from streams.linking.features import Model

    Message = Signature | Carried | Retraction

PLACE_FIELDS: Final = ("name", "country", "lat", "lon", "precision")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_HEADERS: Final = {"content-type": "application/json"}


def extract_incidents(
    rows: Iterable[dict[str, Any]], *, window_days: float = 60.0, model: Model | None = None
) -> Iterator[dict[str, Any]]:
    """Yield `{"id", "incident"}` for each article, then a line for each incident with a toll, see `summary_of`.

    Articles are `{"id", "url", "host", "published", "title", "text"}` in order of time, with optional `provider`,
    `item_id`, `version`, `pubstatus` and `signals`; each is received when it says it was published, one without a date
    with the one before it. An article that reports no incident, or is withdrawn, is alone under its own key.
    """
    desk = _IncidentDesk(window_days, model)
    keys: list[tuple[Any, str]] = []
    for row_id, key, messages in signatures_of(rows):
        for message in messages:
            desk.take(message)
        keys.append((row_id, key))
    for row_id, key in keys:
        yield {"id": row_id, "incident": desk.groups.get(key, key)}
    yield from (summary_of(incident) for incident in desk.incidents.values() if incident.tolls)


def summary_of(incident: Incident) -> dict[str, Any]:
    """Return `{"incident", "title", "start", "place", "tolls"}` of an incident."""
    place, tolls = incident.place, incident.tolls.items()
    return {
        "incident": incident.incident_id,
        "title": incident.title,
        "start": None if incident.start is None else incident.start.isoformat(),
        "place": None if place is None else {name: getattr(place, name) for name in PLACE_FIELDS},
        "tolls": {kind: {"low": toll.low, "best": toll.best, "high": toll.high} for kind, toll in tolls},
    }


def signatures_of(rows: Iterable[dict[str, Any]]) -> Iterator[tuple[Any, str, list[Message]]]:
    """Yield for each article its id, its item key, and what the linker is to read of it, each with its language.

    The messages are those of the signatures topic; none for a row that is refused, superseded or repeated.
    """
    desk = _ArticleDesk()
    time = _EPOCH
    for offset, row in enumerate(rows):
        time = _time(row.get("published")) or time
        yield (row.get("id"), *desk.take(row, time, offset))


class _ArticleDesk:
    """The stages up to the signature, each with a state of its own in memory."""

    def __init__(self) -> None:
        self._lifecycle = Lifecycle(DictState())
        self._cleaner = Cleaner(DictState())
        self._judges: dict[str, Judge] = {}
        self._languages: dict[str, str] = {}

    def take(self, row: dict[str, Any], time: datetime, offset: int) -> tuple[str, list[Message]]:
        """Return the row's item key and messages."""
        try:
            items = parse_record(
                orjson.dumps(row), _HEADERS, received=time, origin_partition=0, origin_offset=offset, limits=Limits()
            )
        except WireError:
            return f"refused/{offset}", []
        messages: list[Message] = []
        for item in items:
            decision = self._lifecycle.accept(item, at=time)
            if decision.retract is not None:
                messages += self._retract(decision.retract)
            elif decision.publish is not None:
                messages.append(self._publish(decision.publish))
        return items[0].provenance.item_key, messages

    def _publish(self, item: WireItem) -> Signature | Carried:
        article = self._cleaner.clean(item)
        language = self._languages[article.provenance.item_key] = article.language
        judge = self._judges.get(language)
        if judge is None:
            judge = self._judges[language] = Judge(DictState())
        judgement = judge.judge(article)
        if judgement.verdict.goes_on:
            return make_signature(enrich(UniqueArticle(article=article, judgement=judgement)))
        return Carried(provenance=article.provenance, judgement=judgement, language=language)

    def _retract(self, retraction: Retraction) -> list[Retraction]:
        language = self._languages.get(retraction.provenance.item_key)
        judge = None if language is None else self._judges.get(language)
        return [] if judge is None else [judge.retract(retraction).model_copy(update={"language": language})]


class _IncidentDesk:
    """The stages from the signature on."""

    def __init__(self, window_days: float, model: Model | None) -> None:
        self._window_days = window_days
        self._model = model
        self._linkers: dict[str, Linker] = {}
        self.groups: dict[str, str] = {}
        self.incidents: dict[str, Incident] = {}

    def take(self, message: Message) -> None:
        """Link a message and book its claims."""
        language = message.language or "und"
        linker = self._linkers.get(language)
        if linker is None:
            linker = Linker(DictState(), window_days=self._window_days, model=self._model)
            self._linkers[language] = linker
        for claims in linker.link(message):
            key = claims.provenance.item_key
            self.incidents[claims.incident_id], _ = apply(self.incidents.get(claims.incident_id), claims)
            if claims.action is LinkAction.TAKE:
                self.groups.pop(key, None)
            else:
                self.groups[key] = claims.incident_id
        group = linker.group_of(message.provenance.item_key)
        if group is not None:
            self.groups[message.provenance.item_key] = group


def _time(stated: object) -> datetime | None:
    try:
        time = datetime.fromisoformat(str(stated))
    except ValueError:
        return None
    return time if time.tzinfo is not None else time.replace(tzinfo=UTC)
