"""The title or role that the text gives a person: "Observatory director", "the group's leader"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from streams.entities.tables import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streams.entities.mentions import Mention
    from streams.entities.reading import Reading

LONGEST: Final = 8
"""Tokens of a role before a name; after it, twice as many."""
_STOPS: Final = frozenset(',.;:()"“”!?')


def role_of(reading: Reading, mention: Mention, first: int, last: int) -> str | None:
    """Return the role before or after a person's name in the sentence from token `first` to `last`, None for none."""
    span = _before(reading.words, first, mention) or _after(reading.words, last, mention)
    if span is None:
        return None
    return reading.text[reading.tokens.starts[span[0]] : reading.tokens.ends[span[1] - 1]]


def _before(words: Sequence[str], floor: int, mention: Mention) -> tuple[int, int] | None:
    """Walk back from the name over a title ("director", "Prime Minister") and what qualifies it."""
    at = mention.first - 1
    if at > floor and words[at] == ".":
        at -= 1
    if at < floor or words[at].lower() not in word_set("title"):
        return None
    begin = at
    while begin > floor and at - begin < LONGEST:
        if _qualifies(words[begin - 1]):
            begin -= 1
        elif words[begin - 1] in {"'s", "’s", "of", "-"} and begin - 2 >= floor and words[begin - 2][0].isupper():
            begin -= 2
        else:
            break
    return begin, mention.first


def _qualifies(word: str) -> bool:
    lower = word.lower()
    if lower in word_set("title") or lower in word_set("role_modifier"):
        return True
    return word[0].isupper() and lower not in word_set("article") and lower not in word_set("function_word")


def _after(words: Sequence[str], ceiling: int, mention: Mention) -> tuple[int, int] | None:
    """Read an apposition up to its comma or full stop; it is a role where a title is among its first words."""
    begin = mention.last + 1
    if begin >= ceiling or words[mention.last] != ",":
        return None
    if words[begin].lower() in {"the", "a", "an"}:
        begin += 1
    end = begin
    while end < ceiling and end - begin < 2 * LONGEST and words[end] not in _STOPS:
        end += 1
    titles = word_set("title")
    titled = any(word.lower() in titles for word in words[begin : min(end, begin + LONGEST)])
    if not titled or end >= ceiling or words[end] not in {",", "."}:
        return None
    return begin, end
