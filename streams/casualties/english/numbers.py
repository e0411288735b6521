"""Runs of number tokens to one number: "a hundred and six", "two dozen", "1.5 million", "between six and 12"."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from schemas import Qualifier
from streams.casualties.english import lexicon as lex
from streams.casualties.english import tags
from streams.casualties.english.calendar import MONTHS
from streams.casualties.english.tokens import Token

LIMIT: Final = 10**12
"""Numbers from here on count no people."""
_NEAR: Final = re.compile(f"{tags.NUMBER}.{tags.NUMBER}", re.DOTALL)
"""Tags of two numbers with one token between."""
_NUMBERED: Final = frozenset({tags.NUMBER, tags.ARTICLE})
_HUNDRED: Final = 100
_HALF: Final = 3
"""Words of "and a half"."""
_THOUSAND: Final = 1000
_MONTH_REACH: Final = 2
"""Tokens before a day within which its month stands: "Oct", or "Oct" and a full stop."""


class Amount(NamedTuple):
    """A number as stated: its ends, and the qualifier that its own form gives."""

    low: int | None
    high: int | None
    qualifier: Qualifier = Qualifier.EXACT


def numbers(tokens: list[Token]) -> list[Token]:
    """Return the tokens with each written number as one NUMBER token whose value is an `Amount`."""
    if tags.NUMBER not in [token.tag for token in tokens]:
        return tokens
    out: list[Token] = []
    at = 0
    for step in [step for step, token in enumerate(tokens) if token.tag in _NUMBERED]:
        if step < at:
            continue  # inside the number before
        out.extend(tokens[at:step])
        at, token = step, tokens[step]
        composed = _compose(tokens, at)
        if composed is None:
            out.append(token if token.tag == tags.ARTICLE else token.tagged(tags.OPAQUE))
            at += 1
        else:
            amount, end = composed
            out.append(Token(token.low, token.start, tokens[end - 1].end, tags.NUMBER, amount))
            at = end
    out.extend(tokens[at:])
    return _ranges(out)


def _plain(tokens: list[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].tag == tags.NUMBER


def _scale(tokens: list[Token], at: int) -> int | None:
    """Return what a scale word multiplies by; None for any other token."""
    if not _plain(tokens, at) or not isinstance(tokens[at].value, str):
        return None
    return lex.lexicon().scales[tokens[at].value]


def _compose(tokens: list[Token], at: int) -> tuple[Amount, int] | None:
    """Return the number that begins at a token, and the index after it."""
    token = tokens[at]
    if token.tag == tags.ARTICLE:
        # "a hundred": the article is the one.
        return _grown(tokens, at + 1, 1) if _scale(tokens, at + 1) else None
    factor = _scale(tokens, at)
    if factor is not None:
        return _grown(tokens, at + 1, factor)
    if isinstance(token.value, float):
        return _grown(tokens, at + 1, token.value) if _scale(tokens, at + 1) else None
    low, high, *stated = token.value
    if low == high and not stated:
        return _grown(tokens, at + 1, low)
    # A number with a qualifier of its own: "half a million", "100-plus", "6-8".
    qualifier = Qualifier.AT_LEAST if high is None else Qualifier.BETWEEN
    return Amount(low, high, stated[0] if stated else qualifier), at + 1


def _grown(tokens: list[Token], end: int, first: float) -> tuple[Amount, int] | None:
    """Return a number and the index after it, given its first word: scales multiply it, smaller words add to it."""
    total, current = 0, first
    while True:
        step = end
        if (
            end < len(tokens)
            and tokens[end].low == "and"
            and current >= _HUNDRED
            and tokens[end - 1].value == "hundred"
        ):
            step = end + 1
        if current and not current % 1 and _half(tokens, end) and _scale(tokens, end + _HALF):
            current, end = current + 0.5, end + _HALF  # "two and a half million"
            continue
        factor = _scale(tokens, step)
        if factor is not None and step == end:
            if factor >= _THOUSAND:
                total, current = total + int(current * factor), 0.0
                if factor > _THOUSAND and _half(tokens, end + 1):
                    total, step = total + factor // 2, end + _HALF  # "a million and a half"
            else:
                current *= factor
        elif (part := _added(tokens, step, end, total, int(current))) is not None:
            current += part
        else:
            break
        end = step + 1
    value = total + int(current)
    return (Amount(value, value), end) if value < LIMIT else None


def _half(tokens: list[Token], at: int) -> bool:
    """Whether "and a half" stands at a token."""
    return [token.low for token in tokens[at : at + _HALF]] == ["and", "a", "half"]


def _added(tokens: list[Token], at: int, end: int, total: int, current: int) -> int | None:
    """Return the smaller number word that goes on a number: the six of "two hundred and six", "forty six"."""
    if not _plain(tokens, at) or not isinstance(tokens[at].value, tuple) or isinstance(tokens[at].value, Amount):
        return None
    low, high = tokens[at].value[:2]
    if low != high or not low or tokens[at].low[0].isdigit() or tokens[end - 1].low[0].isdigit():
        return None
    after_hundred = current > 0 and current % _HUNDRED == 0 and low < _HUNDRED
    after_ten = current % 10 == 0 and current % _HUNDRED >= 20 and low < 10  # noqa: PLR2004 # twenty to ninety, one to nine
    return low if after_hundred or after_ten or (total and not current) else None


def _ranges(tokens: list[Token]) -> list[Token]:
    """Return the tokens with "six to eight", "between 22 and 25" and "four or five" as one number."""
    if _NEAR.search("".join([token.tag for token in tokens])) is None:
        return tokens
    out: list[Token] = []
    at, size = 0, len(tokens)
    while at < size:
        token = tokens[at]
        joined = None
        if token.tag == tags.NUMBER and at + 2 < size and tokens[at + 2].tag == tags.NUMBER:
            joined = _joined(tokens, at, out)
        if joined is None:
            out.append(token)
            at += 1
            continue
        start = out.pop().start if out and out[-1].low in {"between", "from"} else token.start
        out.append(Token(token.low, start, tokens[at + 2].end, tags.NUMBER, joined))
        at += 3
    return out


def _is_dateline(tokens: list[Token], at: int, out: list[Token]) -> bool:
    """Tell whether a dash ends a dateline: "Oct. 3 - Nine people". A range has both numbers in figures or in words."""
    mixed = tokens[at].low[0].isdigit() != tokens[at + 2].low[0].isdigit()
    return mixed or any(token.low.rstrip(".") in MONTHS for token in out[-_MONTH_REACH:])


def _joined(tokens: list[Token], at: int, out: list[Token]) -> Amount | None:
    """Return the range of two numbers and the word between them; None where they are two numbers."""
    left, joint, right = tokens[at].value, tokens[at + 1].low, tokens[at + 2].value
    if left.low is None or right.high is None or left.low >= right.high:
        return None
    before = out[-1].low if out else ""
    if before == "from":
        # "rose from 12 to 14" gives two numbers.
        fits = joint == "to" and (len(out) == 1 or out[-2].tag not in {tags.VERB, tags.TRIGGER})
    elif joint == "or":
        # "four or five", but not "two or 200".
        fits = right.high <= 2 * left.low
    elif joint == tags.DASH and _is_dateline(tokens, at, out):
        fits = False
    else:
        fits = joint in {"to", tags.DASH} or (joint == "and" and before == "between")
    return Amount(left.low, right.high, Qualifier.BETWEEN) if fits else None
