"""Numbers to the right of a trigger: "killing 61 rebels and 50 troops", "the murder of six priests"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from schemas import Kind
from streams.casualties.english import tags
from streams.casualties.english.clause import NOUN_PHRASE, SUBJECT_FORMS, human, word_set
from streams.casualties.forms import Form, Link, PartOf

if TYPE_CHECKING:
    from streams.casualties.english.clause import Clause

_INJURIES: Final = frozenset({Form.COUNT, Form.INJURY, Form.WOUNDS, Form.WOUND})
"""Nouns that "to" joins to those who have them: "injuries to five others"."""
_HOLDERS: Final = 8
"""Items after a verb within which the police are named: "were bundled into police vans"."""
_NEXT: Final = 2
"""Items from one member of a list to the next over "and" alone."""
_NAMES: Final = 12
"""Items of those named before the ones who are counted at most."""
LIST_GAP: Final = 14
"""Items between two members of a list at most."""

_MOURNERS: Final = frozenset({tags.PRONOUN, tags.HUMAN, tags.RELATIVE})
_BEFORE_MEMBER: Final = tags.BEFORE_QUANTITY + tags.CONJUNCTION + tags.PLUS + tags.OF
_JOINTS: Final = frozenset({tags.CONJUNCTION, tags.PLUS, tags.COMMA})
_INSIDE: Final = NOUN_PHRASE | {
    tags.PREPOSITION,
    tags.OF,
    tags.DETERMINER,
    tags.ADVERB,
    tags.OPEN,
    tags.CLOSE,
    tags.DASH,
}


_OTHER_CLAUSE: Final = frozenset({tags.STOP, tags.SEMICOLON, tags.SUBORDINATOR, tags.RELATIVE, tags.TRIGGER})
"""What ends the reach of a verb."""


def holder_kind(clause: Clause, at: int) -> Kind:
    """Return what the verb's subject makes of those it holds: the police detain, others kidnap."""
    near = clause.items[: at + _HOLDERS]
    words = {item.token.low for step, item in enumerate(near) if clause.code(step + 1) != tags.SAY}  # "police said"
    return Kind.DETAINED if words & word_set("authorities") else Kind.KIDNAPPED


def objects(clause: Clause, first: int, *, noun: bool = False) -> list[int]:
    """Return the quantities of a list that begins at one: "61 rebels and members of ... and 50 troops".

    After a noun ("the bodies of three men and a woman were found") a verb that follows is the noun's, not theirs.
    """
    found, codes, at, last = [first], clause.codes, first + 1, first
    while at < len(codes) and at - last < LIST_GAP:
        code = codes[at]
        if code == tags.DASH:
            close = codes.find(tags.DASH, at + 1, at + LIST_GAP)
            if close > 0 and clause.code(close + 1) in {tags.CONJUNCTION, tags.PLUS}:
                at = last = close + 1
                continue
        if code in _JOINTS:
            step = clause.right(at + 1, _BEFORE_MEMBER)
            if clause.code(step) == tags.QUANTITY:
                if not _joins(clause, step, comma=code == ",", noun=noun and step - last <= _NEXT):
                    break
                found.append(step)
                at, last = step + 1, step
                continue
            if code == tags.COMMA and not _list_goes_on(clause, at):
                break
        elif code not in _INSIDE:
            break
        at += 1
    return found


def _joins(clause: Clause, at: int, *, comma: bool, noun: bool) -> bool:
    quantity = clause.quantity(at)
    if not human(quantity, tight=False) or at in clause.claimed or quantity.none:
        return False
    if not noun and own_predicate(clause, at):
        return False
    return not comma or (quantity.part_of != PartOf.THEM and (quantity.head != "" or quantity.others))


def _list_goes_on(clause: Clause, comma: int) -> bool:
    return clause.code(clause.right(comma + 1, tags.LIST_MEMBER)) in {tags.CONJUNCTION, tags.PLUS}


def own_predicate(clause: Clause, at: int) -> bool:
    """Whether a quantity has a verb of its own after it: "and 50 others were injured"."""
    step = clause.right(at + 1, tags.LONG_NOUN_PHRASE)
    if clause.low(step) in word_set("reduced"):
        return False  # "two men and a woman convicted of smuggling"
    code = clause.code(step)
    if code == tags.TRIGGER:
        return clause.form(step) in SUBJECT_FORMS
    return code in {tags.BE, tags.HAVE, tags.MODAL, tags.VERB, tags.SAY}


def bind_object(clause: Clause, at: int) -> bool:
    """Bind the object of an active verb or a gerund; return whether there was one."""
    right = clause.right(at + 1, tags.BEFORE_OBJECT)
    if clause.code(right) == tags.CONJUNCTION:
        return _bind_shared(clause, at, right)
    if clause.code(right) in {tags.HUMAN, tags.HUMAN_ONE, tags.WORD, tags.PRONOUN}:
        return _bind_after_name(clause, at, right)
    if clause.code(right) != tags.QUANTITY or right in clause.claimed:
        return False
    found = [member for member in _affected(clause, at, right) if not _charged_apart(clause, at, member)]
    if found:
        listed = len(found) > 1 or _goes_on(clause, found[-1])
        kind = _outcome(clause, found[-1], at)
        for member in found:
            clause.add(member, at, kind=kind, link=Link.OWN if member == found[0] else Link.ALSO, listed=listed)
    return bool(found)


def _goes_on(clause: Clause, last: int) -> bool:
    """Whether a list goes on with somebody who isn't counted: "shoots two women, young girl before"."""
    if clause.code(last + 1) not in {tags.COMMA, tags.CONJUNCTION}:
        return False
    noun = clause.right(last + 2, tags.BEFORE_NOUN)
    after = clause.code(clause.right(noun + 1, tags.NOUNS_OR_POSSESSIVE))
    return clause.code(noun) in {tags.HUMAN, tags.HUMAN_ONE} and after not in _VERBS


_VERBS: Final = frozenset({tags.BE, tags.HAVE, tags.MODAL, tags.VERB, tags.SAY, tags.TRIGGER, tags.ADVERB})


def _affected(clause: Clause, at: int, right: int) -> list[int]:
    """Return the people of a list that begins right after a trigger."""
    quantity = clause.quantity(right)
    if quantity.head == tags.NONHUMAN:
        # "killed nine elephants and one ranger"
        return [found for found in objects(clause, right)[1:] if clause.quantity(found).head == tags.HUMAN]
    if not human(quantity, tight=clause.firm(at)) or _headline(clause, at, right):
        return []
    if clause.form(at) == Form.HIT and quantity.head == tags.WORD:
        return []  # "hit several drives"
    if clause.form(at) in {Form.SHOT, Form.HIT} and quantity.head == "" and not _closed(clause, right):
        return []  # "shot 68 to lead"
    return objects(clause, right)


def _outcome(clause: Clause, last: int, at: int) -> Kind | None:
    """Return the kind that "stabbed 19 people to death" and "shot two men dead" end in; None for the trigger's own."""
    after = clause.right(last + 1, tags.ADVERB)
    if clause.code(after) == tags.TO_DEATH or (
        clause.low(after) == "dead" and clause.form(at) in {Form.SHOT, Form.SHOOT}
    ):
        return Kind.KILLED
    if clause.low(after) == "alive" and clause.low(at) in {"burned", "burnt", "burning"}:
        return Kind.KILLED
    return None


def bind_to_death(clause: Clause, at: int) -> None:
    """Bind everyone counted between a verb and "to death": "hacked his wife and three daughters to death"."""
    end = clause.codes.find(tags.TO_DEATH, at + 1, at + LIST_GAP)
    if end < 0 or any(code in _OTHER_CLAUSE for code in clause.codes[at + 1 : end]):
        return
    if any(clause.low(step) in word_set("not_to_death") for step in range(at + 1, end)):
        return  # "kicked six balls and bored ten people to death"
    found = [
        step
        for step in range(at + 1, end)
        if clause.codes[step] == tags.QUANTITY and human(clause.quantity(step), tight=False)
    ]
    clause.add_list(found, at)


def bind_buried(clause: Clause, at: int) -> bool:
    """Bind the object of "buried": people bury their dead, a landslide traps the living."""
    right = clause.right(at + 1, tags.BEFORE_NUMBER)
    if clause.code(right) != tags.QUANTITY or clause.code(clause.left(at - 1, tags.ADVERB)) == tags.BE:
        return False
    if not human(clause.quantity(right), tight=False):
        return False
    alive = any(clause.low(step) in {"alive", "under", "beneath"} for step in range(right + 1, right + 3))
    before = clause.left(at - 1, tags.PERFECT)
    by_people = not alive and (clause.code(before) in _MOURNERS or clause.low(before) in word_set("mourners"))
    clause.add_list(objects(clause, right), at, kind=Kind.KILLED if by_people else None)
    return True


def settle_buried(clause: Clause) -> None:
    """Make those buried the dead, where nothing is reported that buries the living: "62 of them have been buried"."""
    if not any(mention.kind == Kind.TRAPPED for mention in clause.mentions.values()) or clause.holds(
        word_set("slides")
    ):
        return
    for key, mention in list(clause.mentions.items()):
        if mention.kind == Kind.TRAPPED and clause.low(mention.trigger) == "buried":
            del clause.mentions[key]
            clause.mentions.setdefault((key[0], Kind.KILLED), mention._replace(kind=Kind.KILLED))


def _closed(clause: Clause, at: int) -> bool:
    return clause.quantity(at).others or clause.code(at + 1) in {
        "",
        tags.STOP,
        tags.COMMA,
        tags.SEMICOLON,
        tags.CONJUNCTION,
        tags.TRIGGER,
        tags.QUOTE,
    }


def bind_seized(clause: Clause, at: int) -> None:
    """Bind people seized or captured; things are seized too, so only known nouns for people count."""
    if clause.code(clause.left(at - 1, tags.ADVERBIAL)) == tags.BE and not clause.low(at).endswith("ing"):
        left = clause.left(clause.left(at - 1, 'a"'), tags.VERBAL)
        if clause.code(left) == tags.QUANTITY and clause.quantity(left).head == tags.HUMAN:
            clause.add(left, at)
        return
    right = clause.right(at + 1, tags.BEFORE_OBJECT)
    if clause.code(at - 1) == tags.QUANTITY and clause.mentions and clause.code(right) != tags.QUANTITY:
        clause.add(at - 1, at)  # "seven were killed and five captured"
    if clause.code(right) == tags.QUANTITY:
        others = clause.quantity(right).others and bool(clause.mentions)
        in_arms = clause.noun(right) in word_set("minor") and clause.quantity(right).low == 1
        if clause.low(at) == "holding" and in_arms and not clause.holds(word_set("at_gunpoint")):
            return  # "the mother was holding a baby"
        if clause.quantity(right).head == tags.HUMAN or others:
            kind = holder_kind(clause, at) if clause.low(at) == "holding" else None
            clause.add_list(objects(clause, right), at, kind=kind)


def bind_driven(clause: Clause, at: int) -> None:
    """Bind people forced from where they live: "has forced 80,000 people from their homes"."""
    right = clause.right(at + 1, tags.BEFORE_OBJECT)
    if clause.code(right) != tags.QUANTITY or clause.quantity(right).head not in {tags.HUMAN, ""}:
        return
    if clause.low(right + 1) in word_set("homes") and clause.low(right + 2) not in {"stop", "land", "pay", "hospital"}:
        clause.add(right, at)


def _bind_after_name(clause: Clause, at: int, start: int) -> bool:
    """Bind the numbers after one who is not counted: "killing the driver and four of his passengers"."""
    step = start
    while step - start < _NAMES and clause.code(step) in NOUN_PHRASE | {tags.OF, tags.DETERMINER, tags.PRONOUN}:
        step += 1
        if clause.code(step) == tags.COMMA and clause.code(clause.right(step + 1, tags.BEFORE_NOUN)) in {
            tags.HUMAN,
            tags.HUMAN_ONE,
        }:
            step += 1  # "his wife, her brother and three children"
    if clause.code(step) == tags.COMMA:
        step += 1
    if clause.code(step) not in {tags.CONJUNCTION, tags.PLUS}:
        return False
    right = clause.right(step + 1, tags.BEFORE_NUMBER)
    if clause.code(right) != tags.QUANTITY or right in clause.claimed or not human(clause.quantity(right), tight=False):
        return False
    if own_predicate(clause, right) or _charged_apart(clause, at, right):
        return False
    for found in objects(clause, right):
        clause.add(found, at, link=Link.ALSO, listed=True)
    return True


def _charged_apart(clause: Clause, at: int, member: int) -> bool:
    """Whether people of a list did something else: "charged a man with killing Sova and another with theft"."""
    joint = clause.code(at - 1) in {tags.PREPOSITION, tags.OF} and clause.form(at) == Form.GERUND
    return joint and clause.low(member + 1) == clause.low(at - 1)


def bind_claimed(clause: Clause, at: int) -> bool:
    """Bind a victim of those that something claimed one by one, "its fifth victim"; a strike claims its first, too."""
    right = clause.right(at + 1, tags.BEFORE_NUMBER)
    if clause.code(right) != tags.QUANTITY or clause.quantity(right).ordinal <= 1:
        return False
    clause.add(right, at)
    return True


def bind_lost(clause: Clause, at: int) -> None:
    """Bind fighters lost: "the insurgents lost 25 men", "the loss of 25 men"; other things are lost by many."""
    noun = clause.low(at) in word_set("losses")
    if noun and clause.code(at + 1) != tags.OF and clause.low(at + 1) != "at":
        return
    right = clause.right(at + 1 + noun, tags.BEFORE_NUMBER)
    if clause.code(right) == tags.QUANTITY:
        quantity = clause.quantity(right)
        if clause.noun(right) == "own":  # "lost six of their own"
            clause.add(right, at)
            key = (right, clause.items[at].token.value.kind)
            clause.mentions[key] = clause.mentions[key]._replace(quantity=quantity._replace(part_of=PartOf.NOTHING))
        elif quantity.head == tags.HUMAN and clause.noun(right) in word_set("soldiery"):
            clause.add_list(objects(clause, right), at)


def _bind_shared(clause: Clause, at: int, joint: int) -> bool:
    """Bind the object of two verbs: "killing and wounding 12" gives 12 casualties."""
    other = clause.right(joint + 1, tags.ADVERB)
    if clause.code(other) != tags.TRIGGER:
        return False
    right = clause.right(other + 1, tags.BEFORE_OBJECT)
    if clause.code(right) != tags.QUANTITY or not human(clause.quantity(right), tight=True):
        return False
    kinds = {clause.items[at].token.value.kind, clause.items[other].token.value.kind}
    kind = next(iter(kinds)) if len(kinds) == 1 else Kind.CASUALTIES
    if Kind.KILLED in kinds and (
        Form.SHOT in {clause.form(at), clause.form(other)} or clause.low(other).endswith("to death")
    ):
        kind = Kind.KILLED
    clause.add_list(objects(clause, right), at, kind=kind)
    return True


def _headline(clause: Clause, at: int, right: int) -> bool:
    """Whether the number to the right is the subject of the next trigger: "two killed 22 injured"."""
    left = clause.left(at - 1, tags.ADVERB)
    if clause.code(left) != tags.QUANTITY:
        return False
    if clause.quantity(left).head == "":
        return True
    after = clause.right(right + 1, tags.ADVERB)
    return clause.code(after) == tags.TRIGGER and clause.quantity(right).head in {"", tags.OTHERS}


def bind_of(clause: Clause, at: int) -> bool:
    """Bind "the deaths of 12 people"; return whether there was a number."""
    to = clause.low(at + 1) == "to" and clause.items[at].token.value.kind == Kind.INJURED
    if clause.code(at + 1) != tags.OF and not (to and clause.form(at) in _INJURIES):
        return False
    right = clause.right(at + 2, tags.BEFORE_OBJECT)
    if clause.code(right) != tags.QUANTITY or not human(clause.quantity(right), tight=True):
        return False
    kind = None
    if clause.form(at) == Form.SHOOT and clause.low(at - 1) in {"fatal", "deadly"}:
        kind = Kind.KILLED
    clause.add_list(objects(clause, right, noun=True), at, kind=kind)
    return True
