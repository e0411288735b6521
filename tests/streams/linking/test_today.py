"""Articles that speak of an anniversary or a trial and count victims of today."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from schemas import CasualtyFigure, Evidence, Kind, Period, Qualifier, Role, Span
from streams.linking.today import counts_today
from streams.linking.words import tokens

PUBLISHED = date(2026, 3, 4)


def killed(text: str, number: str, day: date | None, **more: Any) -> CasualtyFigure:
    """Return the figure of a text of one sentence."""
    start = text.index(number)
    period = None if day is None else Period(text="on Tuesday", start=day, end=day)
    return CasualtyFigure(
        id="k",
        min=6,
        max=6,
        qualifier=Qualifier.EXACT,
        quantity_text=number,
        period=period,
        evidence=Evidence(
            sentence=Span(start=0, end=len(text)),
            number=Span(start=start, end=start + len(number)),
            in_headline=False,
        ),
        confidence=0.9,
        **{"kind": Kind.KILLED, "role": Role.TOTAL, **more},
    )


BOMB = "A bomb killed six people on Tuesday as the city marked ten years since the attack."
WREATHS = "Relatives laid wreaths on Tuesday for the six people who were killed at the market."


@pytest.mark.parametrize(
    ("text", "day", "more", "today"),
    [
        (BOMB, date(2026, 3, 3), {}, True),
        (WREATHS, date(2026, 3, 3), {}, False),
        (BOMB, date(2026, 2, 3), {}, False),
        (BOMB, None, {}, False),
        (BOMB, date(2026, 3, 3), {"role": Role.OTHER_EVENT}, False),
        (BOMB, date(2026, 3, 3), {"kind": Kind.DETAINED}, False),
    ],
)
def test_victims_of_today(text: str, day: date | None, more: dict[str, Any], today: bool) -> None:
    """They died just before publication, and nothing before their number remembers them."""
    figure = killed(text, "six", day, **more)
    assert counts_today([figure], frozenset(), list(tokens(text)), PUBLISHED) is today
    assert not counts_today([figure], {"k"}, list(tokens(text)), PUBLISHED)
