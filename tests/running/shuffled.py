"""Pytest plugin: files in random order, and the tests of each, by a seed (`--shuffle 1`).

docs/testing.md has the command. No test may depend on one that ran before it.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take the seed."""
    parser.addoption("--shuffle", required=True, help="seed of the order of files and tests")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Shuffle them; the tests of a file stay together, since they share what is costly to set up."""
    chance = random.Random(config.getoption("shuffle"))  # noqa: S311  # the same order in each process
    files: dict[Path, list[pytest.Item]] = {}
    for item in items:
        files.setdefault(item.path, []).append(item)
    for tests in files.values():
        chance.shuffle(tests)
    shuffled = list(files.values())
    chance.shuffle(shuffled)
    items[:] = [item for tests in shuffled for item in tests]
