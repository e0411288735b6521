"""Enrich: `wire.unique` (by item key) to `wire.enriched`, `wire.current`, `wire.ninjs` and `wire.signatures`."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from schemas import Carried, Retraction, RetractionKind, Skip, UniqueArticle
from streams.agents.reading import message_of
from streams.agents.sweep import Sweep
from streams.enrichment import enrich
from streams.entities import use_gazetteer
from streams.linking import make_signature
from streams.publication import Published, publish, withdraw
from streams.publication_ninjs import ninjs_item
from streams.runner import Elapsed, Handler, Outcome, Record, Result, Send, Tally
from streams.topics import CURRENT, ENRICHED, NINJS, SIGNATURES, UNIQUE

if TYPE_CHECKING:
    from schemas import EnrichedArticle, Provenance, Signature
    from streams.settings import Settings
    from streams.state import KeyedState

ITEM: Final = "item/"
DAY_MS: Final = 86_400_000


class EnrichHandler(Handler):
    """Adds names, places and figures. It alone owns the item key, so it alone writes what is current."""

    def __init__(self, state: KeyedState, settings: Settings) -> None:
        self._state = state
        self._memory = settings.item_memory_days
        self._sweep = Sweep(timedelta(days=settings.item_memory_days))
        use_gazetteer(settings.gazetteer)
        self._publish_ninjs = settings.publish_ninjs
        self._vague = settings.vague_words()

    def handle(self, record: Record) -> Result:
        """Return the enriched article, live unless a newer version or a retraction came first."""
        message = message_of(record, UNIQUE)
        if self._sweep.is_due(record.at):
            self._forget(_day(record) - int(self._memory))
        if isinstance(message, Carried):
            return Result(sends=(Send(SIGNATURES, message.language, message),))
        if isinstance(message, Retraction):
            return self._withdraw(message)
        assert isinstance(message, UniqueArticle)  # noqa: S101  # the topic carries nothing else
        return self._publish(message, record)

    def refused(self, record: Record) -> Result:
        """Return what takes the place of a refused article in the order of linking."""
        message = message_of(record, UNIQUE)
        assert isinstance(message, UniqueArticle | Carried | Retraction)  # noqa: S101  # the topic carries nothing else
        return Result(sends=_skip(message))

    def _publish(self, unique: UniqueArticle, record: Record) -> Result:
        provenance = unique.article.provenance
        key = provenance.item_key
        known = self._known(key)
        verdict = publish(
            known,
            provenance.version,
            language=unique.article.language,
            story=unique.judgement.story_id,
            day=_day(record),
        )
        if verdict.retracted:
            return Result(sends=_skip(unique), tallies=(Tally(Outcome.RETRACTED, provenance.origin),))
        enriched = enrich(unique, vague=self._vague)
        sends = [Send(ENRICHED, unique.judgement.story_id, enriched)]
        if not verdict.live:
            return Result(sends=(*sends, *_skip(unique)), tallies=(Tally(Outcome.SUPERSEDED, provenance.origin),))
        sends.append(Send(CURRENT, key, enriched))
        if self._publish_ninjs:
            sends.append(Send(NINJS, key, ninjs_item(enriched)))
        sends.append(Send(SIGNATURES, enriched.article.language, _signature(enriched, unique.order)))
        self._state.put(ITEM + key, verdict.kept.to_bytes())
        return Result(
            sends=tuple(sends),
            tallies=(Tally(Outcome.PUBLISHED, provenance.origin),),
            end_to_end=_seconds_since_raw(provenance, record),
        )

    def _withdraw(self, retraction: Retraction) -> Result:
        key = retraction.provenance.item_key
        upto = retraction.provenance.version if retraction.kind is RetractionKind.WITHHOLD else None
        kept = withdraw(self._known(key), language=retraction.language, story=retraction.story_id, upto=upto)
        self._state.put(ITEM + key, kept.to_bytes())
        # Also where ninjs is no longer published: what is on its topic must not outlive a kill.
        sends = [] if kept.live else [Send(CURRENT, key, None), Send(NINJS, key, None)]
        if kept.story is not None:
            sends.append(Send(ENRICHED, kept.story, retraction.model_copy(update={"story_id": kept.story})))
        route = kept.language
        if route is not None and route == retraction.language:
            return Result(sends=(*sends, Send(SIGNATURES, route, retraction)))
        # The number is of the language of the retraction, and the item is linked among those of another.
        if route is not None:
            sends.append(Send(SIGNATURES, route, retraction.model_copy(update={"order": None})))
        return Result(sends=(*sends, *_skip(retraction)))

    def _forget(self, before: int) -> None:
        """Forget items that had no version since a day, except retracted ones."""
        for key, value in list(self._state.scan(ITEM)):
            kept = Published.from_bytes(value)
            if kept.day < before and not kept.retracted and kept.withheld < 0:
                self._state.drop(key)

    def _known(self, key: str) -> Published | None:
        value = self._state.get(ITEM + key)
        return None if value is None else Published.from_bytes(value)


def _signature(enriched: EnrichedArticle, order: int | None) -> Signature:
    return make_signature(enriched).model_copy(update={"order": order})


def _skip(message: UniqueArticle | Carried | Retraction) -> tuple[Send, ...]:
    """Return what says that nothing is linked at the number of a message."""
    language = message.article.language if isinstance(message, UniqueArticle) else message.language
    if message.order is None or language is None:
        return ()
    return (Send(SIGNATURES, language, Skip(order=message.order)),)


def _day(record: Record) -> int:
    return int(record.at.timestamp() * 1000) // DAY_MS


def _seconds_since_raw(provenance: Provenance, record: Record) -> tuple[Elapsed, ...]:
    began = provenance.raw_timestamp_ms
    return () if began is None else (Elapsed((record.timestamp_ms - began) / 1000, provenance.trace_id),)
