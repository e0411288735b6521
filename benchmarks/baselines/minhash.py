"""Near duplicates by MinHash and locality-sensitive hashing, as the libraries rensa and datasketch do them.

Both get sets of five-word shingles, 128 permutations and the Jaccard threshold that suits them best; an article joins
the cluster of the candidate with the highest estimate. Neither knows time, so nothing expires.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Keep = list[Any]

SHINGLE: Final = 5
PERMUTATIONS: Final = 128
_WORD: Final = re.compile(r"\w+")


def shingles(text: str) -> list[str]:
    """Return the runs of five words of a text, lower case."""
    words = _WORD.findall(text.lower())
    return [" ".join(words[place : place + SHINGLE]) for place in range(max(1, len(words) - SHINGLE + 1))]


def rensa_clusters(texts: Iterable[str], keep: Keep | None = None, threshold: float = 0.3) -> list[int]:
    """Return the cluster of each text, which is the number of its first; `keep` gets what must stay in memory."""
    from rensa import RMinHash, RMinHashLSH  # noqa: PLC0415  # may not be installed

    lsh = RMinHashLSH(threshold=threshold, num_perm=PERMUTATIONS, num_bands=32)

    def sketch(text: str) -> Any:
        minhash = RMinHash(num_perm=PERMUTATIONS, seed=42)
        minhash.update(shingles(text))
        return minhash

    clusters, sketches = _clusters(texts, sketch, lsh.query, lsh.insert, threshold)
    if keep is not None:
        keep += [lsh, sketches]
    return clusters


def datasketch_clusters(texts: Iterable[str], keep: Keep | None = None, threshold: float = 0.5) -> list[int]:
    """Return the cluster of each text, which is the number of its first; `keep` gets what must stay in memory."""
    from datasketch import MinHash, MinHashLSH  # noqa: PLC0415  # may not be installed

    lsh = MinHashLSH(threshold=threshold, num_perm=PERMUTATIONS)

    def sketch(text: str) -> Any:
        minhash = MinHash(num_perm=PERMUTATIONS)
        minhash.update_batch([shingle.encode() for shingle in shingles(text)])
        return minhash

    clusters, sketches = _clusters(texts, sketch, lsh.query, lsh.insert, threshold)
    if keep is not None:
        keep += [lsh, sketches]
    return clusters


def _clusters(
    texts: Iterable[str],
    sketch: Callable[[str], Any],
    query: Callable[[Any], list[int]],
    insert: Callable[[int, Any], None],
    threshold: float,
) -> tuple[list[int], list[Any]]:
    sketches: list[Any] = []
    clusters: list[int] = []
    for number, text in enumerate(texts):
        ours = sketch(text)
        found = [(ours.jaccard(sketches[other]), -other) for other in query(ours)]
        best = max(found, default=(0.0, 0))
        clusters.append(clusters[-best[1]] if best[0] >= threshold else number)
        insert(number, ours)
        sketches.append(ours)
    return clusters, sketches
