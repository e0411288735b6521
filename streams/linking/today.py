"""Whether an article that speaks of an anniversary or a trial counts victims of today all the same.

"A bomb killed six on Saturday as the city marked six years since the attack" is on the bomb. "Relatives laid wreaths on
Saturday for the 38 who were killed" is on no event of Saturday.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from schemas import Kind, Role

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence
    from datetime import date

    from schemas import CasualtyFigure
    from streams.linking.words import Token

RECENT: Final = timedelta(days=4)
"""Before publication; what happened then is news."""
VICTIMS: Final = frozenset({Kind.KILLED, Kind.INJURED, Kind.CASUALTIES})
REMEMBERING: Final = frozenset(
    {
        "remember", "remembers", "remembered", "remembering", "mark", "marks", "marked", "marking", "commemorate",
        "commemorates", "commemorated", "commemorating", "honour", "honours", "honoured", "honouring", "honor",
        "honors", "honored", "honoring", "wreath", "wreaths", "tribute", "tributes", "memorial", "memory",
        "anniversary", "years", "year", "decade", "decades", "mourn", "mourned", "mourners", "court", "trial",
        "sentenced", "convicted", "jailed", "relatives", "families", "family", "survivors",
    }
)  # fmt: skip
"""Words before a number that make it one of those who are remembered, or for whose death somebody is tried."""


def counts_today(
    figures: Iterable[CasualtyFigure], history: Container[str], body: Sequence[Token], published: date
) -> bool:
    """Return whether a sentence of the body counts victims of a day just before publication, and remembers nobody."""
    return any(
        figure.role is Role.TOTAL
        and figure.kind in VICTIMS
        and figure.id not in history
        and not figure.evidence.in_headline
        and _is_recent(figure, published)
        and not _is_remembered(figure, body)
        for figure in figures
    )


def _is_recent(figure: CasualtyFigure, published: date) -> bool:
    period = figure.period
    if period is None or period.start is None or period.start != period.end:
        return False
    return published - RECENT <= period.start <= published


def _is_remembered(figure: CasualtyFigure, body: Iterable[Token]) -> bool:
    start, end = figure.evidence.sentence.start, figure.evidence.number.start
    return any(token.text.lower() in REMEMBERING for token in body if start <= token.start < end)
