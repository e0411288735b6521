"""The time that a sentence takes from the one before: "In 2004 a quake struck Aceh. It killed 170,000"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from streams.casualties.english.calendar import MONTHS
from streams.casualties.english.cues import has_cue, without_other_years
from streams.casualties.english.periods import periods
from streams.casualties.forms import Cue

if TYPE_CHECKING:
    from datetime import date

    from streams.casualties.clause_figure import TimeExpression
    from streams.casualties.sentences import Sentence

OPENING: Final = 16
"""Characters of a sentence within which a time sets the scene for the next one: "Back in 2004, ..."."""
PAST_DAYS: Final = 21
"""Only a time so long before publication is taken over: nearer ones are that of the news itself."""
_DATED: Final = re.compile(r"\d|\blast\b|\bin (?:" + "|".join(MONTHS) + r")\b")
"""What an old time has: a quick look, for most sentences have none."""
_SINCE: Final = re.compile(r"\b(?:since|until|by|when) $")


def time_told_before(
    text: str, lower: str, before: Sentence, sentence: Sentence, reference: date | None
) -> tuple[TimeExpression | None, frozenset[Cue]]:
    """Return the old time of the sentence before where this one goes on about its event, and the cues of that time."""
    told = lower[before.start : before.end]
    if _DATED.search(told) is None or not has_cue(Cue.STRUCK, told):
        return None, frozenset()
    back = has_cue(Cue.BACK, lower[sentence.start : sentence.end])
    for at, when in periods(text, lower, before.start, before.end, reference):
        near = at - before.start <= OPENING
        if not (back or near) or _SINCE.search(lower, max(before.start, at - OPENING), at):
            continue
        year = has_cue(Cue.YEAR, without_other_years(told))
        if _past(when, reference, year=year):
            return when, frozenset({Cue.DATED, Cue.OCCURRENCE, *([Cue.YEAR] if year else [])})
    return None, frozenset()


def _past(when: TimeExpression, reference: date | None, *, year: bool) -> bool:
    if reference is None or when.end is None:
        return year
    return (reference - when.end).days > PAST_DAYS
