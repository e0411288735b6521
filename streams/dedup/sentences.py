"""The sentences of a text that tell its story, without the lines and paragraphs that a page puts around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from streams.dedup.furniture import ends_sentence, is_furniture, is_line

if TYPE_CHECKING:
    from collections.abc import Iterator

_PARAGRAPH: Final = re.compile(r"[^\n]+")
_SENTENCE_END: Final = re.compile(r"[.!?…][\"'”’)\]]{0,3}\s+(?=[\"'“‘(\[]{0,2}[^\W_a-z])|[。！？]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence by its offsets in the text, end exclusive."""

    start: int
    end: int


def story_sentences(text: str, skip: int) -> Iterator[Sentence]:
    """Yield the sentences behind the first characters, of paragraphs that are no furniture.

    A line without a full stop tells a story only where no paragraph has one, as in a flash.
    """
    paragraphs = list(_PARAGRAPH.finditer(text))
    lines_tell = not any(ends_sentence(paragraph[0]) for paragraph in paragraphs)
    for paragraph in paragraphs:
        if paragraph.end() <= skip or (is_line(paragraph[0]) and not lines_tell) or is_furniture(paragraph[0]):
            continue
        start = max(skip, paragraph.start())
        for mark in _SENTENCE_END.finditer(text, start, paragraph.end()):
            yield Sentence(start, mark.end())
            start = mark.end()
        if start < paragraph.end():
            yield Sentence(start, paragraph.end())
