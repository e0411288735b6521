"""A plain regular-expression extractor of casualty figures: a number, a few words, a verb. No roles, no clauses."""

from __future__ import annotations

import re
from typing import Any

UNITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
TEENS = ("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
WORDS = {word: value for value, word in enumerate((*UNITS, *TEENS))}
WORDS |= {word: 10 * value for value, word in enumerate(TENS, start=2)}
NUMBER = rf"(?P<number>\d{{1,3}}(?:,\d{{3}})+|\d+|{'|'.join(sorted(WORDS, key=len, reverse=True))})"
OPEN = r"(?:(?P<open>at least|more than|over|up to|as many as|about|nearly|some|around)\s+)?"
NOUN = r"(?:\s+[\w'-]+){0,4}?\s+"
AUXILIARY = r"(?:were |was |are |is |have been )?"
KINDS = {
    "killed": r"killed|dead|died|slain|murdered|perished|shot dead",
    "injured": r"injured|wounded|hurt|shot",
    "missing": r"missing",
    "kidnapped": r"kidnapped|abducted|taken hostage",
    "displaced": r"displaced|evacuated",
    "detained": r"arrested|detained",
    "trapped": r"trapped",
}
QUALIFIERS = {
    "at least": "at_least",
    "more than": "more_than",
    "over": "more_than",
    "up to": "at_most",
    "as many as": "at_most",
}
BEFORE = {
    kind: re.compile(rf"\b{OPEN}{NUMBER}\b{NOUN}{AUXILIARY}(?:{verbs})\b", re.IGNORECASE)
    for kind, verbs in KINDS.items()
}
AFTER = {
    kind: re.compile(rf"\b(?:{stem})\s+{OPEN}{NUMBER}\b(?!\s+(?:miles|times|years|houses|cars))", re.IGNORECASE)
    for kind, stem in {
        "killed": "kill(?:ed|s|ing)|murder(?:ed|ing)|left|leaving|toll (?:rose|climbed|stood) (?:to|at)",
        "injured": "injur(?:ed|es|ing)|wound(?:ed|s|ing)",
        "kidnapped": "kidnapp(?:ed|ing)|abduct(?:ed|ing)",
    }.items()
}


def figures(text: str) -> list[dict[str, Any]]:
    """Return every number that stands near a casualty verb as a figure of role `total`, each (kind, ends) once."""
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for patterns in (BEFORE, AFTER):
        for kind, pattern in patterns.items():
            for match in pattern.finditer(text):
                word = match["number"].lower()
                value = WORDS[word] if word in WORDS else int(word.replace(",", ""))
                qualifier = QUALIFIERS.get((match["open"] or "").lower(), "about" if match["open"] else "exact")
                low = None if qualifier == "at_most" else value
                high = None if qualifier in {"at_least", "more_than"} else value
                figure = {"kind": kind, "min": low, "max": high, "qualifier": qualifier, "role": "total"}
                found.setdefault((kind, low, high), figure)
    return list(found.values())
