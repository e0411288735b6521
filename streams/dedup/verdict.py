"""What an article is to the document it matches: copy, trim, brief, update or correction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from schemas import Signal, Verdict

if TYPE_CHECKING:
    from schemas import CleanArticle
    from streams.dedup.match import Match

SAME: Final = 0.9
"""Containment from which two texts with the same numbers say the same."""
WHOLE: Final = 0.8
"""Share of the document from which a repetition of it is a copy and not a trim."""
BRIEF: Final = 0.42
BRIEF_WORDS: Final = 130

TEMPLATE_NUMBERS: Final = 4
"""Changed numbers from which two texts may be one form filled in twice,"""
DAILY_NUMBERS: Final = 2
"""and where they are of two days."""

# Flags of a document, as bits: plain integers, because an IntFlag costs a microsecond for each operation.
SAYS_UPDATE: Final = 1
SAYS_CORRECTION: Final = 2
MARKS: Final = SAYS_UPDATE | SAYS_CORRECTION
KILLED: Final = 4
_MARKS: Final[dict[str, int]] = {
    Signal.UPDATE: SAYS_UPDATE,
    Signal.WRITETHRU: SAYS_UPDATE,
    Signal.CORRECTION: SAYS_CORRECTION,
}


def marks(article: CleanArticle) -> int:
    """Return the flags of what an article says about itself, from its markers and signals."""
    flags = 0
    for said in (*article.markers, *article.signals):
        flags |= _MARKS.get(said, 0)
    return flags


def verdict_of(match: Match, words: int, flags: int, earlier: int, *, news: bool) -> Verdict:
    """Return the verdict on an article of another item than the document it matches.

    `flags` and `earlier` are the flags of the two; `news` says whether the article adds to its story. A marker
    counts unless the document has it too and says the same, for then the article is a copy of an update or of a
    correction. What matches a killed document goes on only where it says itself that it is another version.
    """
    marked = flags & MARKS
    same = match.contained >= SAME and not news
    if marked and not (same and marked & earlier):
        return Verdict.CORRECTION if marked & SAYS_CORRECTION else Verdict.UPDATE
    if news and not earlier & KILLED:
        return Verdict.UPDATE
    if match.covered >= WHOLE:
        return Verdict.COPY
    if match.covered <= BRIEF and words <= BRIEF_WORDS:
        return Verdict.BRIEF
    return Verdict.TRIM


def is_same_form(changed: int, same: int, *, another_day: bool, casualties: bool) -> bool:
    """Return whether two texts are one form with other numbers, as of the weather or the market on two days.

    An update changes some numbers and leaves most: here more than twice as many are `changed` as are the `same`. On
    another day two such numbers are enough, but for a text with casualty figures, whose toll may have risen overnight.
    """
    least = DAILY_NUMBERS if another_day and not casualties else TEMPLATE_NUMBERS
    return changed >= least and changed > 2 * same


def version_verdict(flags: int) -> Verdict:
    """Return the verdict on a new version of an item whose story went on."""
    return Verdict.CORRECTION if flags & SAYS_CORRECTION and not flags & SAYS_UPDATE else Verdict.UPDATE
