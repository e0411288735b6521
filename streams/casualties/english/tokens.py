"""A sentence to tagged tokens: words looked up, phrases merged, digits told apart from dates, ages and labels."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Final

from schemas import Qualifier
from streams.casualties.english import lexicon as lex
from streams.casualties.english import tags

MAX_TOKENS: Final = 400
"""A longer sentence is cut; the longest sentence of running wire copy is a third of it."""
_SUFFIXED: Final = 6
"""Letters of a word up to which its ending says nothing."""
_DOERS: Final = ("ers", "ors", "ians", "goers")
"""Endings of plural nouns for people by what they do or where they are from."""
MAX_DIGITS: Final = 12
"""Numbers of more digits count no people."""

_TOKEN: Final = re.compile(
    # Most words, told by what is quick to look at; the others come to the same further down.
    r"[a-z]{1,40}(?=[ ,\n])"
    r"|[$€£¥]\s?\d[\d,.]{0,24}(?:\s?(?:million|billion|trillion|bn|m|k)\b)?"
    r"|\d[\w,.:/%+’'–-]{0,31}"
    r"|['’]s\b"
    r"|(?:[^\W\d_]\.){2,6}"
    r"|[^\W\d_]{1,40}(?:[-'’](?!s\b)[^\W\d_]{1,40}){0,6}"
    r"|-{2,}|\S"
)
_INTEGER: Final = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")
_DECIMAL: Final = re.compile(r"\d{1,3}(?:,\d{3})*\.\d{1,3}")
_RANGE: Final = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)[-–](\d{1,3}(?:,\d{3})+|\d+)")
_OPEN: Final = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(\+|-plus|-odd)")
_PUNCT: Final = {
    ",": ",",
    ";": ";",
    ":": ":",
    ".": ".",
    "!": ".",
    "?": ".",
    "(": "(",
    "[": "(",
    ")": ")",
    "]": ")",
    "-": "-",
    "–": "-",
    "—": "-",
    "…": "-",
    '"': '"',
    "“": '"',
    "”": '"',
    "‘": '"',
    "/": "/",
    "%": tags.NONHUMAN,
}


Phrases = dict[str, tuple[tuple[tuple[str, ...], lex.Entry], ...]]
"""Phrases of one first word, by their second word; the longest first."""


class Token:
    """A word, phrase, number or mark, which never changes; offsets in the text the sentence was cut from.

    No tuple with names: compiled, a class of its own is made and read several times as fast, and a sentence has dozens.
    """

    __slots__ = ("end", "low", "start", "tag", "value")

    def __init__(self, low: str, start: int, end: int, tag: str, value: Any = None) -> None:
        self.low: Final = low
        self.start: Final = start
        self.end: Final = end
        self.tag: Final = tag
        self.value: Final = value

    def tagged(self, tag: str) -> Token:
        """Return the token with another tag, and with its value."""
        return Token(self.low, self.start, self.end, tag, self.value)


def integer(digits: str) -> int | None:
    """Return the number that digits with separators write; None where it has too many digits."""
    plain = digits.replace(",", "")
    return int(plain) if len(plain) <= MAX_DIGITS else None


def _digits(low: str, start: int) -> list[Token]:
    """Return the tokens of a run that begins with a digit."""
    body = low.rstrip(",.:/'’–-")
    tail = low[len(body) :]
    end = start + len(body)
    token = Token(body, start, end, tags.OPAQUE)
    if _INTEGER.fullmatch(body):
        value = integer(body)
        if value is not None:
            token = Token(body, start, end, tags.NUMBER, (value, value))
    elif _DECIMAL.fullmatch(body):
        token = Token(body, start, end, tags.NUMBER, float(body.replace(",", "")))
    elif match := _RANGE.fullmatch(body):
        low_end, high_end = integer(match[1]), integer(match[2])
        if low_end is not None and high_end is not None and low_end < high_end:
            token = Token(body, start, end, tags.NUMBER, (low_end, high_end))
    elif match := _OPEN.fullmatch(body):
        value = integer(match[1])
        if value is not None:
            stated = (value, value, Qualifier.ABOUT) if match[2] == "-odd" else (value, None)
            token = Token(body, start, end, tags.NUMBER, stated)
    elif body.endswith("-year-olds"):
        token = Token(body, start, end, tags.HUMAN)
    marks = [Token(mark, end + at, end + at + 1, _PUNCT.get(mark, tags.OPAQUE)) for at, mark in enumerate(tail)]
    return [token, *marks]


def number_word(low: str) -> int | None:
    """Return the number that one word writes ("forty-two", "six"); None for any other word."""
    lexicon = lex.lexicon()
    if low in lexicon.units:
        return lexicon.units[low]
    if low in lexicon.tens:
        return lexicon.tens[low]
    first, hyphen, rest = low.partition("-")
    if hyphen and first in lexicon.tens and 0 < lexicon.units.get(rest, 0) < 10:  # noqa: PLR2004 # the units of a ten
        return lexicon.tens[first] + lexicon.units[rest]
    return None


def _spaced(tokens: list[Token]) -> list[Token]:
    """Return the tokens with "4 000" and "56, 000" as one number."""
    out: list[Token] = []
    for token in tokens:
        if len(out) > 1 and out[-1].low == "," and token.low == "000" and token.start - out[-1].end == 1:
            out.pop()  # the comma belongs to the number
            token = Token(token.low, out[-1].end + 1, token.end, token.tag, token.value)  # noqa: PLW2901 # as if right after
        before = out[-1] if out else None
        if (
            before is not None
            and token.start - before.end == 1
            and len(token.low) == 3  # noqa: PLR2004 # a group of three digits
            and token.low.endswith("00")
            and token.low.isdigit()
            and before.low.isdigit()
            and len(before.low) <= 3  # noqa: PLR2004 # the group before it
        ):
            value = int(before.low + token.low)
            out[-1] = Token(before.low + token.low, before.start, token.end, tags.NUMBER, (value, value))
        else:
            out.append(token)
    return out


def _word(low: str, start: int, end: int) -> Token:
    """Return the token of a word that the lexicon doesn't list as it stands."""
    lexicon = lex.lexicon()
    value = number_word(low)
    if value is not None:
        return Token(low, start, end, tags.NUMBER, (value, value))
    if low in lexicon.scales:
        return Token(low, start, end, tags.NUMBER, low)
    if "-" in low:
        return _hyphened(low, start, end)
    entry = lexicon.words.get(low)
    if entry is not None:
        return Token(low, start, end, entry.tag, entry.value)
    return Token(low, start, end, _by_ending(low) if len(low) > _SUFFIXED else tags.WORD)


def _by_ending(low: str) -> str:
    """Return the tag that the ending of a long word gives it: "racehorses" are animals, "machinists" people."""
    lexicon = lex.lexicon()
    if low.endswith(lexicon.thing_suffixes):
        return tags.NONHUMAN
    if low in lexicon.no_people:
        return tags.WORD
    if low.endswith(lexicon.people_suffixes):
        return tags.HUMAN if low.endswith(("s", "men")) else tags.HUMAN_ONE
    if low.endswith(_DOERS):
        return tags.HUMAN
    return tags.WORD


def _hyphened(low: str, start: int, end: int) -> Token:
    """Return the token of a compound: "two-dozen" is a number, "three-year-old" is none, "ex-soldiers" are people."""
    lexicon = lex.lexicon()
    first, _, rest = low.partition("-")
    count = lexicon.units.get(first) or lexicon.tens.get(first)
    if count is not None and rest in lexicon.scales:
        return Token(low, start, end, tags.NUMBER, (count * lexicon.scales[rest],) * 2)
    if count is not None and rest == "odd":
        return Token(low, start, end, tags.NUMBER, (count, count, Qualifier.ABOUT))  # "thirty-odd"
    if count is not None:
        return Token(low, start, end, tags.OPAQUE)
    entry = lexicon.words.get(low) or lexicon.words.get(low.rpartition("-")[2])
    noun = entry is not None and entry.tag in {tags.HUMAN, tags.HUMAN_ONE, tags.NONHUMAN}
    return Token(low, start, end, entry.tag if noun and entry is not None else tags.WORD)


@lru_cache(maxsize=50_000)
def _looked_up(word: str) -> tuple[str, str, Any] | None:
    """Return how a word or mark is written, its tag and its value; None for digits, which make several tokens."""
    first = word[0]
    if first.isalpha():
        entry = lex.lexicon().words.get(word)
        if entry is not None:
            return word, entry.tag, entry.value
        token = _word(word.replace("’", "'"), 0, 0)
        return token.low, token.tag, token.value
    if first.isdigit():
        return None
    if first in "'’":
        return "'", tags.POSSESSIVE, None
    if first in "$€£¥" and len(word) > 1:
        return word, tags.OPAQUE, None
    return first, _PUNCT.get(first, tags.OPAQUE), None


def _raw(lower: str, start: int, end: int) -> list[Token]:
    tokens: list[Token] = []
    for match in _TOKEN.finditer(lower, start, end):
        word = match[0]
        begin, finish = match.span()
        known = _looked_up(word)
        if known is None:
            tokens.extend(_digits(word, begin))
        else:
            low, tag, value = known
            tokens.append(Token(low, begin, begin + 1 if len(low) == 1 else finish, tag, value))
        if len(tokens) >= MAX_TOKENS:
            break
    return tokens


def _merged(tokens: list[Token]) -> list[Token]:
    phrases = lex.lexicon().phrases
    out: list[Token] = []
    skip = 0
    last = len(tokens) - 1
    for at, token in enumerate(tokens):
        if skip:
            skip -= 1
            continue
        seconds = phrases.get(token.low)
        if seconds is None or at == last or tokens[at + 1].low not in seconds:
            out.append(token)
            continue
        merged = _phrase(tokens, at, seconds)
        if merged is None:
            out.append(token)
        else:
            out.append(merged[0])
            skip = merged[1] - 1
    return out


def _phrase(tokens: list[Token], at: int, seconds: Phrases) -> tuple[Token, int] | None:
    """Return the longest phrase that begins at a token as one token, and its length; None for none."""
    for words, entry in seconds[tokens[at + 1].low]:
        length = len(words)
        last = at + length
        if last <= len(tokens) and all(tokens[at + k].low == words[k] for k in range(2, length)):
            token = Token(" ".join(words), tokens[at].start, tokens[last - 1].end, entry.tag, entry.value)
            return token, length
    return None


def _clock(tokens: list[Token], at: int) -> bool:
    """Whether a token is the AM of "9 AM"."""
    return tokens[at].low in {"am", "pm"} and at > 0 and tokens[at - 1].low[0].isdigit()


def _in_capitals(tokens: list[Token], text: str, start: int, end: int) -> list[Token]:
    """Return the tokens with "US" and "WHO" as names; after a number "AM" is the clock's."""
    special = lex.lexicon().in_capitals
    if special.isdisjoint(token.low for token in tokens) or text[start:end].isupper():
        return tokens
    return [
        token.tagged(tags.WORD)
        if token.low in special and text[token.start : token.end].isupper() and not _clock(tokens, at)
        else token
        for at, token in enumerate(tokens)
    ]


def tokenise(lower: str, start: int = 0, end: int | None = None, *, text: str | None = None) -> list[Token]:
    """Return the tokens of `lower[start:end]`, a text in lower case, with the lexicon's phrases merged.

    There are at most `MAX_TOKENS` before merging. `text` is the text as written: capitals tell the US from us, but in a
    line of capitals alone they tell nothing.
    """
    end = len(lower) if end is None else end
    tokens = _raw(lower, start, end)
    if text is not None:
        tokens = _in_capitals(tokens, text, start, end)
    return _merged(_spaced(tokens) if lower.find("00", start, end) >= 0 else tokens)
