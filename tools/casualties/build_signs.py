"""Builds `signs.json`: words at which a sentence without a trigger is read, for people may have come to harm in it.

    python -m tools.casualties.build_signs NEWS.jsonl.gz

The words are those that sentences of the corpus with a figure and without a trigger hold more often than other
sentences with a number do: those of the corpus, and those of NEWS, articles with a `text` (Wikinews: CC BY 2.5), which
say how often a word stands in news of other things.
"""

from __future__ import annotations

import gzip
import json
import math
import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

from streams.casualties.english import GRAMMAR
from streams.casualties.english import lexicon as lex
from streams.casualties.english.reader import parse
from streams.casualties.folding import fold
from streams.casualties.sentences import paragraphs, split
from tools.casualties.examples import KEPT, writers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MIN_SENTENCES: Final = 2
"""Sentences with a figure that hold a word at least: one may be chance."""
MIN_LETTERS: Final = 3
TELLING: Final = 1.2
"""Logarithm of how much oftener a word stands beside a figure: about three times. At .7 four times as many sentences
of other news are read, for 7 % more figures."""
_DOUBT: Final = (0.2, 0.5)
"""Added to the counts beside figures and elsewhere."""
_WORD: Final = re.compile("[a-z]+")


def sentences(text: str, figures: Iterable[int]) -> Iterator[tuple[set[str], bool]]:
    """Yield the words of each sentence that has a number and no trigger, and whether a figure stands in it.

    `figures` are the offsets of the figures.
    """
    lower, at = fold(text), list(figures)
    marks = GRAMMAR.triggers(lower)
    for number, (start, end) in enumerate(paragraphs(text)):
        for sentence in split(text, start, end, number, GRAMMAR.abbreviations):
            items = parse(text, lower, sentence.start, sentence.end, numbered=True)
            triggered = any(sentence.start <= mark < sentence.end for mark in marks)
            if not triggered and any(item.quantity is not None for item in items):
                words = set(_WORD.findall(lower, sentence.start, sentence.end))
                yield words, any(sentence.start <= offset < sentence.end for offset in at)


def corpus() -> Iterator[tuple[set[str], bool]]:
    """Yield the sentences of the writers whose text may be learned from."""
    for writer, paths in writers().items():
        for path in paths if writer not in KEPT else ():
            for line in path.read_text(encoding="utf-8").splitlines():
                case = json.loads(line)
                yield from sentences(
                    case["text"],
                    [figure["start"] for figure in case["gold"] if "start" in figure and not figure.get("in_headline")],
                )


def signs(found: list[tuple[set[str], bool]]) -> list[str]:
    """Return the words that tell of a figure."""
    beside: Counter[str] = Counter()
    elsewhere: Counter[str] = Counter()
    for words, figure in found:
        (beside if figure else elsewhere).update(words)
    told = sum(figure for _, figure in found)
    odds = (len(found) - told) / told
    return sorted(
        word
        for word, count in beside.items()
        if count >= MIN_SENTENCES
        and len(word) >= MIN_LETTERS
        and math.log((count + _DOUBT[0]) / (elsewhere[word] + _DOUBT[1]) * odds) > TELLING
    )


def main() -> None:
    """Build and write."""
    found = list(corpus())
    with gzip.open(sys.argv[1], "rt", encoding="utf-8") as news:
        found.extend(sentence for line in news for sentence in sentences(json.loads(line)["text"], ()))
    words = signs(found)
    path = Path(str(lex.DATA / "signs.json"))
    path.write_text(json.dumps({"words": words}, indent=1) + "\n", encoding="utf-8")
    print(f"{path.name}: {len(words)} words")


if __name__ == "__main__":
    main()
