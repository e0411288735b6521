"""How often Python looks for objects that only refer to each other, in a worker."""

from __future__ import annotations

import gc
from typing import Final

NEW_OBJECTS: Final = 20_000
"""So many more objects made than freed begin a search. A batch of 500 records makes some thousands, which live until
they are sent; Python's default of 700 has them looked at again and again."""


def collect_seldom() -> None:
    """Search seldom, and leave out what stands after the start: modules, models and tables live as long as the process.

    What nothing refers to is freed at once all the same; the search finds cycles alone.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, *gc.get_threshold()[1:])
