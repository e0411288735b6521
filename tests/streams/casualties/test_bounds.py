"""Each constant of the casualty package, from both sides of its bound."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from streams.casualties import extract_figures
from streams.casualties.english.aboard import LONGEST
from streams.casualties.extract import BRIEF, LEAST_COST, MOST_READ

if TYPE_CHECKING:
    from tests.streams.casualties.conftest import Counter

WEDNESDAY = date(2016, 4, 6)


def roles(text: str, headline: str | None = None) -> list[str]:
    """Return number and role of each figure."""
    return [
        f"{figure.min if figure.min is not None else figure.max} {figure.role.value}"
        for figure in extract_figures(text, headline=headline, published=WEDNESDAY)
    ]


@pytest.mark.parametrize(("days", "role"), [(21, "total"), (22, "other_event")])
def test_an_event_older_than_three_weeks_is_another(days: int, role: str) -> None:
    """In the body a day up to 21 days before publication is the news' own, an older one is not."""
    day = WEDNESDAY - timedelta(days=days)
    text = f"The minister spoke on Tuesday.\n\nOn {day:%B} {day.day} gunmen killed nine men."
    assert roles(text) == [f"9 {role}"]


@pytest.mark.parametrize(("number", "role"), [("999", "total"), ("1,000", "background")])
def test_thousands_of_a_conflict_are_background(number: str, role: str) -> None:
    """From 1,000 on the dead of a conflict are no event's toll."""
    assert roles(f"The minister spoke.\n\nThe conflict in the hills left {number} people dead.") == [
        f"{number.replace(',', '')} {role}"
    ]


@pytest.mark.parametrize(("paragraph", "role"), [(2, "total"), (3, "background")])
def test_thousands_far_down_are_background(paragraph: int, role: str) -> None:
    """A thousand dead that nobody speaks of and no event is named for lead the news, or are an aside."""
    text = "\n\n".join(["The minister spoke."] * paragraph + ["Some 4,000 people were killed."])
    assert roles(text) == [f"4000 {role}"]


@pytest.mark.parametrize(("rounded", "role"), [("1,340", "subset"), ("1,341", "total")])
def test_a_round_number_near_the_toll_is_the_toll(rounded: str, role: str) -> None:
    """A number with an open end is the toll again from 95 % of it on."""
    text = f"The quake killed 1,411 people, the governor said.\n\nIt killed more than {rounded} people."
    assert roles(text)[1] == f"{rounded.replace(',', '')} {role}"


@pytest.mark.parametrize(("gap", "kept"), [(330, 1), (430, 2)])
def test_wounds_of_the_dead_are_looked_for_near(gap: int, kept: int) -> None:
    """Within 400 characters "all three" are those who were found dead; further on they may be others."""
    text = f"The three men were found dead. {'Police came. ' * (gap // 13)}All three had gunshot wounds."
    assert len(roles(text)) == kept


@pytest.mark.parametrize(("items", "found"), [(0, ["14 total"]), (60, [])])
def test_those_aboard_are_looked_for_within_two_sentences(items: int, found: list[str]) -> None:
    """Those aboard count where "no survivors" follows within sixty words; the text is too long for the classifier."""
    text = f"The helicopter was carrying 14 soldiers {'over the hills ' * (items // 3)}and there were no survivors."
    assert roles(text.ljust(BRIEF + 1)) == found


@pytest.mark.parametrize(("length", "found"), [(LONGEST, ["14 total"]), (LONGEST + 1, [])])
def test_a_long_sentence_is_not_read_with_the_next(length: int, found: list[str]) -> None:
    """Those aboard are counted in a sentence of up to 600 characters, and lost by "no survivors" after it."""
    sentence = "It was carrying 14 soldiers.".rjust(length, "x")
    assert roles(f"{sentence[: length - 29]} {sentence[-28:]} There were no survivors.".ljust(BRIEF * 3)) == found


def test_a_text_gives_a_bounded_number_of_figures() -> None:
    """A text with more than 500 figures is no running text; the first 500 are given."""
    assert len(extract_figures("A man was killed.\n\n" * 500)) == 500
    assert len(extract_figures("A man was killed.\n\n" * 501)) == 500


@pytest.mark.parametrize(("opening", "role"), [(450, "total"), (540, "other_event")])
def test_proceedings_are_looked_for_in_the_opening(opening: int, role: str) -> None:
    """A court within the first 500 characters makes an old event the article's own; one far below doesn't."""
    filler = ("The sky was grey. " * 40)[:opening]
    text = f"{filler.strip()} The trial went on.\n\nA fire in 2009 killed nine dancers."
    assert roles(text) == [f"9 {role}"]


@pytest.mark.parametrize(
    ("begin", "found"), [("In 1985", "other_event"), ("People there recall that in 1985", "total")]
)
def test_a_time_sets_the_scene_where_it_opens_a_sentence(begin: str, found: str) -> None:
    """Without a word that points back, only a time at the start of the sentence before is taken over."""
    text = f"{begin} a volcano buried the town of Armuro. More than 900 people died."
    assert roles(text) == [f"900 {found}"]


def test_a_large_part_of_another_script_is_another_language(counts: Counter) -> None:
    """A text with more than half of its words in another script gives nothing; one name in it hides nothing."""
    assert counts("killed 12 people") == ["killed 12 total"]
    assert counts("Спасатели сообщили killed 12 people вчера") == []
    assert counts("The bomb in Харьков killed 12 people") == ["killed 12 total"]


@pytest.mark.parametrize(
    ("sentences", "found"), [(MOST_READ // LEAST_COST, ["9 total"]), (MOST_READ // LEAST_COST + 1, [])]
)
def test_a_book_of_triggers_is_not_read_to_its_end(sentences: int, found: list[str]) -> None:
    """Short sentences count a hundred characters each, of which 150,000 are read."""
    assert roles(f"{'They kill. ' * sentences}Gunmen killed nine men.") == found
