"""Deaths that a sentence counts by an ordinal of its own: "the third person to die", "becoming the fourth victim".

Who is counted so is not the number of the sentence, but the last of them: as many have died. Counts of many acts ("the
third journalist to be killed this year", "the second death at the crossing") are left as they are.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from schemas import Kind
from streams.casualties.english import lexicon as lex
from streams.casualties.english import tags
from streams.casualties.english.clause import Mention, word_set
from streams.casualties.english.groups import MOST_DIGITS
from streams.casualties.english.quantity import group
from streams.casualties.forms import Form

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streams.casualties.english.quantity import Item

TOLD_IN: Final = 90
"""Characters after an ordinal among which the event stands, or a stretch of time that holds many acts."""
_BEFORE: Final = (
    r"(?:[,;:–—-] |\b(?:is|was|becomes?|became|becoming|marks|marked|marking"
    r"|(?:makes?|making|made) (?:him|her|it|this|that)) )(?:thus |now |also |officially |known to be )?"
)
_AFTER: Final = (
    r"(?: (?:confirmed|known|fatal|reported|latest|recorded|and last|and final))?"
    r"(?P<what> (?:fatality|death|life lost|victim)\b(?! (?:row|penalty|sentence|certificate|threat|toll|notice|knell))"
    r"|(?: (?P<noun>[a-z]{3,14}(?: of (?:his|her|the|their) family)?))? (?:to (?:die|perish|drown|succumb|be killed"
    r"|lose (?:his|her|their) (?:life|lives))|killed)\b)"
)
_MANY_ACTS: Final = re.compile(
    r"\b(?:since|years?|months?|weeks?|seasons?|winter|summer|autumn|spring|decades?|century|history|ever|so far"
    r"|days|hours|row|in as many|annual|murders?|homicides?|executed|execution)\b"
)
_DEAD: Final = re.compile(
    r"\b(?:died|dies|dead|death|killed|kills|drowned|drowns|perished|succumb(?:s|ed)|fatal(?:ly|ity)?|body|lifeless)\b"
    r"|\blost (?:his|her) life\b"
)
_ENDS: Final = re.compile(r"\W*(?:$|[,.;:!?–—-]|(?:and|as|after|following|from|when|of|while|because|doctors|the)\b)")
_MARKS: Final = frozenset(",;:–—-")
_ANYBODY: Final = frozenset({"", "person", "victim", "casualty"})


@cache
def _pattern() -> re.Pattern[str]:
    ordinals = "|".join(word for word, number in lex.lexicon().ordinals.items() if number > 1)
    ordinal = rf"(?P<ordinal>{ordinals}|\d{{1,{MOST_DIGITS}}}(?:st|nd|rd|th))"
    return re.compile(rf"{_BEFORE}(?P<span>(?:the |its )?{ordinal}){_AFTER}")


@cache
def _event() -> re.Pattern[str]:
    words = lex.load_json("classes.json")["occurrence"]
    return re.compile(rf"\b(?:{'|'.join(words)})(?:s|es)?\b")


def count_one_by_one(
    mentions: list[Mention], items: Sequence[Item], lower: str, start: int, end: int, *, before: str
) -> list[Mention]:
    """Return the mentions of a sentence with the deaths that it counts by an ordinal of its own as so many.

    `lower` is the text in lower case, in which the sentence goes from `start` to `end`; `before` is the one before it.
    """
    match = _pattern().search(lower, start, end)
    if match is None or not items or not _counts(match, lower, start, end, before):
        return mentions
    span = match.span("span")
    at = next((step for step, item in enumerate(items) if item.token.end > span[0]), len(items) - 1)
    number = _number(match["ordinal"])
    stated = group(number, number, span, (span[1], span[1]), lower)._replace(head="", ordinal=number)
    mention = Mention(at, stated, Kind.KILLED, at, Form.TOLL)
    others = [one for one in mentions if not (one.quantity.ordinal == number and one.quantity.number_start == span[0])]
    return sorted((*others, mention), key=lambda one: (one.item, one.kind))


def _number(ordinal: str) -> int:
    return int(ordinal[:-2]) if ordinal[0].isdigit() else lex.lexicon().ordinals[ordinal]


def _counts(match: re.Match[str], lower: str, start: int, end: int, before: str) -> bool:
    """Whether an ordinal counts the dead of one event."""
    rest = lower[match.end() : min(end, match.end() + TOLD_IN)]
    if _number(match["ordinal"]) <= 1 or _MANY_ACTS.search(lower, match.end(), end) or not _person(match["noun"]):
        return False
    closed = rest.split(",", 1)[0].split(";", 1)[0]
    of_event = _event().search(closed) is not None
    if match["what"].endswith("victim"):
        # Of a fraud there are victims, too: somebody has died by then.
        inserted = match[0][0] in _MARKS
        dead = _DEAD.search(lower, start, match.start()) or (None if inserted else _DEAD.search(before))
        return dead is not None and (of_event or _ENDS.match(rest) is not None)
    if (match["noun"] or "") in _ANYBODY:
        return of_event or _ENDS.match(rest) is not None
    return of_event


def _person(noun: str | None) -> bool:
    """Whether a noun is one for a person, or left out."""
    if noun is None:
        return True
    entry = lex.lexicon().words.get(noun.split()[0])
    return (entry is not None and entry.tag == tags.HUMAN_ONE) or noun in word_set("victim")
