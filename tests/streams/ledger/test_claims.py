"""The claims of an incident: which figures count, how many, and who carries them."""

from __future__ import annotations

from typing import Any

from schemas import Claim, Role
from streams.ledger.claims import bounded_claims, claims_of, with_outlets
from streams.ledger.members import member_of


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


class TestBoundedClaims:
    """An incident keeps a bounded number of claims."""

    def test_250_claims_are_kept(self, claims: Any) -> None:
        """The claim number 250 is kept, and one more drops the oldest."""
        held = [claim(claims, f"afn/{number:03}", hours=number) for number in range(251)]
        assert bounded_claims(held[:250]) == held[:250]
        assert bounded_claims(held) == held[1:]

    def test_denied_numbers_and_parts_are_dropped_first(self, claims: Any) -> None:
        """A denied number is dropped before a part, and a part before an older total."""
        totals = [claim(claims, f"afn/{number:03}", hours=number) for number in range(249)]
        part = claim(claims, "sea/1", role=Role.SUBSET, hours=300)
        denied = claim(claims, "sea/2", role=Role.DENIED, hours=301)
        assert bounded_claims([denied, part, *totals]) == [*totals, part]

    def test_order_of_receipt(self, claims: Any) -> None:
        """Claims stand in the order of receipt, then of their items, then of their figures."""
        later = claim(claims, "afn/0", hours=1)
        second, first = claim(claims, "b/1", figure_id="f1"), claim(claims, "b/1")
        other = claim(claims, "a/1", figure_id="f2")
        assert bounded_claims([later, second, first, other]) == [other, first, second, later]


class TestWithOutlets:
    """Copies bring their outlets to the claims that they repeat."""

    def test_live_copies_alone(self, claims: Any) -> None:
        """The outlets of live copies of the item stand in order; those of originals and withdrawn copies do not."""
        copies = [member_of(claims.carry(key, "afn/1")) for key in ("sea/2", "hill/8", "vale/3")]
        gone = copies[2].model_copy(update={"taken": "killed"})
        members = [member_of(claims.put("afn/1")), *copies[:2], gone, member_of(claims.carry("moor/4", "afn/9"))]
        (found,) = with_outlets([claim(claims, "afn/1")], members)
        assert found.outlets == ("hill.example", "sea.example")

    def test_unchanged_claim_is_the_same_object(self, claims: Any) -> None:
        """A claim whose outlets are as before is given back itself: tolls of such claims are not computed again."""
        held = claim(claims, "afn/1")
        assert with_outlets([held], [])[0] is held
