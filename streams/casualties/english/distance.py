"""Subjects that stand away from their verb: over phrases, inserts and relative clauses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from streams.casualties.english import tags
from streams.casualties.english.clause import ADJUNCT_FORMS, FINITE, word_set
from streams.casualties.forms import Form, PartOf

if TYPE_CHECKING:
    from streams.casualties.english.clause import Clause

REACH: Final = 60
"""A subject is looked for so many items to the left at most."""
INSERT: Final = 40
"""Items of an insert at most."""
_COMPLEMENT: Final = 16
_APPOSITION: Final = 30
_RELATIVE: Final = 8
"""Items of a relative clause before its object."""
_NEAR: Final = 6
_OPENERS: Final = {tags.COMMA: tags.COMMA, tags.DASH: tags.DASH, tags.CLOSE: tags.OPEN}
_ENDS: Final = frozenset({tags.STOP, tags.SEMICOLON, tags.COLON, tags.SUBORDINATOR, tags.SAY})
_PART_LIST: Final = frozenset(
    tags.LIST_MEMBER
    + tags.QUALIFIER
    + tags.COMMA
    + tags.OPAQUE
    + tags.OF
    + tags.POSSESSIVE
    + tags.QUANTITY
    + tags.CONJUNCTION
)
_PHRASES: Final = frozenset({tags.PREPOSITION, tags.OF, tags.CONJUNCTION, tags.COMMA, tags.INCLUDING})
"""What a noun phrase that is no subject follows."""


def object_complement(clause: Clause, at: int) -> int | None:
    """Return the object of "left four troops including the gunman dead" or "found three with gunshot wounds"."""
    for step in range(at - 1, max(-1, at - _COMPLEMENT), -1):
        code = clause.codes[step]
        if code in {tags.STOP, tags.SEMICOLON, tags.SUBORDINATOR, tags.RELATIVE, tags.BE, tags.MODAL}:
            return None
        if code == tags.QUANTITY:
            before = clause.left(step - 1, tags.BEFORE_AMOUNT)
            if clause.low(before) in word_set("leaving"):
                return step
            if clause.code(before) not in {tags.INCLUDING, tags.COMMA, tags.CONJUNCTION, tags.PREPOSITION}:
                return None
        elif code == tags.TRIGGER and clause.form(step) not in {Form.CONDITION, Form.WOUND}:
            return None
    return None


def reduced(clause: Clause, left: int) -> int | None:
    """Return the subject of a bare participle after an insert: "12 people, three of them children, killed"."""
    if clause.code(left) != tags.COMMA:
        return None
    for step in range(left - 1, max(-1, left - _APPOSITION), -1):
        code = clause.codes[step]
        if code in FINITE | _ENDS | {tags.TRIGGER} - {tags.COLON}:
            return None
        if code == tags.COMMA and clause.code(step - 1) == tags.QUANTITY:
            return step - 1
    return None


def _before_insert(clause: Clause, left: int) -> int:
    """Return where the subject ends before an insert: "12 people, including six children, were killed"."""
    opener = _OPENERS.get(clause.code(left))
    if opener is None:
        return left
    codes = clause.codes
    for step in range(left - 1, max(-1, left - INSERT), -1):
        code = codes[step]
        if code in {tags.STOP, tags.SEMICOLON} or (code == tags.TRIGGER and clause.form(step) not in ADJUNCT_FORMS):
            return left
        of_them = code == tags.OF_THEM or (code == tags.QUANTITY and clause.quantity(step).part_of == PartOf.THEM)
        if code == tags.INCLUDING or (of_them and clause.code(step - 1) in {tags.COMMA, tags.DASH}):
            before = clause.left(step - 1, tags.INSERT_OPENERS)
            return before if before >= 0 else left
    before = codes.rfind(opener, max(0, left - _APPOSITION), left)
    plain = before > 0 and not any(_breaks(clause, at) for at in range(before + 1, left))
    return before - 1 if plain and tags.QUANTITY in codes[max(0, before - _NEAR) : before] else left


def _breaks(clause: Clause, at: int) -> bool:
    """Whether an item belongs to a clause, not to an insert such as "named as brothers"."""
    return clause.codes[at] in tags.CLAUSE_WORDS and clause.low(at) != "as"


def before_parts(clause: Clause, at: int) -> int | None:
    """Return where the whole ends whose parts a quantity is the last of: "30 civilians including six women were"."""
    for step in range(at - 1, max(-1, at - INSERT), -1):
        code = clause.codes[step]
        if code == tags.INCLUDING:
            return clause.left(step - 1, tags.INSERT_OPENERS)
        if code not in _PART_LIST:
            return None
    return None


def far(clause: Clause, left: int, *, joined: bool, related: bool = False) -> int | None:
    """Return the subject that is not beside its verb, walking left over what stands between; None for none.

    A quantity inside a prepositional phrase or an insert is no subject where one outside follows. A finite verb on
    the way has a subject of its own, unless the trigger is joined to it or the quantity is that of a relative clause;
    the verb of a relative clause is passed over with its clause: "17 people on a helicopter that hit a hill died".
    `related` says that the verb itself is that of a relative clause, whose subject stands before no other.
    """
    verb, fallback, first = False, None, True
    start = _before_insert(clause, left)
    for at in range(start, max(-1, left - REACH), -1):
        code = clause.codes[at]
        if code in _ENDS and not _moment(clause, at):
            return fallback
        if code == tags.QUANTITY:
            if verb and not joined and not _related(clause, at):
                return fallback
            place = _place(clause, at)
            if place == "subject":
                return at
            fallback = at if place == "fallback" and fallback is None else fallback
        elif _predicate(clause, at):
            verb = True
        elif code == tags.RELATIVE and verb and not related:
            verb = first = False
        elif first and _subject_of_its_own(clause, at, verb=verb):
            return None
        elif code in {tags.PREPOSITION, tags.DETERMINER}:
            first = False
    return fallback


_IN_DATELINE: Final = (
    tags.NOUNS + tags.COMMA + tags.MONTH + tags.OPAQUE + tags.OPEN + tags.CLOSE + tags.SLASH + tags.STOP
)


def _predicate(clause: Clause, at: int) -> bool:
    """Whether an item is the verb of a clause: not "swept" in "three hikers swept away by a flood were found"."""
    if clause.codes[at] != tags.TRIGGER:
        return clause.codes[at] in FINITE
    reduced_clause = clause.code(at - 1) == tags.QUANTITY and clause.code(at + 1) == tags.PREPOSITION
    return clause.form(at) not in ADJUNCT_FORMS and not (reduced_clause and clause.form(at) == Form.PARTICIPLE)


def _moment(clause: Clause, at: int) -> bool:
    """Whether a word that may begin a clause begins a time of day or of a journey: "after take-off"."""
    return clause.code(at) == tags.SUBORDINATOR and clause.low(at + 1) in word_set("moments")


def _subject_of_its_own(clause: Clause, at: int, *, verb: bool) -> bool:
    code = clause.codes[at]
    if code != tags.DETERMINER or verb:
        return code == tags.PRONOUN
    return _subject_phrase(clause, at) and not _object_in_relative(clause, at)


def _object_in_relative(clause: Clause, at: int) -> bool:
    """Whether a determiner begins the object in a number's relative clause: "a cook who refused the order was shot"."""
    for step in range(at - 1, max(-1, at - _RELATIVE), -1):
        code = clause.codes[step]
        if code == tags.RELATIVE:
            return step < at - 1 and clause.code(step - 1) == tags.QUANTITY
        if code in _ENDS | {tags.COMMA, tags.QUANTITY, tags.PRONOUN, tags.DETERMINER}:
            return False
    return False


def _subject_phrase(clause: Clause, at: int) -> bool:
    """Whether a determiner begins the phrase that is the subject itself: "the girl was killed"."""
    before = clause.left(at, tags.DETERMINER)
    if clause.low(before) in word_set("aboard"):
        return False  # "all 72 on board the ferry"
    return clause.code(before) not in _PHRASES or clause.low(before) == "but"


def _related(clause: Clause, at: int) -> bool:
    after = clause.code(at + 1)
    return after == tags.RELATIVE or (after == "," and clause.code(at + 2) == tags.RELATIVE)


def _ends_dateline(clause: Clause, at: int) -> bool:
    """Whether a dash ends a dateline, which has no verb, article or number of people: "LIMA, March 5 (Orbit) -"."""
    return clause.code(at) == tags.DASH and not clause.codes[:at].strip(_IN_DATELINE)


def _place(clause: Clause, at: int) -> str:
    """Return whether a quantity met on the way is a `subject`, a `fallback`, or `none`."""
    quantity, before = clause.quantity(at), clause.code(at - 1)
    if quantity.head == tags.NONHUMAN or (quantity.head == "" and before == tags.WORD):
        return "none"
    if before in {tags.INCLUDING, tags.OF_THEM, tags.PREPOSITION}:
        return "none"
    if before == tags.OF:
        return "fallback"
    mark = clause.left(at - 1, tags.BEFORE_NUMBER)
    inserted = at > 2 and clause.code(mark) in {tags.COMMA, tags.DASH, tags.OPEN}  # noqa: PLR2004 # it needs something before it
    inserted = inserted and not _ends_dateline(clause, mark)
    return "fallback" if inserted else "subject"
