"""All who were there: "a plane with nine aboard; there were no survivors", "none of the 22 survived"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from schemas import Kind
from streams.casualties.english import tags
from streams.casualties.english.clause import Mention, human, word_set
from streams.casualties.forms import Form, Link, PartOf

if TYPE_CHECKING:
    from streams.casualties.english.clause import Clause

_NOBODY: Final = re.compile(r"\b(?:no survivors?|(?:nobody|none|no one|not one) survived|without survivors)\b")
_REACH: Final = 60
"""Items before "no survivors" among which those aboard are counted: two sentences."""
LONGEST: Final = 600
"""Characters of a sentence that counts those aboard: a longer run is no sentence of a wire, and is read once only."""
_NEAR: Final = 6
"""Items before a number within which "carrying" stands."""


def bind_no_survivors(clause: Clause, at: int) -> None:
    """Bind the nine of "with nine aboard ...; there were no survivors"."""
    step = clause.codes.find(tags.QUANTITY, max(0, at - _REACH), at)
    while step >= 0:
        if step not in clause.claimed and _aboard(clause, step):
            clause.add(step, at)
        step = clause.codes.find(tags.QUANTITY, step + 1, at)


def no_survivors(lower: str, start: int, end: int) -> bool:
    """Return whether a sentence says that nobody survived."""
    return _NOBODY.search(lower, start, end) is not None


def tells_aboard(lower: str, start: int, end: int) -> bool:
    """Return whether a sentence may count those in a vessel: only then are it and the next one read as one."""
    if end - start > LONGEST:
        return False
    return any(lower.find(word, start, end) >= 0 for name in ("aboard", "carrying") for word in word_set(name))


def _aboard(clause: Clause, at: int) -> bool:
    """Whether a quantity counts those in a vessel: "nine aboard", "carrying 14 soldiers"."""
    if not human(clause.quantity(at), tight=True):
        return False
    after = {clause.low(at + 1), clause.low(at + 2)}
    before = {clause.low(step) for step in range(max(0, at - _NEAR), at)}
    return not after.isdisjoint(word_set("aboard")) or not before.isdisjoint(word_set("carrying"))


def bind_none_survived(clause: Clause) -> None:
    """Bind the 22 of "none of the 22 people on board survived"."""
    for at, code in enumerate(clause.codes):
        if code != tags.QUANTITY:
            continue
        quantity = clause.quantity(at)
        if not quantity.none or quantity.part_of != PartOf.GROUP or quantity.whole is None:
            continue
        verb = next((step for step in range(at + 1, len(clause.codes)) if clause.low(step) == "survived"), None)
        if verb is None:
            continue
        people = quantity._replace(
            low=quantity.whole,
            high=quantity.whole,
            none=False,
            part_of=PartOf.NOTHING,
            whole=None,
            number_start=quantity.whole_start,
            number_end=quantity.whole_end,
        )
        clause.mentions[at, Kind.KILLED] = Mention(at, people, Kind.KILLED, verb, Form.SURVIVORS, Link.OWN)
        clause.claimed.add(at)
