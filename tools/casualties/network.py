"""A network with one hidden layer and two answers, trained with Adam in numpy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from tools.casualties.attention import GELU

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tools.casualties.attention import Array, Weights

ROLE_SHARE: Final = 0.4
"""Weight of the loss of the role beside that of the kind."""
BETAS: Final = (0.9, 0.999)
CHANCES: Final = 256
"""Steps in which the share that is dropped is told: bytes are drawn in a quarter of the time of floats."""


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


def train(inputs: Array, kinds: Array, roles: NDArray[np.int64], recipe: Recipe, seed: int = 0) -> Weights:
    """Return the weights of a network.

    `inputs` are [example, feature]; `kinds` the shares of the kinds, [example, kind]; `roles` the index of the right
    role, -1 where there is none.
    """
    rng = np.random.default_rng(seed)
    weights = _begin(rng, inputs.shape[1], recipe.hidden, kinds.shape[1], int(roles.max()) + 1)
    moments = {name: (np.zeros_like(value), np.zeros_like(value)) for name, value in weights.items()}
    steps = recipe.epochs * (len(inputs) // recipe.batch)
    for step in range(steps):
        if step % (len(inputs) // recipe.batch) == 0:
            order = rng.permutation(len(inputs))
        at = order[(step * recipe.batch) % (len(inputs) // recipe.batch * recipe.batch) :][: recipe.batch]
        slopes = _slopes(weights, (inputs[at], kinds[at], roles[at]), recipe, rng)
        rate = recipe.rate * 0.5 * (1 + np.cos(np.pi * step / steps))
        _adam(weights, slopes, moments, step + 1, (rate, recipe.decay))
    return weights


def answers(weights: Weights, inputs: Array) -> tuple[Array, Array]:
    """Return the shares of the kinds and of the roles, [example, class]."""
    hidden, _ = _gelu(inputs @ weights["input"] + weights["hidden"])
    return shares(hidden @ weights["kinds"] + weights["kind_bias"]), shares(
        hidden @ weights["roles"] + weights["role_bias"]
    )


def shares(values: Array) -> Array:
    """Return each row's shares of one."""
    raised = np.exp(values - values.max(axis=1, keepdims=True))
    share: Array = raised / raised.sum(axis=1, keepdims=True)
    return share


def _begin(rng: np.random.Generator, size: int, hidden: int, kinds: int, roles: int) -> Weights:
    def some(rows: int, columns: int, spread: float) -> Array:
        return (rng.standard_normal((rows, columns)) * spread).astype(np.float32)

    return {
        "input": some(size, hidden, 0.7 / np.sqrt(size)),
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
    weights: Weights, batch: tuple[Array, Array, NDArray[np.int64]], recipe: Recipe, rng: np.random.Generator
) -> Weights:
    """Return the slopes of the loss of a batch in all weights."""
    inputs, kinds, roles = batch
    size = np.float32(len(inputs))
    inputs = inputs * _kept(rng, inputs.shape, recipe.drop_input)
    raised, slope = _gelu(inputs @ weights["input"] + weights["hidden"])
    mask = _kept(rng, raised.shape, recipe.drop_hidden)
    hidden = raised * mask
    target = kinds * np.float32(1 - recipe.smoothing) + np.float32(recipe.smoothing / kinds.shape[1])
    by_kind = (shares(hidden @ weights["kinds"] + weights["kind_bias"]) - target) / size
    by_role = shares(hidden @ weights["roles"] + weights["role_bias"])
    stated = roles >= 0
    by_role[stated, roles[stated]] -= 1
    by_role *= stated[:, None] * np.float32(ROLE_SHARE) / size
    back = (by_kind @ weights["kinds"].T + by_role @ weights["roles"].T) * mask * slope
    return {
        "input": inputs.T @ back,
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
        first += (1 - BETAS[0]) * (slope - first)
        second += (1 - BETAS[1]) * (slope * slope - second)
        weights[name] -= (size * first / (np.sqrt(second) + 1e-8) + rate * decay * weights[name]).astype(np.float32)
