"""What an incident is called."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from schemas import SignaturePlace
from streams.incidents.title import shown_title

if TYPE_CHECKING:
    from schemas import Incident


def test_the_title_is_one_line(blast: Incident) -> None:
    """A headline that came with line breaks has none."""
    assert shown_title(blast.model_copy(update={"title": " Blast at \n bazaar "})) == "Blast at bazaar"


def test_place_and_day_stand_for_a_title_that_is_missing(blast: Incident) -> None:
    """An incident whose headlines were all killed is not called by its id, which is the key of an item."""
    bare = blast.model_copy(update={"title": None, "place": SignaturePlace(name="Karal"), "start": date(2026, 3, 1)})
    assert shown_title(bare) == "Incident in Karal on 2026-03-01"
