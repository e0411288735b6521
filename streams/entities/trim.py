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
    functions = word_set("function_word")
    particles = word_set("particle")
    while first < last and (
        not words[first][0].isalnum() or (words[first].lower() in functions and words[first].lower() not in particles)
    ):
        first += 1
    first = _untitled(words, first, last) if kind == "PER" else _unheaded(words, first, last)
    while last > first and (
        not words[last - 1][-1].isalnum()
        or words[last - 1] in {"'s", "’s"}
        or (
            words[last - 1].islower()
            and words[last - 1].isalpha()
            and any(kind.capital for kind in types[first : last - 1])
        )
    ):
        if not words[last - 1][-1].isalnum() and (len(words[last - 1]) > 1 or words[last - 1] == ")"):
            break
        last -= 1
    if not any(kind.capital or kind.key[:1].isdigit() for kind in types[first:last]):
        return None
    if _no_name([words[at].lower() for at in range(first, last)]):
        return None
    if last - first == 1 and types[first].capital and words[first].lower() in word_set("month") | word_set("weekday"):
        return None
    return first, last


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
