"""Numbers after their noun: "the passengers, 11 in all, were killed", "every passenger, 38 of them"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from streams.casualties.english import tags
from streams.casualties.forms import PartOf

if TYPE_CHECKING:
    from streams.casualties.english.quantity import Item, Quantity

_WHOLE: Final = frozenset({("in", "all"), ("all", "told"), ("in", "total")})
"""What says that a number counts all of those named before it."""
_PEOPLE: Final = frozenset({tags.HUMAN, tags.HUMAN_ONE})
_DEFINITE: Final = frozenset({tags.DETERMINER, tags.ALL})
_EVERY: Final = frozenset({"every", "each"})
_NOUN_PHRASE: Final = tags.PEOPLE_WORDS
_CLOSED: Final = frozenset({"", tags.COMMA, tags.STOP, tags.SEMICOLON, tags.DASH})


def counted_after(items: list[Item]) -> list[Item]:
    """Return the items of a sentence with people and the number after them as one quantity."""
    out: list[Item] = []
    skip = 0
    for at, item in enumerate(items):
        if at < skip:
            continue
        found = _apposition(items, at, out) if item.code == tags.QUANTITY and len(out) > 1 else None
        if found is None:
            out.append(item)
            continue
        quantity, begin, skip = found
        del out[begin:]
        out.append(item.counting(quantity))
    return out


def _apposition(items: list[Item], at: int, out: list[Item]) -> tuple[Quantity, int, int] | None:
    """Return the quantity of an apposition, the place in `out` of its noun phrase, and the item after it."""
    quantity = items[at].quantity
    if quantity is None or quantity.head or quantity.single or quantity.none or out[-1].code != tags.COMMA:
        return None
    noun = out[-2]
    begin = len(out) - 2
    if noun.code not in _PEOPLE:
        return None
    while begin > 0 and out[begin - 1].code in _NOUN_PHRASE:
        begin -= 1
    definite = begin > 0 and (out[begin - 1].code in _DEFINITE or out[begin - 1].token.low in _EVERY)
    after = at + 1 + _whole_words(items, at)
    them = quantity.part_of == PartOf.THEM and (quantity.definite or _of_all(out, begin))
    if not definite or not (after > at + 1 or them):
        return None
    code = items[after].code if after < len(items) else ""
    if code not in _CLOSED:
        return None
    counted = quantity._replace(
        head=tags.HUMAN,
        part_of=PartOf.NOTHING,
        definite=True,
        noun=noun.token.low,
        noun_start=out[begin].token.start,
        noun_end=noun.token.end,
    )
    return counted, _with_determiner(out, begin), after + (code == tags.COMMA)


def _whole_words(items: list[Item], at: int) -> int:
    """Return how many items after a number say that it counts all."""
    words = tuple(item.token.low for item in items[at + 1 : at + 3])
    if words in _WHOLE:
        return 2
    return int(" ".join(words[:1]) in {"in all", "all told", "in total", "altogether"})


def _of_all(out: list[Item], begin: int) -> bool:
    """Whether all are named: "all the villagers, some 60 of them"."""
    named = out[max(0, begin - 2) : begin]
    return any(item.code == tags.ALL or item.token.low in _EVERY for item in named)


def _with_determiner(out: list[Item], begin: int) -> int:
    while begin > 0 and (out[begin - 1].code in _DEFINITE or out[begin - 1].token.low in _EVERY):
        begin -= 1
    return begin
