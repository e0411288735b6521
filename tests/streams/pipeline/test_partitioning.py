"""Keys go to the partitions that Kafka's clients choose."""

from __future__ import annotations

import pytest
from aiokafka.partitioner import DefaultPartitioner
from hypothesis import given
from hypothesis import strategies as st

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
