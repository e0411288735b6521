"""How far the words for the victims go: "rebels and members of Al-Nusra Front", "troops, militia and rebels"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from streams.casualties.english import tags

if TYPE_CHECKING:
    from streams.casualties.english.clause import Mention
    from streams.casualties.english.quantity import Item

REACH: Final = 14
"""Items that a list of victims may go on for."""

_INSIDE: Final = frozenset(
    {tags.WORD, tags.HUMAN, tags.HUMAN_ONE, tags.NONHUMAN, tags.POSSESSIVE, tags.OF, tags.OPAQUE}
)
_HUMAN: Final = frozenset({tags.HUMAN, tags.HUMAN_ONE})
_AFTER_OBJECT: Final = frozenset(
    {"", tags.STOP, tags.COMMA, tags.CONJUNCTION, tags.QUOTE, tags.PREPOSITION, tags.PLUS, tags.INCLUDING}
)
_AFTER_SUBJECT: Final = frozenset(
    {tags.BE, tags.HAVE, tags.MODAL, tags.TRIGGER, tags.ADVERB, tags.COMMA, tags.CONJUNCTION}
)


def victims_end(items: list[Item], mention: Mention) -> int:
    """Return the offset where the victims' words end: after the nouns joined to the one that is counted."""
    quantity = mention.quantity
    if quantity.noun_end == quantity.noun_start or quantity.part_of or quantity.single:
        return quantity.noun_end
    follow = _AFTER_SUBJECT if mention.trigger > mention.item else _AFTER_OBJECT
    end, at, size = quantity.noun_end, mention.item + 1, len(items)
    limit = min(size, at + REACH)
    while at < limit and items[at].code in {tags.CONJUNCTION, tags.COMMA}:
        at += 1
        if at < limit and items[at].code == tags.CONJUNCTION:
            at += 1
        first = at
        while at < limit and items[at].code in _INSIDE:
            at += 1
        after = items[at].code if at < size else ""
        codes = {item.code for item in items[first:at]}
        if not codes & _HUMAN or after not in follow:
            break
        end = items[at - 1].token.end
    return end
