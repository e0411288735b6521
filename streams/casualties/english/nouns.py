"""How far a noun phrase goes after its number, and whether it counts people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from streams.casualties.english import tags
from streams.casualties.forms import Form

if TYPE_CHECKING:
    from streams.casualties.english.tokens import Token

MAX_NOUNS: Final = 8
"""Words of a noun phrase at most."""

NOMINAL: Final = frozenset({tags.WORD, tags.HUMAN, tags.HUMAN_ONE, tags.NONHUMAN, tags.OTHERS, tags.OPAQUE, tags.LABEL})
_ORDINAL_ENDINGS: Final = ("1st", "2nd", "3rd", "th")
_PEOPLE: Final = frozenset({tags.HUMAN, tags.HUMAN_ONE})
_MODIFIER_FORMS: Final = frozenset({Form.SHOOT, Form.BASE, Form.ACT, Form.GERUND, Form.COUNT, Form.HOSTAGE, Form.WOUND})
"""Forms of triggers that stand before a noun: "three shooting victims"."""
_COMPOUNDING: Final = frozenset(
    {"police", "crew", "staff", "family", "militia", "infantry", "women", "children", "people"}
)
"""Plural nouns that stand before another noun: "two police stations"."""


def noun_phrase(tokens: list[Token], at: int, *, many: bool = True) -> tuple[int, str]:
    """Return the index after the noun phrase that begins at a token, and the tag of its head.

    The tag is HUMAN, NONHUMAN, WORD for an unknown noun, OTHERS, or empty where there is no noun. `many` says that
    the number asks for a plural: in "seven Kuwaiti boats" the Kuwaiti is no head.
    """
    head, end, at_head = "", at, at
    limit = min(len(tokens), at + MAX_NOUNS)
    while end < limit:
        step = _step(tokens, end, limit, head, many=many, first=end == at)
        if step is None:
            break
        size, found = step
        if found:
            head, at_head = found, end + size
        end += size
    if head == "" and end > at and tokens[end - 1].low.endswith("-year-old"):
        return end, tags.HUMAN  # "a 16-year-old was shot"
    return at_head, tags.HUMAN if head == tags.HUMAN_ONE else head


def _step(tokens: list[Token], at: int, limit: int, head: str, *, many: bool, first: bool) -> tuple[int, str] | None:
    """Return how many tokens to take and the head they make (empty for a modifier); None at the phrase's end."""
    token = tokens[at]
    tag = token.tag
    if tag in _PEOPLE or (first and token.low == "hostage"):
        return 1, tags.HUMAN if tag == tags.HUMAN else tags.HUMAN_ONE
    if tag == tags.NONHUMAN:
        compound = head != tags.HUMAN or (tokens[at - 1].low in _COMPOUNDING and not continues(tokens, at + 1, limit))
        return (1, tags.NONHUMAN) if compound else None
    if tag == tags.WORD:
        return _unknown(tokens, at, limit, head, many=many)
    if tag == tags.OTHERS:
        return 1, tags.OTHERS if head == "" else ""
    if tag == tags.OPEN and at + 2 < len(tokens) and tokens[at + 2].tag == tags.CLOSE:
        return 3, ""
    following = tokens[at + 1].tag if at + 1 < len(tokens) else ""
    modifier = (
        (tag == tags.POSSESSIVE and following in NOMINAL and head != tags.HUMAN)
        or (tag == tags.OPAQUE and head == "" and ("-" in token.low or token.low.endswith(_ORDINAL_ENDINGS)))
        or (tag == tags.TRIGGER and token.value.form in _MODIFIER_FORMS and continues(tokens, at + 1, limit))
        or (tag == tags.VERB and token.low in {"found", "identified"} and following in _PEOPLE)
        or (tag == tags.SAY and head == "" and token.low in {"reported", "confirmed"})
    )
    return (1, "") if modifier else None


def _unknown(tokens: list[Token], at: int, limit: int, head: str, *, many: bool) -> tuple[int, str] | None:
    low = tokens[at].low
    if head in {tags.HUMAN, tags.NONHUMAN}:
        return (1, "") if continues(tokens, at + 1, limit) else None
    if head == tags.HUMAN_ONE:
        if continues(tokens, at + 1, limit) or (at + 1 < limit and tokens[at + 1].tag == tags.NONHUMAN):
            return 1, ""
        plural = many and low.endswith("s") and not low.endswith("ss")
        compound = not many and not low.endswith(("ed", "ing", "ly"))
        return (1, tags.WORD) if plural or compound else None
    return 1, "" if low.endswith(("ly", "ed")) else tags.WORD


def continues(tokens: list[Token], at: int, limit: int) -> bool:
    """Whether a noun for people follows before anything that ends the noun phrase."""
    for index in range(at, min(limit, at + 3, len(tokens))):
        tag = tokens[index].tag
        if tag in _PEOPLE:
            return True
        if tag not in {tags.WORD, tags.NONHUMAN}:
            return False
    return False
