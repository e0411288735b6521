"""Numbers that count nobody: ages, dates, years, clock times and labels."""

from __future__ import annotations

from typing import Final

from streams.casualties.english import tags
from streams.casualties.english.clause import word_set
from streams.casualties.english.tokens import Token
from streams.casualties.forms import Form

YEARS: Final = range(1900, 2101)
OLDEST: Final = 110
HOURS: Final = 24
_CLOCK_DIGITS: Final = 4
_LABELLED: Final = "label"
_AFTER_AGE: Final = frozenset(
    {
        tags.COMMA,
        tags.STOP,
        tags.SEMICOLON,
        tags.CLOSE,
        tags.COLON,
        tags.DASH,
        tags.OF,
        tags.RELATIVE,
        tags.CONJUNCTION,
        tags.BE,
        tags.HAVE,
        tags.VERB,
        tags.SAY,
    }
    | {tags.SUBORDINATOR}
)
_VERBS: Final = frozenset({tags.BE, tags.HAVE, tags.VERB})
_BEFORE_AGE: Final = frozenset(
    {tags.WORD, tags.HUMAN_ONE, tags.CLOSE, tags.STOP, tags.POSSESSIVE, tags.LABEL, tags.QUOTE}
)
_COUNTED_STATES: Final = frozenset({Form.PARTICIPLE, Form.ADJECTIVE, Form.INTRANSITIVE, Form.PEOPLE})
"""Forms of triggers that a number may stand right before: "2000 killed"."""
_COUNTED_BY_DASH: Final = frozenset({tags.TRIGGER, tags.HUMAN, tags.QUALIFIER})
"""Tags of words that a dash without spaces may join to their number in a list: "Injured-12"."""


def without_dates(tokens: list[Token], text: str) -> list[Token]:
    """Return the tokens with numbers that are ages, dates, years or labels made OPAQUE."""
    if tags.NUMBER not in [token.tag for token in tokens]:
        return tokens
    tokens = _without_listed_labels(_without_listed_ages(_may(tokens)))
    out: list[Token] = []
    for at, token in enumerate(tokens):
        if token.tag != tags.NUMBER:
            out.append(token)
            continue
        before = out[-1] if out else None
        before2 = out[-2] if len(out) > 1 else None
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        after2 = tokens[at + 2] if at + 2 < len(tokens) else None
        if before is not None and _labelled(token, before2, before, after):
            token = Token(token.low, token.start, token.end, tags.OPAQUE, _LABELLED)  # noqa: PLW2901 # the token as it goes on
        elif (
            _dated(token, before2 if before is not None and before.low == "." else before, after)
            or _of_age(token, after, after2)
            or _aged(token, before2, before, after, text)
            or _hour(tokens, at)
        ):
            token = Token(token.low, token.start, token.end, tags.OPAQUE)  # noqa: PLW2901 # same
        out.append(token)
    return out


_BEFORE_MONTH: Final = frozenset({"in", "since", "until", "till", "last", "next", "early", "late", "mid", "during"})
"""Words that nobody is or has who may do something: "a man freed in May shot dead six people" is no conjecture."""


def _may(tokens: list[Token]) -> list[Token]:
    """Return the tokens with "may" beside a day or a year, or after a word such as "in", as the month."""
    out = tokens
    for at, token in enumerate(tokens):
        if token.low != "may" or (at + 1 < len(tokens) and tokens[at + 1].low in word_set("after_may")):
            continue
        beside = tokens[max(0, at - 1) : at] + tokens[at + 1 : at + 2]
        if any(other.low[:1].isdigit() for other in beside) or (at and tokens[at - 1].low in _BEFORE_MONTH):
            out = out if out is not tokens else list(tokens)
            out[at] = token.tagged(tags.MONTH)
    return out


def _dated(token: Token, before: Token | None, after: Token | None) -> bool:
    """Whether digits are a day of a month, a year or a clock time."""
    if not token.low[0].isdigit():
        return False
    if after is not None and after.tag == tags.MONTH:
        return True
    if before is None:
        return _year(token, after)
    if before.tag == tags.MONTH:
        return before.low != "march" or not _people(after)
    if before.low in {"at", "by", "until", "till"} and _clock(token):
        # "at 1715 another casualty"
        return after is None or after.tag != tags.HUMAN
    return _year(token, after, told=before.low in word_set("before_year"))


def _year(token: Token, after: Token | None, *, told: bool = False) -> bool:
    """Whether digits are a year; `told` where the word before asks for one: "in 2010 killed"."""
    if token.value.low not in YEARS or "," in token.low:
        return False
    if told:
        return after is None or after.tag not in {tags.HUMAN, tags.OTHERS}
    return not _people(after)


def _clock(token: Token) -> bool:
    return len(token.low) == _CLOCK_DIGITS and token.low.isdigit() and int(token.low[2:]) < 60  # noqa: PLR2004 # minutes


def _hour(tokens: list[Token], at: int) -> bool:
    """Whether a number is an hour: "gave way at three in the morning", "around six Sunday morning"."""
    if at == 0 or tokens[at - 1].low not in word_set("before_hour") or (tokens[at].value.high or HOURS) > HOURS:
        return False
    after = " ".join(token.low for token in tokens[at + 1 : at + 4]).split()[:3]
    parts = word_set("parts_of_day")
    return (after[:2] == ["in", "the"] and after[-1] in parts) or (len(after) > 1 and after[1] in parts)


def _people(after: Token | None) -> bool:
    """Whether what follows a number says that it counts people, so that it is no year."""
    if after is None:
        return False
    if after.tag == tags.TRIGGER:
        return after.value.form in _COUNTED_STATES
    return after.tag in {tags.HUMAN, tags.OTHERS}


def _of_age(token: Token, after: Token | None, after2: Token | None) -> bool:
    """Whether a number is part of an age or a measure before a noun: "15 year old", "10 year veteran"."""
    if after is None:
        return False
    if token.value.low != 1 and after.low in word_set("singular_units"):
        return True
    if token.low in word_set("emergency_lines") and after.low in word_set("on_the_line"):
        return True  # "the 911 caller's father"
    if after.low == "-" and after.start == token.end and after2 is not None and after2.tag == tags.CONJUNCTION:
        return True  # "a 14- and an 18-year-old"
    unit, hyphen, old = after.low.partition("-")
    if unit not in word_set("units_of_age"):
        return False
    return old == "old" if hyphen else after2 is not None and after2.low in {"old", "-"}


def _labelled(token: Token, before2: Token | None, before: Token, after: Token | None) -> bool:
    """Whether a number is a name: "Channel 2", "ages 19", "a C-130"; or a parent's children: "a father of three"."""
    if before.tag == tags.LABEL or before.low in {"$", "€", "£"} or _named(before2, before, token):
        return True
    if before2 is None:
        return False
    if before.low == "of" and (before2.low in word_set("parents") or before2.tag == tags.HUMAN_ONE):
        # "a father of three", "a man of 61"
        return after is None or after.tag not in {tags.HUMAN, tags.WORD}
    if before.low == "in" and before2.low == "one":
        return after is None or after.tag not in {tags.HUMAN, tags.NONHUMAN}  # "one in ten of the residents"
    if before.tag in {tags.CONJUNCTION, tags.COMMA} and before2.tag == tags.OPAQUE and before2.value == _LABELLED:
        return after is None or after.tag not in {tags.HUMAN, tags.OTHERS}
    return False


def _named(before2: Token | None, before: Token, token: Token) -> bool:
    """Whether digits are part of a name: "the M23", "Covid-19"; not those of a list's "Dead-12" or "dead12"."""
    if before.end == token.start and before.low[-1].isalpha():
        return before.tag != tags.TRIGGER
    if before.low in word_set("dialling") and token.low in word_set("emergency_lines"):
        return True  # "told a neighbour to dial 911 because he had been shot"
    dash = before2 is not None and before.low == "-" and before2.end == before.start == token.start - 1
    return dash and before2 is not None and before2.low[-1].isalpha() and before2.tag not in _COUNTED_BY_DASH


def _without_listed_ages(tokens: list[Token]) -> list[Token]:
    """Return the tokens with the ages of "two males, 30 and 42 were injured" made OPAQUE."""
    out = tokens
    for at, token in enumerate(tokens):
        if token.tag != tags.NUMBER or token.value.low is None or at + 3 >= len(tokens):
            continue
        if tokens[at + 1].tag == tags.HUMAN and tokens[at + 2].tag == tags.COMMA:
            ages = _ages(tokens, at + 3)
            if len(ages) == token.value.low > 1:
                out = out if out is not tokens else list(tokens)
                for age in ages:
                    out[age] = Token(tokens[age].low, tokens[age].start, tokens[age].end, tags.OPAQUE)
    return out


def _without_listed_labels(tokens: list[Token]) -> list[Token]:
    """Return the tokens with the numbers of "lines 3, 7 and 12 were stranded" made OPAQUE."""
    out = tokens
    for at, token in enumerate(tokens):
        if token.low not in word_set("plural_labels"):
            continue
        numbers = _ages(tokens, at + 1)
        if len(numbers) > 1:
            out = out if out is not tokens else list(tokens)
            for number in numbers:
                out[number] = Token(tokens[number].low, tokens[number].start, tokens[number].end, tags.OPAQUE)
    return out


def _ages(tokens: list[Token], at: int) -> list[int]:
    """Return the places of the bare numbers of a list."""
    found: list[int] = []
    while at < len(tokens) and tokens[at].tag in {tags.NUMBER, tags.COMMA, tags.CONJUNCTION}:
        token = tokens[at]
        if token.tag == tags.NUMBER:
            if token.value.low is None or token.value.low > OLDEST or not token.low[0].isdigit():
                return []
            found.append(at)
        at += 1
    return [] if at < len(tokens) and tokens[at].tag in {tags.HUMAN, tags.HUMAN_ONE, tags.OTHERS} else found


def _aged(token: Token, before2: Token | None, before: Token | None, after: Token | None, text: str) -> bool:
    """Whether the number is the age in "Jones, 34, was": digits between commas after a name."""
    if before is None or before2 is None or before.tag not in {tags.COMMA, tags.OPEN} or not token.low[0].isdigit():
        return False
    low, high = token.value.low, token.value.high
    if low is None or low != high or low > OLDEST:
        return False
    if (
        before2.tag == tags.NONHUMAN
        and text[before2.start].isupper()
        and not text[before2.start : before2.end].isupper()
    ):
        return after is not None and after.tag == tags.COMMA  # "Ana Two Rivers, 35, who was found"
    if before2.tag not in _BEFORE_AGE:
        return False
    if after is not None and after.tag in _VERBS and before2.tag == tags.WORD and text[before2.start].islower():
        return False  # "in the crossfire, 21 were civilians": no name stands before
    return after is None or after.tag in _AFTER_AGE
