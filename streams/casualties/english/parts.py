"""Parts of a figure: "including six children", "77 of them women", "three civilians, two women and a child"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from schemas import Kind
from streams.casualties.english import tags
from streams.casualties.english.clause import Mention, exclude, human, word_set
from streams.casualties.english.objects import objects, own_predicate
from streams.casualties.forms import Form, Link, PartOf

if TYPE_CHECKING:
    from streams.casualties.english.clause import Clause


_FOUND_ALIVE: Final = frozenset({Kind.TRAPPED, Kind.MISSING})
_NEAR: Final = 8
"""Items after a number within which its verb stands."""
_PREDICATES: Final = (
    tags.TRIGGER
    + tags.CLAUSE_WORDS.replace(tags.SEMICOLON, "")
    + tags.RELATIVE
    + (tags.CONJUNCTION + tags.QUANTITY + tags.COMMA + tags.QUOTE)
)
"""What doesn't stand between three civilians and the list that says who they were."""


def split_appositions(clause: Clause) -> None:
    """Make a list after its sum a list of parts: "three civilians, two women and a child"."""
    by_trigger: dict[tuple[int, Kind], list[Mention]] = {}
    for (item, kind), mention in clause.mentions.items():
        if item == mention.item:  # not the M of "N of the M"
            by_trigger.setdefault((mention.trigger, kind), []).append(mention)
    for mentions in by_trigger.values():
        if len(mentions) > 1:
            _split(clause, sorted(mentions, key=lambda mention: mention.item))


def _split(clause: Clause, mentions: list[Mention]) -> None:
    whole, parts = mentions[0], mentions[1:]
    size = whole.quantity.low
    if size is None or size < 2 or clause.code(whole.item + 1) not in {tags.COMMA, tags.DASH, tags.OPEN, tags.COLON}:  # noqa: PLR2004 # one has no parts
        return
    if any(exclude(whole.quantity.noun, part.quantity.noun) for part in parts):
        return  # "two men, a woman and a boy"
    total = sum(part.quantity.low or 0 for part in parts)
    closed = clause.codes[parts[-1].item + 1 : whole.trigger].rstrip(tags.VERBAL) if whole.trigger > whole.item else ""
    if total == size or (total < size and whole.trigger > parts[-1].item and "," in closed):
        for part in parts:
            clause.mentions[part.item, part.kind] = part._replace(link=Link.PART, parent=whole.item)
        clause.mentions[whole.item, whole.kind] = whole._replace(link=Link.OWN, listed=False)


def bind_states(clause: Clause) -> None:
    """Bind what has its state in itself: "14 of the wounded lost legs", "three wounded men were taken away"."""
    for at in clause.quantities():
        if at in clause.claimed:
            continue
        quantity = clause.quantity(at)
        if quantity.of_kind is not None:
            link = Link.PART if quantity.part_of == PartOf.STATE else Link.OWN
            clause.mentions[at, quantity.of_kind] = Mention(at, quantity, quantity.of_kind, at, quantity.of_form, link)
            clause.claimed.add(at)


def bind_parts(clause: Clause) -> None:
    """Bind the quantities without a trigger of their own that are part of one that has."""
    for at, code in enumerate(clause.codes):
        if code == tags.INCLUDING:
            _bind_including(clause, at)
        elif code == tags.QUANTITY and at not in clause.claimed:
            _bind_part(clause, at)
    _bind_of_sentence(clause)
    _bind_included(clause)
    _bind_among_dead(clause)
    _bind_among(clause)
    if tags.COLON in clause.codes:
        _bind_sum(clause)


def _bind_sum(clause: Clause) -> None:
    """Bind the numbers after a colon that sum up to the one before it: "Ten died: six at once, four in hospital"."""
    colon = clause.codes.find(tags.COLON)
    wholes = [mention for mention in clause.mentions.values() if max(mention.item, mention.trigger) < colon]
    parts = [at for at in clause.quantities() if at > colon]
    if len(parts) < 2 or any(at in clause.claimed or clause.quantity(at).head for at in parts):  # noqa: PLR2004 # no sum
        return
    total = sum(clause.quantity(at).low or 0 for at in parts)
    for whole in wholes:
        if whole.quantity.low == whole.quantity.high == total:
            for at in parts:
                clause.mentions[at, whole.kind] = Mention(
                    at, clause.quantity(at), whole.kind, whole.trigger, whole.form, Link.PART, whole.item
                )
                clause.claimed.add(at)
            return


def _bind_included(clause: Clause) -> None:
    """Bind "the dead included 14 children" and "the injured were two guards"."""
    for at in clause.places(tags.DETERMINER + tags.TRIGGER, after=1):
        if clause.form(at) not in {Form.ADJECTIVE, Form.PARTICIPLE}:
            continue
        right = clause.right(at + 1, tags.ADVERB)
        if clause.low(right) not in {"included", "include", "were", "includes"}:
            continue
        right = clause.right(right + 1, tags.BEFORE_NUMBER)
        if clause.code(right) == tags.QUANTITY and right not in clause.claimed:
            whole = next((mention for mention in clause.mentions.values() if mention.item < at), None)
            kind = clause.items[at].token.value.kind
            parent = whole.item if whole is not None and whole.kind == kind else None
            for found in objects(clause, right):
                part = Mention(found, clause.quantity(found), kind, at, Form.STATE, Link.PART, parent)
                clause.mentions.setdefault((found, kind), part)
                clause.claimed.add(found)


def _bind_among_dead(clause: Clause) -> None:
    """Bind "three children were among the dead" and "an Indian and two Germans were among seven tourists killed"."""
    for at in clause.places(tags.BE + tags.PREPOSITION, after=1):
        if clause.low(at) not in {"among", "amongst"}:
            continue
        right = clause.right(at + 1, tags.BEFORE_NUMBER)
        whole = None
        if clause.code(right) == tags.QUANTITY:
            whole = next((mention for mention in clause.mentions.values() if mention.item == right), None)
            if whole is None:
                continue
            trigger, kind = whole.trigger, whole.kind
        elif clause.code(right) == tags.TRIGGER and clause.form(right) in {Form.ADJECTIVE, Form.PARTICIPLE}:
            trigger, kind = right, clause.items[right].token.value.kind
        else:
            continue
        for step in range(at):
            if (
                clause.codes[step] == tags.QUANTITY
                and step not in clause.claimed
                and human(clause.quantity(step), tight=False)
            ):
                parent = whole.item if whole is not None else None
                clause.mentions[step, kind] = Mention(
                    step, clause.quantity(step), kind, trigger, Form.STATE, Link.PART, parent
                )
                clause.claimed.add(step)


def _bind_among(clause: Clause) -> None:
    """Make what stands before "among 13 people shot since Tuesday" a part of the 13."""
    for whole in list(clause.mentions.values()):
        if clause.low(whole.item - 1) not in {"among", "amongst"}:
            continue
        size = whole.quantity.high or whole.quantity.low or 0
        for key, mention in list(clause.mentions.items()):
            smaller = (mention.quantity.low or 0) <= size
            if (
                mention.kind == whole.kind
                and mention.item < whole.item
                and mention.link in {Link.OWN, Link.ALSO}
                and smaller
            ):
                clause.mentions[key] = mention._replace(link=Link.PART, parent=whole.item)


def _nearest(clause: Clause, at: int) -> Mention | None:
    """Return the mention whose number or trigger stands nearest before an item; a whole before its parts."""
    best, best_at = None, (-1, -1)
    for mention in clause.mentions.values():
        if mention.item < at and mention.link != Link.PART:
            place = (max(mention.item, mention.trigger if mention.trigger < at else -1), mention.item)
            if place > best_at:
                best, best_at = mention, place
    return best


def _part(clause: Clause, at: int, whole: Mention) -> None:
    part = Mention(at, clause.quantity(at), whole.kind, whole.trigger, whole.form, Link.PART, whole.item)
    clause.mentions[at, whole.kind] = part
    clause.claimed.add(at)


def _bind_including(clause: Clause, at: int) -> None:
    whole = _nearest(clause, at)
    right = clause.right(at + 1, tags.AFTER_INCLUDING)
    if whole is None or clause.code(right) != tags.QUANTITY:
        return
    for found in objects(clause, right, noun=True):
        if found not in clause.claimed and human(clause.quantity(found), tight=True):
            _part(clause, found, whole)


def _bind_part(clause: Clause, at: int) -> None:
    quantity = clause.quantity(at)
    whole = _nearest(clause, at)
    if whole is None or quantity.head == tags.NONHUMAN or quantity.none:
        return
    before = clause.left(at - 1, tags.BEFORE_QUANTITY)
    comma_not = clause.low(at - 1) == "not" and clause.code(at - 2) == tags.COMMA
    if (comma_not or clause.code(at - 1) == tags.NOT_BUT) and quantity.head in {"", whole.quantity.head}:
        denied = Mention(at, quantity, whole.kind, whole.trigger, whole.form, Link.CORRECTED)
        clause.mentions[at, whole.kind] = denied
        clause.claimed.add(at)
    elif (whole.kind in _FOUND_ALIVE and _alive(clause, at)) or _of_others(clause, at, whole):
        return
    elif quantity.part_of == PartOf.THEM or clause.code(before) == tags.OF_THEM or _severe(clause, at, whole):
        _part(clause, at, whole)
    elif clause.code(before) in {tags.COMMA, tags.DASH, tags.OPEN, tags.COLON} and _apposition(
        clause, at, before, whole
    ):
        for found in objects(clause, at):
            if found not in clause.claimed:
                _part(clause, found, whole)


def _alive(clause: Clause, at: int) -> bool:
    """Whether the number counts those who got out: "of whom only eight have been brought out alive"."""
    return any(clause.low(step) in word_set("alive") for step in range(at + 1, at + _NEAR))


def _of_others(clause: Clause, at: int, whole: Mention) -> bool:
    """Whether a part is one of people counted after the whole: "six died and 70 sought help, 20 of them children"."""
    of_them = clause.quantity(at).part_of == PartOf.THEM or clause.code(at - 1) == tags.OF_THEM
    between = range(whole.item + 1, at) if of_them else range(0)
    return any(
        clause.codes[step] == tags.QUANTITY and step not in clause.claimed and _may_have_parts(clause, step)
        for step in between
    )


def _may_have_parts(clause: Clause, at: int) -> bool:
    quantity = clause.quantity(at)
    return quantity.head == tags.HUMAN and (quantity.low or 0) > 1 and quantity.part_of == PartOf.NOTHING


def _severe(clause: Clause, at: int, whole: Mention) -> bool:
    """Whether the number is the five of "some 40 people were injured, five critically"."""
    return whole.kind == Kind.INJURED and clause.quantity(at).head == "" and clause.low(at + 1) in word_set("severity")


_NAMED_WITHIN: Final = 8
"""Items from a number to the comma after which some of those counted are named, at most."""
_FAR_SUM: Final = 14
"""The same where those named are all of them: "ten bodies were brought ashore, six men and four women"."""


def _apposition(clause: Clause, at: int, mark: int, whole: Mention) -> bool:
    """Whether "two women and a child" after a comma says who the three were."""
    size = whole.quantity.low if whole.quantity.low is not None else whole.quantity.high
    if size is None or size < 2 or not 0 < mark - whole.item <= _FAR_SUM:  # noqa: PLR2004 # more than one
        return False
    between = clause.codes[whole.item + 1 : mark]
    told = mark == whole.trigger + 1 or mark - whole.item > _NAMED_WITHIN  # afar: those who sum up
    if own_predicate(clause, at) or (not told and any(code in _PREDICATES for code in between)):
        return False
    total = 0
    for found in objects(clause, at):
        low = clause.quantity(found).low
        if low is None or exclude(whole.quantity.noun, clause.noun(found)):
            return False
        total += low
    return total == size if told else 0 < total <= size


def bind_increments(clause: Clause) -> None:
    """Make the 75 of "killed 75, taking the toll to 1,033" a part of the toll."""
    for toll in list(clause.mentions.values()):
        if (
            toll.form != Form.TOLL
            and clause.code(clause.left(toll.trigger - 1, tags.NOUN_PHRASE_WORDS)) != tags.NUMBER_OF
        ):
            continue
        raising = word_set("raising")
        # "bringing the total to" is one item, the toll's own.
        before = range(toll.trigger + 1)
        raised = next((at for at in before if clause.low(at).partition(" ")[0] in raising), None)
        if raised is None or toll.link != Link.OWN:
            continue
        for key, mention in list(clause.mentions.items()):
            earlier = mention.kind == toll.kind and mention.item < raised and mention.trigger < raised
            if (
                earlier
                and mention.link in {Link.OWN, Link.ALSO}
                and (mention.quantity.low or 0) <= (toll.quantity.low or 0)
            ):
                clause.mentions[key] = mention._replace(link=Link.PART, parent=toll.item)


def _bind_of_sentence(clause: Clause) -> None:
    """Bind "Of the 130 injured, 77 were women", "Of the dead, 14 were tourists", "Among the dead were two nuns"."""
    start = clause.right(0, tags.QUOTE)
    if clause.low(start) not in {"of", "of the", "among", "amongst"}:
        return
    codes = clause.codes
    trigger = codes.find(tags.TRIGGER, start)
    comma, verb = codes.find(tags.COMMA, start), codes.find(tags.BE, start)
    pivot = comma if comma > 0 else verb
    if trigger < 0 or pivot < trigger:
        return
    at = codes.find(tags.QUANTITY, pivot)
    if at < 0 or at in clause.claimed or clause.quantity(at).head == tags.NONHUMAN:
        return
    kind = clause.items[trigger].token.value.kind
    whole = next((mention for mention in clause.mentions.values() if mention.item < pivot), None)
    for found in objects(clause, at):
        if found not in clause.claimed:
            parent = whole.item if whole is not None else None
            part = Mention(found, clause.quantity(found), kind, trigger, Form.STATE, Link.PART, parent)
            clause.mentions[found, kind] = part
            clause.claimed.add(found)
