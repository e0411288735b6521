"""Numbers to the left of a trigger: "at least 12 people, including six children, were killed"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from streams.casualties.english import tags
from streams.casualties.english.clause import exclude, human, word_set
from streams.casualties.english.distance import before_parts, far, object_complement, reduced
from streams.casualties.english.objects import objects
from streams.casualties.forms import Form, Link, PartOf

if TYPE_CHECKING:
    from streams.casualties.english.clause import Clause

_LIST: Final = 12
"""Items between two members of a list at most."""
_JOINT: Final = 10
"""Items between a subject and its joint at most."""
_INSERT: Final = 3
"""A verb further from its number than this has an insert between."""
_NEEDS_AUXILIARY: Final = frozenset(
    {
        Form.PARTICIPLE,
        Form.SHOT,
        Form.HIT,
        Form.CONDITION,
        Form.ADJECTIVE,
        Form.BURIED,
        Form.WOUND,
        Form.HOSPITAL,
        Form.HELD,
    }
)
_AUXILIARIES: Final = frozenset({tags.BE, tags.HAVE, tags.MODAL})


class _Verb(NamedTuple):
    """What stands right before a trigger: where its subject would end, and what kind of verb group it is."""

    left: int
    auxiliary: bool
    joined: bool
    """After "and": the subject may be that of an earlier verb."""
    relative: bool


def passive(clause: Clause, at: int) -> bool:
    """Whether a form of "be" stands before a participle."""
    return clause.code(clause.left(at - 1, tags.ADVERBIAL)) == tags.BE


_TRANSITIVE: Final = frozenset({Form.PARTICIPLE, Form.SHOT, Form.HIT, Form.BURIED, Form.EITHER})
_OBJECTS: Final = frozenset({tags.HUMAN, tags.HUMAN_ONE, tags.NONHUMAN, tags.WORD})
_AFTER_OBJECT: Final = frozenset({"", tags.STOP, tags.COMMA, tags.PREPOSITION, tags.ADVERB, tags.CONJUNCTION})
_BEINGS: Final = frozenset({tags.HUMAN, tags.NONHUMAN})
_OF_SENTENCE: Final = frozenset({tags.SAY, tags.BE, tags.HAVE, tags.MODAL, tags.VERB})
"""After a noun these make it a subject: "four killed their families say"."""


def bind_subject(clause: Clause, at: int) -> bool:
    """Bind the subject of a passive, intransitive or adjectival trigger and what is joined to it; ends the search."""
    if _of_vessel(clause, at) or (clause.form(at) == Form.WOUND and clause.code(at - 1) == tags.RELATIVE):
        return True  # "one that burns coal"
    verb = _verb(clause, at)
    if verb.auxiliary or clause.form(at) not in _NEEDS_AUXILIARY:
        verb = verb._replace(left=before_among(clause, verb.left))
    if _with_object(clause, verb, at):
        return True
    if clause.form(at) == Form.WOUND and clause.low(verb.left) == "with":
        subject = _with_wounds(clause, verb.left - 1, at)
    elif clause.code(verb.left) == tags.QUANTITY:
        subject = _beside(clause, verb, at)
    elif clause.code(verb.left) == tags.WORD and clause.low(verb.left - 1) in word_set("at_moments"):
        return True  # "one of the four officers on duty at the time Sova died"
    else:
        subject = _apart(clause, verb, at)
    if subject is not None and verb.relative and clause.quantity(subject).ordinal:
        clause.add(subject, at)  # "three men fled, and a fourth who was shot": the three weren't
    elif subject is not None:
        add_subject(clause, subject, at)
    _after_verb(clause, at)
    return True


def _of_vessel(clause: Clause, at: int) -> bool:
    """Whether a trigger says something of a vessel: "all 33 aboard missing bus", "on a barge that was hit"."""
    if clause.low(at - 1) in word_set("aboard") and clause.code(at + 1) in tags.NOUNS:
        return True
    left = clause.left(at - 1, tags.VERBAL)
    return clause.low(left) in {"that", "which"} and clause.code(left - 1) == tags.NONHUMAN


def _with_object(clause: Clause, verb: _Verb, at: int) -> bool:
    """Whether an active verb has an object without a number: its subject did it, and came to no harm.

    "A gunman shot his wife and her brother", "forty mourners buried the victims", "nine rebels crushed the uprising".
    """
    if clause.form(at) not in _TRANSITIVE:
        return False
    right = clause.right(at + 1, tags.ADVERB)
    if verb.auxiliary:
        done = clause.code(clause.left(at - 1, tags.ADVERBIAL)) == tags.HAVE
        return done and (_is_object(clause, verb, right) or _on_strike(clause, at))
    if clause.code(right) == tags.QUANTITY:
        counted = clause.quantity(right)
        ends = clause.code(right + 1) in _AFTER_OBJECT  # not "six killed 14 houses destroyed"
        return ends and counted.head == tags.NONHUMAN and counted.noun not in word_set("no_objects")
    return (
        clause.low(right) in word_set("objects") or _is_object(clause, verb, right) or _bare_object(clause, at, right)
    )


def _on_strike(clause: Clause, at: int) -> bool:
    """Whether people struck for something: "700 workers struck for better pay"."""
    return clause.low(at) == "struck" and clause.low(at + 1) in {"for", "over", "against"}


def _is_object(clause: Clause, verb: _Verb, first: int) -> bool:
    """Whether a determiner begins what somebody did something to; times, distances, limbs and subjects are not that."""
    if clause.code(first) != tags.DETERMINER:
        return False
    noun = clause.right(first, tags.BEFORE_NOUN)
    noun -= clause.code(noun) not in _OBJECTS
    if noun <= first or not word_set("no_objects").isdisjoint((clause.low(first), clause.low(noun))):
        return False
    if clause.low(noun) in word_set("limbs") and clause.low(first) != "the":
        return False  # "one firefighter injured a knee"
    return verb.relative or clause.code(noun + 1) not in _OF_SENTENCE  # not "four killed their families say"


def _bare_object(clause: Clause, at: int, first: int) -> bool:
    """Whether people without an article are the object, or animals, or one who is named.

    "A gunman shot shoppers at a market", "four policemen killed Ana Reyes in custody", but not "six drowned farmhands",
    "two men killed police say" nor "two men killed Monday".
    """
    if clause.code(at - 1) == tags.QUANTITY and clause.quantity(at - 1).head == "":
        return False
    after = clause.right(first, tags.NOUNS)
    words = [clause.low(step) for step in range(first, after)]
    if any(f"{word}s" in word_set("befallings") for word in words):
        return False  # a headline's "two men killed Kabul blast"
    if clause.code(first) in _BEINGS and words[0] not in word_set("authorities"):
        return clause.code(after) not in _OF_SENTENCE | {tags.TRIGGER} or clause.low(after).endswith("ing")
    timed = any(word in word_set("no_objects") or word in word_set("whereabouts") for word in words)
    ends = clause.code(after) in _AFTER_OBJECT or (clause.code(after) == tags.TRIGGER and _state(clause, after))
    return clause.capital(first) and not timed and ends


def _state(clause: Clause, at: int) -> bool:
    return clause.form(at) == Form.CONDITION  # "killed Reyes in custody"


def _verb(clause: Clause, at: int) -> _Verb:
    """Return the verb group before a trigger: "who were reportedly found" and the like are passed over."""
    left = clause.left(at - 1, tags.ADVERBIAL)
    auxiliary = clause.code(left) in _AUXILIARIES
    while clause.code(left) in _AUXILIARIES | {tags.ADVERB, tags.QUOTE} or (
        clause.low(left) == "to" and clause.code(left + 1) in {tags.BE, tags.HAVE}
    ):
        left -= 1
    if clause.low(left) in word_set("particles") and clause.low(left - 1) in word_set("linking"):
        left -= 1  # "had been brought in dead"
    joined = clause.code(left) == tags.CONJUNCTION
    if clause.low(left) in word_set("linking"):
        before = clause.left(left - 1, tags.VERBAL)
        if before < left - 1 or clause.code(before) == tags.QUANTITY:
            left, auxiliary = before, True
    relative = clause.code(left) == tags.RELATIVE
    if relative:
        left = clause.left(left - 1, tags.COMMA) if clause.code(left - 1) == tags.COMMA else left - 1
    return _Verb(left, auxiliary, joined, relative)


def before_among(clause: Clause, at: int) -> int:
    """Return the subject before a relative clause that says whom it was among, else the same item.

    "A cook who was among the nine hostages died": the cook did, and not the nine.
    """
    group = at - 1 if clause.code(at) == tags.TRIGGER and clause.form(at) == Form.PEOPLE else at
    if clause.code(group) != tags.QUANTITY or clause.low(group - 1) not in {"among", "amongst"}:
        return at
    be = clause.left(group - 2, tags.ADVERB)
    if clause.code(be) != tags.BE or clause.code(be - 1) != tags.RELATIVE:
        return at
    return clause.left(be - 2, tags.COMMA)


def _was_hit(clause: Clause, at: int) -> bool:
    """Whether somebody was hit: "4 hit in shooting", not "1,700 workers struck" nor "700 struck for better pay"."""
    return not _on_strike(clause, at) and clause.code(at + 1) in {tags.PREPOSITION, "", tags.STOP}


def _beside(clause: Clause, verb: _Verb, at: int) -> int | None:
    """Return the quantity right before the verb group, or the one that it is a phrase of."""
    left, form = verb.left, clause.form(at)
    if left == at - 1 and _not_counted(clause, at):
        return None
    finite = verb.auxiliary or form not in _NEEDS_AUXILIARY
    if form == Form.ADJECTIVE and not finite and _group_of(clause, left):
        left -= 2  # "leaving six of the crew of 24 missing"
    if finite and clause.code(left - 1) == tags.OF and clause.low(left - 2) in word_set("some_of"):
        return None  # "which of the three victims was declared dead"
    if form == Form.HIT and not verb.auxiliary and not _was_hit(clause, at):
        return None
    # "shot four, including one who died": the one did; "12, including one who had just come, died": all did.
    alone = verb.relative and clause.quantity(left).low == 1
    whole = before_parts(clause, left) if not alone else None
    if whole is not None:
        outer = whole if clause.code(whole) == tags.QUANTITY else far(clause, whole, joined=verb.joined)
        if outer is not None and _takes(clause, outer, at, tight=clause.code(whole) == tags.QUANTITY):
            return outer
    if finite and clause.code(left - 1) in {tags.PREPOSITION, tags.OF}:
        # "some 14 children from one family died"
        outer = far(clause, left - 1, joined=verb.joined)
        if outer is not None and _takes(clause, outer, at, tight=False):
            return outer
    return left if _takes(clause, left, at, tight=True) else None


def _group_of(clause: Clause, at: int) -> bool:
    """Whether a number is the 24 of "six of the crew of 24": all of whom the six are a part."""
    if clause.code(at - 1) != tags.OF or clause.code(at - 2) != tags.QUANTITY:
        return False
    part = clause.quantity(at - 2)
    return part.part_of == PartOf.GROUP and part.whole is None


def _not_counted(clause: Clause, at: int) -> bool:
    """Whether a number beside a trigger counts wounds ("two gunshot wounds"), or the trigger is a noun's."""
    form = clause.form(at)
    return form == Form.WOUND or (clause.code(at + 1) == tags.NONHUMAN and form in {Form.PARTICIPLE, Form.HIT})


def _apart(clause: Clause, verb: _Verb, at: int) -> int | None:
    """Return the quantity that is the subject over what stands between."""
    bare = not verb.auxiliary and not verb.relative and not _verbs_joined(clause, verb.left)
    if bare and clause.form(at) in _NEEDS_AUXILIARY:
        subject = object_complement(clause, at)
        subject = reduced(clause, verb.left) if subject is None else subject
    else:
        subject = far(clause, verb.left, joined=verb.joined, related=verb.relative)
    return subject if subject is not None and _takes(clause, subject, at, tight=False) else None


def _with_wounds(clause: Clause, left: int, at: int) -> int | None:
    """Return those "with gunshot wounds": beside the words, found, or who came with them."""
    if clause.code(left) == tags.QUANTITY:
        return left if _takes(clause, left, at, tight=True) else None
    found = object_complement(clause, at)
    found = far(clause, left, joined=True) if found is None else found
    return found if found is not None and _takes(clause, found, at, tight=False) else None


def _verbs_joined(clause: Clause, joint: int) -> bool:
    """Whether a participle shares the auxiliary of the one before it: "were ambushed and killed"."""
    if clause.code(joint) != tags.CONJUNCTION or not clause.low(joint - 1).endswith("ed"):
        return False
    return clause.code(clause.left(joint - 2, tags.ADVERB)) == tags.BE


def _takes(clause: Clause, at: int, trigger: int, *, tight: bool) -> bool:
    """Whether a quantity may be the subject of a trigger; `tight` where it stands right beside it."""
    quantity = clause.quantity(at)
    if not human(quantity, tight=tight and clause.firm(trigger)):
        return False
    if tight or quantity.head or quantity.others or quantity.part_of:
        return True
    if quantity.definite and clause.code(at + 1) == tags.PREPOSITION:
        return True  # "all six in the flat died"
    # "Three, all of them women, were killed", but not the age in "he looks about 17, gets shot".
    opens = at == 0 or clause.code(at - 1) == tags.CONJUNCTION
    insert = clause.code(clause.right(at + 1, tags.INSERT_MARKS)) in {tags.INCLUDING, tags.OF_THEM, tags.ALL}
    return opens and insert and trigger - at > _INSERT


def add_subject(clause: Clause, at: int, trigger: int) -> None:
    """Bind a subject and the quantities joined to it on the left: "five terrorists and a corporal were killed"."""
    if clause.quantity(at).part_of == PartOf.THEM or clause.quantity(at).none:
        clause.add(at, trigger)
        return
    found, listed, last = [], False, at
    while (joint := _joint(clause, last, listed=listed)) is not None:
        if clause.code(joint) == tags.COMMA and _bare(clause, joint - 1):
            listed = True  # "Child, three adults injured"
            break
        serial = clause.code(joint - 1) == tags.COMMA
        before = joint - 1 - serial
        while before >= 0 and last - before < _LIST and clause.codes[before] in tags.NAMED:
            before -= 1
        if serial and clause.code(before) != tags.QUANTITY:
            break  # a new clause: "were killed, including the suspect, and six others were injured"
        listed = listed or before < joint - 1 or clause.code(before) in {tags.QUANTITY, tags.PRONOUN}
        if clause.code(before) != tags.QUANTITY or before in clause.claimed or not _lists(clause, before):
            break
        found.append(before)
        last = before
    clause.add(at, trigger, listed=listed)
    for other in found:
        clause.add(other, trigger, link=Link.ALSO, listed=True)


def _joint(clause: Clause, at: int, *, listed: bool) -> int | None:
    """Return the joint before a quantity: "and", or a comma inside a list or at a headline's start."""
    step = clause.left(at - 1, tags.BEFORE_NUMBER)
    code = clause.code(step)
    if at - step >= _JOINT or step < 0:
        return None
    if code in {tags.CONJUNCTION, tags.PLUS}:
        return step
    counted = clause.code(step - 1) == tags.QUANTITY
    opening = counted and (clause.left(step - 2, tags.HEADLINE_OPENING) < 0 or _ages(clause, step - 1, at))
    return step if code == tags.COMMA and (listed or opening or _bare(clause, step - 1)) else None


def _ages(clause: Clause, first: int, second: int) -> bool:
    """Whether two quantities are those of "4 adults, 1 child shot": people told by age or sex, who are not the same."""
    return exclude(clause.noun(first), clause.noun(second))


def _lists(clause: Clause, at: int) -> bool:
    """Whether a quantity may be a member of a list of victims."""
    quantity = clause.quantity(at)
    if quantity.head == "" or quantity.of_kind is not None or not human(quantity, tight=False):
        return False  # not the three of "three dead dockers and 19 injured"
    return clause.code(at - 1) not in {tags.PREPOSITION, tags.INCLUDING}


def _bare(clause: Clause, at: int) -> bool:
    """Whether a noun for people stands without an article where a headline's list begins."""
    if clause.code(at) not in {tags.HUMAN, tags.HUMAN_ONE}:
        return False
    before = clause.left(at, tags.PEOPLE_WORDS)
    return before < 0 or clause.code(before) in {tags.VERB, tags.TRIGGER, tags.COLON}


def _after_verb(clause: Clause, trigger: int) -> None:
    """Bind what is joined after the verb: "42 rebels died, as well as 34 loyalists", "was shot along with three"."""
    step = clause.right(trigger + 1, tags.COMMA_OR_ADVERB)
    if clause.code(step) != tags.PLUS:
        return
    step = clause.right(step + 1, tags.BEFORE_NUMBER)
    if clause.code(step) == tags.QUANTITY and step not in clause.claimed and human(clause.quantity(step), tight=True):
        for key, mention in list(clause.mentions.items()):
            if mention.trigger == trigger:
                clause.mentions[key] = mention._replace(listed=True)
        for found in objects(clause, step):
            clause.add(found, trigger, link=Link.ALSO, listed=True)
