"""Why a number whose words tell of harm counts nobody who came to any: games, delays, things, charges, shots fired."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from schemas import Kind
from streams.casualties.english import tags
from streams.casualties.english.clause import sport_words, told_of_things, word_set
from streams.casualties.forms import Form, PartOf

if TYPE_CHECKING:
    from streams.casualties.english.clause import Clause, Mention
    from streams.casualties.english.quantity import Item, Quantity

_OF_SPORT: Final = frozenset({Form.SHOT, Form.SHOOT, Form.HIT})
_ILL_WITHIN: Final = 8
"""Items after a number within which "ill" stands: "recruits at the barracks fell violently ill"."""
_CHECKED: Final = 10
"""Items after "hospital" within which "for checks" stands."""
_PATIENTS: Final = 10_000
"""So many are treated by a country's hospitals in a year, and after no event."""
_LOOKED_AT: Final = frozenset({Form.HOSPITAL, Form.FRAME, Form.TREAT})
_GONE: Final = ("disappeared", "vanished", "lost")
"""Ends of words that are said of things, too: sites disappear, shops are lost. Where houses fell people are missing."""
_PEOPLE: Final = frozenset({tags.HUMAN, tags.HUMAN_ONE})
_NO_HOSTAGES: Final = 2_000
"""So many were never taken hostage at once: some 1,100 were in Beslan."""
_BOTH: Final = 8
"""Items before "both" within which the two stand that it counts."""
_HELP: Final = 8
"""Items before "die" within which "helped" stands: "helped nearly 200 people across the country die"."""
_DEAD: Final = re.compile(
    r"\b(?:dead|deaths?|died|dies|toll|kill|victims?|bod(?:y|ies)|casualt|fatal|lost|lives|perish|drown)"
)
_SCORE: Final = re.compile(r"\d{1,2}[-–]\d{1,2}")
_NUMBER_AT: Final = "the number at"
_TOTAL_AT: Final = "the total at"
_OTHER_TOTALS: Final = re.compile(
    r"\b(?:damages?|loss(?:es)?|costs?|votes?|insur\w+|[mb]illions?|houses?|homes?|buildings|injur\w+|hurt|wounded|missing"
    r"|arrest\w+|homeless|displaced|cases|rescued|survivors|aid|boats|vehicles|cars)\b"
)
"""Words beside which a total may be that of something else than the dead."""


def without_other_numbers(mentions: list[Mention], items: list[Item], words: str) -> list[Mention]:
    """Return the mentions but those of "he put the number (or the total) at eight" where nobody was said to be dead.

    `words` are those of the sentence and of the one before it, in lower case.
    """
    dead = _DEAD.search(words) is not None
    ends: list[str] = [] if dead else [_NUMBER_AT]
    if not dead or _OTHER_TOTALS.search(words) is not None:
        ends.append(_TOTAL_AT)
    return [mention for mention in mentions if not any(map(items[mention.trigger].token.low.endswith, ends))]


def drop_unharmed(clause: Clause) -> None:
    """Drop the mentions of a sentence that count nobody who came to harm."""
    for key, mention in list(clause.mentions.items()):
        if told_of_things(clause, mention.item) or any(holds(clause, mention) for holds in _NOBODY_HARMED):
            del clause.mentions[key]


def without_things(mentions: list[Mention], items: list[Item], before: list[Item]) -> list[Mention]:
    """Return the mentions but those that count some of the things that the sentence before names.

    "We had three projects. One disappeared": `items` are those of the sentence, `before` those of the one before it.
    """
    counted = [item.quantity for item in before if item.quantity is not None and item.quantity.head]
    no_people = all(quantity.head in {tags.NONHUMAN, tags.WORD} for quantity in counted)
    things = counted[-1] if counted and no_people else None
    if things is None or any(item.code in _PEOPLE for item in before):
        return mentions
    first = next((at for at, item in enumerate(items) if item.quantity is not None and item.quantity.head), len(items))
    return [
        mention
        for mention in mentions
        if not (mention.item < first and _is_of_things(mention, items) and _fewer(mention, things))
    ]


def may_be_of_things(mentions: list[Mention], items: list[Item]) -> bool:
    """Return whether a number of the sentence may count things that the sentence before names."""
    return any(_is_of_things(mention, items) for mention in mentions)


def _is_of_things(mention: Mention, items: list[Item]) -> bool:
    """Whether a number has no noun, and its verb is one of things, too."""
    quantity = mention.quantity
    bare = quantity.head == "" and not quantity.others and quantity.part_of == PartOf.NOTHING
    gone = items[mention.trigger].token.low.endswith(_GONE)
    return bare and gone and quantity.low is not None and not quantity.definite


def _fewer(mention: Mention, things: Quantity) -> bool:
    return (things.low or 0) >= (mention.quantity.low or 0) > 0


def _played(clause: Clause, mention: Mention) -> bool:
    """Whether shots and hits are those of a game: "hit 11 fours"."""
    if _SCORE.fullmatch(clause.low(mention.trigger + 1)) is not None:
        return True  # "Rovers, who brought 22 players, were murdered 5-0"
    return mention.form in _OF_SPORT and mention.quantity.head != tags.HUMAN and clause.holds(sport_words())


def _cases(clause: Clause, mention: Mention) -> bool:
    """Whether a disease made people ill and the text says no more of them."""
    return clause.low(mention.trigger) in word_set("sickens") and clause.holds(word_set("diseases"))


def _picked_up_at_sea(clause: Clause, mention: Mention) -> bool:
    """Whether guards picked people up to save them: "coast guards picked up 71"."""
    taken = mention.kind == Kind.DETAINED and mention.form == Form.FRAME
    return taken and clause.holds(word_set("at_sea"))


def _delayed(clause: Clause, mention: Mention) -> bool:
    """Whether people only wait or pay: commuters whom a strike strands, suppliers whom a closure hits."""
    noun = clause.noun(mention.item)
    stranded = mention.kind == Kind.TRAPPED and clause.low(mention.trigger).endswith("stranded")
    if stranded and noun in word_set("travellers"):
        return clause.holds(word_set("of_timetables"))
    return clause.low(mention.trigger).startswith(("hit", "hurt")) and noun in word_set("figuratively_hit")


def _unharmed(clause: Clause, mention: Mention) -> bool:
    """Whether people are only looked at, ran away, were found dead, or are patients: "in hospital for checks"."""
    if mention.kind == Kind.TRAPPED and clause.noun(mention.item) in {"victims", "bodies"}:
        return clause.holds(word_set("brought_out"))
    if mention.kind == Kind.MISSING:
        suspect = clause.low(mention.trigger) == "hunt" and clause.noun(mention.item) in word_set("sought")
        return suspect or clause.noun(mention.item) in word_set("hunted") or clause.holds(word_set("on_the_run"))
    if clause.low(mention.trigger).endswith("treated") and (mention.quantity.low or 0) >= _PATIENTS:
        return True
    at_work = mention.kind == Kind.INJURED and clause.noun(mention.item) in word_set("hospital_staff")
    if at_work and mention.form == Form.FRAME:
        return True  # "twelve nurses were in the ward"
    after = range(max(mention.item, mention.trigger) + 1, mention.trigger + _CHECKED)
    weak = mention.kind == Kind.INJURED and mention.form in _LOOKED_AT
    return weak and any(clause.low(step) in word_set("checks") for step in after)


def _sought(clause: Clause, mention: Mention) -> bool:
    """Whether the police look for somebody over what he did: "two held, a third is sought", "sought over a robbery"."""
    if mention.kind != Kind.MISSING or not clause.holds(word_set("wanted")):
        return False
    arrested = any(kind == Kind.DETAINED for _, kind in clause.mentions)
    beside = arrested and mention.quantity.head == ""
    return beside or (mention.form == Form.FRAME and clause.holds(word_set("deeds_of_the_wanted")))


def _found_since(clause: Clause, mention: Mention) -> bool:
    """Whether one who had been missing is the dead of the sentence: "the body is that of a man reported missing"."""
    one = mention.kind == Kind.MISSING and mention.quantity.low == 1
    before = range(max(0, mention.item - _CHECKED), mention.item)
    return one and any(clause.low(step) in word_set("one_dead") for step in before)


def _unlisted(clause: Clause, mention: Mention) -> bool:
    """Whether people are missing where they would only be named: "12 athletes missing from the list"."""
    if mention.kind != Kind.MISSING or clause.low(mention.trigger + 1) != "from":
        return False
    return any(clause.low(step) in word_set("lists") for step in range(mention.trigger + 2, mention.trigger + 6))


def _mere_cases(clause: Clause, mention: Mention) -> bool:
    """Whether people are no more than ill: annotation.md counts those who were treated for what harmed them."""
    after = range(mention.item + 1, mention.item + _ILL_WITHIN)
    words = {clause.noun(mention.item), *map(clause.low, after)}
    if mention.kind == Kind.INJURED and "for" in words and not words.isdisjoint(word_set("diseases")):
        return True  # "treated 40 patients for flu"
    if mention.form != Form.FRAME or words.isdisjoint(word_set("ill")):
        return False
    told = {word for item in clause.items for word in item.token.low.split()}  # of "in hospital", too
    return clause.holds(word_set("diseases")) or told.isdisjoint(word_set("grave_illness"))


def _both_things(clause: Clause, mention: Mention) -> bool:
    """Whether "both" stands for two things: "the airport and the hotel were both evacuated"."""
    quantity = clause.quantity(mention.item)
    if quantity.head or quantity.part_of or clause.low(mention.item) != "both":
        return False
    codes = clause.codes[max(0, mention.item - _BOTH) : mention.item]
    people = any(code in codes for code in (tags.HUMAN, tags.HUMAN_ONE, tags.PRONOUN, tags.QUANTITY))
    return tags.NONHUMAN in codes and not people


def _fewer_things(clause: Clause, mention: Mention) -> bool:
    """Whether a bare number with a weak word stands for some of the things told before: "of four ships one is lost"."""
    if not _is_of_things(mention, clause.items):
        return False
    before = [item.quantity for item in clause.items[: mention.item] if item.quantity is not None]
    last = next((quantity for quantity in reversed(before) if quantity.head), None)
    return last is not None and last.head == tags.NONHUMAN and _fewer(mention, last)


def _on_record(clause: Clause, mention: Mention) -> bool:
    """Whether arrests are those of one person's past: "he has 10 prior arrests"."""
    if mention.kind != Kind.DETAINED or mention.form != Form.COUNT or mention.trigger < mention.item:
        return False
    between = [mention.quantity.noun, *(clause.low(step) for step in range(mention.item + 1, mention.trigger))]
    return not word_set("on_record").isdisjoint(between)


def _shot_fired(clause: Clause, mention: Mention) -> bool:
    """Whether "shot" is a noun: "one shot has stayed in the mind", "the weapon is a single shot 22"."""
    if mention.form == Form.SHOT and mention.item > mention.trigger and clause.low(mention.trigger - 1) == "single":
        return True
    one = mention.form == Form.SHOT and mention.quantity.low == 1 and mention.trigger == mention.item + 1
    return one and not mention.quantity.head and clause.code(mention.trigger + 1) in _AFTER_NOUN


def _wounds_counted(_clause: Clause, mention: Mention) -> bool:
    """Whether a number counts wounds: "two deep wounds"."""
    beside = mention.form == Form.WOUNDS and mention.trigger == mention.item + 1
    return beside and mention.quantity.head != tags.HUMAN


def _helped_to_die(clause: Clause, mention: Mention) -> bool:
    """Whether people were helped to die who wished to."""
    before = range(max(0, mention.item - _HELP), mention.item)
    return mention.form == Form.INTRANSITIVE_BASE and any(clause.low(step) in word_set("helping") for step in before)


def _held_in_words(clause: Clause, mention: Mention) -> bool:
    """Whether people are hostages in a figure of speech: "don't hold 200 staff hostage", "holds voters hostage"."""
    if mention.kind != Kind.KIDNAPPED or mention.form != Form.HOSTAGE:
        return False
    many = (mention.quantity.low or 0) >= _NO_HOSTAGES or mention.quantity.vague in word_set("vast")
    if many or clause.noun(mention.item) in word_set("figuratively_held"):
        return True
    verb = clause.left(mention.item - 1, tags.BEFORE_OBJECT)
    return any(clause.low(step) in word_set("negations") for step in (verb - 1, verb - 2))


def _patients_moved(clause: Clause, mention: Mention) -> bool:
    """Whether the displaced are wounded who were brought to a hospital: "treated 25 wounded who evacuated to it"."""
    moved = mention.kind == Kind.DISPLACED
    return moved and (mention.quantity.of_kind == Kind.INJURED or (mention.item, Kind.INJURED) in clause.mentions)


_AFTER_NOUN: Final = frozenset({tags.HAVE, tags.BE, tags.MODAL, tags.VERB})
_NOBODY_HARMED: Final = (
    _played,
    _cases,
    _mere_cases,
    _unlisted,
    _picked_up_at_sea,
    _delayed,
    _unharmed,
    _sought,
    _found_since,
    _both_things,
    _on_record,
    _fewer_things,
    _shot_fired,
    _wounds_counted,
    _helped_to_die,
    _held_in_words,
    _patients_moved,
)
"""Why a number whose words tell of harm counts nobody who came to any."""
