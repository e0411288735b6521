"""A network with one hidden layer and two answers, trained with Adam in numpy.

Its inputs are vectors, and features of which each example has some dozens out of many thousands: they are kept as rows
of indices, for a matrix of noughts and ones takes gigabytes and most of the time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from tools.casualties.attention import GELU

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tools.casualties.attention import Array, Weights

    Ints = NDArray[np.int64]

ROLE_SHARE: Final = 0.4
"""Weight of the loss of the role beside that of the kind."""
BETAS: Final = (0.9, 0.999)
CHANCES: Final = 256
"""Steps in which the share that is dropped is told: bytes are drawn in a quarter of the time of floats."""


class Inputs(NamedTuple):
    """What a network sees of examples."""

    slots: Array
    """[example, number]"""
    features: NDArray[np.int32]
    """[example, place]: the features that hold, as indices; `known` where there is none."""
    known: int
    """Features in all."""

    def some(self, at: Ints | slice) -> Inputs:
        """Return the inputs of some examples."""
        return Inputs(self.slots[at], self.features[at], self.known)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How a network is trained."""

    hidden: int = 64
    epochs: int = 20
    rate: float = 4e-3
    decay: float = 0.05
    """Pull of the weights to zero at each step, times the rate."""
    drop_input: float = 0.2
    drop_hidden: float = 0.4
    smoothing: float = 0.03
    """Share of an example's weight that goes to all classes alike."""
    batch: int = 256
    """Four times 64 at twice the rate: as good, in a third of the time."""


def train(inputs: Inputs, kinds: Array, roles: Ints, recipe: Recipe, seed: int = 0, *, log: bool = False) -> Weights:
    """Return the weights of a network; with `log`, each pass over the examples is printed.

    `kinds` are the shares of the kinds, [example, kind]; `roles` the index of the right role, -1 where there is none.
    """
    rng = np.random.default_rng(seed)
    weights = _begin(rng, (inputs.slots.shape[1], inputs.known, kinds.shape[1], int(roles.max()) + 1), recipe.hidden)
    moments = {name: (np.zeros_like(value), np.zeros_like(value)) for name, value in weights.items()}
    batches = len(kinds) // recipe.batch
    for step in range(recipe.epochs * batches):
        if step % batches == 0:
            order = rng.permutation(len(kinds))
        at = order[(step % batches) * recipe.batch :][: recipe.batch]
        slopes = _slopes(weights, inputs.some(at), (kinds[at], roles[at]), recipe, rng)
        rate = recipe.rate * 0.5 * (1 + np.cos(np.pi * step / (recipe.epochs * batches)))
        _adam(weights, slopes, moments, step + 1, (rate, recipe.decay))
        if log and (step + 1) % batches == 0:
            print(f"network {seed + 1}: pass {(step + 1) // batches} of {recipe.epochs}", flush=True)
    return weights


def answers(weights: Weights, inputs: Inputs) -> tuple[Array, Array]:
    """Return the shares of the kinds and of the roles, [example, class]."""
    held, holds = _held(inputs)
    raised = inputs.slots @ weights["slots"] + holds @ weights["features"][held] + weights["hidden"]
    hidden, _ = _gelu(raised)
    return shares(hidden @ weights["kinds"] + weights["kind_bias"]), shares(
        hidden @ weights["roles"] + weights["role_bias"]
    )


def shares(values: Array) -> Array:
    """Return each row's shares of one."""
    raised = np.exp(values - values.max(axis=1, keepdims=True))
    share: Array = raised / raised.sum(axis=1, keepdims=True)
    return share


def _held(inputs: Inputs) -> tuple[Ints, Array]:
    """Return the features that hold in some example, and which hold in each, [example, feature]."""
    found, places = np.unique(inputs.features, return_inverse=True)
    holds = np.zeros((len(inputs.features), len(found)), np.float32)
    holds[np.arange(len(holds))[:, None], places.reshape(inputs.features.shape)] = 1
    known = int(np.searchsorted(found, inputs.known))
    return found[:known].astype(np.int64), holds[:, :known]


def _begin(rng: np.random.Generator, sizes: tuple[int, int, int, int], hidden: int) -> Weights:
    slots, features, kinds, roles = sizes

    def some(rows: int, columns: int, spread: float) -> Array:
        return (rng.standard_normal((rows, columns)) * spread).astype(np.float32)

    spread = 0.7 / np.sqrt(slots + features)
    return {
        "slots": some(slots, hidden, spread),
        "features": some(features, hidden, spread),
        "hidden": np.zeros(hidden, np.float32),
        "kinds": some(hidden, kinds, 0.1),
        "kind_bias": np.zeros(kinds, np.float32),
        "roles": some(hidden, roles, 0.1),
        "role_bias": np.zeros(roles, np.float32),
    }


def _gelu(values: Array) -> tuple[Array, Array]:
    """Return the values as the hidden layer gives them on, and the slopes there."""
    inner = np.tanh(GELU[0] * (values + GELU[1] * values**3))
    slope = 0.5 * (1 + inner) + 0.5 * values * (1 - inner**2) * GELU[0] * (1 + 3 * GELU[1] * values**2)
    return np.float32(0.5) * values * (1 + inner), slope.astype(np.float32)


def _kept(rng: np.random.Generator, shape: tuple[int, ...], drop: float) -> Array:
    """Return a mask that keeps a share of the values, and makes up for those dropped."""
    chances = rng.integers(0, CHANCES, shape, np.uint8)
    mask: Array = (chances >= round(drop * CHANCES)).astype(np.float32) * np.float32(1 / (1 - drop))
    return mask


def _slopes(
    weights: Weights, inputs: Inputs, right: tuple[Array, Ints], recipe: Recipe, rng: np.random.Generator
) -> Weights:
    """Return the slopes of the loss of a batch in all weights."""
    kinds, roles = right
    size = np.float32(len(kinds))
    slots = inputs.slots * _kept(rng, inputs.slots.shape, recipe.drop_input)
    held, holds = _held(inputs)
    holds *= _kept(rng, holds.shape, recipe.drop_input)
    raised, slope = _gelu(slots @ weights["slots"] + holds @ weights["features"][held] + weights["hidden"])
    mask = _kept(rng, raised.shape, recipe.drop_hidden)
    hidden = raised * mask
    target = kinds * np.float32(1 - recipe.smoothing) + np.float32(recipe.smoothing / kinds.shape[1])
    by_kind = (shares(hidden @ weights["kinds"] + weights["kind_bias"]) - target) / size
    by_role = shares(hidden @ weights["roles"] + weights["role_bias"])
    stated = roles >= 0
    by_role[stated, roles[stated]] -= 1
    by_role *= stated[:, None] * np.float32(ROLE_SHARE) / size
    back = (by_kind @ weights["kinds"].T + by_role @ weights["roles"].T) * mask * slope
    features = np.zeros_like(weights["features"])
    features[held] = holds.T @ back
    return {
        "slots": slots.T @ back,
        "features": features,
        "hidden": back.sum(axis=0),
        "kinds": hidden.T @ by_kind,
        "kind_bias": by_kind.sum(axis=0),
        "roles": hidden.T @ by_role,
        "role_bias": by_role.sum(axis=0),
    }


def _adam(
    weights: Weights, slopes: Weights, moments: dict[str, tuple[Array, Array]], step: int, pace: tuple[float, float]
) -> None:
    """Move the weights one step at a rate and with a decay, in place."""
    rate, decay = pace
    size = rate * np.sqrt(1 - BETAS[1] ** step) / (1 - BETAS[0] ** step)
    for name, slope in slopes.items():
        first, second = moments[name]
        first += np.float32(1 - BETAS[0]) * (slope - first)
        second += np.float32(1 - BETAS[1]) * (slope * slope - second)
        move = np.float32(size) * first / (np.sqrt(second) + np.float32(1e-8))
        weights[name] -= move + np.float32(rate * decay) * weights[name]
