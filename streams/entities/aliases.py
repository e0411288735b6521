"""Groups and organisations by their known names (`data/groups.tsv`), found with Aho-Corasick."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Final

from ahocorasick_rs import AhoCorasick, MatchKind

from streams.entities.tables import read_rows

_FOLDS: Final = dict.fromkeys(range(0xD800, 0xE000), "\ufffd") | str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "`": "'",
        "‐": "-",
        "‑": "-",
        "–": "-",
        "é": "e",
        "É": "e",
        "è": "e",
        "\u00a0": " ",
        "\n": " ",
    }
)
_SMALL: Final = frozenset(["of", "the", "and", "in", "for", "to", "on", "group", "network", "cartel", "movement"])


@dataclass(frozen=True, slots=True)
class Entry:
    """A known group or organisation."""

    id: str
    name: str
    subtype: str
    country: str | None
    wikidata: str | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """An alias in a text."""

    start: int
    end: int
    entry: Entry
    weak: bool
    """Whether it counts only beside another name of the same entry."""


@dataclass(frozen=True, slots=True)
class AliasTable:
    """Known entries and the automaton of their names."""

    entries: dict[str, Entry]
    aliases: list[tuple[str, Entry, bool]]
    automaton: AhoCorasick = field(repr=False)

    def find(self, text: str, *, any_case: bool = False) -> list[Match]:
        """Return the longest aliases in a text, in order, none overlapping another.

        A name counts with its capitals, an acronym only in capitals; with `any_case` (a text in one case), names of
        more than one word count as they stand.
        """
        folded = fold(text)
        found: list[Match] = []
        for number, start, end in self.automaton.find_matches_as_indexes(folded, overlapping=True):
            alias, entry, weak = self.aliases[number]
            if (start and folded[start - 1].isalnum()) or (end < len(folded) and folded[end].isalnum()):
                continue
            if (
                start
                and folded[start - 1] == "-"
                and not folded[max(0, start - 2)].isspace()
                and not _prefix(folded, start)
            ):
                continue
            written = text[start:end]
            if not (_capitals_fit(alias, written) or (any_case and " " in alias)):
                continue
            found.append(Match(start, end, entry, weak))
        found.sort(key=lambda match: (match.start, -match.end))
        kept: list[Match] = []
        for match in found:
            if kept and match.start < kept[-1].end:
                if match.end - match.start > kept[-1].end - kept[-1].start:
                    kept[-1] = match
                continue
            kept.append(match)
        strong = {match.entry.id for match in kept if not match.weak}
        return [match for match in kept if not match.weak or match.entry.id in strong]


def _prefix(folded: str, start: int) -> bool:
    """Tell whether what stands before a hyphen is a free prefix, as in "pro-Hezbollah"."""
    word = folded[max(0, start - 8) : start - 1].rsplit(" ", 1)[-1]
    return word in {"pro", "anti", "non", "ex", "post", "pre", "al", "el"}


def fold(text: str) -> str:
    """Return a text in lower case with plain quotes and hyphens, of the same length."""
    folded = text.translate(_FOLDS)
    lowered = folded.lower()
    if len(lowered) == len(folded):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in folded)


def _capitals_fit(alias: str, written: str) -> bool:
    """Tell whether a name is written with the capitals of the alias, or in capitals throughout."""
    if alias.replace(".", "").replace("-", "").isupper() or " " not in alias:
        letters = [char for char in alias if char.isalpha()]
        if all(char.isupper() for char in letters):
            return alias == written
    if written.isupper():
        return True
    return all(
        theirs[:1].isupper() or not ours[:1].isupper() or ours.lower() in {"al", "el"}
        for ours, theirs in zip(
            alias.replace("-", " ").split(), written.replace("-", " ").replace("‑", " ").split(), strict=False
        )
    )


@cache
def alias_table() -> AliasTable:
    """Return the table, read at the first call."""
    entries: dict[str, Entry] = {}
    aliases: dict[str, tuple[str, Entry, bool]] = {}
    for row in read_rows("groups.tsv"):
        entry = Entry(row[0], row[1], row[2], row[3] or None, row[5] if len(row) > 5 else None)  # noqa: PLR2004 - optional column
        entries[entry.id] = entry
        for alias in (entry.name, *row[4].split("|")):
            weak = alias.startswith("(")
            name = alias.strip("()") if weak else alias
            for form in _forms(name):
                aliases.setdefault(fold(form) if not form.isupper() else form, (form, entry, weak))
    kept = list(aliases.values())
    return AliasTable(entries, kept, AhoCorasick([fold(form) for form, _, _ in kept], matchkind=MatchKind.Standard))


def _forms(name: str) -> list[str]:
    """Return the spellings of a name: the Arabic article is `al-`, `al ` or `el-`."""
    if name[:3].lower() == "al-":
        rest = name[3:]
        return [name, f"al-{rest}", f"Al {rest}", f"el-{rest}"]
    return [name]
