"""All who were there: "a plane with nine aboard; there were no survivors", "none of the 22 survived"."""

from __future__ import annotations

import bisect
import re
from typing import TYPE_CHECKING, Final

from schemas import Kind
from streams.casualties.english import tags
from streams.casualties.english.clause import SUBJECT_FORMS, Mention, human, word_set
from streams.casualties.forms import Form, Link, PartOf

if TYPE_CHECKING:
    from streams.casualties.english.clause import Clause
    from streams.casualties.english.quantity import Quantity

_NOBODY: Final = re.compile(
    r"\b(?:no survivors?|(?:nobody|none|no one|not one) survived|without survivors"
    r"|kill(?:ing|ed) (?:everyone|everybody|all) (?:on board|aboard)"
    r"|(?:everyone|everybody|all) (?:on board|aboard) (?:died|was killed|were killed))\b"
)
_REACH: Final = 60
"""Items before "no survivors" among which those aboard are counted: two sentences."""
LONGEST: Final = 600
"""Characters of a sentence that counts those aboard: a longer run is no sentence of a wire, and is read once only."""
_PREDICATE: Final = 16
"""Items after "nobody" within which the verb stands: those aboard are told between."""
_BETWEEN: Final = tags.PREPOSITION + tags.OF + tags.BEFORE_OBJECT + tags.PEOPLE_WORDS
"""What stands between "nobody" and the number of those who were there: "none of the crew of 15"."""
_JOINTS: Final = frozenset({tags.CONJUNCTION, tags.COMMA, tags.SEMICOLON})
_THERE: Final = _JOINTS | {tags.BE, tags.HAVE, tags.PREPOSITION, tags.ADVERB}
"""What follows the number of those who were there: "nine people were inside"."""
_NEAR: Final = 6
"""Items before a number within which "carrying" stands."""


def bind_no_survivors(clause: Clause, at: int) -> None:
    """Bind the nine of "with nine aboard ...; there were no survivors"."""
    found: list[list[int]] = []
    step = clause.codes.find(tags.QUANTITY, max(0, at - _REACH), at)
    while step >= 0:
        if step not in clause.claimed and _aboard(clause, step):
            if found and _joined(clause, found[-1][-1], step):
                found[-1].append(step)
            else:
                found.append([step])
        step = clause.codes.find(tags.QUANTITY, step + 1, at)
    for listed in found:
        clause.add_list(listed, at)
    among = clause.right(at + 1, tags.PREPOSITION + tags.OF + tags.BEFORE_OBJECT)
    if among > at + 1 and among not in clause.claimed and _people(clause, among):
        clause.add(among, at)  # "no survivors among 16 on board"


def _joined(clause: Clause, first: int, second: int) -> bool:
    """Whether two numbers are of one list, as in "227 passengers and 12 crew": not a part of those before it."""
    between = clause.codes[first + 1 : second]
    return between in {tags.CONJUNCTION, tags.COMMA} and clause.quantity(second).part_of == PartOf.NOTHING


def no_survivors(lower: str, start: int, end: int) -> bool:
    """Return whether a sentence says that nobody survived."""
    return _NOBODY.search(lower, start, end) is not None


def tells_aboard(lower: str, start: int, end: int) -> bool:
    """Return whether a sentence may count those in a vessel: only then are it and the next one read as one."""
    if end - start > LONGEST:
        return False
    return any(lower.find(word, start, end) >= 0 for name in ("aboard", "carrying") for word in word_set(name))


def bind_nobody(clause: Clause) -> None:
    """Bind the 12 of "nobody among the 12 aboard survived", "not one of the eight came out alive" and the like."""
    living = [at for at, item in enumerate(clause.items) if item.token.low in word_set("living")]
    if not living:
        return
    for at, code in enumerate(clause.codes):
        if code == tags.QUANTITY and at not in clause.claimed and _nobody(clause, at):
            verb = _living(clause, at, living)
            whole = _all_there(clause, at) if verb is not None else None
            if whole is not None and verb is not None:
                clause.mentions[whole.number_start, Kind.KILLED] = Mention(
                    at, whole, Kind.KILLED, verb, Form.SURVIVORS, Link.OWN
                )
                clause.claimed.add(at)


def bind_all(clause: Clause) -> None:
    """Bind the nine of "nine people were inside, and all were killed": the verb has "all" alone for its subject."""
    if tags.ALL not in clause.codes:
        return
    for at, code in enumerate(clause.codes):
        if code != tags.ALL or clause.code(at - 1) not in _JOINTS:
            continue
        verb = clause.right(at + 1, tags.PRONOUN + tags.VERBAL)
        kills = clause.code(verb) == tags.TRIGGER and clause.items[verb].token.value.kind == Kind.KILLED
        there = clause.codes.rfind(tags.QUANTITY, 0, at) if kills and clause.form(verb) in SUBJECT_FORMS else -1
        if there >= 0 and there not in clause.claimed and clause.code(there + 1) in _THERE and _several(clause, there):
            clause.add(there, verb)


def _several(clause: Clause, at: int) -> bool:
    quantity = clause.quantity(at)
    return quantity.head == tags.HUMAN and quantity.low is not None and quantity.low > 1


def _nobody(clause: Clause, at: int) -> bool:
    """Whether a quantity is nobody: "none", "nobody", or the one of "not one"."""
    quantity = clause.quantity(at)
    return quantity.none or (quantity.low == 1 and clause.low(at - 1) == "not")


def _living(clause: Clause, at: int, living: list[int]) -> int | None:
    """Return the item that says who lived, of those that may: "survived", "came out alive"."""
    after = bisect.bisect_right(living, at)
    if after == len(living) or living[after] >= at + _PREDICATE:
        return None
    between = clause.codes[at + 1 : living[after]]
    return None if tags.STOP in between or tags.SEMICOLON in between else living[after]


def _all_there(clause: Clause, at: int) -> Quantity | None:
    """Return those of whom nobody lived: after "nobody", or at the start of "of the 26 people in it none lived"."""
    quantity = clause.quantity(at)
    if quantity.whole is not None:
        return _whole(quantity)
    if clause.low(at) == "neither" and quantity.head == tags.HUMAN:
        return quantity._replace(low=2, high=2, none=False, part_of=PartOf.NOTHING)  # "neither pilot survived"
    after = clause.right(at + 1, _BETWEEN)
    if after > at + 1 and _people(clause, after):
        return clause.quantity(after)
    first = clause.right(1, tags.BEFORE_OBJECT)
    opens = clause.low(0) in {"of", "of the", "among", "from"} and first < at
    return clause.quantity(first) if opens and _people(clause, first) else None


def _people(clause: Clause, at: int) -> bool:
    return clause.code(at) == tags.QUANTITY and human(clause.quantity(at), tight=True)


def _whole(quantity: Quantity) -> Quantity:
    """Return the 22 of "none of the 22" as a quantity of its own."""
    return quantity._replace(
        low=quantity.whole,
        high=quantity.whole,
        none=False,
        part_of=PartOf.NOTHING,
        whole=None,
        number_start=quantity.whole_start,
        number_end=quantity.whole_end,
    )


def _aboard(clause: Clause, at: int) -> bool:
    """Whether a quantity counts those in a vessel: "nine aboard", "carrying 14 soldiers"."""
    if not human(clause.quantity(at), tight=True):
        return False
    after = {clause.low(at + 1), clause.low(at + 2)}
    before = {clause.low(step) for step in range(max(0, at - _NEAR), at)}
    return not after.isdisjoint(word_set("aboard")) or not before.isdisjoint(word_set("carrying"))
