"""Sentences of invented news: names that no gazetteer knows, everyday news in several languages, and background."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import random

SYLLABLES: Final = (
    "ba",
    "dor",
    "kel",
    "mi",
    "nar",
    "os",
    "pel",
    "qui",
    "ras",
    "sil",
    "tur",
    "ven",
    "wod",
    "yal",
    "zem",
)
SENTENCES: Final = 4
"""Sentences of an article of everyday news: enough that a copy with a line more or less is still a copy."""


@cache
def sentences() -> dict[str, tuple[str, ...]]:
    """Return the templates of `wording.json`, by language."""
    data = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))
    return {language: tuple(templates) for language, templates in data["sentences"].items()}


def invented_name(chance: random.Random) -> str:
    """Return a name of three syllables."""
    return "".join(chance.choice(SYLLABLES) for _ in range(3)).capitalize()


def everyday_news(chance: random.Random, language: str, count: int = SENTENCES) -> list[str]:
    """Return sentences without casualties, each with names and a number of its own."""
    return [
        chance.choice(sentences()[language]).format(
            a=invented_name(chance), b=invented_name(chance), n=chance.randrange(20, 9_000)
        )
        for _ in range(count)
    ]
