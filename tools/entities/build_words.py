"""Build `streams/entities/data/words.npz`: what is known of single words.

    python tools/entities/build_words.py --lookups DIR --faker DIR --petrarch DIR

- Brown clusters and the usual case of English words: `spacy-lookups-data` (MIT), tables `en_lexeme_cluster` and
  `en_lexeme_prob`.
- Given and family names of many countries: `Faker` (MIT), its person providers.
- Names of public people: the PETRARCH 2 actor dictionaries (MIT).

The first two are unpacked wheels and needed for this build alone.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import re
import sys
from collections import defaultdict
from importlib import import_module
from pathlib import Path

import numpy as np

from streams.entities.keys import key_hash, name_key
from tools.entities.petrarch import people

GIVEN, FAMILY, PUBLIC, LOWER, TITLE, UPPER = 1, 2, 4, 8, 16, 32
OUT = Path(__file__).parents[2] / "streams/entities/data/words.npz"
WORDS = 170_000
"""So many of the commonest words keep their cluster."""


def faker_names() -> tuple[set[str], set[str]]:
    """Return keys of given and family names in Latin letters."""
    from faker.providers import person  # noqa: PLC0415 - on the path only now

    given: set[str] = set()
    family: set[str] = set()
    for folder in sorted(Path(person.__file__).parent.iterdir()):
        if not (folder / "__init__.py").exists():
            continue
        provider = import_module(f"faker.providers.person.{folder.name}").Provider
        for attribute in dir(provider):
            target = (
                given if attribute.startswith("first_name") else family if attribute.startswith("last_name") else None
            )
            names = getattr(provider, attribute, None)
            if target is None or not isinstance(names, (list, tuple, dict)) or not names:
                continue
            for name in names:
                for word in name_key(str(name)).split():
                    if len(word) > 1 and word.isascii() and word.isalpha():
                        target.add(word)
    return given, family


def main() -> None:
    """Build the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lookups", type=Path, required=True)
    parser.add_argument("--faker", type=Path, required=True)
    parser.add_argument("--petrarch", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=OUT)
    arguments = parser.parse_args()
    sys.path.append(str(arguments.faker))
    tables = arguments.lookups / "spacy_lookups_data/data"
    with gzip.open(tables / "en_lexeme_prob.json.gz", "rt") as file:
        probability: dict[str, float] = json.load(file)
    with gzip.open(tables / "en_lexeme_cluster.json.gz", "rt") as file:
        cluster: dict[str, int] = json.load(file)

    wordlike = re.compile(r"[^\W\d_][\w'’.-]{0,24}")
    common = [
        word for word in sorted(probability, key=probability.__getitem__, reverse=True) if wordlike.fullmatch(word)
    ]
    paths = sorted(set(cluster.values()) - {0})
    number = {path: at + 1 for at, path in enumerate(paths)}
    clustered = [word for word in common if cluster.get(word)][:WORDS]

    cases: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for word in common[: WORDS * 2]:
        at = 0 if word.islower() else 2 if word.isupper() and len(word) > 1 else 1
        cases[word.lower()][at] += math.exp(probability[word])
    flags: dict[str, int] = defaultdict(int)
    for word, share in cases.items():
        if len(word) > 1:
            flags[word] |= (LOWER, TITLE, UPPER)[share.index(max(share))]
    given, family = faker_names()
    for word in given:
        flags[word] |= GIVEN
    for word in family:
        flags[word] |= FAMILY
    for name in people(arguments.petrarch):
        for word in name_key(name).split():
            if len(word) > 2 and word.isalpha() and not flags.get(word, 0) & LOWER:
                flags[word] |= PUBLIC

    by_word = sorted((key_hash(word), number[cluster[word]]) for word in clustered)
    by_key = sorted((key_hash(word), value) for word, value in flags.items() if value)
    np.savez_compressed(
        arguments.out,
        cluster_hashes=np.array([row[0] for row in by_word], np.uint64),
        clusters=np.array([row[1] for row in by_word], np.uint16),
        cluster_paths=np.array([0, *paths], np.uint32),
        flag_hashes=np.array([row[0] for row in by_key], np.uint64),
        flags=np.array([row[1] for row in by_key], np.uint8),
    )
    print(
        f"{len(by_word)} words in {len(paths)} clusters, {len(by_key)} words with flags "
        f"({len(given)} given names, {len(family)} family names), {arguments.out.stat().st_size / 1e6:.1f} MB"
    )


if __name__ == "__main__":
    main()
