"""Who vouches for the figures of a sentence: "police said", "according to the ministry", "said the Observatory"."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from schemas import SourceKind
from streams.casualties.clause_figure import Speaker
from streams.casualties.english import lexicon as lex

LONGEST: Final = 90
"""Characters of title and name at most."""

_SAY: Final = re.compile(
    r"\b(?:according to|said|says|reported|confirmed|announced|added|stated|told|tweeted|wrote"
    r"|claimed(?=[.,]| (?:that|to|it|they|he|she|its|their)\b"
    r"| (?!(?:[\w-]+ ){1,3}(?:lives|victims))(?:[\w-]+ ){1,4}(?:were|had|have)\b)"
    r"|claims(?= (?:to|it|they|he|she|its|their)\b)"
    r"|(?<!\ban )estimated"
    r"|(?:lowered|raised|revised|cut|reduced|corrected|updated|trimmed|downgraded|increased)"
    r"(?= (?:down |up )?(?:the|its|their) (?:[a-z]+ )?(?:toll|count|number|tally|deaths?)\b)"
    r"|(?:maintain|insist)(?:ed|s)(?= that\b)"
    r"|noted|disclosed|acknowledged|revealed|declared|warned|put|puts|counted|admitted)\b"
)
_BREAK: Final = re.compile(r"[,;:()\"“”—–\n]|\.\s|--| - ")
_TAIL: Final = re.compile(
    r"\s(?:on|in|at|late|early|as|that|who|which|from|after|while|when|to|by|and said|monday|tuesday|wednesday|thursday"
    r"|friday|saturday|sunday|today|yesterday|and over|and more|is|was|were|are|had|has|have|but|in a statement)\b"
)
_LEAD: Final = re.compile(r"(?:but|and|while|although|though|however|meanwhile|as|when|that|later|earlier|also)\s+")
_DESCRIPTION: Final = re.compile(r"\s*(?:an?|the|who|whose|which)\s")
_INSERTED: Final = re.compile(
    r"\s*(?:[a-z]{2,20}(?:ed|ing)|in|on|at|by|from|with|via|through|after|during|still|himself|herself|themselves)\s"
)
"""How an insert begins that describes a speaker: "a witness, reached by telephone, said"; a name has a capital."""
_AUXILIARY: Final = re.compile(r"\s(?:has|have|had|also|later|today|yesterday|earlier|(?:on )?\w+day)$")
_AND: Final = re.compile(r",? and $")
_SUBJECT: Final = re.compile(
    r"\s*((?:the |an? )?(?:[\w'’.-]+ ){0,4}?[\w'’.-]+) (?:raised|lowered|revised|put|gave|retook|released|updated"
    r"|issued|named|counted|confirmed|stormed|freed|arrested|cut|corrected|blamed|reported|registered|recorded|recovered|found)\b"
)
"""The first words of a sentence up to a verb that those who count use."""
_PRONOUN: Final = frozenset({"he", "she", "they", "it", "i", "we", "who", "which", "that", "there", "you"})
_BEFORE_NAME: Final = frozenset({"according to", "said", "says", "reported", "added"})
"""What a name may follow."""
_ARTICLES: Final = frozenset({"a", "an", "the"})
_NO_NAME: Final = frozenset(
    {
        "and",
        "but",
        "while",
        "or",
        "a",
        "an",
        "the",
        "as",
        "that",
        "it",
        "there",
        "to",
        "in",
        "on",
        "at",
        "earlier",
        "later",
        "they",
        "he",
        "she",
        "was",
        "were",
        "is",
        "are",
    }
    | {
        "be",
        "been",
        "being",
        "not",
        "never",
        "dead",
        "the toll",
        "missing",
        "by",
        "via",
        "over",
        "from",
        "after",
        "as",
        "when",
    }
    | {
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "today",
        "yesterday",
        "last",
        "late",
    }
)


_BESIDE_NUMBERS: Final = frozenset(
    {
        "all",
        "and",
        "another",
        "at",
        "both",
        "half",
        "least",
        "more",
        "most",
        "of",
        "only",
        "others",
        "than",
        "them",
        "those",
    }
)
"""Words that may stand beside a number in "nine of them", "at least two others"."""


@cache
def _kinds() -> tuple[tuple[SourceKind, re.Pattern[str]], ...]:
    data = lex.load_json("sources.json")
    return tuple((SourceKind(kind), re.compile(pattern)) for kind, pattern in data["kinds"])


@cache
def _counts() -> re.Pattern[str]:
    """Words that stand before "reported" or "said" without being a speaker: numbers and victims."""
    return re.compile(r"\d|\b(?:people|persons|dead|killed|wounded|injured|injuries|deaths|missing|toll|bodies)\b")


@cache
def _number_words() -> frozenset[str]:
    """Words that count people and name nobody: the speaker of "said nine were children" isn't "nine"."""
    data = lex.load_json("numbers.json")
    return _BESIDE_NUMBERS.union(*(data[group] for group in ("unit", "ten", "scale", "vague", "none", "qualifier")))


def _counts_people(name: str) -> bool:
    """Return whether a name in lower case holds a count, or is nothing but words of quantity."""
    return _counts().search(name) is not None or _number_words().issuperset(name.replace("-", " ").split())


def source_kind(name: str) -> SourceKind:
    """Return what kind of speaker a name is."""
    lower = name.lower()
    for kind, pattern in _kinds():
        if pattern.search(lower):
            return kind
    return SourceKind.OTHER


def speaker(text: str, lower: str, start: int, end: int) -> tuple[Speaker | None, bool]:
    """Return the speaker that a sentence names, and whether it points back to an earlier one ("he said").

    `lower` is the text in lower case. A name before the verb comes before one after it.
    """
    for match in _SAY.finditer(lower, start, end):
        after = match[0] in _BEFORE_NAME
        # "..., said the Observatory", but "the network's head, Mazen Haddad, said"
        inverted = after and lower[max(start, match.start() - 2) : match.start()].rstrip().endswith((",", '"', "”"))
        span = _after(lower, match.end(), end) if inverted or match[0] == "according to" else None
        if span is None and match[0] != "according to":
            span = _before(text, lower, start, match.start()) or _subject_of_first_verb(lower, start, match.start())
        if span is None and after and not inverted:
            span = _after(lower, match.end(), end)
        if span is None:
            continue
        words = lower[span[0] : span[1]].split()
        if words[0] in {"we", "i"}:
            continue  # inside a quotation, whose speaker comes after
        if words[-1] in _PRONOUN or words[0] in _PRONOUN:
            return None, True
        name = text[span[0] : span[1]]
        return Speaker(text=name, start=span[0], end=span[1], kind=source_kind(name)), False
    return None, False


def _before(text: str, lower: str, start: int, verb: int) -> tuple[int, int] | None:
    """Return the span of the name that ends before a verb of saying."""
    floor = max(start, verb - LONGEST)
    begin, before, finish = floor, floor, verb
    for stop in _BREAK.finditer(lower, floor, verb):
        if stop[0] == "," and not lower[stop.end() : verb].strip():
            finish = stop.start()  # "the network's head, Mazen Haddad, said"
            if before < begin and (_DESCRIPTION.match(lower, begin) or _INSERTED.match(text, begin)):
                begin, finish = before, begin - 1  # "Hassan Omar, an elder, said"
            break
        before, begin = begin, stop.end()
    while finish > begin and lower[finish - 1].isspace():
        finish -= 1
    auxiliary = _AUXILIARY.search(lower, begin, finish)
    if auxiliary is not None:
        finish = auxiliary.start()
    while begin < finish and lower[begin].isspace():
        begin += 1
    while (lead := _LEAD.match(lower, begin, finish)) is not None:
        begin = lead.end()
    name = lower[begin:finish]
    if not name or name in _NO_NAME - _PRONOUN or name.split()[-1] in _NO_NAME - _PRONOUN or _counts_people(name):
        return None
    return (begin, finish) if begin > floor or floor == start else None


def _subject_of_first_verb(lower: str, start: int, verb: int) -> tuple[int, int] | None:
    """Return the span of the subject of "the hospital raised the toll to 12, and said", whose second verb is "said"."""
    joined = _AND.search(lower, max(start, verb - LONGEST), verb)
    subject = _SUBJECT.match(lower, start, verb) if joined is not None else None
    if subject is None or subject[1] in _PRONOUN or _counts_people(subject[1]):
        return None
    return subject.span(1)


def _after(lower: str, verb: int, end: int) -> tuple[int, int] | None:
    """Return the span of the name that follows a verb of saying, or "according to"."""
    begin = verb
    while begin < end and lower[begin].isspace():
        begin += 1
    stop = _BREAK.search(lower, begin, min(end, begin + LONGEST))
    finish = stop.start() if stop is not None else min(end, begin + LONGEST)
    tail = _TAIL.search(lower, begin, finish)
    if tail is not None:
        finish = tail.start()
    while finish > begin and lower[finish - 1] in " .!?'\n":
        finish -= 1
    words = lower[begin:finish].split()
    if not words or words[0] in _NO_NAME - _ARTICLES or _counts_people(lower[begin:finish]):
        return None
    return begin, finish
