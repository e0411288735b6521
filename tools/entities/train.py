"""Train the recogniser and write `streams/entities/data/model.npz`.

    python tools/entities/train.py TRAIN.jsonl[.gz][:WEIGHT] ... [--out FILE] [--c1 X] [--c2 X] [--iterations N]

Rows are `{"id", "text", "entities": [{"start", "end", "type"}]}` with types PER, ORG, LOC, MISC.
"""

from __future__ import annotations

import argparse
import itertools
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pycrfsuite

from streams.entities.bits import BITS, token_bits
from streams.entities.crf import OFFSETS, REACH, pair_name
from streams.entities.features import BOUNDARY, describe, near
from streams.entities.keys import key_hash
from streams.entities.tokens import Tokens, tokenise
from tools.entities.rows import labels_of, rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from streams.entities.features import WordType

OUT = Path(__file__).parents[2] / "streams/entities/data/model.npz"
KINDS = ("PER", "ORG", "LOC", "MISC")
LABELS = ["O", *(f"{part}-{kind}" for kind in KINDS for part in "BILU")]
IMPOSSIBLE = -1e4
LEAST = 0.005
"""A smaller weight matters too little to be kept."""


class Seen:
    """Attribute strings of words, made once."""

    def __init__(self) -> None:
        self.types: dict[str, WordType] = {}
        self.lines: dict[tuple[str, int], list[str]] = {}

    def kinds(self, words: list[str]) -> list[WordType]:
        """Return the descriptions of words."""
        new = [word for word in dict.fromkeys(words) if word not in self.types]
        for word, kind in zip(new, describe(new), strict=True):
            self.types[word] = kind
        return [self.types[word] for word in words]

    def line(self, word: str, offset: int) -> list[str]:
        """Return the attributes of a word that a token at `-offset` of it sees."""
        key = word, offset
        if key not in self.lines:
            self.lines[key] = [f"{offset}:{name}" for name in near(self.types[word].attributes, abs(offset))]
        return self.lines[key]


def attributes(tokens: Tokens, seen: Seen) -> list[list[str]]:
    """Return the attribute strings of each token."""
    kinds = seen.kinds(tokens.words)
    seen.kinds([BOUNDARY])
    bits = [int(value) for value in token_bits(tokens, kinds)]
    named = [[at for at in range(len(BITS)) if value >> at & 1] for value in bits]
    out = []
    edges = [*tokens.sentences, len(kinds)]
    for first, last in itertools.pairwise(edges):
        words = [BOUNDARY] * REACH + tokens.words[first:last] + [BOUNDARY] * REACH
        for at in range(first, last):
            line: list[str] = []
            for offset in OFFSETS:
                line += seen.line(words[at - first + REACH + offset], offset)
            line += [f"b0:{bit}" for bit in named[at]]
            if at > first:
                line += [f"b-1:{bit}" for bit in named[at - 1]]
                if kinds[at].capital:
                    line.append("p:" + pair_name(tokens.words[at - 1], tokens.words[at]))
            if at + 1 < last:
                line += [f"b1:{bit}" for bit in named[at + 1]]
            out.append(line)
    return out


def export(model: str, out: Path) -> None:
    """Write the weights of a CRFsuite model in the recogniser's own form."""
    tagger = pycrfsuite.Tagger()
    tagger.open(model)
    info = tagger.info()
    number = {label: at for at, label in enumerate(LABELS)}
    size = len(LABELS)
    words, pairs = Cells(len(OFFSETS) * size), Cells(size)
    bit_weights = np.zeros((len(BITS), 3, size), np.float32)
    for (name, label), weight in info.state_features.items():
        if label not in number or abs(weight) < LEAST:
            continue
        place, _, rest = name.partition(":")
        if place.startswith("b"):
            bit_weights[int(rest), int(place[1:]) + 1, number[label]] = weight
        elif place == "p":
            pairs.put(rest, number[label], weight)
        else:
            words.put(rest, (int(place) + REACH) * size + number[label], weight)
    arrays: dict[str, Any] = {
        "labels": np.array(LABELS),
        "bit_weights": bit_weights.astype(np.float16),
        "transitions": _transitions(info.transitions, number),
    }
    arrays |= words.arrays("weights", "hashes") | pairs.arrays("pairs", "pair_hashes")
    np.savez_compressed(out, **arrays)
    print(f"{len(words.rows)} attributes, {len(words.cells)} weights, {out.stat().st_size / 1e6:.1f} MB")


class Cells:
    """Rows of weights by name, of which most are zero."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.rows: dict[str, int] = {}
        self.cells: dict[int, float] = {}

    def put(self, name: str, column: int, weight: float) -> None:
        """Set a weight."""
        self.cells[self.rows.setdefault(name, len(self.rows)) * self.width + column] = weight

    def arrays(self, name: str, hashes: str) -> dict[str, Any]:
        """Return the rows by the hash of their name, and their weights, in order."""
        ranked = sorted(self.rows, key=key_hash)
        moved = {self.rows[word]: place for place, word in enumerate(ranked)}
        width = self.width
        placed = sorted((moved[cell // width] * width + cell % width, weight) for cell, weight in self.cells.items())
        return {
            hashes: np.array([key_hash(word) for word in ranked], np.uint64),
            f"{name}_size": np.array(len(ranked)),
            f"{name}_at": np.array([cell for cell, _ in placed], np.uint32),
            f"{name}_values": np.array([weight for _, weight in placed], np.float16),
        }


def _transitions(learnt: Mapping[tuple[str, str], float], number: Mapping[str, int]) -> Any:
    """Return the weights of one label after another, those that make no name impossible."""
    out = np.zeros((len(number), len(number)), np.float32)
    for before in number:
        for after in number:
            fits = follows(before, after)
            out[number[before], number[after]] = learnt.get((before, after), 0.0) if fits else IMPOSSIBLE
    return out


def follows(before: str, after: str) -> bool:
    """Tell whether a label may stand after another."""
    if before[0] in "BI":
        return after[0] in "IL" and after[2:] == before[2:]
    return after[0] in "OBU"


def main() -> None:
    """Train and write the model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("train", nargs="+")
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--c1", type=float, default=0.1)
    parser.add_argument("--c2", type=float, default=0.1)
    parser.add_argument("--iterations", type=int, default=120)
    parser.add_argument("--min-count", type=int, default=2)
    arguments = parser.parse_args()
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(
        {
            "c1": arguments.c1,
            "c2": arguments.c2,
            "max_iterations": arguments.iterations,
            "feature.minfreq": arguments.min_count,
            "feature.possible_transitions": False,
        }
    )
    seen = Seen()
    count = 0
    for source in arguments.train:
        path, _, times = source.partition(":")
        for row in rows(path):
            tokens = tokenise(row["text"])
            if not tokens.words:
                continue
            lines = attributes(tokens, seen)
            labels = labels_of(tokens, [entity for entity in row["entities"] if entity["type"] in KINDS])
            edges = [*tokens.sentences, len(labels)]
            count += len(labels)
            for first, last in itertools.pairwise(edges):
                sequence = pycrfsuite.ItemSequence(lines[first:last])
                for _ in range(int(times or 1)):
                    trainer.append(sequence, labels[first:last])
    print(f"{count} tokens")
    with tempfile.TemporaryDirectory() as folder:
        model = str(Path(folder) / "model.crfsuite")
        trainer.train(model)
        export(model, arguments.out)


if __name__ == "__main__":
    main()
