"""One victim without an article, who opens a headline: "Motorcyclist dies in crash", "13-year-old boy killed"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from schemas import Kind
from streams.casualties.english import tags
from streams.casualties.english.nouns import noun_phrase
from streams.casualties.english.quantity import Found, group

if TYPE_CHECKING:
    from streams.casualties.english.tokens import Token

LONGEST: Final = 3
"""Words of such a victim: "off-duty police officer"."""
NEAR: Final = 4
"""Words after "dies in" among which an illness is named."""
_DYING: Final = frozenset({"die", "dies", "died"})
_CAUSES: Final = frozenset({"in", "as", "when", "while", "after", "following", ","})
"""What follows where somebody dies of what befell him."""
_ILLNESS: Final = frozenset(
    {"illness", "cancer", "sleep", "stroke", "surgery", "disease", "hospital", "birth", "childbirth", "battle", "home"}
)
_DOERS: Final = frozenset({"gunman", "suspect", "attacker", "bomber", "shooter", "assailant", "killer", "robber"})
"""Who are no victims, where a headline is on their death."""


def bare(tokens: list[Token], at: int, text: str) -> Found | None:
    """Return the quantity of one victim whom a sentence opens with, if it goes on to say that he or she died.

    The age may stand between commas: "Boy, 13, shot dead".
    """
    end, head = noun_phrase(tokens, at, many=False)
    if head != tags.HUMAN or not 0 < end - at <= LONGEST:
        return None
    last = tokens[end - 1]
    if last.low in _DOERS or not _is_killed(tokens, _after_age(tokens, end)):
        return None
    if last.tag != tags.HUMAN_ONE and not last.low.endswith("-year-old"):
        return None
    span = (tokens[at].start, last.end)
    return Found(group(1, 1, span, span, text)._replace(single=True, noun=last.low), end)


def _after_age(tokens: list[Token], at: int) -> int:
    """Return the index after an age between commas, or the same index where there is none."""
    aged = at + 2 < len(tokens) and tokens[at].tag == tags.COMMA and tokens[at + 2].tag == tags.COMMA
    return at + 3 if aged and tokens[at + 1].low.isdigit() else at


def _is_killed(tokens: list[Token], at: int) -> bool:
    """Whether the words from an index on say that somebody was killed, or died of what befell him: not "dies at 92"."""
    if at >= len(tokens) or tokens[at].tag != tags.TRIGGER or tokens[at].value.kind is not Kind.KILLED:
        return False
    if tokens[at].low not in _DYING:
        return True
    following = [token.low for token in tokens[at + 1 : at + 2 + NEAR]]
    if following[:2] in ([",", "aged"], [",", "age"]) and _CAUSES.isdisjoint(following[2:]):
        return False  # "Singer dies, aged 78"
    return not following or (following[0] in _CAUSES and _ILLNESS.isdisjoint(following))
