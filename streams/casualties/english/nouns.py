"""How far a noun phrase goes after its number, and whether it counts people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from streams.casualties.english import lexicon as lex

if TYPE_CHECKING:
    from streams.casualties.english.tokens import Token

MAX_NOUNS: Final = 8
"""Words of a noun phrase at most."""

NOMINAL: Final = frozenset({lex.WORD, lex.HUMAN, lex.HUMAN_ONE, lex.NONHUMAN, lex.OTHERS, lex.OPAQUE, lex.LABEL})
_PEOPLE: Final = frozenset({lex.HUMAN, lex.HUMAN_ONE})
_MODIFIER_FORMS: Final = frozenset({"shoot", "base", "act", "ing", "count", "hostage", "wound"})
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
        return end, lex.HUMAN  # "a 16-year-old was shot"
    return at_head, lex.HUMAN if head == lex.HUMAN_ONE else head


def _step(tokens: list[Token], at: int, limit: int, head: str, *, many: bool, first: bool) -> tuple[int, str] | None:
    """Return how many tokens to take and the head they make (empty for a modifier); None at the phrase's end."""
    token = tokens[at]
    tag = token.tag
    if tag in _PEOPLE or (first and token.low == "hostage"):
        return 1, lex.HUMAN if tag == lex.HUMAN else lex.HUMAN_ONE
    if tag == lex.NONHUMAN:
        compound = head != lex.HUMAN or (tokens[at - 1].low in _COMPOUNDING and not continues(tokens, at + 1, limit))
        return (1, lex.NONHUMAN) if compound else None
    if tag == lex.WORD:
        return _unknown(tokens, at, limit, head, many=many)
    if tag == lex.OTHERS:
        return 1, lex.OTHERS if head == "" else ""
    if tag == "(" and at + 2 < len(tokens) and tokens[at + 2].tag == ")":
        return 3, ""
    following = tokens[at + 1].tag if at + 1 < len(tokens) else ""
    modifier = (
        (tag == lex.POSSESSIVE and following in NOMINAL and head != lex.HUMAN)
        or (tag == lex.OPAQUE and head == "" and "-" in token.low)
        or (tag == lex.TRIGGER and token.value.form in _MODIFIER_FORMS and continues(tokens, at + 1, limit))
        or (tag == lex.VERB and token.low in {"found", "identified"} and following in _PEOPLE)
        or (tag == lex.SAY and head == "" and token.low in {"reported", "confirmed"})
    )
    return (1, "") if modifier else None


def _unknown(tokens: list[Token], at: int, limit: int, head: str, *, many: bool) -> tuple[int, str] | None:
    low = tokens[at].low
    if head in {lex.HUMAN, lex.NONHUMAN}:
        return (1, "") if continues(tokens, at + 1, limit) else None
    if head == lex.HUMAN_ONE:
        if continues(tokens, at + 1, limit) or (at + 1 < limit and tokens[at + 1].tag == lex.NONHUMAN):
            return 1, ""
        plural = many and low.endswith("s") and not low.endswith("ss")
        compound = not many and not low.endswith(("ed", "ing", "ly"))
        return (1, lex.WORD) if plural or compound else None
    return 1, "" if low.endswith(("ly", "ed")) else lex.WORD


def continues(tokens: list[Token], at: int, limit: int) -> bool:
    """Whether a noun for people follows before anything that ends the noun phrase."""
    for index in range(at, min(limit, at + 3, len(tokens))):
        tag = tokens[index].tag
        if tag in _PEOPLE:
            return True
        if tag not in {lex.WORD, lex.NONHUMAN}:
            return False
    return False
