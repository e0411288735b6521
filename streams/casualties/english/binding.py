"""Which quantity belongs to which trigger: the clause grammar of casualty figures.

Each trigger asks for its number where its form says: an active verb to its right, a passive or an intransitive one
to its left, a noun through "of". Coordination ("61 rebels and 50 troops") and parts ("including six children",
"77 of them") are read after that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from schemas import Kind
from streams.casualties.english import tags
from streams.casualties.english.aboard import bind_all, bind_no_survivors, bind_nobody
from streams.casualties.english.arrests import arrested
from streams.casualties.english.captivity import bind_captive, bind_marched, bind_sought, bind_treated
from streams.casualties.english.clause import (
    SUBJECT_FORMS,
    Clause,
    Mention,
    human,
    word_set,
)
from streams.casualties.english.frames import bind_frames
from streams.casualties.english.labels import bind_labels
from streams.casualties.english.no_harm import drop_unharmed
from streams.casualties.english.nominal import (
    bind_beside,
    bind_compared,
    bind_count,
    bind_earlier,
    bind_fled,
    bind_gapped,
    bind_gapped_names,
    bind_lives,
    bind_number_of,
    bind_possessive,
    bind_said,
    bind_suffered,
    bind_toll,
)
from streams.casualties.english.objects import (
    bind_buried,
    bind_claimed,
    bind_driven,
    bind_lost,
    bind_object,
    bind_of,
    bind_seized,
    bind_to_death,
    settle_buried,
)
from streams.casualties.english.parts import bind_increments, bind_parts, bind_states, split_appositions
from streams.casualties.english.rising import bind_brought_to, bind_rising
from streams.casualties.english.subjects import bind_subject, passive
from streams.casualties.forms import Form, Link, PartOf

if TYPE_CHECKING:
    from collections.abc import Callable

    from streams.casualties.english.quantity import Item


_ROW_MARKS: Final = frozenset({tags.COLON, tags.DASH, tags.SEMICOLON, tags.COMMA})
"""Marks without which a sentence holds no labels."""
_WITH_WOUNDS: Final = 5
"""Items after "evacuated" within which the wounds stand."""
_QUOTED: Final = tags.QUOTE + tags.TRIGGER + tags.QUOTE


def _fatally(clause: Clause, at: int) -> None:
    bind_beside(clause, at, 'a"t')


def _hostage(clause: Clause, at: int) -> None:
    """Bind those before "hostage" and all of their list: "took two priests and a driver hostage"."""
    bind_beside(clause, at, "a")
    last = clause.left(at - 1, tags.ADVERB)
    while clause.codes[max(0, last - 2) : last] == tags.QUANTITY + tags.CONJUNCTION:
        last -= 2
        if last in clause.claimed or not human(clause.quantity(last), tight=False):
            break
        clause.add(last, at, link=Link.ALSO, listed=True)


def _active(clause: Clause, at: int) -> bool:
    return not passive(clause, at) and bind_object(clause, at)


def bind(items: list[Item], lower: str = "", text: str = "") -> list[Mention]:
    """Return the casualty mentions of a sentence, in the order of their numbers.

    `lower` is the text in lower case; without it no turns of phrase are looked for. `text` is the text as written;
    without it no name is told by its capital.
    """
    codes = "".join(item.code for item in items)
    clause = Clause(items, codes, text=text)
    if tags.QUANTITY in codes:
        _bind_numbers(clause, lower)
    return sorted(arrested(clause), key=lambda mention: (mention.item, mention.kind))


def _bind_numbers(clause: Clause, lower: str) -> None:
    codes = clause.codes
    labels = bind_labels(clause) if not _ROW_MARKS.isdisjoint(codes) else frozenset()
    for at, code in enumerate(codes):
        if code == tags.TRIGGER and at not in labels and codes[at - 1 : at + 2] != _QUOTED:
            _bind_trigger(clause, at)
    bind_captive(clause)
    bind_nobody(clause)
    bind_all(clause)
    if clause.mentions:
        bind_gapped(clause)
        bind_gapped_names(clause)
        bind_compared(clause)
        bind_earlier(clause)
        _with_dead(clause)
        split_appositions(clause)
    bind_states(clause)
    bind_parts(clause)
    bind_increments(clause)
    if lower and bind_frames(clause, lower):
        bind_parts(clause)
        bind_increments(clause)
    if clause.mentions:
        bind_said(clause)
        settle_buried(clause)
        _found_dead(clause)
        _wounded_who_moved(clause)
        drop_unharmed(clause)


def _found_dead(clause: Clause) -> None:
    """Drop what people were before they were found dead: "all six who had been missing are dead"."""
    for item, kind in list(clause.mentions):
        if kind in {Kind.MISSING, Kind.TRAPPED} and (item, Kind.KILLED) in clause.mentions:
            dead = clause.mentions[item, Kind.KILLED]
            if dead.form != Form.FEARED:
                del clause.mentions[item, kind]


def _wounded_who_moved(clause: Clause) -> None:
    """Count those "evacuated with wounds" as injured: they were brought to doctors, and not out of their homes."""
    for (item, kind), mention in list(clause.mentions.items()):
        after = range(mention.trigger + 1, mention.trigger + _WITH_WOUNDS)
        if kind != Kind.DISPLACED or clause.low(mention.trigger + 1) != "with":
            continue
        if any(
            clause.code(step) == tags.TRIGGER and clause.items[step].token.value.kind == Kind.INJURED for step in after
        ):
            del clause.mentions[item, kind]
            clause.mentions.setdefault((item, Kind.INJURED), mention._replace(kind=Kind.INJURED))


def _bind_trigger(clause: Clause, at: int) -> None:
    form = clause.form(at)
    if form == Form.SEIZE and _coordinated(clause, at):
        return  # "killed or captured"
    alone = _ALONE.get(form)
    if alone is not None:
        alone(clause, at)
        return
    if form == Form.BODIES and not clause.holds(word_set("body_context")):
        return  # "the two bodies agreed"
    if form == Form.PEOPLE and clause.left(at - 1, tags.WORD) in clause.claimed:
        return  # "killed ten hostages"
    for forms, binder in _IN_ORDER:
        if (forms is None or form in forms) and binder(clause, at):
            return


def _whole_part_of(clause: Clause, at: int) -> bool:
    """Bind the 4 of "one of the four people wounded in the attack said": the verb of the one comes later."""
    left = clause.left(at - 1, tags.ADVERBIAL)
    if clause.code(left) == tags.BE and clause.code(clause.left(left - 1, tags.PERFECT)) == tags.RELATIVE:
        left = clause.left(left - 1, tags.PERFECT_OR_RELATIVE)
    if clause.code(left) != tags.QUANTITY or clause.form(at) not in {
        Form.PARTICIPLE,
        Form.SHOT,
        Form.HIT,
        Form.ADJECTIVE,
    }:
        return False
    quantity = clause.quantity(left)
    if quantity.part_of != PartOf.GROUP or quantity.whole is None or not human(quantity, tight=True):
        return False
    related = left < clause.left(at - 1, tags.ADVERBIAL)
    later = _predicate_after(clause, at)
    if quantity.low != 1 and not related and later is None:
        return False
    if later is not None and clause.code(later) == tags.TRIGGER and clause.form(later) in SUBJECT_FORMS:
        clause.add(left, later)
    clause.add_whole(left, at)
    return True


def _related_object(clause: Clause, at: int) -> bool:
    """Bind the object before a relative clause: "the 24 sailors they had kidnapped"."""
    subject = clause.left(at - 1, tags.PERFECT)
    if clause.code(subject) != tags.PRONOUN or clause.code(subject - 1) != tags.QUANTITY:
        return False
    quantity = clause.quantity(subject - 1)
    if quantity.head != tags.HUMAN:
        return False
    if quantity.whole is not None:
        clause.add_whole(subject - 1, at)
    else:
        clause.add(subject - 1, at)
    return True


def _with_dead(clause: Clause) -> None:
    """Count the four of "one of four women wounded in the attack has died" as casualties: the dead is among them."""
    for (key, kind), mention in list(clause.mentions.items()):
        if kind != Kind.INJURED or (mention.item, Kind.KILLED) not in clause.mentions:
            continue
        del clause.mentions[key, kind]
        if key != mention.item:
            clause.mentions[key, Kind.CASUALTIES] = mention._replace(kind=Kind.CASUALTIES)
        # Else it is of "the deaths of four people who were found shot".


def _predicate_after(clause: Clause, at: int) -> int | None:
    """Return the item of the verb that follows a participle in its clause, a trigger rather than its auxiliary."""
    for step in range(at + 1, min(len(clause.codes), at + 20)):
        code = clause.codes[step]
        if code in {tags.STOP, tags.SEMICOLON, tags.SUBORDINATOR, tags.RELATIVE}:
            return None
        if code in {tags.BE, tags.HAVE}:
            verb = clause.right(step + 1, tags.VERBAL)
            return verb if clause.code(verb) == tags.TRIGGER else step
        if code == tags.VERB or (code == tags.TRIGGER and clause.form(step) == Form.INTRANSITIVE):
            return step
    return None


def _coordinated(clause: Clause, at: int) -> bool:
    """Let a trigger share the number of the one that it is joined to: "killed or wounded", "kidnapped and killed"."""
    joint = clause.left(at - 1, tags.ADVERBIAL)
    listed = clause.code(joint) == tags.COMMA and clause.code(joint - 1) == tags.TRIGGER
    listed = listed and (_list_of_triggers(clause, at) or _shot_dead(clause, joint - 1, at))
    if clause.code(joint) not in {tags.CONJUNCTION, tags.SLASH} and not listed:
        return False
    before = clause.left(joint - 1, tags.COMMA_OR_ADVERBIAL)
    if clause.code(before) != tags.TRIGGER:
        return False
    # The five of "four of the five people shot, died" are those shot.
    mine = {key: one for key, one in clause.mentions.items() if one.trigger == before and key[0] == one.item}
    right = clause.right(at + 1, tags.ADVERBIAL)
    object_follows = clause.code(right) in {tags.QUANTITY, tags.DETERMINER, tags.PRONOUN, tags.HUMAN, tags.OTHERS}
    if not mine or (object_follows and not any(mention.item > before for mention in mine.values())):
        return False
    first, second = clause.items[before].token.value, clause.items[at].token.value
    to_death = clause.low(at).endswith("to death")  # "shooting and hacking to death at least 134 people"
    kind = Kind.KILLED if to_death or _shot_dead(clause, before, at) else None
    died = clause.form(at) == Form.INTRANSITIVE and clause.low(joint) == "and"
    kind = second.kind if died and first.kind == Kind.INJURED and second.kind == Kind.KILLED else kind
    kind = kind or _shared_kind(first.kind, second.kind, disjoint=clause.low(joint) in {"or", "/", ","})
    for key, mention in mine.items():
        del clause.mentions[key]
        clause.mentions[key[0], kind] = mention._replace(kind=kind, trigger=at if listed else mention.trigger)
    return True


def _list_of_triggers(clause: Clause, at: int) -> bool:
    """Whether "wounded" stands in "killed, wounded or captured"."""
    after = clause.right(at + 1, tags.COMMA_OR_ADVERB)
    return clause.code(after) == tags.CONJUNCTION and clause.code(clause.right(after + 1, tags.ADVERB)) == tags.TRIGGER


def _shot_dead(clause: Clause, before: int, at: int) -> bool:
    """Whether a trigger is the "killed" of "three men shot, killed in apartment"."""
    killed = clause.items[at].token.value.kind == Kind.KILLED
    return (
        killed
        and clause.form(before) == Form.SHOT
        and clause.low(at - 1) != "or"
        and clause.code(at + 1) != tags.QUANTITY
    )


def _shared_kind(first: Kind, second: Kind, *, disjoint: bool) -> Kind:
    """Return the kind of people to whom both happened, or one of both."""
    if first == second:
        return first
    if disjoint:
        return Kind.CASUALTIES
    kinds = {first, second}
    if Kind.KILLED in kinds:
        return Kind.CASUALTIES if Kind.INJURED in kinds else Kind.KILLED
    return second


_ALONE: Final[dict[str, Callable[[Clause, int], None]]] = {
    Form.TOLL: bind_toll,
    Form.LIVES: bind_lives,
    Form.LOSE: bind_lost,
    Form.FLED: bind_fled,
    Form.SEIZE: bind_seized,
    Form.DRIVE: bind_driven,
    Form.FATALLY: _fatally,
    Form.HOSTAGE: _hostage,
    Form.MARCH: bind_marched,
    Form.TREAT: bind_treated,
    Form.SEARCH: bind_sought,
    Form.BEATEN: bind_to_death,
    Form.SURVIVORS: bind_no_survivors,
}
"""Forms that take their number in one way only."""
_IN_ORDER: Final[tuple[tuple[frozenset[str] | None, Callable[[Clause, int], bool]], ...]] = (
    (frozenset({Form.BURIED}), bind_buried),
    (None, bind_number_of),
    (None, bind_brought_to),
    (frozenset({Form.CLAIM}), bind_claimed),
    (frozenset({Form.COUNT, Form.ACT}), bind_rising),
    (None, _coordinated),
    (
        frozenset(
            {
                Form.GERUND,
                Form.BASE,
                Form.ACT,
                Form.COUNT,
                Form.SHOOT,
                Form.BODIES,
                Form.LIVES,
                Form.INJURY,
                Form.PARTICIPLE,
            }
        ),
        bind_of,
    ),
    (None, _whole_part_of),
    (frozenset({Form.PARTICIPLE, Form.SHOT}), _related_object),
    (frozenset({Form.PARTICIPLE, Form.SHOT, Form.HIT, Form.GERUND, Form.BASE, Form.SHOOT, Form.EITHER}), _active),
    (frozenset({Form.COUNT, Form.PEOPLE, Form.BODIES, Form.WOUNDS, Form.INJURY}), bind_count),
    (frozenset({Form.COUNT, Form.WOUNDS, Form.INJURY, Form.WOUND}), bind_suffered),
    (SUBJECT_FORMS, bind_subject),
    (None, bind_possessive),
)
"""Ways to take a number and the forms that they are for, all where None; the first that finds one ends the search."""
