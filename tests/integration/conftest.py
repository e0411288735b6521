"""Brokers and pipelines for the integration tests."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from streams.ops.broker import EmbeddedBroker
from tests.running.kafka import KafkaUnavailable, given_broker, kafka
from tests.running.pipeline import new_pipeline

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path

    from tests.running.pipeline import Pipeline


@pytest.fixture(scope="session")
def embedded_broker() -> Iterator[str]:
    """Run the embedded broker."""
    with EmbeddedBroker() as broker:
        yield broker.address


@pytest.fixture(scope="session")
def kafka_broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run Apache Kafka, or take the one that WIREFEED_TEST_KAFKA names."""
    given = given_broker()
    if given is not None:
        yield given
        return
    try:
        with kafka(tmp_path_factory.mktemp("kafka")) as address:
            yield address
    except KafkaUnavailable as reason:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"no Apache Kafka: {reason}")


@pytest.fixture(
    params=[
        pytest.param("embedded_broker", marks=pytest.mark.broker),
        pytest.param("kafka_broker", marks=pytest.mark.kafka),
    ]
)
def any_broker(request: pytest.FixtureRequest) -> str:
    """Run a test on the embedded broker and on Apache Kafka."""
    address: str = request.getfixturevalue(request.param)
    return address


@pytest.fixture
async def make_pipeline(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Callable[..., Any]]:
    """Make pipelines, with names of their own, that end with the test."""
    running: list[AsyncIterator[Pipeline]] = []

    async def make(brokers: str, **settings: Any) -> Pipeline:
        number = len(running)
        name = f"t{abs(hash(request.node.nodeid)) % 10**8}x{number}"
        folder = tmp_path / name
        folder.mkdir()
        pipeline = new_pipeline(brokers, folder, name, **settings)
        running.append(pipeline)
        return await anext(pipeline)

    yield make
    for pipeline in running:
        async for _ in pipeline:
            pass
