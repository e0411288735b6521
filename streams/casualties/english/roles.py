"""What a sentence says of the role of its figures: another event, background, denied, hypothetical."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from schemas import Role
from streams.casualties.english import tags
from streams.casualties.english.clause import word_set
from streams.casualties.forms import Cue, Form, Link

if TYPE_CHECKING:
    from streams.casualties.english.clause import Mention
    from streams.casualties.english.cues import SentenceCues
    from streams.casualties.english.quantity import Item

_CUED: Final = (
    (Cue.DENIED, Role.DENIED),
    (Cue.WINDOW, Role.SUBSET),
    (Cue.FICTION, Role.HYPOTHETICAL),
    (Cue.OTHER_FIRST, Role.OTHER_EVENT),
    (Cue.ROUND_UP, Role.BACKGROUND),
    (Cue.BACKGROUND, Role.BACKGROUND),
    (Cue.OTHER_EVENT, Role.OTHER_EVENT),
)
"""Kinds of cue and the role each gives; the first counts."""
_LINKED: Final = {
    Link.SUPERSEDED: Role.DENIED,
    Link.CORRECTED: Role.DENIED,
    Link.COMPARED: Role.BACKGROUND,
}
"""Roles that the way a figure was bound gives."""

_SHARED: Final = 14
"""Items before a joint within which the modal of two verbs stands."""


_OF_WHOM: Final = frozenset({"of whom", "of which", "of these"})
_SPARED: Final = frozenset({"prevented", "avoided", "averted", "saved", "spared"})
_BRINGING: Final = 4
"""Items before "toll" within which "would bring the" stands."""


def sentence_role(
    cues: SentenceCues, start: int, items: list[Item], mention: Mention, *, corrected: bool = False
) -> tuple[Role | None, frozenset[Cue]]:
    """Return the role that the sentence gives a figure, None where it gives none, and the cues found in its clause.

    `start` is the sentence's offset; `corrected` says that the sentence gives a wrong number beside the right one.
    """
    quantity = mention.quantity
    if quantity.none or mention.link in _LINKED:
        return _LINKED.get(mention.link, Role.DENIED), frozenset()
    clause = cues.clause(quantity.number_start - start)
    found = cues.of(clause, quantity.number_start - start)
    if mention.form == Form.FEARED or _modal(items, mention) or _planned(cues, start, clause[0], items, mention):
        return Role.HYPOTHETICAL, found
    if _negated(items, mention):
        return Role.DENIED, found
    if Cue.WINDOW in found and _counted_before_alone(items, mention):
        found -= {Cue.WINDOW}
    if corrected:
        found -= {Cue.DENIED}  # "125, not 174 as previously reported": the 174 are denied
    role = next((role for cue, role in _CUED if cue in found), None)
    if role is None and mention.item and items[mention.item - 1].token.low in _OF_WHOM:
        role = Role.SUBSET  # "dropped 50 pilgrims into the water, of whom nine drowned"
    return role, found


def _counted_before_alone(items: list[Item], mention: Mention) -> bool:
    """Whether another number comes before "alone": "killed 46 in four days, 28 of them on Tuesday alone"."""
    last = next((at for at in range(mention.item + 1, len(items)) if items[at].token.low == "alone"), 0)
    return any(item.code == tags.QUANTITY for item in items[mention.item + 1 : last])


def _planned(cues: SentenceCues, start: int, begin: int, items: list[Item], mention: Mention) -> bool:
    if Cue.HYPOTHETICAL not in cues.possible:
        return False
    trigger = items[mention.trigger].token.start
    ends = {trigger, min(trigger, mention.quantity.number_start)}
    return any(cues.hypothetical(begin, end - start) for end in ends)


def _before(items: list[Item], trigger: int, size: int) -> list[Item]:
    found: list[Item] = []
    at = trigger - 1
    while at >= 0 and len(found) < size:
        if items[at].code not in {tags.BE, tags.HAVE, tags.MODAL, tags.ADVERB, tags.PREPOSITION, tags.QUOTE}:
            break
        found.append(items[at])
        at -= 1
    return found


def _supposed(items: list[Item], mention: Mention) -> bool:
    """Whether a number is that of a case that is thought of.

    "A toll of 40 dead would be the highest this year", "another 50 deaths would bring the toll to 300".
    """
    if mention.form not in {Form.COUNT, Form.TOLL, Form.LIVES}:
        return False
    before = [item.token.low for item in items[max(0, mention.trigger - _BRINGING) : mention.trigger]]
    if mention.form == Form.TOLL and "would" in before and not word_set("bringing").isdisjoint(before):
        return True
    if mention.quantity.definite or (mention.form == Form.TOLL and before[-1:] == ["the"]):
        return False  # "the toll of 40 would rise"
    last = max(mention.item, mention.trigger)
    after = items[last + 1 : last + 6]
    if any(item.token.low == "would" for item in after[:2]):
        return True
    spared = after[:1] and after[0].code == tags.MODAL and any(item.token.low in _SPARED for item in after)
    # "Four deaths could have been prevented": they happened. "Thousands of deaths could be prevented": they did not.
    return bool(spared) and (mention.quantity.low is None or not any(item.code == tags.HAVE for item in after))


def _modal(items: list[Item], mention: Mention) -> bool:
    if _supposed(items, mention):
        return True
    if mention.form == Form.TOLL and any(item.code == tags.MODAL for item in items[mention.trigger : mention.item]):
        return True  # "the number of dead could pass 100"
    told = mention.trigger > 0 and items[mention.trigger].token.low in {"body of", "bodies of", "remains of"}
    of_body = told and items[mention.trigger - 1].code == tags.DETERMINER
    before = _before(items, mention.trigger - of_body, 5)  # "might be the remains of a human"
    if mention.form in {Form.COUNT, Form.LIVES} and mention.item > 0:
        verb = mention.item - 1 - (items[mention.item - 1].code == tags.QUALIFIER)
        told = items[verb].code == tags.VERB or items[verb].token.low in word_set("loss")
        before = before + (
            _before(items, verb, 3) if told else []
        )  # "may have caused 12 deaths", "could cost 12 lives"
    if any(item.code == tags.MODAL for item in before) or _shares_modal(items, mention):
        return True
    if mention.quantity.ordinal:
        return False  # "the ninth person to die"
    return mention.form in {Form.BASE, Form.INTRANSITIVE_BASE} and any(item.token.low == "to" for item in before)


def _shares_modal(items: list[Item], mention: Mention) -> bool:
    """Whether a verb shares the modal of the one it is joined to: "could kill 9,000 people and injure 30,000"."""
    joint = mention.trigger - 1
    if mention.form != Form.BASE or items[joint].code not in {tags.CONJUNCTION, tags.COMMA}:
        return False
    for item in items[max(0, joint - _SHARED) : joint][::-1]:
        if item.code in {tags.STOP, tags.SEMICOLON, tags.SUBORDINATOR, tags.RELATIVE}:
            return False
        if item.code == tags.MODAL:
            return True
    return False


def _negated(items: list[Item], mention: Mention) -> bool:
    return any(item.token.low in {"not", "never"} for item in _before(items, mention.trigger, 5))
