"""How much a sentence speaks like a page and not like a report: a linear model of its words and its form.

The tables of furniture find forms that somebody has written down. This finds others of the same kinds, by what such
lines have in common: they speak to the reader, begin with what he may do, and name parts of a page.
`python -m tools.dedup.train` makes the weights.
"""

from __future__ import annotations

import itertools
import math
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

READ_CHARS: Final = 400
"""Characters that are read: a page's line shows itself early, and hostile ones stay cheap."""
STEM: Final = 5
"""Letters that stand for the forms of a word: `abonnieren`, `abonnez`."""
CAPITALS: Final = 0.5
"""Share of capitalised words behind the first from which a line is a title, or a row of names."""
_LENGTHS: Final = (1, 2, 4, 7, 11, 16, 24)
_TOKEN: Final = re.compile(r"[^\W\d_]+|\d+|[^\w\s]")
_READER: Final = frozenset(
    [
        "you",
        "your",
        "yours",
        "yourself",
        "vous",
        "votre",
        "vos",
        "ihnen",
        "du",
        "dein",
        "tu",
        "tus",
        "te",
        "usted",
        "você",
    ]
)
_OURSELVES: Final = frozenset(
    [
        "we",
        "our",
        "us",
        "ours",
        "wir",
        "uns",
        "unser",
        "unsere",
        "unserem",
        "unseren",
        "nous",
        "notre",
        "nos",
        "nosotros",
        "nuestro",
        "nuestra",
        "nossa",
        "nosso",
    ]
)
_SPEECH: Final = frozenset(
    [
        "said",
        "says",
        "told",
        "added",
        "wrote",
        "announced",
        "reported",
        "confirmed",
        "denied",
        "sagte",
        "teilte",
        "erklärte",
        "déclaré",
        "annoncé",
        "selon",
        "raconté",
        "dijo",
        "informó",
        "afirmó",
        "disse",
        "afirmou",
        "informou",
    ]
)
_MARKS: Final = frozenset('@/|:?"“„«(')
_PAST: Final = re.compile(r"(?:was|were|had|has|have|did|is|are|will|would|[a-z]{2,14}ed)", re.ASCII)


def page_score(sentence: str) -> float:
    """Return how much a sentence speaks like a page: above zero it does."""
    return score_by(_weights(), sentence)


def score_by(weights: Mapping[str, float], sentence: str) -> float:
    """Return how much a sentence speaks like a page by weights of features, of which "" is added to all.

    The sum is exactly rounded: the order of a set differs from process to process, and must change no verdict.
    """
    found = set(features(sentence))
    total = math.fsum([weights[feature] for feature in found if feature in weights])
    return float(weights[""] + total / max(1, len(found)) ** 0.5)


def features(sentence: str) -> list[str]:
    """Return what the model knows of a sentence; a feature may come twice."""
    tokens = _TOKEN.findall(sentence[:READ_CHARS])
    lower = ["#" if token[0].isdigit() else token.lower() for token in tokens]
    words = [token for token in lower if token[0].isalpha()]
    return [*_of_words(lower, words), *_of_form(sentence, tokens, lower, words)]


def _of_words(lower: list[str], words: list[str]) -> list[str]:
    found = [
        *lower,
        *[f"{token[:STEM]}*" for token in lower if len(token) > STEM],
        *[f"{first} {second}" for first, second in itertools.pairwise(lower)],
        *[f"{first} _ {third}" for first, third in zip(lower, lower[2:], strict=False)],
    ]
    if words:
        found += (f"^{words[0]}", f"^{' '.join(words[:2])}", f"{words[-1]}$")
    return found


def _of_form(sentence: str, tokens: list[str], lower: list[str], words: list[str]) -> Iterator[str]:
    yield f"=length {sum(len(words) > most for most in _LENGTHS)}"
    yield f"=last {tokens[-1] if tokens and not tokens[-1].isalnum() else ''}"
    for name, group in (("reader", _READER), ("ourselves", _OURSELVES), ("speech", _SPEECH)):
        if not group.isdisjoint(words):
            yield f"={name}"
    if any(_PAST.fullmatch(word) for word in words[1:]):
        yield "=finite"
    yield from _of_capitals([token for token in tokens[1:] if token[0].isalpha()])
    if sentence.isupper():
        yield "=shouted"
    if "#" in lower:
        yield "=number"
    for mark in _MARKS.intersection(lower):
        yield f"=has {mark}"


def _of_capitals(words: list[str]) -> Iterator[str]:
    capitals = sum(word[0].isupper() for word in words)
    if capitals:
        yield "=names"
    if words and capitals >= CAPITALS * len(words):
        yield "=title"


@cache
def _weights() -> Mapping[str, float]:
    text = (files("streams.dedup") / "data" / "page_line.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("# "))
    return {feature: float(weight) for feature, weight in rows}
