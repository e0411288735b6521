"""RocksDB stores whose files were damaged, or that are ahead of their changelog."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from faust.types import TP

from streams.pipeline.kafka import create_app
from streams.pipeline.kafka.store import GuardedStore, SetAside, StateUnwritable, discard_ahead, set_aside
from streams.settings import Settings, Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROWS = 3_000


class Tables:
    """The table of a stage, opened again and again as by one process after another."""

    def __init__(self, path: Path) -> None:
        self.settings = Settings(state_dir=path, store=Store.ROCKSDB)
        self.moved: list[SetAside] = []
        self.table = self.open()

    def open(self) -> Any:
        """Open the table again and return it."""
        app: Any = create_app(self.settings).app
        self.table = app.tables["lifecycle"]
        return self.table

    @property
    def store(self) -> GuardedStore:
        """Return the store of the table."""
        store = self.table.data
        assert isinstance(store, GuardedStore)
        return store

    def database(self) -> Any:
        """Return the open database of partition 0."""
        return self.store._db_for_partition(0)

    def fill(self) -> None:
        """Write rows, some of them to a file of their own, and close."""
        database = self.database()
        for row in range(ROWS):
            database.put(b"0|%d" % row, b"%064d" % row)
        database.flush()
        database.put(b"0|last", b"x")
        self.store.set_persisted_offset(self.changelog, ROWS)
        self.close()

    def close(self) -> None:
        """Close as the end of a process does."""
        for database in self.store._dbs.values():
            database.close()
        self.store._dbs.clear()

    @property
    def changelog(self) -> TP:
        """Return partition 0 of the changelog."""
        return TP(self.table.changelog_topic_name, 0)

    def files(self, pattern: str) -> list[Path]:
        """Return files of the database."""
        found = [path for path in self.store.partition_path(0).glob(pattern) if path.stat().st_size]
        assert found, pattern
        return found


@pytest.fixture
def tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tables]:
    """Return a filled table that is closed."""
    made = Tables(tmp_path)
    monkeypatch.setattr(GuardedStore, "on_set_aside", staticmethod(made.moved.append))
    made.fill()
    made.open()
    yield made
    made.close()


def overwrite(path: Path) -> None:
    """Damage the middle of a file."""
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 40] = b"\xff" * len(content[middle : middle + 40])
    path.write_bytes(content)


def test_a_store_that_is_whole_is_opened_as_it_is(tables: Tables) -> None:
    """With its rows and the offset of its changelog."""
    assert tables.database()[b"0|2999"] == b"%064d" % 2_999
    assert tables.store.persisted_offset(tables.changelog) == ROWS
    assert tables.moved == []


@pytest.mark.parametrize(
    ("pattern", "damage"),
    [(pattern, damage) for pattern in ("*.sst", "MANIFEST-*", "CURRENT") for damage in ("overwrite", "cut", "empty")],
)
def test_a_damaged_store_is_set_aside_and_begins_anew(tables: Tables, pattern: str, damage: str) -> None:
    """Without an offset, so that all of the changelog is read; the damaged files are kept."""
    for path in tables.files(pattern):
        if damage == "overwrite":
            overwrite(path)
        else:
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2 if damage == "cut" else 0])
    assert tables.store.persisted_offset(tables.changelog) is None
    assert list(tables.database().items()) == []
    if (pattern, damage) == ("MANIFEST-*", "cut"):
        return  # RocksDB takes what is left of it as whole, and begins empty by itself
    (moved,) = tables.moved
    assert moved.path == tables.store.partition_path(0)
    assert moved.now_at.is_dir()
    assert moved.reason


def test_a_missing_table_file_is_noticed(tables: Tables) -> None:
    """As after a copy of the directory that was not complete."""
    for path in tables.files("*.sst"):
        path.unlink()
    assert tables.store.persisted_offset(tables.changelog) is None
    assert len(tables.moved) == 1


def test_a_file_in_the_place_of_a_store_is_set_aside(tables: Tables) -> None:
    """It is no database and can't be one."""
    path = tables.store.partition_path(1)
    path.write_text("a file")
    tables.store._db_for_partition(1).put(b"1|a", b"x")
    (moved,) = tables.moved
    assert moved.now_at.read_text() == "a file"


def test_a_store_in_use_is_left_alone(tables: Tables) -> None:
    """Faust tries again for half a minute; the error says that it is locked."""
    other = Tables(tables.settings.state_dir)
    other.database()
    with pytest.raises(Exception, match=r"(?i)lock"):
        tables.database()
    assert tables.moved == []
    other.close()


@pytest.mark.parametrize(("end", "discarded"), [(ROWS, True), (ROWS + 1, False)])
def test_a_store_ahead_of_its_changelog_begins_anew(tables: Tables, end: int, discarded: bool) -> None:
    """The changelog was recreated, or is another broker's: nothing in it belongs to these rows."""
    foreign = SimpleNamespace(data={}, changelog_topic_name=tables.changelog.topic)
    discard_ahead([foreign, tables.table], {tables.changelog: end, TP("another", 0): 0})
    assert (tables.store.persisted_offset(tables.changelog) is None) is discarded
    assert len(tables.moved) == discarded


def test_a_store_that_has_one_record_is_ahead_of_an_empty_changelog(tables: Tables) -> None:
    """The first offset is 0, which is not the same as none."""
    tables.database()
    tables.store.set_persisted_offset(tables.changelog, 0)
    discard_ahead([tables.table], {tables.changelog: 0})
    assert len(tables.moved) == 1


@pytest.mark.parametrize("end", [0, 1])
def test_a_store_without_an_offset_is_ahead_of_nothing(tables: Tables, end: int) -> None:
    """It has taken nothing in of its changelog, however short that is."""
    discard_ahead([tables.table], {TP(tables.changelog.topic, 1): end})
    assert tables.moved == []


def test_a_store_that_was_not_opened_can_be_discarded(tables: Tables) -> None:
    """There is nothing to close; its files are set aside with the reason."""
    tables.store.discard(0, "it is foreign")
    assert [(moved.path, moved.reason) for moved in tables.moved] == [(tables.store.partition_path(0), "it is foreign")]
    assert list(tables.database().items()) == []


def test_what_is_set_aside_in_the_same_second_has_names_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing that was kept is written over."""
    monkeypatch.setattr(time, "strftime", lambda *_: "20260304T100000Z")
    names = []
    for content in ("first", "second", "third"):
        (tmp_path / "0.db").write_text(content)
        kept = set_aside(tmp_path / "0.db", "damaged").now_at
        assert kept.read_text() == content
        names.append(kept.name.removeprefix("0.db.set-aside-20260304T100000Z"))
    assert names == ["", "-2", "-3"]


def test_a_write_that_fails_is_told_to_the_process(tables: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker can't go on: what it did would not be in its state."""
    told: list[StateUnwritable] = []
    monkeypatch.setattr(GuardedStore, "on_unwritable", staticmethod(told.append))
    database = tables.database()
    database.close()
    with pytest.raises(StateUnwritable, match=r"the state in .* can't be written"):
        tables.store.set_persisted_offset(tables.changelog, 1)
    assert len(told) == 1
    tables.store._dbs.clear()
