"""What `wirefeed parse` writes."""

from __future__ import annotations

import importlib.util
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import orjson
import pytest

from streams.wire.files import parse_files

if TYPE_CHECKING:
    from types import ModuleType

SHARED = Path(__file__).resolve().parents[4] / "shared" / "eval"


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


def test_the_sample_wire_is_read_as_it_states() -> None:
    """All files of the sample wire but the two broken ones are parsed, and what a ninjs item states agrees."""
    with resources.as_file(resources.files("streams.ops.sample") / "wire") as folder:
        rows = list(parse_files(sorted(folder.iterdir())))
    broken = {Path(row["path"]).name for row in rows if not row["ok"]}
    assert broken == {"meridian-truncated.ninjs.json", "gossip-feed-entities.xml"}
    read = [article for row in rows for article in row["articles"]]
    assert {"ninjs", "nitf", "newsml-g2", "rss", "atom", "iptc7901", "html", "text"} <= {
        each["format"] for each in read
    }
    stated = 0
    for row in rows:
        if row["ok"] and row["path"].endswith(".ninjs.json"):
            (article,) = row["articles"]
            item = orjson.loads(Path(row["path"]).read_bytes())
            assert article["headline"] == item["headline"]
            assert str(article["version"]) == str(item["version"])
            assert item["uri"].endswith(article["item_id"])
            stated += 1
    assert stated > 10


def test_every_field_of_a_ninjs_object_alone_is_read_as_ninjs(tmp_path: Path) -> None:
    """An object with any one of the fields of the standard, and no other, is ninjs and not refused."""
    fields = {
        "headline": "Bridge closed",
        "body_text": "The bridge is closed.",
        "body_xhtml": "<p>The bridge is closed.</p>",
        "description_text": "A closed bridge.",
        "title": "bridge",
    }
    for name, value in fields.items():
        path = tmp_path / f"{name}.json"
        item = {"uri": "urn:x:1", "type": "text", "version": "1", "versioncreated": "2026-03-04T10:00:00Z", name: value}
        path.write_bytes(orjson.dumps(item))
        (row,) = parse_files([path], content_type="application/ninjs+json")
        assert row["ok"] or row["error"].startswith("EmptyItem"), row
