"""The annotated corpus as examples: every quantity of people, with its surroundings and the figure that it is."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from streams.casualties.english import GRAMMAR
from streams.casualties.english.binding import bind
from streams.casualties.english.learned import KINDS, ROLES, Place, candidate, surroundings
from streams.casualties.english.reader import parse
from streams.casualties.folding import fold
from streams.casualties.sentences import paragraphs, split

if TYPE_CHECKING:
    from collections.abc import Iterator

    from streams.casualties.english.clause import Mention
    from streams.casualties.english.learned.surroundings import SentenceWords, Surroundings
    from streams.casualties.english.quantity import Quantity

CORPUS: Final = Path(__file__).resolve().parents[2] / "tests/corpus/casualties"
OWN: Final = "own"
"""The writer of the sentences and articles that the grammar was made with."""

NEWS: Final = "news"
KEPT: Final = frozenset(
    {"harbour", "metro", "inland", "foreign", "couriers", "chronicles", "radio"}
    | {"steeples", "evenings", "meridians", "townhalls"}
    | {"ferrystages", "icefields", "colonnades", "almshouses"}
)
"""Writers whose text is kept for measuring: nothing is learned from it."""
TRAP_WEIGHT: Final = 3
"""Times that a figure of speech is learned from: there are few, beside thousands of examples."""


class Example(NamedTuple):
    """A quantity of a case."""

    writer: str
    case: str
    found: Surroundings
    sentence: SentenceWords
    before: SentenceWords
    kind: int
    """Index of the kind that is right; 0 where it is no figure."""
    role: int
    """Index of the role that is right; -1 where it is no figure."""
    read: int
    """Index of the kind that the grammar reads; 0 where it reads none."""
    asked: bool
    """Whether the classifier would be asked about it: the quantity may count people."""


def writers() -> dict[str, list[Path]]:
    """Return the files of the corpus by writer."""
    files = {path.stem: [path] for path in sorted((CORPUS / "writers").glob("*.jsonl"))}
    return files | {OWN: [CORPUS / "sentences.jsonl", CORPUS / "articles.jsonl"]}


def examples(writer: str, paths: list[Path]) -> Iterator[Example]:
    """Yield the examples of a writer, in the order of the files."""
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            for in_headline, text in ((True, case.get("headline") or ""), (False, case["text"])):
                gold = [figure for figure in case["gold"] if bool(figure.get("in_headline")) == in_headline]
                yield from _of_text(writer, case["id"], text, gold, in_headline=in_headline)


def news_examples(path: Path) -> Iterator[Example]:
    """Yield the examples of news that nobody has annotated: what the grammar reads there is taken for right.

    It finds nineteen of twenty figures in agency prose, so that a number that it has not read is seldom one. Roles are
    left open.
    """
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            for example in _of_text(NEWS, row["title"], row["text"], [], in_headline=False):
                if example.asked or example.read:
                    yield example._replace(kind=example.read)


def trap_examples() -> Iterator[Example]:
    """Yield the examples of figures of speech, in which nobody comes to harm."""
    lines = (Path(__file__).parent / "traps.txt").read_text(encoding="utf-8").splitlines()
    for line in lines * TRAP_WEIGHT:
        yield from _of_text(OWN, line, line, [], in_headline=False)


def _of_text(writer: str, case: str, text: str, gold: list[dict[str, Any]], *, in_headline: bool) -> Iterator[Example]:
    lower, left = fold(text), list(gold)
    for number, (start, end) in enumerate(paragraphs(text)):
        before = None
        for sentence in split(text, start, end, number, GRAMMAR.abbreviations):
            items = parse(text, lower, sentence.start, sentence.end, numbered=True)
            mentions = bind(items, lower)
            places = [at for at, item in enumerate(items) if item.quantity is not None]
            seen = surroundings(Place(lower, sentence, before, in_headline), items, mentions, places)
            for at, found in zip(places, seen[2], strict=True):
                quantity, bound = items[at].quantity, [mention for mention in mentions if mention.item == at]
                figure = _right(quantity, bound, left) if quantity is not None else None
                kind = next((KINDS.index(mention.kind) for mention in bound), 0)
                right = (KINDS.index(figure["kind"]), ROLES.index(figure["role"])) if figure else (0, -1)
                asked = quantity is not None and candidate(quantity)
                yield Example(writer, case, found, *seen[:2], *right, kind, asked)
            before = sentence


def _right(quantity: Quantity, bound: list[Mention], left: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Return the annotated figure that a quantity is, and take it from those that are left."""
    ends = (0, 0) if quantity.none else (quantity.low, quantity.high)
    kinds = {mention.kind for mention in bound}

    def fits(figure: dict[str, Any]) -> bool:
        if "start" in figure:
            return bool(figure["start"] < quantity.number_end and quantity.number_start < figure["end"])
        return (figure["min"], figure["max"]) == ends and (not kinds or figure["kind"] in kinds)

    fitting = sorted(filter(fits, left), key=lambda figure: (figure["min"], figure["max"]) != ends)
    if fitting:
        left.remove(fitting[0])
    return fitting[0] if fitting else None
