"""Builds the Faust app from the settings: a topic, a table and an agent for each stage."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, cast

import faust
import structlog

from schemas import SCHEMA_HEADER, encode, schema_name
from streams.agents import STAGES
from streams.kafka import bootstrap_servers, tls_context
from streams.runner import BatchConsumer, BatchSchema, BatchTransport, Outbox, StageRunner, Unobserved
from streams.runner.outbox import OutRecord
from streams.settings import Settings, Store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from faust.types import TP

    from streams.runner import Observer, Stage

log = structlog.get_logger(__name__)

DUE_INTERVAL: Final = 0.5
"""Seconds between looks at what time alone brings about (an embargo that ends)."""
MAX_FETCH_BYTES: Final = 4_194_304


@dataclass(frozen=True, slots=True)
class Wirefeed:
    """The Faust app and the runners of its stages."""

    app: faust.App
    runners: tuple[StageRunner, ...]
    outbox: Outbox
    settings: Settings

    @property
    def consumer(self) -> BatchConsumer:
        """The batch consumer, once the app is started."""
        consumer = self.app.consumer
        assert isinstance(consumer, BatchConsumer)  # noqa: S101  # BatchTransport makes no other
        return consumer

    def assigned(self) -> dict[str, list[int]]:
        """Return the partitions that this worker has, by stage."""
        found: dict[str, list[int]] = {runner.stage.name: [] for runner in self.runners}
        by_topic = {runner.source: runner.stage.name for runner in self.runners}
        for tp in self.consumer.assignment():
            if tp.topic in by_topic:
                found[by_topic[tp.topic]].append(tp.partition)
        return found

    @property
    def ready(self) -> bool:
        """Whether partitions are assigned and tables recovered."""
        app: Any = self.app
        return bool(app._assignment) and app.tables.actives_ready and not app.rebalancing  # noqa: SLF001


def create_app(
    settings: Settings | None = None, *, observer: Observer | None = None, stages: Sequence[Stage] = STAGES
) -> Wirefeed:
    """Return the app of a worker. It connects when it is started; topics must exist by then."""
    settings = settings or Settings()
    app = faust.App(**_configuration(settings))
    transport = BatchTransport(app.conf.broker_consumer, app)
    transport.settings = settings
    transport.batch_records = {
        stage.source.full_name(settings): settings.heavy_batch_records if stage.heavy else settings.batch_records
        for stage in stages
    }
    app.transport = transport
    outbox = Outbox(settings)
    runners = tuple(_add_stage(app, stage, settings, outbox, observer or Unobserved()) for stage in stages)
    wirefeed = Wirefeed(app, runners, outbox, settings)
    _watch_partitions(wirefeed)
    _look_at_the_clock(wirefeed)
    return wirefeed


def changelog_topics(settings: Settings) -> list[tuple[str, int, dict[str, str]]]:
    """Return name, partitions and configuration of the stages' changelogs, which must exist before a worker starts."""
    return [
        (f"{settings.app_id}-{stage.name}-changelog", stage.source.partitions(settings), {"cleanup.policy": "compact"})
        for stage in STAGES
    ]


def _configuration(settings: Settings) -> dict[str, Any]:
    return {
        "id": settings.app_id,
        "broker": [f"kafka://{server}" for server in bootstrap_servers(settings)],
        "broker_credentials": _credentials(settings),
        "broker_commit_interval": settings.commit_interval,
        "broker_session_timeout": settings.session_timeout,
        "broker_heartbeat_interval": settings.session_timeout / 5,
        "broker_max_poll_records": settings.batch_records,
        "broker_max_poll_interval": 600.0,
        "consumer_auto_offset_reset": "earliest",
        "consumer_max_fetch_size": MAX_FETCH_BYTES,
        "topic_partitions": settings.partitions,
        "topic_replication_factor": settings.replication,
        "topic_disable_leader": True,
        "table_standby_replicas": settings.standby_replicas,
        "store": "memory://" if settings.store is Store.MEMORY else "rocksdb://",
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


def _add_stage(app: faust.App, stage: Stage, settings: Settings, outbox: Outbox, observer: Observer) -> StageRunner:
    options = {"driver": "rocksdict"} if settings.store is Store.ROCKSDB else None
    table: Any = app.Table(
        stage.name, key_type=bytes, value_type=bytes, partitions=stage.source.partitions(settings), options=options
    )
    runner = StageRunner(stage, settings=settings, store=lambda: table.data, outbox=outbox, observer=observer)
    topic = app.topic(runner.source, schema=BatchSchema())

    async def agent(stream: Any) -> None:
        events = stream.noack()
        async for event in events.events():
            batch = event.value
            consumer = cast("BatchConsumer", app.consumer)
            with consumer.at_work(batch):
                if await runner.process(batch):
                    consumer.finish(batch)
            await events.ack(event)

    app.agent(topic, name=f"wirefeed.{stage.name}")(agent)
    return runner


def _watch_partitions(wirefeed: Wirefeed) -> None:
    @wirefeed.app.on_partitions_revoked.connect(weak=False)
    async def revoked(app: Any, revoked: set[TP], **_: Any) -> None:
        del app
        by_topic = {runner.source: runner for runner in wirefeed.runners}
        for tp in revoked:
            if tp.topic in by_topic:
                by_topic[tp.topic].close(tp.partition)

    @wirefeed.app.on_partitions_assigned.connect(weak=False)
    async def assigned(app: Any, assigned: set[TP], **_: Any) -> None:
        """Drop from memory what belongs to partitions that others have now: it would be stale when they come back."""
        for runner in wirefeed.runners:
            mine = {tp.partition for tp in assigned if tp.topic == runner.changelog}
            store = app.tables[runner.stage.name].data
            if wirefeed.settings.store is Store.MEMORY:
                for key in [key for key in store.data if int(key.partition(b"|")[0]) not in mine]:
                    store.data.pop(key, None)


def _look_at_the_clock(wirefeed: Wirefeed) -> None:
    @wirefeed.app.timer(DUE_INTERVAL, name="wirefeed.due")  # type: ignore[untyped-decorator]
    async def due() -> None:
        if not wirefeed.ready:
            return
        now = datetime.now(UTC)
        assigned = wirefeed.assigned()
        for runner in wirefeed.runners:
            for partition in assigned[runner.stage.name]:
                records = [
                    OutRecord(
                        send.topic.full_name(wirefeed.settings),
                        send.key.encode(),
                        encode(send.message) if send.message is not None else None,
                        ((SCHEMA_HEADER, schema_name(type(send.message)).encode()),) if send.message else (),
                    )
                    for send in runner.due(partition, now)
                ]
                if records:
                    await wirefeed.outbox.send(records)
                await asyncio.sleep(0)

    @wirefeed.app.on_before_shutdown.connect(weak=False)
    async def stop(app: Any, **_: Any) -> None:
        del app
        await wirefeed.outbox.stop()
