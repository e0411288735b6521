"""Those who are still missing, and tolls, as longer sentences tell them; who is wanted is not missing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from schemas import Kind
from streams.casualties import extract_figures

if TYPE_CHECKING:
    from tests.streams.casualties.conftest import Counter, Reader


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        (
            "KELSO (Tarn News) - Two from the barge were found, taking the toll to 19 and leaving 11 being sought.",
            11,
        ),
        ("The coast guard saved three sailors on Monday, leaving six of the crew of 24 missing.", 6),
        ("Shepherds came down on Monday with four hikers, officials said, cutting the number of missing to 14.", 14),
        ("Nine had been at a wedding, the mayor said on Monday, reducing the missing to 16.", 16),
        ("Divers have recovered 17 bodies and are still looking for four people.", 4),
        ("The list of the missing is down to six names, the mayor said.", 6),
    ],
)
def test_those_still_missing_are_counted(read: Reader, text: str, missing: int) -> None:
    """However many a sentence finds, they are those it leaves."""
    assert [figure.min for figure in read(text) if figure.kind == Kind.MISSING] == [missing]


@pytest.mark.parametrize(
    "text",
    [
        "Two officers were found dead after the robbery, leaving three gunmen still being sought.",
        "Rescuers recovered two bodies and are looking for two suspects.",
        "Two of the gang were arrested, leaving three still being sought.",
        "The list of missing is down to 40 books.",
        "The police are looking for two people who fled the scene.",
    ],
)
def test_who_is_wanted_is_not_missing(read: Reader, text: str) -> None:
    """Nor are things."""
    assert [figure for figure in read(text) if figure.kind == Kind.MISSING] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A clerk who was among the nine hostages died of a stroke.", ["killed 1 total", "kidnapped 9 total"]),
        ("A clerk who was among the nine hostages was shot dead.", ["killed 1 total", "kidnapped 9 total"]),
        ("A clerk who was among the seven passengers died.", ["killed 1 total"]),
        ("He was among the seven passengers who died.", ["killed 7 total"]),
        ("A clerk was among the seven passengers killed.", ["killed 1 subset", "killed 7 total"]),
    ],
)
def test_who_was_among_others_died_alone(counts: Counter, text: str, expected: list[str]) -> None:
    """The others did only where the sentence says it of them."""
    assert counts(text) == expected


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("Two men died of strokes, raising the total dead since Monday's flood to 37.", 37),
        ("Two more bodies were found, bringing the number of people known to have died in the flood to 41.", 41),
        ("Four deaths ascribed to cholera were taken off the list, leaving 22.", 22),
        ("Four deaths have been struck from the list, leaving 22, of which 20 are confirmed.", 22),
        ("A cook died on Friday four days after a blast at a mill, the eleventh to die.", 11),
    ],
)
def test_the_toll_is_what_a_sentence_comes_to(counts: Counter, text: str, total: int) -> None:
    """What it adds or takes away is a part."""
    assert f"killed {total} total" in counts(text)
    assert sum(figure.startswith("killed") and figure.endswith("total") for figure in counts(text)) == 1


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Four films were struck from the list, leaving 22.", 22),
        ("The dead trees were taken off the list, leaving 22.", 22),
        ("He raised the total dead since Monday to a matter of debate in 12 towns.", 12),
    ],
)
def test_other_lists_count_no_dead(read: Reader, text: str, number: int) -> None:
    """Films and trees are taken off lists, too."""
    assert number not in [figure.min for figure in read(text)]


def test_an_old_toll_counted_by_an_ordinal_is_not_the_articles(counts: Counter) -> None:
    """A death of this week is."""
    old = "A mill driver, the eleventh to die in the 2012 blast, was remembered on Monday."
    assert "killed 11 total" not in counts(old)


def test_those_who_storm_a_house_make_no_weather() -> None:
    """The wounded of a raid are the article's own; after a storm those who are shot are another event's."""
    text = (
        "They broke in after nightfall on Tuesday. The gunman was killed and two policemen wounded, the ministry said."
    )
    figures = extract_figures(text, headline="Two killed as police storm bank", published=date(2026, 10, 20))
    assert [figure.role.value for figure in figures if figure.kind == Kind.INJURED] == ["total"]


def test_a_snowboarder_who_dies_is_one(counts: Counter) -> None:
    """Names of sports are those of people."""
    assert counts("A 26-year-old snowboarder died in an avalanche on Sunday.") == ["killed 1 total"]


def test_a_total_is_put_over_what_stands_between(read: Reader) -> None:
    """Who puts it so is its speaker, whatever he has found besides."""
    text = "The union said 27 people had died. The police, which have found three further bodies, put the total at 24."
    rival = next(figure for figure in read(text) if figure.min == 24)
    assert (rival.kind, rival.role.value) == (Kind.KILLED, "total")
    assert rival.attribution is not None
    assert rival.attribution.text == "The police"


@pytest.mark.parametrize(
    "text",
    [
        "Two died in the flood. Damage was widespread, and insurers put the total at 40 million.",
        "Two died in the flood. Roofs fell in all over town, and the mayor put the total at 40 houses.",
        "The storm sank boats at anchor, and the harbour master, who has a list, put the total at 24 boats.",
    ],
)
def test_other_totals_are_no_toll(read: Reader, text: str) -> None:
    """Damage and boats have totals, too."""
    assert {figure.min for figure in read(text) if figure.kind == Kind.KILLED} <= {2}
