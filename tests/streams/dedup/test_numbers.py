"""The numbers of a text by their values, and what is beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from streams.dedup.lexicon import lexicon
from streams.dedup.numbers import REMEMBERED, REMEMBERED_CHARS, remembered_amounts
from streams.dedup.terms import terms_of
from streams.dedup.words import words_of

if TYPE_CHECKING:
    from streams.dedup.numbers import Number


def numbers(text: str, language: str = "en") -> list[Number]:
    """Return the numbers of a text."""
    return terms_of(words_of([text]), [language])[0].numbers


def read(text: str, language: str = "en") -> list[str]:
    """Return the numbers of a text as they stand in it."""
    words = words_of([text])
    found = terms_of(words, [language])[0].numbers
    return [words.text[int(words.starts[one.first]) : int(words.ends[one.last])] for one in found]


@pytest.mark.parametrize(
    "forms",
    [
        ("nine people", "9 people"),
        ("twenty-nine people", "29 people", "twenty nine people"),
        ("1,200 people", "1200 people", "twelve hundred people", "1.2 thousand people", "1’200 people"),
        ("2.4 million crowns", "2,400,000 crowns", "2.4m crowns", "2.4 mln crowns", "2400 thousand crowns"),
        ("three billion crowns", "3 bn crowns", "3bn crowns", "3,000 million crowns"),
        ("3k people", "3 thousand people", "3,000 people"),
        ("3m crowns", "3mn crowns", "3mln crowns", "three million crowns"),
        ("3bn crowns", "3bln crowns", "three billion crowns"),
        ("five hundred thousand people", "500,000 people"),
        ("two million three hundred people", "2,000,300 people"),
        ("two thousand hundred people", "2,100 people"),
        ("three hundred thousand forty people", "300,040 people"),
        ("a hundred people", "100 people"),
        ("two hundred people", "200 people", "2 hundred people"),
        ("a dozen people", "12 people"),
        ("ten km", "10km"),
        ("0.5 percent", "0.5%"),
        ("thirty-one people", "31 people"),
        ("two hundred and five people", "205 people"),
        ("0.41 million tonnes", "410,000 tonnes"),
        ("28 000 people", "28,000 people"),
        ("50 lakh voters", "5 million voters"),
    ],
)
def test_one_value(forms: tuple[str, ...]) -> None:
    """A number has one hash in all its forms."""
    found = [numbers(f"There are {form}") for form in forms]

    assert [len(some) for some in found] == [1] * len(forms)
    assert len({some[0].term for some in found}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("9 people", "90 people"),
        ("1.2 percent", "12 percent"),
        ("9 million", "9 thousand"),
        ("twenty-nine", "twenty-eight"),
        ("2-1", "1-2"),
        ("3/4", "3/5"),
        ("1,200", "1,201"),
    ],
)
def test_different_values(one: str, other: str) -> None:
    """Numbers of different values have different hashes."""
    assert numbers(f"about {one} there")[0].term != numbers(f"about {other} there")[0].term


@pytest.mark.parametrize(
    ("text", "language", "other"),
    [
        ("1.200 Menschen", "de", "1200 Menschen"),
        ("1,5 Prozent", "de", "1.5 Prozent"),
        ("deux millions de francs", "fr", "2 millions de francs"),
        ("tres mil personas", "es", "3000 personas"),
        ("treinta y cinco personas", "es", "35 personas"),
        ("cento e vinte e três pessoas", "pt", "123 pessoas"),
    ],
)
def test_languages(text: str, language: str, other: str) -> None:
    """Languages have their own words, and their own sign before a fraction."""
    assert numbers(f"x {text}", language)[0].term == numbers(f"x {other}", language)[0].term


def test_decimal_points() -> None:
    """A point before three digits is a decimal point in English and parts thousands in German."""
    assert numbers("about 1.250 there", "en")[0].term != numbers("about 1250 there", "en")[0].term
    assert numbers("about 1.250 there", "de")[0].term == numbers("about 1250 there", "de")[0].term


@pytest.mark.parametrize(
    "text",
    [
        "in 1900 and",
        "in 2099 and",
        "on March 3 and",
        "on 31 May and",
        "at 10:14 and",
        "at 10am and",
        "at 5 a.m. and",
        "at 5 pm and",
        "at 5 o'clock and",
        "the 22nd time",
        "in the 1990s and",
        "twelve years ago and",
        "two months earlier and",
        "one of them",
        "just 1 of them",
        "the first and the third",
        "(1,640 feet) high",
        "worth ($3.5 million) then",
        "away (about 50 miles) then",
    ],
)
def test_no_counts(text: str) -> None:
    """Years, dates, times, times counted back, ordinals, ones and conversions in brackets are no numbers."""
    assert read(f"It was {text}") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("in 1899 places", ["1899"]),
        ("in 2100 places", ["2100"]),
        ("March 32 places", ["32"]),
        ("3 people", ["3"]),
        ("2 people", [str(2)]),
        ("two, three or four people", ["two", "three", "four"]),
        ("nine 41 people", ["nine", "41"]),
        ("9 41 people", ["9", "41"]),
        ("twenty and five people", ["twenty", "five"]),
        ("2019 300 people", ["300"]),
        ("9 4100 people", ["9", "4100"]),
        ("six years and 9 months", ["six", "9"]),
        ("2,000 million and 5", ["2,000 million", "5"]),
        ("it fell (by 50 men) then", ["50"]),
        ("about 50 miles (then) away", ["50"]),
    ],
)
def test_counts(text: str, found: list[str]) -> None:
    """What is next to a date, a year or another number is still a number."""
    assert read(f"It was {text}") == found


def test_figures() -> None:
    """A number near casualty words is a figure of their kinds."""
    killed, injured = numbers("The blast killed nine people and injured 41 others on the quay")

    assert len(killed.figures) == 2
    assert len(injured.figures) == 1
    assert killed.figures != numbers("The blast injured nine people")[0].figures
    assert numbers("The blast injured nine")[0].figures[0] in killed.figures
    assert numbers("There were nine people there")[0].figures == ()


@pytest.mark.parametrize(("distance", "figures"), [(6, 1), (7, 0)])
def test_reach(distance: int, figures: int) -> None:
    """A casualty word counts up to its reach, before and behind a number."""
    between = " ".join(["so"] * (distance - 1))

    assert len(numbers(f"killed {between} nine")[0].figures) == figures
    assert len(numbers(f"nine {between} killed")[0].figures) == figures


@pytest.mark.parametrize("between", [". Then ", "; then ", "\n\n"])
def test_figures_end_with_the_sentence(between: str) -> None:
    """A casualty word of another sentence makes no figure."""
    assert numbers(f"nine came{between}men died")[0].figures == ()
    assert numbers(f"men died{between}nine came")[0].figures == ()


def test_many_numbers() -> None:
    """Of a table the first numbers are read."""
    assert len(numbers(" ".join(str(number) for number in range(2_200, 2_202 + 256)))) == 256


@pytest.mark.parametrize("text", ["nine died or were injured", "they injured or killed nine"])
def test_the_nearest_casualty_word(text: str) -> None:
    """Of several casualty words on one side of a number the nearest makes the figure."""
    assert numbers(text)[0].figures == numbers("nine died")[0].figures


@pytest.mark.parametrize(
    ("word", "figures"),
    [("killed", (2782896938,)), ("injured", (407862043,)), ("missing", (2866139021,)), ("miles", ())],
)
def test_known_figures(word: str, figures: tuple[int, ...]) -> None:
    """Each kind of casualty makes a figure of its own, the same in every release of one algorithm: they are kept."""
    assert numbers(f"about 9 {word}")[0].figures == figures


def test_numbers_are_remembered() -> None:
    """What a number is worth is remembered, so that it is worked out once; a number that is no count is too."""
    numbers("There are 8,417 people of 2029")

    amount = remembered_amounts(lexicon("en"))["8,417"]
    assert amount is not None
    assert amount.value == "8417"
    assert remembered_amounts(lexicon("en"))["2029"] is None


def test_memory_of_numbers() -> None:
    """As many numbers are remembered as the bound says, and no long ones."""
    longest = "7" * REMEMBERED_CHARS
    remembered = remembered_amounts(lexicon("xx"))
    for start in range(0, REMEMBERED + 100, 100):
        numbers(" and ".join(str(number) for number in range(10_000 + start, 10_100 + start)), "xx")
        assert len(remembered) <= REMEMBERED
    numbers(f"{longest} and {longest}7", "xx")

    assert len(remembered) > 1
    assert longest in remembered
    assert f"{longest}7" not in remembered


def test_many_numbers_of_a_second_text() -> None:
    """Of each text the first numbers are read."""
    many = " people and ".join(str(number) for number in range(5_000, 5_300))
    words = words_of([many, many])

    assert [len(one.numbers) for one in terms_of(words, ["en", "en"])] == [256, 256]
