"""Builds `vectors.npz`: what words mean where people come to harm, as the teacher has learned it, in few bytes.

    python -m tools.casualties.build_vectors FOLDER TEACHER.npz

FOLDER holds all-MiniLM-L6-v2 and TEACHER is what `teacher` has tuned of it: see there. Each piece of a word is read by
itself; its vector is the state that the teacher ends in.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from streams.casualties.english import lexicon as lex
from tools.casualties.teacher import tuned, vocabulary

if TYPE_CHECKING:
    from tools.casualties.attention import Array
    from tools.casualties.encoder import Encoder

DIMENSIONS: Final = 48
"""Kept: 32 scored less, 64 no more, on writers not trained on."""
BYTE: Final = 127
AT_A_TIME: Final = 256


def states(encoder: Encoder, rows: list[int], begin: int, end: int) -> Array:
    """Return the states of pieces that stand alone between the marks of a text's begin and end."""
    found = []
    for start in range(0, len(rows), AT_A_TIME):
        some = np.array([[begin, row, end] for row in rows[start : start + AT_A_TIME]])
        found.append(encoder.states(some, np.zeros(some.shape, np.float32))[:, 1])
    return np.concatenate(found)


def reduced(rows: Array, dimensions: int) -> Array:
    """Return vectors of length one along the main axes of the rows."""
    rows = rows - rows.mean(axis=0)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    axes = np.linalg.svd(rows.T @ rows)[0][:, :dimensions]
    short = rows @ axes
    unit: Array = (short / np.linalg.norm(short, axis=1, keepdims=True)).astype(np.float32)
    return unit


def main() -> None:
    """Build and write."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("teacher", type=Path)
    arguments = parser.parse_args()
    pieces = vocabulary(arguments.folder)
    kept = [piece for piece in pieces if piece.isascii() and piece.removeprefix("##").isalpha()]
    encoder = tuned(arguments.folder, arguments.teacher)
    short = reduced(states(encoder, [pieces[piece] for piece in kept], pieces["[CLS]"], pieces["[SEP]"]), DIMENSIONS)
    scale = float(np.abs(short).max()) / BYTE
    path = Path(str(lex.DATA / "vectors.npz"))
    np.savez_compressed(
        path,
        pieces=np.frombuffer("\n".join(kept).encode("ascii"), np.uint8),
        rows=np.round(short / scale).astype(np.int8),
        scale=np.float32(scale),
    )
    print(f"{path.name}: {len(kept):,} pieces of {DIMENSIONS}, {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
