"""What holds for all tests."""

from __future__ import annotations

from hypothesis import Phase, settings

# How long an example takes says something about the machine, not about the code: no deadline, or tests fail by chance.
# The examples are the same in every run, so that a red test is the fault of a change; `make fuzz` draws new ones.
settings.register_profile("wirefeed", deadline=None, derandomize=True)
settings.register_profile("fuzz", deadline=None, derandomize=False, print_blob=True)
# A mutation run wants to know whether a test fails, not the smallest example.
settings.register_profile("mutation", deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate])
settings.load_profile("wirefeed")
