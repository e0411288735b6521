"""Average models of the recogniser that were trained on different draws of invented wires into one.

    python tools/entities/average.py MODEL.npz ... [--out FILE]

The models are linear, so the average of their weights scores as their vote would, at the cost of one.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from streams.entities.crf import OFFSETS

if TYPE_CHECKING:
    from collections.abc import Sequence

OUT = Path(__file__).parents[2] / "streams/entities/data/model.npz"
LEAST = 0.005
"""A smaller weight matters too little to be kept."""


def averaged(models: Sequence[Any]) -> dict[str, Any]:
    """Return the arrays of the average."""
    labels = models[0]["labels"]
    if any(list(model["labels"]) != list(labels) for model in models):
        raise ValueError("the models have different labels")
    out: dict[str, Any] = {
        "labels": labels,
        "bit_weights": np.mean([model["bit_weights"].astype(np.float32) for model in models], axis=0).astype(
            np.float16
        ),
        "transitions": np.mean([model["transitions"] for model in models], axis=0).astype(np.float32),
    }
    for name, hashes, width in (
        ("weights", "hashes", len(OFFSETS) * len(labels)),
        ("pairs", "pair_hashes", len(labels)),
    ):
        every = np.unique(np.concatenate([model[hashes] for model in models]))
        total = np.zeros((len(every), width), np.float32)
        for model in models:
            dense = np.zeros(int(model[f"{name}_size"]) * width, np.float32)
            dense[model[f"{name}_at"]] = model[f"{name}_values"]
            total[np.searchsorted(every, model[hashes])] += dense.reshape(-1, width)
        flat = total.ravel() / len(models)
        at = np.flatnonzero(np.abs(flat) >= LEAST)
        out[hashes] = every
        out[f"{name}_size"] = np.array(len(every))
        out[f"{name}_at"] = at.astype(np.uint32)
        out[f"{name}_values"] = flat[at].astype(np.float16)
    return out


def main() -> None:
    """Write the average."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, default=OUT)
    arguments = parser.parse_args()
    np.savez_compressed(arguments.out, **averaged([np.load(path) for path in arguments.models]))


if __name__ == "__main__":
    main()
