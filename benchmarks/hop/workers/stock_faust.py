"""Stock Faust's worker: an agent that forwards. `ADDRESS GROUP SOURCE TARGET PARTITIONS`."""

from __future__ import annotations

import sys
from typing import Any

import faust
from faust.cli.faust import cli


def main(address: str, group: str, source_name: str, target_name: str, partitions: str) -> None:
    """Run the worker until it is told to stop."""
    app = faust.App(
        group,
        broker=f"kafka://{address}",
        topic_partitions=int(partitions),
        topic_disable_leader=True,
        consumer_auto_offset_reset="earliest",
        store="memory://",
    )
    source = app.topic(source_name, key_type=bytes, key_serializer="raw", value_serializer="json")
    target = app.topic(target_name, key_type=bytes, key_serializer="raw", value_serializer="json")

    @app.agent(source)  # type: ignore[untyped-decorator]
    async def forward(stream: Any) -> None:
        async for key, value in stream.items():
            await target.send(key=key, value=value)

    cli(args=["--quiet", "worker", "--without-web", "--loglevel", "WARN"], prog_name="hop", app=app)


if __name__ == "__main__":
    main(*sys.argv[1:])
