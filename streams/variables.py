"""Which `WIREFEED_...` variables there are: a misspelt one is an error, or its setting would silently stay as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from streams.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable

PREFIX: Final = "WIREFEED_"
NESTED: Final = "__"
OTHERS: Final = frozenset({"COMPILED", "CONFIG", "TEST_KAFKA"})
"""Variables that are no settings: the use of compiled modules, the settings file, and the broker that tests may use."""


def unknown_variables(environment: Iterable[str], settings: Iterable[str]) -> list[str]:
    """Return a message for each variable with our prefix that names no setting. Values are not looked at."""
    known = {name.upper() for name in settings} | OTHERS
    messages = []
    for variable in sorted(environment):
        name = variable.upper().removeprefix(PREFIX)
        if name != variable.upper() and name.partition(NESTED)[0] not in known:
            messages.append(f"{variable} is no setting{did_you_mean(name, known, PREFIX)}")
    return messages


def unknown_setting(name: str, settings: Iterable[str]) -> str:
    """Return the message for a name in the settings file that names no setting."""
    return f"{name} in the settings file is no setting{did_you_mean(name, settings)}"
