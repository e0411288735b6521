"""What belongs to a name: titles before it, small words around it and common nouns after it do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from streams.entities.tables import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streams.entities.features import WordType


def trimmed(
    words: Sequence[str], types: Sequence[WordType], first: int, last: int, kind: str
) -> tuple[int, int] | None:
    """Return the tokens of a name without what does not belong to it, None where nothing is left.

    `kind` is PER, ORG, LOC or MISC.
    """
    while first < last and _is_no_start(words[first]):
        first += 1
    first = _untitled(words, first, last) if kind == "PER" else _unheaded(words, first, last)
    while last > first and _is_no_end(words, types, first, last) and not _is_closed(words[last - 1]):
        last -= 1
    return (first, last) if _is_name(words, types, first, last) else None


def _is_no_start(word: str) -> bool:
    lower = word.lower()
    small = lower in word_set("function_word") and lower not in word_set("particle")
    return small or not word[0].isalnum()


def _is_no_end(words: Sequence[str], types: Sequence[WordType], first: int, last: int) -> bool:
    """Tell whether the last token is a mark, a possessive, or a common noun after a word with a capital."""
    word = words[last - 1]
    if not word[-1].isalnum() or word in {"'s", "’s"}:
        return True
    return word.islower() and word.isalpha() and any(kind.capital for kind in types[first : last - 1])


def _is_closed(word: str) -> bool:
    """Tell whether a mark at the end belongs to the name: "Inc.", "(Marxist)"."""
    return not word[-1].isalnum() and (len(word) > 1 or word == ")")


def _is_name(words: Sequence[str], types: Sequence[WordType], first: int, last: int) -> bool:
    if not any(kind.capital or kind.key[:1].isdigit() for kind in types[first:last]):
        return False
    lower = [word.lower() for word in words[first:last]]
    if _no_name(lower):
        return False
    return not (len(lower) == 1 and types[first].capital and lower[0] in word_set("month") | word_set("weekday"))


def _no_name(words: Sequence[str]) -> bool:
    """Tell whether words are a title, a faith or a common short form alone."""
    titles = word_set("honorific") | word_set("honorific_modifier")
    return (
        all(word in word_set("religion") for word in words)
        or all(word in titles or word == "." for word in words)
        or (len(words) == 1 and words[0] in word_set("no_name"))
    )


def _untitled(words: Sequence[str], first: int, last: int) -> int:
    titles, modifiers = word_set("honorific"), word_set("honorific_modifier")
    at = first
    while at < last - 1:
        word = words[at].lower()
        if (
            word in titles
            or (word in modifiers and words[at + 1].lower() in titles | modifiers)
            or (words[at] == "." and at > first)
        ):
            at += 1
        else:
            break
    return at if words[at][0].isalnum() else first


def _unheaded(words: Sequence[str], first: int, last: int) -> int:
    """Return where a body's name begins in "Minister of Health", "President of Liberia": after the office."""
    titles = word_set("honorific") | {"head", "member", "leader", "chair"}
    if last - first > 2 and words[first].lower() in titles and words[first + 1] == "of":  # noqa: PLR2004 - office, of, body
        return first + 2
    return first
