"""Sentences on what follows an event long after it."""

from __future__ import annotations

import pytest

from streams.linking.looking_back import is_late, looks_back


@pytest.mark.parametrize(
    "sentence",
    [
        "A court on Monday sentenced two men to life in prison for the bombing that killed # people.",
        "The captain of a ferry that sank off Kaldvik, drowning # people, was convicted of manslaughter on Tuesday.",
        "The trial of four officials over a fire in which # people died opened in Brasov on Tuesday.",
        "Judges upheld the 21-year sentence of the gunman who killed # people.",
        "The sentence of the gunman who killed # people was upheld.",
        "A memorial to the # fans who died in the crush was unveiled on Tuesday.",
        "The owners agreed on Tuesday to pay 40 million dollars to the families of the # miners killed.",
        "Spain extradited a man wanted for an attack on a hotel that killed # tourists.",
        "The killers of # girls have been jailed.",
        "An inquiry has blamed the builder for the collapse of a block of flats that killed # people.",
        "The builder of a hotel that collapsed and killed # guests was blamed on Monday by a public inquiry.",
        "An inquest into the fire, in which # people died, found on Tuesday that doors had been locked.",
    ],
)
def test_the_dead_of_a_verdict_a_memorial_or_a_settlement_are_of_an_earlier_event(sentence: str) -> None:
    """They hang on the event that is spoken of, and no day of theirs is named."""
    assert looks_back(sentence.replace("#", "38"), sentence.index("#"), _day(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "A bomb outside a court where the trial of a militant opened killed # people on Tuesday.",
        "Riots over the verdict against the opposition leader killed # people on Tuesday.",
        "A convicted murderer who escaped from prison killed # guards on Monday.",
        "A man who was paroled in May shot dead # people at a market on Monday night.",
        "A man was charged with murder in a shooting that killed # people on Saturday.",
        "The president ordered an inquiry into the stampede that killed # people.",
        "Police found # people dead at a house on Monday and opened an inquiry.",
        "A preliminary inquiry found that a short circuit caused the fire that killed # people.",
        "A bomb outside the hall where an inquiry into the crash is held killed # people on Tuesday.",
        "Residents blamed the builder of a hotel that collapsed, killing # guests.",
        "The state will pay the families of the # miners killed.",
        "A man was jailed for the crash that killed # people on Saturday.",
        "Shelling killed # people to the east of the town, hours after a leader was convicted.",
    ],
)
def test_the_dead_of_the_day_are_no_matter_of_a_court(sentence: str) -> None:
    """Where it is named with them, the sentence says it of them itself, or what follows may come on the day after."""
    assert not looks_back(sentence.replace("#", "38"), sentence.index("#"), _day(sentence))


def test_who_is_sentenced_is_not_seized() -> None:
    """A number of prisoners beside such a word is of no event either."""
    assert is_late("The court sentenced five men.")
    assert not is_late("Police arrested five men.")


def test_a_sentence_without_end_is_read_as_far_as_any_other() -> None:
    """What stands far behind counts for nothing."""
    far = "word " * 200
    assert not looks_back(f"A bomb that killed 38 {far} was sentenced", 19)
    assert not looks_back(f"{far} that killed 38, was sentenced", len(far) + 13)


def _day(sentence: str) -> int | None:
    """Return where the last day stands that the sentence names."""
    at = max(sentence.rfind("on Monday"), sentence.rfind("on Tuesday"), sentence.rfind("on Saturday"))
    return None if at < 0 else at
