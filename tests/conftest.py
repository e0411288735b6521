"""What holds for all tests."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from hypothesis import Phase, settings

if TYPE_CHECKING:
    import pytest

WHOLE_WORKERS: Final = Path(__file__).parent / "integration"

# How long an example takes says something about the machine, not about the code: no deadline, or tests fail by chance.
# The examples are the same in every run, so that a red test is the fault of a change; `make fuzz` draws new ones.
settings.register_profile("wirefeed", deadline=None, derandomize=True)
settings.register_profile("fuzz", deadline=None, derandomize=False, print_blob=True)
# A mutation run wants to know whether a test fails, not the smallest example.
settings.register_profile("mutation", deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate])
settings.load_profile("wirefeed")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the files whose tests start whole workers first: the others would wait for one that begins last."""
    items.sort(key=lambda item: WHOLE_WORKERS not in item.path.parents)
