"""A sentence being read: its items, the mentions found so far, and how to walk about in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Final, NamedTuple

from schemas import Kind
from streams.casualties.english import lexicon as lex
from streams.casualties.english import tags
from streams.casualties.english.quantity import Item, Quantity
from streams.casualties.forms import Form, Link, PartOf

SUBJECT_FORMS: Final = frozenset(
    {
        Form.PARTICIPLE,
        Form.SHOT,
        Form.HIT,
        Form.INTRANSITIVE,
        Form.INTRANSITIVE_BASE,
        Form.ADJECTIVE,
        Form.FOUND,
        Form.FEARED,
        Form.CONDITION,
        Form.BURIED,
        Form.WOUND,
        Form.HOSPITAL,
        Form.HELD,
        Form.EITHER,
    }
)
ADJUNCT_FORMS: Final = frozenset(
    {Form.GERUND, Form.COUNT, Form.PEOPLE, Form.ACT, Form.ADJECTIVE, Form.SHOOT, Form.BODIES, Form.HOSPITAL, Form.WOUND}
)
"""Forms that are no predicate of a clause."""
NOUN_PHRASE: Final = frozenset(
    {
        tags.WORD,
        tags.HUMAN,
        tags.HUMAN_ONE,
        tags.NONHUMAN,
        tags.OPAQUE,
        tags.LABEL,
        tags.MONTH,
        tags.POSSESSIVE,
        tags.OTHERS,
        tags.QUOTE,
    }
)
FINITE: Final = frozenset({tags.BE, tags.HAVE, tags.MODAL, tags.VERB})


_KILLING: Final = frozenset({Form.PARTICIPLE, Form.GERUND, Form.BASE})
_LOOSE: Final = frozenset({Kind.DETAINED, Kind.DISPLACED, Kind.TRAPPED})


_WHOLE: Final = 1 << 20
"""Added to the item of a quantity "N of the M" for the key of its M."""


class Mention(NamedTuple):
    """A quantity bound to what happened."""

    item: int
    quantity: Quantity
    kind: Kind
    trigger: int
    form: Form
    link: Link = Link.OWN
    """How it was bound: `own`, `also` (coordination), `part` (of the mention `parent`), `from` (the old value of a
    rising toll), `not` ("59 and not 62")."""
    parent: int | None = None
    """Item index of the mention it is part of."""
    listed: bool = False
    """Whether it stands in a list with others of its trigger, numbered or not: "a woman and two children were"."""


@dataclass(slots=True)
class Clause:
    """The items of a sentence, and what has been bound."""

    items: list[Item]
    codes: str
    mentions: dict[tuple[int, Kind], Mention] = field(default_factory=dict)
    """By item and kind."""
    claimed: set[int] = field(default_factory=set)
    """Items of quantities that have a trigger."""
    text: str = ""
    """The text as written, which the items' offsets are of; without it no word has a capital."""
    firsts: frozenset[str] = frozenset()
    """The items' first words, as soon as somebody has asked for them."""

    def quantities(self) -> list[int]:
        """Return the items that are quantities."""
        return self.places(tags.QUANTITY)

    def places(self, codes: str, *, after: int = 0) -> list[int]:
        """Return the items at which some codes stand in a row, or so many items after them."""
        found, at = [], self.codes.find(codes)
        while at >= 0:
            found.append(at + after)
            at = self.codes.find(codes, at + 1)
        return found

    def quantity(self, at: int) -> Quantity:
        """Return the quantity of an item that is one."""
        quantity = self.items[at].quantity
        if quantity is None:
            raise LookupError(f"item {at} is no quantity")
        return quantity

    def form(self, at: int) -> Form:
        """Return the form of an item that is a trigger."""
        form: Form = self.items[at].token.value.form
        return form

    def firm(self, trigger: int) -> bool:
        """Whether what a trigger says happens to people: shipments are detained, plants uprooted and paintings lost."""
        return self.items[trigger].token.value.kind not in _LOOSE and not self.low(trigger).endswith("lost")

    def code(self, at: int) -> str:
        """Return the code of an item; empty outside the sentence."""
        return self.codes[at] if 0 <= at < len(self.codes) else ""

    def low(self, at: int) -> str:
        """Return the words of an item in lower case; empty outside the sentence."""
        return self.items[at].token.low if 0 <= at < len(self.codes) else ""

    def holds(self, words: frozenset[str]) -> bool:
        """Whether the sentence holds one of some words, alone or as the first of a phrase."""
        if not self.firsts:  # once a sentence: every "12 bodies" of it asks
            self.firsts = frozenset(item.token.low.partition(" ")[0] for item in self.items)
        return not self.firsts.isdisjoint(words)

    def capital(self, at: int) -> bool:
        """Whether an item that is a word, and no part of a line in capitals, begins with one."""
        if self.code(at) != tags.WORD or not self.text:
            return False
        token = self.items[at].token
        return self.text[token.start].isupper() and not self.text[token.start : token.end].isupper()

    def noun(self, at: int) -> str:
        """Return the last word of a quantity's noun phrase, in lower case; empty where it has none."""
        return self.quantity(at).noun

    def add(
        self, at: int, trigger: int, *, kind: Kind | None = None, link: Link = Link.OWN, listed: bool = False
    ) -> None:
        """Bind a quantity to a trigger; the first binding to a kind stays."""
        value = self.items[trigger].token.value
        kind = value.kind if kind is None else kind
        mention = Mention(at, self.quantity(at), kind, trigger, value.form, link, None, listed)
        self.mentions.setdefault((at, kind), mention)
        self.claimed.add(at)

    def add_whole(self, at: int, trigger: int) -> None:
        """Bind the M of a quantity "N of the M" to a trigger."""
        quantity = self.quantity(at)
        whole = quantity._replace(
            low=quantity.whole,
            high=quantity.whole,
            part_of=PartOf.NOTHING,
            whole=None,
            number_start=quantity.whole_start,
            number_end=quantity.whole_end,
            noun_start=min(quantity.whole_end + 1, quantity.noun_end),
        )
        value = self.items[trigger].token.value
        self.mentions[at + _WHOLE, value.kind] = Mention(at, whole, value.kind, trigger, value.form)
        part = self.mentions.get((at, value.kind))
        if part is not None and part.trigger != trigger:
            self.mentions[at, value.kind] = part._replace(link=Link.PART, parent=at)

    def add_list(self, found: list[int], trigger: int, *, kind: Kind | None = None, link: Link = Link.OWN) -> None:
        """Bind the quantities of a list to a trigger."""
        for at in found:
            self.add(at, trigger, kind=kind, link=link if at == found[0] else Link.ALSO, listed=len(found) > 1)

    def left(self, at: int, allowed: str) -> int:
        """Return the first index at or before `at` whose code is not in `allowed`; -1 for none."""
        return len(self.codes[: at + 1].rstrip(allowed)) - 1 if at >= 0 else at

    def right(self, at: int, allowed: str) -> int:
        """Return the first index at or after `at` whose code is not in `allowed`; the length for none."""
        rest = self.codes[at:]
        return at + len(rest) - len(rest.lstrip(allowed))


def human(quantity: Quantity, *, tight: bool) -> bool:
    """Whether a quantity may count people; an unknown noun only where it stands right beside its trigger."""
    if quantity.head == tags.NONHUMAN or (quantity.none and quantity.head == tags.WORD):
        return False
    return tight or quantity.head != tags.WORD


def by_age(quantity: Quantity) -> bool:
    """Whether a quantity says no more of people than age, sex or kin: "two women", "a 3-year-old", "four others"."""
    noun = quantity.noun
    if noun.endswith(("-year-old", "-year-olds")):
        return True
    return any(noun in word_set(name) for name in ("male", "female", "adult", "minor", "any_age"))


def exclude(whole: str, part: str) -> bool:
    """Whether nouns can't be of the same people: of two men none is a woman or a boy."""
    pairs = (("male", "female"), ("female", "male"), ("adult", "minor"), ("minor", "adult"))
    return any(whole in word_set(one) and part in word_set(other) for one, other in pairs)


def told_of_things(clause: Clause, at: int) -> bool:
    """Whether a number without a noun repeats one that counted things or animals: "40,000 turkeys; all 40,000"."""
    quantity = clause.quantity(at)
    if (quantity.head and quantity.noun != "others") or quantity.low is None:
        return False
    before = [(step, item.quantity) for step, item in enumerate(clause.items[:at]) if item.quantity is not None]
    if any(other.head == tags.NONHUMAN and other.low == quantity.low for _, other in before):
        return True
    last = max((step for step, other in before if other.head), default=None)
    if last is None or quantity.part_of != PartOf.NOTHING:
        return False
    fewer = (clause.quantity(last).low or 0) >= quantity.low > 0 and clause.noun(last) in word_set("animals")
    return fewer or _animals_killed(clause, last)


def _animals_killed(clause: Clause, at: int) -> bool:
    """Whether a number counts animals by what is said of them: "fourteen sheep died", "killed nine elephants"."""
    after, before = clause.right(at + 1, tags.VERBAL), clause.left(at - 1, tags.BEFORE_OBJECT)
    return clause.quantity(at).head == tags.NONHUMAN and (
        (_kills(clause, after) and clause.form(after) in SUBJECT_FORMS)
        or (_kills(clause, before) and clause.form(before) in _KILLING)
    )


def _kills(clause: Clause, at: int) -> bool:
    return clause.code(at) == tags.TRIGGER and clause.items[at].token.value.kind == Kind.KILLED


@cache
def sport_words() -> frozenset[str]:
    """Return words of sport, beside which shooting and hitting harms nobody."""
    return frozenset(lex.load_json("things.json")["sport_context"])


@cache
def word_set(name: str) -> frozenset[str]:
    """Return a set of words of the data files by name."""
    return frozenset(lex.load_json("words.json")[name])
