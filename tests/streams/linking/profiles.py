"""Profiles of invented articles, for tests that need no text."""

from __future__ import annotations

from typing import Any

from streams.linking.profile import Happening, Profile


def article(*, event: dict[str, Any] | None = None, **more: Any) -> Profile:
    """Return the profile of an article of which nothing is known but what is given."""
    sets = (
        "words",
        "ages",
        "headline",
        "names",
        "places",
        "streets",
        "spots",
        "numbers",
        "days",
        "figures",
        "others",
        "denied",
        "follows",
    )
    of_event = (
        "sorts",
        "venues",
        "scene",
        "names",
        "countries",
        "days",
        "happened",
        "parts_of_day",
        "sides",
        "at_scene",
        "in_country",
    )
    flags = dict.fromkeys(("wide", "lasting", "goes_on", "again", "looks_back", "sums_up"), False)
    happening: dict[str, Any] = {**dict.fromkeys(of_event, frozenset()), **flags, "points": ()}
    known: dict[str, Any] = {
        **dict.fromkeys(sets, frozenset()),
        "item_key": "a",
        "story_id": "a",
        "source": "a.example",
        "day": 100.0,
        "points": (),
        "tolls": {},
        "counts": True,
        "opens": True,
        "speaks": True,
        "event": Happening(**{**happening, **(event or {})}),
    }
    return Profile(**{**known, **more})
