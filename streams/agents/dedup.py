"""Dedup: `wire.clean` (one judge a language) to `wire.unique` (what goes on) and `wire.duplicates` (what repeats)."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from schemas import Carried, CleanArticle, Duplicate, Retraction, UndecodableMessage, UniqueArticle, Verdict
from streams.agents.reading import message_of
from streams.agents.sweep import Sweep
from streams.dedup import Judge
from streams.ordering import Numbering
from streams.runner import Handler, Outcome, Record, Result, Send, Tally
from streams.topics import CLEAN, DUPLICATES, UNIQUE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from schemas import Judgement, Message
    from streams.settings import Settings
    from streams.state import KeyedState

PREPARED_BYTES: Final = 4_000_000
"""Of the records that are read ahead, which bounds the memory that they take."""


class DedupHandler(Handler):
    """Judges every article against those of the window."""

    def __init__(self, state: KeyedState, settings: Settings) -> None:
        self._judge = Judge(state, window_days=settings.dedup_window_days)
        self._numbering = Numbering(state)
        self._memory = timedelta(days=settings.dedup_window_days)
        self._sweep = Sweep(self._memory)
        self._ahead: dict[int, Message] = {}
        self._judgements: Iterator[Judgement] = iter(())

    def prepare(self, records: Sequence[Record]) -> None:
        """Read the records that come next, to judge their articles as one sequence: it takes a third of the time."""
        self._ahead.clear()
        size = 0
        for record in records:
            size += len(record.value or b"")
            if size > PREPARED_BYTES:
                break
            with suppress(UndecodableMessage):  # `handle` meets it again
                self._ahead[record.offset] = message_of(record, CLEAN)
        # An article is judged when its judgement is asked for, so that `handle` is what writes the state.
        self._judgements = self._judge.judge_all(
            [message for message in self._ahead.values() if isinstance(message, CleanArticle)]
        )

    def handle(self, record: Record) -> Result:
        """Return the article with its verdict, or the duplicate and its outlet for the item that it repeats.

        What goes on has the next number of its language, by which linking takes it in the order of the judge.
        """
        if self._sweep.is_due(record.at):
            self._numbering.forget(_day(record.at - self._memory))
        prepared = self._ahead.pop(record.offset, None)
        message = prepared or message_of(record, CLEAN)
        if isinstance(message, Retraction):
            return Result(sends=(self._retraction(message, record),))
        assert isinstance(message, CleanArticle)  # noqa: S101  # the topic carries nothing else
        judgement = (self._next_judgement() if prepared is not None else None) or self._judge.judge(message)
        provenance = message.provenance
        if judgement.verdict.goes_on:
            order = self._order(message, record)
            unique = UniqueArticle(article=message, judgement=judgement, order=order)
            return Result(sends=(Send(UNIQUE, provenance.item_key, unique),))
        duplicate = Duplicate(provenance=provenance, judgement=judgement, headline=message.headline)
        sends = [Send(DUPLICATES, provenance.item_key, duplicate)]
        if judgement.verdict is not Verdict.RESEND and judgement.match is not None:
            order = self._order(message, record)
            carried = Carried(provenance=provenance, judgement=judgement, language=message.language, order=order)
            sends.append(Send(UNIQUE, judgement.match, carried))
        return Result(sends=tuple(sends), tallies=(Tally(Outcome.DUPLICATE, provenance.origin),))

    def _retraction(self, retraction: Retraction, record: Record) -> Send:
        answer = self._judge.retract(retraction)
        key, origin = answer.provenance.item_key, answer.provenance.origin
        if answer.language is not None:
            name = f"r/{origin.partition}.{origin.offset}.{origin.index}/{key}"
            order = self._numbering.number(answer.language, name, day=_day(record.at))
            answer = answer.model_copy(update={"order": order})
        return Send(UNIQUE, key, answer)

    def _order(self, article: CleanArticle, record: Record) -> int:
        name = f"a/{article.provenance.version}/{article.provenance.item_key}"
        return self._numbering.number(article.language, name, day=_day(record.at))

    def _next_judgement(self) -> Judgement | None:
        """Return the judgement on the next article of the sequence, None where the sequence has ended.

        Articles that are worked on together may fail together; each is judged alone then, so that one costs itself.
        """
        try:
            return next(self._judgements, None)
        except Exception:  # noqa: BLE001  # the article that is at fault fails again by itself
            self._judgements = iter(())
            return None

    def sizes(self) -> Mapping[str, int]:
        """Return the size of the index."""
        return self._judge.sizes()


def _day(at: datetime) -> int:
    return at.toordinal()
