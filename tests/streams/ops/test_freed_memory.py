"""A worker keeps the memory that a batch has freed for the next one."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

SCRIPT = """
import json, resource, sys
from streams.ops.freed_memory import keep_freed_memory
kept = keep_freed_memory() if sys.argv[1] == "kept" else True
def batch():
    return [bytes(2_000) for _ in range(5_000)]
batch()
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(20):
    batch()
print(json.dumps({"kept": kept, "faults": resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before}))
"""


def faults(how: str) -> int:
    """Return the page faults of twenty batches of 10 MB in a process of its own."""
    done = subprocess.run([sys.executable, "-c", SCRIPT, how], capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    if not found["kept"]:
        pytest.skip("the C library has no mallopt")
    return int(found["faults"])


def test_a_batch_takes_the_memory_of_the_one_before() -> None:
    """Its pages are there: twenty batches cost fewer faults than one has pages, and many times fewer than else."""
    kept = faults("kept")
    assert kept < 5_000 * 2_000 / 4_096
    assert kept * 10 < faults("as by default")
