"""Wirefeed: a stream processor for news wires. The core packages are plain functions, usable without Kafka."""

import sys

TYPE_CHECKING = False  # `typing` would cost each command its time, before Ctrl-C is quiet
if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType

COMPILED_PACKAGES = ("streams.casualties", "streams.dedup", "streams.entities", "streams.linking", "streams.scene")
"""Packages whose modules a build compiles (`hatch_build.py`)."""
COMPILED_GROUP = "wirefeed"
"""Name of the library that all compiled modules share; mypyc adds `__mypyc`."""
MAY_BE_COMPILED = (*[f"{package}." for package in COMPILED_PACKAGES], f"{COMPILED_GROUP}__")
"""How the names of modules begin that may have a compiled form, and that of the library which these share."""


class _CompiledFirst:
    """Finds the compiled form of a module, asked by Python before it looks for a source."""

    @staticmethod
    def find_spec(
        name: str,
        path: "Sequence[str] | None" = None,  # noqa: ARG004 - what Python gives
        target: "ModuleType | None" = None,  # noqa: ARG004
    ) -> "ModuleSpec | None":
        """Return how to load a compiled module, or None for all others."""
        if not name.startswith(MAY_BE_COMPILED):
            return None
        from streams.compiled_code import spec_of  # noqa: PLC0415 - commands that need none of them don't pay for it

        return spec_of(name)


sys.meta_path.insert(0, _CompiledFirst)
