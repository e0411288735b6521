"""What a server packs is unpacked up to a limit."""

from __future__ import annotations

import gzip
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.feeds.decompression import TooLarge, Unpacker


def unpacked(encoding: str, content: bytes, limit: int = 1_000, *, step: int = 7) -> bytes:
    """Return what an unpacker makes of content that comes in small parts."""
    unpacker = Unpacker(encoding, limit)
    for start in range(0, len(content), step):
        unpacker.add(content[start : start + step])
    return unpacker.content()


@given(st.binary(max_size=300), st.sampled_from(["gzip", "x-gzip", " GZIP "]))
def test_packed_content_comes_out_as_it_was(content: bytes, encoding: str) -> None:
    """The parts in which it comes don't matter."""
    assert unpacked(encoding, gzip.compress(content)) == content


@pytest.mark.parametrize("encoding", ["", "identity"])
def test_plain_content_is_taken_as_it_is(encoding: str) -> None:
    """Also where it looks packed."""
    assert unpacked(encoding, gzip.compress(b"x")) == gzip.compress(b"x")


def test_files_that_stand_one_after_the_other_are_one() -> None:
    """Some servers pack in pieces."""
    assert unpacked("gzip", gzip.compress(b"one ") + gzip.compress(b"two"), step=1_000) == b"one two"


@pytest.mark.parametrize(("size", "taken"), [(1_000, True), (1_001, False)])
@pytest.mark.parametrize("encoding", ["", "gzip"])
def test_the_limit_holds_for_what_comes_out(encoding: str, size: int, *, taken: bool) -> None:
    """One byte more is refused."""
    content = b"x" * size
    packed = gzip.compress(content) if encoding else content
    if taken:
        assert unpacked(encoding, packed) == content
    else:
        with pytest.raises(TooLarge, match="more than 1,000 bytes"):
            unpacked(encoding, packed)


def test_a_small_answer_that_unpacks_to_a_gigabyte_costs_no_memory() -> None:
    """What is past the limit is never made."""
    bomb = gzip.compress(b"\0" * 200_000_000, compresslevel=1)
    tracemalloc.start()
    try:
        with pytest.raises(TooLarge):
            unpacked("gzip", bomb, limit=10_000, step=100_000)
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


def test_packed_content_without_its_end_is_refused() -> None:
    """The rest was lost on the way."""
    with pytest.raises(ValueError, match="has no end"):
        unpacked("gzip", gzip.compress(b"news " * 100)[:-9])


def test_what_is_not_packed_though_it_says_so_is_refused() -> None:
    """It is neither taken as it is nor a crash."""
    with pytest.raises(ValueError, match="can't be unpacked"):
        unpacked("gzip", b"<rss></rss>")


@pytest.mark.parametrize("encoding", ["br", "gzip, gzip", "zstd"])
def test_a_packing_that_was_not_asked_for_is_refused(encoding: str) -> None:
    """The message names it."""
    with pytest.raises(ValueError, match=encoding):
        Unpacker(encoding, 10)
