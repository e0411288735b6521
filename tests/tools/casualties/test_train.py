"""How the classifier's networks are joined to the one that ships."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from tools.casualties.network import Inputs, Recipe, answers, train
from tools.casualties.train import joined

if TYPE_CHECKING:
    from tools.casualties.network import Array, Weights

INPUTS = Inputs(np.eye(4, dtype=np.float32), np.array([[0, 2], [1, 2], [0, 1], [2, 2]], np.int32), 2)
"""The features of the examples are the first, the second, both and none."""
KINDS: Array = np.eye(2, dtype=np.float32)[[0, 1, 0, 1]]
ROLES = np.array([-1, 0, -1, 1])


def network(seed: int) -> Weights:
    """Return a network trained on four examples until its answers differ by more than rounding does."""
    return train(INPUTS, KINDS, ROLES, Recipe(hidden=3, epochs=200, batch=4), seed)


def odds(shares: Array) -> Array:
    """Return by how much the second class is likelier than the first, as a logarithm."""
    odds: Array = np.log(shares[:, 1] / shares[:, 0])
    return odds


def test_one_network_joined_is_itself() -> None:
    """Joining changes nothing where there is one."""
    one = network(0)
    for joint, alone in zip(answers(joined([one]), INPUTS), answers(one, INPUTS), strict=True):
        assert joint == pytest.approx(alone)


def test_the_answers_of_joined_networks_are_the_mean() -> None:
    """The odds of each class are the mean of those that the networks give, for kinds and for roles."""
    networks = [network(seed) for seed in range(3)]
    for answer in (0, 1):
        mean = np.mean([odds(answers(one, INPUTS)[answer]) for one in networks], axis=0)
        assert odds(answers(joined(networks), INPUTS)[answer]) == pytest.approx(mean, rel=1e-5)


def test_a_feature_says_what_the_vectors_do_not() -> None:
    """Examples whose vectors are alike are told apart by their features; a place without a feature counts nothing."""
    alike = INPUTS._replace(slots=np.zeros((4, 1), np.float32))
    kinds = np.eye(2, dtype=np.float32)[[0, 1, 0, 1]]
    learned = train(alike, kinds, ROLES, Recipe(hidden=3, epochs=600, batch=4, drop_input=0, drop_hidden=0))
    shares, _ = answers(learned, alike.some(slice(0, 2)))
    assert shares[0, 0] > 0.8  # far from chance
    assert shares[1, 1] > 0.8
