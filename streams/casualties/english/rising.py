"""Counts that rise: "flood deaths rose to 57", "bringing to 205 the executions since January"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from streams.casualties.english import tags
from streams.casualties.english.clause import word_set
from streams.casualties.english.nominal import TOLL_REACH, bind_toll
from streams.casualties.forms import Form

if TYPE_CHECKING:
    from streams.casualties.english.clause import Clause

_STOPS: Final = frozenset({tags.STOP, tags.SEMICOLON, tags.SUBORDINATOR, tags.RELATIVE, tags.TRIGGER, tags.QUANTITY})
_BEFORE: Final = frozenset({tags.QUANTITY, tags.OF})
_TO: Final = frozenset({"to", "at", "by", "hit", "reached", "passed", "topped", "past", "above"})


def bind_rising(clause: Clause, at: int) -> bool:
    """Bind the number that a counted noun rose to; return whether the text has that form."""
    if clause.code(clause.left(at - 1, tags.NOUNS)) in _BEFORE:
        return False  # "57 deaths rose ..." has its number
    verb = _rising_verb(clause, at)
    if verb is None:
        return _brought(clause, at)
    number = clause.right(verb + 1, tags.PREPOSITION + tags.ADVERBIAL + tags.QUALIFIER)
    if clause.code(number) != tags.QUANTITY or clause.low(number - 1) == "by":
        return False
    before = set(clause.mentions)
    bind_toll(clause, at)
    for key in clause.mentions.keys() - before:
        clause.mentions[key] = clause.mentions[key]._replace(form=Form.TOLL)
    return True


def _rising_verb(clause: Clause, at: int) -> int | None:
    for step in range(at + 1, min(len(clause.codes), at + TOLL_REACH)):
        if clause.low(step) in word_set("rising"):
            return step
        if clause.codes[step] in _STOPS:
            return None
    return None


def _brought(clause: Clause, at: int) -> bool:
    """Bind the 72 of "bringing deaths in the outbreak to 72"."""
    verb = clause.left(at - 1, tags.NOUN_PHRASE_WORDS)
    if clause.low(verb) not in word_set("raising"):
        return False
    to = clause.right(at + 1, tags.NOUN_PHRASE_WORDS + tags.OF)
    while clause.code(to) == tags.PREPOSITION and clause.low(to) != "to":
        to = clause.right(to + 1, tags.NOUN_PHRASE_WORDS + tags.OF)
    number = clause.right(to + 1, tags.ADVERBIAL + tags.QUALIFIER)
    if clause.low(to) != "to" or clause.code(number) != tags.QUANTITY or number in clause.claimed:
        return False
    clause.add(number, at)
    key = (number, clause.items[at].token.value.kind)
    clause.mentions[key] = clause.mentions[key]._replace(form=Form.TOLL)
    return True


def bind_brought_to(clause: Clause, at: int) -> bool:
    """Bind the 205 of "bringing to 205 the executions", and the 15 of "bringing to 15 the dead"."""
    left = clause.left(at - 1, tags.NOUN_PHRASE_WORDS)
    if clause.code(left) != tags.QUANTITY or left in clause.claimed or clause.quantity(left).head:
        return False
    if clause.low(left - 1) != "to" or clause.low(left - 2) not in word_set("raising"):
        return False
    clause.add(left, at)
    key = (left, clause.items[at].token.value.kind)
    clause.mentions[key] = clause.mentions[key]._replace(form=Form.TOLL)
    return True
