"""Mutants in a process of their own: a fork of a test process would have its threads' work, and not its threads."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING

from tools.mutation.mutants import Mutant
from tools.mutation.running import Outcome, run_mutants, run_unchanged

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def outcomes(project: Path, box: Path, line: int, sources: Mapping[str, str]) -> dict[str, Outcome]:
    """Return what becomes of changes of a line of a file, by name, under the tests of the project."""
    with ProcessPoolExecutor(1, get_context("spawn")) as processes:
        return processes.submit(_outcomes, project, box, line, dict(sources)).result()


def _outcomes(project: Path, box: Path, line: int, sources: dict[str, str]) -> dict[str, Outcome]:
    os.chdir(project)
    calls = run_unchanged(project, [box], ["tests"])
    mutants = [Mutant(str(box), line, source, name) for name, source in sources.items()]
    return {mutant.diff: outcome for mutant, outcome, _ in run_mutants(project, mutants, calls, 1)}
