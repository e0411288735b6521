"""An encoder that reads a sentence and says of each of its marked numbers what happened to those whom it counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from tools.casualties.attention import (
    Pass,
    dense,
    dense_back,
    gelu,
    gelu_back,
    keep,
    layer,
    layer_back,
    masked,
    norm,
    norm_back,
)
from tools.casualties.network import BETAS, ROLE_SHARE, shares

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tools.casualties.attention import Array, Layer, Normed, Weights

    Ints = NDArray[np.int64]

WARM_UP: Final = 0.1
"""Share of the steps in which the rate rises."""
LAST_RATE: Final = 0.05
"""Share of the rate that is left at the end."""
NEWEST: Final = 0.03
"""Weight of a step's loss in the mean that is printed."""
CLIP: Final = 1.0
"""Length of the slopes at most."""
EPSILON: Final = np.float32(1e-8)
SPREAD: Final = 0.03
"""Spread of the weights that begin at random."""
HIDDEN: Final = 128
"""Of the last layer but one."""
ANSWERED: Final = 24
"""Sentences that are answered at a time."""
NEW: Final = ("mark", "hidden", "hidden_bias", "kinds", "kinds_bias", "roles", "roles_bias")
"""Weights that begin without a pretrained model."""


class Sentence(NamedTuple):
    """A sentence in pieces, the end of the one before it in front, and its numbers."""

    pieces: list[int]
    numbers: list[tuple[int, int, int]]
    """Index of the example that a number is, and of its first and last piece."""


class Targets(NamedTuple):
    """What is right of each example."""

    kinds: Array
    """[example, kind], shares"""
    roles: Ints
    """Index of the right role; -1 where there is none."""
    weights: Array
    """How much each example counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How an encoder is trained."""

    epochs: int = 2
    rate: float = 2e-4
    rate_of_new: float = 1e-3
    decay: float = 0.01
    drop: float = 0.1
    drop_hidden: float = 0.2
    blank: float = 0.1
    """Share of the pieces that are blanked out at each step."""
    smoothing: float = 0.05
    pieces: int = 900
    """Of a batch."""
    seed: int = 0


class Done(NamedTuple):
    """What a pass has computed."""

    is_piece: Array
    is_number: Array
    at: Ints
    """[number, 4]: example, row, first and last piece."""
    normed: Normed
    kept: Array | None
    layers: list[Layer]
    features: Array
    features_kept: Array | None
    bent: tuple[Array, Array]
    hidden_kept: Array | None
    hidden: Array


def first_weights(rng: np.random.Generator, width: int, classes: tuple[int, int]) -> Weights:
    """Return the weights of what no pretrained model has: the mark of numbers, and the layers that answer."""

    def some(rows: int, columns: int) -> Array:
        return (rng.standard_normal((rows, columns)) * SPREAD).astype(np.float32)

    return {
        "mark": np.zeros(width, np.float32),
        "hidden": some(3 * width, HIDDEN),
        "hidden_bias": np.zeros(HIDDEN, np.float32),
        "kinds": some(HIDDEN, classes[0]),
        "kinds_bias": np.zeros(classes[0], np.float32),
        "roles": some(HIDDEN, classes[1]),
        "roles_bias": np.zeros(classes[1], np.float32),
    }


@dataclass(slots=True)
class Encoder:
    """An encoder: its tables of pieces and places, which training leaves as they are, and its weights."""

    table: Array
    places: Array
    weights: Weights
    layers: int
    heads: int
    blank: int
    """The piece that stands for one blanked out."""

    def answers(self, sentences: Sequence[Sentence], examples: int) -> tuple[Array, Array]:
        """Return the logits of the kinds and of the roles by example; zeros for those that no sentence has."""
        kinds = np.zeros((examples, len(self.weights["kinds_bias"])), np.float32)
        roles = np.zeros((examples, len(self.weights["roles_bias"])), np.float32)
        ordered = sorted(sentences, key=lambda sentence: len(sentence.pieces))
        for start in range(0, len(ordered), ANSWERED):
            some_kinds, some_roles, done = self.forward(ordered[start : start + ANSWERED])
            kinds[done.at[:, 0]], roles[done.at[:, 0]] = some_kinds, some_roles
        return kinds, roles

    def states(self, rows: Ints, marks: Array) -> Array:
        """Return the states of the pieces of sentences of one length, [sentence, piece, dimension]."""
        given, _ = norm(self._given(rows, marks), self.weights["scale"], self.weights["shift"])
        shared = Pass(np.ones(rows.shape, np.float32), self.heads)
        for number in range(self.layers):
            given, _ = layer(self.weights, str(number), given, shared)
        return given

    def _given(self, rows: Ints, marks: Array) -> Array:
        given: Array = self.table[rows] + self.places[: rows.shape[1]] + marks[..., None] * self.weights["mark"]
        return given

    def forward(
        self, sentences: Sequence[Sentence], recipe: Recipe | None = None, rng: np.random.Generator | None = None
    ) -> tuple[Array, Array, Done]:
        """Return the logits of the kinds and of the roles of the sentences' numbers, and what `backward` needs."""
        rows, is_piece, is_number, at = _padded(sentences)
        drop, drop_hidden, blank = (recipe.drop, recipe.drop_hidden, recipe.blank) if recipe else (0.0, 0.0, 0.0)
        if rng is not None:
            rows = np.where((rng.random(rows.shape) < blank) & (is_piece > is_number), self.blank, rows)
        given, normed = norm(self._given(rows, is_number), self.weights["scale"], self.weights["shift"])
        kept = keep(rng, given.shape, drop)
        given, layers = masked(given, kept), []
        shared = Pass(is_piece, self.heads, rng, drop)
        for number in range(self.layers):
            given, done = layer(self.weights, str(number), given, shared)
            layers.append(done)
        mean = (given * is_piece[..., None]).sum(axis=1) / is_piece.sum(axis=1, keepdims=True)
        _, row, first, last = at.T
        features = np.concatenate([given[row, first], given[row, last], mean[row]], axis=1)
        features_kept = keep(rng, features.shape, drop)
        features = masked(features, features_kept)
        inner = dense(self.weights, "hidden", features)
        hidden, tanh = gelu(inner)
        hidden_kept = keep(rng, hidden.shape, drop_hidden)
        hidden = masked(hidden, hidden_kept)
        done_all = Done(
            is_piece, is_number, at, normed, kept, layers, features, features_kept, (inner, tanh), hidden_kept, hidden
        )
        return dense(self.weights, "kinds", hidden), dense(self.weights, "roles", hidden), done_all

    def backward(self, kinds: Array, roles: Array, done: Done) -> Weights:
        """Return the slopes in all weights from those in the logits."""
        weights = self.weights
        hidden, own = dense_back(weights, "kinds", kinds, done.hidden)
        more, found = dense_back(weights, "roles", roles, done.hidden)
        own |= found
        bent = gelu_back(masked(hidden + more, done.hidden_kept), *done.bent)
        features, found = dense_back(weights, "hidden", bent, done.features)
        own |= found
        slopes = _spread(masked(features, done.features_kept), done)
        for number in reversed(range(self.layers)):
            slopes, found = layer_back(weights, str(number), slopes, done.layers[number])
            own |= found
        slopes, own["scale"], own["shift"] = norm_back(masked(slopes, done.kept), weights["scale"], done.normed)
        return own | {"mark": (slopes * done.is_number[..., None]).sum(axis=(0, 1))}


def _spread(features: Array, done: Done) -> Array:
    """Return the slopes in the states of the pieces from those in the features."""
    width = features.shape[1] // 3
    _, row, first, last = done.at.T
    slopes = np.zeros((*done.is_piece.shape, width), np.float32)
    np.add.at(slopes, (row, first), features[:, :width])
    np.add.at(slopes, (row, last), features[:, width : 2 * width])
    mean = np.zeros((len(slopes), width), np.float32)
    np.add.at(mean, row, features[:, 2 * width :])
    spread: Array = slopes + (mean / done.is_piece.sum(axis=1, keepdims=True))[:, None] * done.is_piece[..., None]
    return spread


def _padded(sentences: Sequence[Sentence]) -> tuple[Ints, Array, Array, Ints]:
    """Return the pieces in rows of one length, which of them are some, which are of a number, and where numbers are."""
    length = max(len(sentence.pieces) for sentence in sentences)
    rows = np.zeros((len(sentences), length), np.int64)
    is_piece, is_number = np.zeros(rows.shape, np.float32), np.zeros(rows.shape, np.float32)
    at = []
    for row, sentence in enumerate(sentences):
        rows[row, : len(sentence.pieces)] = sentence.pieces
        is_piece[row, : len(sentence.pieces)] = 1
        for example, first, last in sentence.numbers:
            is_number[row, first : last + 1] = 1
            at.append((example, row, first, last))
    return rows, is_piece, is_number, np.array(at)


def train(encoder: Encoder, sentences: Sequence[Sentence], targets: Targets, recipe: Recipe, *, log: int = 0) -> None:
    """Train an encoder, in place; with `log`, the loss is printed at every so many steps."""
    rng = np.random.default_rng(recipe.seed)
    plan = [batch for _ in range(recipe.epochs) for batch in _batches(sentences, recipe.pieces, rng)]
    moments = {name: (np.zeros_like(value), np.zeros_like(value)) for name, value in encoder.weights.items()}
    running = 0.0
    for step, batch in enumerate(plan):
        kinds, roles, done = encoder.forward([sentences[at] for at in batch], recipe, rng)
        by_kind, by_role, missed = loss(kinds, roles, targets, done.at[:, 0], recipe.smoothing)
        slopes = encoder.backward(by_kind, by_role, done)
        fall = LAST_RATE + (1 - LAST_RATE) * 0.5 * (1 + np.cos(np.pi * step / len(plan)))
        _adam(encoder.weights, slopes, moments, step + 1, (recipe, min(1.0, (step + 1) / (len(plan) * WARM_UP)) * fall))
        running = missed if step == 0 else (1 - NEWEST) * running + NEWEST * missed
        if log and (step + 1) % log == 0:
            print(f"step {step + 1} of {len(plan)}: loss {running:.3f}", flush=True)


def loss(kinds: Array, roles: Array, targets: Targets, at: Ints, smoothing: float) -> tuple[Array, Array, float]:
    """Return the slopes of the loss in the logits, and the loss."""
    counts = (targets.weights[at] / targets.weights[at].sum())[:, None]
    right = targets.kinds[at] * np.float32(1 - smoothing) + np.float32(smoothing / kinds.shape[1])
    share, role = shares(kinds), shares(roles)
    named = np.zeros_like(role)
    stated = np.flatnonzero(targets.roles[at] >= 0)
    named[stated, targets.roles[at][stated]] = 1
    of_role = named.sum(axis=1, keepdims=True) * counts * np.float32(ROLE_SHARE)
    missed = -(np.log(share + EPSILON) * right * counts).sum() - (np.log(role + EPSILON) * named * of_role).sum()
    return (share - right) * counts, (role - named) * of_role, float(missed)


def _batches(sentences: Sequence[Sentence], pieces: int, rng: np.random.Generator) -> list[list[int]]:
    """Return batches of sentences about as long, in chance order."""
    sizes = np.array([len(sentence.pieces) for sentence in sentences])
    batches: list[list[int]] = [[]]
    longest = 0
    for at in np.argsort(sizes + rng.uniform(0, 5, len(sizes)), kind="stable").tolist():
        longest = max(longest, int(sizes[at]))
        if batches[-1] and (len(batches[-1]) + 1) * longest > pieces:
            batches.append([])
            longest = int(sizes[at])
        batches[-1].append(at)
    return [batches[at] for at in rng.permutation(len(batches))]


def _adam(
    weights: Weights,
    slopes: Weights,
    moments: dict[str, tuple[Array, Array]],
    step: int,
    pace: tuple[Recipe, float],
) -> None:
    """Move the weights one step, in place."""
    recipe, fall = pace
    length = np.sqrt(sum(float(np.vdot(slope, slope)) for slope in slopes.values()))
    short = np.float32(min(1.0, CLIP / (length + 1e-9)))
    bias = np.float32((1 - BETAS[1] ** step) ** -0.5)
    for name, slope in slopes.items():
        first, second = moments[name]
        first += np.float32(1 - BETAS[0]) * (slope * short - first)
        second += np.float32(1 - BETAS[1]) * ((slope * short) ** 2 - second)
        rate = fall * (recipe.rate_of_new if name in NEW else recipe.rate)
        weights[name] -= np.float32(rate / (1 - BETAS[0] ** step)) * (first / (np.sqrt(second) * bias + EPSILON))
        if weights[name].ndim > 1:
            weights[name] *= np.float32(1 - rate * recipe.decay)
