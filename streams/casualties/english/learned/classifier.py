"""A network with one hidden layer: from a number's surroundings to what happened to the people, and in which role.

The weights are those of `data/learned.npz`, trained by `tools/casualties/train.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from schemas import Kind, Role
from streams.casualties.english import lexicon as lex
from streams.casualties.english.learned.surroundings import SLOTS
from streams.casualties.english.learned.vectors import WordVectors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from streams.casualties.english.learned.surroundings import SentenceWords, Surroundings

    Floats = NDArray[np.float32]

KINDS: Final[tuple[Kind | None, ...]] = (None, *Kind)
"""Classes of the first answer: no figure, and the kinds."""
ROLES: Final[tuple[Role, ...]] = tuple(Role)


class Answer(NamedTuple):
    """What the classifier says of one number."""

    kind: Kind
    """The likeliest kind, if it is a figure at all."""
    certainty: float
    """How likely it is that the number is a figure of this kind."""
    role: Role


@dataclass(frozen=True, slots=True)
class Classifier:
    """The network, and the vectors of the words it reads."""

    vectors: WordVectors
    features: Mapping[str, int]
    """Row of each feature."""
    feature_weights: Floats
    """[feature, hidden]"""
    slot_weights: Floats
    """[(slot, vector), hidden]; the last slot is the sentence before."""
    hidden: Floats
    """Bias of the hidden layer."""
    kinds: Floats
    """[hidden + bias, kind]"""
    roles: Floats
    """[hidden + bias, role]"""

    def answers(self, sentence: SentenceWords, before: SentenceWords, found: Sequence[Surroundings]) -> list[Answer]:
        """Return what happened to those that each number of a sentence counts, after the sentence before."""
        hidden = self._hidden(sentence, before, found)
        kinds = _shares(hidden @ self.kinds[:-1] + self.kinds[-1])
        roles = hidden @ self.roles[:-1] + self.roles[-1]
        answers = []
        for share, role in zip(kinds, roles, strict=True):
            best = int(share[1:].argmax()) + 1
            kind = KINDS[best] or Kind.CASUALTIES
            answers.append(Answer(kind, float(share[best]), ROLES[int(role.argmax())]))
        return answers

    def _hidden(self, sentence: SentenceWords, before: SentenceWords, found: Sequence[Surroundings]) -> Floats:
        slots = slot_vectors(self.vectors, sentence, before, found)
        total = slots @ self.slot_weights + self.hidden
        known = self.features
        for row, surroundings in enumerate(found):
            rows = [known[name] for name in surroundings.names if name in known]
            total[row] += self.feature_weights[rows].sum(axis=0)
        return _gelu(total)


def slot_vectors(
    vectors: WordVectors, sentence: SentenceWords, before: SentenceWords, found: Sequence[Surroundings]
) -> Floats:
    """Return for each number the mean vectors of its slots, side by side, and that of the sentence before."""
    words = vectors.of(sentence.words)
    size = vectors.size
    out = np.zeros((len(found), (SLOTS + 1) * size), np.float32)
    weights = np.concatenate([surroundings.weights for surroundings in found])
    out[:, : SLOTS * size] = (weights @ words).reshape(len(found), -1)
    if before.words:
        out[:, SLOTS * size :] = vectors.of(before.words).mean(axis=0)
    return out


def _gelu(values: Floats) -> Floats:
    inner = np.float32(0.7978845608) * (values + np.float32(0.044715) * values**3)
    result: Floats = np.float32(0.5) * values * (1 + np.tanh(inner))
    return result


def _shares(values: Floats) -> Floats:
    raised = np.exp(values - values.max(axis=1, keepdims=True))
    shares: Floats = raised / raised.sum(axis=1, keepdims=True)
    return shares


def _whole(rows: NDArray[np.int8], scale: NDArray[np.float32]) -> Floats:
    """Return weights that were stored in bytes, a scale for each column."""
    return rows.astype(np.float32) * scale


@cache
def vectors() -> WordVectors:
    """Return the shipped vectors; the file is read at the first call."""
    with (lex.DATA / "vectors.npz").open("rb") as file, np.load(file) as arrays:
        pieces = bytes(arrays["pieces"]).decode("ascii").split("\n")
        return WordVectors({piece: row for row, piece in enumerate(pieces)}, arrays["rows"], float(arrays["scale"]))


@cache
def classifier() -> Classifier:
    """Return the shipped classifier; the file is read at the first call."""
    with (lex.DATA / "classifier.npz").open("rb") as file, np.load(file) as arrays:
        names = bytes(arrays["features"]).decode("utf-8").split("\n")
        return Classifier(
            vectors=vectors(),
            features={name: row for row, name in enumerate(names)},
            feature_weights=_whole(arrays["feature_weights"], arrays["feature_scale"]),
            slot_weights=_whole(arrays["slot_weights"], arrays["slot_scale"]),
            hidden=arrays["hidden"],
            kinds=arrays["kinds"],
            roles=arrays["roles"],
        )
