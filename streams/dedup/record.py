"""What the judge keeps of an article in the state: its decision and its fingerprint, in one record.

Layout, little-endian: a header of fixed size, the lengths of the parts, then item key and judgement as UTF-8 and the
arrays as they are in memory. One record an article means that a crash loses it whole or not at all.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from schemas import Judgement, Origin
from streams.dedup.fingerprint import Fingerprint
from streams.dedup.window import Document

if TYPE_CHECKING:
    from numpy.typing import NDArray

ALGORITHM: Final = 1
"""Version of words, grams and facts. Of a record of another version the decision counts, not the fingerprint."""
ARTICLES: Final = "a/"
KILLS: Final = "k/"
MAX_HEADLINE: Final = 200

_HEADER: Final = struct.Struct("<HHIIIqqqqqqIIIHHHHHHH")


@dataclass(frozen=True, slots=True)
class Record:
    """An article that was judged."""

    number: int
    document: Document
    origin: Origin
    source: str
    headline: str
    """Its first characters, to tell whether two short texts have one subject."""
    judgement: Judgement
    fingerprint: Fingerprint | None
    """None where the article is not in the index, or was fingerprinted by another algorithm."""


def article_key(item_key: str, version: int) -> str:
    """Return the state key of a version of an item."""
    return f"{ARTICLES}{version}/{item_key}"


def pack(record: Record) -> bytes:
    """Return the record as bytes."""
    document, print_ = record.document, record.fingerprint
    key = document.key.encode("utf-8", "surrogatepass")
    source = record.source.encode("utf-8", "surrogatepass")
    headline = record.headline[:MAX_HEADLINE].encode("utf-8", "surrogatepass")
    judgement = record.judgement.model_dump_json(exclude_defaults=True).encode()
    header = _HEADER.pack(
        ALGORITHM,
        document.flags,
        record.number,
        document.match,
        document.previous,
        document.version,
        document.received,
        document.clock,
        record.origin.partition,
        record.origin.offset,
        record.origin.index,
        print_.words if print_ else 0,
        print_.below if print_ else 0,
        len(judgement),
        len(key),
        len(source),
        len(print_.lead) if print_ else 0,
        len(print_.grams) if print_ else 0,
        len(print_.facts) if print_ else 0,
        len(headline),
        1 if print_ else 0,
    )
    if print_ is None:
        return b"".join((header, key, source, headline, judgement))
    return b"".join(
        (
            header,
            key,
            source,
            headline,
            judgement,
            *(part.tobytes() for part in (print_.lead, print_.grams, print_.facts)),
        )
    )


def unpack(value: bytes) -> Record:
    """Return the record in bytes that `pack` made."""
    (
        algorithm,
        flags,
        number,
        match,
        previous,
        version,
        received,
        clock,
        partition,
        offset,
        index,
        words,
        below,
        judgement_size,
        key_size,
        source_size,
        lead_size,
        grams_size,
        facts_size,
        headline_size,
        printed,
    ) = _HEADER.unpack_from(value)
    place = _HEADER.size
    key = value[place : place + key_size].decode("utf-8", "surrogatepass")
    place += key_size
    source = value[place : place + source_size].decode("utf-8", "surrogatepass")
    place += source_size
    headline = value[place : place + headline_size].decode("utf-8", "surrogatepass")
    place += headline_size
    judgement = Judgement.model_validate_json(value[place : place + judgement_size])
    place += judgement_size
    print_ = None
    if printed and algorithm == ALGORITHM:
        lead: NDArray[np.uint32] = np.frombuffer(value, np.uint32, lead_size, place)
        place += lead.nbytes
        grams: NDArray[np.uint32] = np.frombuffer(value, np.uint32, grams_size, place)
        place += grams.nbytes
        facts: NDArray[np.uint64] = np.frombuffer(value, np.uint64, facts_size, place)
        print_ = Fingerprint(words=words, grams=grams, lead=lead, facts=facts, below=below)
    document = Document(
        key=key, version=version, received=received, clock=clock, match=match, previous=previous, flags=flags
    )
    return Record(
        number=number,
        document=document,
        origin=Origin(partition=partition, offset=offset, index=index),
        source=source,
        headline=headline,
        judgement=judgement,
        fingerprint=print_,
    )
