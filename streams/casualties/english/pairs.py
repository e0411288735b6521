"""People told together by what each of them is, under one article or none: "a father and son", "Man, woman found dead".

Each is named once, and no word tells a number: "a man, woman and child" are three. Words that may be said of one
person ("a husband and father") make one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from streams.casualties.english import tags
from streams.casualties.english.clause import word_set
from streams.casualties.english.groups import kin
from streams.casualties.english.nouns import noun_phrase
from streams.casualties.english.numbers import Amount
from streams.casualties.english.quantity import Found, group

if TYPE_CHECKING:
    from streams.casualties.english.quantity import Item
    from streams.casualties.english.tokens import Token

MOST: Final = 5
"""People of such a list at most."""
_MODIFIERS: Final = 2
"""Words before a noun at most: "a pregnant woman and six-year-old boy"."""
_JOINTS: Final = frozenset({tags.COMMA, tags.CONJUNCTION})
_NOUNS: Final = frozenset({tags.WORD, tags.HUMAN, tags.HUMAN_ONE, tags.NONHUMAN, tags.POSSESSIVE, tags.OTHERS})
"""What goes on with a noun phrase: "a man and woman police officer" are not told so."""
_BARE_AFTER: Final = frozenset({tags.TRIGGER, tags.OF, tags.INCLUDING})
"""What a headline's list without an article follows, where it doesn't open it: "Crash kills mother and son"."""


def pair(tokens: list[Token], at: int, out: list[Item], text: str) -> Found | None:
    """Return the quantity of the people that begin at a token, an article or the noun of a headline, if two or more."""
    bare = tokens[at].tag != tags.ARTICLE
    if bare and out and out[-1].code not in _BARE_AFTER | {tags.COLON} and out[-1].token.low not in word_set("leaving"):
        return None
    count, end = _listed(tokens, at + (not bare))
    if bare and (not out or out[-1].code == tags.COLON):
        count, end = _with_numbered(tokens, at, count, end)
    if count < 2:  # noqa: PLR2004 # one is no list
        return None
    more, end = kin(tokens, end)
    span = (tokens[at].start, tokens[end - 1].end)
    noun = (tokens[at + (not bare)].start, span[1])
    return Found(group(count + more, count + more, span, noun, text), end)


def _listed(tokens: list[Token], at: int) -> tuple[int, int]:
    """Return how many people are listed from a token on, and the index after the last; nought for no list."""
    noun, end = _person(tokens, at)
    count = 1 if noun else 0
    while count and count < MOST and end + 1 < len(tokens) and tokens[end].tag in _JOINTS:
        last = tokens[end].tag == tags.CONJUNCTION
        following, after = _person(tokens, end + 1)
        if tokens[end].low not in {"and", ","} or not following or not _two(noun, following):
            break
        noun, end, count = following, after, count + 1
        if last:
            break
    goes_on = end < len(tokens) and tokens[end].tag in _NOUNS
    return (0, at) if goes_on else (count, end)


def _with_numbered(tokens: list[Token], at: int, count: int, end: int) -> tuple[int, int]:
    """Return how many "Mother, two children" or "Husband, wife and two others" are, which open a headline.

    Under an article they are a list, whose members are counted each.
    """
    if not count:
        noun, end = _person(tokens, at)
        count = 1 if noun else 0
    number = tokens[end + 1].value if count and end + 2 < len(tokens) and tokens[end].tag in _JOINTS else None
    if not isinstance(number, Amount) or number.low is None or number.low != number.high:
        return count, end
    after, head = noun_phrase(tokens, end + 2)
    verb = after < len(tokens) and tokens[after].tag in {tags.TRIGGER, tags.BE}
    people = head in {tags.HUMAN, tags.OTHERS}
    return (count + number.low, after) if people and verb else (count, end)


def _person(tokens: list[Token], at: int) -> tuple[str, int]:
    """Return the noun for a person that a token begins, with words before it, and the index after it; "" for none."""
    end = at
    while end < min(len(tokens), at + _MODIFIERS) and tokens[end].tag in {tags.WORD, tags.OPAQUE}:
        end += 1
    if end >= len(tokens) or tokens[end].tag != tags.HUMAN_ONE:
        return "", at
    return tokens[end].low, end + 1


def _two(first: str, second: str) -> bool:
    """Whether two nouns in a row are of two people: of other sex, of other age, or one of them in the other's care."""
    if _of_other_sex(first, second) or _of_other_sex(second, first):
        return True
    pairs = (("parent", "offspring"), ("grown", "minor"), ("in_charge", "in_charge_of"))
    return any(first in word_set(one) and second in word_set(other) for one, other in pairs)


def _of_other_sex(first: str, second: str) -> bool:
    return first in word_set("male") and second in word_set("female")
