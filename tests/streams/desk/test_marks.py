"""Text with marks: nothing of the text is lost, whatever the offsets."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from streams.desk.marks import Marked, by_paragraph, segments_of
from streams.desk.values import Segment

TEXT = "Police said 12 died."
OFFSETS = st.integers(-50, 150) | st.sampled_from([-(2**63), 2**63 - 1])
MARKED = st.lists(st.builds(Marked, OFFSETS, OFFSETS, st.sampled_from("abcdef")), max_size=12)


def test_marks_that_nest_are_on_every_piece_that_they_cover() -> None:
    """The number lies in its sentence: both are named, in the order given."""
    made = segments_of(TEXT, [Marked(0, 20, "sentence"), Marked(12, 14, "number")])
    assert made == (
        Segment(text="Police said ", marks=("sentence",)),
        Segment(text="12", marks=("sentence", "number")),
        Segment(text=" died.", marks=("sentence",)),
    )


def test_marks_that_cross_are_cut_where_they_meet() -> None:
    """Neither swallows the other."""
    made = segments_of("abcdef", [Marked(0, 4, "x"), Marked(2, 6, "y")])
    assert [(each.text, each.marks) for each in made] == [("ab", ("x",)), ("cd", ("x", "y")), ("ef", ("y",))]


def test_marks_that_touch_share_no_piece() -> None:
    """The end of a mark is exclusive."""
    made = segments_of("abcd", [Marked(0, 2, "x"), Marked(2, 4, "y")])
    assert [(each.text, each.marks) for each in made] == [("ab", ("x",)), ("cd", ("y",))]


def test_the_same_mark_twice_is_named_once() -> None:
    """Two figures of one sentence mark it twice."""
    assert segments_of("ab", [Marked(0, 2, "x"), Marked(0, 2, "x")]) == (Segment(text="ab", marks=("x",)),)


def test_a_mark_that_covers_nothing_is_left_out() -> None:
    """Empty, reversed and outside spans mark no piece."""
    wrong = [Marked(1, 1, "x"), Marked(3, 1, "x"), Marked(4, 9, "x"), Marked(-3, 0, "x")]
    assert segments_of("abcd", wrong) == (Segment(text="abcd"),)


def test_text_without_marks_is_one_piece_and_no_text_none() -> None:
    """An empty headline has no segments."""
    assert segments_of("abcd", []) == (Segment(text="abcd"),)
    assert segments_of("", [Marked(0, 1, "x")]) == ()


@given(text=st.text(max_size=100), marked=MARKED, start=OFFSETS, end=OFFSETS | st.none())
def test_joined_segments_give_the_text_again(text: str, marked: list[Marked], start: int, end: int | None) -> None:
    """For any marks and any part of the text; no segment is empty."""
    made = segments_of(text, marked, start, end)
    first = min(max(start, 0), len(text))
    assert "".join(each.text for each in made) == text[first : len(text) if end is None else max(end, first)]
    assert all(each.text for each in made)


@given(text=st.text(max_size=60), marked=MARKED)
def test_each_character_has_the_marks_that_cover_it(text: str, marked: list[Marked]) -> None:
    """Compared with looking at each character by itself."""
    made = [mark for each in segments_of(text, marked) for mark in [set(each.marks)] * len(each.text)]
    assert made == [{each.mark for each in marked if each.start <= at < each.end} for at in range(len(text))]


@given(cuts=st.lists(st.integers(0, 80), max_size=10, unique=True).map(sorted), marked=MARKED)
def test_a_paragraph_has_all_marks_that_touch_it(cuts: list[int], marked: list[Marked]) -> None:
    """So that its segments are the same as with all marks of the article."""
    text = "x" * 80
    spans = list(zip(cuts[::2], cuts[1::2], strict=False))
    for (start, end), near in zip(spans, by_paragraph(spans, marked), strict=True):
        assert segments_of(text, near, start, end) == segments_of(text, marked, start, end)
