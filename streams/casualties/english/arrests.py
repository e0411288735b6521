"""Who was arrested, told without a number: "the driver was arrested", "detained the manager and two engineers".

Somebody definite is counted nowhere else, for the text has spoken of him before; but the police hold one more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from schemas import Kind
from streams.casualties.english import tags
from streams.casualties.english.clause import Clause, Mention, human, word_set
from streams.casualties.english.objects import own_predicate
from streams.casualties.english.quantity import Item, group
from streams.casualties.forms import Form, Link

if TYPE_CHECKING:
    from collections.abc import Iterator

    from streams.casualties.english.quantity import Quantity

_ACTIVE: Final = frozenset({Form.PARTICIPLE, Form.GERUND, Form.BASE, Form.SEIZE})
_PASSIVE: Final = frozenset({Form.PARTICIPLE, Form.CONDITION, Form.SEIZE})
_LONGEST: Final = 7
"""Items of such a person at most: "the 41-year-old former site manager"."""
_GAP: Final = 16
"""Items from one member of a list to the next, or from a member to the verb, at most."""
_DEED: Final = 14
"""Items after a verb among which the custody stands: "took the manager and a clerk into custody"."""
_OFTEN: Final = 4
"""Items after a verb within which "nine times" stands."""
_BEFORE_MEMBER: Final = tags.ADVERBIAL + tags.DETERMINER + tags.ALL
_PHRASE: Final = frozenset(
    {tags.WORD, tags.NONHUMAN, tags.OPAQUE, tags.POSSESSIVE, tags.HUMAN, tags.HUMAN_ONE, tags.LABEL, tags.QUOTE}
)
_LOOSE: Final = _PHRASE | {tags.PREPOSITION, tags.OF, tags.DETERMINER, tags.ADVERB, tags.MONTH, tags.OPEN, tags.CLOSE}
"""What belongs to a noun phrase with what follows it: "the owner of the block in Ebute Metta"."""
_VERBS: Final = frozenset({tags.BE, tags.HAVE, tags.MODAL, tags.VERB, tags.SAY, tags.TRIGGER})
_BOUNDARIES: Final = frozenset({tags.STOP, tags.SEMICOLON, tags.COLON, tags.SUBORDINATOR, tags.SAY, tags.DASH})
_GOVERNING: Final = frozenset({tags.PREPOSITION, tags.OF, tags.VERB, tags.TRIGGER})
"""Before somebody these say that he is no subject: "three men accused of beating the driver were arrested"."""
_JOINTS: Final = frozenset({tags.COMMA, tags.CONJUNCTION, tags.PLUS})


def arrested(clause: Clause) -> list[Mention]:
    """Return the mentions of a sentence with those arrested who are told without a number, and those listed with them.

    The clause stays as it is: who is told so counts nowhere else.
    """
    triggers = [at for at in range(len(clause.items)) if _arrests(clause, at) or _takes(clause, at)]
    if not triggers or clause.holds(word_set("let_free")):
        return list(clause.mentions.values())
    told = _with_persons(clause)
    found = {key: one for key, one in clause.mentions.items() if not _disagrees(clause, one)}
    for at in triggers:
        members = _members(told, at)
        read = {mention.item for mention in found.values() if mention.trigger == at}
        if not read or (read <= set(members) and any(clause.items[member].quantity is None for member in members)):
            for member in members:
                found[member, Kind.DETAINED] = _mention(clause, told, member, at, listed=len(members) > 1)
    return list(found.values())


def _arrests(clause: Clause, at: int) -> bool:
    """Whether an item is a trigger of arrests, and no sentence of a court."""
    return (
        clause.code(at) == tags.TRIGGER
        and clause.items[at].token.value.kind == Kind.DETAINED
        and clause.low(at) not in word_set("sentenced")
    )


def _disagrees(clause: Clause, mention: Mention) -> bool:
    """Whether several are read as the subject of "was": it is that of somebody told before them."""
    if mention.kind != Kind.DETAINED or mention.trigger < mention.item or (mention.quantity.low or 0) <= 1:
        return False
    left = clause.left(mention.trigger - 1, tags.VERBAL)
    singular = any(clause.low(step) in {"was", "is"} for step in range(left + 1, mention.trigger + 1))
    return singular and not mention.quantity.text.lower().startswith(("a ", "the "))


def _takes(clause: Clause, at: int) -> bool:
    """Whether an item is the verb of "took the manager and a clerk into custody"."""
    if clause.low(at) not in {"took", "taken", "taking"} or clause.code(at + 1) == tags.PREPOSITION:
        return False
    return any(clause.low(step) == "into" and clause.low(step + 1) == "custody" for step in range(at + 1, at + _DEED))


def _mention(clause: Clause, told: Clause, member: int, at: int, *, listed: bool) -> Mention:
    read = clause.mentions.get((member, Kind.DETAINED))
    if read is not None:
        return read._replace(listed=listed, trigger=at)
    told_so = clause.items[member].quantity is None or clause.code(at) != tags.TRIGGER
    form = Form.ARRESTED if told_so else clause.form(at)
    return Mention(member, told.quantity(member), Kind.DETAINED, at, form, Link.OWN, None, listed)


def _with_persons(clause: Clause) -> Clause:
    """Return the sentence with each person told without a number as a quantity of one."""
    items = list(clause.items)
    for step in range(len(items)):
        at = step + (clause.low(step) == "of the")
        end = _person_end(clause, step, at) if at > step or clause.code(step) == tags.DETERMINER else 0
        if end:
            items[at] = Item(tags.QUANTITY, items[at].token, _quantity(clause, at, end))
            items[at + 1 : end] = [Item(tags.ADVERB, item.token) for item in items[at + 1 : end]]
    return Clause(items, "".join(item.code for item in items), text=clause.text)


def _quantity(clause: Clause, at: int, end: int) -> Quantity:
    first, last = clause.items[at].token, clause.items[end - 1].token
    noun = clause.items[at + (clause.code(at) == tags.DETERMINER)].token
    one = group(1, 1, (first.start, last.end), (noun.start, last.end), clause.text)
    return one._replace(single=True, definite=True, noun=last.low)


def _person_end(clause: Clause, determiner: int, at: int) -> int:
    """Return the item after "the plant's manager", whose words begin at an item; nought where it is no such person."""
    definite = at > determiner or clause.low(determiner) in word_set("tells_one")
    if not definite and clause.low(determiner) not in {"a", "an"}:
        return 0
    end, head = determiner + 1, 0
    while end < determiner + _LONGEST and clause.code(end) in _PHRASE:
        if (definite and clause.code(end) == tags.HUMAN_ONE) or clause.low(end) in word_set("arrested_people"):
            head = end
        if clause.low(end) in word_set("no_suspects"):
            return 0
        end += 1
    name = all(clause.capital(step) for step in range(head + 1, end))
    return end if head and (head == end - 1 or name) else 0


def _members(clause: Clause, at: int) -> list[int]:
    """Return those whom a trigger says to be arrested: behind an active verb, before a passive one."""
    if clause.code(at) != tags.TRIGGER:
        first = clause.right(at + 1, _BEFORE_MEMBER)
        return _list(clause, first, len(clause.codes)) if _is_person(clause, first) else []
    form = clause.form(at)
    left = clause.left(at - 1, tags.VERBAL)
    between = range(left + 1, at)
    if any(clause.codes[step] == tags.MODAL or clause.low(step) in word_set("negations") for step in between):
        return []
    if any(_often(clause, step) for step in range(at + 1, at + _OFTEN)):
        return []
    passive = any(clause.codes[step] == tags.BE for step in between)
    if form in _ACTIVE and not passive:
        first = clause.right(at + 1, _BEFORE_MEMBER)
        return (
            _list(clause, first, len(clause.codes))
            if _is_person(clause, first) and not _asked_for(clause, left)
            else []
        )
    if form in _PASSIVE and passive:
        return _subject(clause, left)
    return []


def _often(clause: Clause, at: int) -> bool:
    """Whether an item says that it has happened before: "had been arrested dozens of times", "nine times"."""
    return clause.low(at) in {"times", "twice"} or (clause.code(at) == tags.QUANTITY and clause.noun(at) == "times")


def _asked_for(clause: Clause, left: int) -> bool:
    """Whether nobody has been arrested yet: "called on police to arrest the owner", "vowed to detain"."""
    return clause.low(left) in {"to", "not"} or clause.code(left) == tags.MODAL


def _is_one(clause: Clause, at: int) -> bool:
    return clause.code(at) == tags.QUANTITY and human(clause.quantity(at), tight=True) and not clause.quantity(at).none


def _is_person(clause: Clause, at: int) -> bool:
    """Whether a list may begin with a quantity: it counts people by a noun for them."""
    return _is_one(clause, at) and clause.quantity(at).head == tags.HUMAN


def _list(clause: Clause, first: int, limit: int) -> list[int]:
    """Return the members of a list that begins at one: "the owner of the flats, a clerk who signed and two guards"."""
    found, last, step, closed = [first], first, first + 1, True
    while step < limit and step - last < _GAP and clause.code(step) not in {tags.STOP, tags.SEMICOLON, tags.COLON}:
        code = clause.code(step)
        if code in _JOINTS:
            after = clause.right(step + 1, _BEFORE_MEMBER + tags.CONJUNCTION)
            closed_by = tags.CONJUNCTION in clause.codes[step:after]
            if after < limit and _joins(clause, last, step, after, limit):
                if not _says_who(clause, found[-1], after, step):
                    found.append(after)
                    closed = closed_by
                last, step = after, after + 1
                continue
            if code != tags.COMMA and clause.code(after) not in _LOOSE:
                break
        step += 1
    return found if closed else found[:1]


def _joins(clause: Clause, last: int, joint: int, after: int, limit: int) -> bool:
    """Whether a quantity goes on the list of the member before it: no verb between, and none of its own."""
    between = clause.codes[last + 1 : joint + (clause.code(joint) == tags.COMMA)].removesuffix(tags.COMMA)
    if not _belongs(between) and not _belongs(between + tags.COMMA):
        return False
    return _is_one(clause, after) and (limit < len(clause.codes) or not own_predicate(clause, after))


def _says_who(clause: Clause, person: int, after: int, joint: int) -> bool:
    """Whether "a 40-year-old man" after a comma says who the person before it is."""
    one = clause.quantity(after)
    beside = clause.code(joint) == tags.COMMA and not clause.codes[person + 1 : joint].strip(tags.ADVERB)
    aged = one.noun in word_set("any_age") | word_set("grown") or "-year-old" in one.text
    return beside and one.single and not one.definite and aged


def _subject(clause: Clause, left: int) -> list[int]:
    """Return the subject of a passive verb, over what stands between."""
    for first in _starts(clause, left):
        members = _list(clause, first, left + 1)
        if clause.code(left) == tags.CONJUNCTION and clause.quantity(first).definite and first < left:
            return members[:1]  # "the driver walked into a police station and was arrested"
        between = clause.codes[members[-1] + 1 : left + 1]
        if _belongs(between):
            return members
    return []


def _starts(clause: Clause, left: int) -> Iterator[int]:
    """Yield where the subject may begin: at the start of the clause, and right before the verb."""
    start = next((step for step in range(left, -1, -1) if clause.codes[step] in _BOUNDARIES), -1)
    if clause.low(start) in word_set("open_clause"):
        return  # "did not say whether the driver was in custody"
    opening = clause.right(start + 1, tags.ADVERBIAL + tags.CONJUNCTION)
    if opening <= left and left - opening < 2 * _GAP and _is_person(clause, opening):
        yield opening
    for at in range(left, max(-1, left - _GAP), -1):
        if clause.code(at) in {tags.STOP, tags.SEMICOLON}:
            return
        if at != opening and _is_person(clause, at) and clause.code(at - 1) not in _GOVERNING:
            yield at


def _belongs(between: str) -> bool:
    """Whether what stands between a subject and its verb belongs to the subject: no other verb, but in an insert."""
    rest = between.lstrip("".join(_LOOSE))
    if not rest:
        return True
    if rest[0] == tags.RELATIVE:
        return True
    if rest[0] != tags.COMMA:
        return False
    inside = rest[1:].lstrip(tags.ADVERB)
    insert = inside[:1] == tags.RELATIVE or (inside[:1] == tags.WORD and inside.count(tags.COMMA) == 1)
    return rest[-1] == tags.COMMA and (insert or _VERBS.isdisjoint(inside))
