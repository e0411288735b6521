"""The file commands: `wirefeed parse` and `wirefeed lifecycle`."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
import pytest

from streams.errors import MalformedItem
from streams.wire.files import lifecycle_lines, parse_files

if TYPE_CHECKING:
    from types import ModuleType

SHARED = Path(__file__).resolve().parents[4] / "shared" / "eval"
NOW = "2026-03-10T12:00:00Z"
TARGET = {"provider": "agency", "item_id": "1"}


def test_a_file_is_a_row_with_its_articles(tmp_path: Path) -> None:
    """Fields stated are given, fields not stated are null, and the body is text even where the item is HTML."""
    page = tmp_path / "page.html"
    page.write_text("<html><head><title>T</title></head><body><p>One.</p><p>Two.</p></body></html>", encoding="utf-8")
    (row,) = parse_files([page])
    (article,) = row["articles"]
    assert (row["path"], row["ok"]) == (str(page), True)
    assert (article["provider"], article["item_id"], article["version"]) == (None, None, None)
    assert (article["headline"], article["body"], article["pubstatus"]) == ("T", "One.\n\nTwo.", "usable")


def test_files_that_can_not_be_read_say_why(tmp_path: Path) -> None:
    """A broken file, an empty one and a missing one are rows with an error, and do not stop the others."""
    broken, empty, good = tmp_path / "broken.json", tmp_path / "empty.txt", tmp_path / "good.json"
    broken.write_bytes(b'{"a": ')
    empty.write_bytes(b"")
    good.write_bytes(orjson.dumps({"item_id": "1", "provider": "p", "version": 2, "body": "b"}))
    rows = list(parse_files([broken, empty, tmp_path / "missing", good]))
    assert [row["ok"] for row in rows] == [False, False, False, True]
    assert [row["error"].partition(":")[0] for row in rows[:3]] == ["MalformedItem", "EmptyItem", "FileNotFoundError"]
    assert rows[3]["articles"][0]["version"] == 2


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


def scorer() -> ModuleType:
    """Return the scorer of the evaluation sets; skip where it is not there."""
    path = SHARED / "score_formats.py"
    if not path.exists():
        pytest.skip(f"the evaluation sets are not at {SHARED}")
    spec = importlib.util.spec_from_file_location("score_formats", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# The scorer leaves its files to the collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
def test_real_wires_are_read_as_they_state(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All text wires of the evaluation set are parsed, and every field they state agrees."""
    module = scorer()
    folder = SHARED / "formats"
    rows = [orjson.loads(line) for line in (folder / "expected.jsonl").read_bytes().splitlines()]
    answers = tmp_path / "answers.jsonl"
    with answers.open("wb") as out:
        for row in rows:
            (answer,) = parse_files([folder / row["path"]])
            out.write(orjson.dumps({**answer, "path": row["path"]}) + b"\n")
    module.main(str(folder / "expected.jsonl"), str(answers))
    last = capsys.readouterr().out.strip().splitlines()[-1]
    assert last == f"formats-parsed {len(rows)}/{len(rows)} fields-agree 1.000"


def test_the_official_ninjs_suite_is_read() -> None:
    """Every object that IPTC's suite lets pass is read as ninjs, but for the embargo that is no date."""
    folder = SHARED / "formats" / "ninjs-official" / "test_suite"
    paths = sorted(folder.glob("*/should_pass/*.json"))
    if not paths:
        pytest.skip(f"IPTC's ninjs suite is not at {folder}")
    rows = list(parse_files(paths))
    assert {Path(row["path"]).name for row in rows if not row["ok"]} <= {"019_embargoed_bad_datetime.json"}
    assert {article["format"] for row in rows for article in row["articles"]} == {"ninjs"}
