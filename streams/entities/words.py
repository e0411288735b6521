"""What is known of single words: cluster, usual case, use as a name. Built by `tools/entities/build_words.py`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from streams.entities.keys import key_hash
from streams.entities.tables import open_data

if TYPE_CHECKING:
    from collections.abc import Sequence


GIVEN: Final = 1
FAMILY: Final = 2
PUBLIC: Final = 4
"""Part of a public person's name."""
LOWER: Final = 8
TITLE: Final = 16
UPPER: Final = 32
"""The usual case of a word."""


@dataclass(frozen=True, slots=True)
class Words:
    """The table, by hash of the word as written (clusters) and in lower case (flags)."""

    cluster_hashes: NDArray[np.uint64]
    clusters: NDArray[np.uint16]
    cluster_paths: NDArray[np.uint32]
    flag_hashes: NDArray[np.uint64]
    flags: NDArray[np.uint8]

    def paths_of(self, words: Sequence[str]) -> list[int]:
        """Return the cluster path of each word, first branch in the lowest bit; 0 where it has none."""
        at, found = _find(self.cluster_hashes, words)
        numbers = np.where(found, self.clusters[at], 0)
        return [int(path) for path in self.cluster_paths[numbers]]

    def flags_of(self, words: Sequence[str]) -> list[int]:
        """Return the flags of each word, which is given in lower case; 0 where nothing is known."""
        at, found = _find(self.flag_hashes, words)
        return [int(flags) for flags in np.where(found, self.flags[at], 0)]


def _find(hashes: NDArray[np.uint64], words: Sequence[str]) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    wanted = np.fromiter((key_hash(word) for word in words), np.uint64, len(words))
    at = np.minimum(np.searchsorted(hashes, wanted), len(hashes) - 1)
    return at, hashes[at] == wanted


@cache
def words() -> Words:
    """Return the table, read at the first call."""
    with open_data("words.npz") as file, np.load(file) as arrays:
        return Words(
            arrays["cluster_hashes"],
            arrays["clusters"],
            arrays["cluster_paths"],
            arrays["flag_hashes"],
            arrays["flags"],
        )
