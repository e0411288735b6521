"""The judge of a language: decides for each article, alone and in order, whether it is new and what it repeats."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from schemas import Judgement, Verdict
from streams.dedup.fingerprint import fingerprint, gram_hashes
from streams.dedup.match import candidates, compare, shared_stretch
from streams.dedup.memory import Memory, posted_grams
from streams.dedup.record import MAX_HEADLINE, Record
from streams.dedup.subject import one_subject
from streams.dedup.verdict import SAME, Flag, changed_numbers, marks, verdict_of, version_verdict
from streams.dedup.window import Document
from streams.dedup.words import WordHasher

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from schemas import CleanArticle, Retraction
    from streams.dedup.fingerprint import Fingerprint
    from streams.dedup.match import Match
    from streams.dedup.words import Words
    from streams.state import KeyedState

DAY: Final = 86_400
MIN_BODY_WORDS: Final = 8
"""A shorter body is judged with its headline: flashes are a headline and little else."""
FEW_POSTINGS: Final = 8
"""A text with fewer is sought by a single gram in common, others by two."""


@dataclass(frozen=True, slots=True)
class _Case:
    """The article at hand, and what is known of it before it is compared."""

    key: str
    headline: str
    time: int
    said: Flag
    words: Words
    hashes: NDArray[np.uint32]
    print: Fingerprint
    posted: NDArray[np.uint32]
    previous: int
    """The version of the item before this one, 0 for none in the window."""


class Judge:
    """Decides for the articles of one partition. `state` is its memory; the index is rebuilt from it.

    `window_days` is the span of `received` within which articles are compared.
    """

    def __init__(self, state: KeyedState, *, window_days: float = 14.0) -> None:
        self._span = int(window_days * DAY)
        self._hasher = WordHasher()
        self._memory = Memory(state, self._span)

    def judge(self, article: CleanArticle) -> Judgement:
        """Return the judgement on an article, which is recorded; a redelivered article gets the recorded one.

        A version seen before with another origin is a `resend`. The article is compared with those whose `received`
        is within the window of its own. Raises LookupError where the state has lost a record that it was given.
        """
        provenance = article.provenance
        key = provenance.item_key
        memory = self._memory
        recorded = memory.decision(key, provenance.version)
        if recorded is not None:
            return recorded.judgement if recorded.origin == provenance.origin else _resend(recorded)
        received = int(provenance.received.timestamp())
        memory.clock.arrive(received)
        memory.expire()
        case = self._case(article, memory.clock.believed(received))
        judgement, match = self._version(case) or self._decide(case)
        if match is not None:
            theirs = memory.window.grams(match.number)
            stretch = shared_stretch(case.hashes, case.words.pieces, theirs, case.print.below)
            judgement = judgement.model_copy(update={"shared_text": stretch})
        goes_on = judgement.verdict.goes_on
        document = Document(
            key=key,
            version=provenance.version,
            received=case.time,
            clock=memory.clock.now or case.time,
            match=0 if match is None or goes_on else match.number,
            previous=case.previous,
            flags=case.said | (Flag.LIVE if goes_on else Flag(0)) | (Flag.KILLED if memory.killed(key) else Flag(0)),
        )
        record = Record(
            number=memory.window.next_number,
            document=document,
            origin=provenance.origin,
            source=provenance.source,
            headline=case.headline,
            judgement=judgement,
            fingerprint=case.print if goes_on or match is None or match.contained < SAME else None,
        )
        memory.add(record, case.posted)
        return judgement

    def _case(self, article: CleanArticle, time: int) -> _Case:
        words = self._hasher.words(article.body)
        if len(words.hashes) < MIN_BODY_WORDS and article.headline:
            words = self._hasher.words(f"{article.headline} {article.body}")
        hashes = gram_hashes(words)
        print_ = fingerprint(words, hashes)
        key = article.provenance.item_key
        return _Case(
            key=key,
            headline=(article.headline or "")[:MAX_HEADLINE],
            time=time,
            said=marks(article),
            words=words,
            hashes=hashes,
            print=print_,
            posted=posted_grams(print_),
            previous=self._memory.latest(key),
        )

    def _version(self, case: _Case) -> tuple[Judgement, Match | None] | None:
        """Return the judgement on a new version of an item that went on or was killed, None for other articles."""
        memory = self._memory
        if memory.killed(case.key):
            return Judgement(verdict=Verdict.RESEND, story_id=case.key), None
        if not case.previous:
            return None
        own = memory.record(case.previous)
        if not own.judgement.verdict.goes_on:
            return None
        match = compare(case.print, [case.previous], memory.window)[0]
        return _judgement(version_verdict(case.said), own, match), match

    def _decide(self, case: _Case) -> tuple[Judgement, Match | None]:
        """Return the judgement by the best match among other items. An item keeps the story of its first version."""
        memory = self._memory
        own = memory.record(case.previous) if case.previous else None
        best = self._best(case)
        if best is None:
            if own is None:
                return Judgement(verdict=Verdict.NEW, story_id=case.key), None
            return Judgement(verdict=version_verdict(case.said), story_id=own.judgement.story_id), None
        record = memory.record(best.number)
        if not one_subject(case.headline, case.words.pieces, record.headline):
            return Judgement(verdict=Verdict.NEW, story_id=case.key), None
        facts = record.fingerprint.facts if record.fingerprint is not None else case.print.facts[:0]
        changed = changed_numbers(case.print.facts, facts)
        earlier = Flag(int(memory.window.row(best.number)["flags"]))
        verdict = verdict_of(best, case.print.words, case.said, changed, earlier)
        judgement = _judgement(verdict, record, best)
        if own is not None:
            judgement = judgement.model_copy(update={"story_id": own.judgement.story_id})
        return judgement, best

    def _best(self, case: _Case) -> Match | None:
        """Return the best match among the documents of other items within the window, if any links."""
        window = self._memory.window
        postings = self._memory.index.documents(case.posted, window.first)
        near = [
            number
            for number in candidates(postings, 1 if len(case.posted) < FEW_POSTINGS else 2)
            if abs(int(window.row(number)["received"]) - case.time) <= self._span and window.key(number) != case.key
        ]
        linked = [match for match in compare(case.print, near, window) if match.links]
        return max(linked, key=lambda match: match.rank, default=None)

    def retract(self, retraction: Retraction) -> Retraction:
        """Return the retraction with the story of its item, and the items and outlets that carried copies.

        The item stays in the index as killed, so that later copies of it are still recognised. A redelivered
        retraction gets the recorded answer. An item that the window doesn't hold is a story of its own without copies.
        """
        key = retraction.provenance.item_key
        memory = self._memory
        answered = memory.retraction(key, retraction.provenance.origin)
        if answered is not None:
            return answered
        own = memory.versions(key)
        carriers = [record for record in map(memory.record, memory.repetitions(own)) if record.document.key != key]
        filled = retraction.model_copy(
            update={
                "story_id": memory.record(own[-1]).judgement.story_id if own else key,
                "copies": tuple(sorted({record.document.key for record in carriers})),
                "outlets": tuple(sorted({record.source for record in carriers})),
            }
        )
        memory.kill(filled)
        return filled

    def sizes(self) -> dict[str, int]:
        """Return the documents of the window, the postings of the index, and an estimate of the bytes of both."""
        memory = self._memory
        return {
            "documents": len(memory.window),
            "postings": memory.index.postings,
            "bytes": memory.index.nbytes + memory.window.nbytes,
        }


def _judgement(verdict: Verdict, record: Record, match: Match) -> Judgement:
    return Judgement(
        verdict=verdict,
        story_id=record.judgement.story_id,
        match=record.document.key,
        match_version=record.document.version,
        score=round(max(match.contained, match.covered), 3),
        shared=match.shared,
    )


def _resend(record: Record) -> Judgement:
    return Judgement(
        verdict=Verdict.RESEND,
        story_id=record.judgement.story_id,
        match=record.document.key,
        match_version=record.document.version,
        score=1.0,
    )
