"""The sentences of cases with their evidence and whether they are news: what the judge of sentences is learned from."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from streams.dedup.evidence import EvidenceReader
from streams.dedup.fingerprint import disputed, fingerprints, places_of
from streams.dedup.novelty import Novelty, counted
from streams.dedup.page_line import score_by
from streams.dedup.page_speech import PageSpeech
from streams.dedup.repeated import Repeated
from streams.dedup.said import Said
from streams.dedup.sentence_news import SentenceNews
from streams.dedup.terms import below, terms_of
from streams.dedup.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tools.dedup.cases import Case


class Sample(NamedTuple):
    """A sentence that has something new in it."""

    source: str
    kept: bool
    text: str
    news: bool
    told: bool
    """Whether the rules find news in it."""
    evidence: list[float]


def samples(case: Case, weights: Mapping[str, float]) -> Iterator[Sample]:
    """Yield the sentences of a case that have something new; `weights` score the lines of pages."""
    words = words_of([case.text])
    ours = fingerprints(words)
    theirs = fingerprints(words_of([case.earlier])).prints[0]
    (terms,) = terms_of(words, ["en"])
    (kept,) = (terms.kept for terms in terms_of(words_of([case.earlier]), ["en"]))
    changed = frozenset(places_of(words, 0, disputed(ours.prints[0].facts, theirs.facts)))
    novelty = Novelty(words, 0, terms, Said(kept, below(kept)), changed=changed, outlet="", language="en")
    if not novelty:
        return
    page = PageSpeech(novelty.text, "en", partial(score_by, weights))
    sentences = counted(novelty, 0)
    reader = EvidenceReader(novelty, page, sentences, Repeated(ours.every, theirs.grams, theirs.below, kept))
    finder = SentenceNews(novelty)
    for number, one in enumerate(sentences):
        label = case.label(one.start)
        if label is None or not reader.may_tell(number):
            continue
        pieces = finder.pieces(one)
        written = novelty.text[one.start : one.end]
        yield Sample(case.source, case.kept, written, label, bool(pieces), reader.read(number, pieces))
