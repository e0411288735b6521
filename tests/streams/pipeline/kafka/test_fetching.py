"""What one fetch takes of each partition."""

from __future__ import annotations

from contextlib import nullcontext
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from aiokafka import TopicPartition
from aiokafka.consumer.fetcher import FetchError, FetchResult, PartitionRecords
from aiokafka.consumer.subscription_state import SubscriptionState
from aiokafka.errors import CommitFailedError, KafkaConnectionError
from aiokafka.protocol.commit import OffsetCommitRequest
from aiokafka.record.default_records import DefaultRecordBatchBuilder
from aiokafka.record.memory_records import MemoryRecords
from faust.transport.drivers.aiokafka import AIOKafkaConsumerThread
from faust.types import TP

from streams.kafka import READ_COMMITTED
from streams.pipeline.kafka.fetching import BATCH_RECORDS, BatchConsumerThread, leave_as_parsed
from streams.pipeline.kafka.membership import Membership
from streams.runner import to_records

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Mapping

LIGHT, HEAVY, CHANGELOG = TP("light", 0), TP("heavy", 0), TP("changelog", 0)
SIZES = {"light": 30, "heavy": 5}


class Fetcher:
    """Stands for aiokafka's: what came from the broker and has not been taken yet."""

    def __init__(self, **waiting: int) -> None:
        self._closed = False
        self._records = {TP(topic, 0): list(range(number)) for topic, number in waiting.items()}
        self._subscriptions = SimpleNamespace(fetch_context=nullcontext)
        self.arriving: dict[TP, list[int]] = {}
        self.timeouts: list[float] = []
        self.broken: set[TP] = set()

    async def fetched_records(
        self,
        partitions: Collection[TP],
        timeout: float,  # noqa: ASYNC109  # aiokafka's signature
        max_records: int,
    ) -> dict[TP, list[int]]:
        """Return records up to a number over all partitions; what arrives only does so for those who wait."""
        self.timeouts.append(timeout)
        if timeout:
            self._records.update(self.arriving)
        taken: dict[TP, list[int]] = {}
        for tp in [tp for tp in self._records if tp in partitions]:
            if tp in self.broken:
                raise KafkaConnectionError
            taken[tp], self._records[tp] = self._records[tp][:max_records], self._records[tp][max_records:]
            max_records -= len(taken[tp])
        return {tp: records for tp, records in taken.items() if records}


def thread() -> Any:
    """Return the thread of a consumer without its connection."""
    made = BatchConsumerThread.__new__(BatchConsumerThread)
    made.consumer = SimpleNamespace(flow_active=True)  # type: ignore[assignment]
    made.batch_records = SIZES
    return made


async def fetch(fetcher: Fetcher, *partitions: TP) -> dict[str, int]:
    """Fetch once and return how many records of each topic came."""
    client = SimpleNamespace(_fetcher=fetcher, _closed=False)
    found = await thread()._fetch_records(client, set(partitions), timeout=1.0, max_records=1_000)
    return {tp.topic: len(records) for tp, records in found.items()}


async def test_a_fetch_takes_a_batch_of_each_partition_at_most() -> None:
    """However much of one waits, the others get their share, each by its stage."""
    fetcher = Fetcher(heavy=700, light=700, changelog=700)
    assert await fetch(fetcher, LIGHT, HEAVY, CHANGELOG) == {"heavy": 5, "light": 30, "changelog": 500}
    assert BATCH_RECORDS == 500, "as many as the driver in memory handles at a time"


async def test_what_may_not_be_read_stays() -> None:
    """A partition whose batches wait is left out, and has its records later."""
    fetcher = Fetcher(heavy=7, light=3)
    assert await fetch(fetcher, LIGHT) == {"light": 3}
    assert await fetch(fetcher, HEAVY) == {"heavy": 5}
    assert await fetch(fetcher, HEAVY) == {"heavy": 2}


async def test_a_fetch_that_waits_is_bounded_too() -> None:
    """What comes while it waits is at most the smallest batch."""
    fetcher = Fetcher()
    fetcher.arriving = {HEAVY: list(range(90))}
    assert await fetch(fetcher, LIGHT, HEAVY) == {"heavy": 5}


async def test_only_a_fetch_of_nothing_that_has_come_waits() -> None:
    """What has come is there at once; otherwise the time that Faust gives is waited."""
    fetcher = Fetcher(light=2)
    await fetch(fetcher, LIGHT)
    assert fetcher.timeouts == [0]
    await fetch(fetcher, LIGHT)
    assert fetcher.timeouts == [0, 0, 1.0]


async def test_an_error_does_not_lose_what_was_taken_before_it() -> None:
    """The position has passed it; the error comes again with the next fetch."""
    fetcher = Fetcher(light=2, heavy=2)
    fetcher.broken = {HEAVY}
    assert await fetch(fetcher, LIGHT, HEAVY) == {"light": 2}
    with pytest.raises(KafkaConnectionError):
        await fetch(fetcher, HEAVY)


class Coordinator:
    """Stands for aiokafka's: answers heartbeats, and is asked to join again."""

    def __init__(self) -> None:
        self.is_member = True
        self.clock = 100.0
        self.asked = 0

    async def _do_heartbeat(self) -> bool:
        self.clock += 5.0  # the answer takes its time
        return self.is_member

    def request_rejoin(self) -> None:
        """Count it."""
        self.asked += 1


async def test_an_answered_heartbeat_confirms_the_membership_from_when_it_was_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One that the group refuses confirms nothing; aiokafka has the answer either way."""

    async def started(_: object) -> None:
        """Connect to nothing."""

    monkeypatch.setattr(AIOKafkaConsumerThread, "on_start", started)
    made, coordinator = thread(), Coordinator()
    made._consumer = SimpleNamespace(_coordinator=coordinator)
    made.membership = Membership(10.0, lambda: coordinator.clock)
    await made.on_start()
    heartbeat: Any = coordinator._do_heartbeat
    assert await heartbeat() is True
    coordinator.clock = 110.0
    assert not made.membership.in_doubt
    coordinator.clock = 110.1
    assert made.membership.in_doubt
    coordinator.is_member = False
    assert await heartbeat() is False
    assert made.membership.in_doubt


async def test_the_group_is_joined_again_from_the_consumers_own_thread() -> None:
    """Before there is a consumer, or a group, there is nothing to ask."""
    made, coordinator = thread(), Coordinator()
    calls: list[Any] = []
    made.thread_loop = SimpleNamespace(call_soon_threadsafe=calls.append)
    for consumer in (None, SimpleNamespace(_coordinator=None), SimpleNamespace(_coordinator=coordinator)):
        made._consumer = consumer
        made.request_rejoin()
    (call,) = calls
    assert coordinator.asked == 0
    call()
    assert coordinator.asked == 1


def at(position: int | None) -> Any:
    """Return an assignment of LIGHT, with its position where it is known."""
    state = SimpleNamespace(has_valid_position=position is not None, position=position)
    place = TopicPartition(*LIGHT)
    return SimpleNamespace(tps={place}, state_value={place: state}.__getitem__)


@pytest.mark.parametrize(
    ("subscription", "tp", "known"),
    [
        (SimpleNamespace(assignment=at(7)), LIGHT, 7),
        (SimpleNamespace(assignment=at(7)), HEAVY, None),
        (SimpleNamespace(assignment=at(None)), LIGHT, None),
        (SimpleNamespace(assignment=None), LIGHT, None),
        (None, LIGHT, None),
    ],
)
def test_a_position_is_told_where_it_is_known(subscription: Any, tp: TP, known: int | None) -> None:
    """Without waiting for one: a partition of others, or one that has just been assigned, has none yet."""
    made = thread()
    made._consumer = SimpleNamespace(_subscription=SimpleNamespace(subscription=subscription))
    assert made.known_position(tp) == known


def test_the_consumer_reads_what_is_committed_and_waits_as_the_settings_say(monkeypatch: pytest.MonkeyPatch) -> None:
    """Faust has no setting for either."""

    def created(_: object, transport: Any) -> Any:
        return SimpleNamespace(transport=transport, _client=SimpleNamespace(_metadata_update=None, send=None))

    monkeypatch.setattr(AIOKafkaConsumerThread, "_create_worker_consumer", created)
    membership = Membership(10.0)
    transport = SimpleNamespace(
        batch_records={"heavy": 3}, membership=membership, settings=SimpleNamespace(fetch_wait_ms=40)
    )
    made = thread()
    consumer = made._create_worker_consumer(transport)
    assert (consumer._fetch_max_wait_ms, consumer._isolation_level) == (40, "read_committed")
    assert (made.batch_records, made.membership) == ({"heavy": 3}, membership)
    assert consumer._client._metadata_update is not None, "its questions for metadata are paced"


@pytest.mark.parametrize(("seconds", "written"), [(9.0, 1), (11.0, 0)])
async def test_a_commit_is_not_written_where_the_session_has_ended_since_it_began(
    monkeypatch: pytest.MonkeyPatch, seconds: float, written: int
) -> None:
    """A process can be stopped while one thread hands the offsets to the other, and be a member again after it."""
    now = 0.0
    membership = Membership(10.0, lambda: now)
    membership.confirm(now)
    requests: list[OffsetCommitRequest] = []

    async def send(_node: int, request: OffsetCommitRequest, **_options: Any) -> None:
        requests.append(request)

    client = SimpleNamespace(_metadata_update=None, send=send)

    async def commit(_: object, _offsets: Mapping[TP, int]) -> bool:
        try:
            await client.send(0, OffsetCommitRequest("group", 1, "member", -1, []))
        except CommitFailedError:
            return False
        return True

    async def call_later(call: Callable[..., Awaitable[bool]], *arguments: Any) -> bool:
        nonlocal now
        now = seconds
        membership.confirm(now)
        return await call(*arguments)

    monkeypatch.setattr(AIOKafkaConsumerThread, "_create_worker_consumer", lambda *_: SimpleNamespace(_client=client))
    monkeypatch.setattr(AIOKafkaConsumerThread, "_commit", commit)
    made = thread()
    made.call_thread = call_later
    settings = SimpleNamespace(fetch_wait_ms=40)
    made._create_worker_consumer(SimpleNamespace(batch_records={}, membership=membership, settings=settings))
    for commits in (1, 2):  # offsets of the same assignment are none the better for a heartbeat since
        assert await made.commit({LIGHT: 3}) is bool(written)
        assert len(requests) == commits * written


async def test_a_partition_whose_position_is_being_set_ends_nothing() -> None:
    """Faust's check of slow partitions raises on it."""
    state = SubscriptionState()
    state.subscribe({"light"})
    state.assign_from_subscribed([TopicPartition(*LIGHT)])
    state.subscription.assignment.state_value(TopicPartition(*LIGHT)).timestamp = 1
    app = SimpleNamespace(monitor=SimpleNamespace(), topics=SimpleNamespace(acks_enabled_for=lambda _topic: True))
    read = thread()
    read.consumer = SimpleNamespace(app=app)
    read.time_started = read.tp_fetch_request_timeout_secs = 0.0
    read._consumer = SimpleNamespace(_fetcher=SimpleNamespace(_subscriptions=state))
    with pytest.raises(AssertionError):
        AIOKafkaConsumerThread.verify_event_path(read, -1.0, LIGHT)
    read.verify_event_path(-1.0, LIGHT)


def fetched(value: bytes) -> FetchResult:
    """Return what aiokafka keeps of a fetch until it is asked for its records."""
    records = PartitionRecords(TopicPartition(*LIGHT), MemoryRecords(value), [], 0, None, None, True, READ_COMMITTED)
    return FetchResult(LIGHT, assignment=None, partition_records=records, backoff=0)


def test_records_left_as_they_are_parsed_are_those_that_aiokafka_would_have_made() -> None:
    """With key, value, headers and timestamp, each of which may be missing."""
    builder = DefaultRecordBatchBuilder(2, 0, 0, -1, -1, -1, 10_000)
    builder.append(0, 1_700_000_000_000, b"a", b"1", [("x", b"y"), ("z", None)])
    builder.append(1, 1_700_000_000_001, None, None, [])
    value = bytes(builder.build())
    usual, parsed = fetched(value), fetched(value)
    leave_as_parsed(parsed)
    usual_records, parsed_records = (list(each._partition_records) for each in (usual, parsed))
    assert to_records("light", 0, parsed_records) == to_records("light", 0, usual_records)
    assert [(each.offset, each.key) for each in to_records("light", 0, parsed_records)] == [(0, b"a"), (1, None)]
    assert type(parsed_records[0]) is not type(usual_records[0])


def test_a_fetch_that_failed_has_no_records_to_leave() -> None:
    """It raises its error when it is asked."""
    failed = FetchError(error=KafkaConnectionError(), backoff=0)
    leave_as_parsed(failed)
    with pytest.raises(KafkaConnectionError):
        failed.check_raise()
