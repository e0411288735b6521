"""The Faust app of a worker, before it connects: what it is made of, and what it does when partitions come and go."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import faust
import pytest
from faust.types import TP
from structlog.testing import capture_logs

from streams.pipeline import STAGES
from streams.pipeline.kafka import AtLeastOnceOutbox, Wirefeed, create_app
from streams.pipeline.kafka.app import _commit_idle
from streams.pipeline.kafka.stage_runner import PartitionLost
from streams.pipeline.kafka.transactions import TransactionalOutbox
from streams.settings import Delivery, Settings, Store
from tests.running.consumer import Thread
from tests.streams.pipeline.kafka.conftest import Broker, batch, items

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

RAW, ITEMS, LATER = TP("wire.raw.v1", 0), TP("wire.items.v1", 0), TP("wire.items.v1", 2)
LIFECYCLE = 1


def worker(**settings: Any) -> Wirefeed:
    """Return the app of a worker whose state is in memory."""
    return create_app(Settings(store=Store.MEMORY, **settings))


def configuration(**settings: Any) -> Any:
    """Return the configuration of its Faust app."""
    return worker(**settings).app.conf


def test_the_configuration_follows_the_settings() -> None:
    """Heartbeats come five times a session; the worker reads from the first record, and Faust makes no leader topic."""
    conf = configuration(app_id="desk", brokers="a:1,kafka://b:2", session_timeout=20, batch_records=7, partitions=3)
    assert (conf.id, [url.host for url in conf.broker]) == ("desk", ["a", "b"])
    assert (conf.broker_session_timeout, conf.broker_heartbeat_interval) == (20.0, 2.5)
    assert (conf.broker_max_poll_records, conf.broker_max_poll_interval) == (7, 600.0)
    assert (conf.consumer_auto_offset_reset, conf.topic_disable_leader) == ("earliest", True)
    assert (conf.topic_partitions, conf.stream_wait_empty) == (3, False)
    assert (conf.web_tables_enabled, conf.worker_redirect_stdouts) == (False, False)


def test_a_fetch_takes_no_more_than_four_mebibytes() -> None:
    """What one partition may bring into memory at a time."""
    assert configuration().consumer_max_fetch_size == 4_194_304


def test_state_is_kept_where_the_settings_say() -> None:
    """In memory, or in stores that are checked when they are opened."""
    assert configuration().store.scheme == "memory"
    assert create_app(Settings(store=Store.ROCKSDB)).app.conf.store.scheme == "guarded"


def test_credentials_are_those_of_the_settings() -> None:
    """None without TLS and password."""
    assert configuration().broker_credentials is None
    assert isinstance(configuration(security_protocol="SSL").broker_credentials, faust.SSLCredentials)
    login = {"sasl_username": "desk", "sasl_password": "invented"}
    credentials = configuration(security_protocol="SASL_PLAINTEXT", **login).broker_credentials
    assert isinstance(credentials, faust.SASLCredentials)
    assert {"sasl_username": credentials.username, "sasl_password": credentials.password} == login


@pytest.mark.parametrize(
    ("delivery", "outbox"),
    [(Delivery.EXACTLY_ONCE, TransactionalOutbox), (Delivery.AT_LEAST_ONCE, AtLeastOnceOutbox)],
)
def test_the_outbox_is_that_of_the_delivery(delivery: Delivery, outbox: type) -> None:
    """The transport begins assignments with it, and knows whether it commits."""
    made = worker(delivery=delivery, session_timeout=20, batch_records=9, heavy_batch_records=4)
    transport: Any = made.app.transport
    assert isinstance(made.outbox, outbox)
    assert transport.transactional is made.outbox.transactional is (delivery is Delivery.EXACTLY_ONCE)
    assert transport.begin_assignment == made.outbox.begin
    assert transport.reached == made.outbox.reached
    assert (transport.batch_records["wire.raw.v1"], transport.batch_records["wire.unique.v1"]) == (9, 4)


def test_each_stage_has_a_runner_a_table_and_an_agent() -> None:
    """In the order of the flow."""
    made = worker()
    names = [stage.name for stage in STAGES]
    assert [runner.stage.name for runner in made.runners] == names
    assert set(names) <= set(made.app.tables)
    assert [name.removeprefix("wirefeed.") for name in made.app.agents] == names


async def test_what_is_assigned_is_told_by_stage() -> None:
    """Changelogs are no stage's source."""
    made = worker()
    made.consumer._thread = Thread(owned={RAW, ITEMS, LATER, TP("wirefeed-dedup-changelog", 0)})  # type: ignore[assignment]
    assigned = made.assigned()
    assert (assigned["intake"], sorted(assigned["lifecycle"]), assigned["dedup"]) == ([0], [0, 2], [])
    assert list(assigned) == [stage.name for stage in STAGES]


@pytest.mark.parametrize("lacking", [None, "assignment", "tables", "rebalancing"])
def test_a_worker_is_ready_when_it_is_assigned_recovered_and_in_no_rebalance(lacking: str | None) -> None:
    """Timers and the health check ask for it."""
    made = worker()
    app: Any = made.app
    app._assignment = set() if lacking == "assignment" else {RAW}
    app.tables.actives_ready = lacking != "tables"
    app.rebalancing = lacking == "rebalancing"
    assert made.ready is (lacking is None)


async def test_partitions_that_come_and_go_are_told_to_their_stages() -> None:
    """Of their own source alone; memory forgets the state of partitions that others have now."""
    made = worker()
    runner = made.runners[LIFECYCLE]
    store: Any = made.app.tables["lifecycle"].data
    store.data.update({b"0|a": b"x", b"2|b": b"y", b"11|c": b"z"})
    assigned: Any = made.app.on_partitions_assigned
    await assigned.send({RAW, LATER, TP(runner.changelog, 2), TP("wirefeed-dedup-changelog", 0)})
    assert runner.opened(2)
    with pytest.raises(PartitionLost):
        runner.opened(0)
    assert set(store.data) == {b"2|b"}
    revoked: Any = made.app.on_partitions_revoked
    await revoked.send({RAW})
    assert runner.opened(2)
    await revoked.send({LATER})
    with pytest.raises(PartitionLost):
        runner.opened(2)


async def test_the_position_of_an_idle_partition_is_committed_when_it_was_sent() -> None:
    """A broker that does not take it is asked again later."""
    made = worker(delivery=Delivery.EXACTLY_ONCE)
    runner, broker = made.runners[LIFECYCLE], Broker()
    runner._outbox = broker  # type: ignore[assignment]
    runner.assign([0])
    for away, committed in (([TimeoutError()], None), ([], 7)):
        broker.away = list(away)
        made.consumer._idle = {ITEMS: 7}
        await _commit_idle(made)
        assert made.consumer._committed_offset[ITEMS] == committed


@pytest.mark.parametrize("ready", [True, False])
async def test_timers_run_twice_a_second_while_the_worker_is_ready(ready: bool) -> None:
    """They open the partitions that the worker has, and send the positions of idle ones."""
    made = worker(delivery=Delivery.EXACTLY_ONCE)
    app: Any = made.app
    intervals: list[float] = []

    async def once(interval: float, **_: Any) -> AsyncIterator[float]:
        intervals.append(interval)
        yield interval

    app.itertimer = once
    app._assignment, app.tables.actives_ready, app.rebalancing = {ITEMS}, ready, False
    runner, broker = made.runners[LIFECYCLE], Broker()
    runner._outbox = broker  # type: ignore[assignment]
    runner.assign([0])
    made.consumer._idle = {ITEMS: 7}
    await app._app_tasks[-1]()
    assert intervals == [0.5]
    assert (list(runner._opened), broker.offsets) == (([0], [7]) if ready else ([], []))


async def test_an_orderly_stop_waits_for_what_is_being_sent() -> None:
    """The stages open nothing more, so that what is not being sent is given up."""
    made = worker()
    runner = made.runners[LIFECYCLE]
    runner.assign([0])
    given = batch(items())
    with made.consumer.at_work(given):
        ending = asyncio.ensure_future(made.end_work())
        for _ in range(3):
            await asyncio.sleep(0)
        with pytest.raises(PartitionLost):
            runner.opened(0)
        assert not ending.done()
    await asyncio.wait_for(ending, 5.0)


async def test_an_orderly_stop_waits_ten_seconds_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    """The log says so; what was being sent is repeated, or its transaction is aborted."""
    made = worker()
    assert made.consumer.working == set()
    waits: list[float] = []

    async def give_up(waiting: Any, seconds: float) -> None:
        waiting.close()
        waits.append(seconds)
        raise TimeoutError

    monkeypatch.setattr(asyncio, "wait_for", give_up)
    with capture_logs() as logs:
        await made.end_work()
    assert [line["event"] for line in logs] == ["a batch is still being sent at the end"]
    assert waits == [10.0]


def test_stores_on_disk_have_the_driver_that_is_installed() -> None:
    """Faust would look for another one first."""
    tables: Any = create_app(Settings(store=Store.ROCKSDB)).app.tables
    assert tables["lifecycle"].options == {"driver": "rocksdict"}
    assert not worker().app.tables["lifecycle"].options  # type: ignore[attr-defined]


class Stream:
    """Stands for Faust's stream of one event, which notes that it is acknowledged."""

    def __init__(self, value: object) -> None:
        self.event = SimpleNamespace(value=value)
        self.acked: list[object] = []

    def noack(self) -> Stream:
        """Return the stream that leaves acknowledging to the agent."""
        return self

    async def events(self) -> AsyncIterator[object]:
        """Yield the event."""
        yield self.event

    async def ack(self, event: object) -> None:
        """Note it."""
        self.acked.append(event)


@pytest.mark.parametrize("owned", [True, False])
async def test_an_agent_ends_a_batch_that_its_stage_has_processed(owned: bool) -> None:
    """One that was given up is acknowledged all the same, and is not done: its offsets are not committed."""
    made = worker()
    runner = made.runners[LIFECYCLE]
    runner._outbox = Broker()  # type: ignore[assignment]
    runner.assign([0] if owned else [])
    given = batch(items())
    stream = Stream(given)
    agent: Any = made.app.agents["wirefeed.lifecycle"]
    await agent.fun(stream)
    assert given.done is owned
    assert stream.acked == [stream.event]
    assert made.consumer.working == set()
