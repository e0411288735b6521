"""Clauses of a sentence that tell of another time than the day that the rest of it names.

"The driver, jailed in 2009 for a crash that killed two, hit a crowd on Saturday, killing seven": what stands in such a
clause is of an earlier event, and its year says nothing of the seven. Without a day outside it, a clause tells nothing:
"a quake that killed 230 people last week" may be all that the article is about.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from streams.casualties.english import lexicon as lex

_DAY: Final = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:today|yesterday|tonight|overnight)\b"
    r"|\bthis (?:morning|afternoon|evening)\b"
)
"""A day of this week, as a wire names that of what it tells."""
_ONE: Final = r"(?:[^,;]|(?<=\d),(?=\d))"
"""A character of a clause; the comma of a number ends none."""
_COUNT: Final = r"(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|several|some|\d{1,3})"
_ANOTHER: Final = re.compile(r"\b(?:another|again|once more)\b")


@cache
def _old() -> tuple[re.Pattern[str], ...]:
    """Return the patterns of clauses that name an earlier time."""
    words = lex.load_json("classes.json")
    month, event = "|".join(words["month"]), "|".join(words["occurrence"])
    old = (
        rf"(?:(?:in|of|since|during|from|by|until) (?:(?:early|late|mid-?) ?)?(?:(?:{month}),? )?(?:1[5-9]|20)\d\d\b"
        rf"|(?:in|since|of|until) (?:{month})\b(?! \d)"
        rf"|last (?:year|month|season|spring|summer|autumn|fall|winter|{month})\b(?:['’]s [\w-]+)?"
        rf"|(?:{_COUNT} (?:weeks?|months?|years?|decades?)|years|decades) (?:ago|earlier|before)\b)"
    )
    opened = r"(?:who|whose|whom|which|where|in which|when|at|known|[a-z]{3,12}ed|built|rebuilt)"
    result = r"(?:, (?:killing|leaving|injuring|wounding|drowning|burying) [^,;]{1,60}| with the loss of [^,;]{1,30})?"
    relative = r"(?:that|which|who|where|when|in which|whose)"
    end = r"(?= (?:and|but|on)\b|,(?!\d)|[;.]|$)"
    patterns = (
        rf", {opened} {_ONE}{{0,100}}?{old}{_ONE}{{0,100}}(?=,)",  # ", jailed in 2009 for a crash that killed two,"
        rf"\b{relative} {_ONE}{{0,100}}?{old}{result}",  # "one that collapsed last month, killing eight"
        rf"\b{relative} {old},? {_ONE}{{3,100}}",  # "where in 1868 the sea took 693 lives"
        # "the quake of 1999, which killed 17,000 people,"
        rf"\b(?:{event}) (?:of|in) (?:1[5-9]|20)\d\d, {relative} {_ONE}{{3,100}}(?=,)",
        # "the 1988 quake that took 25,000 lives"
        rf"\b(?:1[5-9]|20)\d\d (?:[\w'’-]+ ){{0,2}}?(?:{event}),? {relative} {_ONE}{{3,60}}?{end}",
        # "since the one in 2015", "since a blast killed 23 people there in 2021", "unlike the fire of last May"
        rf"\b(?:since|than|unlike|like) {_ONE}{{0,80}}?{old}(?:,? {relative} {_ONE}{{3,100}})?",
    )
    return tuple(map(re.compile, patterns))


@cache
def _beside_another() -> re.Pattern[str]:
    """Return the pattern of an event with its toll, which is an earlier one where the sentence tells another."""
    event = "|".join(lex.load_json("classes.json")["occurrence"])
    return re.compile(
        rf"\b(?:an?|the) (?:[\w'’-]+ ){{0,2}}?(?:{event}) (?:that|which|in which) (?:[\w'’-]+ ){{0,4}}?"
        rf"(?:killed|left|claimed|injured|wounded|drowned|died|perished)\b(?:(?! (?:and|but|as|while)\b){_ONE}){{0,60}}"
    )


@lru_cache(maxsize=64)
def old_clauses(words: str) -> tuple[tuple[int, int], ...]:
    """Return the spans of such clauses in a sentence in lower case, in no order; they may overlap."""
    days = [match.start() for match in _DAY.finditer(words)]
    if not days:
        return ()
    found = [match.span() for pattern in _old() for match in pattern.finditer(words)]
    for match in _beside_another().finditer(words):
        begin, end = match.span()
        if _ANOTHER.search(words[:begin]) or _ANOTHER.search(words, end):
            found.append((begin, end))
    found = [(begin, end) for begin, end in found if not any(begin <= day < end for day in days)]
    return tuple(found)
