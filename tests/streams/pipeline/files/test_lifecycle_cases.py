"""What `wirefeed lifecycle` writes."""

from __future__ import annotations

from typing import Any

import pytest

from streams.errors import MalformedItem
from streams.pipeline.files import lifecycle_lines

NOW = "2026-03-10T12:00:00Z"
TARGET = {"provider": "agency", "item_id": "1"}


def case(*items: dict[str, Any], now: str = NOW) -> dict[str, Any]:
    """Return what becomes of the target when the items arrive."""
    rows = [{**TARGET, "headline": f"H{item.get('version')}", "body": "Text.", **item} for item in items]
    (answer,) = lifecycle_lines([{"name": "case", "now": now, "target": TARGET, "items": rows}])
    return answer


def test_the_newest_version_is_live() -> None:
    """Older versions are superseded in whatever order they arrive."""
    expected = {
        "name": "case",
        "live": True,
        "live_version": 3,
        "superseded": [1, 2],
        "retracted": [],
        "headline": "H3",
    }
    assert case({"version": 1}, {"version": 2}, {"version": 3}) == expected
    assert case({"version": 3}, {"version": 1}, {"version": 2}) == expected


@pytest.mark.parametrize(
    "kill",
    [
        {"pubstatus": "canceled"},
        {"signals": ["kill"]},
        {"headline": "BULLETIN KILL"},
        {"ednote": "EDITORS: please kill this story."},
        {"slugline": "KILL-Quake"},
    ],
)
def test_after_a_kill_nothing_is_live(kill: dict[str, Any]) -> None:
    """However the kill is said, and whether it comes last or first, all versions are retracted."""
    for items in ([{"version": 1}, {"version": 2, **kill}], [{"version": 2, **kill}, {"version": 1}, {"version": 3}]):
        answer = case(*items)
        assert (answer["live"], answer["live_version"], answer["headline"]) == (False, None, None)
        assert answer["retracted"] == sorted(item["version"] for item in items if item["version"] != 2)


def test_after_a_withhold_what_is_older_is_retracted() -> None:
    """The notice is none of the retracted versions; a newer version is live again."""
    held = case({"version": 1}, {"version": 2, "pubstatus": "withheld"})
    assert (held["live"], held["retracted"]) == (False, [1])
    back = case({"version": 2, "pubstatus": "withheld"}, {"version": 3}, {"version": 1})
    assert (back["live_version"], back["retracted"]) == (3, [1])


def test_a_kill_may_come_under_the_id_of_another_item() -> None:
    """An advisory that names the target kills it."""
    advisory = {"item_id": "2", "version": 1, "headline": "ADVISORY", "ednote": "Please kill item agency-1."}
    rows = [
        {"provider": "agency", "item_id": "agency-1", "version": 1, "body": "b"},
        {"provider": "agency", **advisory},
    ]
    target = {"provider": "agency", "item_id": "agency-1"}
    (answer,) = lifecycle_lines([{"name": "n", "now": NOW, "target": target, "items": rows}])
    assert answer["live"] is False


def test_embargoed_copy_is_live_from_its_time() -> None:
    """Before its time the published version stays; from then on the embargoed one is live."""
    items = ({"version": 1}, {"version": 2, "embargoed_until": "2026-03-10T11:00:00Z"})
    assert case(*items, now="2026-03-10T10:59:59Z")["live_version"] == 1
    assert case(*items, now="2026-03-10T11:00:00Z")["live_version"] == 2


def test_what_the_intake_refuses_does_not_arrive() -> None:
    """An item with an unknown status or an embargo that is no date leaves the others alone."""
    answer = case({"version": 1}, {"version": 2, "pubstatus": "maybe"}, {"version": 3, "embargoed_until": "soon"})
    assert (answer["live_version"], answer["superseded"]) == (1, [])


def test_a_kill_of_another_providers_item_is_not_the_targets() -> None:
    """The same id at another provider is another item."""
    assert case({"version": 1}, {"provider": "other", "version": 2, "pubstatus": "canceled"})["live"] is True


def test_a_case_without_a_target_is_an_error() -> None:
    """The case is named."""
    with pytest.raises(MalformedItem, match="nameless"):
        list(lifecycle_lines([{"name": "nameless", "now": NOW, "items": []}]))
