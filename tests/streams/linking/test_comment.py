"""Comments, questions and counts of a season are of no event."""

from __future__ import annotations

import pytest

from schemas import Dateline
from streams.linking import make_signature
from streams.linking.comment import counts_season, is_comment
from tests.streams.linking.test_event import frame
from tests.streams.linking.test_signature import enriched


@pytest.mark.parametrize(
    "headline",
    [
        "Editorial: the road that kills",
        "Why do so many barges sink?",
        "In figures: deaths in quarries",
        "The month in brief",
    ],
)
def test_a_comment_says_so_in_its_headline(headline: str) -> None:
    """A label, a question on events in general, or a list."""
    assert is_comment(headline)
    assert frame("Six people were killed in a fire.", headline).sums_up


@pytest.mark.parametrize(
    "headline", ["Six killed in barge fire", "Who was the gunman?", "Report on barge fire, police say"]
)
def test_news_of_one_event_is_no_comment(headline: str) -> None:
    """A question may be on one event."""
    assert not is_comment(headline)


@pytest.mark.parametrize(
    ("headline", "counts"),
    [
        ("Drownings claim 41 lives so far this year", True),
        ("31 kidnapped since January, union says", True),
        ("Six killed in deadliest crash this year", False),
        ("Six killed in crash", False),
    ],
)
def test_a_count_of_a_season(headline: str, counts: bool) -> None:
    """Unless it is the deadliest of the season, which is one event."""
    assert counts_season(headline) is counts


def test_the_agency_of_a_dateline_is_no_name_of_the_event() -> None:
    """Two wires that it credits would have it in common."""
    dateline = Dateline(text="TARN, March 4 (Silver Creek Wire) -", place="Tarn")
    article = enriched("TARN, March 4 (Silver Creek Wire) - Six people died, Mary Dunlow said.", dateline=dateline)
    names = make_signature(article).names
    assert not any("silver creek" in name for name in names)
    assert "mary dunlow" in names
