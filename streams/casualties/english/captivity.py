"""People taken and held: "marched 40 pupils into the forest", "took four guards captive"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from schemas import Kind
from streams.casualties.english import tags
from streams.casualties.english.clause import Mention, human, word_set
from streams.casualties.english.objects import holder_kind, objects
from streams.casualties.forms import Form, Link

if TYPE_CHECKING:
    from streams.casualties.english.clause import Clause

_PLACE: Final = 5
"""Items after "into" within which the place stands: "into the back of a van"."""
_VERB: Final = 8
"""Items before the people taken within which the verb stands."""
_DIRECTIONS: Final = frozenset({"into", "onto", "away", "off", "to", "from", "out"})
_STATES: Final = {"captive": Kind.KIDNAPPED, "prisoner": Kind.DETAINED}


def bind_marched(clause: Clause, at: int) -> None:
    """Bind people led away by force; a walk to a place where nobody is held is none."""
    away = clause.low(at + 1) in {"off", "away"}
    right = clause.right(at + 1 + away, tags.BEFORE_OBJECT)
    found, start = right, clause.right(right + 1, tags.CONJUNCTION + tags.PEOPLE_WORDS)  # "40 women and girls into"
    if clause.code(right) != tags.QUANTITY:
        left = clause.left(at - 1, tags.VERBAL)
        if clause.code(clause.left(at - 1, tags.ADVERB)) != tags.BE or clause.code(left) != tags.QUANTITY:
            return
        found, start = left, at + 1
    if clause.quantity(found).head == tags.HUMAN and _led_away(clause, start):
        for member in objects(clause, found) if found == right else [found]:
            clause.add(member, at, kind=holder_kind(clause, at))


def _led_away(clause: Clause, start: int) -> bool:
    if clause.low(start) == "away":
        return True
    if clause.low(start) not in _DIRECTIONS:
        return False
    words = " ".join(clause.low(step) for step in range(start, start + _PLACE)).split()
    return not word_set("captors_place").isdisjoint(words)


def bind_treated(clause: Clause, at: int) -> None:
    """Bind people whom doctors are treating; reports and things are treated too."""
    right = clause.right(at + 1, tags.BEFORE_OBJECT)
    if clause.code(right) == tags.QUANTITY and clause.quantity(right).head in {tags.HUMAN, ""}:
        if any(clause.low(step).partition(" ")[0] in word_set("ways_to_treat") for step in (right + 1, right + 2)):
            return  # "treating a human being less than what you would treat others"
        clause.add_list(objects(clause, right), at)


def bind_sought(clause: Clause, at: int) -> None:
    """Bind people whom rescuers are searching for, or have no trace of; suspects and players are sought by others."""
    searching = clause.low(at) == "searching"
    right = clause.right(at + 1 + searching, tags.BEFORE_OBJECT)
    if (searching and clause.low(at + 1) != "for") or clause.code(right) != tags.QUANTITY:
        return
    quantity = clause.quantity(right)
    if quantity.head == tags.HUMAN and quantity.noun and quantity.noun not in word_set("sought"):
        if quantity.low == 1 and clause.code(right + 1) == tags.RELATIVE and not _lost(clause, right):
            return  # "searching for a 17-year-old who they say killed another"
        clause.add_list(objects(clause, right), at)


def _lost(clause: Clause, at: int) -> bool:
    """Whether the relative clause after somebody says that he was lost: "a boy who was last seen on Monday"."""
    return any(clause.low(step) in word_set("lost_since") for step in range(at + 2, at + _VERB))


def bind_captive(clause: Clause) -> None:
    """Bind those before "captive" and "prisoner": "took four guards captive"."""
    for at in clause.quantities():
        if at in clause.claimed:
            continue
        quantity = clause.quantity(at)
        kind = _STATES.get(quantity.noun)
        if kind is None or quantity.low == 1 or not human(quantity, tight=True):
            continue
        verbs = range(at - 1, max(-1, at - _VERB), -1)
        verb = next((step for step in verbs if clause.low(step) in word_set("captive_verbs")), None)
        if verb is not None:
            people = quantity._replace(noun_end=quantity.noun_end - len(quantity.noun) - 1)
            clause.mentions[at, kind] = Mention(at, people, kind, verb, Form.HOSTAGE, Link.OWN)
            clause.claimed.add(at)
