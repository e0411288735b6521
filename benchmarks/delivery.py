"""Measure how long an alert takes from the topic to a receiver on this machine, and what a thousand rules cost.

    python -m benchmarks.delivery [--brokers HOST:PORT] [--alerts 300] [--rate 20]

Without brokers it runs the embedded one. Alerts are made: some incidents whose toll rises. Prints JSON.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import time
from datetime import UTC, datetime

from aiohttp import web

from benchmarks.drills.receiver import delivering
from schemas import SCHEMA_HEADER, AlertCause, CasualtyAlert, Origin, Provenance, Toll, encode, schema_name
from streams.alerts import RuleEngine, parse_rules
from streams.ops.administration import create_topics
from streams.ops.broker import EmbeddedBroker
from streams.ops.connection import connected_producer
from streams.ops.logs import set_up_logging
from streams.settings import Settings
from streams.topics import ALERTS

INCIDENTS = 20


def alert(number: int) -> CasualtyAlert:
    """Return alert `number`: the toll of one of the incidents rises by one."""
    incident, best = f"made/{number % INCIDENTS}", number // INCIDENTS + 1
    at = datetime.now(UTC)
    return CasualtyAlert(
        id=f"alert-{number}",
        incident_id=incident,
        cause=AlertCause.ROSE if best > 1 else AlertCause.APPEARED,
        kind="killed",
        before=Toll(low=best - 1, best=best - 1, high=best - 1) if best > 1 else None,
        after=Toll(low=best, best=best, high=best),
        title="A made incident",
        quote="So many people were killed, a made ministry said.",
        provenance=Provenance(
            provider="made",
            source="made.example",
            item_id=str(number),
            version=1,
            received=at,
            trace_id="0" * 32,
            origin=Origin(partition=0, offset=number),
        ),
        at=at,
    )


async def latencies(brokers: str, number: int, rate: float) -> list[float]:
    """Return the milliseconds from the topic to the receiver of each alert."""
    name = f"bench-{time.time_ns()}"
    settings = Settings(brokers=brokers, topic_prefix=name, app_id=name)
    sent: dict[str, float] = {}
    took: dict[str, float] = {}
    all_taken = asyncio.Event()

    async def hook(request: web.Request) -> web.Response:
        now, message = time.perf_counter(), await request.json()
        for notice in message["data"]["notices"]:
            took.setdefault(notice["alert"]["id"], 1000 * (now - sent[notice["alert"]["id"]]))
        if len(took) == number:
            all_taken.set()
        return web.Response()

    await create_topics(settings)
    async with delivering(settings, hook), connected_producer(settings) as producer:
        for each in map(alert, range(number)):
            sent[each.id] = time.perf_counter()
            await producer.send_and_wait(
                ALERTS.full_name(settings),
                encode(each),
                key=each.incident_id.encode(),
                headers=[(SCHEMA_HEADER, schema_name(CasualtyAlert).encode())],
            )
            await asyncio.sleep(1 / rate)
        await all_taken.wait()
    return [took[each] for each in list(took)[number // 3 :]]  # the first ones wait for the group


def rules_cost(rules: int, alerts: int = 200) -> float:
    """Return the milliseconds of processor time that an alert costs with so many rules."""
    lines = (f'[[rules]]\nname = "r{n}"\nreceivers = ["desk"]\nat_least = {1000 + n}\n' for n in range(rules))
    engine = RuleEngine(
        parse_rules(("[receivers.desk]\nurl = 'https://x.example'\n" + "".join(lines)).encode()), "desk"
    )
    began = time.process_time()
    for number in range(alerts):
        engine.take(alert(number), datetime.now(UTC), offset=number)
    return 1000 * (time.process_time() - began) / alerts


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--brokers")
    parser.add_argument("--alerts", type=int, default=300)
    parser.add_argument("--rate", type=float, default=20.0)
    wanted = parser.parse_args()
    set_up_logging("WARNING", as_json=False)
    with contextlib.nullcontext() if wanted.brokers else EmbeddedBroker() as broker:
        address = wanted.brokers or broker.address
        took = sorted(asyncio.run(latencies(address, wanted.alerts, wanted.rate)))
    print(
        json.dumps(
            {
                "alerts": len(took),
                "p50_ms": round(took[len(took) // 2], 1),
                "p99_ms": round(took[int(0.99 * len(took))], 1),
                "ms_an_alert_with_1000_rules": round(rules_cost(1000), 2),
            }
        )
    )


if __name__ == "__main__":
    main()
