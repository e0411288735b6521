"""Read the PETRARCH 2 actor dictionaries (MIT, Open Event Data Alliance; vintage 2014).

Their traps: leaders stand as aliases of countries, cities as aliases of countries. People are therefore told from
bodies by the dated roles under a name, and nothing is taken as an alias of a country.
"""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_CODES = re.compile(r"\[([A-Z~-]{3,})([^\]]*)\]")
_LOWER = {
    "OF",
    "THE",
    "AND",
    "FOR",
    "IN",
    "ON",
    "TO",
    "AL",
    "BIN",
    "IBN",
    "DE",
    "DA",
    "DO",
    "DOS",
    "VAN",
    "DER",
    "DI",
    "E",
    "Y",
}


@dataclass(frozen=True, slots=True)
class Actor:
    """A block of a dictionary: names, role codes, and whether a role has dates."""

    names: tuple[str, ...]
    codes: tuple[str, ...]
    dated: bool


def actors(path: Path) -> Iterator[Actor]:
    """Yield the blocks of a dictionary file."""
    names: list[str] = []
    codes: list[str] = []
    dated = False
    with gzip.open(path, "rt", encoding="utf-8", errors="replace") as file:
        for raw in file:
            line = raw.split("#")[0].rstrip()
            if not line:
                continue
            begins = not line.startswith(("+", "\t", " ", "["))
            if begins:
                if names:
                    yield Actor(tuple(names), tuple(codes), dated)
                names, codes, dated = [], [], False
            for code, rest in _CODES.findall(line):
                codes.append(code)
                dated = dated or bool(re.search(r"\d", rest))
            if not line.startswith(("\t", " ", "[")):
                name = line.lstrip("+").split("[")[0].strip().rstrip("_").replace("_", " ").strip()
                if name:
                    names.append(name)
    if names:
        yield Actor(tuple(names), tuple(codes), dated)


def spelled(name: str) -> str:
    """Return a dictionary's name in usual case: BASHAR AL ASSAD is "Bashar al Assad"."""
    words = name.split()
    return " ".join(
        word.lower() if at and word in _LOWER else "-".join(part.capitalize() for part in word.split("-"))
        for at, word in enumerate(words)
    )


def people(folder: Path) -> list[str]:
    """Return names of public people in usual case, in the order of the file."""
    found: dict[str, None] = {}
    for actor in actors(folder / "Phoenix.Countries.actors.txt.gz"):
        office = any(re.search("GOV|ELI|OPP|MIL|JUD|LEG", code[3:6]) for code in actor.codes)
        if not (actor.dated and office):
            continue
        for name in actor.names:
            if 2 <= len(name.split()) <= 5 and re.fullmatch(r"[A-Z .'-]+", name):
                found[spelled(name)] = None
    return list(found)
