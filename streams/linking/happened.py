"""The days on which an article plainly says that its event happened, apart from those of reports and of what follows.

"A blast killed six on Monday" and "Monday's blast" give the day of the event. "The toll rose to nine on Tuesday",
"police said on Tuesday" and "schools stayed shut on Tuesday after the blast" give the day of something else.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

from streams.linking.days import dated_tokens
from streams.linking.lexicon import cues, events

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from streams.linking.words import Token

NEW_REACH: Final = 2
"""Words before a word for an event among which its article stands: "a suicide bombing"."""
COUNTED_REACH: Final = 3
"""Words before "died" among which an ordinal counts the victim."""
DYING: Final = frozenset({"died", "dies", "dead"})
WOUNDED: Final = frozenset({"wounded", "injured", "hurt", "burned", "burnt", "shot", "stabbed"})
WOUNDED_REACH: Final = 25
"""Words before "died" among which it is said that the victim was wounded in a known event."""
_BY: Final = frozenset({"in", "by", "when", "during", "on", "at"})
_JOINS: Final = frozenset({"and", "but", "while", "or"})
ORDINALS: Final = frozenset(
    {"second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"}
)
_NEW: Final = frozenset({"a", "an", "another"})
REACH: Final = 40
"""Words on either side of a day that may say what happened on it: a longer sentence is no sentence."""


def happened_days(body: Sequence[Token], published: date, *, goes_on: bool, named: bool = False) -> list[date]:
    """Return the days of a lead on which the event happened, each once.

    Where no day stands beside what befell, or the headline tells how a known event `goes_on`, the days that the event
    is named by count: "Monday's blast". Beside another day, such a name is that of an earlier event. Where an event is
    `named` as a new one, "a blast at a hotel on Monday", it happened on that day too.
    """
    dated = list(dated_tokens(body, published))
    befell = [] if goes_on else [day for day, at in dated if _befell(body, at, named=named)]
    return list(dict.fromkeys(befell or [day for day, at in dated if _names_event(body, at)]))


def _names_event(body: Sequence[Token], at: int) -> bool:
    """Return whether an event is named by the day: "Monday's blast", "Monday night's blast", "the Monday blast"."""
    after = body[at + 1 : at + 2]
    return _is_name(body, at) or any(token.gap == " " and _is_harm(token) for token in after)


def is_event_named_at(body: Sequence[Token], at: int) -> bool:
    """Return whether an event is named by the word at a position: "Monday's blast", "the evening explosion"."""
    return _names_event(body, at)


def befell_at(body: Sequence[Token], at: int) -> bool:
    """Return whether the sentence says what befell at the time that the word at a position names."""
    return _befell(body, at, named=False)


def _is_name(body: Sequence[Token], at: int) -> bool:
    return any(token.text.lower() == "s" and token.gap in {"'", "’"} for token in body[at + 1 : at + 3])


def _befell(body: Sequence[Token], at: int, *, named: bool) -> bool:
    """Return whether the sentence says what befell on a day, and not what was said or counted then.

    The nearest such word before the day decides, or else the nearest after it, before what only recalls the event.
    """
    if _is_name(body, at):
        return False
    positions = chain(_before(body, at), _after(body, at))
    return next(_told(body, positions, at, named=named), False)


def _told(body: Sequence[Token], positions: Iterable[int], day: int, *, named: bool) -> Iterator[bool]:
    """Yield for each word of a deed that it is one, and for each of a report that it is none.

    "A woman wounded in a blast on Sunday died on Monday": the first of the days is that of the event.
    """
    for at in positions:
        wounded = _wounded_before(body, at)
        if wounded is not None:
            yield wounded < day < at
        elif body[at].text.lower() in cues().reports or _is_later_death(body, at):
            yield False
        elif _is_deed(body, at) or (named and _is_new(body, at)):
            yield True


def _is_later_death(body: Sequence[Token], at: int) -> bool:
    """Return whether a victim dies who is counted on from others: "a fifth victim died on Friday"."""
    words = [token.text.lower() for token in body[max(0, at - COUNTED_REACH) : at + 1]]
    return words[-1] in DYING and not ORDINALS.isdisjoint(words)


def _wounded_before(body: Sequence[Token], at: int) -> int | None:
    """Return the position of the word for what a victim who dies now had suffered, None where nobody dies so.

    "A teacher wounded in the shooting died", but not "nine were wounded in the blast and two died".
    """
    if body[at].text.lower() not in DYING or body[at].opens:
        return None
    for position in range(at - 1, max(-1, at - WOUNDED_REACH), -1):
        word = body[position].text.lower()
        if word in _JOINS:
            return None
        if word in WOUNDED and body[position + 1].text.lower() in _BY:
            return position
        if body[position].opens:
            return None
    return None


def _is_deed(body: Sequence[Token], at: int) -> bool:
    """Return whether a word says what befell; "the blast" does not, for it is known."""
    table = cues()
    return body[at].text.lower() in table.deeds and not (at and body[at - 1].text.lower() in table.articles)


def names_new_event(sentence: Sequence[Token]) -> bool:
    """Return whether a sentence speaks of an event as one not known yet: "a bombing", not "the bombing"."""
    return any(_is_new(sentence, at) for at in range(len(sentence)))


def _is_new(body: Sequence[Token], at: int) -> bool:
    return _is_harm(body[at]) and any(token.text.lower() in _NEW for token in body[max(0, at - NEW_REACH) : at])


def _before(body: Sequence[Token], at: int) -> Iterator[int]:
    """Yield the positions of the words of a sentence before a word, nearest first."""
    for position in range(at, max(0, at - REACH), -1):
        if body[position].opens:
            return
        yield position - 1


def _after(body: Sequence[Token], at: int) -> Iterator[int]:
    """Yield the positions of the words of a sentence after a word, up to one that leads to what happened before."""
    for position in range(at + 1, min(len(body), at + REACH)):
        if body[position].opens or body[position].text.lower() in cues().bounds:
            return
        yield position


def _is_harm(token: Token) -> bool:
    table = events()
    word = token.text.lower()
    return word in table.sort_of and word not in table.settings
