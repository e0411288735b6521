"""Numbers to the left of a trigger: "at least 12 people, including six children, were killed"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from streams.casualties.english import lexicon as lex
from streams.casualties.english.clause import ADJUNCT_FORMS, FINITE, human, word_set
from streams.casualties.english.objects import objects
from streams.casualties.english.quantity import QUANTITY

if TYPE_CHECKING:
    from streams.casualties.english.clause import Clause

REACH: Final = 60
"""A subject is looked for so many items to the left at most."""
_INSERT: Final = 40
_LIST: Final = 12
_NEEDS_AUXILIARY: Final = frozenset({"part", "shot", "hit", "cond", "adj", "buried", "wound", "hosp"})
_VERBAL: Final = "xhma"


def passive(clause: Clause, at: int) -> bool:
    """Whether a form of "be" stands before a participle."""
    return clause.code(clause.left(at - 1, 'a"')) == lex.BE


def bind_subject(clause: Clause, at: int) -> None:
    """Bind the subject of a passive, intransitive or adjectival trigger, and what is joined to it."""
    subject = _subject(clause, at)
    if subject is not None:
        _add(clause, subject, at)
    _after_verb(clause, at)


def _subject(clause: Clause, at: int) -> int | None:
    left = clause.left(at - 1, 'a"')
    auxiliary = clause.code(left) in {lex.BE, lex.HAVE, lex.MODAL}
    while clause.code(left) in {lex.BE, lex.HAVE, lex.MODAL, lex.ADVERB, '"'} or (
        clause.low(left) == "to" and clause.code(left + 1) in {lex.BE, lex.HAVE}
    ):
        left -= 1
    if clause.low(left) == "in" and clause.low(left - 1) in word_set("linking"):
        left -= 1  # "had been brought in dead"
    joined = clause.code(left) == lex.CONJUNCTION
    if clause.low(left) in word_set("linking"):
        before = clause.left(left - 1, _VERBAL)
        if before < left - 1 or clause.code(before) == QUANTITY:
            left, auxiliary = before, True
    if clause.low(left) == "with" and clause.form(at) == "wound":
        return _with_wounds(clause, left - 1, at)
    relative = clause.code(left) == lex.RELATIVE
    if relative:
        left -= 1
        if clause.code(left) == ",":
            left -= 1
    if clause.code(left) == QUANTITY:
        if clause.form(at) == "wound" and left == at - 1:
            return None  # "two gunshot wounds" counts wounds
        if left == at - 1 and clause.code(at + 1) == lex.NONHUMAN and clause.form(at) in {"part", "hit"}:
            return None  # "one of the worst hit areas"
        if clause.form(at) == "hit" and not auxiliary and clause.code(at + 1) not in {lex.PREPOSITION, "", "."}:
            return None  # "1,700 workers struck", but "4 hit in shooting"
        if clause.code(left - 1) in {lex.PREPOSITION, lex.OF} and (
            auxiliary or clause.form(at) not in _NEEDS_AUXILIARY
        ):
            # "some 14 children from one family died"
            outer = _far(clause, left - 1, joined=joined)
            if outer is not None and _takes(clause, outer, at, tight=False):
                return outer
        return left if _takes(clause, left, at, tight=True) else None
    if clause.form(at) in _NEEDS_AUXILIARY and not auxiliary and not relative and not _verbs_joined(clause, left):
        subject = _left_dead(clause, at)
        subject = _reduced(clause, left) if subject is None else subject
    else:
        subject = _far(clause, left, joined=joined)
    return subject if subject is not None and _takes(clause, subject, at, tight=False) else None


def _with_wounds(clause: Clause, left: int, at: int) -> int | None:
    """Return those "with gunshot wounds": beside the words, found, or who came with them."""
    if clause.code(left) == QUANTITY:
        return left if _takes(clause, left, at, tight=True) else None
    found = _left_dead(clause, at)
    found = _far(clause, left, joined=True) if found is None else found
    return found if found is not None and _takes(clause, found, at, tight=False) else None


def _verbs_joined(clause: Clause, joint: int) -> bool:
    """Whether a participle shares the auxiliary of the one before it: "were ambushed and killed"."""
    if clause.code(joint) != lex.CONJUNCTION or not clause.low(joint - 1).endswith("ed"):
        return False
    return clause.code(clause.left(joint - 2, "a")) == lex.BE


def _takes(clause: Clause, at: int, trigger: int, *, tight: bool) -> bool:
    quantity = clause.quantity(at)
    if not human(quantity, tight=tight and clause.firm(trigger)):
        return False
    if quantity.head == "" and not tight and not quantity.others and not quantity.of_group:
        # "Three, all of them women, were killed", but not the age in "he looks about 17, gets shot".
        opens = at == 0 or clause.code(at - 1) == lex.CONJUNCTION
        insert = clause.code(clause.right(at + 1, ",-("))
        return opens and trigger - at > 3 and insert in {lex.INCLUDING, lex.OF_THEM, lex.ALL}  # noqa: PLR2004 # an insert between
    return True


def _left_dead(clause: Clause, at: int) -> int | None:
    """Return the object of "left four troops including the gunman dead" or "found three others with gunshot wounds"."""
    for step in range(at - 1, max(-1, at - 16), -1):
        code = clause.codes[step]
        if code in {".", ";", lex.SUBORDINATOR, lex.RELATIVE, lex.BE, lex.MODAL}:
            return None
        if code == QUANTITY:
            before = clause.left(step - 1, "aqd")
            if clause.low(before) in word_set("leaving"):
                return step
            if clause.code(before) not in {lex.INCLUDING, ",", lex.CONJUNCTION, lex.PREPOSITION}:
                return None
        elif code == lex.TRIGGER and clause.form(step) not in {"cond", "wound"}:
            return None
    return None


def _reduced(clause: Clause, left: int) -> int | None:
    """Return the subject of a bare participle after an insert: "12 people, three of them children, killed"."""
    if clause.code(left) != ",":
        return None
    for step in range(left - 1, max(-1, left - 25), -1):
        code = clause.codes[step]
        if code in FINITE or code in {lex.TRIGGER, lex.SAY, lex.SUBORDINATOR, ";", "."}:
            return None
        if code == "," and clause.code(step - 1) == QUANTITY:
            return step - 1
    return None


def _before_insert(clause: Clause, left: int) -> int:
    """Return where the subject ends before an insert: "12 people, including six children, were killed"."""
    codes = clause.codes
    opener = {",": ",", "-": "-", ")": "("}.get(clause.code(left))
    if opener is None:
        return left
    for step in range(left - 1, max(-1, left - _INSERT), -1):
        code = codes[step]
        if code in {".", ";"} or (code == lex.TRIGGER and clause.form(step) not in ADJUNCT_FORMS):
            return left
        if code == lex.INCLUDING or (code == lex.OF_THEM and clause.code(step - 1) in {",", "-"}):
            before = clause.left(step - 1, ",-(a")
            return before if before >= 0 else left
    before = codes.rfind(opener, max(0, left - 30), left)
    if before > 0 and not any(code in "vyxhms;" for code in codes[before + 1 : left]):
        if QUANTITY in codes[max(0, before - 6) : before]:
            return before - 1
    return left


def _far(clause: Clause, left: int, *, joined: bool) -> int | None:
    """Return the subject that is not beside its verb, walking left over what stands between.

    A quantity inside a prepositional phrase or an insert is no subject where one outside follows.
    """
    codes, verb, fallback, first = clause.codes, False, None, True
    at = _before_insert(clause, left)
    end = max(-1, left - REACH)
    while at > end:
        code = codes[at]
        if code == QUANTITY:
            if verb and not joined and not _related(clause, at):
                return fallback
            place = _place(clause, at)
            if place == "subject":
                return at
            if place == "fallback" and fallback is None:
                fallback = at
        elif code in {".", ";", ":", lex.SUBORDINATOR, lex.SAY}:
            return fallback
        elif code == lex.PRONOUN:
            if first:
                return None
        elif code in FINITE or (code == lex.TRIGGER and clause.form(at) not in ADJUNCT_FORMS):
            verb = True
        elif code == lex.DETERMINER:
            joint = clause.code(at - 1) in {lex.PREPOSITION, lex.OF, lex.CONJUNCTION, ",", lex.INCLUDING}
            if first and not verb and not joint:
                return None
            first = False
        elif code == lex.PREPOSITION:
            first = False
        at -= 1
    return fallback


def _related(clause: Clause, at: int) -> bool:
    after = clause.code(at + 1)
    return after == lex.RELATIVE or (after == "," and clause.code(at + 2) == lex.RELATIVE)


def _place(clause: Clause, at: int) -> str:
    """Return whether a quantity met on the way is a `subject`, a `fallback`, or `none`."""
    quantity, before = clause.quantity(at), clause.code(at - 1)
    if quantity.head == lex.NONHUMAN or (quantity.head == "" and before in {lex.PREPOSITION, lex.WORD}):
        return "none"
    if before in {lex.INCLUDING, lex.OF_THEM}:
        return "none"
    if before == lex.OF:
        return "fallback"
    if before == lex.PREPOSITION:
        return "none"
    inserted = clause.code(clause.left(at - 1, "da")) in {",", "-", "("}
    return "fallback" if inserted and at > 2 else "subject"  # noqa: PLR2004 # an insert needs something before it


def _add(clause: Clause, at: int, trigger: int) -> None:
    """Bind a subject and the quantities joined to it on the left: "five terrorists and a corporal were killed"."""
    if clause.quantity(at).of_group == "them" or clause.quantity(at).none:
        clause.add(at, trigger)
        return
    codes, found, listed = clause.codes, [], False
    step, last = at - 1, at
    while step >= 0 and last - step < 10:  # noqa: PLR2004 # a joint stands near
        code = codes[step]
        if code == "," and clause.code(step - 1) in {lex.HUMAN, lex.HUMAN_ONE} and _bare(clause, step - 1):
            listed = True  # "Child, three adults injured"
            break
        opening = code == "," and clause.code(step - 1) == QUANTITY and clause.left(step - 2, ":aw") < 0
        if code in {lex.CONJUNCTION, lex.PLUS} or (code == "," and listed) or opening:
            before = step - 1
            while before >= 0 and last - before < _LIST and codes[before] in "wHX1fpda\"'()zL":
                before -= 1
            listed = listed or before < step - 1 or clause.code(before) in {QUANTITY, lex.PRONOUN}
            if clause.code(before) != QUANTITY or before in clause.claimed:
                break
            quantity = clause.quantity(before)
            if quantity.head == "" or not human(quantity, tight=False):
                break
            if clause.code(before - 1) in {lex.PREPOSITION, lex.INCLUDING}:
                break
            found.append(before)
            last, step = before, before - 1
            continue
        if code not in {lex.ADVERB, lex.DETERMINER}:
            break
        step -= 1
    clause.add(at, trigger, listed=listed)
    for other in found:
        clause.add(other, trigger, link="also", listed=True)


def _bare(clause: Clause, at: int) -> bool:
    """Whether a noun stands without an article where a headline's list begins."""
    before = clause.left(at, "wH1")
    return before < 0 or clause.code(before) in {lex.VERB, lex.TRIGGER, ":"}


def _after_verb(clause: Clause, trigger: int) -> None:
    """Bind what is joined after the verb: "42 rebels died, as well as 34 loyalists", "was shot along with three"."""
    step = clause.right(trigger + 1, ",a")
    if clause.code(step) != lex.PLUS:
        return
    step = clause.right(step + 1, "ad")
    if clause.code(step) == QUANTITY and step not in clause.claimed and human(clause.quantity(step), tight=True):
        for key, mention in list(clause.mentions.items()):
            if mention.trigger == trigger:
                clause.mentions[key] = mention._replace(listed=True)
        for found in objects(clause, step):
            clause.add(found, trigger, link="also", listed=True)
