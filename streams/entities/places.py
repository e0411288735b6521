"""The index of places: GeoNames cities, divisions, countries, continents. Built by `tools/entities/build_places.py`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from streams.entities.keys import key_hash
from streams.entities.tables import open_data

if TYPE_CHECKING:
    from collections.abc import Sequence


COUNTRY: Final = 0
ADMIN1: Final = 1
ADMIN2: Final = 2
CITY: Final = 3
CONTINENT: Final = 4
NATURAL: Final = 5
FACILITY: Final = 6

SUBTYPES: Final = {
    COUNTRY: "country",
    ADMIN1: "region",
    ADMIN2: "region",
    CITY: "city",
    CONTINENT: "region",
    NATURAL: "natural",
    FACILITY: "facility",
}


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of a gazetteer."""

    name: str
    kind: int
    country: str | None
    admin1: str | None
    """Code of the first-level division, as GeoNames has it: `SY.09`."""
    lat: float
    lon: float
    population: int
    geonames: int | None = None
    main: bool = True
    """Whether it was found by its main name."""


@dataclass(frozen=True, slots=True)
class PlaceIndex:
    """Columns of the places, and their names as sorted hashes."""

    geonames: NDArray[np.uint32]
    kind: NDArray[np.uint8]
    country: NDArray[np.uint8]
    admin1: NDArray[np.uint16]
    lat: NDArray[np.int32]
    lon: NDArray[np.int32]
    population: NDArray[np.uint32]
    names: bytes
    name_starts: NDArray[np.uint32]
    hashes: NDArray[np.uint64]
    rows: NDArray[np.uint32]
    main: NDArray[np.uint8]
    rank: NDArray[np.uint8]
    """How weighty the entry behind a name is, 1 to 7; the weightiest of a name stands at its first hash."""
    countries: list[str]
    admins: list[str]

    def ranks(self, keys: Sequence[str]) -> NDArray[np.uint8]:
        """Return for each key the rank of its weightiest place, 0 where it names none."""
        if not keys:
            return np.zeros(0, np.uint8)
        wanted = np.fromiter((key_hash(key) for key in keys), np.uint64, len(keys))
        at = np.minimum(np.searchsorted(self.hashes, wanted), len(self.hashes) - 1)
        return np.where(self.hashes[at] == wanted, self.rank[at], 0)

    def find(self, key: str) -> list[Place]:
        """Return the places of a key, in the order of their GeoNames ids."""
        wanted = np.uint64(key_hash(key))
        first = int(np.searchsorted(self.hashes, wanted))
        last = int(np.searchsorted(self.hashes, wanted, side="right"))
        return [self.at(int(self.rows[entry]), main=bool(self.main[entry])) for entry in range(first, last)]

    def at(self, row: int, *, main: bool = True) -> Place:
        """Return the place of a row."""
        admin = self.admins[self.admin1[row]]
        country = self.countries[self.country[row]]
        return Place(
            name=self.names[self.name_starts[row] : self.name_starts[row + 1] - 1].decode(),
            kind=int(self.kind[row]),
            country=country or None,
            admin1=admin if not admin.endswith(".") else None,
            lat=int(self.lat[row]) / 1000,
            lon=int(self.lon[row]) / 1000,
            population=int(self.population[row]),
            geonames=int(self.geonames[row]),
            main=main,
        )


def _ranks(
    kind: NDArray[np.uint8], population: NDArray[np.uint32], rows: NDArray[np.uint32], main: NDArray[np.uint8]
) -> NDArray[np.uint8]:
    size = np.digitize(population[rows], [5_000, 50_000, 500_000]).astype(np.uint8) + 1
    size = np.where(main == 1, size, np.maximum(size, 2) - 1).astype(np.int64)
    kinds = kind[rows]
    return np.select(
        [kinds == COUNTRY, kinds == CONTINENT, kinds == ADMIN1, kinds == ADMIN2], [7, 6, 5, 1], size
    ).astype(np.uint8)


@cache
def place_index() -> PlaceIndex:
    """Return the index, read at the first call."""
    with open_data("places.npz") as file, np.load(file) as arrays:
        columns = {name: arrays[name] for name in arrays.files}
    names = columns["names"].tobytes()
    starts = np.concatenate(([0], np.flatnonzero(columns["names"] == ord("\n")) + 1, [len(names) + 1])).astype(
        np.uint32
    )
    hashes, rows = columns["hashes"], columns["rows"]
    main = np.unpackbits(columns["main"])[: len(rows)]
    ranks = _ranks(columns["kind"], columns["population"], rows, main)
    firsts = np.flatnonzero(np.concatenate(([True], hashes[1:] != hashes[:-1])))
    ranks[firsts] = np.maximum.reduceat(ranks, firsts)
    return PlaceIndex(
        columns["geonames"],
        columns["kind"],
        columns["country"],
        columns["admin1"],
        columns["lat"],
        columns["lon"],
        columns["population"],
        names,
        starts,
        hashes,
        rows,
        main,
        ranks,
        [str(code) for code in columns["countries"]],
        [str(code) for code in columns["admins"]],
    )


@lru_cache(maxsize=50_000)
def rank_of(key: str) -> int:
    """Return how weighty a key's first place is: 7 a country, 6 a continent, 5 a division, 4 to 1 a town; 0 none."""
    return int(place_index().ranks([key])[0])
