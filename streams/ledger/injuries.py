"""The hurt who died after an article had counted them: "a tenth victim died in hospital" leaves one fewer.

Where newer articles give the number of those who are left, it counts as any other. Where none does, the toll of the
hurt is what was counted less those who died since, by sentences that say that they died of what they had suffered.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from schemas import Kind, LosingNumber, Role
from streams.ledger.claims import MAX_OTHERS, claim_id
from streams.ledger.released import around, quote_of
from streams.ledger.statement import bounds_of, mentions_one_victim

if TYPE_CHECKING:
    from datetime import datetime

    from schemas import Claim, Toll
    from streams.ledger.count import Count, Counts, ItemCount

_DIED: Final = re.compile(r"\b(?:die[ds]?|dying|succumb(?:s|ed)?|lost (?:his|her|their) (?:li(?:fe|ves)|fight))\b")
_OF_INJURIES: Final = re.compile(
    r"\b(?:injur(?:y|ies|ed)|wound(?:s|ed)?|burns?|burned|hurt|scalded|coma|ventilator|life support)\b"
    r"|\b(?:in|at) (?:[\w'’.-]+ ){0,5}(?:hospital|clinic|infirmary|intensive care|medical cent(?:er|re)|ward)\b"
    r"(?! (?:official|source|doctor|director|spokes|list|record))"
)
_DEAD: Final = frozenset({Role.TOTAL, Role.SUBSET})
_OF_THE_COUNTED: Final = re.compile(
    r"\b(?:(?:one|two|three|four|five|six|seven|eight|nine|ten|\d{1,3}|some|several) of(?: the| those)?|among(?: the)?"
    r"|of(?: the| those)) $"
)
"""What stands before the number of those who were hurt at first: "one of the 84 injured died"."""


def less_those_who_died(hurt: Toll, killed: Toll, counts: Counts) -> Toll:
    """Return the toll of the hurt without those who died since the newest article that counts them.

    No more have died of the hurt than the toll of the dead has risen by, nor than newer articles say to have died of
    their injuries; the number that was counted stays the upper end.
    """
    latest = _latest(counts.of(Kind.INJURED), hurt.best)
    if latest is None:
        return hurt
    dead = counts.of(Kind.KILLED)
    later = [claim for item in dead.items.values() if item.received > latest for claim in _dying(item)]
    if not later:
        return hurt
    died = min(killed.best - _dead_by(dead, latest, killed.best), sum(_many(later)), hurt.best)
    if died <= 0:
        return hurt
    newest_first = sorted(later, key=lambda claim: (-claim.received.timestamp(), claim.item_key, claim.figure.id))
    speaker = newest_first[0].figure.attribution
    counted = LosingNumber(number=hurt.best, claim=hurt.basis[0], reason="overtaken")
    left = hurt.best - died
    return hurt.model_copy(
        update={
            "best": left,
            "low": min(hurt.low, left),
            "high": None if hurt.high is None else max(hurt.high, hurt.best),
            "basis": (*dict.fromkeys(map(claim_id, newest_first)), *hurt.basis),
            "attribution": None if speaker is None else speaker.text,
            "as_of": newest_first[0].received,
            "others": (counted, *hurt.others)[:MAX_OTHERS],
        }
    )


def _latest(injured: Count, hurt: int) -> datetime | None:
    """Return when the newest article came that counts so many hurt, not as those of whom some have died."""
    return max(
        (
            injured.items[key].received
            for key in injured.having(hurt)
            if any(claim.figure.min == hurt and not _of_the_counted(claim) for claim in injured.items[key].claims)
        ),
        default=None,
    )


def _of_the_counted(claim: Claim) -> bool:
    before, _ = around(claim.figure)
    return _OF_THE_COUNTED.search(before) is not None and _tells_of_dying(quote_of(claim.figure))


def _dead_by(dead: Count, when: datetime, most: int) -> int:
    """Return how many dead articles had counted by then, at most the number that counts now."""
    known = (number for item in dead.items.values() if item.received <= when for number in item.closed)
    return max((number for number in known if number <= most), default=0)


def _dying(item: ItemCount) -> list[Claim]:
    """Return the claims of the dead in sentences that say that some died of their injuries."""
    return [claim for claim in item.claims if claim.figure.role in _DEAD and _tells_of_dying(quote_of(claim.figure))]


@lru_cache(4_096)
def _tells_of_dying(sentence: str) -> bool:
    return _DIED.search(sentence) is not None and _OF_INJURIES.search(sentence) is not None


def _many(claims: list[Claim]) -> list[int]:
    """Return for each sentence how many died in it: the least that it counts, one where it counts by an ordinal."""
    least: dict[tuple[str, int], int] = {}
    for claim in claims:
        bounds = bounds_of(claim.figure)
        if bounds is None:
            continue
        counted = claim.figure.min == 1 or mentions_one_victim(claim.figure)
        where = (claim.item_key, claim.figure.evidence.sentence.start)
        number = 1 if counted else bounds.best
        least[where] = min(number, least.get(where, number))
    return list(least.values())
