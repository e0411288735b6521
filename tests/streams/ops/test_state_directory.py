"""The state directory: foreign, a file, in use, or not to be written."""

from __future__ import annotations

import errno
from pathlib import Path

import orjson
import pytest

from streams.ops import state_directory
from streams.ops.state_directory import LAYOUT, StateDirectory, StateUnusable, owner_of, require_writable
from streams.settings import Settings, Store


def rocksdb(path: Path, **more: object) -> Settings:
    """Return settings with tables on disk."""
    return Settings(state_dir=path, store=Store.ROCKSDB, **more)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state_directory, "LOCK_SECONDS", 0.1)


def test_a_directory_is_made_with_the_name_of_its_owner(tmp_path: Path) -> None:
    """Parents too; nothing is set aside."""
    path = tmp_path / "a" / "state"
    directory = StateDirectory(rocksdb(path, app_id="news"))
    assert directory.moved == []
    assert orjson.loads((path / "wirefeed.json").read_bytes()) == {
        "app_id": "news",
        "layout": LAYOUT,
        "topics": "wire.*.v1",
    }


def test_the_owner_finds_its_tables_again(tmp_path: Path) -> None:
    """A restart leaves them where they are."""
    StateDirectory(rocksdb(tmp_path)).close()
    (tmp_path / "v1").mkdir()
    (tmp_path / "v1" / "table").write_text("x")
    assert StateDirectory(rocksdb(tmp_path)).moved == []
    assert (tmp_path / "v1" / "table").read_text() == "x"


@pytest.mark.parametrize("other", [{"app_id": "other"}, {"topic_version": "v2"}, {"topic_prefix": "test"}])
def test_tables_of_another_application_are_set_aside(tmp_path: Path, other: dict[str, str]) -> None:
    """They are kept under another name, and everything else in the directory stays."""
    StateDirectory(rocksdb(tmp_path, **other)).close()
    (tmp_path / "v1").mkdir()
    (tmp_path / "letters.txt").write_text("mine")
    directory = StateDirectory(rocksdb(tmp_path))
    (moved,) = directory.moved
    assert (moved.path, moved.now_at.parent) == (tmp_path / "v1", tmp_path)
    assert moved.now_at.name.startswith("v1.set-aside-")
    assert moved.reason.endswith("not to wirefeed on wire.*.v1 (layout 1)")
    assert moved.now_at.is_dir()
    assert not (tmp_path / "v1").exists()
    assert (tmp_path / "letters.txt").read_text() == "mine"


@pytest.mark.parametrize("owner", [None, b"", b"[]", b'{"app_id": "wirefeed"}', b"\xff"])
def test_tables_of_nobody_known_are_set_aside(tmp_path: Path, owner: bytes | None) -> None:
    """What can't be told to be ours may be another's."""
    (tmp_path / "v1").mkdir()
    if owner is not None:
        (tmp_path / "wirefeed.json").write_bytes(owner)
    (moved,) = StateDirectory(rocksdb(tmp_path)).moved
    assert moved.reason.startswith("it belongs to an unknown application")


def test_tables_of_another_layout_are_set_aside(tmp_path: Path) -> None:
    """As after an update, or a step back from one."""
    (tmp_path / "v1").mkdir()
    (tmp_path / "wirefeed.json").write_bytes(orjson.dumps({**owner_of(Settings()), "layout": LAYOUT + 1}))
    (moved,) = StateDirectory(rocksdb(tmp_path)).moved
    assert "layout 2" in moved.reason


def test_a_file_in_the_place_of_the_directory_is_set_aside(tmp_path: Path) -> None:
    """Whatever the store is; the file keeps what it had."""
    for number, store in enumerate(Store):
        path = tmp_path / f"state-{number}"
        path.write_text("a file")
        (moved,) = StateDirectory(Settings(state_dir=path, store=store)).moved
        assert path.is_dir()
        assert moved.now_at.read_text() == "a file"


def test_two_files_set_aside_in_one_second_have_names_of_their_own(tmp_path: Path) -> None:
    """None is lost by the other."""
    names = set()
    for _ in range(3):
        path = tmp_path / "state"
        path.write_text("a file")
        names.add(StateDirectory(Settings(state_dir=path)).moved[0].now_at)
        path.rmdir()
    assert len(names) == 3


def test_a_directory_in_use_is_an_error_that_says_so(tmp_path: Path) -> None:
    """It is not set aside; once it is free it can be had."""
    first = StateDirectory(rocksdb(tmp_path))
    with pytest.raises(StateUnusable, match="used by another worker; give each one its own by WIREFEED_STATE_DIR"):
        StateDirectory(rocksdb(tmp_path))
    first.close()
    assert StateDirectory(rocksdb(tmp_path)).moved == []


def test_a_directory_that_can_not_be_made_is_an_error_with_a_way_out(tmp_path: Path) -> None:
    """As below a file."""
    (tmp_path / "file").write_text("")
    with pytest.raises(StateUnusable, match=r"can't be used: Not a directory; set WIREFEED_STATE_DIR"):
        StateDirectory(Settings(state_dir=tmp_path / "file" / "state"))


def test_a_directory_can_be_asked_for_before_it_is_opened(tmp_path: Path) -> None:
    """It is made, and nothing is left in it; a file in its place is left to who opens it."""
    require_writable(tmp_path / "state" / "worker-1")
    assert list((tmp_path / "state" / "worker-1").iterdir()) == []
    (tmp_path / "file").write_text("x")
    require_writable(tmp_path / "file")
    assert (tmp_path / "file").read_text() == "x"


def test_a_directory_that_takes_no_file_is_told_before_it_is_opened(tmp_path: Path) -> None:
    """One below a file can't be made; the kernel's folder of processes is there and takes nothing, even from root."""
    (tmp_path / "file").write_text("")
    with pytest.raises(StateUnusable, match=r"can't be used: Not a directory; set WIREFEED_STATE_DIR"):
        require_writable(tmp_path / "file" / "state")
    with pytest.raises(StateUnusable, match=r"/proc can't be used: .*; set WIREFEED_STATE_DIR"):
        require_writable(Path("/proc"))


def test_a_full_disk_is_named(tmp_path: Path) -> None:
    """The reason comes before the way out."""
    text = state_directory._way_out(tmp_path, OSError(errno.ENOSPC, "no"))
    assert text.startswith(f"the disk of the state directory {tmp_path} is full; free space")
