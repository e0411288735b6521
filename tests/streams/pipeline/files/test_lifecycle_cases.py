"""What `wirefeed lifecycle` writes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from streams.errors import MalformedItem
from streams.pipeline.files import lifecycle_lines
from streams.pipeline.files.lifecycle import _arrivals
from streams.pipeline.local import EPOCH
from streams.settings import Settings

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


def test_what_happens_to_another_item_is_not_the_targets() -> None:
    """A higher version under another id neither goes live nor supersedes."""
    answer = case({"version": 1}, {"item_id": "2", "version": 9})
    assert (answer["live_version"], answer["superseded"]) == (1, [])


def test_a_kill_takes_versions_that_are_newer_than_its_own() -> None:
    """Unlike a withhold, which takes those below it."""
    answer = case({"version": 1}, {"version": 3}, {"version": 2, "pubstatus": "canceled"})
    assert (answer["live"], answer["retracted"]) == (False, [1, 3])


def test_a_case_without_a_target_is_an_error() -> None:
    """The case is named."""
    with pytest.raises(MalformedItem, match="nameless"):
        list(lifecycle_lines([{"name": "nameless", "now": NOW, "items": []}]))


def test_items_arrive_one_after_another_from_1970() -> None:
    """A millisecond apart, at their own time where that is later, and never after `now`."""
    now = datetime(2026, 3, 10, 12, tzinfo=UTC)
    rows = [
        {"version": 1},
        {"version": 2, "received": "2026-03-10T08:00:00Z"},
        "no item",
        {"version": 3, "modified": "2026-03-10T07:00:00Z"},
        {"version": 4, "updated": "no date"},
        {"version": 5, "version_created": "2026-03-11T08:00:00Z"},
        {"version": 6, "item_id": "own"},
    ]
    arrivals = list(_arrivals(rows, now))
    step, eight = timedelta(milliseconds=1), datetime(2026, 3, 10, 8, tzinfo=UTC)
    assert [at for _, at in arrivals] == [EPOCH + step, eight, eight + step, eight + 2 * step, now, now]
    assert [(item["version"], item["item_id"]) for item, _ in arrivals] == [
        *((version, "file") for version in range(1, 6)),
        (6, "own"),
    ]


def test_nothing_is_live_where_nothing_arrived() -> None:
    """No version is superseded or retracted."""
    assert case() == {
        "name": "case",
        "live": False,
        "live_version": None,
        "superseded": [],
        "retracted": [],
        "headline": None,
    }


def test_items_may_be_short() -> None:
    """A case says what matters to the lifecycle, so the least length of a text does not hold."""
    rows = [{**TARGET, "version": 1, "body": "x"}]
    (answer,) = lifecycle_lines(
        [{"name": "n", "now": NOW, "target": TARGET, "items": rows}], Settings(min_body_chars=500)
    )
    assert answer["live"] is True


def test_after_a_withhold_the_newest_version_below_it_is_retracted_and_not_superseded() -> None:
    """Versions that are older than the newest of those are both."""
    answer = case({"version": 1}, {"version": 2}, {"version": 3, "pubstatus": "withheld"})
    assert (answer["live"], answer["superseded"], answer["retracted"]) == (False, [1], [1, 2])


def test_what_is_withheld_up_to_its_version_leaves_newer_ones() -> None:
    """A late withhold of an old version takes nothing that is live."""
    answer = case({"version": 3}, {"version": 2, "pubstatus": "withheld"}, {"version": 1})
    assert (answer["live"], answer["live_version"]) == (True, 3)


def test_a_version_that_waits_for_its_embargo_is_not_live() -> None:
    """It may be published, and nothing is yet."""
    answer = case({"version": 1, "embargoed_until": "2026-03-10T13:00:00Z"})
    assert (answer["live"], answer["superseded"], answer["retracted"]) == (False, [], [])


@pytest.mark.parametrize(
    "missing",
    [
        {"name": "odd", "now": "never", "target": TARGET, "items": []},
        {"name": "odd", "now": NOW, "target": "agency/1", "items": []},
        {"name": "odd", "now": NOW, "target": TARGET, "items": "none"},
    ],
)
def test_a_case_must_have_now_target_and_items(missing: dict[str, Any]) -> None:
    """One without any of them is an error that names it."""
    with pytest.raises(MalformedItem, match="lifecycle case 'odd' lacks now, target or items"):
        list(lifecycle_lines([missing]))
