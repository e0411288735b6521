"""Who died "in all", and the dead of other events that are told beside those of the article's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.streams.casualties.conftest import Counter


@pytest.mark.parametrize(
    ("headline", "text", "total", "part"),
    [
        ("Last three found dead", "The last three divers were found dead, so that eleven have died.", 11, 3),
        ("Bodies of two guides found", "The bodies of two guides were found. Nine people died in all.", 9, 2),
        (
            "All six found dead",
            "The six crew were found dead on Friday. With the two killed at once, the blast cost eight lives.",
            8,
            6,
        ),
        (None, "A shell killed a couple in their garden. A medic died later. In all three people died.", 3, 2),
    ],
)
def test_who_died_in_all_is_the_toll(counts: Counter, headline: str | None, text: str, total: int, part: int) -> None:
    """A smaller number that leads is a part of it."""
    found = counts(text, headline)
    assert f"killed {total} total" in found
    assert f"killed {part} subset" in found
    assert f"killed {part} total" not in found


@pytest.mark.parametrize(
    "text",
    [
        "The hall lies beside the one where 26 welders died on Monday.",
        "The danger stood at four, as in Tarn, where five people died the day before.",
        "A day after two deaths in Tarn, an avalanche killed a skier of 24.",
        "A man died in a fire, four doors from the house where two boys perished on Tuesday.",
        "Nobody died. Across the border, Lund was battling a fire that has killed nine.",
        "Two real avalanches nearby killed nine on Sunday.",
    ],
)
def test_another_event_beside_it_gives_no_total(counts: Counter, text: str) -> None:
    """The place or the time that is told with it is not the article's."""
    assert [figure for figure in counts(text) if figure.endswith("total") and figure[7:9] not in {"1 ", "4 "}] == []


def test_who_maintains_another_number_is_a_speaker(counts: Counter) -> None:
    """His count stands beside the first, and is no part of it."""
    text = "The hospital said ten people had died. Police maintained that nine had died."
    assert counts(text) == ["killed 10 total", "killed 9 total"]
