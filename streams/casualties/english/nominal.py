"""Numbers of nouns: "six deaths", "the toll rose to 46 from 22", "claimed 12 lives", "the six Jesuits' murder"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from schemas import Kind, Qualifier
from streams.casualties.english import lexicon as lex
from streams.casualties.english import tags
from streams.casualties.english.clause import SUBJECT_FORMS, human, word_set
from streams.casualties.english.objects import bind_of
from streams.casualties.english.subjects import add_subject, before_among
from streams.casualties.forms import Form, Link, PartOf

if TYPE_CHECKING:
    from streams.casualties.english.clause import Clause, Mention

_MANY: Final = 50
"""So many who fled are displaced, not on the run."""
TOLL_REACH: Final = 16
"""Items after "toll" within which its number stands."""


_RIVALLED: Final = frozenset({Kind.KILLED, Kind.INJURED, Kind.MISSING})
"""Kinds of which others give another count."""
_COMPARED: Final = frozenset({("compared", "with"), ("compared", "to")})
_TITLE_WORDS: Final = frozenset(
    {
        tags.PREPOSITION,
        tags.OF,
        tags.WORD,
        tags.NONHUMAN,
        tags.HUMAN,
        tags.HUMAN_ONE,
        tags.POSSESSIVE,
        tags.DETERMINER,
        tags.ADVERB,
    }
)
"""What a headline that leaves out its verb has between "toll" and its number."""
_JOINTS: Final = tags.COMMA + tags.CONJUNCTION


def bind_count(clause: Clause, at: int) -> bool:
    """Bind "12 confirmed deaths"; return whether there was a number."""
    left = clause.left(at - 1, tags.BEFORE_COUNT)
    if clause.code(left) != tags.QUANTITY:
        return False
    quantity = clause.quantity(left)
    if quantity.head == tags.NONHUMAN and not quantity.none:
        return False
    if quantity.part_of == PartOf.GROUP:
        # The 30 of "released 12 of their 30 hostages".
        whole = quantity.whole is not None and clause.form(at) == Form.PEOPLE
        if whole:
            clause.add_whole(left, at)
        return whole
    clause.add(left, _fate(clause, at))
    return True


def _fate(clause: Clause, at: int) -> int:
    """Return the trigger that says what became of people who are called by what happened to them before.

    "Two hostages were killed" counts the dead; "two hostages killed a guard" those held.
    """
    verb = clause.right(at + 1, tags.VERBAL)
    if clause.form(at) != Form.PEOPLE or clause.code(verb) != tags.TRIGGER:
        return at
    finite = verb > at + 1 or clause.form(verb) == Form.INTRANSITIVE
    if finite and before_among(clause, at) != at:
        return at  # "a cook who was among the nine hostages died"
    harmed = clause.items[verb].token.value.kind in {Kind.KILLED, Kind.INJURED}
    acts = verb == at + 1 and clause.code(verb + 1) == tags.QUANTITY
    return verb if harmed and clause.form(verb) in SUBJECT_FORMS and not acts else at


_FLED: Final = 7
"""Items after "fled" within which the place stands that people ran out of."""


def bind_fled(clause: Clause, at: int) -> None:
    """Bind people who fled: many of them, or from their homes; a gunman who fled is not displaced."""
    left = clause.left(at - 1, tags.VERBAL_OR_RELATIVE)
    if clause.code(left) != tags.QUANTITY:
        return
    if any(clause.low(step) in word_set("fled_from") for step in range(at + 1, at + _FLED)):
        return  # "people fled in all directions when police arrived"
    quantity = clause.quantity(left)
    many = (quantity.low or quantity.high or 0) >= _MANY or (quantity.vague is not None and quantity.vague != "several")
    homes = quantity.noun in word_set("displaced_nouns") and clause.low(at + 1) in {"their", "the"}
    if quantity.head == tags.HUMAN and (many or homes):
        clause.add(left, at)


def bind_suffered(clause: Clause, at: int) -> bool:
    """Bind the sufferers of "several passengers suffered minor injuries"; return whether the text has that form."""
    left = clause.left(at - 1, tags.BEFORE_WOUNDS)
    if clause.low(left) not in word_set("suffer") or clause.low(left) == "with":
        return False
    subject = clause.left(left - 1, tags.VERBAL_OR_WORD)
    if clause.code(subject) == tags.RELATIVE:
        subject -= 1
    elif clause.code(subject) in {tags.HUMAN, tags.NONHUMAN}:
        subject = _before_of(clause, subject)
    if clause.code(subject) == tags.QUANTITY and human(clause.quantity(subject), tight=True):
        add_subject(clause, subject, at)
    return True


def _before_of(clause: Clause, at: int) -> int:
    """Return the item that a noun belongs to by "of": the two of "two members of the river guard were hurt"."""
    before = clause.left(at, tags.NOUN_PHRASE_WORDS)
    return before - 1 if clause.code(before) == tags.OF else at


def bind_number_of(clause: Clause, at: int) -> bool:
    """Bind "the number of people killed rose to 18" and "brought to 18 the number of people killed"."""
    subject = clause.left(at - 1, tags.VERBAL)
    start = clause.left(subject - (clause.code(subject) == tags.RELATIVE), tags.NOUN_PHRASE_WORDS)
    if clause.code(start) != tags.NUMBER_OF:
        return False
    before = set(clause.mentions)
    bind_toll(clause, at)
    if len(clause.mentions) == len(before):
        left = clause.left(start - 1, tags.BEFORE_NOUN)
        if clause.code(left) == tags.QUANTITY and clause.low(left - 1) in {"to", "at"}:
            clause.add(left, at)
    for key in clause.mentions.keys() - before:
        clause.mentions[key] = clause.mentions[key]._replace(form=Form.TOLL)
    return True


def bind_possessive(clause: Clause, at: int) -> bool:
    """Bind "the six Jesuits' murder"; return whether there was a number."""
    if clause.code(at - 1) != tags.POSSESSIVE or clause.code(at - 2) != tags.QUANTITY:
        return False
    if clause.quantity(at - 2).head not in {tags.HUMAN, tags.WORD}:
        return False
    clause.add(at - 2, at)
    return True


def bind_beside(clause: Clause, at: int, skipped: str) -> None:
    """Bind the number that stands right before: "one fatally", "took nine people hostage"."""
    left = clause.left(at - 1, skipped)
    if clause.code(left) == tags.QUANTITY and human(clause.quantity(left), tight=True):
        clause.add(left, at)


def bind_gapped(clause: Clause) -> None:
    """Bind the numbers that leave out their verb: "33 died in Cuenca, 21 in Guayas and eight in Cotopaxi"."""
    full = None
    for at, code in enumerate(clause.codes if tags.TRIGGER + tags.PREPOSITION in clause.codes else ""):
        if code == tags.TRIGGER and clause.code(at + 1) == tags.PREPOSITION:
            found = [mention for mention in clause.mentions.values() if mention.trigger == at and mention.item < at]
            full = found[0] if found and clause.form(at) in {Form.INTRANSITIVE, Form.PARTICIPLE, Form.EITHER} else None
        elif code in {tags.STOP, tags.SEMICOLON, tags.SUBORDINATOR, tags.RELATIVE}:
            full = None
        elif code == tags.QUANTITY and full is not None and at not in clause.claimed:
            quantity = clause.quantity(at)
            place = clause.code(at + 1) == tags.PREPOSITION and clause.low(at + 1) == clause.low(full.trigger + 1)
            if (
                (quantity.head == "" or quantity.others)
                and place
                and clause.code(at - 1) in {tags.COMMA, tags.CONJUNCTION}
            ):
                clause.add(at, full.trigger, kind=full.kind, link=Link.ALSO, listed=True)
    for key, mention in list(clause.mentions.items()):
        if mention.trigger < mention.item and mention.quantity.head == "" and mention.link == Link.OWN:
            members = _gapped_objects(clause, mention.item)
            for at in members:
                clause.add(at, mention.trigger, kind=mention.kind, link=Link.ALSO, listed=True)
            if members:
                clause.mentions[key] = mention._replace(listed=True)


def bind_gapped_names(clause: Clause) -> None:
    """Bind the number of "Germany counted 156 dead, Belgium 27": a name and a number in place of a clause."""
    for mention in list(clause.mentions.values()):
        beside = mention.trigger == mention.item + 1 and mention.quantity.head == ""
        if not beside or mention.form not in {Form.ADJECTIVE, Form.PARTICIPLE}:
            continue
        at = mention.trigger
        while (number := _name_and_number(clause, at)) is not None:
            clause.add(number, mention.trigger, kind=mention.kind, link=Link.ALSO, listed=True)
            clause.mentions[mention.item, mention.kind] = mention._replace(listed=True)
            at = number


def bind_said(clause: Clause) -> None:
    """Bind the number of "officials confirmed 29 deaths; a local channel said 35": another count of the same."""
    for at in clause.quantities():
        if at in clause.claimed or clause.quantity(at).head or clause.quantity(at).single:
            continue
        told = _toll_before(clause, at)
        closed = clause.code(at + 1) in {"", tags.STOP, tags.SEMICOLON} or _put_it_at(clause, at)
        if told is None or told.kind not in _RIVALLED or not closed:
            continue
        said = clause.code(clause.left(at - 1, tags.BEFORE_AMOUNT)) == tags.SAY or _put_it_at(clause, at)
        if said or _said_by_another(clause, told, at):
            clause.add(at, told.trigger, kind=told.kind, link=Link.ALSO, listed=True)
            if clause.mentions.get((told.item, told.kind)) is told:
                clause.mentions[told.item, told.kind] = told._replace(listed=True)


def _put_it_at(clause: Clause, at: int) -> bool:
    """Whether a number is the 11 of "police said nine had died; the agency put it at 11"."""
    words = [clause.low(at - step) for step in (3, 2, 1)]
    return words[0] in {"put", "puts"} and words[1] in {"it", "them"} and words[2] == "at"


def _said_by_another(clause: Clause, told: Mention, at: int) -> bool:
    """Whether a number is the four of "the union says 40 were hurt, the company four": the verb is that before."""
    step = clause.left(at - 1, tags.BEFORE_AMOUNT)
    if clause.low(step) == "at" and clause.low(told.trigger).startswith("put"):
        step -= 1
    elif not (tags.SAY in clause.codes[: told.item] and {told.trigger, told.item} <= set(range(step))):
        return False
    if clause.low(step) in lex.lexicon().ordinals or clause.low(step).endswith("est"):
        return False  # "the second four", "the youngest four"
    named = clause.left(step, tags.NOUNS)
    if named == step or clause.code(named) != tags.DETERMINER:
        return False
    joint = named - 1
    return clause.code(joint) == tags.COMMA and joint <= max(told.item, told.trigger) + 1


def _name_and_number(clause: Clause, at: int) -> int | None:
    """Return the number of ", Belgium 27" after an item; None for anything else."""
    joint = clause.right(at + 1, _JOINTS)
    number = clause.right(joint, tags.WORD)
    if joint == at + 1 or number == joint or clause.code(number) != tags.QUANTITY or number in clause.claimed:
        return None
    closed = clause.code(number + 1) in {"", tags.COMMA, tags.STOP, tags.CONJUNCTION, tags.SEMICOLON}
    return number if closed and clause.quantity(number).head == "" else None


def bind_compared(clause: Clause) -> None:
    """Bind the 1,417 of "2,500 have died this year, compared with 1,417 last year"."""
    for at in clause.quantities():
        if at in clause.claimed or clause.quantity(at).head:
            continue
        words = (clause.low(at - 2), clause.low(at - 1))
        if words not in _COMPARED and not (words[1] == "against" and clause.code(at - 2) == tags.COMMA):
            continue
        earlier = [mention for mention in clause.mentions.values() if mention.item < at]
        if earlier:
            last = max(earlier, key=lambda mention: mention.item)
            clause.add(at, last.trigger, kind=last.kind, link=Link.COMPARED)


def _gapped_objects(clause: Clause, first: int) -> list[int]:
    """Return the other numbers of "killed 17 in Cusco, nine in Puno and four in Arequipa"; a list ends with "and"."""
    found: list[int] = []
    place, at = clause.low(first + 1), first
    while clause.code(at + 1) == tags.PREPOSITION and clause.low(at + 1) == place and clause.code(at + 2) == tags.WORD:
        if clause.code(clause.left(at - 1, tags.COMMA)) == tags.CONJUNCTION and found:
            return found
        joint = clause.right(at + 2, tags.WORD)
        at = clause.right(joint, _JOINTS)
        if at == joint or clause.code(at) != tags.QUANTITY or at in clause.claimed or clause.quantity(at).head != "":
            return []
        found.append(at)
    return []


def bind_lives(clause: Clause, at: int) -> None:
    """Bind "claimed 12 lives" and "cost the lives of 12 people"; other lives are changed or saved."""
    near = {item.token.low for item in clause.items[max(0, at - 6) : at]}
    if not near & word_set("loss"):
        return
    left = clause.left(at - 1, tags.BEFORE_NUMBER)
    if clause.code(left) == tags.QUANTITY:
        clause.add(left, at)
    else:
        bind_of(clause, at)


def bind_toll(clause: Clause, at: int) -> None:
    """Bind the number of a toll, and the one it rose from or was wrongly given as."""
    codes, first = clause.codes, None
    superseded = clause.low(at - 1) in word_set("earlier")
    for step in range(at + 1, min(len(codes), at + TOLL_REACH)):
        code = codes[step]
        if first is not None and code in {tags.STOP, tags.SEMICOLON, tags.SUBORDINATOR, tags.TRIGGER}:
            break
        given = clause.low(step - 1) in word_set("given")
        if not given and clause.low(step) in {"as", "because", "so"} and clause.code(step + 1) != tags.OF:
            break  # "the toll may rise as more than 20 were wounded", but "as of Sunday"
        if code != tags.QUANTITY or not _may_be_toll(clause, at, step):
            continue
        if _given_first(clause, step):
            clause.add(step, at, link=Link.CORRECTED)
            continue
        if superseded or clause.low(clause.left(step - 1, tags.BEFORE_NUMBER)) == "from":
            clause.add(step, at, link=Link.SUPERSEDED)
        elif clause.code(step - 1) == tags.NOT_BUT:
            clause.add(step, at, link=Link.CORRECTED)
        elif first is None:
            first = step
            _open_passed(clause, at, step)
            clause.add(step, at)
            continue
        else:
            break
        if first is not None or superseded:
            break


def _may_be_toll(clause: Clause, trigger: int, at: int) -> bool:
    """Whether a number may be a toll: no things, no one person, and 38 of "put the dead of the sinking at 38"."""
    quantity = clause.quantity(at)
    if quantity.head == tags.NONHUMAN or quantity.single:
        return False
    # Not "they put the dead on carts and 12 of the wounded in trucks".
    placed = clause.low(trigger).endswith(" the dead")
    return not placed or clause.low(clause.left(at - 1, tags.BEFORE_AMOUNT)) == "at"


def _given_first(clause: Clause, at: int) -> bool:
    """Whether a number is the 17 of "the toll, first given as 17, was revised to 14"."""
    as_first = clause.low(at - 2) in word_set("given") and clause.low(at - 3) in word_set("earlier")
    return as_first and clause.low(at - 1) in {"as", "at"}


def bind_earlier(clause: Clause) -> None:
    """Bind the old number of "nine dead, down from the 11 announced" and of "22 died, fewer than the 30 reported"."""
    for at in range(2, len(clause.codes)):
        quantity = clause.items[at].quantity
        if quantity is None or at in clause.claimed or quantity.head == tags.NONHUMAN:
            continue
        whole = _toll_before(clause, at)
        if whole is None or not (_down_from(clause, at) or _than_reported(clause, at) or _of_earlier_count(clause, at)):
            continue
        number = quantity.high if quantity.high is not None else quantity.low
        exact = quantity._replace(low=number, high=number, qualifier=Qualifier.EXACT)
        clause.add(at, whole.trigger, kind=whole.kind, link=Link.SUPERSEDED)
        clause.mentions[at, whole.kind] = clause.mentions[at, whole.kind]._replace(quantity=exact)


def _down_from(clause: Clause, at: int) -> bool:
    before = clause.left(at - 1, tags.BEFORE_NUMBER)
    return clause.low(before) == "from" and clause.low(before - 1) in {"down", "up"}


def _of_earlier_count(clause: Clause, at: int) -> bool:
    """Whether a number is the 26 of "correcting an earlier count of 26"."""
    before = at - 1 - (clause.low(at - 1) == "of")
    return clause.low(before).removesuffix(" of") in word_set("counts_given") and clause.low(before - 1) in word_set(
        "earlier"
    )


def _than_reported(clause: Clause, at: int) -> bool:
    """Whether a number is the 30 of "fewer than the 30 reported at first", which is no bound."""
    quantity = clause.quantity(at)
    bound = quantity.qualifier in {Qualifier.FEWER_THAN, Qualifier.MORE_THAN}
    return bound and quantity.definite and clause.low(at + 1) in word_set("given")


def _toll_before(clause: Clause, at: int) -> Mention | None:
    """Return the last mention before an item."""
    before = (mention for mention in clause.mentions.values() if mention.item < at)
    return max(before, key=lambda mention: mention.item, default=None)


def _is_up(clause: Clause, trigger: int, before: int) -> bool:
    """Whether a toll has risen so far: it "is up to 24", "has gone up to 24", or a headline has "Toll up to 24"."""
    if clause.code(before) == tags.BE or clause.low(before) in word_set("going_up"):
        return True
    if clause.code(before) in {tags.PREPOSITION, tags.OF}:
        return False  # "put at up to 24"
    return before >= trigger and all(code in _TITLE_WORDS for code in clause.codes[trigger + 1 : before + 1])


def _open_passed(clause: Clause, trigger: int, at: int) -> None:
    """Make the 270 of "the toll passes 270" more than 270, and the seven of "the toll is up to seven" seven."""
    quantity = clause.quantity(at)
    risen = quantity.qualifier == Qualifier.AT_MOST and quantity.text.lower().startswith("up to")
    if risen and _is_up(clause, trigger, clause.left(at - 1, tags.ADVERB)):
        exact = quantity._replace(low=quantity.high, qualifier=Qualifier.EXACT)
        clause.items[at] = clause.items[at].counting(exact)
    if clause.low(at - 1) in word_set("passing") and quantity.qualifier == Qualifier.EXACT:
        opened = quantity._replace(high=None, qualifier=Qualifier.MORE_THAN)
        clause.items[at] = clause.items[at].counting(opened)
