"""How cleaning is scored."""

from __future__ import annotations

import pytest

from streams.evaluation.cleaning import LabelsDoNotFit, kept_lines, line_digest, score_cleaning

TEXT = "Ferry sinks\n\nFourteen people drowned.\nShare this\nA boat at sea\nShare this\n"
LABELS = (1, 1, 0, 2, 0)


def _labels(text: str = TEXT) -> dict[str, list[tuple[str, int]]]:
    lines = [line for line in text.split("\n") if line.strip()]
    return {"a": [(line_digest(line), label) for line, label in zip(lines, LABELS, strict=True)]}


def test_all_right() -> None:
    """An answer with the story alone is right in everything; a line that may be either is not asked for."""
    score = score_cleaning(_labels(), {"a": TEXT}, {"a": "Ferry sinks\n\nFourteen people drowned."})
    assert score["drop"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    assert score["story_words_lost"] == 0.0


def test_lost_and_left() -> None:
    """A lost line of the story costs precision and words, a line of furniture that is left costs recall."""
    score = score_cleaning(_labels(), {"a": TEXT}, {"a": "Ferry sinks\n\nShare this"})
    assert score["drop"] == {"precision": 0.5, "recall": 0.5, "f1": 0.5}
    assert score["story_words_lost"] == 0.6


def test_no_answer() -> None:
    """A document without an answer is dropped altogether, and counted as unanswered."""
    score = score_cleaning(_labels(), {"a": TEXT}, {})
    assert (score["unanswered"], score["story_words_lost"], score["furniture_kept"]) == (1, 1.0, 0)


def test_labels_of_another_text() -> None:
    """Labels that were made for another text are refused."""
    with pytest.raises(LabelsDoNotFit, match="a: the lines"):
        score_cleaning(_labels(), {"a": TEXT.replace("Ferry", "Boat")}, {})


def test_a_short_line_within_a_paragraph_is_not_kept() -> None:
    """A short line whose words also stand in a kept paragraph is kept only where it stands by itself too."""
    lines = ["Nobody drowned that day, he said.", "he said"]
    assert kept_lines(lines, lines[0]) == [True, False]
    assert kept_lines(lines, f"{lines[0]}\n{lines[1]}") == [True, True]


def test_words_are_whole() -> None:
    """A line is not found within longer words."""
    assert kept_lines(["art"], "party") == [False]
