"""Finds all records of an item: each topic from the time of the step before, and one partition where a key tells it.

Only one partition of `items` is read whole. From what stands there follow the place in `raw`, the time from which the
next topics are read, and how many records to expect there, so that reading stops once they are found. States of
incidents, which are large, are read from the time of what was linked until one shows it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import orjson

from schemas import Carried, CleanArticle, Duplicate, Incident, LinkedClaims, UniqueArticle, Verdict
from streams.ops.errors import OperationFailed
from streams.ops.trace.decisions import decisions
from streams.ops.trace.describe import hop_of, provenance_of
from streams.ops.trace.ending import ended_versions, with_decisions
from streams.ops.trace.hop import Trace
from streams.ops.trace.incident_steps import StateSearch, incident_in, incident_steps
from streams.ops.trace.missing import missing
from streams.ops.trace.query import Query
from streams.ops.trace.raw import dead_letters_at, raw_steps
from streams.ops.trace.resolve import resolve, unknown_item
from streams.topics import (
    ACCEPTED,
    ALERTS,
    CLEAN,
    CURRENT,
    DUPLICATES,
    ENRICHED,
    INCIDENTS,
    ITEMS,
    LINKED,
    NINJS,
    SIGNATURES,
    TOPICS,
    UNIQUE,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from schemas import Message, Origin
    from streams.ops.trace.decisions import Decided
    from streams.ops.trace.hop import Hop
    from streams.ops.trace.query import RecordSource, Wanted
    from streams.ops.trace.resolve import Resolved
    from streams.ops.trace.target import Target
    from streams.runner import Record
    from streams.settings import Settings
    from streams.topics import TopicSpec

CLOCKS_MS: Final = 10_000
"""A record may have an earlier time than the one that it was made of: the clocks of two workers differ by less."""
MAX_RELATED: Final = 3
"""Items that versions of one item repeat, which are looked up."""
_ORDER: Final[Mapping[str, int]] = {spec.name: place for place, spec in enumerate(TOPICS)}


async def trace(source: RecordSource, settings: Settings, target: Target) -> Trace:
    """Return all steps of what is asked for. Raises `OperationFailed` where nothing is known of it."""
    found = await resolve(source, settings, target)
    if found.item_key is None:
        return Trace(target=target.text, item_key=None, hops=found.hops, notes=found.notes)
    search = _Search(source, found.item_key)
    await search.run()
    if not search.hops:
        raise OperationFailed(await unknown_item(source, settings, found.item_key))
    return await _finished(source, settings, search, target, found)


async def _finished(
    source: RecordSource, settings: Settings, search: _Search, target: Target, found: Resolved
) -> Trace:
    """Return the trace, with where the item came in, what was refused of it, how it ended and what is not there."""
    hops = [*await raw_steps(source, settings, search.hops), *search.hops]
    hops += await dead_letters_at(source, settings, hops)
    hops = with_decisions(hops, search.decided)
    versions = ended_versions(hops, search.decided)
    arrival = {version.origin: place for place, version in enumerate(versions)}
    return Trace(
        target=target.text,
        item_key=found.item_key,
        hops=tuple(sorted(hops, key=lambda hop: _place(hop, arrival))),
        versions=versions,
        notes=(*found.notes, *await missing(source, settings, hops, versions)),
        decisions=tuple(search.decided),
        incidents=search.incidents,
        related=search.related,
    )


def _place(hop: Hop, arrival: Mapping[Origin, int]) -> tuple[int, int, float, bool, int]:
    """Return where a step stands: by version, then in the order of the flow, then by time."""
    version = len(arrival) if hop.origin is None else arrival.get(hop.origin, len(arrival))
    return (version, _ORDER[hop.topic], hop.at.timestamp(), not hop.written, hop.offset)


class _Search:
    """The search for one item; each step narrows the next."""

    def __init__(self, source: RecordSource, key: str) -> None:
        self._source = source
        self._key = key
        self._own = _about(key)
        self.hops: list[Hop] = []
        self.decided: list[Decided] = []
        self.incidents: dict[str, Incident | None] = {}
        self.related: dict[str, Message] = {}

    async def run(self) -> None:
        """Read the topics in the order of the flow."""
        items = await self._find(Query(topic=ITEMS, wanted=_keyed(self._key), key=self._key))
        self.decided = decisions(items[ITEMS.name])
        await self._read_light_stages()
        await self._read_from_judge()
        await self._read_to_alerts()
        await self._read_incidents()
        await self._read_repeated()

    async def _read_light_stages(self) -> None:
        since = self._since(ITEMS)
        sent = sum(map(_sends, self.decided)) if self.decided else None
        await self._find(
            Query(topic=ACCEPTED, wanted=self._own, since_ms=since, enough=sent),
            Query(topic=CLEAN, wanted=self._own, since_ms=since, enough=sent),
            Query(topic=DUPLICATES, wanted=_keyed(self._key), key=self._key, since_ms=since),
        )

    async def _read_from_judge(self) -> None:
        since = self._since(CLEAN, ITEMS)
        clean, copies = self._count(CLEAN), self._count(DUPLICATES)
        await self._find(
            Query(
                topic=UNIQUE, wanted=self._own, key=self._key, since_ms=since, enough=clean - copies if clean else None
            ),
            Query(topic=LINKED, wanted=self._own, since_ms=since),
        )

    async def _read_to_alerts(self) -> None:
        since = self._since(UNIQUE, CLEAN, ITEMS)
        unique = self._count(UNIQUE)
        last = max((hop.at.timestamp() for hop in self._of(UNIQUE)), default=0.0)
        late, story, matches = self._late(last), self._only(_story), self._matches()
        queries = [
            Query(topic=ENRICHED, wanted=self._own, key=story, since_ms=since, enough=unique if story else None),
            *(
                Query(topic=live, wanted=_keyed(self._key), key=self._key, since_ms=_before(last), enough=late)
                for live in (CURRENT, NINJS)
            ),
            Query(
                topic=SIGNATURES,
                wanted=self._own,
                key=self._only(_language),
                since_ms=since,
                enough=unique + len(matches) if self._of(CLEAN) else None,
            ),
        ]
        if len(matches) == 1:
            queries.append(Query(topic=UNIQUE, wanted=self._own, key=matches[0], since_ms=since, enough=1))
        await self._find(*queries, *self._of_alerts())

    def _of_alerts(self) -> list[Query]:
        ids = self._incident_ids()
        keys = {incident_id.encode() for incident_id in ids}
        only = ids[0] if len(ids) == 1 else None
        if not ids:
            return []
        wanted = _both(lambda key, _: key in keys, self._own)
        return [Query(topic=ALERTS, wanted=wanted, key=only, since_ms=self._since(LINKED))]

    async def _read_incidents(self) -> None:
        """Read the states that show what was linked of the item, and then those that show what was linked last."""
        ids = self._incident_ids()
        linked = await self._source.find([self._linked_to(incident_id) for incident_id in ids])
        last = {incident_id: records[-1] for incident_id, records in zip(ids, linked, strict=True)}
        first = [self._states(incident_id, self._linked_hops(incident_id)) for incident_id in ids]
        now = [self._states(incident_id, [hop_of(record, LINKED)]) for incident_id, record in last.items()]
        found = await self._source.find([*first, *now])
        self.hops += incident_steps([record for records in found[: len(ids)] for record in records], self.hops)
        for incident_id, records in zip(ids, found[len(ids) :], strict=True):
            state = records[-1] if records else await self._latest_state(incident_id)
            self.incidents[incident_id] = None if state is None else incident_in(state)

    def _linked_to(self, incident_id: str) -> Query:
        return Query(topic=LINKED, wanted=_keyed(incident_id), key=incident_id, since_ms=self._since(LINKED))

    def _states(self, incident_id: str, hops: Sequence[Hop]) -> Query:
        search = StateSearch(incident_id, [hop.message for hop in hops if isinstance(hop.message, LinkedClaims)])
        since = min(_before(hop.at.timestamp()) for hop in hops)
        return Query(topic=INCIDENTS, wanted=search.wanted, done=search.done, key=incident_id, since_ms=since)

    async def _latest_state(self, incident_id: str) -> Record | None:
        """Return the last state of all, where none shows what was linked last, such as that of a ledger that lags."""
        since = self._since(LINKED)
        query = Query(topic=INCIDENTS, wanted=_keyed(incident_id), key=incident_id, since_ms=since)
        (found,) = await self._source.find([query])
        return found[-1] if found else None

    async def _read_repeated(self) -> None:
        """Read the first record of each item that this one repeats: who has it, and since when."""
        for match in self._matches()[:MAX_RELATED]:
            (found,) = await self._source.find(
                [Query(topic=UNIQUE, wanted=_both(_keyed(match), _about(match)), key=match, enough=1)]
            )
            message = hop_of(found[0], UNIQUE).message if found else None
            if message is not None:
                self.related[match] = message

    async def _find(self, *queries: Query) -> dict[str, list[Record]]:
        """Read topics and take over what is found as steps."""
        asked = [query for query in queries if query.enough != 0]
        found: dict[str, list[Record]] = {}
        for query, records in zip(asked, await self._source.find(asked), strict=True):
            found.setdefault(query.topic.name, []).extend(records)
            self.hops += [hop for hop in (hop_of(record, query.topic) for record in records) if self._is_own(hop)]
        return found

    def _is_own(self, hop: Hop) -> bool:
        provenance = provenance_of(hop.message)
        return provenance is None or provenance.item_key == self._key

    def _of(self, spec: TopicSpec) -> list[Hop]:
        return [hop for hop in self.hops if hop.topic == spec.name]

    def _messages(self) -> list[Message]:
        return [hop.message for hop in self.hops if hop.message is not None]

    def _count(self, spec: TopicSpec) -> int:
        """Return how many different messages were found: one may have been sent twice."""
        return len({(type(hop.message), hop.origin, hop.version) for hop in self._of(spec)})

    def _since(self, *specs: TopicSpec) -> int:
        """Return the time from which to read: that of the first step on the first of these topics that has any."""
        for spec in specs:
            if times := [hop.at.timestamp() for hop in self._of(spec)]:
                return _before(min(times))
        return 0

    def _late(self, last: float) -> int | None:
        """Return how many versions came so late that their live records are among those read to find the last one."""
        late = {hop.origin for hop in self._of(UNIQUE) if hop.at.timestamp() * 1000 >= _before(last)}
        return len(late) or None

    def _only(self, value: Callable[[Message], str | None]) -> str | None:
        """Return what all messages have in common, None where they differ or have none."""
        values = {found for message in self._messages() if (found := value(message)) is not None}
        return values.pop() if len(values) == 1 else None

    def _incident_ids(self) -> list[str]:
        return list(dict.fromkeys(each.incident_id for each in self._messages() if isinstance(each, LinkedClaims)))

    def _linked_hops(self, incident_id: str) -> list[Hop]:
        linked = ((hop, hop.message) for hop in self._of(LINKED))
        return [hop for hop, each in linked if isinstance(each, LinkedClaims) and each.incident_id == incident_id]

    def _matches(self) -> list[str]:
        """Return the items that this one repeats, other than itself."""
        judgements = [each.judgement for each in self._messages() if isinstance(each, Duplicate)]
        matches = (each.match for each in judgements if each.verdict is not Verdict.RESEND)
        return list(dict.fromkeys(match for match in matches if match is not None and match != self._key))


def _before(seconds: float) -> int:
    return max(0, int(seconds * 1000) - CLOCKS_MS)


def _sends(decided: Decided) -> int:
    """Return how many records of `accepted` a decision gives; a resend goes on to the judge too."""
    decision = decided.decision
    if decision.outcome == "duplicate":
        return int(decided.resent)
    return (decision.publish is not None) + (decision.retract is not None)


def _keyed(key: str) -> Wanted:
    encoded = key.encode()
    return lambda found, _: found == encoded


def _about(key: str) -> Wanted:
    """Return what finds the records that may be about an item: its id stands in them as JSON."""
    name = b'"item_id":' + orjson.dumps(key.partition("/")[2])
    return lambda _, value: value is not None and name in value


def _both(one: Wanted, other: Wanted) -> Wanted:
    return lambda key, value: one(key, value) and other(key, value)


def _story(message: Message) -> str | None:
    return message.judgement.story_id if isinstance(message, UniqueArticle) else None


def _language(message: Message) -> str | None:
    return message.language if isinstance(message, CleanArticle | Carried) else None
