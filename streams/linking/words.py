"""Words of a text as linking sees them: content words, numbers, and runs of capitalised words."""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import orjson

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MAX_CHARS: Final = 20_000
"""Of a body; what stands further down says little of the event and hostile bodies cost no more than this."""
MIN_WORD: Final = 3
MAX_WORD: Final = 40
AGE_SUFFIX: Final = "-year-old"
MAX_RUN: Final = 5
"""Words in a name."""

_TOKEN: Final = re.compile(r"[^\W\d_]+|\d+")
_POSSESSIVE: Final = frozenset({"s", "’s"})
_SENTENCE_END: Final = frozenset('.!?:;\n\r\t"“”‘(')
_JOINERS: Final = frozenset({" ", "-", "’", "'", ". "})


@dataclass(frozen=True, slots=True)
class Token:
    """A word or number and what stands before it."""

    text: str
    start: int
    end: int
    gap: str
    """The characters between the token before and this one, at most three."""
    opens: bool
    """Whether it opens a sentence, quotation or line, where a capital says nothing."""


def tokens(text: str) -> Iterator[Token]:
    """Yield the words and numbers of the first `MAX_CHARS` characters."""
    before = 0
    for match in _TOKEN.finditer(text[:MAX_CHARS]):
        start, end = match.span()
        gap = text[before:start] if start - before <= len("...") else text[start - 3 : start]
        yield Token(match.group(), start, end, gap, opens=before == 0 or any(mark in _SENTENCE_END for mark in gap))
        before = end


def content_words(text: str) -> set[str]:
    """Return the content words of the first `MAX_CHARS` characters, in lower case."""
    found = map(content_word, _TOKEN.findall(text[:MAX_CHARS]))
    return {word for word in found if word is not None}


@cache
def commonplace() -> frozenset[str]:
    """Return the words too common in news to tell events apart."""
    return frozenset(words_of_file("commonplace.txt"))


@cache
def street_words() -> frozenset[str]:
    """Return the last words of the names of streets."""
    return frozenset(words_of_file("streets.txt"))


@cache
def offices() -> frozenset[str]:
    """Return the offices whose holders speak on events of all kinds."""
    return frozenset(words_of_file("offices.txt"))


def words_of_file(name: str) -> Iterator[str]:
    """Yield the words of a data file of this package; lines that start with `#` are comments."""
    text = resources.files("streams.linking").joinpath("data", name).read_text("utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            yield from line.split()


def content_word(text: str) -> str | None:
    """Return a word in lower case where it is a content word of a sensible length, else None."""
    if not MIN_WORD <= len(text) <= MAX_WORD or text.isdigit():
        return None
    lower = text.lower()
    return None if lower in commonplace() else lower


def ages(stream: Sequence[Token]) -> Iterator[str]:
    """Yield the ages of people, as in "a 16-year-old" and "Bell, 16, was", both as `16-year-old`."""
    for number, after in pairwise(stream):
        if len(number.text) > 2 or not number.text.isdigit():  # noqa: PLR2004 - an age in digits
            continue
        if after.text.lower() in {"year", "years"} or (number.gap == ", " and after.gap.startswith(",")):
            yield f"{int(number.text)}{AGE_SUFFIX}"


def capitalised_runs(stream: Iterable[Token]) -> Iterator[tuple[Token, ...]]:
    """Yield runs of two to `MAX_RUN` capitalised words that follow each other, such as a name or a street."""
    run: list[Token] = []
    for token in stream:
        capital = token.text[0].isupper() and not token.text.isdigit()
        joined = bool(run) and token.gap in _JOINERS and not (token.gap == ". " and len(run[-1].text) > 2)  # noqa: PLR2004 - an initial or "St."
        if capital and joined and len(run) < MAX_RUN:
            run.append(token)
            continue
        if len(run) > 1:
            yield tuple(run)
        run = [token] if capital else []
    if len(run) > 1:
        yield tuple(run)


@cache
def commonness() -> dict[str, float]:
    """Return the share of English news articles that have a word, for words of at least one in 2,000."""
    packed = resources.files("streams.linking").joinpath("data", "commonness.json.gz").read_bytes()
    data = orjson.loads(gzip.decompress(packed))
    articles: int = data["articles"]
    return {word: count / articles for word, count in data["words"].items()}
