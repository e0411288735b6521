"""Dedup: `wire.clean` (one judge a language) to `wire.unique` (what goes on) and `wire.duplicates` (what repeats)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemas import Carried, CleanArticle, Duplicate, Retraction, UniqueArticle, Verdict
from streams.agents.reading import message_of
from streams.dedup import Judge
from streams.runner import Handler, Outcome, Record, Result, Send, Tally
from streams.topics import CLEAN, DUPLICATES, UNIQUE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from streams.settings import Settings
    from streams.state import KeyedState


class DedupHandler(Handler):
    """Judges every article against those of the window."""

    def __init__(self, state: KeyedState, settings: Settings) -> None:
        self._judge = Judge(state, window_days=settings.dedup_window_days)

    def handle(self, record: Record) -> Result:
        """Return the article with its verdict, or the duplicate and its outlet for the item that it repeats."""
        message = message_of(record, CLEAN)
        if isinstance(message, Retraction):
            return Result(sends=(Send(UNIQUE, message.provenance.item_key, self._judge.retract(message)),))
        assert isinstance(message, CleanArticle)  # noqa: S101  # the topic carries nothing else
        judgement = self._judge.judge(message)
        provenance = message.provenance
        if judgement.verdict.goes_on:
            return Result(
                sends=(Send(UNIQUE, provenance.item_key, UniqueArticle(article=message, judgement=judgement)),)
            )
        duplicate = Duplicate(provenance=provenance, judgement=judgement, headline=message.headline)
        sends = [Send(DUPLICATES, provenance.item_key, duplicate)]
        if judgement.verdict is not Verdict.RESEND and judgement.match is not None:
            carried = Carried(provenance=provenance, judgement=judgement, language=message.language)
            sends.append(Send(UNIQUE, judgement.match, carried))
        return Result(sends=tuple(sends), tallies=(Tally(Outcome.DUPLICATE, provenance.origin),))

    def sizes(self) -> Mapping[str, int]:
        """Return the size of the index."""
        return self._judge.sizes()
