"""Which sentences that are new to a story tell news, by trees over their evidence."""

from __future__ import annotations

import math

import numpy as np
import pytest

from schemas import Verdict
from streams.dedup.evidence import NAMES
from streams.dedup.lexicon import rows
from streams.dedup.sentence_judge import has_odds_above, news_odds
from streams.pipeline.files import judge_articles

STORY = (
    "A steel footbridge over the river Olle fell into the water during a village fete on Saturday, police said.",
    "Nobody was on it, because the mayor had closed it in the morning after a child saw a crack in a cable.",
    '"We were lucky," said the mayor, Hanna Brandt, who was a welder before she went into politics.',
    "The bridge was built in 1961 and repaired twice. A ferry will take people across until there is a new one.",
)


def goes_on(*paragraphs: str) -> bool:
    """Return whether a later article of the story goes on."""
    earlier = {"id": "earlier", "host": "wire.example", "text": "\n\n".join(STORY)}
    later = {"id": "later", "host": "daily.example", "text": "\n\n".join(paragraphs)}
    same = {"published": "2031-03-03T06:00:00Z", "title": "Footbridge falls at fete in Olle"}
    answers = judge_articles([{**row, **same, "url": f"https://{row['host']}/{row['id']}"} for row in (earlier, later)])
    _, last = answers
    return Verdict(last["verdict"]).goes_on


def test_table() -> None:
    """Each row of the table looks at evidence that is read, or ends with what it adds."""
    names = {name for name, *_ in rows("sentence_judge.tsv")}

    assert names <= {"=", *NAMES}
    assert math.isfinite(news_odds([0.0] * len(NAMES)))


@pytest.mark.parametrize(
    "line",
    [
        "An inspector looks at the cable.",
        "A woman photographs the wreckage from the bank of the Olle.",
        "Tom Ek covers Olle for the Courier and has been there since 2029.",
        "Disclosure: the writer is a member of a club that uses the ferry.",
        "Readers who know more are welcome to write to the author.",
    ],
)
@pytest.mark.parametrize("place", [1, 4])
def test_furniture(line: str, place: int) -> None:
    """Captions that bear no credit, lives of writers and what outlets disclose are no news, wherever they stand."""
    assert not goes_on(*STORY[:place], line, *STORY[place:])


@pytest.mark.parametrize(
    "sentence",
    [
        "Divers found a second crack.",
        "The mayor resigned.",
        "An engineer had warned the village, the police said.",
        "The fete will be held again in August.",
        "The ferry sank.",
    ],
)
@pytest.mark.parametrize("place", [0, 2, 4])
def test_news(sentence: str, place: int) -> None:
    """Short sentences tell news, also where the story has had most of their words."""
    assert goes_on(*STORY[:place], sentence, *STORY[place:])


def test_outlet() -> None:
    """What an outlet says of itself is no news."""
    assert not goes_on(*STORY, "Daily does not name the child.")


def test_other_words() -> None:
    """A sentence of the story in other words is no news."""
    story = list(STORY)
    story[1] = (
        "Nobody was on it, as the mayor had shut it that morning when a child noticed a crack in one of its cables."
    )

    assert not goes_on(*story)


@pytest.mark.parametrize("least", [-6.0, -3.0, -1.5, 0.0, 0.5, 1.5, 3.0])
def test_odds_above(least: float) -> None:
    """Whether the odds are above some is told as by the odds themselves, though not all trees are asked."""
    draw = np.random.default_rng(5)
    for _ in range(200):
        evidence = (draw.uniform(-4, 40, len(NAMES)) * draw.integers(0, 2, len(NAMES))).tolist()

        assert has_odds_above(least, evidence) == (news_odds(evidence) > least)
