"""What an incident has to do with others."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from schemas import Member
from streams.incidents.relations import merged_into, newest_mentions, relation_text, relations_of
from streams.ops.cli.incident_pages import page
from tests.streams.incidents.conftest import START

if TYPE_CHECKING:
    from schemas import Incident

WIDTH = 120
"""Columns of the terminal."""


def naming(key: str, hours: int, *, taken: str | None = None) -> Member:
    """Return an item that names an incident."""
    at = START + timedelta(hours=hours)
    return Member(
        item_key=key, version=1, source="day.example", story_id=key, received=at, taken=taken, headline=f"Blasts {key}"
    )


def test_each_tie_is_a_sentence(blast: Incident) -> None:
    """One that is gone was merged; one that still has items gave some of them."""
    known = {"split_from": "sea/1", "split_into": ("sea/2",), "moved_from": ("gone/3", "sea/4")}
    related = blast.model_copy(update=known)
    assert [relation_text(each) for each in relations_of(related, lambda identity: identity == "sea/4")] == [
        "It was split from sea/1.",
        "sea/2 was split from it.",
        "gone/3 was merged into it.",
        "Items came from sea/4.",
    ]
    assert relations_of(blast, lambda _: True) == []


def test_one_that_is_gone_is_found_where_its_items_are(blast: Incident) -> None:
    """Of several, in the one that changed last."""
    one = blast.model_copy(update={"moved_from": ("gone/3",)})
    other = one.model_copy(update={"incident_id": "sea/4", "updated": blast.updated + timedelta(hours=1)})
    assert merged_into("gone/3", [one, other, blast]) is other
    assert merged_into("gone/4", [one, other]) is None


def test_the_newest_live_items_name_it(blast: Incident) -> None:
    """No more than are asked for."""
    mentions = (naming("day/1", 1), naming("day/2", 3), naming("day/3", 2), naming("day/4", 4, taken="killed"))
    named = blast.model_copy(update={"mentions": mentions})
    assert [each.item_key for each in newest_mentions(named, 2)] == ["day/2", "day/3"]


def test_the_terminal_shows_both(blast: Incident) -> None:
    """Other incidents as lines below the title, and the items as a table."""
    shown = blast.model_copy(update={"split_from": "sea/1", "mentions": (naming("day/1", 1),)})
    parts = list(page(shown, WIDTH))
    assert parts[2] == "It was split from sea/1."
    assert "Also mentioned by" in str(parts[-1].title)
    assert list(map(str, parts[-1].columns[1].cells)) == ["Blasts day/1"]
    assert "Also mentioned by" not in str(list(page(blast, WIDTH))[-1].title)
