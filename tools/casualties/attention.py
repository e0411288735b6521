"""Layers of a BERT-like encoder with their slopes, in numpy.

Each function that computes returns what its counterpart `..._back` needs beside the slopes of its answer. Arrays of
words are [sentence, word, dimension].
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float32]
    Weights = dict[str, Array]

GELU: Final = (np.float32(0.7978845608), np.float32(0.044715))
TINY: Final = np.float32(1e-12)
HALF: Final = np.float32(0.5)
NOWHERE: Final = np.float32(-1e9)
"""Added to the score of what is no word, so that nothing looks at it."""


class Normed(NamedTuple):
    """Values of mean zero and spread one, and by what they were divided."""

    values: Array
    by: Array


class Heads(NamedTuple):
    """What the words of a layer ask for, what they offer, what they give, and where each looks."""

    query: Array
    key: Array
    value: Array
    looks: Array


class Layer(NamedTuple):
    """What a layer has computed."""

    given: Array
    heads: Heads
    joined: Array
    kept: Array | None
    normed: Normed
    middle: Array
    inner: Array
    tanh: Array
    raised: Array
    kept_again: Array | None
    normed_again: Normed


def gelu(values: Array) -> tuple[Array, Array]:
    """Return the values bent by GELU, and the hyperbolic tangents that its slope needs."""
    tanh = np.tanh(GELU[0] * values * (1 + GELU[1] * values * values))
    return HALF * values * (1 + tanh), tanh


def gelu_back(slopes: Array, values: Array, tanh: Array) -> Array:
    """Return the slopes in the values."""
    bend = (1 - tanh * tanh) * (GELU[0] * (1 + 3 * GELU[1] * values * values))
    back: Array = slopes * HALF * (1 + tanh + values * bend)
    return back


def norm(values: Array, scale: Array, shift: Array) -> tuple[Array, Normed]:
    """Return the values of each word with mean and spread as learned."""
    centred = values - values.mean(axis=-1, keepdims=True)
    by = 1 / np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + TINY)
    centred *= by
    return centred * scale + shift, Normed(centred, by)


def norm_back(slopes: Array, scale: Array, normed: Normed) -> tuple[Array, Array, Array]:
    """Return the slopes in the values, the scale and the shift."""
    values, by = normed
    flat = slopes.reshape(-1, slopes.shape[-1])
    in_scale, in_shift = (flat * values.reshape(flat.shape)).sum(axis=0), flat.sum(axis=0)
    slopes = slopes * scale
    centred = slopes - slopes.mean(axis=-1, keepdims=True)
    back: Array = (centred - values * (slopes * values).mean(axis=-1, keepdims=True)) * by
    return back, in_scale, in_shift


def keep(rng: np.random.Generator | None, shape: tuple[int, ...], drop: float) -> Array | None:
    """Return a mask that keeps a share of values and makes up for those dropped; none outside training."""
    if rng is None or not drop:
        return None
    mask: Array = (rng.random(shape, np.float32) >= drop).astype(np.float32) * np.float32(1 / (1 - drop))
    return mask


def masked(values: Array, mask: Array | None) -> Array:
    """Return what a mask keeps."""
    return values if mask is None else values * mask


def attend(weights: Weights, name: str, given: Array, is_word: Array, heads: int) -> tuple[Array, Heads]:
    """Return what each word has gathered from the others, heads side by side."""
    size, length, width = given.shape
    each = width // heads
    asked = given.reshape(-1, width) @ weights[f"{name}.qkv"] + weights[f"{name}.qkv_bias"]
    parts = asked.reshape(size, length, 3, heads, each).transpose(2, 0, 3, 1, 4)
    query, key, value = (np.ascontiguousarray(part) for part in parts)
    looks = query @ key.transpose(0, 1, 3, 2)
    looks *= np.float32(each**-0.5)
    looks += ((1 - is_word) * NOWHERE)[:, None, None, :]
    looks -= looks.max(axis=-1, keepdims=True)
    np.exp(looks, out=looks)
    looks /= looks.sum(axis=-1, keepdims=True)
    return (looks @ value).transpose(0, 2, 1, 3).reshape(size, length, width), Heads(query, key, value, looks)


def attend_back(weights: Weights, name: str, slopes: Array, given: Array, found: Heads) -> tuple[Array, Weights]:
    """Return the slopes in what was given, and in the layer's weights."""
    size, length, width = given.shape
    heads, each = found.looks.shape[1], width // found.looks.shape[1]
    back = np.ascontiguousarray(slopes.reshape(size, length, heads, each).transpose(0, 2, 1, 3))
    in_value = found.looks.transpose(0, 1, 3, 2) @ back
    in_looks = back @ found.value.transpose(0, 1, 3, 2)
    in_looks -= (in_looks * found.looks).sum(axis=-1, keepdims=True)
    in_looks *= found.looks
    in_looks *= np.float32(each**-0.5)
    parts = np.stack([in_looks @ found.key, in_looks.transpose(0, 1, 3, 2) @ found.query, in_value])
    asked = parts.transpose(1, 3, 0, 2, 4).reshape(-1, 3 * width)
    weight = weights[f"{name}.qkv"]
    return (asked @ weight.T).reshape(given.shape), {
        f"{name}.qkv": given.reshape(-1, width).T @ asked,
        f"{name}.qkv_bias": asked.sum(axis=0),
    }


def dense(weights: Weights, name: str, given: Array) -> Array:
    """Return a linear layer's answer."""
    flat = given.reshape(-1, given.shape[-1]) @ weights[name] + weights[f"{name}_bias"]
    answer: Array = flat.reshape(*given.shape[:-1], -1)
    return answer


def dense_back(weights: Weights, name: str, slopes: Array, given: Array) -> tuple[Array, Weights]:
    """Return the slopes in what was given, and in the layer's weights."""
    flat = slopes.reshape(-1, slopes.shape[-1])
    own = {name: given.reshape(-1, given.shape[-1]).T @ flat, f"{name}_bias": flat.sum(axis=0)}
    return (flat @ weights[name].T).reshape(given.shape), own


class Pass(NamedTuple):
    """What all layers of a pass share."""

    is_word: Array
    """[sentence, word]: one where there is a word, zero where the row is filled up."""
    heads: int
    rng: np.random.Generator | None = None
    """Decides what is dropped; none outside training."""
    drop: float = 0.0


def layer(weights: Weights, name: str, given: Array, shared: Pass) -> tuple[Array, Layer]:
    """Return a layer's answer: each word gathers from the others, then is worked on by itself."""
    joined, found = attend(weights, name, given, shared.is_word, shared.heads)
    kept = keep(shared.rng, given.shape, shared.drop)
    gathered = masked(dense(weights, f"{name}.out", joined), kept)
    middle, normed = norm(given + gathered, weights[f"{name}.scale"], weights[f"{name}.shift"])
    inner = dense(weights, f"{name}.up", middle)
    raised, tanh = gelu(inner)
    kept_again = keep(shared.rng, given.shape, shared.drop)
    worked = masked(dense(weights, f"{name}.down", raised), kept_again)
    answer, normed_again = norm(middle + worked, weights[f"{name}.scale_again"], weights[f"{name}.shift_again"])
    return answer, Layer(given, found, joined, kept, normed, middle, inner, tanh, raised, kept_again, normed_again)


def layer_back(weights: Weights, name: str, slopes: Array, done: Layer) -> tuple[Array, Weights]:
    """Return the slopes in what was given to a layer, and in its weights."""
    own: Weights = {}
    slopes, own[f"{name}.scale_again"], own[f"{name}.shift_again"] = norm_back(
        slopes, weights[f"{name}.scale_again"], done.normed_again
    )
    raised, found = dense_back(weights, f"{name}.down", masked(slopes, done.kept_again), done.raised)
    own |= found
    middle, found = dense_back(weights, f"{name}.up", gelu_back(raised, done.inner, done.tanh), done.middle)
    own |= found
    slopes, own[f"{name}.scale"], own[f"{name}.shift"] = norm_back(
        slopes + middle, weights[f"{name}.scale"], done.normed
    )
    joined, found = dense_back(weights, f"{name}.out", masked(slopes, done.kept), done.joined)
    own |= found
    given, found = attend_back(weights, name, joined, done.given, done.heads)
    return slopes + given, own | found
