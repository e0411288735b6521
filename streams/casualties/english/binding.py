"""Which quantity belongs to which trigger: the clause grammar of casualty figures.

Each trigger asks for its number where its form says: an active verb to its right, a passive or an intransitive one
to its left, a noun through "of". Coordination ("61 rebels and 50 troops") and parts ("including six children",
"77 of them") are read after that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from schemas import Kind
from streams.casualties.english import lexicon as lex
from streams.casualties.english.clause import SUBJECT_FORMS, Clause, Mention, human, word_set
from streams.casualties.english.nominal import (
    bind_beside,
    bind_count,
    bind_fled,
    bind_gapped,
    bind_lives,
    bind_number_of,
    bind_possessive,
    bind_suffered,
    bind_toll,
)
from streams.casualties.english.objects import bind_buried, bind_driven, bind_lost, bind_object, bind_of, bind_seized
from streams.casualties.english.parts import bind_increments, bind_parts, bind_states, split_appositions
from streams.casualties.english.quantity import QUANTITY
from streams.casualties.english.subjects import bind_subject, passive

if TYPE_CHECKING:
    from collections.abc import Callable

    from streams.casualties.english.quantity import Item


def _fatally(clause: Clause, at: int) -> None:
    bind_beside(clause, at, 'a"t')


def _hostage(clause: Clause, at: int) -> None:
    bind_beside(clause, at, "a")


def _active(clause: Clause, at: int) -> bool:
    return not passive(clause, at) and bind_object(clause, at)


def bind(items: list[Item]) -> list[Mention]:
    """Return the casualty mentions of a sentence, in the order of their numbers."""
    codes = "".join(item.code for item in items)
    if QUANTITY not in codes:
        return []
    clause = Clause(items, codes)
    for at, code in enumerate(codes):
        if code == lex.TRIGGER and codes[at - 1 : at + 2] != '"T"':
            _bind_trigger(clause, at)
    bind_gapped(clause)
    _with_dead(clause)
    split_appositions(clause)
    bind_states(clause)
    bind_parts(clause)
    bind_increments(clause)
    return sorted(clause.mentions.values(), key=lambda mention: (mention.item, mention.kind))


def _bind_trigger(clause: Clause, at: int) -> None:
    form = clause.form(at)
    if form == "seize" and _coordinated(clause, at):
        return  # "killed or captured"
    alone = _ALONE.get(form)
    if alone is not None:
        alone(clause, at)
        return
    if form == "bodies" and not clause.holds(word_set("body_context")):
        return  # "the two bodies agreed"
    if form == "people" and clause.left(at - 1, "w") in clause.claimed:
        return  # "killed ten hostages"
    for forms, binder in _IN_ORDER:
        if (forms is None or form in forms) and binder(clause, at):
            return


def _whole_of_group(clause: Clause, at: int) -> bool:
    """Bind the 4 of "one of the four people wounded in the attack said": the verb of the one comes later."""
    left = clause.left(at - 1, 'a"')
    if clause.code(left) == lex.BE and clause.code(clause.left(left - 1, "xha")) == lex.RELATIVE:
        left = clause.left(left - 1, "xhar")
    if clause.code(left) != QUANTITY or clause.form(at) not in {"part", "shot", "hit", "adj"}:
        return False
    quantity = clause.quantity(left)
    if quantity.of_group != "group" or quantity.whole is None or not human(quantity, tight=True):
        return False
    related = left < clause.left(at - 1, 'a"')
    later = _predicate_after(clause, at)
    if quantity.low != 1 and not related and later is None:
        return False
    if later is not None and clause.code(later) == lex.TRIGGER and clause.form(later) in SUBJECT_FORMS:
        clause.add(left, later)
    clause.add_whole(left, at)
    return True


def _related_object(clause: Clause, at: int) -> bool:
    """Bind the object before a relative clause: "the 24 sailors they had kidnapped"."""
    subject = clause.left(at - 1, "xha")
    if clause.code(subject) != lex.PRONOUN or clause.code(subject - 1) != QUANTITY:
        return False
    quantity = clause.quantity(subject - 1)
    if quantity.head != lex.HUMAN:
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
        if code in {".", ";", lex.SUBORDINATOR, lex.RELATIVE}:
            return None
        if code in {lex.BE, lex.HAVE}:
            verb = clause.right(step + 1, "xhma")
            return verb if clause.code(verb) == lex.TRIGGER else step
        if code == lex.VERB or (code == lex.TRIGGER and clause.form(step) == "intr"):
            return step
    return None


def _coordinated(clause: Clause, at: int) -> bool:
    """Let a trigger share the number of the one that it is joined to: "killed or wounded", "kidnapped and killed"."""
    joint = clause.left(at - 1, 'a"')
    listed = clause.code(joint) == "," and clause.code(joint - 1) == lex.TRIGGER
    listed = listed and (_list_of_triggers(clause, at) or _shot_dead(clause, joint - 1, at))
    if clause.code(joint) not in {lex.CONJUNCTION, "/"} and not listed:
        return False
    before = clause.left(joint - 1, 'a",')
    if clause.code(before) != lex.TRIGGER:
        return False
    mine = {key: mention for key, mention in clause.mentions.items() if mention.trigger == before}
    right = clause.right(at + 1, 'a"')
    object_follows = clause.code(right) in {QUANTITY, lex.DETERMINER, lex.PRONOUN, lex.HUMAN, lex.OTHERS}
    if not mine or (object_follows and not any(mention.item > before for mention in mine.values())):
        return False
    first, second = clause.items[before].token.value, clause.items[at].token.value
    kind = Kind.KILLED if _shot_dead(clause, before, at) else None
    kind = kind or _shared_kind(first.kind, second.kind, disjoint=clause.low(joint) in {"or", "/", ","})
    for key, mention in mine.items():
        del clause.mentions[key]
        clause.mentions[key[0], kind] = mention._replace(kind=kind, trigger=at if listed else mention.trigger)
    return True


def _list_of_triggers(clause: Clause, at: int) -> bool:
    """Whether "wounded" stands in "killed, wounded or captured"."""
    after = clause.right(at + 1, "a,")
    return clause.code(after) == lex.CONJUNCTION and clause.code(clause.right(after + 1, "a")) == lex.TRIGGER


def _shot_dead(clause: Clause, before: int, at: int) -> bool:
    """Whether a trigger is the "killed" of "three men shot, killed in apartment"."""
    killed = clause.items[at].token.value.kind == Kind.KILLED
    return killed and clause.form(before) == "shot" and clause.low(at - 1) != "or" and clause.code(at + 1) != QUANTITY


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
    "toll": bind_toll,
    "lives": bind_lives,
    "lose": bind_lost,
    "fled": bind_fled,
    "seize": bind_seized,
    "drive": bind_driven,
    "fatal": _fatally,
    "hostage": _hostage,
}
"""Forms that take their number in one way only."""
_IN_ORDER: Final[tuple[tuple[frozenset[str] | None, Callable[[Clause, int], bool]], ...]] = (
    (frozenset({"buried"}), bind_buried),
    (None, bind_number_of),
    (None, _coordinated),
    (frozenset({"ing", "base", "act", "count", "shoot", "bodies", "lives", "injury", "part"}), bind_of),
    (None, _whole_of_group),
    (frozenset({"part", "shot"}), _related_object),
    (frozenset({"part", "shot", "hit", "ing", "base", "shoot", "both"}), _active),
    (frozenset({"count", "people", "bodies", "wounds", "injury"}), bind_count),
    (frozenset({"count", "wounds", "injury", "wound"}), bind_suffered),
    (SUBJECT_FORMS, bind_subject),
    (None, bind_possessive),
)
"""Ways to take a number and the forms that they are for, all where None; the first that finds one ends the search."""
