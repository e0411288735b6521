"""A paragraph put into a story: news sends it on, and what a page or an outlet adds doesn't."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Final

import pytest

from schemas import Verdict
from streams.pipeline.files import judge_articles

CORPUS: Final = Path(__file__).resolve().parents[2] / "corpus" / "dedup"
PARAGRAPHS: Final = tomllib.loads((CORPUS / "paragraphs.toml").read_text(encoding="utf-8"))
STORY: Final = next(
    story
    for story in tomllib.loads((CORPUS / "pairs_second_developing.toml").read_text(encoding="utf-8"))["story"]
    if story["id"] == "cholera"
)
PLACE: Final = 3


def row(name: str, paragraphs: list[str], hour: int) -> dict[str, Any]:
    """Return a row of the story."""
    return {
        "id": name,
        "url": f"https://{name}.example/story",
        "host": f"{name}.example",
        "published": f"2031-03-03T{hour:02}:00:00Z",
        "title": STORY["title"],
        "text": STORY["dateline"] + "\n\n".join(paragraphs),
    }


def goes_on(paragraph: str) -> bool:
    """Return whether a second article of the story goes on, which has one paragraph more."""
    story = list(STORY["paragraphs"])
    more = [*story[:PLACE], paragraph, *story[PLACE:]]
    _, later = judge_articles([row("wire", story, 6), row("daily", more, 9)])
    return Verdict(later["verdict"]).goes_on


@pytest.mark.parametrize("paragraph", PARAGRAPHS["news"])
def test_news(paragraph: str) -> None:
    """A paragraph that tells something goes on, whatever word it begins with and whoever made its picture."""
    assert goes_on(paragraph)


@pytest.mark.parametrize("paragraph", PARAGRAPHS["furniture"])
def test_furniture(paragraph: str) -> None:
    """Credits, captions, links and forms make no news of a copy."""
    assert not goes_on(paragraph)
