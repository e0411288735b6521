"""Those who were brought to hospital and died: "two men were taken to hospital, where they were pronounced dead"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from schemas import Kind
from streams.casualties.forms import SHOT, Form

if TYPE_CHECKING:
    from streams.casualties.english.clause import Mention
    from streams.casualties.english.quantity import Item

_DIED: Final = re.compile(
    r"\b(?:where|but|and) (?:they|both|he|she|all (?:two|three|four|five|six))(?: \w{1,14}){0,3}"
    r" (?:pronounced dead|declared dead|died|dead on arrival|succumbed)\b"
)
_ONE_DIED: Final = re.compile(
    r", where (?!they\b|both\b|all\b|an?\b|one\b|two\b|three\b|four\b|five\b|\d)(?:[\w.'’-]{1,20} ){1,4}?"
    r"(?:later )?(?:died|passed away|succumbed|(?:was )?(?:pronounced|declared) dead)\b"
)
"""Somebody who is not counted died: the number is of dead and wounded."""
_WHO_DIED: Final = re.compile(r",? who (?:were |was |had been )?(?:later )?(?:killed|died|dead)\b")
_RELATIVE: Final = re.compile(r" (?:[\w-]{1,20} ){0,3}who (?:was|were|(?:had|has|have) been) (?:\w{1,14} )?$")
"""What stands between those who were hurt and the word that says so, in a clause of its own,"""
_DIED_OF_IT: Final = re.compile(
    r" (?:when|as|after|while) (?:(?!\b(?:and|but|who|which|that|where|he|she|they)\b)[^,.;:]){1,100}?"
    r" (?:(?:has|have|had) )?(?:since |later )?(?:died|succumbed|passed away)\b"
)
"""and what follows it where they died: "a woman who was hurt when a coach crashed near Tarn has died"."""
_BEFORE_DEATH: Final = SHOT | {Form.HOSPITAL, Form.WOUND}
"""Forms of what people suffer before they die of it."""


def with_outcome(mentions: list[Mention], items: list[Item], lower: str, end: int) -> list[Mention]:
    """Return the mentions of a sentence with those who died of it as killed, but where another number died."""
    mentions = [_of_relative(mention, items, lower, end) for mention in mentions]
    last = max((mention.trigger for mention in mentions if mention.form in _BEFORE_DEATH), default=None)
    if last is None:
        return mentions
    after = items[last].token.end
    if _DIED.search(lower, after, end) is None and _WHO_DIED.match(lower, after, end) is None:
        return _with_one_dead(mentions) if _ONE_DIED.search(lower, after, end) is not None else mentions
    counted = {mention.quantity.low for mention in mentions if mention.kind == Kind.KILLED}
    return [
        mention._replace(kind=Kind.KILLED) if _before_death(mention) and counted <= {mention.quantity.low} else mention
        for mention in mentions
    ]


def _of_relative(mention: Mention, items: list[Item], lower: str, end: int) -> Mention:
    """Return a mention of those who were hurt as killed where the sentence goes on to say that they died."""
    word = items[mention.trigger].token
    if mention.kind != Kind.INJURED or word.start <= mention.quantity.number_end:
        return mention
    between = lower[mention.quantity.number_end : word.start]
    if _RELATIVE.match(between) is None or _DIED_OF_IT.match(lower, word.end, end) is None:
        return mention
    return mention._replace(kind=Kind.KILLED)


def _with_one_dead(mentions: list[Mention]) -> list[Mention]:
    """Return the mentions with several who were brought to hospital, where one of them died, as casualties."""
    return [
        mention._replace(kind=Kind.CASUALTIES)
        if _before_death(mention) and (mention.quantity.low or 0) > 1
        else mention
        for mention in mentions
    ]


def _before_death(mention: Mention) -> bool:
    return mention.kind == Kind.INJURED and mention.form in _BEFORE_DEATH
