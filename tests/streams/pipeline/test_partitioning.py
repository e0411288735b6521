"""Keys go to the partitions that Kafka's clients choose."""

from __future__ import annotations

import pytest
from aiokafka.partitioner import DefaultPartitioner
from hypothesis import given
from hypothesis import strategies as st

from streams.pipeline.many_keys import FEW, partitions_of
from streams.pipeline.partitioning import murmur2, partition_of


@pytest.mark.parametrize(
    ("key", "number"),
    [(b"21", -973932308), (b"foobar", -790332482), (b"abc", 479470107), (b"a-little-bit-long-string", -985981536)],
)
def test_the_hash_is_that_of_the_java_client(key: bytes, number: int) -> None:
    """As its own tests have it, with a sign."""
    assert murmur2(key) == number % 2**32


@given(key=st.binary(max_size=70), count=st.integers(1, 20))
def test_a_key_goes_where_the_client_library_puts_it(key: bytes, count: int) -> None:
    """For keys of any length, the empty one included."""
    partitions = list(range(count))
    assert partition_of(key, partitions) == DefaultPartitioner()(key, partitions, partitions)


def test_a_record_without_a_key_goes_to_one_of_the_partitions() -> None:
    """Whichever; all of them are used."""
    assert {partition_of(None, [3, 5]) for _ in range(100)} == {3, 5}


@given(
    keys=st.lists(
        st.none() | st.integers(0, 9).flatmap(lambda size: st.binary(min_size=size, max_size=size)), max_size=120
    ),
    count=st.integers(1, 20),
)
def test_many_keys_go_where_each_goes_alone(keys: list[bytes | None], count: int) -> None:
    """However many there are of a length; one without a key goes to any partition."""
    partitions = list(range(5, 5 + count))
    found = partitions_of(keys, partitions)
    assert len(found) == len(keys)
    for key, partition in zip(keys, found, strict=True):
        assert partition in partitions if key is None else partition == partition_of(key, partitions)


@given(keys=st.integers(0, 40).flatmap(lambda size: st.lists(st.binary(min_size=size, max_size=size), min_size=FEW)))
def test_keys_of_one_length_are_hashed_together_as_one_by_one(keys: list[bytes]) -> None:
    """For each length there is another tail; the empty key has none."""
    assert partitions_of(keys, range(1_000)) == [partition_of(key, range(1_000)) for key in keys]
