"""The cue words of scenes, read once from `data/cues.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def _cues() -> dict[str, frozenset[str]]:
    with (files(__package__) / "data" / "cues.toml").open("rb") as file:
        return {name: frozenset(words.split()) for name, words in tomllib.load(file).items()}


def cues(name: str) -> frozenset[str]:
    """Return a class of cue words. Raises KeyError where there is none of that name."""
    return _cues()[name]
