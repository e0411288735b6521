"""Our worker: the application of the pipeline with one stage that passes records on.

The settings come from the environment, as for `wirefeed worker`; topics are named after the stage.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final

from schemas import Message, decode
from streams.runner import Handler, Result, Send, Stage
from streams.topics import TopicSpec

if TYPE_CHECKING:
    from streams.runner import Record
    from streams.settings import Settings
    from streams.state import KeyedState


class Parcel(Message):
    """The message of the hop."""

    id: str
    number: int
    text: str


SOURCE: Final = TopicSpec(name="parcels", key="any", types=(Parcel,), retention_days=1, purpose="what is passed on")


def target(name: str) -> TopicSpec:
    """Return the topic that one run passes records on to."""
    return TopicSpec(name=name, key="any", types=(Parcel,), retention_days=1, purpose="what was passed on")


def stage_to(topic: TopicSpec) -> Stage:
    """Return the stage that passes records on to a topic."""
    return Stage(name="hop", source=SOURCE, sends=(topic,))


class PassOn(Handler):
    """Decodes each record and sends it on."""

    def __init__(self, topic: TopicSpec) -> None:
        self._topic = topic

    def handle(self, record: Record) -> Result:
        """Return the record's message, to be sent to the target."""
        message = decode(record.value, SOURCE.types)
        return Result((Send(self._topic, (record.key or b"").decode(), message),))


def main(name: str) -> None:
    """Run the worker until it is told to stop."""
    os.environ.setdefault("FAUST_LOOP", "uvloop")  # as `wirefeed worker` does; Faust reads it when it is imported
    from faust.cli.faust import cli  # noqa: PLC0415

    from streams.ops.collecting import collect_seldom  # noqa: PLC0415
    from streams.ops.freed_memory import keep_freed_memory  # noqa: PLC0415
    from streams.ops.logs import set_up_logging  # noqa: PLC0415
    from streams.ops.metrics import Metrics  # noqa: PLC0415
    from streams.pipeline.kafka import create_app  # noqa: PLC0415
    from streams.settings import Settings  # noqa: PLC0415

    topic = target(name)

    def open_handler(state: KeyedState, settings: Settings) -> Handler:
        del state, settings
        return PassOn(topic)

    stage = stage_to(topic)
    wirefeed = create_app(Settings(), observer=Metrics(), stages=(stage,), handlers={stage.name: open_handler})
    # As `wirefeed worker` does: without it the client makes a record of each request, for nobody.
    wirefeed.app.conf.logging_config = set_up_logging("WARNING", as_json=False)
    collect_seldom()  # as `wirefeed worker` does
    keep_freed_memory()  # the same
    cli(args=["--quiet", "worker", "--without-web", "--loglevel", "WARN"], prog_name="hop", app=wirefeed.app)


if __name__ == "__main__":
    main(sys.argv[1])
