"""The teacher's network: all-MiniLM-L6-v2 with a layer that says of each word which part of a name it is, in JAX.

The pretrained model knows no capitals; how a word is written is added to its pieces.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from tokenizers import BertWordPieceTokenizer

from tools.casualties.teacher import tensors
from tools.entities.train import LABELS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    Weights = dict[str, Any]

LAYERS: Final = 6
HEADS: Final = 12
LENGTH: Final = 128
"""Pieces of a window, its two ends included."""
WINDOWS: Final = 8
"""Of a batch."""
CASES: Final = 8
DROP: Final = 0.1
BLANK: Final = 0.05
"""Share of the pieces that are blanked out at each step."""
SMOOTHING: Final = 0.05
WARM_UP: Final = 0.06
"""Share of the steps in which the rate rises."""
LAST_RATE: Final = 0.02
"""Share of the rate that is left at the end."""
FASTER: Final = 10
"""How much faster learns what begins at random."""
DECAY: Final = 0.01
FIXED: Final = ("pieces", "places")
NEW: Final = ("labels", "labels_bias", "cases")
CLS, SEP, MASK, UNKNOWN = 101, 102, 103, 100
_PIECES_OF_WORD: Final = 12
_LAYER: Final = {
    "out": "attention.output.dense",
    "norm": "attention.output.LayerNorm",
    "up": "intermediate.dense",
    "down": "output.dense",
    "norm_again": "output.LayerNorm",
}


class Window(NamedTuple):
    """Words of a text that are read together."""

    pieces: list[int]
    cases: list[int]
    """How the word of each piece is written."""
    firsts: list[int]
    """The first piece of each word."""
    labels: list[int] | None
    start: int
    """Of the first word in its text."""


class Pieces:
    """Words in pieces, looked up once."""

    def __init__(self, folder: Path) -> None:
        self._tokenizer = BertWordPieceTokenizer(str(folder / "vocab.txt"), lowercase=True)
        self._seen: dict[str, list[int]] = {}

    def of(self, word: str) -> list[int]:
        """Return the pieces of a word."""
        if word not in self._seen:
            found = self._tokenizer.encode(word[:40], add_special_tokens=False).ids
            self._seen[word] = found[:_PIECES_OF_WORD] or [UNKNOWN]
        return self._seen[word]

    def windows(self, words: Sequence[str], labels: Sequence[str] | None) -> Iterator[Window]:
        """Yield windows of words, each as long as can be."""
        at = 0
        while at < len(words):
            start, pieces, cases, firsts = at, [CLS], [0], []
            while at < len(words) and len(pieces) + len(self.of(words[at])) < LENGTH:
                firsts.append(len(pieces))
                pieces += self.of(words[at])
                cases += [case_of(words[at])] * len(self.of(words[at]))
                at += 1
            own = None if labels is None else [LABELS.index(label) for label in labels[start:at]]
            yield Window([*pieces, SEP], [*cases, 0], firsts, own, start)


def case_of(word: str) -> int:
    """Return how a word is written: digits, marks, small, one letter, capitals, one capital, or else."""
    if not word[0].isalpha():
        return 1 if word[0].isdigit() else 2
    if word.islower():
        return 3
    if len(word) == 1:
        return 4
    return 5 if word.isupper() else 6 if word[0].isupper() else 7


def pretrained(folder: Path, seed: int) -> Weights:
    """Return the pretrained model's weights, and at random those that it lacks."""
    found = tensors(folder)
    types = found["embeddings.token_type_embeddings.weight"][0]
    weights: Weights = {
        "pieces": found["embeddings.word_embeddings.weight"],
        "places": (found["embeddings.position_embeddings.weight"] + types)[:LENGTH],
        "norm": found["embeddings.LayerNorm.weight"],
        "norm_bias": found["embeddings.LayerNorm.bias"],
    }
    for number in range(LAYERS):
        prefix = f"encoder.layer.{number}."
        asked = [f"{prefix}attention.self.{name}" for name in ("query", "key", "value")]
        weights[f"{number}.asked"] = np.concatenate([found[f"{name}.weight"].T for name in asked], axis=1)
        weights[f"{number}.asked_bias"] = np.concatenate([found[f"{name}.bias"] for name in asked])
        for short, name in _LAYER.items():
            weights[f"{number}.{short}"] = found[f"{prefix}{name}.weight"].T
            weights[f"{number}.{short}_bias"] = found[f"{prefix}{name}.bias"]
    random = np.random.default_rng(seed)
    width = weights["pieces"].shape[1]
    weights["cases"] = (random.standard_normal((CASES, width)) * 0.02).astype(np.float32)
    weights["labels"] = (random.standard_normal((width, len(LABELS))) * 0.03).astype(np.float32)
    weights["labels_bias"] = np.zeros(len(LABELS), np.float32)
    return weights


def _norm(weights: Weights, name: str, values: Any) -> Any:
    centred = values - values.mean(-1, keepdims=True)
    spread = jax.lax.rsqrt((centred * centred).mean(-1, keepdims=True) + 1e-12)
    return centred * spread * weights[name] + weights[f"{name}_bias"]


def _dense(weights: Weights, name: str, values: Any) -> Any:
    flat = values.reshape(-1, values.shape[-1]) @ weights[name] + weights[f"{name}_bias"]
    return flat.reshape(*values.shape[:-1], -1)


def _dropped(key: Any, values: Any) -> Any:
    if key is None:
        return values
    return jnp.where(jax.random.bernoulli(key, 1 - DROP, values.shape), values / (1 - DROP), 0)


def _logits(weights: Weights, batch: tuple[Any, ...], key: Any = None) -> Any:
    """Return the logits of the labels, [window, word, label]."""
    pieces, cases, is_piece, firsts = batch[:4]
    keys = iter([None] * (2 * LAYERS + 2) if key is None else jax.random.split(key, 2 * LAYERS + 2))
    states = weights["pieces"][pieces] + weights["places"] + weights["cases"][cases]
    states = _dropped(next(keys), _norm(weights, "norm", states))
    nowhere = ((1 - is_piece) * -1e9)[:, None, None, :]
    for number in range(LAYERS):
        asked = _dense(weights, f"{number}.asked", states)
        asked = asked.reshape(*pieces.shape, 3, HEADS, -1).transpose(2, 0, 3, 1, 4)
        each = asked.shape[-1]
        looks = jax.nn.softmax(asked[0] @ asked[1].transpose(0, 1, 3, 2) * each**-0.5 + nowhere, -1)
        joined = (looks @ asked[2]).transpose(0, 2, 1, 3).reshape(*pieces.shape, -1)
        gathered = _dropped(next(keys), _dense(weights, f"{number}.out", joined))
        states = _norm(weights, f"{number}.norm", states + gathered)
        raised = jax.nn.gelu(_dense(weights, f"{number}.up", states), approximate=True)
        worked = _dropped(next(keys), _dense(weights, f"{number}.down", raised))
        states = _norm(weights, f"{number}.norm_again", states + worked)
    states = _dropped(next(keys), states)
    words = jnp.take_along_axis(states, firsts[:, :, None], 1)
    return _dense(weights, "labels", words)


@jax.jit
def shares(weights: Weights, batch: tuple[Any, ...]) -> Any:
    """Return the logarithm of each label's share, [window, word, label]."""
    return jax.nn.log_softmax(_logits(weights, batch), -1)


def collated(windows: Sequence[Window], size: int) -> tuple[np.ndarray[Any, Any], ...]:
    """Return windows as arrays of `size` rows: pieces, cases, what is a piece, first pieces, labels (-1: none)."""
    pieces, cases, firsts = (np.zeros((size, LENGTH), np.int32) for _ in range(3))
    is_piece, labels = np.zeros((size, LENGTH), np.float32), np.full((size, LENGTH), -1, np.int32)
    is_piece[len(windows) :, 0] = 1  # so that what looks has something to look at
    for row, window in enumerate(windows):
        length = len(window.pieces)
        pieces[row, :length], cases[row, :length], is_piece[row, :length] = window.pieces, window.cases, 1
        firsts[row, : len(window.firsts)] = window.firsts
        if window.labels is not None:
            labels[row, : len(window.labels)] = window.labels
    return pieces, cases, is_piece, firsts, labels


def _loss(learned: Weights, fixed: Weights, batch: tuple[Any, ...], key: Any) -> Any:
    share = jax.nn.log_softmax(_logits(fixed | learned, batch, key), -1)
    labels = batch[4]
    is_word = labels >= 0
    right = jnp.take_along_axis(share, jnp.maximum(labels, 0)[:, :, None], 2)[:, :, 0]
    missed = -(1 - SMOOTHING) * right - SMOOTHING * share.mean(-1)
    return (missed * is_word).sum() / jnp.maximum(is_word.sum(), 1)


@partial(jax.jit, donate_argnums=(0, 2))
def _step(
    learned: Weights, fixed: Weights, moments: tuple[Weights, Weights], batch: tuple[Any, ...], pace: tuple[Any, ...]
) -> tuple[Weights, tuple[Weights, Weights], Any]:
    """Return the weights after a step of Adam. `pace` is the step's number, its rate and the key of its chance."""
    number, rate, key = pace
    missed, slopes = jax.value_and_grad(_loss)(learned, fixed, batch, key)
    short = jnp.minimum(1, 1 / (jnp.sqrt(sum((slope * slope).sum() for slope in slopes.values())) + 1e-9))
    firsts, seconds, new = {}, {}, {}
    for name, value in learned.items():
        slope = slopes[name] * short
        firsts[name] = 0.9 * moments[0][name] + 0.1 * slope
        seconds[name] = 0.999 * moments[1][name] + 0.001 * slope * slope
        move = firsts[name] / (1 - 0.9**number) / (jnp.sqrt(seconds[name] / (1 - 0.999**number)) + 1e-8)
        own = rate * (FASTER if name in NEW else 1)
        new[name] = value - own * move - (own * DECAY * value if value.ndim > 1 else 0)
    return new, (firsts, seconds), missed


def tuned(
    weights: Weights, windows: Sequence[Window], *, epochs: int, rate: float, steps: int | None = None
) -> Weights:
    """Return the weights after training on labelled windows; after so many steps of the plan, if any."""
    random, key = np.random.default_rng(0), jax.random.PRNGKey(0)
    fixed = {name: jnp.asarray(weights[name]) for name in FIXED}
    learned = {name: jnp.asarray(value) for name, value in weights.items() if name not in FIXED}
    moments = tuple({name: jnp.zeros_like(value) for name, value in learned.items()} for _ in range(2))
    plan = []
    for _ in range(epochs):
        order = random.permutation(len(windows))
        plan += [order[first : first + WINDOWS] for first in range(0, len(order), WINDOWS)]
    for number, chosen in enumerate(plan[:steps], start=1):
        key, own = jax.random.split(key)
        rise, fall = min(1, number / (WARM_UP * len(plan))), max(LAST_RATE, 1 - number / len(plan))
        pieces, *rest = collated([windows[at] for at in chosen], WINDOWS)
        blank = (random.random(pieces.shape) < BLANK) & (pieces > MASK)
        batch = (np.where(blank, MASK, pieces), *rest)
        learned, moments, missed = _step(learned, fixed, moments, batch, (float(number), rate * rise * fall, own))
        if number % 100 == 0:
            print(f"step {number} of {len(plan)}: loss {float(missed):.3f}")
    return {name: np.asarray(value) for name, value in (fixed | learned).items()}
