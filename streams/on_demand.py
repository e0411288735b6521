"""Names of a package whose modules are imported when a name is first asked for.

`wirefeed why` needs one small module of `streams.wire` and none of its parsers: importing all of them took a good part
of the time that the command has.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


def names_on_demand(package: str, modules: Mapping[str, Iterable[str]]) -> Callable[[str], object]:
    """Return the `__getattr__` of a package: it takes each name from its module, given as module to names.

    No name may be that of a module of the package: where that module was imported first, Python would give the module.
    """
    where = {name: module for module, names in modules.items() for name in names}

    def __getattr__(name: str) -> object:  # noqa: N807 - what Python calls for a name that the package lacks
        if name not in where:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        found = getattr(import_module(f"{package}.{where[name]}"), name)
        setattr(sys.modules[package], name, found)  # so that the next time costs nothing
        return found

    return __getattr__
