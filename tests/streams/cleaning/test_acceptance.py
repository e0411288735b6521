"""Whole flattened pages, cold: nothing has been learned of their sources."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from schemas import DropReason
from streams.cleaning import CleanText, clean_text

ROOT = Path(__file__).parents[3]
ALEPPO = ROOT.parent / "shared" / "acceptance" / "aleppo.txt"
HARBOUR = ROOT / "tests" / "fixtures" / "harbour.txt"
STORY_PARAGRAPHS = 14


def _dropped(text: str, cleaned: CleanText) -> list[tuple[str, DropReason]]:
    return [(text[span.start : span.end], span.reason) for span in cleaned.dropped]


@pytest.fixture
def aleppo() -> str:
    """Return the acceptance article, where it is at hand."""
    if not ALEPPO.exists():
        pytest.skip(f"the acceptance article is not at {ALEPPO}")
    return ALEPPO.read_text(encoding="utf-8")


def test_acceptance_headline(aleppo: str) -> None:
    """The headline of the acceptance article is its first line."""
    assert clean_text(aleppo).headline == "More than 100 killed in upsurge in Syria’s Aleppo"


def test_acceptance_furniture(aleppo: str) -> None:
    """The caption (twice), two related headlines and three lines of footer go, each with a reason of its own."""
    reasons = [reason for _, reason in _dropped(aleppo, clean_text(aleppo))]
    assert reasons == [
        DropReason.HEADLINE,
        DropReason.CAPTION,
        DropReason.CAPTION,
        DropReason.RELATED_LINK,
        DropReason.RELATED_LINK,
        DropReason.SHARE,
        DropReason.FOOTER,
        DropReason.FOOTER,
    ]


def test_acceptance_story(aleppo: str) -> None:
    """All paragraphs of the story are kept, unchanged and in order."""
    cleaned = clean_text(aleppo)
    lines = [line.strip() for line in aleppo.splitlines() if line.strip()]
    assert cleaned.body.split("\n\n") == lines[3 : 3 + STORY_PARAGRAPHS]
    assert [cleaned.body[start:end] for start, end in cleaned.paragraphs] == cleaned.body.split("\n\n")


def test_invented_article() -> None:
    """Our own article of the same build loses what its notes say it loses, with those reasons."""
    text = HARBOUR.read_text(encoding="utf-8")
    notes = orjson.loads(HARBOUR.with_suffix(".json").read_bytes())
    cleaned = clean_text(text)
    assert cleaned.headline == notes["headline"]
    assert [{"text": line, "reason": reason.value} for line, reason in _dropped(text, cleaned)] == notes["dropped"]
    assert len(cleaned.paragraphs) == notes["paragraphs"]


def test_headline_given_or_not_is_the_same_article() -> None:
    """An item that states its headline loses the same lines as one whose headline is its first line."""
    text = HARBOUR.read_text(encoding="utf-8")
    stated = orjson.loads(HARBOUR.with_suffix(".json").read_bytes())["headline"]
    assert clean_text(text, headline=stated) == clean_text(text)
