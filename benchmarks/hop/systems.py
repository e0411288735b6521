"""The systems that are measured, and how the worker of each is started."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.hop.workers.ours import SOURCE, stage_to, target
from streams.ops.administration import PlannedTopic
from streams.ops.processes import environment_of
from streams.pipeline.topology import changelog_topic
from streams.settings import Delivery, Settings
from streams.topics import counts_topic

if TYPE_CHECKING:
    from typing import IO

ROOT: Final = Path(__file__).parents[2]
QUIX_PYTHON: Final = ROOT / ".venv-quix" / "bin" / "python"
"""The interpreter of Quix Streams' own environment: it asks for other versions of libraries than ours."""
QUIX: Final = "Quix Streams"
STOCK_FAUST: Final = "stock Faust"
OURS_ONCE: Final = "ours, exactly once"
OURS: Final = "ours, at least once"


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """A system to be measured."""

    name: str
    short: str
    """Names its topic and its consumer group."""
    batches: str
    """How it batches, as the table states it."""
    delivery: Delivery | None = None
    """Ours alone: its setting. The others deliver at least once."""

    def settings(self, brokers: str, partitions: int) -> Settings:
        """Return the settings of a run; its topics and its group are named after the system."""
        return Settings(
            brokers=brokers,
            topic_prefix="hop",
            app_id=f"hop-{self.short}",
            partitions=partitions,
            delivery=self.delivery or Delivery.AT_LEAST_ONCE,
        )

    def topics(self, settings: Settings) -> tuple[PlannedTopic, ...]:
        """Return the topics that it needs, the target first and then what is our own."""
        stage = stage_to(target(self.short))
        names = [stage.sends[0].full_name(settings), stage.source.full_name(settings)]
        if self.delivery is not None:
            names.append(changelog_topic(stage, settings))
        planned = [PlannedTopic(name=name, partitions=settings.partitions, config={}) for name in names]
        return (*planned, PlannedTopic(name=counts_topic(settings), partitions=1, config={}))

    def start(self, settings: Settings, log: IO[bytes], folder: Path) -> subprocess.Popen[bytes]:
        """Start the worker."""
        source, goal = SOURCE.full_name(settings), target(self.short).full_name(settings)
        plain = (settings.brokers, settings.app_id, source, goal)
        module = "benchmarks.hop.workers."
        own: dict[str, str] = {}
        if self.delivery is not None:
            command = [sys.executable, "-m", f"{module}ours", self.short]
            changed = settings.model_dump(mode="json", exclude_defaults=True)
            own = environment_of({**changed, "delivery": self.delivery.value, "state_dir": folder / self.short})
        elif self.name == QUIX:
            command = [str(QUIX_PYTHON), str(ROOT / "benchmarks" / "hop" / "workers" / "quix.py"), *plain]
        else:
            command = [sys.executable, "-m", f"{module}stock_faust", *plain, str(settings.partitions)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), **own}
        return subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, env=environment)

    @property
    def installed(self) -> bool:
        """Whether it can be run here."""
        return self.name != QUIX or QUIX_PYTHON.exists()


SYSTEMS: Final = (
    System(
        name=OURS,
        short="ours",
        batches=f"of up to {Settings.model_fields['batch_records'].default} records of a partition",
        delivery=Delivery.AT_LEAST_ONCE,
    ),
    System(
        name=OURS_ONCE,
        short="ours-once",
        batches=f"of up to {Settings.model_fields['batch_records'].default} records of a partition, a transaction each",
        delivery=Delivery.EXACTLY_ONCE,
    ),
    System(name=QUIX, short="quix", batches="by librdkafka's defaults, a checkpoint every 5 s"),
    System(name=STOCK_FAUST, short="faust", batches="by its defaults: record by record, without linger"),
)
