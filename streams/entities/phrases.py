"""Names of bodies and of public people as whole phrases: a gazetteer for the recogniser, which links nothing.

Built by `tools/entities/build_phrases.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from streams.entities.keys import key_hash
from streams.entities.tables import open_data

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Phrases:
    """Sorted hashes of keys, and for each 1 (a body), 2 (a person) or both."""

    hashes: NDArray[np.uint64]
    classes: NDArray[np.uint8]

    def classes_of(self, keys: Sequence[str]) -> NDArray[np.uint8]:
        """Return the class of each key, 0 where it is no name."""
        if not keys:
            return np.zeros(0, np.uint8)
        wanted = np.fromiter((key_hash(key) for key in keys), np.uint64, len(keys))
        at = np.minimum(np.searchsorted(self.hashes, wanted), len(self.hashes) - 1)
        return np.where(self.hashes[at] == wanted, self.classes[at], 0)


@cache
def phrases() -> Phrases:
    """Return the table, read at the first call."""
    with open_data("phrases.npz") as file, np.load(file) as arrays:
        return Phrases(arrays["hashes"], arrays["classes"])
