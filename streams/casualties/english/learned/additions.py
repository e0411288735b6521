"""Which quantities of a sentence the classifier is asked about, and what it adds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from schemas import Kind
from streams.casualties.english import tags
from streams.casualties.english.clause import Clause, Mention, told_of_things, word_set
from streams.casualties.english.learned.classifier import Answer, classifier
from streams.casualties.english.learned.surroundings import candidate, describe, sentence_words
from streams.casualties.forms import Form, PartOf
from streams.casualties.sentences import Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streams.casualties.english.learned.surroundings import SentenceWords, Surroundings
    from streams.casualties.english.quantity import Item

LIKELY: Final = 0.5
"""Certainty from which on a number is given as a figure: it is likelier than not."""
BESIDE: Final = 0.7
"""The same where the grammar reads another figure of the sentence: it would have read this one too."""
MAX_NUMBERS: Final = 12
"""Of a sentence: one with more is a table or a list of results, which the classifier has not learned."""
_AUXILIARIES: Final = frozenset({tags.BE, tags.HAVE, tags.MODAL, tags.ADVERB})
_DEEDS: Final = frozenset({Form.PARTICIPLE, Form.SHOT, Form.HIT})
_BETWEEN: Final = frozenset({tags.COMMA, tags.ADVERB, tags.PREPOSITION, tags.ALL, tags.HAVE})
_PARTS_CLAUSES: Final = frozenset({tags.COMMA, tags.SEMICOLON, tags.CONJUNCTION, tags.RELATIVE, tags.SUBORDINATOR})
_ACCUSED: Final = frozenset({"charged", "indicted", "acquitted", "cleared", "questioned", "accused"})
REACH_BEFORE: Final = 250
"""Characters of the sentence before that are looked at."""
_NOTHING: Final = sentence_words("", 0, 0)


class Added(NamedTuple):
    """A figure that the classifier adds."""

    mention: Mention
    answer: Answer


class Place(NamedTuple):
    """What the classifier sees of the text beside the sentence's items."""

    lower: str
    sentence: Sentence
    before: Sentence | None
    in_headline: bool


def added(
    place: Place, items: Sequence[Item], mentions: Sequence[Mention], *, likely: float | None = None
) -> list[Added]:
    """Return the figures that the classifier adds to those that the grammar read in a sentence.

    `likely` is the certainty asked for, from 0 to 1; else `BESIDE` where the grammar read a figure, or `LIKELY`.
    """
    taken = {mention.item for mention in mentions}
    clause = Clause(list(items), "".join(item.code for item in items))
    free = [
        at
        for at, item in enumerate(items)
        if item.quantity is not None
        and at not in taken
        and candidate(item.quantity)
        and not told_of_things(clause, at)
        and not _share(items, at)
        and not _whole_of_a_part(items, at)
        and not _unharmed(items, at)
        and not _does_it(items, mentions, at)
        and not _numbers_a_page(items, at)
    ]
    if not free or len(free) > MAX_NUMBERS:
        return []
    sentence, before, found = surroundings(place, items, mentions, free)
    answers = classifier().answers(sentence, before, found)
    if likely is None:
        likely = BESIDE if mentions else LIKELY
    untreated = _untreated(items, sentence)
    hunted = _hunted(sentence)
    return [
        Added(_mention(items, at, answer), answer)
        for at, answer in zip(free, answers, strict=True)
        if answer.certainty >= likely
        and not (untreated and answer.kind is Kind.INJURED)
        and not (answer.kind is Kind.INJURED and clause.noun(at) in word_set("hospital_staff"))
        and not (answer.kind is Kind.MISSING and (hunted or clause.noun(at) in word_set("culprits")))
        and not (answer.kind is Kind.KILLED and at + 1 < len(items) and items[at + 1].token.low == "alive")
    ]


def _untreated(items: Sequence[Item], sentence: SentenceWords) -> bool:
    """Whether a sentence has people who are ill, and no word of poison or treatment: illness alone is no injury."""
    triggers = {
        item.token.low for item in items if item.code == tags.TRIGGER and item.token.value.kind is not Kind.KILLED
    }
    cases = bool(triggers & word_set("sickens")) and not word_set("diseases").isdisjoint(sentence.words)
    return triggers <= word_set("sickens") and (cases or not word_set("illness").isdisjoint(sentence.words))


def _hunted(sentence: SentenceWords) -> bool:
    """Whether a sentence has people who are looked for because of what they did."""
    words = sentence.words
    looked_for = not {"sought", "looking", "hunting", "hunt", "searching"}.isdisjoint(words)
    return looked_for and not (word_set("culprits") | {"arrested", "gang"}).isdisjoint(words)


def _unharmed(items: Sequence[Item], at: int) -> bool:
    """Whether those counted lived, lost or found work, or are accused: "14 survived", "12 were charged"."""
    ends = at + 2 >= len(items) or items[at + 2].code in {tags.STOP, tags.COMMA, tags.SEMICOLON, tags.CONJUNCTION}
    if at + 1 < len(items) and ends and items[at + 1].token.low in {"survived", "survive"}:
        return True
    verb = next((item.token.low for item in items[at + 1 : at + 4] if item.code not in _AUXILIARIES), "")
    before = " ".join(item.token.low for item in items[max(0, at - 2) : at])
    return verb in _ACCUSED or before == "laid off" or (at > 0 and items[at - 1].token.low in word_set("let_go"))


def _does_it(items: Sequence[Item], mentions: Sequence[Mention], at: int) -> bool:
    """Whether those counted did what befell others: "the rebels, 300 in all, killed 12", "another claimed four"."""
    quantity = items[at].quantity
    if quantity is not None and quantity.single and not quantity.noun:
        after = min((mention.item for mention in mentions if mention.item > at), default=at)
        between = {item.code for item in items[at + 1 : after]}
        return tags.TRIGGER in between and between.isdisjoint(_PARTS_CLAUSES)
    return any(
        at < mention.trigger < mention.item
        and mention.form in _DEEDS
        and all(item.code in _BETWEEN for item in items[at + 1 : mention.trigger])
        for mention in mentions
    )


def _numbers_a_page(items: Sequence[Item], at: int) -> bool:
    """Whether a number counts pictures or opens a line: "Image 4 of 16 A couple found", "3 - Nine people died"."""
    if at == 0 and len(items) > 1 and items[1].code == tags.DASH:
        return True
    before = [item.token.low for item in items[max(0, at - 3) : at]]
    return bool(before) and (
        before[-1] in word_set("pictures") or (before[0] in word_set("pictures") and before[-1] == "of")
    )


def _share(items: Sequence[Item], at: int) -> bool:
    """Whether a number is one of two that give a share: "one in ten of the residents", "two in every 10,000"."""
    return _in_a_whole(items, at) or (at > 1 and items[at - 2].quantity is not None and _in_a_whole(items, at - 2))


def _whole_of_a_part(items: Sequence[Item], at: int) -> bool:
    """Whether a number is of all, one or some of whom are told: "six of the crew of 24", "who was among the 9"."""
    if at > 2 and items[at - 1].token.low == "among":  # noqa: PLR2004 # "who was among"
        return _tells_the_end(items, at + 1) and items[at - 2].code == tags.BE and items[at - 3].code == tags.RELATIVE
    if at < 2 or items[at - 1].code != tags.OF:  # noqa: PLR2004 # "six of the"
        return False
    part = items[at - 2].quantity
    return part is not None and part.part_of is PartOf.GROUP and part.noun in {"crew", "crews"}


def _tells_the_end(items: Sequence[Item], at: int) -> bool:
    """Whether an item is the verb of what became of somebody: "died", "was", "has"."""
    if at >= len(items):
        return False
    if items[at].code == tags.TRIGGER:
        ends: bool = items[at].token.value.form is Form.INTRANSITIVE
        return ends
    return items[at].code in {tags.BE, tags.HAVE}


def _in_a_whole(items: Sequence[Item], at: int) -> bool:
    """Whether the whole of which a number is a share follows; "five in two days" gives none."""
    after = items[at + 1 : at + 4]
    codes = "".join(item.code for item in after)
    if not codes.startswith(tags.PREPOSITION) or after[0].token.low != "in":
        return False
    if codes == tags.PREPOSITION + tags.OPAQUE + tags.OF:
        return True
    whole = after[1].quantity if len(after) > 1 else None
    return whole is not None and whole.head in {"", tags.HUMAN}


def surroundings(
    place: Place, items: Sequence[Item], mentions: Sequence[Mention], numbers: Sequence[int]
) -> tuple[SentenceWords, SentenceWords, list[Surroundings]]:
    """Return the words of a sentence and of the one before, and the surroundings of some of its quantities."""
    sentence = sentence_words(place.lower, place.sentence.start, place.sentence.end)
    before = _NOTHING
    if place.before is not None:
        start = max(place.before.start, place.before.end - REACH_BEFORE)
        before = sentence_words(place.lower, start, place.before.end)
    flags = [
        name
        for name, holds in (
            ("headline", place.in_headline),
            ("opening", place.sentence.paragraph == 0),
            ("triggered", any(item.code == tags.TRIGGER for item in items)),
        )
        if holds
    ]
    found = []
    for at in numbers:
        quantity = items[at].quantity
        if quantity is not None:
            bound = [mention for mention in mentions if mention.item == at]
            others = [mention for mention in mentions if mention.item != at]
            found.append(describe(sentence, quantity, bound=bound, others=others, flags=flags))
    return sentence, before, found


def _mention(items: Sequence[Item], at: int, answer: Answer) -> Mention:
    quantity = items[at].quantity
    if quantity is None:
        raise LookupError(f"item {at} is no quantity")
    return Mention(at, quantity, answer.kind, at, Form.LEARNED)
