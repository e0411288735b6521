"""The recogniser's arithmetic, on a model small enough to do by hand."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from streams.entities.bits import BITS
from streams.entities.crf import OFFSETS, Tagger
from streams.entities.keys import key_hash
from streams.entities.tokens import Tokens

WORDS = ("Ada", "met", "Bo", "in", "Lima")


def small(seed: int) -> Tagger:
    """Return a model of three labels with random weights for a handful of words."""
    rng = np.random.default_rng(seed)
    names = sorted((f"w={word.lower()}" for word in WORDS), key=key_hash)
    return Tagger(
        ["O", "U-PER", "U-LOC"],
        np.array([key_hash(name) for name in names], np.uint64),
        rng.normal(size=(len(names), len(OFFSETS), 3)).astype(np.float32),
        np.zeros((len(BITS), 3, 3), np.float32),
        np.array([0], np.uint64),
        np.zeros((1, 3), np.float32),
        rng.normal(size=(3, 3)).astype(np.float32),
    )


def score(model: Tagger, words: list[str], path: tuple[int, ...]) -> float:
    """Return the score of a labelling, by definition."""
    at = {int(value): row for row, value in enumerate(model.hashes)}
    total = 0.0
    for place, label in enumerate(path):
        for offset in OFFSETS:
            if 0 <= place + offset < len(words):
                row = at[key_hash(f"w={words[place + offset].lower()}")]
                total += float(model.weights[row, offset + 2, label])
        if place:
            total += float(model.transitions[path[place - 1], label])
    return total


@given(st.integers(0, 10_000), st.lists(st.sampled_from(WORDS), min_size=1, max_size=5))
def test_best_labelling(seed: int, words: list[str]) -> None:
    """The labelling found is the best of all."""
    model = small(seed)
    tokens = Tokens(words, list(range(len(words))), list(range(1, len(words) + 1)), [0])
    labels, _ = model.tag(tokens)
    found = tuple(model.labels.index(label) for label in labels)
    best = max(score(model, words, path) for path in itertools.product(range(3), repeat=len(words)))

    assert score(model, words, found) >= best - 1e-3


def test_sentences_apart() -> None:
    """Sentences read together have the labels that they have alone."""
    model = small(7)
    one, other = ["Ada", "met", "Bo"], ["Lima", "in"]
    both = Tokens(one + other, list(range(5)), list(range(1, 6)), [0, 3])
    alone = [
        label
        for words in (one, other)
        for label in model.tag(Tokens(words, [0] * len(words), [1] * len(words), [0]))[0]
    ]

    assert model.tag(both)[0] == alone
