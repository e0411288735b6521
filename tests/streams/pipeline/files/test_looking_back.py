"""Articles on a verdict or a memorial open no incident; a charge on the day after a shooting does."""

from __future__ import annotations

from typing import Any

import pytest

from streams.pipeline.files import extract_incidents


def tolls(headline: str, text: str) -> list[dict[str, Any]]:
    """Return the tolls of the incidents that an article alone opens."""
    row = {
        "id": "a",
        "url": "https://a.example/1",
        "published": "2026-11-24T10:00:00Z",
        "headline": headline,
        "text": text,
    }
    return [line["tolls"] for line in extract_incidents([row]) if "tolls" in line]


def killed(headline: str, text: str) -> list[int | None]:
    """Return the tolls of the dead that an article alone gives."""
    return [toll["killed"]["best"] for toll in tolls(headline, text) if "killed" in toll]


@pytest.mark.parametrize(
    ("headline", "text"),
    [
        (
            "Two jailed for market bombing",
            "LAHORE - A court sentenced two men on Monday for the bombing that killed 38 people. It wounded 120.",
        ),
        (
            "Killer of five jailed",
            "A man who killed five people in a bar in Akron has been jailed for life. He wounded nine others.",
        ),
        (
            "Memorial unveiled",
            "SHEFFIELD - A memorial to the 96 fans who died in the stadium crush was unveiled on Tuesday.",
        ),
    ],
)
def test_a_verdict_or_a_memorial_opens_no_incident(headline: str, text: str) -> None:
    """Its dead are of long ago, though no day is named; nor do those of the next sentence count."""
    assert tolls(headline, text) == []


def test_a_charge_on_the_day_after_opens_one() -> None:
    """So does a killing by somebody who was sentenced before."""
    text = "AKRON, Ohio - A man was charged in a shooting that killed three people on Saturday night, police said."
    assert killed("Man charged after shooting", text) == [3]
    text = "A convicted murderer who escaped from prison killed two guards in Ohio on Monday, police said."
    assert killed("Convict kills guards", text) == [2]
