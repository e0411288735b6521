"""What the judge keeps of an article in the state: its decision and its fingerprint, in one record.

Layout, little-endian: a header of fixed size with the lengths of the parts, the texts as UTF-8, the arrays as they are
in memory, and a trailer with the lengths of the last two. One record an article means that a crash loses it whole or
not at all. Records of the first algorithm have neither terms nor news nor a trailer.
"""

from __future__ import annotations

import struct
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from schemas import Judgement, News, NewsKind, Origin, Verdict
from streams.dedup.fingerprint import NOTHING, Fingerprint
from streams.dedup.terms import NO_TERMS

ALGORITHM: Final = 3
"""Version of words, grams, facts and terms. Of a record of another version the decision counts, nothing else."""
_WITHOUT_TRAILER: Final = 1
"""The algorithm whose records end with their facts."""
ARTICLES: Final = "a/"
MAX_HEADLINE: Final = 200

_HEADER: Final = struct.Struct("<BBBBIIIIIIiiqqqd11I")
_TRAILER: Final = struct.Struct("<II")
_VERDICTS: Final = tuple(Verdict)
_VERDICT_NUMBERS: Final = {verdict: number for number, verdict in enumerate(_VERDICTS)}
_KINDS: Final = tuple(NewsKind)
_NEWS_NUMBERS: Final = 3
"""Numbers that a piece of news takes: start, end, kind."""
_IN_HEADLINE: Final = 1 << 8
"""Stands in the number of the kind where the piece is of the headline."""


class Record(NamedTuple):
    """An article that was judged. Times are seconds since the epoch; documents are named by number, 0 is none."""

    number: int
    """Its place in the order of arrival, from 1."""
    key: str
    version: int
    origin: Origin
    source: str
    headline: str
    """Its first characters, to tell whether two short texts have one subject."""
    received: int
    clock: int
    """The clock when it arrived."""
    match: int
    """What it repeats; 0 where it goes on."""
    previous: int
    """The version of the same item that came before it."""
    flags: int
    bits: int
    """Size of the index once it was posted."""
    judgement: Judgement
    print: Fingerprint
    """Empty where it adds nothing to what it repeats."""
    terms: NDArray[np.uint32]
    """What it says, for the articles of its story that come later; empty where it doesn't go on."""


def article_key(item_key: str, version: int) -> str:
    """Return the state key of a version of an item."""
    return f"{ARTICLES}{version}/{item_key}"


def item_key_of(state_key: str) -> str:
    """Return the item key in a state key."""
    return state_key.split("/", 2)[2]


def version_of(state_key: str) -> int:
    """Return the version in a state key."""
    return int(state_key.split("/", 2)[1])


def pack(record: Record) -> bytes:
    """Return the record as bytes."""
    judgement, print_, origin = record.judgement, record.print, record.origin
    texts = (
        record.key,
        str(record.version),
        record.source,
        record.headline[:MAX_HEADLINE],
        "" if judgement.story_id == record.key else judgement.story_id,
        judgement.match or "",
        "" if judgement.match_version is None else str(judgement.match_version),
        judgement.shared_text or "",
    )
    text = "".join(texts).encode("utf-8", "surrogatepass")
    header = _HEADER.pack(
        ALGORITHM,
        record.flags,
        record.bits,
        _VERDICT_NUMBERS[judgement.verdict],
        record.number,
        record.match,
        record.previous,
        print_.words,
        print_.below,
        judgement.shared,
        origin.partition,
        origin.index,
        origin.offset,
        record.received,
        record.clock,
        judgement.score,
        len(text),
        len(print_.lead),
        len(print_.grams),
        *map(len, texts),
    )
    news = [
        number
        for piece in judgement.news
        for number in (piece.start, piece.end, _KINDS.index(piece.kind) | piece.in_headline * _IN_HEADLINE)
    ]
    return b"".join(
        (
            header,
            text,
            print_.lead.tobytes(),
            print_.grams.tobytes(),
            print_.facts.tobytes(),
            record.terms.tobytes(),
            np.array(news, np.uint32).tobytes() if news else b"",
            _TRAILER.pack(len(record.terms), len(judgement.news)),
        )
    )


def number_of(value: bytes) -> int:
    """Return the place of a record in the order of arrival."""
    number: int = _HEADER.unpack_from(value)[4]
    return number


def unpack(value: bytes) -> Record:
    """Return the record in bytes that `pack` made."""
    header = _HEADER.unpack_from(value)
    algorithm, flags, bits, verdict, number, match, previous, words, below, shared, partition, index = header[:12]
    offset, received, clock, score, size, leads, grams = header[12:19]
    lead_at = _HEADER.size + size
    text = value[_HEADER.size : lead_at].decode("utf-8", "surrogatepass")
    ends = list(accumulate(header[19:], initial=0))
    key, version, source, headline, story, matched, matched_version, shared_text = (
        text[start:end] for start, end in pairwise(ends)
    )
    grams_at = lead_at + 4 * leads
    facts_at = grams_at + 4 * grams
    terms_at, news_at, news = _behind_facts(value, algorithm)
    return Record(
        number=number,
        key=key,
        version=int(version),
        origin=Origin(partition=partition, offset=offset, index=index),
        source=source,
        headline=headline,
        received=received,
        clock=clock,
        match=match,
        previous=previous,
        flags=flags,
        bits=bits,
        judgement=Judgement(
            verdict=_VERDICTS[verdict],
            story_id=story or key,
            match=matched or None,
            match_version=int(matched_version) if matched_version else None,
            score=score,
            shared=shared,
            shared_text=shared_text or None,
            news=_news(value, news_at, news),
        ),
        print=Fingerprint(
            words=words,
            lead=np.frombuffer(value, np.uint32, leads, lead_at),
            grams=np.frombuffer(value, np.uint32, grams, grams_at),
            facts=np.frombuffer(value, np.uint64, (terms_at - facts_at) // 8, facts_at),
            below=below,
        )
        if algorithm == ALGORITHM
        else NOTHING,
        terms=np.frombuffer(value, np.uint32, (news_at - terms_at) // 4, terms_at)
        if algorithm == ALGORITHM
        else NO_TERMS,
    )


def _behind_facts(value: bytes, algorithm: int) -> tuple[int, int, int]:
    """Return where the terms and the news of a record begin, and how many pieces of news there are."""
    if algorithm == _WITHOUT_TRAILER:
        return len(value), len(value), 0
    terms, news = _TRAILER.unpack_from(value, len(value) - _TRAILER.size)
    news_at = len(value) - _TRAILER.size - 4 * _NEWS_NUMBERS * news
    return news_at - 4 * terms, news_at, news


def _news(value: bytes, start: int, count: int) -> tuple[News, ...]:
    numbers = iter(np.frombuffer(value, np.uint32, _NEWS_NUMBERS * count, start).tolist())
    return tuple(
        News(start=first, end=end, kind=_KINDS[kind % _IN_HEADLINE], in_headline=kind >= _IN_HEADLINE)
        for first, end, kind in zip(numbers, numbers, numbers, strict=True)
    )


class Matched(NamedTuple):
    """What is asked of the record of a document that an article matches."""

    key: str
    version: int
    headline: str
    story_id: str
    facts: NDArray[np.uint64]
    terms: NDArray[np.uint32]


def unpack_matched(value: bytes) -> Matched:
    """Return a part of the record, which is half the work."""
    header = _HEADER.unpack_from(value)
    lead_at = _HEADER.size + header[16]
    text = value[_HEADER.size : lead_at].decode("utf-8", "surrogatepass")
    key, version, source, headline, story = accumulate(header[19:24])
    known = header[0] == ALGORITHM
    facts_at = lead_at + 4 * (header[17] + header[18])
    terms_at, news_at, _ = _behind_facts(value, header[0]) if known else (facts_at, facts_at, 0)
    return Matched(
        key=text[:key],
        version=int(text[key:version]),
        headline=text[source:headline],
        story_id=text[headline:story] or text[:key],
        facts=np.frombuffer(value, np.uint64, (terms_at - facts_at) // 8, facts_at),
        terms=np.frombuffer(value, np.uint32, (news_at - terms_at) // 4, terms_at),
    )
