"""The hop benchmark on real Kafka: every system passes each record on once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.hop.__main__ import run
from benchmarks.hop.report import complete
from benchmarks.hop.systems import SYSTEMS

if TYPE_CHECKING:
    from pathlib import Path

RECORDS = 2_000


@pytest.mark.kafka
async def test_every_system_passes_each_record_on_once(kafka_broker: str, tmp_path: Path) -> None:
    """Ours in both deliveries, and the peers that are installed, write each record once."""
    installed = [system for system in SYSTEMS if system.installed]
    found = await run(kafka_broker, installed, RECORDS, 2, tmp_path)
    assert [figures.name for figures in found] == [system.name for system in installed]
    assert all(complete(figures) for figures in found)
