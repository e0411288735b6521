"""Runs of number tokens to one number: "a hundred and six", "two dozen", "1.5 million", "between six and 12"."""

from __future__ import annotations

from typing import Final, NamedTuple

from schemas import Qualifier
from streams.casualties.english import lexicon as lex
from streams.casualties.english.tokens import Token

YEARS: Final = range(1900, 2101)
OLDEST: Final = 110
LIMIT: Final = 10**12


class Amount(NamedTuple):
    """A number as stated: its ends, and the qualifier that its own form gives."""

    low: int | None
    high: int | None
    qualifier: Qualifier = Qualifier.EXACT


def _plain(token: Token) -> bool:
    return token.tag == lex.NUMBER and not isinstance(token.value, Amount)


def _scale(token: Token) -> int | None:
    return lex.lexicon().scales[token.value] if isinstance(token.value, str) else None


def _compose(tokens: list[Token], at: int) -> tuple[Amount, int] | None:
    """Return the number that begins at a token, and the index after it."""
    size = len(tokens)
    token = tokens[at]
    total, current, end = 0, 0.0, at
    if token.tag == lex.ARTICLE:
        if at + 1 >= size or not (_plain(tokens[at + 1]) and _scale(tokens[at + 1])):
            return None
        current, end = 1, at + 1
    elif (scale := _scale(token)) is not None:
        current, end = scale, at + 1
    elif isinstance(token.value, float):
        current, end = token.value, at + 1
        if end >= size or not _plain(tokens[end]) or not _scale(tokens[end]):
            return None
    else:
        low, high, *stated = token.value
        if stated:
            return Amount(low, high, stated[0]), at + 1
        if high is None:
            return Amount(low, None, Qualifier.AT_LEAST), at + 1
        if low != high:
            return Amount(low, high, Qualifier.BETWEEN), at + 1
        current, end = low, at + 1
    while end < size:
        following = tokens[end]
        step = end
        if (
            following.low == "and"
            and end + 1 < size
            and current >= 100
            and tokens[end - 1].value in {"hundred", "thousand"}
        ):
            step = end + 1
            following = tokens[step]
            if following.low[0].isdigit():
                break
        if not _plain(following) or isinstance(following.value, float):
            break
        factor = _scale(following)
        if factor is not None:
            if factor >= 1000:
                total, current = total + int(current * factor), 0
            else:
                current *= factor
        elif isinstance(following.value, tuple) and following.value[0] == following.value[1]:
            part = following.value[0]
            spelt = not following.low[0].isdigit() and not tokens[end - 1].low[0].isdigit()
            room = (
                (int(current) % 100 == 0 and 0 < part < 100 and current)
                or (int(current) % 10 == 0 and int(current) % 100 >= 20 and 0 < part < 10)
                or (total and not current)
            )
            if not spelt or not room:
                break
            current += part
        else:
            break
        end = step + 1
    value = total + int(current)
    if value >= LIMIT:
        return None
    return Amount(value, value), end


def _joined(left: Amount, right: Amount) -> Amount | None:
    if left.low is None or right.high is None or left.low >= right.high:
        return None
    return Amount(left.low, right.high, Qualifier.BETWEEN)


def numbers(tokens: list[Token]) -> list[Token]:
    """Return the tokens with each written number as one NUMBER token whose value is an `Amount`."""
    out: list[Token] = []
    at, size = 0, len(tokens)
    while at < size:
        token = tokens[at]
        if token.tag not in {lex.NUMBER, lex.ARTICLE}:
            out.append(token)
            at += 1
            continue
        composed = _compose(tokens, at)
        if composed is None:
            out.append(token if token.tag == lex.ARTICLE else token._replace(tag=lex.OPAQUE))
            at += 1
            continue
        amount, end = composed
        out.append(Token(token.low, token.start, tokens[end - 1].end, lex.NUMBER, amount))
        at = end
    return _ranges(out)


def _ranges(tokens: list[Token]) -> list[Token]:
    out: list[Token] = []
    at, size = 0, len(tokens)
    while at < size:
        token = tokens[at]
        if token.tag == lex.NUMBER and at + 2 < size and tokens[at + 2].tag == lex.NUMBER:
            joint, before = tokens[at + 1].low, out[-1].low if out else ""
            between = before == "between" and joint in {"and", "to", "-"}
            spread = (
                joint in {"to", "-"} and before not in {"from"} or (joint == "or" and _close(token, tokens[at + 2]))
            )
            spread = spread or (
                before == "from" and joint == "to" and (len(out) < 2 or out[-2].tag not in {lex.VERB, lex.TRIGGER})
            )
            amount = _joined(token.value, tokens[at + 2].value) if between or spread else None
            if amount is not None:
                start = token.start
                if before in {"between", "from"}:
                    start = out.pop().start
                out.append(Token(token.low, start, tokens[at + 2].end, lex.NUMBER, amount))
                at += 3
                continue
        out.append(token)
        at += 1
    return out


def _close(left: Token, right: Token) -> bool:
    """Whether "four or five" is one number: the second the next few after the first."""
    low, high = left.value.low, right.value.high
    return low is not None and high is not None and low < high <= low * 2


def without_dates(tokens: list[Token]) -> list[Token]:
    """Return the tokens with numbers that are ages, dates, years or labels made OPAQUE."""
    tokens = _may(tokens)
    out: list[Token] = []
    size = len(tokens)
    for at, token in enumerate(tokens):
        if token.tag != lex.NUMBER:
            out.append(token)
            continue
        before = out[-1] if out else None
        after = tokens[at + 1] if at + 1 < size else None
        labelled = _labelled(token, out[-2] if len(out) > 1 else None, before, after)
        opaque = (
            labelled
            or _dated(token, before, after)
            or _years_old(tokens, at)
            or _aged(token, out[-2] if len(out) > 1 else None, before, after)
        )
        out.append(token._replace(tag=lex.OPAQUE, value=_LABELLED if labelled else None) if opaque else token)
    return out


def _may(tokens: list[Token]) -> list[Token]:
    """Return the tokens with "may" beside a day or a year as the month."""
    out = tokens
    for at, token in enumerate(tokens):
        if token.low != "may" or (at + 1 < len(tokens) and tokens[at + 1].low in _AFTER_MAY):
            continue
        beside = tokens[max(0, at - 1) : at] + tokens[at + 1 : at + 2]
        if any(other.low[:1].isdigit() for other in beside):
            out = out if out is not tokens else list(tokens)
            out[at] = token._replace(tag=lex.MONTH)
    return out


_AFTER_MAY: Final = frozenset(
    {"be", "have", "also", "not", "still", "well", "yet", "soon", "never", "number", "include"}
)


def _dated(token: Token, before: Token | None, after: Token | None) -> bool:
    digits = token.low[0].isdigit()
    if before is not None and before.tag == lex.MONTH and digits:
        return before.low != "march" or not _people(after)
    if after is not None and after.tag == lex.MONTH and digits:
        return True
    low = token.value.low
    if (
        before is not None
        and before.low in {"at", "by", "until", "till"}
        and len(token.low) == 4
        and token.low.isdigit()
    ):
        return not _people(after) or (
            low is not None and low < 2400 and low % 100 < 60 and after is not None and after.tag == lex.OTHERS
        )  # a time: "at 1715"
    if (
        low in YEARS
        and digits
        and after is not None
        and after.tag == lex.TRIGGER
        and after.value.form in {"count", "act", "base"}
    ):
        return "," not in token.low
    return low in YEARS and digits and "," not in token.low and not _people(after)


def _people(after: Token | None) -> bool:
    if after is None:
        return False
    if after.tag == lex.TRIGGER:
        return after.value.form in {"part", "adj", "intr", "people"} or after.low.endswith("s")
    return after.tag in {lex.HUMAN, lex.OTHERS}


def _years_old(tokens: list[Token], at: int) -> bool:
    """Whether an age is written without hyphens: "15 year old", "21 year-old"."""
    after = tokens[at + 1 : at + 3]
    if not after:
        return False
    many = token.value.low != 1 if (token := tokens[at]).value else False
    if many and after[0].low in _SINGULAR_UNITS:
        return True
    return after[0].low in _OLD or (after[0].low in _UNITS_OF_AGE and len(after) > 1 and after[1].low in {"old", "-"})


_UNITS_OF_AGE: Final = frozenset({"year", "years", "yr", "yrs", "month", "months", "week", "weeks", "day", "days"})
_SINGULAR_UNITS: Final = frozenset(
    {
        "year",
        "month",
        "week",
        "day",
        "hour",
        "minute",
        "mile",
        "mm",
        "foot",
        "yr",
        "inch",
        "meter",
        "metre",
        "acre",
        "story",
        "storey",
        "pound",
        "block",
    }
)
_OLD: Final = frozenset(f"{unit}-old" for unit in _UNITS_OF_AGE)


_PARENTS: Final = frozenset(
    {"father", "mother", "parent", "dad", "mom", "mum", "grandmother", "grandfather", "parents"}
)
_LABELLED: Final = "label"


def _labelled(token: Token, before2: Token | None, before: Token | None, after: Token | None) -> bool:
    if before is None:
        return False
    if before.tag == lex.LABEL:
        return True
    if (
        before.low == "of"
        and before2 is not None
        and before2.low in _PARENTS
        and (after is None or after.tag not in {lex.HUMAN, lex.WORD})
    ):
        return True  # "a father of three"
    if (
        before.tag in {lex.CONJUNCTION, ","}
        and before2 is not None
        and before2.tag == lex.OPAQUE
        and before2.value == _LABELLED
    ):
        return after is None or after.tag not in {lex.HUMAN, lex.OTHERS}  # "ages 19 and 23"
    return before.low in {"$", "€", "£"}


def _aged(token: Token, before2: Token | None, before: Token | None, after: Token | None) -> bool:
    """Whether the number is the age in "Jones, 34, was": digits between commas after a name."""
    if before is None or before.tag not in {",", "("} or not token.low[0].isdigit() or before2 is None:
        return False
    low, high = token.value.low, token.value.high
    if low != high or low is None or low > OLDEST:
        return False
    if before2.tag not in {lex.WORD, lex.HUMAN_ONE, ")", ".", lex.POSSESSIVE, lex.LABEL, '"'}:
        return False
    return after is None or after.tag in {
        ",",
        ".",
        ";",
        ")",
        ":",
        "-",
        lex.OF,
        lex.RELATIVE,
        lex.CONJUNCTION,
        lex.BE,
        lex.HAVE,
        lex.VERB,
        lex.SAY,
        lex.SUBORDINATOR,
    }
