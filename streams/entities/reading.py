"""A text as the rules read it: tokens, what is known of each, and the model's labels."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from streams.entities.cases import recased
from streams.entities.crf import tagger
from streams.entities.features import WordType
from streams.entities.mentions import Mention
from streams.entities.tokens import Tokens, tokenise

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from schemas import EntityType


@dataclass(frozen=True, slots=True)
class Reading:
    """A text with its tokens; `words` have the capitals that they usually have, where the text has none of its own."""

    text: str
    tokens: Tokens
    written: list[str]
    """The tokens as they stand in the text."""
    types: list[WordType]
    labels: list[str]
    one_case: bool
    """The whole text is in capitals, or has none."""

    @property
    def words(self) -> list[str]:
        """The tokens, with usual capitals."""
        return self.tokens.words

    def sentences(self) -> Iterator[tuple[int, int]]:
        """Yield the first token of each sentence and the first after it."""
        return pairwise([*self.tokens.sentences, len(self.types)])

    def key(self, first: int, last: int) -> str:
        """Return the lookup key of a span of tokens."""
        return " ".join(kind.key for kind in self.types[first:last] if kind.key)

    def key_of(self, mention: Mention) -> str:
        """Return the lookup key of a mention."""
        return self.key(mention.first, mention.last)

    def prefixes(self, first: int, longest: int) -> Iterator[tuple[int, str]]:
        """Yield the end and the key of each run of at most `longest` wordlike tokens from `first` on."""
        key = ""
        for at in range(first, min(first + longest, len(self.types))):
            word = self.types[at].key
            if not word:
                return
            key = f"{key} {word}" if key else word
            yield at + 1, key

    def mention(self, first: int, last: int, kind: EntityType, confidence: float = 0.8) -> Mention:
        """Return the mention of a span of tokens."""
        start, end = self.tokens.starts[first], self.tokens.ends[last - 1]
        return Mention(first, last, start, end, kind, self.text[start:end], None, confidence)

    def follows(self, mention: Mention) -> str:
        """Return the token after a mention in lower case, empty at the end."""
        return self.words[mention.last].lower() if mention.last < len(self.words) else ""


def read(text: str) -> Reading:
    """Return the reading of a text. Linear in its length."""
    raw = tokenise(text)
    if not raw.words:
        return Reading(text, raw, [], [], [], one_case=False)
    words, one_case = recased(raw.words, raw.sentences)
    tokens = replace(raw, words=words)
    labels, types = tagger().tag(tokens)
    return Reading(text, tokens, raw.words, types, labels, one_case=one_case)


def capital_run(words: Sequence[str], types: Sequence[WordType], first: int, last: int, longest: int) -> int:
    """Return the end of the run of capitalised words that begins at `first`."""
    at = first
    while at < min(last, first + longest) and types[at].capital and words[at][0].isalpha():
        at += 1
    return at
