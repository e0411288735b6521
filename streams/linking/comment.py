"""Articles on events in general: comments, questions, lists of figures and counts of a season. They are of no event."""

from __future__ import annotations

import re
from typing import Final

HEADLINE: Final = 300
"""Characters of a headline that are read."""
_LABEL: Final = re.compile(
    r"^(?:editorial|opinion|comment|commentary|analysis|explainer|explained|factbox|timeline|column|letters?|viewpoint)"
    r"\b ?[:|–—-]"
    r"|^why (?:do|does|did|so|is|are)\b|^(?:what (?:is|are)|are|is|can|should|does|do|will)\b.{0,200}\?$"
    r"|^in (?:figures|numbers)\b|\b(?:in brief|in figures|in numbers|by the numbers|at a glance|week in review)$"
    r"|\bkey developments\b|\bwhat happened (?:on|over|this)\b|\b(?:a|two|three) decades? of\b"
)
_COUNTED: Final = re.compile(
    r"\b(?:so far this|this|in the first half of the|in half a|in the first|in first|for the) "
    r"(?:year|winter|summer|spring|autumn|season|monsoon|quarter)\b"
    r"|\bsince (?:january|february|march|april|may|june|july|august|september|october|november|december|(?:19|20)\d\d"
    r"|mid-[a-z]+|the start of)\b"
    r"|\b(?:up|down|rose|fell|fall|rise) \d{1,3} ?(?:%|percent|per cent)"
)
_NUMBER: Final = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen|twenty|thirty|forty|fifty|hundreds?|dozens?|thousands?)\b"
)
_ONE: Final = re.compile(
    r"\b(?:deadliest|worst|biggest|largest|first|second|third|fourth|fifth|another|latest|fresh|since \w+ \d{1,2}\b)"
)
"""With one of these a headline that names a season is on one event of it."""


def is_comment(headline: str) -> bool:
    """Return whether a headline is that of a comment, a question or a list."""
    return _LABEL.search(headline[:HEADLINE].strip().lower()) is not None


def counts_season(headline: str) -> bool:
    """Return whether a headline counts the victims of a season, a quarter or a year, or says that they are fewer."""
    told = headline[:HEADLINE].lower()
    return _COUNTED.search(told) is not None and _NUMBER.search(told) is not None and not _ONE.search(told)
