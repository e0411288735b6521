"""What the judge keeps of an article, as bytes."""

from __future__ import annotations

import struct

import numpy as np
import pytest

from schemas import Judgement, News, NewsKind, Origin, Verdict
from streams.dedup.fingerprint import NOTHING, Fingerprint, fingerprints
from streams.dedup.record import ALGORITHM, Record, article_key, item_key_of, number_of, pack, unpack, unpack_matched
from streams.dedup.words import words_of

TEXT = "A ferry carrying 212 passengers ran aground off the island of Tarn and 41 people were hurt in thick fog"


def record(**changes: object) -> Record:
    """Return a record with everything in it, but for what is given."""
    fields: dict[str, object] = {
        "number": 7,
        "key": "wire/ferry",
        "version": 3,
        "origin": Origin(partition=1, offset=2, index=3),
        "source": "outlet.example",
        "headline": "Ferry aground",
        "received": 1_900_000_000,
        "clock": 1_900_000_001,
        "match": 5,
        "previous": 4,
        "flags": 6,
        "bits": 12,
        "judgement": Judgement(
            verdict=Verdict.UPDATE,
            story_id="wire/first",
            match="wire/other",
            match_version=2,
            score=0.5,
            shared=9,
            shared_text="ran aground off",
            news=(
                News(start=3, end=9, kind=NewsKind.FIGURE),
                News(start=10, end=400_000, kind=NewsKind.TEXT),
                News(start=0, end=2, kind=NewsKind.FIGURE, in_headline=True),
            ),
        ),
        "print": fingerprints(words_of([TEXT])).prints[0],
        "terms": np.array([1, 2, 1 << 31], np.uint32),
    }
    return Record(**{**fields, **changes})  # type: ignore[arg-type]


def test_round_trip() -> None:
    """A record that is read is the one that was written."""
    written, read = record(), unpack(pack(record()))

    for name in Record.__slots__:
        if name not in {"print", "terms"}:
            assert getattr(read, name) == getattr(written, name), name
    assert read.terms.tolist() == written.terms.tolist()
    for name in ("grams", "lead", "facts"):
        assert getattr(read.print, name).tolist() == getattr(written.print, name).tolist()
    assert (read.print.words, read.print.below) == (written.print.words, written.print.below)


def test_part_of_a_record() -> None:
    """What is asked of a match is the same as in the whole record."""
    whole, part = unpack(pack(record())), unpack_matched(pack(record()))

    assert (part.key, part.version, part.headline) == (whole.key, whole.version, whole.headline)
    assert part.story_id == whole.judgement.story_id
    assert part.facts.tolist() == whole.print.facts.tolist()
    assert part.terms.tolist() == whole.terms.tolist()
    assert number_of(pack(record())) == 7


@pytest.mark.parametrize("flags", [0, 1, 7])
@pytest.mark.parametrize("count", [0, 1, 40])
def test_arrays_of_a_record(count: int, flags: int) -> None:
    """Arrays of a record are read with all their elements, however many there are, and whatever its flags."""
    print_ = Fingerprint(
        words=count + 3,
        grams=np.arange(count, dtype=np.uint32),
        lead=np.arange(2 * count, dtype=np.uint32),
        facts=np.arange(3 * count, dtype=np.uint64),
        below=1 << 30,
    )
    packed = pack(record(print=print_, terms=np.arange(4 * count, dtype=np.uint32), flags=flags))
    whole, part = unpack(packed), unpack_matched(packed)

    assert whole.print.grams.tolist() == list(range(count))
    assert whole.print.lead.tolist() == list(range(2 * count))
    assert whole.print.facts.tolist() == part.facts.tolist() == list(range(3 * count))
    assert whole.terms.tolist() == part.terms.tolist() == list(range(4 * count))
    assert whole.judgement.news == record().judgement.news


def test_first_algorithm() -> None:
    """Of a record that has neither terms nor news the decision is read, and nothing that is compared."""
    bare = record(terms=np.empty(0, np.uint32), judgement=record().judgement.model_copy(update={"news": ()}))
    old = struct.pack("<B", 1) + pack(bare)[1:-8]

    assert unpack(old).judgement == bare.judgement
    assert unpack(old).print is NOTHING
    assert unpack_matched(old).story_id == "wire/first"
    assert unpack_matched(old).terms.tolist() == []
    assert unpack_matched(old).facts.tolist() == []


def test_other_algorithms() -> None:
    """Of a record of a later algorithm the decision is read too."""
    later = struct.pack("<B", ALGORITHM + 1) + pack(record())[1:]

    assert unpack(later).judgement == record().judgement
    assert unpack(later).print is NOTHING
    assert unpack(later).terms.tolist() == []
    assert unpack_matched(later).terms.tolist() == []


@pytest.mark.parametrize("item", ["wire/ferry", "a/b/c/d", "", "\ud800"])
def test_keys(item: str) -> None:
    """The state key of a version holds the item key, whatever stands in that."""
    assert item_key_of(article_key(item, 12)) == item


def test_long_headlines() -> None:
    """Of a headline the first 200 characters are kept."""
    assert unpack(pack(record(headline="x" * 201))).headline == "x" * 200
