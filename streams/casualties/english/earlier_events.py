"""Earlier events that a sentence names beside what it tells: "years after the war", "on the anniversary of the coup".

What such words say of another time is theirs, and not of the people whom the rest of the sentence counts: "Clashes on
the first anniversary of the coup left eight protesters dead".
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from schemas import Kind
from streams.casualties.english import tags
from streams.casualties.english.clause import Mention
from streams.casualties.english.old_clauses import old_clauses
from streams.casualties.english.quantity import Item
from streams.casualties.forms import Form

_SIZE: Final = (
    r"(?:about|almost|nearly|barely|just|only|exactly|more|less|than|some|an?|few|several|couple|of|many|half|the|day|"
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|eighteen|twenty|thirty|forty|fifty|\d{1,3})"
)
_AFTER: Final = re.compile(
    rf"\W{{0,3}}(?:{_SIZE}[ -]){{0,6}}(?:(?:days?|weeks?|months?|years?) and (?:{_SIZE}[ -]){{1,2}})?"
    r"(?P<unit>hours?|days?|weeks?|months?|years?|decades?|generations?|century|centuries)"
    r"(?: to the (?:day|month|week))? (?:after|since) [^,;]{3,160}"
    r"(?:, (?:killing|leaving|injuring|wounding|drowning|burying) [^,;]{1,60})?(?=, )"
)
"""How long after an earlier event something happened, at the beginning of a sentence, up to the comma."""
_LONG: Final = ("month", "year", "decade", "generation", "centur")
"""Units from which on what happened so long before is of another event, whatever the rest of the sentence tells."""
_SHORT: Final = ("day", "hour")
"""After so short a time, the rest of the sentence tells how the event goes on, unless it names another one."""
_ANOTHER: Final = re.compile(r"\b(?:another|a (?:second|third|fresh|new|separate)|again|once more)\b")
_NO_NAME: Final = (
    r"on|in|at|and|as|but|while|after|with|by|when|where|which|that|who|left|leaves|killed|kills|killing|ended|turned|"
    r"drew|saw|was|were|is|are|has|have|had|may|would"
)
"""Words at which the name of what an anniversary is of ends."""
_ANNIVERSARY: Final = re.compile(
    r"\b(?<!whose )(?:(?:the|its|their|his|her|an?) )?(?:(?!whose\b)[\w'’-]+ ){0,2}anniversary\b"
    r"(?! (?:of|since) the (?:day|night|morning|evening|date|time|moment))"
    rf"(?: (?:of|since) (?:(?!(?:{_NO_NAME})\b)[\w'’-]+(?: |(?=[,.;])|$)){{1,8}})?"
)
"""An anniversary and the name of what it is of. "The anniversary of the day police killed 34" says it in a clause."""
_HAPPENS: Final = frozenset({Form.PARTICIPLE, Form.GERUND, Form.INTRANSITIVE, Form.EITHER, Form.ADJECTIVE, Form.SHOT})
"""Forms in which a sentence tells what happened, if a subject or an object of the verb is counted."""
HARM: Final = frozenset({Kind.KILLED, Kind.INJURED, Kind.MISSING, Kind.TRAPPED, Kind.CASUALTIES, Kind.KIDNAPPED})
"""Kinds that tell of an event of its own: who is detained may be so for the earlier one."""
_ENDS: Final = frozenset({tags.COMMA, tags.STOP, tags.SEMICOLON})
_TURNS: Final = frozenset({tags.RELATIVE, tags.SUBORDINATOR, tags.HAVE})
"""Items that may make what follows, or what they belong to, that of the earlier event."""
_NEAR: Final = 8
"""Items before a verb or a number within which the pronoun of a clause stands: "the fire in which six died"."""


def span_after(words: str) -> tuple[int, int]:
    """Return the span in which a sentence (in lower case) says how long after an earlier event; empty for none."""
    match = _after(words)
    return match.span() if match else (0, 0)


@lru_cache(maxsize=64)
def _after(words: str) -> re.Match[str] | None:
    """Return the match of how long after, found once for all numbers of a sentence."""
    return _AFTER.match(words)


def is_of_the_earlier(words: str, kind: Kind, mentions: list[Mention], start: int) -> bool:
    """Whether a number inside of `span_after` is of another event than the rest of the sentence.

    It is after years, and after less where the rest counts people of the same kind, and not more of them: "Weeks after
    floods killed 300, storms killed 14"; but "a week after the dam burst, killing 60, two more were found".
    `start` is the sentence's offset.
    """
    match = _after(words)
    if match is None:
        return False
    another = _ANOTHER.search(words, match.end()) is not None
    if match["unit"].startswith(_SHORT) and not another:
        return False
    finish = start + match.end()
    kinds = HARM if another else {kind}
    counted = [each.quantity for each in mentions if each.kind in kinds and each.quantity.number_start >= finish]
    return match["unit"].startswith(_LONG) or any(not (quantity.more or quantity.others) for quantity in counted)


def without_earlier(words: str) -> str:
    """Return a sentence in lower case with the words for earlier events blanked, of the same length."""
    blanked = words
    for begin, end in (span_after(words), *old_clauses(words)):
        blanked = blanked[:begin] + " " * (end - begin) + blanked[end:]
    if "anniversary" not in blanked:
        return blanked
    return _ANNIVERSARY.sub(lambda match: " " * len(match[0]), blanked)


def is_in_old_clause(words: str, at: int, mentions: list[Mention], start: int) -> bool:
    """Whether a number at an offset of a sentence is in a clause about another time, and others are counted outside.

    `start` is the sentence's offset. "The fire that killed 12 last month injured three more": those are its own.
    """
    spans = old_clauses(words)
    if not any(begin <= at < end for begin, end in spans):
        return False
    return any(
        each.kind in HARM
        and not any(begin <= each.quantity.number_start - start < end for begin, end in spans)
        and not (each.quantity.more or each.quantity.others)
        for each in mentions
    )


def tells_new(items: list[Item], mention: Mention) -> bool:
    """Whether a number is counted by a verb of the sentence itself: "left eight dead", "were shot dead", "killing six".

    It is not in "the 46 people killed", nor in a relative clause, nor in past perfect: those may be an earlier event's.
    """
    if mention.form not in _HAPPENS or mention.quantity.definite:
        return False
    first, last = sorted((mention.item, mention.trigger))
    between = {item.code for item in items[first + 1 : last]}
    before: set[str] = set()
    for item in items[max(0, first - _NEAR) : first][::-1]:
        if item.code in _ENDS:
            break
        before.add(item.code)
    if not _TURNS.isdisjoint(before | between):
        return False
    if mention.form is Form.GERUND:
        return first > 0 and items[first - 1].code in _ENDS
    if any(item.token.low == "how" for item in items[:first]):
        return False  # "survivors told how 304 people drowned"
    passive = mention.item < mention.trigger and mention.form in {Form.PARTICIPLE, Form.SHOT}
    return not passive or tags.BE in between
