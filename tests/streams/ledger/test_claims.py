"""The claims of an incident: which figures count, how many, and who carries them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemas import Claim, Role
from streams.ledger.claims import claims_of
from streams.ledger.holdings import Holdings

if TYPE_CHECKING:
    from collections.abc import Iterable


def claim(claims: Any, key: str, *, hours: float = 0, role: Role = Role.TOTAL, figure_id: str = "f0") -> Claim:
    """Return the claim of one figure."""
    (made,) = claims_of(claims.put(key, [claims.figure(3, role=role, figure_id=figure_id)], hours=hours))
    return made


class TestClaimsOf:
    """What an article claims."""

    def test_12_figures_of_an_article(self, claims: Any) -> None:
        """Of an article twelve figures count, and the thirteenth does not."""
        figures = [claims.figure(number, figure_id=f"f{number:02}") for number in range(13)]
        assert [claim.figure.min for claim in claims_of(claims.put("afn/1", figures))] == list(range(12))

    def test_totals_before_parts_before_denials(self, claims: Any) -> None:
        """Where an article has too many figures, its totals are kept first, then parts, then denied numbers."""
        roles = (Role.DENIED, Role.SUBSET, Role.BACKGROUND, Role.TOTAL, Role.HYPOTHETICAL, Role.OTHER_EVENT)
        figures = [claims.figure(3, role=role, figure_id=role.value) for role in roles]
        found = [claim.figure.role for claim in claims_of(claims.put("afn/1", figures))]
        assert found == [Role.TOTAL, Role.SUBSET, Role.DENIED]


def kept(held: Iterable[Claim]) -> list[Claim]:
    """Return what an incident keeps of claims that are entered one by one."""
    holdings = Holdings()
    for each in held:
        holdings.replace(each.item_key, [*holdings.of(each.item_key), each])
    return list(holdings.in_order)


class TestBoundedClaims:
    """An incident keeps a bounded number of claims."""

    def test_250_claims_are_kept(self, claims: Any) -> None:
        """The claim number 250 is kept, and one more drops the oldest."""
        held = [claim(claims, f"afn/{number:03}", hours=number) for number in range(251)]
        assert kept(held[:250]) == held[:250]
        assert kept(held) == held[1:]

    def test_denied_numbers_and_parts_are_dropped_first(self, claims: Any) -> None:
        """A denied number is dropped before a part, and a part before an older total."""
        totals = [claim(claims, f"afn/{number:03}", hours=number) for number in range(249)]
        part = claim(claims, "sea/1", role=Role.SUBSET, hours=300)
        denied = claim(claims, "sea/2", role=Role.DENIED, hours=301)
        assert kept([denied, part, *totals]) == [*totals, part]

    def test_order_of_receipt(self, claims: Any) -> None:
        """Claims stand in the order of receipt, then of their items, then of their figures."""
        later = claim(claims, "afn/0", hours=1)
        second, first = claim(claims, "b/1", figure_id="f1"), claim(claims, "b/1")
        other = claim(claims, "a/1", figure_id="f2")
        assert kept([later, second, first, other]) == [other, first, second, later]
