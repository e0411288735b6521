"""Numbers in every form that wires write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from schemas import Qualifier

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemas import CasualtyFigure

    Reader = Callable[[str], list[CasualtyFigure]]


@pytest.mark.parametrize(
    ("words", "low", "high", "qualifier"),
    [
        ("12", 12, 12, Qualifier.EXACT),
        ("1,200", 1200, 1200, Qualifier.EXACT),
        ("4 000", 4000, 4000, Qualifier.EXACT),
        ("six", 6, 6, Qualifier.EXACT),
        ("forty-two", 42, 42, Qualifier.EXACT),
        ("forty two", 42, 42, Qualifier.EXACT),
        ("a dozen", 12, 12, Qualifier.EXACT),
        ("two dozen", 24, 24, Qualifier.EXACT),
        ("half a dozen", 6, 6, Qualifier.EXACT),
        ("a hundred and six", 106, 106, Qualifier.EXACT),
        ("two thousand three hundred", 2300, 2300, Qualifier.EXACT),
        ("1.5 million", 1_500_000, 1_500_000, Qualifier.EXACT),
        ("thirteen thousand", 13_000, 13_000, Qualifier.EXACT),
        ("at least six", 6, None, Qualifier.AT_LEAST),
        ("no fewer than six", 6, None, Qualifier.AT_LEAST),
        ("more than 60", 60, None, Qualifier.MORE_THAN),
        ("over 60", 60, None, Qualifier.MORE_THAN),
        ("up to six", None, 6, Qualifier.AT_MOST),
        ("as many as 90", None, 90, Qualifier.AT_MOST),
        ("fewer than 20", None, 20, Qualifier.FEWER_THAN),
        ("about six", 6, 6, Qualifier.ABOUT),
        ("nearly 300", 300, 300, Qualifier.ABOUT),
        ("some 300", 300, 300, Qualifier.ABOUT),
        ("an estimated 700", 700, 700, Qualifier.ABOUT),
        ("between six and 12", 6, 12, Qualifier.BETWEEN),
        ("six to eight", 6, 8, Qualifier.BETWEEN),
        ("16 to 25", 16, 25, Qualifier.BETWEEN),
        ("6-8", 6, 8, Qualifier.BETWEEN),
        ("four or five", 4, 5, Qualifier.BETWEEN),
    ],
)
def test_ends_and_qualifier_are_as_stated(
    read: Reader, words: str, low: int | None, high: int | None, qualifier: Qualifier
) -> None:
    """A number has the ends that its words give and no others."""
    (figure,) = read(f"The army said {words} people were killed.")
    assert (figure.min, figure.max, figure.qualifier) == (low, high, qualifier)
    assert figure.quantity_text == words


@pytest.mark.parametrize("words", ["Dozens of", "Scores of", "Hundreds of", "Several", "Tens of thousands of"])
def test_vague_words_have_an_estimate_and_no_ends(read: Reader, words: str) -> None:
    """A vague word has neither end but an interval that it is taken for."""
    (figure,) = read(f"{words} people were killed.")
    assert (figure.min, figure.max, figure.qualifier) == (None, None, Qualifier.VAGUE)
    assert figure.estimate is not None
    assert figure.estimate.low < figure.estimate.high


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("A family of five was found dead.", 5),
        ("A man and his two sons were killed.", 3),
        ("A young couple was killed.", 2),
        ("Both pilots were killed.", 2),
        ("All 13 aboard were killed.", 13),
        ("Thirteen of the 20 passengers were killed.", 13),
        ("Another two were killed.", 2),
        ("A policeman was killed.", 1),
        ("A gunman killed one and wounded another.", 1),
    ],
)
def test_people_are_counted_where_the_text_counts_them(read: Reader, text: str, number: int) -> None:
    """Groups, pairs, families and single victims are numbers too."""
    figure = read(text)[0]
    assert (figure.min, figure.max) == (number, number)


@pytest.mark.parametrize(
    "text",
    [
        "Maria Lopez, 34, was killed.",
        "The blast was heard 12 miles away and killed.",
        "The gunman fired 17 shots at the dead man's car.",
        "Troops of the 82nd Division killed the commander.",
        "Police seized 40 rifles from the dead man's flat.",
        "On 14 March 2011 the mayor was killed.",
        "A father of four was shot.",
        "The court fined the owner $12,000 over the death.",
        "Flight 714 crashed, killing everyone.",
        "At 1715 the patrol was killed.",
        "A 10 year veteran of the force was shot.",
        "The wolves killed 30 sheep.",
        "Three tanks were destroyed and the crews killed.",
    ],
)
def test_other_numbers_count_nobody(read: Reader, text: str) -> None:
    """Ages, distances, dates, money, labels, animals and things are no victims."""
    assert [figure for figure in read(text) if figure.max != 1] == []
