"""A corpus of the lives of items: whatever the order of arrival, the right version is live."""

from __future__ import annotations

import tomllib
from itertools import permutations
from pathlib import Path
from typing import Any, Final

import pytest

from streams.pipeline.files import lifecycle_lines
from streams.settings import Settings

CORPUS: Final = Path(__file__).resolve().parents[2] / "corpus" / "lives.toml"
NONE_LIVE: Final = -1
NOW: Final = "2031-03-03T12:00:00Z"
TARGET: Final = {"provider": "agency", "item_id": "a-1"}


def scenarios() -> list[dict[str, Any]]:
    """Return the scenarios of the corpus."""
    return list(tomllib.loads(CORPUS.read_text(encoding="utf-8"))["scenario"])


def orders(scenario: dict[str, Any]) -> list[tuple[dict[str, Any], ...]]:
    """Return the orders of arrival that a scenario is played in."""
    items = [TARGET | item for item in scenario["items"]]
    return [tuple(items)] if scenario.get("same_order") else list(permutations(items))


def answers(scenario: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what is live at the end of each order of arrival."""
    cases = [
        {"name": scenario["name"], "now": scenario.get("now", NOW), "target": TARGET, "items": list(order)}
        for order in orders(scenario)
    ]
    return list(lifecycle_lines(cases, Settings()))


@pytest.mark.parametrize("scenario", scenarios(), ids=lambda scenario: scenario["name"])
def test_right_version_is_live(scenario: dict[str, Any]) -> None:
    """In every order of arrival, the version that the scenario states is live, or none."""
    found = {(answer["live"], answer["live_version"], answer["headline"]) for answer in answers(scenario)}

    if "live_headline" in scenario:
        assert {headline for _, _, headline in found} == {scenario["live_headline"]}
    elif scenario["live"] == NONE_LIVE:
        assert {live for live, _, _ in found} == {False}
    else:
        assert {version for _, version, _ in found} == {scenario["live"]}
