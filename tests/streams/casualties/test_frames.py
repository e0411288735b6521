"""Whole turns of phrase that say what happened, where no single word does."""

from __future__ import annotations

import pytest

from schemas import Kind, Role
from streams.casualties import extract_figures
from streams.casualties.assemble import ADDED_AT_MOST
from streams.casualties.english.frames import FARTHEST, MAX_NUMBERS
from streams.casualties.english.gate import SHORT, triggers


def figures(text: str) -> list[tuple[Kind, int | None, Role]]:
    """Return kind, number and role of the figures that rules read."""
    found = extract_figures(text, language="en")
    return [(figure.kind, figure.min, figure.role) for figure in found if figure.confidence > ADDED_AT_MOST]


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("Doctors could not save two of the bathers.", Kind.KILLED, 2),
        ("The landslide took 14 lorry drivers with it.", Kind.KILLED, 14),
        ("The hospital gave beds to 61 guests.", Kind.INJURED, 61),
        ("Four guards came out bleeding.", Kind.INJURED, 4),
        ("Some 4,000 people were moved out of the path of the storm.", Kind.DISPLACED, 4000),
        ("Thirty pilgrims fainted in the heat.", Kind.INJURED, 30),
        ("Help came too late for three shepherds.", Kind.KILLED, 3),
        ("Seven miners breathed their last before dawn.", Kind.KILLED, 7),
        ("The blast snuffed out the lives of nine dockers.", Kind.KILLED, 9),
        ("The clinic admitted 44 guests.", Kind.INJURED, 44),
        ("Surgeons operated on three men.", Kind.INJURED, 3),
        ("The explosion cost two sappers their hands.", Kind.INJURED, 2),
        ("Nothing has been heard of five sailors since Sunday.", Kind.MISSING, 5),
        ("Hope is fading for five sailors.", Kind.MISSING, 5),
        ("Gunmen led away three engineers.", Kind.KIDNAPPED, 3),
        ("Three engineers remain in captivity.", Kind.KIDNAPPED, 3),
        ("Police picked up nine students.", Kind.DETAINED, 9),
        ("Nine students were thrown into jail.", Kind.DETAINED, 9),
        ("The fire drove out 900 people.", Kind.DISPLACED, 900),
        ("The flood emptied the homes of 900 people.", Kind.DISPLACED, 900),
        ("The collapse has shut in six miners.", Kind.TRAPPED, 6),
        ("Rescuers are digging for six miners.", Kind.TRAPPED, 6),
    ],
)
def test_a_turn_of_phrase_says_what_happened(text: str, kind: Kind, number: int) -> None:
    """A turn of phrase gives its number the kind that it says."""
    assert figures(text) == [(kind, number, Role.TOTAL)]


def test_the_figure_of_a_turn_of_phrase_is_surer_than_that_of_the_classifier() -> None:
    """Its confidence is above that of the classifier, so that linking takes it."""
    (figure,) = extract_figures("Doctors could not save two of the bathers.", language="en")
    assert figure.confidence == 0.7


def test_a_list_after_a_turn_of_phrase_is_counted_member_by_member() -> None:
    """What is joined to the number is a figure of the same kind."""
    assert figures("Doctors could not save two bathers and three lifeguards.") == [
        (Kind.KILLED, 2, Role.TOTAL),
        (Kind.KILLED, 3, Role.TOTAL),
    ]


def test_words_of_the_noun_phrase_may_stand_before_the_verb() -> None:
    """Where the people were may be told between the number and the verb."""
    assert figures("Five sleepers on the top floor of the hotel had no pulse.") == [(Kind.KILLED, 5, Role.TOTAL)]


def test_a_verb_too_far_from_the_noun_is_that_of_something_else() -> None:
    """So many words may stand between, and no more."""
    near, far = (
        "Five sleepers " + "on floor " * (size // 2) + "by chance " * (size % 2) for size in (FARTHEST - 1, 12)
    )
    assert figures(f"{near}had no pulse.")
    assert figures(f"{far}had no pulse.") == []


@pytest.mark.parametrize("joint", [",", " and the guard", " when the guard", "; the guard"])
def test_a_noun_phrase_ends_at_a_mark_or_a_conjunction(joint: str) -> None:
    """A verb after a comma or a conjunction is not taken."""
    assert figures(f"Five sleepers rang the bell{joint} had no pulse.") == []


def test_the_nearest_number_takes_the_verb() -> None:
    """A number further from the verb gets nothing."""
    assert figures("Five guests of the two sleepers had no pulse.") == [(Kind.KILLED, 2, Role.TOTAL)]


def test_animals_and_nobody_stand_in_no_turn_of_phrase() -> None:
    """Animals are no victims."""
    assert figures("Vets and doctors could not save two horses.") == []


def test_one_person_without_a_number_is_not_displaced() -> None:
    """A single tenant who has to leave is no figure."""
    assert figures("The fire drove out a tenant.") == []


@pytest.mark.parametrize(
    "text",
    [
        "The choir lost the first round, and two tenors came home in a taxi.",
        "Police picked up nine chairs after the concert.",
        "Doctors operated on a shoestring for three years.",
        "The clinic admitted its error to 44 subscribers.",
    ],
)
def test_other_uses_of_the_words_harm_nobody(text: str) -> None:
    """The words of a frame in another order or sense give nothing."""
    assert figures(text) == []


def test_a_sentence_with_more_numbers_than_a_table_allows_is_left_to_its_labels() -> None:
    """Turns of phrase are looked for up to a number of numbers."""
    text = "Doctors could not save two bathers"
    few = ", ".join(f"{number} tickets" for number in range(20, 20 + MAX_NUMBERS - 1))
    assert figures(f"{text}, {few}.")
    assert (Kind.KILLED, 2, Role.TOTAL) not in figures(f"{text}, {few.replace('tickets', 'singers')}, 90 singers.")


def test_a_text_is_looked_at_for_the_telling_words_of_a_frame_and_a_brief_for_the_common_ones() -> None:
    """Telling words call for a look in any short text; a brief is read whole."""
    assert triggers("nobody could save it, and hope is fading for them")
    assert not triggers("the nurse bandaged them")
    assert figures("The nurses bandaged nine drivers.") == [(Kind.INJURED, 9, Role.TOTAL)]


def test_a_part_of_those_in_a_turn_of_phrase_is_counted_as_a_part() -> None:
    """What stands after "including" is a subset of the number before it."""
    assert figures("Doctors could not save nine bathers, including three children.") == [
        (Kind.KILLED, 9, Role.TOTAL),
        (Kind.KILLED, 3, Role.SUBSET),
    ]


def test_frames_call_for_a_look_in_short_texts_alone() -> None:
    """A long text is read where a trigger stands."""
    text = "hope is fading for them"
    assert triggers(text.ljust(SHORT))
    assert not triggers(text.ljust(SHORT + 1))
