"""What the lines of one text say about each other, at the edge of each rule."""

from __future__ import annotations

import pytest

from schemas import DropReason
from streams.cleaning.document import is_link_line, mark_document
from streams.cleaning.lines import line_of, split_lines
from streams.cleaning.masking import line_key

STORY = "Fourteen people drowned off Karsun on Monday, the coast guard of the island said."


def reasons(*lines: str, headline: str | None = None) -> list[DropReason | None]:
    """Return the reason of each line of a text, by the lines around it alone."""
    found: list[DropReason | None] = [None] * len(lines)
    split = split_lines("\n".join(lines))
    mark_document(split, [line_key(line.text) for line in split], found, headline)
    return found


def dropped(*lines: str, headline: str | None = None) -> list[int]:
    """Return which lines are dropped."""
    return [index for index, reason in enumerate(reasons(*lines, headline=headline)) if reason is not None]


@pytest.mark.parametrize(
    ("title", "is_title"),
    [
        ("Queen Leaves Old of", True),
        ("Queen Leaves Port of the Isle U.S.", True),
        ("Six Ships Sail on to the", False),
        ("Six Ships Sail on the", True),
    ],
)
def test_titles(title: str, is_title: bool) -> None:
    """A line after a story is a headline where six words of ten have a capital."""
    assert bool(dropped(STORY, f"{title}?", "Queen Leaves Port?")) is is_title


@pytest.mark.parametrize(("words", "is_link"), [(18, True), (19, False)])
def test_link_lines(words: int, is_link: bool) -> None:
    """A link has up to eighteen words, and ends in no sign that more follows."""
    text = " ".join(["word"] * words)

    assert is_link_line(line_of(text)) is is_link
    assert not is_link_line(line_of("word word:"))
    assert not is_link_line(line_of("word word."))


@pytest.mark.parametrize(("words", "is_repeat"), [(5, True), (4, False)])
def test_repeats(words: int, is_repeat: bool) -> None:
    """A line of five words that stands twice is a repeat."""
    line = " ".join(["word"] * words)

    assert (reasons(line, STORY, line)[2] is DropReason.REPEAT) is is_repeat


@pytest.mark.parametrize(("words", "is_end"), [(6, True), (5, False)])
def test_last_sentence(words: int, is_end: bool) -> None:
    """Headlines follow a story whose last sentence has six words."""
    story = " ".join(["word"] * words) + "."

    assert bool(dropped(story, "Queen Leaves Old Port", "Ship Sails From Tarn")) is is_end


@pytest.mark.parametrize(("before", "is_caption"), [(7, True), (8, False)])
def test_doubled_captions(before: int, is_caption: bool) -> None:
    """A line doubled among the first eight is a caption where a story is left; further down the second is a repeat."""
    caption = "A man carries a lamp along the quay of Karsun"
    others = [f"Ship {place} sailed from the port of Karsun on Monday, they wrote." for place in range(before)]
    found = reasons(*others, caption, caption, *(f"{STORY} {place}." for place in range(3)))

    assert (found[before] is DropReason.CAPTION) is is_caption
    assert found[before + 1] is not None


@pytest.mark.parametrize(("sentences", "is_caption"), [(3, True), (2, False)])
def test_story_is_left(sentences: int, is_caption: bool) -> None:
    """A doubled line is a caption only where three sentences are left."""
    caption = "A man carries a lamp along the quay of Karsun"
    found = reasons(caption, caption, *(f"Ship {place} sailed from the port on Monday." for place in range(sentences)))

    assert (found[0] is DropReason.CAPTION) is is_caption
