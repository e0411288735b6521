"""Import of places: what is taken, what is refused and why."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

from streams.entities import import_gazetteer, recognise, use_gazetteer
from streams.entities.gazetteer_import import read_imported
from streams.errors import MalformedItem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def row(*cells: str) -> str:
    """Return a line of a dump, from its first eight cells (id, names, coordinates, class and code)."""
    return "\t".join((*cells, "SY", "", "12", "", "", "", "1200", "", "", "Asia/Damascus", "2020-01-01")) + "\n"


@pytest.fixture
def own_places() -> Iterator[None]:
    """Leave no place of a test to the others."""
    yield
    use_gazetteer(None)


DUMP = (
    row("900001", "Tall Qarib", "Tall Qarib", "Tel Kareb,تل قريب", "35.5", "36.5", "P", "PPL")
    + row("900002", "Bad Row", "", "", "north", "36.5", "P", "PPL")
    + "short\trow\n"
    + row("900003", "Wadi Zarqun", "", "", "35.6", "36.6", "H", "WAD")
)


def test_geonames_dump(tmp_path: Path) -> None:
    """Rows of a GeoNames dump are taken, and a broken one is refused with its line and reason; the rest loads."""
    source, into = tmp_path / "SY.txt", tmp_path / "places.tsv"
    source.write_text(DUMP, encoding="utf-8")

    report = import_gazetteer(source, into)

    assert (report.taken, report.refused) == (2, 2)
    assert [refusal.line for refusal in report.refusals] == [2, 3]
    assert "latitude 'north' is no number" in report.refusals[0].reason
    assert "columns" in report.refusals[1].reason
    taken = {names[0]: (place.geonames, place.country, place.admin1) for names, place in read_imported(into)}
    assert taken == {"Tall Qarib": (900001, "SY", "SY.12"), "Wadi Zarqun": (900003, "SY", "SY.12")}


def test_zip(tmp_path: Path) -> None:
    """A dump may be in the archive that it comes in."""
    archive = tmp_path / "SY.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("readme.txt", "about")
        file.writestr("SY.txt", DUMP)

    assert import_gazetteer(archive, tmp_path / "places.tsv").taken == 2


def test_csv_with_pcodes(tmp_path: Path) -> None:
    """A CSV with a header of a name, coordinates and a P-code is taken; a country may be given for all its rows."""
    source, into = tmp_path / "pcodes.csv", tmp_path / "places.tsv"
    source.write_text(
        'PCODE,Name,Latitude,Longitude,AltNames\nSY0001,"Kafr Hind",35.1,36.2,Kafar Hind|Kfar Hind\n'
        'SY0002,"No Place",95,36.2,\nSY0003,,35,36,\n"unclosed',
        encoding="utf-8",
    )

    report = import_gazetteer(source, into, country="SY")

    assert report.taken == 1
    assert [refusal.line for refusal in report.refusals] == [3, 4, 5]
    ((names, place),) = read_imported(into)
    assert names == ["Kafr Hind", "Kafar Hind", "Kfar Hind"]
    assert (place.country, place.lat, place.lon) == ("SY", 35.1, 36.2)


def test_again(tmp_path: Path) -> None:
    """Importing the same file again doubles nothing."""
    source, into = tmp_path / "SY.txt", tmp_path / "places.tsv"
    source.write_text(DUMP, encoding="utf-8")
    import_gazetteer(source, into)
    before = into.read_text(encoding="utf-8")
    import_gazetteer(source, into)

    assert into.read_text(encoding="utf-8") == before


def test_no_gazetteer(tmp_path: Path) -> None:
    """A file that is neither is refused as a whole, with what is wanted."""
    source = tmp_path / "notes.csv"
    source.write_text("a,b\n1,2\n", encoding="utf-8")

    with pytest.raises(MalformedItem, match="name, lat, lon"):
        import_gazetteer(source, tmp_path / "places.tsv")


@pytest.mark.usefixtures("own_places")
def test_imported_place_is_found(tmp_path: Path) -> None:
    """What was imported is a place on the map where the document is about its country."""
    source, into = tmp_path / "SY.txt", tmp_path / "places.tsv"
    source.write_text(DUMP, encoding="utf-8")
    import_gazetteer(source, into)
    use_gazetteer(into)
    entities = recognise("Shells fell on Tel Kareb in Syria on Monday, residents said.")

    assert next(entity for entity in entities if entity.text == "Tel Kareb").geonames == 900001
