"""The judge of a language: decides for each article, alone and in order, whether it is new and what it repeats."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, partial
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from schemas import CleanArticle, Judgement, News, Retraction, Verdict
from streams.dedup.clock import plausible_time
from streams.dedup.fingerprint import (
    GRAM_WORDS,
    NOTHING,
    SAMPLE_BELOW,
    Fingerprint,
    Prints,
    agreed,
    disputed,
    fingerprints,
    places_of,
)
from streams.dedup.headline import announced_words, headline_news
from streams.dedup.index import PROBES, Lookup
from streams.dedup.match import Match, candidates, compare, shared_stretch
from streams.dedup.memory import Memory
from streams.dedup.news import NewsFinder
from streams.dedup.novelty import Novelty
from streams.dedup.record import MAX_HEADLINE, Matched, Record
from streams.dedup.repeated import NOTHING_REPEATED, Repeated
from streams.dedup.said import Said
from streams.dedup.subject import one_subject
from streams.dedup.terms import NO_TERMS, Terms, below, terms_of
from streams.dedup.verdict import DAILY_NUMBERS, KILLED, MARKS, SAME, is_same_form, marks, verdict_of, version_verdict
from streams.dedup.words import words_of
from streams.state import KeyedState

DAY: Final = 86_400
MIN_BODY_WORDS: Final = 8
"""A shorter body is judged with its headline: flashes are a headline and little else."""
BATCH_CHARS: Final = 200_000
"""Characters read together, the articles of a batch: the cost of each call is shared by more of them."""
BORROWED_GRAMS: Final = 4
"""Sampled grams that a paragraph needs to be known again in another story."""
BORROWED_SHARE: Final = 0.7
"""Share of them that the other story must have."""
REPETITIONS: Final = frozenset({Verdict.COPY, Verdict.TRIM, Verdict.BRIEF})
STORIES: Final = 256
"""Stories whose terms are remembered: copies of a story come within the hour, and most within minutes."""
RECENT_STORIES: Final = 32
"""Stories whose grams are remembered, which take more memory."""
FEW_POSTINGS: Final = 8
"""A text with fewer is looked up by a single gram in common, others by two."""


class _Text(NamedTuple):
    """The text of an article among those that were read with it."""

    prints: Prints
    place: int
    terms: Terms
    before_body: int
    """Characters of the headline in front of the body, where the body is short."""


class _Case(NamedTuple):
    """The article at hand, and what is known of it before it is compared."""

    key: str
    headline: str
    language: str
    time: int
    flags: int
    """What the article says about itself."""
    prints: Prints
    place: int
    """Of the article among those that were fingerprinted with it."""
    print: Fingerprint
    lookup: Lookup
    previous: int
    """The version of the item before this one, 0 for none in the window."""
    barred: bool
    """Whether this version was killed or withheld before it came."""
    terms: Terms
    before_body: int
    """Characters of the headline in front of the body, where the body is short."""
    article: CleanArticle


class Judge:
    """Decides for the articles of one partition. `state` is its memory; the index is rebuilt from it.

    `window_days` is the span of `received` within which articles are compared.
    """

    def __init__(self, state: KeyedState, *, window_days: float = 14.0) -> None:
        self._span = int(window_days * DAY)
        self._memory = Memory(state, self._span)
        self._said = lru_cache(STORIES)(self._read_said)
        self._grams = lru_cache(RECENT_STORIES)(self._read_grams)

    def judge(self, article: CleanArticle) -> Judgement:
        """Return the judgement on an article, which is recorded; a redelivered article gets the recorded one.

        A version seen before with another origin is a `resend`. The article is compared with those whose `received`
        is within the window of its own. Raises LookupError where the state has lost a record that it was given.
        """
        return next(self.judge_all((article,)))

    def judge_all(self, articles: Iterable[CleanArticle]) -> Iterator[Judgement]:
        """Yield the judgements on articles in their order: what `judge` returns for each, in less time.

        An article is judged when its judgement is asked for.
        """
        for batch in _batches(articles):
            texts = [_text(article) for article in batch]
            prints = fingerprints(words_of(texts))
            terms = terms_of(prints.words, [article.language for article in batch])
            for place, article in enumerate(batch):
                yield self._judge(article, _Text(prints, place, terms[place], len(texts[place]) - len(article.body)))

    def _judge(self, article: CleanArticle, text: _Text) -> Judgement:
        provenance = article.provenance
        key = provenance.item_key
        memory = self._memory
        recorded = memory.decision(key, provenance.version)
        if recorded is not None:
            return recorded.judgement if recorded.origin == provenance.origin else _resend(recorded)
        received = int(provenance.received.timestamp())
        clock = memory.clock.arrive(received)
        memory.expire()
        print_ = text.prints.prints[text.place]
        case = _Case(
            key=key,
            headline=(article.headline or "")[:MAX_HEADLINE],
            language=article.language,
            time=plausible_time(received, clock),
            flags=marks(article),
            prints=text.prints,
            place=text.place,
            print=print_,
            lookup=memory.index.look_up(text.prints.posted[text.place]),
            previous=memory.latest(key),
            barred=memory.kills.bars(key, provenance.version),
            terms=text.terms,
            before_body=text.before_body,
            article=article,
        )
        judgement, match = self._version(case) or self._decide(case)
        goes_on = judgement.verdict.goes_on
        kept = goes_on or match is None or match.contained < SAME
        record = Record(
            number=memory.window.next,
            key=key,
            version=provenance.version,
            origin=provenance.origin,
            source=provenance.source,
            headline=case.headline,
            received=received,
            clock=clock,
            match=0 if match is None or goes_on else match.number,
            previous=case.previous,
            flags=case.flags | KILLED if case.barred else case.flags,
            bits=memory.index.grown(len(case.lookup.grams) if kept else 0),
            judgement=judgement,
            print=print_ if kept else NOTHING,
            terms=self._kept_terms(case, judgement) if goes_on else NO_TERMS,
        )
        memory.add(record, case.lookup if kept else None)
        return judgement

    def _kept_terms(self, case: _Case, judgement: Judgement) -> NDArray[np.uint32]:
        """Return what an article that goes on leaves for those of its story that come later."""
        if judgement.match is None:
            return case.terms.kept
        return case.terms.kept_after(self._said(tuple(self._memory.members(judgement.story_id))))

    def _version(self, case: _Case) -> tuple[Judgement, Match | None] | None:
        """Return the judgement on a new version of an item, None where what came before it repeats another item."""
        memory = self._memory
        own = memory.newest(case.key) if case.previous else None
        if case.barred:
            story = case.key if own is None else own.judgement.story_id
            return Judgement(verdict=Verdict.RESEND, story_id=story), None
        if own is None or own.judgement.verdict in REPETITIONS:
            return None
        (match,) = compare(case.print, [own.number], memory.window)
        story = own.judgement.story_id
        news = self._news(case, story, disputed(case.print.facts, own.print.facts))
        return self._judgement(case, match, own, story, (version_verdict(case.flags), news)), match

    def _decide(self, case: _Case) -> tuple[Judgement, Match | None]:
        """Return the judgement by the best match among other items. An item keeps the story of its first version.

        Where the best match is itself a repetition, what that repeats is named: the item that went on.
        """
        memory = self._memory
        story = memory.record(case.previous).judgement.story_id if case.previous else None
        linked = self._linked(case)
        record = memory.matched(linked[0].number) if linked else None
        if record is None or not one_subject(case.headline, case.prints.words, case.place, record.headline):
            return self._new(case, story)
        best = linked[0]
        root = memory.root(best.number)
        earlier = memory.window.flags(best.number) | memory.window.flags(root) & KILLED
        changed = disputed(case.print.facts, record.facts)
        if (
            len(changed) >= DAILY_NUMBERS  # as in few copies
            and not (case.flags | earlier)
            and is_same_form(
                len(changed),
                agreed(case.print.facts, record.facts),
                another_day=memory.window.time(best.number) // DAY != case.time // DAY,
                casualties=any(number.figures for number in case.terms.numbers),
            )
        ):
            return self._new(case, story)
        news = self._news(case, record.story_id, changed) or self._headline_news(case, record.story_id)
        verdict = verdict_of(best, case.print.words, case.flags, earlier, news=bool(news))
        if root != best.number:
            record = memory.matched(root)
        outcome = verdict, news if verdict.goes_on else ()
        return self._judgement(case, best, record, story or record.story_id, outcome), best

    def _news(self, case: _Case, story_id: str, changed: frozenset[int]) -> tuple[News, ...]:
        """Return what an article adds to a story, with offsets in the text that is judged.

        `changed` are the facts of the article that what it matches denies: another number in the same words.
        """
        members = tuple(self._memory.members(story_id))
        for member in members if changed else ():
            changed = changed.difference(self._memory.matched(member).facts.tolist())
        places = places_of(case.prints.words, case.place, changed) if changed else ()
        novelty = Novelty(
            case.prints.words,
            case.place,
            case.terms,
            self._said(members),
            changed=frozenset(places),
            outlet=_outlet(case.article),
            language=case.language,
            headline=case.headline,
            announced=partial(self._announced, case, members),
        )
        finder = NewsFinder(novelty, partial(self._repeated, case, members))
        return finder.find(0 if case.before_body else _dateline(case.article), partial(self._lender, case, story_id))

    def _repeated(self, case: _Case, members: tuple[int, ...]) -> Repeated:
        """Return what is known of the first article of a story beside what it has said, and the grams of all."""
        if not members:
            return NOTHING_REPEATED
        return Repeated(
            every=case.prints.every,
            grams=self._grams(members),
            below=min(map(self._memory.window.below, members)),
            terms=self._memory.matched(members[-1]).terms,
        )

    def _read_grams(self, members: tuple[int, ...]) -> NDArray[np.uint32]:
        """Return the sampled grams of some documents, sorted."""
        grams = np.concatenate([both[lead:] for both, lead in map(self._memory.window.lead_and_grams, members)])
        grams.sort()
        return grams

    def _announced(self, case: _Case, members: Sequence[int]) -> frozenset[str]:
        """Return the words that only this headline of a story has; that of a short body is judged with the body."""
        if case.before_body:
            return frozenset()
        return announced_words(case.headline, [self._memory.matched(member).headline for member in members])

    def _headline_news(self, case: _Case, story_id: str) -> tuple[News, ...]:
        """Return the figures that a headline adds to a story; that of a short body is judged with the body."""
        if case.before_body:
            return ()
        members = tuple(self._memory.members(story_id))
        earlier = [self._memory.matched(member).headline for member in members]
        return headline_news(case.headline, case.language, self._said(members), earlier)

    def _read_said(self, members: tuple[int, ...]) -> Said:
        """Return what some articles have said."""
        kept = [self._memory.matched(member).terms for member in members]
        return Said(np.sort(np.concatenate([NO_TERMS, *kept])), min(map(below, kept), default=below(NO_TERMS)))

    @staticmethod
    def _new(case: _Case, story: str | None) -> tuple[Judgement, None]:
        """Return the judgement on an article like no other: new, or a version in the story that its item has."""
        if story is None:
            return Judgement(verdict=Verdict.NEW, story_id=case.key), None
        return Judgement(verdict=version_verdict(case.flags), story_id=story), None

    def _linked(self, case: _Case) -> list[Match]:
        """Return the documents of other items within the window that are one story with the article, best first."""
        memory, grams = self._memory, case.lookup.grams
        window = memory.window
        found = candidates(case.lookup.documents(window.first), 1 if len(grams) < FEW_POSTINGS else 2)
        near = [number for number in found if abs(window.time(number) - case.time) <= self._span]
        if case.previous:
            own = set(memory.versions(case.key))
            near = [number for number in near if number not in own]
        linked = [match for match in compare(case.print, near, window) if match.links]
        if len(linked) > 1:
            # Of equal texts, the one that says the same of itself; of these, the first.
            linked.sort(key=lambda match: (-match.rank, window.flags(match.number) & MARKS != case.flags, match.number))
        return linked

    def _lender(self, case: _Case, story_id: str, first: int, last: int) -> Said | None:
        """Return what another story has said that has the words from one to another, None where no other has them."""
        grams = np.unique(case.prints.every[first : max(first, last - GRAM_WORDS + 1)])
        sample = grams[grams < SAMPLE_BELOW]
        if len(sample) < BORROWED_GRAMS:
            return None
        memory = self._memory
        found = memory.index.look_up(grams[:PROBES]).documents(memory.window.first)
        for number in np.unique(found).tolist():
            other = memory.story(number)
            if other != story_id:
                both, lead = memory.window.lead_and_grams(number)
                if len(np.intersect1d(both[lead:], sample)) >= BORROWED_SHARE * len(sample):
                    return self._said(tuple(memory.members(other)))
        return None

    def _judgement(
        self,
        case: _Case,
        match: Match,
        record: Record | Matched,
        story_id: str,
        outcome: tuple[Verdict, tuple[News, ...]],
    ) -> Judgement:
        return Judgement(
            verdict=outcome[0],
            story_id=story_id,
            match=record.key,
            match_version=record.version,
            score=round(max(match.contained, match.covered), 3),
            shared=match.shared,
            shared_text=shared_stretch(case.prints, case.place, match.number, self._memory.window),
            news=_in_body(outcome[1], case.before_body),
        )

    def retract(self, retraction: Retraction) -> Retraction:
        """Return the retraction with the story of its item, and the items and outlets that carried copies.

        An item that went on with a later version of its own is not among them, but its outlet is.
        The item stays in the index as killed, so that later copies of it are still recognised. A redelivered
        retraction gets the recorded answer. An item that the window doesn't hold is a story of its own without copies.
        """
        key = retraction.provenance.item_key
        memory = self._memory
        answered = memory.kills.answer(key, retraction.provenance.origin)
        if answered is not None:
            return answered
        own = list(memory.versions(key))
        carriers = [record for record in map(memory.record, memory.repetitions(own)) if record.key != key]
        copies = {record.key for record in carriers}
        answer = retraction.model_copy(
            update={
                "story_id": memory.record(own[-1]).judgement.story_id if own else key,
                "copies": tuple(sorted(copy for copy in copies if not memory.live(copy))),
                "outlets": tuple(sorted({record.source for record in carriers})),
            }
        )
        memory.kill(answer)
        return answer

    def sizes(self) -> dict[str, int]:
        """Return the documents of the window, the postings of the index, and an estimate of the bytes of both."""
        memory = self._memory
        return {
            "documents": len(memory.window),
            "postings": memory.index.postings,
            "bytes": memory.index.nbytes + memory.window.nbytes,
        }


def _resend(record: Record) -> Judgement:
    return Judgement(
        verdict=Verdict.RESEND,
        story_id=record.judgement.story_id,
        match=record.key,
        match_version=record.version,
        score=1.0,
    )


def _text(article: CleanArticle) -> str:
    body, headline = article.body, article.headline
    if headline and len(body.split(maxsplit=MIN_BODY_WORDS)) < MIN_BODY_WORDS:
        return f"{headline[:MAX_HEADLINE]} {body}"
    return body


def _in_body(news: tuple[News, ...], before_body: int) -> tuple[News, ...]:
    """Return the pieces of news with offsets in the body; those in a headline before it are left out."""
    if not before_body:
        return news
    return tuple(
        piece.model_copy(update={"start": piece.start - before_body, "end": piece.end - before_body})
        for piece in news
        if piece.start >= before_body
    )


def _outlet(article: CleanArticle) -> str:
    """Return the names of the outlet: its host, the agency that it credits, and its page's name without spaces."""
    site = article.page.site_name if article.page else None
    return f"{article.provenance.source} {article.agency or ''} {site or ''}".replace(" ", "")


def _dateline(article: CleanArticle) -> int:
    """Return the length of the dateline that the body starts with: another outlet's is no news."""
    dateline = article.dateline
    return len(dateline.text) if dateline is not None and article.body.startswith(dateline.text) else 0


def _batches(articles: Iterable[CleanArticle]) -> Iterator[list[CleanArticle]]:
    batch: list[CleanArticle] = []
    chars = 0
    for article in articles:
        if batch and chars + len(article.body) > BATCH_CHARS:
            yield batch
            batch, chars = [], 0
        batch.append(article)
        chars += len(article.body)
    if batch:
        yield batch
