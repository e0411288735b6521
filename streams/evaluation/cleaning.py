"""How good the cleaning is: lines of furniture that were dropped, and words of the story that were kept.

Labels give for each line of a text that is not blank, in order, whether it belongs to the story. A line counts as kept
when its words stand in the cleaned text, one after the other, more often than longer kept lines account for; case,
marks and line breaks don't matter. A line whose words were changed therefore counts as dropped.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_WORD: Final = re.compile(r"\w+")


class LineLabel(IntEnum):
    """What a line of a labelled text is."""

    FURNITURE = 0
    STORY = 1
    EITHER = 2
    """Captions and the like, on which labellers differ: not scored."""


class LabelsDoNotFit(ValueError):
    """The labels were made for another text."""


def line_digest(line: str) -> str:
    """Return the SHA-1 of a line with single spaces, by which labels name lines without quoting them."""
    return hashlib.sha1(" ".join(line.split()).encode(), usedforsecurity=False).hexdigest()


def score_cleaning(
    labels: Mapping[str, Sequence[tuple[str, int]]], texts: Mapping[str, str], cleaned: Mapping[str, str]
) -> dict[str, Any]:
    """Return precision and recall of dropped furniture and of kept words, and the counts behind them.

    `labels` has the digest and the label of each line by document, `texts` the documents as received, `cleaned` the
    answers; a document without an answer counts as dropped altogether. Raises `LabelsDoNotFit`.
    """
    lines, words = Counter[tuple[LineLabel, bool]](), Counter[tuple[LineLabel, bool]]()
    for document, labelled in labels.items():
        for line, label, kept in _judged(document, labelled, texts[document], cleaned.get(document, "")):
            lines[label, kept] += 1
            words[label, kept] += len(line.split())
    return {
        "documents": len(labels),
        "unanswered": sum(1 for document in labels if document not in cleaned),
        "furniture_dropped": lines[LineLabel.FURNITURE, False],
        "furniture_kept": lines[LineLabel.FURNITURE, True],
        "story_lines_dropped": lines[LineLabel.STORY, False],
        "story_lines_kept": lines[LineLabel.STORY, True],
        "drop": _rates(
            lines[LineLabel.FURNITURE, False], lines[LineLabel.STORY, False], lines[LineLabel.FURNITURE, True]
        ),
        "words": _rates(words[LineLabel.STORY, True], words[LineLabel.FURNITURE, True], words[LineLabel.STORY, False]),
        "story_words_lost": _share(words[LineLabel.STORY, False], words[LineLabel.STORY, True]),
    }


def _judged(
    document: str, labelled: Sequence[tuple[str, int]], text: str, cleaned: str
) -> Iterable[tuple[str, LineLabel, bool]]:
    """Yield the lines that are scored, with their labels and whether they were kept."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if [line_digest(line) for line in lines] != [digest for digest, _ in labelled]:
        raise LabelsDoNotFit(f"{document}: the lines are not those that were labelled")
    for line, (_, label), kept in zip(lines, labelled, kept_lines(lines, cleaned), strict=True):
        if label != LineLabel.EITHER and _WORD.search(line):
            yield line, LineLabel(label), kept


def kept_lines(lines: Sequence[str], cleaned: str) -> list[bool]:
    """Return for each line whether it is in the cleaned text; of equal lines the first ones are."""
    words = [_spelled(line) for line in lines]
    left = _spelled(cleaned)
    kept = [False] * len(lines)
    longer: list[str] = []
    for index in sorted(range(len(lines)), key=lambda index: (-len(words[index]), index)):
        line = words[index]
        if line and left.count(line) > sum(other.count(line) for other in longer):
            kept[index] = True
            longer.append(line)
    return kept


def _spelled(text: str) -> str:
    """Return the words of a text in lower case between marks, so that no word is found within another."""
    return "".join(f"\x02{word}\x03" for word in _WORD.findall(text.lower()))


def _rates(right: int, wrong: int, missed: int) -> dict[str, float]:
    precision, recall = _share(right, wrong), _share(right, missed)
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"precision": precision, "recall": recall, "f1": round(f1, 4)}


def _share(part: int, rest: int) -> float:
    return round(part / (part + rest), 4) if part + rest else 0.0
