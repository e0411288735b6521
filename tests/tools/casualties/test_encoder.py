"""The encoder that teaches: its slopes are those of its loss, and training makes it learn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from tools.casualties.encoder import Encoder, Recipe, Sentence, Targets, first_weights, loss, train

if TYPE_CHECKING:
    from tools.casualties.attention import Array, Weights

WIDTH = 8
LAYERS = 2
BLANK = 0
STEP = 1e-5
SENTENCES = [Sentence([1, 2, 3, 4, 5], [(0, 1, 2), (1, 4, 4)]), Sentence([6, 7, 8], [(2, 0, 0)])]
TARGETS = Targets(
    kinds=np.eye(4, dtype=np.float32)[[0, 2, 1]],
    roles=np.array([-1, 1, 2]),
    weights=np.array([1.0, 0.3, 1.0], np.float32),
)


def encoder() -> Encoder:
    """Return a small encoder whose weights are of double precision, so that slopes can be compared."""
    rng = np.random.default_rng(0)

    def some(*shape: int) -> Array:
        return rng.normal(0, 0.4, shape).astype(np.float32)

    weights: Weights = first_weights(rng, WIDTH, (4, 3)) | {"scale": 1 + some(WIDTH), "shift": some(WIDTH)}
    for number in range(LAYERS):
        weights |= {
            f"{number}.qkv": some(WIDTH, 3 * WIDTH),
            f"{number}.qkv_bias": some(3 * WIDTH),
            f"{number}.out": some(WIDTH, WIDTH),
            f"{number}.out_bias": some(WIDTH),
            f"{number}.up": some(WIDTH, 2 * WIDTH),
            f"{number}.up_bias": some(2 * WIDTH),
            f"{number}.down": some(2 * WIDTH, WIDTH),
            f"{number}.down_bias": some(WIDTH),
            f"{number}.scale": 1 + some(WIDTH),
            f"{number}.shift": some(WIDTH),
            f"{number}.scale_again": 1 + some(WIDTH),
            f"{number}.shift_again": some(WIDTH),
        }
    weights["mark"] = some(WIDTH)
    doubled = {name: value.astype(np.float64) for name, value in weights.items()}
    return Encoder(some(20, WIDTH), some(12, WIDTH), doubled, LAYERS, heads=2, blank=BLANK)  # type: ignore[arg-type]


def total_loss(found: Encoder) -> float:
    """Return the loss of the sentences in kinds and roles."""
    kinds, roles, done = found.forward(SENTENCES)
    return loss(kinds, roles, TARGETS, done.at[:, 0], 0.05)[2]


def slopes(found: Encoder) -> Weights:
    """Return the slopes of the loss in all weights."""
    kinds, roles, done = found.forward(SENTENCES)
    by_kind, by_role, _ = loss(kinds, roles, TARGETS, done.at[:, 0], 0.05)
    return found.backward(by_kind, by_role, done)


@pytest.mark.parametrize("name", sorted(encoder().weights))
def test_slopes_are_those_of_the_loss(name: str) -> None:
    """A small step in any weight changes the loss by as much as its slope says."""
    found = encoder()
    slope = slopes(found)[name]
    rng = np.random.default_rng(1)
    for _ in range(3):
        at = tuple(int(rng.integers(size)) for size in slope.shape)
        weight = found.weights[name]
        weight[at] += STEP
        more = total_loss(found)
        weight[at] -= 2 * STEP
        less = total_loss(found)
        weight[at] += STEP
        assert (more - less) / (2 * STEP) == pytest.approx(slope[at], rel=1e-3, abs=1e-5)


def test_training_learns_what_is_right() -> None:
    """After some passes the right kind and the right role are the likeliest of each number."""
    found = encoder()
    found.weights = {name: value.astype(np.float32) for name, value in found.weights.items()}
    train(found, SENTENCES, TARGETS, Recipe(epochs=60, rate=1e-2, rate_of_new=1e-2, blank=0.0, pieces=16))
    kinds, roles = found.answers(SENTENCES, 3)
    assert kinds.argmax(axis=1).tolist() == [0, 2, 1]
    assert roles[1:].argmax(axis=1).tolist() == [1, 2]


def test_a_filled_row_is_answered_as_one_by_itself() -> None:
    """What a shorter sentence is filled up with changes nothing of its answer."""
    found = encoder()
    together, alone = found.forward(SENTENCES)[0], found.forward(SENTENCES[1:])[0]
    assert together[2] == pytest.approx(alone[0])


def test_a_number_that_no_sentence_has_is_answered_with_zeros() -> None:
    """An example whose sentence was left out has no answer."""
    kinds, _ = encoder().answers(SENTENCES[1:], 4)
    assert not kinds[[0, 1, 3]].any()
    assert kinds[2].any()
