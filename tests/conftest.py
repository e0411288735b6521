"""What holds for all tests."""

from __future__ import annotations

from hypothesis import settings

# How long an example takes says something about the machine, not about the code: no deadline, or tests fail by chance.
settings.register_profile("wirefeed", deadline=None)
settings.load_profile("wirefeed")
