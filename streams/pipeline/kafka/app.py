"""Builds the Faust app from the settings: a topic, a table and an agent for each stage."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Final, cast

import faust
import structlog

from streams.agents import HANDLERS
from streams.kafka import bootstrap_servers, tls_context
from streams.pipeline.kafka.batches import BatchSchema
from streams.pipeline.kafka.lanes import Lanes
from streams.pipeline.kafka.membership import Membership
from streams.pipeline.kafka.outbox import AtLeastOnceOutbox
from streams.pipeline.kafka.stage_runner import NOTHING, StageRunner
from streams.pipeline.kafka.store import SCHEME
from streams.pipeline.kafka.transactions import TransactionalOutbox
from streams.pipeline.kafka.transport import BatchConsumer, BatchTransport
from streams.pipeline.topology import STAGES
from streams.runner import Unobserved
from streams.runner.limits import NOTHING_KNOWN
from streams.settings import Delivery, Settings, Store

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from faust.types import TP

    from streams.pipeline.kafka.outbox import Outbox
    from streams.runner import Observer, OpenHandler, Stage, Tracer

log = structlog.get_logger(__name__)

TIMER_INTERVAL: Final = 0.5
"""Seconds between two runs of the handlers' timers, which end embargoes."""
END_SECONDS: Final = 10.0
"""Seconds that an orderly stop waits for what is being sent."""
HEARTBEATS: Final = 8
"""In a session timeout. Only the answer to a heartbeat tells a worker that the group changes."""
MAX_FETCH_BYTES: Final = 4_194_304


@dataclass(frozen=True, slots=True)
class Wirefeed:
    """The Faust app and the runners of its stages."""

    app: faust.App
    runners: tuple[StageRunner, ...]
    outbox: Outbox
    settings: Settings
    membership: Membership

    @property
    def consumer(self) -> BatchConsumer:
        """The batch consumer, once the app is started."""
        consumer = self.app.consumer
        assert isinstance(consumer, BatchConsumer)  # noqa: S101  # BatchTransport makes no other
        return consumer

    def ask_whose(self) -> None:
        """Have the group say again which partitions are this worker's."""
        self.consumer.request_rejoin()

    async def end_work(self) -> None:
        """Give up what is not being sent, wait for what is, and disconnect; the records are read again after this."""
        for runner in self.runners:
            runner.assign(())
        if isinstance(self.app.consumer, BatchConsumer):
            try:
                await asyncio.wait_for(self.app.consumer.until_idle(), END_SECONDS)
            except TimeoutError:
                log.warning("a batch is still being sent at the end", seconds=END_SECONDS)
        await self.outbox.stop()

    def assigned(self) -> dict[str, list[int]]:
        """Return the partitions that this worker has, by stage."""
        found: dict[str, list[int]] = {runner.stage.name: [] for runner in self.runners}
        by_topic = {runner.source: runner.stage.name for runner in self.runners}
        for tp in self.consumer.assignment():
            if tp.topic in by_topic:
                found[by_topic[tp.topic]].append(tp.partition)
        return found

    @property
    def outside(self) -> bool:
        """Whether the group may no longer count this worker in: no heartbeat was answered for the session timeout."""
        return self.membership.in_doubt

    @property
    def ready(self) -> bool:
        """Whether partitions are assigned and tables recovered."""
        app: Any = self.app
        return bool(app._assignment) and app.tables.actives_ready and not app.rebalancing  # noqa: SLF001


class _App(faust.App):
    """Faust's app, which ends the work of the stages before it closes the stores that they write to."""

    end_work: Callable[[], Awaitable[None]]

    async def on_stop(self) -> None:
        """End the work, then stop as Faust does."""
        await self.end_work()
        await super().on_stop()


def create_app(
    settings: Settings | None = None,
    *,
    observer: Observer | None = None,
    tracer: Tracer | None = None,
    stages: Sequence[Stage] = STAGES,
    handlers: Mapping[str, OpenHandler] = HANDLERS,
    recreated: Mapping[tuple[str, int], int] = NOTHING,
    limits: Mapping[str, int] = NOTHING_KNOWN,
) -> Wirefeed:
    """Return the app of a worker. It connects when it is started; topics must exist by then.

    `recreated` has, by stage and partition, the last offset counted of a topic that was deleted and created since;
    `limits` the largest record by topic, as far as the broker has said it.
    """
    settings = settings or Settings()
    app = _App(**_configuration(settings))
    transport = BatchTransport(app.conf.broker_consumer, app)
    transport.settings = settings
    transport.batch_records = {
        stage.source.full_name(settings): settings.heavy_batch_records if stage.heavy else settings.batch_records
        for stage in stages
    }
    transport.transactional = settings.delivery is Delivery.EXACTLY_ONCE
    app.transport = transport
    transport.membership = Membership(settings.session_timeout)
    outbox = _outbox(settings, stages, transport.membership)
    transport.begin_assignment = outbox.begin
    transport.reached = outbox.reached
    tables = {stage.name: _add_table(app, stage, settings) for stage in stages}
    runners = tuple(
        StageRunner(
            stage,
            handlers[stage.name],
            settings=settings,
            table=tables[stage.name],
            outbox=outbox,
            observer=observer or Unobserved(),
            tracer=tracer,
            recreated=recreated,
            limits=limits,
        )
        for stage in stages
    )
    wirefeed = Wirefeed(app, runners, outbox, settings, transport.membership)
    for runner in runners:
        _add_agent(app, runner)
        runner.on_fenced = wirefeed.ask_whose
    app.end_work = wirefeed.end_work
    _watch_partitions(wirefeed)
    _run_timers(wirefeed)
    return wirefeed


def _outbox(settings: Settings, stages: Sequence[Stage], membership: Membership) -> Outbox:
    if settings.delivery is Delivery.EXACTLY_ONCE:
        return TransactionalOutbox(settings, {stage.source.full_name(settings): stage.name for stage in stages})
    return AtLeastOnceOutbox(settings, membership)


def _configuration(settings: Settings) -> dict[str, Any]:
    return {
        "id": settings.app_id,
        "broker": [f"kafka://{server}" for server in bootstrap_servers(settings)],
        "broker_credentials": _credentials(settings),
        "broker_commit_interval": settings.commit_interval,
        "broker_session_timeout": settings.session_timeout,
        "broker_heartbeat_interval": settings.session_timeout / HEARTBEATS,
        "broker_max_poll_records": settings.batch_records,
        "broker_max_poll_interval": 600.0,
        "consumer_auto_offset_reset": "earliest",
        "consumer_max_fetch_size": MAX_FETCH_BYTES,
        "topic_partitions": settings.partitions,
        "topic_replication_factor": settings.replication,
        "topic_disable_leader": True,
        "table_standby_replicas": settings.standby_replicas,
        "store": "memory://" if settings.store is Store.MEMORY else f"{SCHEME}://",
        "datadir": str(settings.state_dir),
        "stream_wait_empty": False,
        "web_bind": settings.web_host,
        "web_host": settings.web_host,
        "web_port": settings.web_port,
        "web_tables_enabled": settings.web_tables,
        "web_router_enabled": False,
        "worker_redirect_stdouts": False,
        "logging_config": None,
        "loghandlers": [logging.NullHandler()],
    }


def _credentials(settings: Settings) -> Any:
    if settings.security_protocol == "PLAINTEXT":
        return None
    context = tls_context(settings)
    if settings.security_protocol == "SSL":
        return faust.SSLCredentials(context)
    password = settings.sasl_password
    return faust.SASLCredentials(
        username=settings.sasl_username,
        password=None if password is None else password.get_secret_value(),
        mechanism=settings.sasl_mechanism,
        ssl_context=context,
    )


def _add_table(app: faust.App, stage: Stage, settings: Settings) -> Any:
    options = {"driver": "rocksdict"} if settings.store is Store.ROCKSDB else None
    partitions = stage.source.partitions(settings)
    return app.Table(stage.name, key_type=bytes, value_type=bytes, partitions=partitions, options=options)


def _add_agent(app: faust.App, runner: StageRunner) -> None:
    topic = app.topic(runner.source, schema=BatchSchema())

    async def work_on(events: Any, event: Any) -> None:
        batch = event.value
        consumer = cast("BatchConsumer", app.consumer)
        with consumer.at_work(batch):
            if await runner.process(batch):
                consumer.finish(batch)
        await events.ack(event)

    async def agent(stream: Any) -> None:
        events = stream.noack()
        async with asyncio.TaskGroup() as group:
            lanes = Lanes(group)
            async for event in events.events():
                lanes.add(event.value.partition, partial(work_on, events, event))

    app.agent(topic, name=f"wirefeed.{runner.stage.name}")(agent)


def _watch_partitions(wirefeed: Wirefeed) -> None:
    @wirefeed.app.on_partitions_revoked.connect(weak=False)
    async def revoked(app: Any, revoked: set[TP], **_: Any) -> None:
        del app
        for runner in wirefeed.runners:
            runner.revoke({tp.partition for tp in revoked if tp.topic == runner.source})

    @wirefeed.app.on_partitions_assigned.connect(weak=False)
    async def assigned(app: Any, assigned: set[TP], **_: Any) -> None:
        for runner in wirefeed.runners:
            runner.assign({tp.partition for tp in assigned if tp.topic == runner.source})
            if wirefeed.settings.store is Store.MEMORY:
                mine = {tp.partition for tp in assigned if tp.topic == runner.changelog}
                _keep_only(app.tables[runner.stage.name].data, mine)


def _keep_only(store: Any, partitions: set[int]) -> None:
    """Drop from memory what belongs to partitions that others have now: it would be stale when they come back."""
    for key in [key for key in store.data if int(key.partition(b"|")[0]) not in partitions]:
        store.data.pop(key, None)


def _run_timers(wirefeed: Wirefeed) -> None:
    @wirefeed.app.timer(TIMER_INTERVAL, name="wirefeed.timers")  # type: ignore[untyped-decorator]
    async def run() -> None:
        for runner in wirefeed.runners:
            if wirefeed.ready:
                await runner.run_timers(datetime.now(UTC))
        if wirefeed.ready:
            await _commit_idle(wirefeed)


async def _commit_idle(wirefeed: Wirefeed) -> None:
    runners = {runner.source: runner for runner in wirefeed.runners}
    for tp, offset in wirefeed.consumer.take_idle().items():
        if await runners[tp.topic].skip_to(tp.partition, offset):
            wirefeed.consumer.committed(tp, offset)
