"""A linear-chain conditional random field, decoded with numpy: all sentences of a text at once.

The weights of a word's attributes at its own token and at its neighbours lie side by side, so that a word seen
before costs one row of a table. The model is trained by `tools/entities/train.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from streams.entities.bits import BITS, token_bits
from streams.entities.features import BOUNDARY, WordType, describe
from streams.entities.keys import key_hash
from streams.entities.tables import open_data
from streams.entities.tokens import Tokens

REACH: Final = 2
"""Neighbours on each side whose word a token sees."""
OFFSETS: Final = tuple(range(-REACH, REACH + 1))
CACHED_WORDS: Final = 60_000
"""So many words keep their rows; then a new table begins."""
SENTENCES_AT_ONCE: Final = 64
TOKENS_AT_ONCE: Final = 8_192


@dataclass(slots=True)
class Tagger:
    """A model, and the rows of the words met so far."""

    labels: list[str]
    hashes: NDArray[np.uint64]
    weights: NDArray[np.float32]
    """[attribute, offset, label]"""
    bit_weights: NDArray[np.float32]
    """[bit, offset -1 to 1, label]"""
    pair_hashes: NDArray[np.uint64]
    pair_weights: NDArray[np.float32]
    transitions: NDArray[np.float32]
    types: dict[str, tuple[int, WordType]] = field(default_factory=dict)
    table: NDArray[np.float32] = field(init=False)
    pairs: dict[tuple[str, str], NDArray[np.float32] | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.table = np.zeros((1024, len(OFFSETS), len(self.labels)), np.float32)
        self.look_up([BOUNDARY])

    def look_up(self, words: list[str]) -> list[tuple[int, WordType]]:
        """Return row and description of each word."""
        types = self.types
        new = [word for word in dict.fromkeys(words) if word not in types]
        if new:
            if len(types) + len(new) > CACHED_WORDS and len(types) > 1:
                types.clear()
                new = list(dict.fromkeys([BOUNDARY, *words]))
            self._add(new)
        return [types[word] for word in words]

    def _add(self, new: list[str]) -> None:
        base = len(self.types)
        described = describe(new)
        if base + len(new) > len(self.table):
            grown = np.zeros((max(2 * len(self.table), base + len(new)), *self.table.shape[1:]), np.float32)
            grown[:base] = self.table[:base]
            self.table = grown
        names = [name for kind in described for name in kind.attributes]
        owners = np.repeat(np.arange(base, base + len(new)), [len(kind.attributes) for kind in described])
        wanted = np.fromiter((key_hash(name) for name in names), np.uint64, len(names))
        at = np.minimum(np.searchsorted(self.hashes, wanted), len(self.hashes) - 1)
        known = self.hashes[at] == wanted
        self.table[base : base + len(new)] = 0
        np.add.at(self.table, owners[known], self.weights[at[known]])
        for number, (word, kind) in enumerate(zip(new, described, strict=True), start=base):
            self.types[word] = (number, kind)

    def tag(self, tokens: Tokens) -> tuple[list[str], list[WordType]]:
        """Return the label of each token, with the descriptions that led to it."""
        scores, types = self.scores(tokens)
        labels = self._decode(scores, np.array([*tokens.sentences, len(scores)], np.intp))
        return [self.labels[at] for at in labels.tolist()], types

    def scores(self, tokens: Tokens) -> tuple[NDArray[np.float32], list[WordType]]:
        """Return the scores of each token's labels, [token, label], and the descriptions that led to them.

        They are of what bits and pairs add, the token's word and the words around it.
        """
        looked_up = self.look_up(tokens.words)
        rows = np.fromiter((row for row, _ in looked_up), np.intp, len(looked_up))
        types = [kind for _, kind in looked_up]
        scores = self._extra(tokens, types, token_bits(tokens, types))
        lengths = np.diff([*tokens.sentences, len(rows)])
        places = np.arange(len(rows)) + np.repeat(np.arange(1, len(lengths) + 1), lengths) * REACH
        apart = np.full(len(rows) + (len(lengths) + 1) * REACH, self.types[BOUNDARY][0], np.intp)
        apart[places] = rows
        for offset in OFFSETS:
            scores += self.table[apart[places + offset], offset + REACH]
        return scores, types

    def _extra(self, tokens: Tokens, types: list[WordType], bits: NDArray[np.uint64]) -> NDArray[np.float32]:
        """Return what bits and pairs of words add to each token's scores."""
        weights = self.bit_weights.transpose(1, 0, 2)
        own = np.zeros((len(bits), len(self.labels)), np.float32)
        heads = np.zeros(len(bits), bool)
        heads[tokens.sentences] = True
        places = np.arange(len(BITS), dtype=np.uint64)
        for first in range(0, len(bits), TOKENS_AT_ONCE):
            # one token more on each side, for what it says of its neighbour
            low, high = max(0, first - 1), min(len(bits), first + TOKENS_AT_ONCE + 1)
            spread = ((bits[low:high, None] >> places) & np.uint64(1)).astype(np.float32)
            last = min(first + TOKENS_AT_ONCE, len(bits))
            own[first:last] += spread[first - low : last - low] @ weights[1]
            after = np.flatnonzero(~heads[first:last]) + first
            after = after[after > 0]
            own[after] += spread[after - 1 - low] @ weights[0]
            before = np.flatnonzero(~heads[first + 1 : last + 1]) + first
            own[before] += spread[before + 1 - low] @ weights[2]
        self._add_pairs(tokens, types, heads, own)
        return own

    def _add_pairs(
        self, tokens: Tokens, types: list[WordType], heads: NDArray[np.bool_], own: NDArray[np.float32]
    ) -> None:
        pairs = self.pairs
        words = tokens.words
        wanted = [
            (at, (words[at - 1], words[at])) for at, kind in enumerate(types) if kind.capital and at and not heads[at]
        ]
        new = [pair for pair in dict.fromkeys(pair for _, pair in wanted) if pair not in pairs]
        if new:
            if len(pairs) > CACHED_WORDS:
                pairs.clear()
                new = list(dict.fromkeys(pair for _, pair in wanted))
            names = [pair_name(*pair) for pair in new]
            hashed = np.fromiter((key_hash(name) for name in names), np.uint64, len(names))
            at = np.minimum(np.searchsorted(self.pair_hashes, hashed), len(self.pair_hashes) - 1)
            for pair, row, found in zip(new, at, self.pair_hashes[at] == hashed, strict=True):
                pairs[pair] = self.pair_weights[row] if found else None
        for place, pair in wanted:
            weights = pairs[pair]
            if weights is not None:
                own[place] += weights

    def _decode(self, scores: NDArray[np.float32], edges: NDArray[np.intp]) -> NDArray[np.intp]:
        """Return the best label of each token."""
        labels = np.zeros(len(scores), np.intp)
        lengths = np.diff(edges)
        order = np.argsort(lengths, kind="stable")
        for first in range(0, len(order), SENTENCES_AT_ONCE):
            group = order[first : first + SENTENCES_AT_ONCE]
            self._label(edges[group], lengths[group], scores, labels)
        return labels

    def _label(
        self, begins: NDArray[np.intp], lengths: NDArray[np.intp], scores: NDArray[np.float32], labels: NDArray[np.intp]
    ) -> None:
        """Set the labels of sentences, which are in the order of their length."""
        longest = int(lengths[-1])
        rows = np.arange(len(begins))
        back = np.zeros((longest, len(begins), len(self.labels)), np.intp)
        state = scores[begins]
        into = np.ascontiguousarray(self.transitions.T)
        for at in range(1, longest):
            first = int(np.searchsorted(lengths, at, side="right"))  # those before have come to their end
            paths = state[first:, None, :] + into
            paths.argmax(axis=2, out=back[at, first:])
            state[first:] = paths.max(axis=2)
            state[first:] += scores[begins[first:] + at]
        path = state.argmax(axis=1)
        for at in range(longest - 1, -1, -1):
            first = int(np.searchsorted(lengths, at, side="right"))
            labels[begins[first:] + at] = path[first:]
            path[first:] = back[at, rows[first:], path[first:]]


def pair_name(before: str, word: str) -> str:
    """Return the attribute of two neighbouring words: the first, and how the second is written."""
    return f"{before.lower()[:24]}|{'XX' if word.isupper() and len(word) > 1 else 'Xx'}"


@cache
def tagger() -> Tagger:
    """Return the model, read at the first call."""
    with open_data("model.npz") as file, np.load(file) as arrays:
        labels = [str(label) for label in arrays["labels"]]
        size = len(labels)

        def dense(name: str, width: int) -> NDArray[np.float32]:
            values = np.zeros(int(arrays[f"{name}_size"]) * width, np.float32)
            values[arrays[f"{name}_at"]] = arrays[f"{name}_values"]
            return values

        return Tagger(
            labels,
            arrays["hashes"],
            dense("weights", len(OFFSETS) * size).reshape(-1, len(OFFSETS), size),
            arrays["bit_weights"].astype(np.float32),
            arrays["pair_hashes"],
            dense("pairs", size).reshape(-1, size),
            arrays["transitions"].astype(np.float32),
        )
