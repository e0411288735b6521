"""Names of an invented wire: people, towns, bodies and things of one country."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from streams.entities.nations import nations

if TYPE_CHECKING:
    import random

    from tools.entities.world import World


class Namer:
    """Makes names of one country and, for the people, one locale; each country is drawn at random."""

    def __init__(self, world: World, rng: random.Random) -> None:
        self.world = world
        self.rng = rng
        known = [iso for iso in nations() if len(world.cities.get(iso, ([],))[0]) > 30 and nations()[iso].adjectives]
        self.home, self.other = rng.sample(known, 2)
        self.locale = rng.randrange(len(world.given))

    def chance(self, share: float) -> bool:
        """Return True so often."""
        return self.rng.random() < share

    def pick(self, name: str) -> str:
        """Return a random word of a list."""
        return self.rng.choice(self.world.words[name])

    def coined(self) -> str:
        """Return an invented word, a town or a family name, which coined names often are."""
        if self.chance(0.3):
            return self.city(self.home if self.chance(0.7) else self.rng.choice(list(self.world.cities)))
        if self.chance(0.2):
            return self.rng.choice(self.world.family[self.locale])
        word = "".join(self.rng.choices(self.world.words["syllable"], k=self.rng.choice((2, 2, 3))))
        return word.capitalize()

    def city(self, iso: str) -> str:
        """Return a town, larger ones more often."""
        names, weights = self.world.cities[iso]
        return self.rng.choices(names, weights)[0]

    def region(self) -> str:
        """Return a province of the country, or the country where it has none."""
        return self.rng.choice(self.world.regions.get(self.home) or [nations()[self.home].name])

    def person(self) -> str:
        """Return a full name: of the home country's public people, or given and family names of one locale."""
        people = self.world.people.get(self.home, [])
        if self.chance(0.16):
            return self._listed_form()
        if people and self.chance(0.5):
            return self.rng.choice(people).strip()
        locale = self.locale if self.chance(0.7) else self.rng.randrange(len(self.world.given))
        return self._composed(self.world.given[locale], self.world.family[locale]).strip()

    def _composed(self, given: list[str], family: list[str]) -> str:
        choice = self.rng.choice
        name = f"{choice(given)} {choice(family)}"
        last = name.rsplit(maxsplit=1)[-1]
        form = self.rng.random()
        if form < 0.08:
            name = f"{choice(given)} {name}"
        elif form < 0.14:
            name = f"{name.split()[0]} {choice('ABCDEFGHJKLMNPRSTW')}. {name.split(' ', 1)[1]}"
        elif form < 0.2:
            name = f"{name} {choice(family)}"
        elif form < 0.24:
            name = f"{name.split()[0]} al-{last}"
        elif form < 0.27:
            name = f"{last} {choice(given)}-{choice(given).lower()}"
        elif form < 0.29:
            name = f"{choice('ABDEGJLMNOST')}.{choice((' ', ''))}{last}"
        elif form < 0.31:
            name = f"{choice(given)} {choice(given)} {last} {choice(family)}"
        return name

    def _listed_form(self) -> str:
        """Return a name in a form that lists of given and family names do not show."""
        form = self.rng.randrange(5)
        if form == 0:
            first = self.pick("chinese_family"), self.pick("chinese_syllable").capitalize()
            return f"{first[0]} {first[1]}-{self.pick('chinese_syllable')}"
        if form == 1:
            first = self.pick("chinese_family"), self.pick("chinese_syllable").capitalize()
            return f"{first[0]} {first[1]}{self.rng.choice(('', self.pick('chinese_syllable')))}"
        if form == 2:
            return " ".join(self.rng.sample(self.world.words["burmese"], self.rng.choice((2, 3, 3))))
        article = self.rng.choice(("al-", "Al-", "Al ", "el-"))
        if form == 3:
            given, son = self.pick("arabic_given"), self.rng.choice(("bin ", "Bin ", "ibn ", ""))
            return f"{given} {son}{self.pick('arabic_given')} {article}{self.pick('arabic_family')}"
        if self.chance(0.3):
            return f"{self.pick('arabic_given')} Al-{self.pick('arabic_family')} Al-{self.pick('arabic_family')}"
        return f"{self.pick('arabic_given')} {article}{self.pick('arabic_family')}"

    def family(self) -> str:
        """Return a family name."""
        if self.chance(0.6):
            return self.rng.choice(self.world.family[self.locale])
        return self.person().split()[-1].strip(".") or "Mora"

    def made(self, kind: str) -> str:
        """Return a name made by the grammar."""
        pattern = self.rng.choice(self.world.grammar[kind])
        nation = nations()[self.home]
        fill = {
            "N": self.rng.choice((nation.name, *nation.aliases[:1])),
            "A": nation.adjectives[0],
            "C": self.city(self.home),
            "C2": self.city(self.home),
            "R": self.region(),
            "F": self.family(),
            "F2": self.family(),
            "P": self.person(),
            "K": self.coined(),
            "k": self.coined().lower(),
            "K2": self.pick("virtue"),
            "K2b": self.pick("virtue"),
            "K3": self.pick("thing"),
            "K3b": self.pick("thing"),
            "D": self.pick("field"),
            "D2": self.pick("field"),
            "D3": self.pick("field"),
            "num": str(self.rng.randrange(2, 99)),
            "n": str(self.rng.randrange(1, 13)),
            "year": str(self.rng.randrange(1960, 2031)),
        }
        return re.sub(r"\{(\w+)\}", lambda match: fill[match.group(1)], pattern)

    def short(self, kind: str, full: str) -> str:
        """Return the short form of a name; `kind` is P for a person, B for a company, or another body's."""
        parts = full.split()
        if kind != "P":
            initials = "".join(word[0] for word in re.split(r"[\s-]+", full) if word[0].isupper())
            if len(initials) > 2 and self.chance(0.7):
                return initials
            return parts[0] if kind == "B" and len(parts) > 1 and len(parts[0]) > 3 else full
        if len(parts) > 2 and (parts[-2].islower() or parts[-2] == "Al"):
            return " ".join(parts[-2:])
        if "-" in parts[-1] and parts[-1][0].isupper() and parts[-1].split("-")[1].islower():
            return parts[0]
        return parts[0] if self.chance(0.1) and len(parts[0]) > 2 else parts[-1]
