"""Import of places that the shipped index lacks: a GeoNames dump or a CSV with P-codes.

What is read is kept as one TSV file, which `WIREFEED_GAZETTEER` names; importing again adds to it.
"""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from streams.entities.places import ADMIN1, ADMIN2, CITY, COUNTRY, FACILITY, NATURAL, Place
from streams.errors import MalformedItem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GEONAMES_COLUMNS: Final = 19
MOST_REFUSALS: Final = 1_000
"""So many refusals are kept; the rest are counted."""
LONGEST_FIELD: Final = 10_000
_NAME: Final = (
    "name",
    "featurename",
    "adm4_en",
    "adm3_en",
    "adm2_en",
    "adm1_en",
    "admin3name_en",
    "admin2name_en",
    "admin1name_en",
    "place",
)
_LAT: Final = ("lat", "latitude", "y", "point_y")
_LON: Final = ("lon", "lng", "long", "longitude", "x", "point_x")
_COUNTRY: Final = ("country", "iso", "iso2", "country_code", "countrycode", "adm0_pcode", "admin0pcode")
_ALIASES: Final = ("aliases", "alternatenames", "altnames", "featurealtname1_en")
_GEONAMES: Final = ("geonames", "geonameid", "geonames_id")
_POPULATION: Final = ("population", "pop")
_PCODE: Final = ("pcode", "adm4_pcode", "adm3_pcode", "adm2_pcode", "adm1_pcode")
_KINDS: Final = {
    "A": ADMIN2,
    "P": CITY,
    "H": NATURAL,
    "T": NATURAL,
    "V": NATURAL,
    "L": NATURAL,
    "S": FACILITY,
    "R": FACILITY,
    "U": NATURAL,
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that was not taken."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import took and what it refused."""

    taken: int
    refused: int
    refusals: tuple[Refusal, ...]
    written: Path | None = None


class _BadRow(ValueError):
    """A row can't be taken; the message says why."""


def import_gazetteer(path: Path, into: Path, *, country: str | None = None) -> ImportReport:
    """Add the places of a file to the gazetteer `into` and report the rows refused, by line number.

    `path` is a GeoNames dump (`SY.txt`, or the zip it comes in) or a CSV with a header that has at least a name, a
    latitude and a longitude; `country` (ISO 3166-1 alpha-2) serves rows that state none. Places already there are
    not doubled. Raises `MalformedItem` where the file is neither, `OSError` where it can't be read.
    """
    kept = set(into.read_text(encoding="utf-8").splitlines()) if into.exists() else set()
    refusals: list[Refusal] = []
    taken = refused = 0
    for number, row in _rows(path):
        try:
            line = _line(row, country)
        except _BadRow as error:
            refused += 1
            if len(refusals) < MOST_REFUSALS:
                refusals.append(Refusal(number, str(error)))
            continue
        taken += 1
        kept.add(line)
    into.parent.mkdir(parents=True, exist_ok=True)
    into.write_text("".join(f"{line}\n" for line in sorted(kept)), encoding="utf-8")
    return ImportReport(taken, refused, tuple(refusals), into)


def read_imported(path: Path) -> Iterator[tuple[list[str], Place]]:
    """Yield the names and the place of each row of an imported gazetteer."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            cells = line.rstrip("\n").split("\t")
            if len(cells) != 9:  # noqa: PLR2004 - the columns written below
                continue
            names, kind, country, admin1, lat, lon, population, geonames, _pcode = cells
            spelled = names.split("|")
            yield (
                spelled,
                Place(
                    spelled[0],
                    int(kind),
                    country or None,
                    admin1 or None,
                    float(lat),
                    float(lon),
                    int(population),
                    int(geonames) if geonames else None,
                ),
            )


def _text(path: Path) -> io.TextIOBase:
    if zipfile.is_zipfile(path):
        archive = zipfile.ZipFile(path)
        names = [name for name in archive.namelist() if name.endswith(".txt") and "readme" not in name.lower()]
        if len(names) != 1:
            raise MalformedItem(f"{path.name}: a GeoNames archive holds one table, this one has {len(names)}")
        return io.TextIOWrapper(archive.open(names[0]), encoding="utf-8", errors="replace", newline="")
    return path.open(encoding="utf-8-sig", errors="replace", newline="")


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str] | str]]:
    """Yield line number and cells of each row; a string is the reason why a row has none."""
    with _text(path) as file:
        head = file.readline()
        if head.count("\t") == GEONAMES_COLUMNS - 1:
            yield 1, _geonames(head)
            for number, line in enumerate(file, start=2):
                yield number, _geonames(line)
            return
        delimiter = max(",;\t|", key=head.count)
        header = [cell.strip().lower() for cell in next(csv.reader([head], delimiter=delimiter), [])]
        if not (set(header) & set(_NAME) and set(header) & set(_LAT) and set(header) & set(_LON)):
            raise MalformedItem(
                f"{path.name} is no gazetteer: neither a GeoNames dump ({GEONAMES_COLUMNS} columns, tabs) nor a CSV "
                "whose header names a name, a latitude and a longitude (name, lat, lon)"
            )
        reader = csv.reader(file, delimiter=delimiter)
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield reader.line_num + 1, str(error)
                continue
            if not cells:
                continue
            if len(cells) != len(header):
                yield reader.line_num + 1, f"{len(cells)} columns instead of {len(header)}"
                continue
            yield reader.line_num + 1, dict(zip(header, cells, strict=True))


def _geonames(line: str) -> dict[str, str] | str:
    cells = line.rstrip("\r\n").split("\t")
    if len(cells) != GEONAMES_COLUMNS:
        return f"{len(cells)} columns instead of {GEONAMES_COLUMNS}"
    return {
        "geonameid": cells[0],
        "name": cells[1],
        "aliases": "|".join([cells[2], *(name for name in cells[3].split(",") if name)]),
        "lat": cells[4],
        "lon": cells[5],
        "class": cells[6],
        "code": cells[7],
        "country": cells[8],
        "admin1": f"{cells[8]}.{cells[10]}" if cells[10] else "",
        "population": cells[14],
    }


def _first(row: dict[str, str], names: tuple[str, ...]) -> str:
    return next((row[name].strip() for name in names if row.get(name, "").strip()), "")


def _number(text: str, what: str, most: float) -> float:
    try:
        value = float(text)
    except ValueError:
        raise _BadRow(f"{what} {text[:40]!r} is no number") from None
    if not -most <= value <= most:
        raise _BadRow(f"{what} {text[:40]} is out of range")
    return value


def _whole(text: str, what: str) -> int:
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) < 12):  # noqa: PLR2004 - no population is longer
        raise _BadRow(f"{what} {text[:40]!r} is no whole number")
    return int(text)


def _line(row: dict[str, str] | str, country: str | None) -> str:
    if isinstance(row, str):
        raise _BadRow(row)
    name = _first(row, _NAME)
    if not name:
        raise _BadRow("no name")
    if any(len(cell) > LONGEST_FIELD for cell in row.values()):
        raise _BadRow("a field is too long")
    lat = _number(_first(row, _LAT), "latitude", 90)
    lon = _number(_first(row, _LON), "longitude", 180)
    stated = _first(row, _COUNTRY)[:2].upper() or (country or "")
    if stated and not (stated.isascii() and stated.isalpha() and len(stated) == 2):  # noqa: PLR2004 - ISO alpha-2
        raise _BadRow(f"country {stated!r} is no ISO code")
    kind = _KINDS.get(row.get("class", "P"), CITY)
    if row.get("code") == "ADM1":
        kind = ADMIN1
    elif row.get("code", "").startswith("PCLI"):
        kind = COUNTRY
    population = _whole(_first(row, _POPULATION), "population")
    geonames = _whole(_first(row, _GEONAMES), "GeoNames id")
    names = dict.fromkeys([name, *(alias.strip() for alias in _first(row, _ALIASES).split("|") if alias.strip())])
    spelled = "|".join(" ".join(name.replace("|", " ").split()) for name in names)
    cells = (
        spelled,
        str(kind),
        stated,
        row.get("admin1", ""),
        f"{lat:.5f}",
        f"{lon:.5f}",
        str(population),
        str(geonames or ""),
        _first(row, _PCODE),
    )
    return "\t".join(cell.replace("\t", " ").replace("\n", " ") for cell in cells)
