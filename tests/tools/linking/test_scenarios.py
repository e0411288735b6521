"""The invented scenarios, and how they are split."""

from __future__ import annotations

from collections import defaultdict

from tools.linking.scenarios import BY_HAND, READ, half_of, scenarios


def test_there_are_more_than_300_and_each_is_in_one_part() -> None:
    """None is lost between those that are fitted to, read, and kept, and none is in two."""
    names = [scenario["name"] for scenario in scenarios()]
    kept = [scenario["name"] for scenario in scenarios("kept")]
    fitted = [scenario["name"] for scenario in scenarios("fit")]
    read = [scenario["name"] for scenario in scenarios(READ)]
    assert len(names) >= 300
    assert len(set(names)) == len(names)
    assert sorted(names) == sorted([*kept, *fitted, *read])
    assert min(len(kept), len(fitted)) >= 100


def test_all_scenarios_of_a_plot_are_in_one_half() -> None:
    """What is measured on the kept half was not fitted to its wordings."""
    halves: dict[str, set[str]] = defaultdict(set)
    for scenario in scenarios():
        if scenario["kind"] != BY_HAND:
            halves[scenario["kind"]].add(half_of(scenario))
    assert all(len(found) == 1 for found in halves.values())
    assert {half for found in halves.values() for half in found} == {"fit", "kept", READ}


def test_the_tolls_of_a_scenario_are_of_its_events() -> None:
    """A toll without articles could not be right."""
    for scenario in scenarios():
        events = {article["event"] for article in scenario["articles"]}
        assert set(scenario.get("tolls", {})) <= events
