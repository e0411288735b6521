"""The title or role that the text gives a person: "Observatory director", "a police spokesman"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from streams.entities.tables import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streams.entities.mentions import Mention

LONGEST: Final = 8
"""Tokens of a role."""
_STOPS: Final = frozenset(',.;:()"“”!?')


def role_before(words: Sequence[str], floor: int, mention: Mention) -> int | None:
    """Return the token at which the role before a name begins, None where there is none.

    Walks back from the name over a title ("director", "Prime Minister") and what qualifies it.
    """
    titles = word_set("title")
    modifiers = word_set("role_modifier")
    at = mention.first - 1
    if at >= floor and words[at] == "." and at > floor:
        at -= 1
    if at < floor or words[at].lower() not in titles:
        return None
    begin = at
    while begin > floor and at - begin < LONGEST:
        word = words[begin - 1]
        if (
            word.lower() in titles
            or word.lower() in modifiers
            or (word[0].isupper() and word.lower() not in word_set("article"))
        ):
            begin -= 1
        elif word in {"'s", "’s", "of", "-"} and begin - 2 >= floor and words[begin - 2][0].isupper():
            begin -= 2
        else:
            break
    return begin


def role_after(words: Sequence[str], ceiling: int, mention: Mention) -> tuple[int, int] | None:
    """Return the tokens of the role in apposition after a name ("X, the group's leader,"), None where there is none."""
    at = mention.last
    if at >= ceiling or words[at] != ",":
        return None
    titles = word_set("title")
    begin = at + 1
    if begin < ceiling and words[begin].lower() in {"the", "a", "an", "who"}:
        begin += 1
    end = begin
    titled = False
    while end < ceiling and end - begin < 2 * LONGEST and words[end] not in _STOPS:
        titled = titled or (words[end].lower() in titles and end - begin < LONGEST)
        end += 1
    if not titled or end >= ceiling or words[end] not in {",", "."}:
        return None
    return begin, end
