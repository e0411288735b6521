"""People counted together with those named before them: "Rosa Diaz and her two sons", "Marek Sova and three others"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from schemas import Qualifier
from streams.casualties.english import tags
from streams.casualties.english.clause import word_set
from streams.casualties.english.groups import kin, one_is_told
from streams.casualties.english.nouns import noun_phrase
from streams.casualties.english.numbers import Amount
from streams.casualties.english.quantity import Found, group

if TYPE_CHECKING:
    from streams.casualties.english.quantity import Item
    from streams.casualties.english.tokens import Token

NAME_LENGTH: Final = 8
"""Words of a name at most."""
MOST_NAMES: Final = 8
"""Names of a list at most: longer ones are no sentence of a wire."""
_PERSONS: Final = frozenset({"he", "she", "him"})
_IN_NAME: Final = frozenset({tags.WORD, tags.OPEN, tags.CLOSE, tags.QUOTE, tags.OPAQUE})
_TITLE: Final = frozenset({tags.WORD, tags.HUMAN_ONE, tags.OPAQUE, tags.DETERMINER, tags.LABEL, tags.POSSESSIVE})
"""What may stand between a verb and the name that is its object: "killed the retired captain Marek Sova"."""
_PREDICATE: Final = frozenset({tags.BE, tags.HAVE, tags.MODAL, tags.VERB})
_SUBJECT_AFTER: Final = frozenset(
    {"", tags.STOP, tags.COMMA, tags.SEMICOLON, tags.COLON, tags.DASH, tags.QUOTE, tags.SUBORDINATOR, tags.SAY}
    | {tags.RELATIVE, tags.ADVERB, tags.PRONOUN, tags.INCLUDING, tags.CLOSE, tags.MONTH}
)
"""What a name that is a subject follows."""


def named(tokens: list[Token], at: int, out: list[Item], text: str) -> Found | None:
    """Return the quantity of a name, counted one, and of those joined to it by the "and" at a token."""
    if tokens[at].tag != tags.CONJUNCTION:
        return None
    return _with_kin(tokens, at, out, text) or _with_others(tokens, at, out, text)


def _with_kin(tokens: list[Token], at: int, out: list[Item], text: str) -> Found | None:
    """Return the quantity of "Rosa Diaz, 27, and her two sons"."""
    more, end = kin(tokens, at)
    _, size = _aged_name(out, 0, text) if more and not one_is_told(tokens, end) else (0, 0)
    if not size:
        return None
    finish = tokens[end - 1].end
    counted = group(1 + more, 1 + more, (out[-size].token.start, finish), (finish, finish), text)
    return Found(counted, end, size)


def _with_others(tokens: list[Token], at: int, out: list[Item], text: str) -> Found | None:
    """Return the quantity of "Marek Sova and three others": the word "others" counts the one named with them."""
    found = _others(tokens, at + 1)
    if found is None:
        return None
    amount, end = found
    count, size = _listed_names(out, text)
    if not count or not _one_phrase(tokens, end, out, size) or _charged_apart(tokens, end, out, size):
        return None
    high = amount.high + count if amount.high is not None else None
    finish = tokens[end - 1].end
    counted = group((amount.low or 0) + count, high, (out[-size].token.start, finish), (finish, finish), text)
    return Found(counted._replace(qualifier=amount.qualifier), end, size)


def _others(tokens: list[Token], at: int) -> tuple[Amount, int] | None:
    """Return how many "three others" or "another man" are, and the index after them."""
    qualifier = Qualifier.EXACT
    if at < len(tokens) and tokens[at].tag == tags.QUALIFIER:
        qualifier, at = tokens[at].value, at + 1
    if at + 1 >= len(tokens) or qualifier not in {Qualifier.EXACT, Qualifier.AT_LEAST}:
        return None
    number = Amount(1, 1) if tokens[at].low == "another" else tokens[at].value
    noun = at + (tokens[at].low != "another")
    if not isinstance(number, Amount) or number.low is None or number.low != number.high:
        return None
    end, head = noun_phrase(tokens, noun, many=number.low != 1)
    people = head in {tags.HUMAN, tags.OTHERS}
    if not people or (noun > at and not tokens[noun].low.startswith("other")):
        return None
    high = number.high if qualifier == Qualifier.EXACT else None
    return Amount(number.low, high, qualifier), end


def _listed_names(out: list[Item], text: str) -> tuple[int, int]:
    """Return how many are named at the end of the items, and how many items name them; nought where it is open."""
    if out and out[-1].token.low in _PERSONS:
        return 1, 1
    _, size = _aged_name(out, 0, text)
    serial = not size and _code(out, 0) == tags.COMMA
    if serial:
        size = 1 + _name(out, 1, text)
    if size == serial:
        return (1, definite) if (definite := _definite(out)) else (0, 0)
    count, size = _names_before(out, size, text)
    # "killed Sova, and two others were hurt": after one name a comma parts clauses, after more it is the list's.
    return (count, _with_title(out, size)) if count > serial else (0, 0)


def _names_before(out: list[Item], size: int, text: str) -> tuple[int, int]:
    """Return how many names end with the one of so many items, and the items of all; no name where one is open."""
    for count in range(1, MOST_NAMES + 1):
        joint = _code(out, size)
        words, step = _aged_name(out, size + 1, text) if joint in {tags.COMMA, tags.CONJUNCTION} else (0, 0)
        if words == step == 1 and joint == tags.COMMA:
            return 0, 0  # "In Dallas, Sova and three others": who can't be told from where
        if not step or _code(out, size + 1 + step) in {tags.PREPOSITION, tags.OF}:
            return count, size
        size += 1 + step
    return 0, 0


def _with_title(out: list[Item], size: int) -> int:
    """Return the items of a name with what its bearer is: "the retired captain Marek Sova"."""
    if _code(out, size) != tags.HUMAN_ONE:
        return size
    while _code(out, size) in {tags.HUMAN_ONE, tags.WORD}:
        size += 1
    return size + (_code(out, size) == tags.DETERMINER)


def _definite(out: list[Item]) -> int:
    """Return how many items the person of "the driver and three others" takes; none where it is nobody."""
    size = 0
    while size < NAME_LENGTH and _code(out, size) in {tags.WORD, tags.OPAQUE, tags.HUMAN_ONE}:
        size += 1
    person = _code(out, 0) == tags.HUMAN_ONE
    return size + 1 if person and _code(out, size) == tags.DETERMINER else 0


def _code(out: list[Item], back: int) -> str:
    """Return the code of the item so many before the end; empty for none."""
    return out[-1 - back].code if back < len(out) else ""


def _aged_name(out: list[Item], back: int, text: str) -> tuple[int, int]:
    """Return the items of the name that ends so many before the end, and of it with an age: "Marek Sova, 41,"."""
    after = back + (_code(out, back) == tags.COMMA and back == 0)
    age = _code(out, after) == tags.OPAQUE and out[-1 - after].token.low.isdigit()
    if age and _code(out, after + 1) == tags.COMMA:
        words = _name(out, after + 2, text)
        return words, words + after + 2 - back if words else 0
    words = _name(out, back, text)
    return words, words


def _name(out: list[Item], back: int, text: str) -> int:
    """Return how many items the name takes that ends so many before the end: words with a capital."""
    size = 0
    while size < NAME_LENGTH and _in_name(out, back + size):
        size += 1
    while size and not text[out[-back - size].token.start].isupper():
        size -= 1
    return size if _code(out, back) in {tags.WORD, tags.CLOSE} else 0


def _charged_apart(tokens: list[Token], end: int, out: list[Item], size: int) -> bool:
    """Whether the others did something of their own: "charged a man with killing Sova and another with theft"."""
    deed = _code(out, size) == tags.TRIGGER and _code(out, size + 1) in {tags.PREPOSITION, tags.OF}
    return deed and end < len(tokens) and tokens[end].low == out[-2 - size].token.low


def _in_name(out: list[Item], back: int) -> bool:
    if _code(out, back) == tags.STOP:
        return len(out) > back + 1 and len(out[-2 - back].token.low) == 1  # the stop of an initial
    return _code(out, back) in _IN_NAME


def _one_phrase(tokens: list[Token], end: int, out: list[Item], size: int) -> bool:
    """Whether names and others are one subject or one object: not "shot Sova, and two others were hurt".

    After a preposition the name may be that of a place: "in Kabul and three others were hurt".
    """
    while _code(out, size) in _TITLE:
        size += 1
    before = _code(out, size)
    low = out[-1 - size].token.low if before else ""
    if before in {tags.PREPOSITION, tags.OF} or low == "as":
        return False
    if before in _SUBJECT_AFTER or low in word_set("leaving"):
        return True
    return end >= len(tokens) or tokens[end].tag not in _PREDICATE
