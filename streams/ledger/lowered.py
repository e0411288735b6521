"""Counts that a report lowers in words: "the ministry revised the toll down to 38", "fewer than first feared"."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Final

import orjson

from schemas import Role
from streams.ledger.attribution import is_party
from streams.ledger.released import around, nobody_was_hurt
from streams.ledger.statement import bounds_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from schemas import CasualtyFigure, Claim
    from streams.ledger.statement import Statement

REACH: Final = 8
"""Words between a verb and what it lowers: "revised the official number of people killed in the blast down"."""
BETWEEN: Final = 80
"""Characters between the right number and the wrong one: "killed three people in the valley, and not five"."""
_IN_PLACE_OF: Final = re.compile(r"\b(?:not|rather than|instead of)\b")
_BEFORE: Final = 4
"""Words between "fewer than" and "first": "fewer than the 41 people announced earlier"."""


def lowers(figure: CasualtyFigure) -> bool:
    """Return whether the sentence of a figure says that a count was lowered."""
    quote = figure.evidence.quote
    return quote is not None and _says_lowered(quote)


@lru_cache(4_096)
def _says_lowered(sentence: str) -> bool:
    found = (pattern.search(sentence.lower()) for pattern in _patterns())
    return any(match is not None and not match["negation"] for match in found)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Return the patterns of `data/lowered.json`; each repetition in them is bounded."""
    data = orjson.loads(resources.files("streams.ledger").joinpath("data", "lowered.json").read_bytes())
    verb, both, down, counts, fewer, before, negation = (
        rf"\b(?:{'|'.join(data[name])})\b"
        for name in ("verbs", "with_down", "down", "counts", "fewer", "before", "negations")
    )
    some, few = rf"(?:\W+\w+){{0,{REACH}}}?\W+", rf"(?:\W+\w+){{0,{_BEFORE}}}?\W+"
    not_ = rf"(?P<negation>{negation}(?:\W+\w+){{0,2}}?\W+)?"
    forms = (
        rf"{not_}{verb}{some}{counts}",
        rf"{counts}{some}{not_}{verb}",
        rf"{not_}{both}{some}{counts}{some}{down}",
        rf"{not_}{both}\W+{down}{some}{counts}",
        rf"{counts}{some}{not_}{both}{some}{down}",
        rf"{not_}{fewer}{few}{before}",
    )
    return tuple(map(re.compile, forms))


def speaks_against(claim: Claim) -> bool:
    """Return whether a claim speaks against numbers: it denies one, or lowers the count to its own."""
    role = claim.figure.role
    return role is Role.DENIED or (role is Role.TOTAL and lowers(claim.figure))


def lowers_count(claim: Claim) -> bool:
    """Return whether a claim that speaks against numbers lowers the count: to its own, or to nobody."""
    return claim.figure.role is Role.TOTAL or nobody_was_hurt(claim.figure)


def claims_against(claims: Iterable[Claim]) -> list[Claim]:
    """Return the claims that speak against numbers, and those of totals that their sentence gives for a larger number.

    "The slide killed three, not five" says that all larger numbers from before were wrong, and not five alone.
    """
    own = list(claims)
    wrong = [claim for claim in own if claim.figure.role is Role.DENIED]
    return [claim for claim in own if speaks_against(claim) or any(_is_put_right(claim, other) for other in wrong)]


def _is_put_right(right: Claim, wrong: Claim) -> bool:
    """Return whether a sentence gives the first number in place of the second, which is larger."""
    now, before = bounds_of(right.figure), bounds_of(wrong.figure)
    if now is None or before is None or now.high is None or now.high >= before.best:
        return False
    if right.figure.role is not Role.TOTAL or _place(right) != _place(wrong):
        return False
    _, rest = around(right.figure)
    between, named, _ = rest.partition(wrong.figure.quantity_text.lower())
    return bool(named) and len(between) <= BETWEEN and _IN_PLACE_OF.search(between) is not None


def _place(claim: Claim) -> tuple[str, bool, int]:
    evidence = claim.figure.evidence
    return claim.item_key, evidence.in_headline, evidence.sentence.start


def denials_by_lowering(
    claims: Iterable[Claim], said: Sequence[Statement], *, fight: bool
) -> Iterator[tuple[Claim, int]]:
    """Yield each claim that lowers a count with each larger number that was given before it.

    In a fight, the count of one side lowers nobody else's.
    """
    lowering = [claim for claim in claims if lowers_count(claim) and not (fight and is_party(claim))]
    if not lowering:
        return
    since = {each.number: each.at for each in sorted(said, key=lambda each: each.at, reverse=True)}
    for claim in lowering:
        bounds = bounds_of(claim.figure)
        if bounds is not None and bounds.high is not None:
            yield from ((claim, number) for number, at in since.items() if number > bounds.high and at < claim.received)
