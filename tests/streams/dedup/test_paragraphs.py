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


@pytest.mark.parametrize(
    ("earlier", "later", "expected"),
    [
        ("The pilot was found alive on the beach.", "The pilot was found dead on the beach.", True),
        ("A rock fell and no one was hurt.", "A rock fell and a hiker died.", True),
        ("A hiker who was hit by a rock is in hospital.", "A hiker who was hit by a rock died in hospital.", True),
        ("The hiker was killed by a rock on the beach.", "The hiker died by a rock on the beach.", False),
        ("The hiker was hurt by a rock on the beach.", "The hiker was injured by a rock on the beach.", False),
    ],
)
def test_first_casualty(earlier: str, later: str, *, expected: bool) -> None:
    """The first word of the dead, the injured or the missing is news by itself; another one of them is none."""
    background = [
        "The island's only road runs along the cliff, and the council has asked for a fence since 2024.",
        "Boats from two harbours took part in the search, which was led by the coast guard.",
        "The weather service had warned of strong gusts from the northwest until midnight.",
        "About 300 people live on the island, most of them from fishing and from summer guests.",
    ]
    *_, judged = judge_articles([row("wire", [earlier, *background], 6), row("daily", [later, *background], 9)])

    assert Verdict(judged["verdict"]).goes_on is expected
