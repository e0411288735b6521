"""Which quantity belongs to which trigger: the clause grammar of casualty figures.

Each trigger asks for its number where its form says: an active verb to its right, a passive or an intransitive one
to its left, a noun through "of". Coordination ("61 rebels and 50 troops") and parts ("including six children",
"77 of them") are read after that.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, NamedTuple

from schemas import Kind
from streams.casualties.english import lexicon as lex
from streams.casualties.english.quantities import QUANTITY, Item, Quantity

REACH: Final = 60
"""A subject is looked for so many items to the left at most."""

_TRANSITIVE: Final = frozenset({"part", "shot", "hit"})
_OBJECT_FORMS: Final = frozenset({"part", "shot", "hit", "ing", "base", "shoot"})
_SUBJECT_FORMS: Final = frozenset(
    {"part", "shot", "hit", "intr", "intrbase", "adj", "found", "feared", "cond", "buried"}
)
_OF_FORMS: Final = frozenset({"ing", "base", "act", "count", "shoot", "bodies", "lives", "toll", "injury", "part"})
_COUNT_FORMS: Final = frozenset({"count", "people", "bodies", "wounds", "injury"})
_NOMINAL: Final = frozenset(
    {
        lex.WORD,
        lex.HUMAN,
        lex.HUMAN_ONE,
        lex.NONHUMAN,
        lex.OPAQUE,
        lex.LABEL,
        lex.MONTH,
        lex.POSSESSIVE,
        lex.OTHERS,
        '"',
    }
)
_LOSS_VERBS: Final = frozenset(
    {
        "claimed",
        "claim",
        "claims",
        "claiming",
        "cost",
        "costs",
        "costing",
        "took",
        "take",
        "takes",
        "taking",
        "lost",
        "lose",
        "loses",
        "losing",
        "loss",
    }
)


class Mention(NamedTuple):
    """A quantity bound to what happened."""

    item: int
    quantity: Quantity
    kind: Kind
    trigger: int
    form: str
    link: str = "own"
    """How it was bound: `own`, `also` (coordination), `part` (of the mention `parent`), `from` (the old value of a
    rising toll), `not` ("59 and not 62")."""
    parent: int | None = None
    """Item index of the mention it is part of."""


@dataclass(slots=True)
class Clause:
    """A sentence being read: its items, and the mentions found so far by item index."""

    items: list[Item]
    codes: str
    mentions: dict[tuple[int, Kind], Mention] = field(default_factory=dict)
    claimed: set[int] = field(default_factory=set)
    """Items of quantities that have a trigger."""
    active: set[int] = field(default_factory=set)
    """Triggers with an object."""

    def quantity(self, at: int) -> Quantity:
        """Return the quantity of an item that is one."""
        quantity = self.items[at].quantity
        assert quantity is not None
        return quantity

    def add(
        self, at: int, trigger: int, *, kind: Kind | None = None, link: str = "own", parent: int | None = None
    ) -> None:
        """Bind a quantity to a trigger."""
        value = self.items[trigger].token.value
        kind = value.kind if kind is None else kind
        self.mentions.setdefault((at, kind), Mention(at, self.quantity(at), kind, trigger, value.form, link, parent))
        self.claimed.add(at)


def bind(items: list[Item]) -> list[Mention]:
    """Return the casualty mentions of a sentence, in the order of their numbers."""
    codes = "".join(item.code for item in items)
    clause = Clause(items, codes)
    triggers = [at for at, code in enumerate(codes) if code == lex.TRIGGER]
    if not triggers or QUANTITY not in codes:
        return []
    for at in triggers:
        _bind_trigger(clause, at)
    _bind_states(clause)
    _bind_parts(clause)
    return sorted(clause.mentions.values(), key=lambda mention: (mention.item, mention.kind))


def _skip_left(codes: str, at: int, allowed: str) -> int:
    while at >= 0 and codes[at] in allowed:
        at -= 1
    return at


def _skip_right(codes: str, at: int, allowed: str) -> int:
    while at < len(codes) and codes[at] in allowed:
        at += 1
    return at


def _human(quantity: Quantity, *, tight: bool) -> bool:
    """Whether a quantity may count people; an unknown noun only where it stands right beside its trigger."""
    if quantity.head == lex.NONHUMAN:
        return False
    return quantity.head != lex.WORD or tight


def _bind_trigger(clause: Clause, at: int) -> None:
    form = clause.items[at].token.value.form
    if form == "toll":
        _bind_toll(clause, at)
        return
    if form == "lives":
        _bind_lives(clause, at)
        return
    if form == "fatal":
        left = _skip_left(clause.codes, at - 1, 'a"t')
        if left >= 0 and clause.codes[left] == QUANTITY and _human(clause.quantity(left), tight=True):
            clause.add(left, at)
        return
    if form == "hostage":
        left = _skip_left(clause.codes, at - 1, "a")
        if left >= 0 and clause.codes[left] == QUANTITY and _human(clause.quantity(left), tight=True):
            clause.add(left, at)
        return
    if _coordinated(clause, at):
        return
    if form in _OF_FORMS and _bind_of(clause, at):
        return
    if form in _OBJECT_FORMS and not _passive(clause, at) and _bind_object(clause, at):
        return
    if form in _COUNT_FORMS and _bind_count(clause, at):
        return
    if form in _SUBJECT_FORMS:
        _bind_subject(clause, at)
    elif form in {"base", "act", "ing", "shoot", "count", "injury"}:
        _bind_possessive(clause, at)


def _passive(clause: Clause, at: int) -> bool:
    left = _skip_left(clause.codes, at - 1, 'a"')
    return left >= 0 and clause.codes[left] == lex.BE


def _coordinated(clause: Clause, at: int) -> bool:
    """Let a trigger share the number of the one that it is joined to: "killed or wounded", "kidnapped and killed"."""
    codes = clause.codes
    left = _skip_left(codes, at - 1, 'a"')
    if left < 1 or codes[left] not in {lex.CONJUNCTION, "/"}:
        return False
    before = _skip_left(codes, left - 1, 'a",')
    if before < 0 or codes[before] != lex.TRIGGER:
        return False
    kinds = {clause.items[before].token.value.kind, clause.items[at].token.value.kind}
    mine = [mention for mention in clause.mentions.values() if mention.trigger == before]
    if not mine:
        return False
    right = _skip_right(codes, at + 1, 'a"')
    if right < len(codes) and codes[right] == QUANTITY and not any(m.item > before for m in mine):
        return False
    if len(kinds) == 1:
        return True
    disjoint = clause.items[left].token.low in {"or", "/"}
    for mention in mine:
        if disjoint or Kind.KILLED in kinds:
            del clause.mentions[(mention.item, mention.kind)]
            kind = Kind.KILLED if kinds == {Kind.KILLED, Kind.KIDNAPPED} and not disjoint else Kind.CASUALTIES
            clause.mentions[(mention.item, kind)] = mention._replace(kind=kind)
        else:
            clause.mentions[(mention.item, clause.items[at].token.value.kind)] = mention._replace(
                kind=clause.items[at].token.value.kind, trigger=at
            )
    return True


def _bind_object(clause: Clause, at: int) -> bool:
    codes = clause.codes
    right = _skip_right(codes, at + 1, 'a"dl')
    if right < len(codes) and codes[right] == lex.CONJUNCTION:
        # "killing and wounding 12": the object belongs to both.
        other = _skip_right(codes, right + 1, "a")
        if other < len(codes) and codes[other] == lex.TRIGGER:
            right = _skip_right(codes, other + 1, 'a"dl')
            if right < len(codes) and codes[right] == QUANTITY and _human(clause.quantity(right), tight=True):
                kinds = {clause.items[at].token.value.kind, clause.items[other].token.value.kind}
                kind = next(iter(kinds)) if len(kinds) == 1 else Kind.CASUALTIES
                for found in _objects(clause, right):
                    clause.add(found, at, kind=kind, link="own" if found == right else "also")
                clause.active.update({at, other})
                return True
        return False
    if right >= len(codes) or codes[right] != QUANTITY or not _human(clause.quantity(right), tight=True):
        return False
    if right in clause.claimed:
        return False
    if _headline_left(clause, at, right):
        return False
    for found in _objects(clause, right):
        clause.add(found, at, link="own" if found == right else "also")
    clause.active.add(at)
    return True


def _headline_left(clause: Clause, at: int, right: int) -> bool:
    """Whether the number to the right is the subject of the next trigger: "two killed 22 injured"."""
    codes = clause.codes
    left = _skip_left(codes, at - 1, "a")
    if left < 0 or codes[left] != QUANTITY:
        return False
    if clause.quantity(left).head == "":
        return True
    after = _skip_right(codes, right + 1, "a")
    return after < len(codes) and codes[after] == lex.TRIGGER and clause.quantity(right).head in {"", lex.OTHERS}


def _objects(clause: Clause, first: int) -> list[int]:
    """Return the quantities of a list that begins at one: "61 rebels and members of ... and 50 troops"."""
    found, codes, at, last = [first], clause.codes, first + 1, first
    while at < len(codes) and at - last < 14:
        code = codes[at]
        if code in {lex.CONJUNCTION, lex.PLUS, ","}:
            step = _skip_right(codes, at + 1, 'ad"' + lex.CONJUNCTION + lex.PLUS + lex.OF)
            if step < len(codes) and codes[step] == QUANTITY:
                quantity = clause.quantity(step)
                if not _human(quantity, tight=False) or step in clause.claimed or _own_predicate(clause, step):
                    break
                if code == "," and quantity.of_group == "them":
                    break
                if quantity.head == "" and not quantity.others and code == ",":
                    break
                found.append(step)
                at, last = step + 1, step
                continue
            if code == "," and not _list_goes_on(codes, at):
                break
        elif code == lex.INCLUDING:
            break
        elif code not in _NOMINAL and code not in {lex.PREPOSITION, lex.OF, lex.DETERMINER, lex.ADVERB, "(", ")", "-"}:
            break
        at += 1
    return found


def _list_goes_on(codes: str, at: int) -> bool:
    step = _skip_right(codes, at + 1, "wHX1da")
    return step < len(codes) and codes[step] in {lex.CONJUNCTION, lex.PLUS}


def _own_predicate(clause: Clause, at: int) -> bool:
    """Whether a quantity has a verb of its own after it: "and 50 others were injured"."""
    codes = clause.codes
    step = _skip_right(codes, at + 1, "wHX1dapfz\"eL'M")
    if step < len(codes) and codes[step] == lex.RELATIVE:
        return False
    if step < len(codes) and codes[step] in {lex.BE, lex.HAVE, lex.MODAL, lex.VERB}:
        return True
    return step < len(codes) and codes[step] == lex.TRIGGER and clause.items[step].token.value.form in _SUBJECT_FORMS


def _bind_of(clause: Clause, at: int) -> bool:
    codes = clause.codes
    if at + 1 >= len(codes) or codes[at + 1] != lex.OF:
        return False
    right = _skip_right(codes, at + 2, 'a"dl')
    if right >= len(codes) or codes[right] != QUANTITY or not _human(clause.quantity(right), tight=True):
        return False
    for found in _objects(clause, right):
        clause.add(found, at, link="own" if found == right else "also", kind=_of_kind(clause, at))
    return True


def _of_kind(clause: Clause, at: int) -> Kind:
    value = clause.items[at].token.value
    if value.form == "shoot" and at > 0 and clause.items[at - 1].token.low in {"fatal", "deadly"}:
        return Kind.KILLED
    return Kind(value.kind)


def _bind_count(clause: Clause, at: int) -> bool:
    left = _skip_left(clause.codes, at - 1, "w")
    if left < 0 or clause.codes[left] != QUANTITY:
        return False
    quantity = clause.quantity(left)
    if quantity.head == lex.NONHUMAN or quantity.of_group == "group":
        return False
    clause.add(left, at)
    return True


def _bind_possessive(clause: Clause, at: int) -> None:
    """Bind "the six Jesuits' murder"."""
    codes = clause.codes
    if at >= 2 and codes[at - 1] == lex.POSSESSIVE and codes[at - 2] == QUANTITY:
        quantity = clause.quantity(at - 2)
        if quantity.head in {lex.HUMAN, lex.WORD}:
            clause.add(at - 2, at)


def _bind_lives(clause: Clause, at: int) -> None:
    codes = clause.codes
    left = _skip_left(codes, at - 1, "da")
    words = {item.token.low for item in clause.items[max(0, at - 6) : at]}
    if not words & _LOSS_VERBS:
        return
    if left >= 0 and codes[left] == QUANTITY:
        clause.add(left, at)
        return
    _bind_of(clause, at)


def _bind_toll(clause: Clause, at: int) -> None:
    codes, first, old = clause.codes, None, None
    for step in range(at + 1, min(len(codes), at + 16)):
        code = codes[step]
        if code in {".", ";", lex.SUBORDINATOR} and first is not None:
            break
        if code != QUANTITY:
            if code == lex.TRIGGER and first is not None:
                break
            continue
        quantity = clause.quantity(step)
        if quantity.head == lex.NONHUMAN or quantity.single:
            continue
        before = clause.items[step - 1].token.low
        if first is None and before == "from":
            old = step
            clause.add(step, at, link="from")
            continue
        if first is None:
            first = step
            clause.add(step, at)
            continue
        if before == "from":
            clause.add(step, at, link="from")
        elif clause.codes[step - 1] == "n":
            clause.add(step, at, link="not")
        break
    del old


def _bind_subject(clause: Clause, at: int) -> None:
    codes = clause.codes
    value = clause.items[at].token.value
    left = _skip_left(codes, at - 1, 'a"')
    auxiliary = left >= 0 and codes[left] in {lex.BE, lex.HAVE, lex.MODAL}
    while (
        left >= 0
        and codes[left] in {lex.BE, lex.HAVE, lex.MODAL, lex.ADVERB, '"', "p"}
        and (codes[left] != "p" or clause.items[left].token.low == "to")
    ):
        left -= 1
    verb_joined = left >= 0 and codes[left] == lex.CONJUNCTION
    relative = left >= 0 and codes[left] == lex.RELATIVE
    if relative:
        left -= 1
        if left >= 0 and codes[left] == ",":
            left -= 1
    if left >= 0 and codes[left] == QUANTITY:
        if _takes(clause, left, at):
            _add_subject(clause, left, at)
        return
    needs_aux = value.form in {"part", "shot", "hit", "cond", "adj", "buried"}
    if needs_aux and not auxiliary and not relative:
        subject = _reduced(clause, left)
    else:
        subject = _far_subject(clause, left, joined=verb_joined)
    if subject is not None and _takes(clause, subject, at, tight=False):
        _add_subject(clause, subject, at)


def _takes(clause: Clause, at: int, trigger: int, *, tight: bool = True) -> bool:
    quantity = clause.quantity(at)
    if not _human(quantity, tight=tight):
        return False
    if quantity.head == "" and not tight and not quantity.others and not quantity.of_group:
        return quantity.number_start >= 0 and not quantity.single
    del trigger
    return True


def _reduced(clause: Clause, left: int) -> int | None:
    """Return the subject of a participle without auxiliary over an insert: "12 people, three of them children, killed"."""
    codes = clause.codes
    if left < 0 or codes[left] != ",":
        return None
    for step in range(left - 1, max(-1, left - 25), -1):
        if codes[step] in {lex.TRIGGER, lex.BE, lex.VERB, lex.SAY, lex.SUBORDINATOR, ";", "."}:
            return None
        if codes[step] == ",":
            return step - 1 if step > 0 and codes[step - 1] == QUANTITY else None
    return None


def _far_subject(clause: Clause, left: int, *, joined: bool) -> int | None:
    codes, at, verb, fallback = clause.codes, left, False, None
    end = max(-1, left - REACH)
    first = True
    while at > end:
        code = codes[at]
        if code == QUANTITY:
            quantity = clause.quantity(at)
            after = codes[at + 1] if at + 1 < len(codes) else ""
            related = after == lex.RELATIVE or (after == "," and codes[at + 2 : at + 3] == lex.RELATIVE)
            if verb and not related and not joined:
                return fallback
            if quantity.head != lex.NONHUMAN and not (quantity.head == "" and codes[at - 1 : at] in {"p", "w"}):
                part = at > 0 and codes[at - 1] in {lex.PREPOSITION, lex.OF, lex.INCLUDING}
                if codes[at - 1 : at] == lex.INCLUDING or (at > 0 and codes[at - 1] == "t"):
                    at -= 1
                elif part:
                    fallback = at if fallback is None and codes[at - 1] == lex.OF else fallback
                elif _inserted(codes, at) and at > 2:
                    fallback = at if fallback is None else fallback
                else:
                    return at
        elif code in {".", ";", ":", lex.SUBORDINATOR}:
            return fallback
        elif code == lex.PRONOUN and first:
            return None
        elif code in {lex.SAY}:
            return fallback
        elif code in {lex.VERB, lex.BE, lex.HAVE, lex.MODAL}:
            verb = True
        elif code == lex.TRIGGER:
            if clause.items[at].token.value.form in {"ing", "count", "people", "act", "adj"}:
                pass
            else:
                verb = True
        elif code == lex.DETERMINER:
            before = at - 1
            if (
                (before < 0 or codes[before] not in {lex.PREPOSITION, lex.OF, lex.CONJUNCTION, ","})
                and not verb
                and first
            ):
                return None
            first = False
        elif code == lex.PREPOSITION:
            first = False
        at -= 1
    return fallback


def _inserted(codes: str, at: int) -> bool:
    """Whether a quantity stands in an insert between commas or dashes, as an apposition does."""
    before = _skip_left(codes, at - 1, "da")
    return before >= 0 and codes[before] in {",", "-", "("}


def _add_subject(clause: Clause, at: int, trigger: int) -> None:
    clause.add(at, trigger)
    codes = clause.codes
    # Coordination to the left: "five terrorists and an army corporal were killed".
    step, last = at - 1, at
    while step >= 0 and last - step < 10:
        code = codes[step]
        if code in {lex.CONJUNCTION, lex.PLUS, ","}:
            before = step - 1
            while before >= 0 and last - before < 12 and codes[before] in "wHX1fpda\"'()zL":
                before -= 1
            if before >= 0 and codes[before] == QUANTITY and before not in clause.claimed:
                quantity = clause.quantity(before)
                preceded = codes[before - 1 : before]
                if (
                    not _human(quantity, tight=False)
                    or quantity.head == ""
                    or preceded in {lex.PREPOSITION, lex.INCLUDING}
                ):
                    break
                clause.add(before, trigger, link="also")
                last, step = before, before - 1
                continue
            break
        if code not in {lex.ADVERB, lex.DETERMINER}:
            break
        step -= 1
    # Coordination after the verb: "42 rebels died, as well as 34 loyalists".
    step = _skip_right(codes, trigger + 1, ",a")
    if step < len(codes) and codes[step] == lex.PLUS:
        step = _skip_right(codes, step + 1, "ad")
        if step < len(codes) and codes[step] == QUANTITY and _human(clause.quantity(step), tight=False):
            for found in _objects(clause, step):
                clause.add(found, trigger, link="also")


def _bind_states(clause: Clause) -> None:
    """Bind "14 of the wounded lost legs": the state is in the quantity itself."""
    for at, code in enumerate(clause.codes):
        if code != QUANTITY or at in clause.claimed:
            continue
        quantity = clause.quantity(at)
        if quantity.of_kind is not None:
            trigger = next(i for i, c in enumerate(clause.codes) if c == lex.TRIGGER or i == at)
            clause.mentions[(at, quantity.of_kind)] = Mention(
                at, quantity, quantity.of_kind, trigger, "state", "part", None
            )
            clause.claimed.add(at)


def _nearest(clause: Clause, at: int) -> Mention | None:
    """Return the mention whose number or trigger stands nearest before an item."""
    best, best_at = None, -1
    for mention in clause.mentions.values():
        if mention.item >= at:
            continue
        place = max(mention.item, mention.trigger if mention.trigger < at else -1)
        if place > best_at or (place == best_at and best is not None and mention.item > best.item):
            best, best_at = mention, place
    return best


def _bind_parts(clause: Clause) -> None:
    codes = clause.codes
    for at, code in enumerate(codes):
        if code == lex.INCLUDING:
            whole = _nearest(clause, at)
            right = _skip_right(codes, at + 1, 'a"d:')
            if whole is None or right >= len(codes) or codes[right] != QUANTITY:
                continue
            for found in _objects(clause, right):
                if found not in clause.claimed and _human(clause.quantity(found), tight=True):
                    _part(clause, found, whole)
        elif code == QUANTITY and at not in clause.claimed:
            quantity = clause.quantity(at)
            if quantity.head == lex.NONHUMAN:
                continue
            whole = _nearest(clause, at)
            if whole is None:
                continue
            before = _skip_left(codes, at - 1, 'ad"')
            if quantity.of_group == "them" or (before >= 0 and codes[before] == lex.OF_THEM):
                if not quantity.none:
                    _part(clause, at, whole)
            elif before >= 0 and codes[before] in {",", "-", "("} and _apposition(clause, at, before, whole):
                _part(clause, at, whole)
                for found in _objects(clause, at)[1:]:
                    if found not in clause.claimed:
                        _part(clause, found, whole)
    _bind_of_sentence(clause)


def _bind_of_sentence(clause: Clause) -> None:
    """Bind "Of the 130 injured, 77 were women" and "Of the dead, 14 were tourists"."""
    items, codes = clause.items, clause.codes
    start = _skip_right(codes, 0, '"')
    if (
        start >= len(codes)
        or codes[start] not in {lex.OF, lex.PREPOSITION}
        or items[start].token.low not in {"of", "of the", "among", "amongst"}
    ):
        return
    comma = codes.find(",", start)
    trigger = codes.find(lex.TRIGGER, start)
    verb = codes.find(lex.BE, start)
    pivot = comma if comma > 0 else verb
    if trigger < 0 or pivot < trigger:
        return
    at = codes.find(QUANTITY, pivot)
    if at < 0 or at in clause.claimed or clause.quantity(at).head == lex.NONHUMAN:
        return
    whole = next((mention for mention in clause.mentions.values() if mention.item < pivot), None)
    kind = items[trigger].token.value.kind
    for found in _objects(clause, at):
        if found in clause.claimed:
            continue
        clause.mentions[(found, kind)] = Mention(
            found, clause.quantity(found), kind, trigger, "state", "part", whole.item if whole else None
        )
        clause.claimed.add(found)


def _apposition(clause: Clause, at: int, mark: int, whole: Mention) -> bool:
    """Whether "two women and a child" after a comma says who the three were."""
    if whole.item > mark or mark - whole.item > 8 or whole.quantity.low is None and whole.quantity.high is None:
        return False
    if any(code in "TxhmyvsrcQ" for code in clause.codes[whole.item + 1 : mark]):
        return False
    total = 0
    for found in _objects(clause, at):
        quantity = clause.quantity(found)
        if quantity.low is None:
            return False
        total += quantity.low
    size = whole.quantity.low or whole.quantity.high or 0
    return 0 < total <= size and size > 1


def _part(clause: Clause, at: int, whole: Mention) -> None:
    clause.mentions[(at, whole.kind)] = Mention(
        at, clause.quantity(at), whole.kind, whole.trigger, whole.form, "part", whole.item
    )
    clause.claimed.add(at)
