"""Numbers that a correction withdraws."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from schemas import DeniedNumber, Role
from streams.ledger import apply
from streams.ledger.claims import claims_of
from streams.ledger.denials import newest_denied, withdrawn_in_stories
from streams.ledger.members import member_of

START = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)


def number(value: int, *, hours: float = 0, key: str = "afn/1") -> DeniedNumber:
    """Return a withdrawn number of killed."""
    return DeniedNumber(kind="killed", number=value, at=START + timedelta(hours=hours), item_key=key)


def denied(incident: Any) -> list[tuple[str, int]]:
    """Return kind and number of what is withdrawn."""
    return [(each.kind, each.number) for each in incident.denied]


class TestNewest:
    """An incident keeps a bounded number of withdrawn numbers."""

    def test_40_are_kept(self) -> None:
        """The fortieth number is kept, and one more drops the oldest; the newest stands first."""
        numbers = [number(value, hours=value) for value in range(41)]
        assert newest_denied(numbers[:40]) == tuple(reversed(numbers[:40]))
        assert newest_denied(numbers) == tuple(reversed(numbers[1:]))

    def test_each_once(self) -> None:
        """A number that one item withdraws twice stands once, and one of two items twice, in the order of keys."""
        again = number(3, hours=1)
        assert newest_denied([number(3), again]) == (again,)
        assert newest_denied([number(3, key="b/1"), number(3, key="a/1")]) == (
            number(3, key="a/1"),
            number(3, key="b/1"),
        )


class TestVersions:
    """A version that corrects withdraws the numbers of the version before."""

    @pytest.mark.parametrize(("correction", "found"), [(True, [("killed", 34)]), (False, [])])
    def test_only_a_correction_withdraws(self, claims: Any, booked: Any, correction: bool, found: list[Any]) -> None:
        """A version with another number withdraws the old one where it says that it corrects, in either order."""
        first = claims.put("afn/1", [claims.figure(34)])
        second = claims.put("afn/1", [claims.figure(24)], version=2, hours=1, correction=correction)
        assert denied(booked([first, second])[0]) == found
        assert denied(booked([second, first])[0]) == found

    def test_repeated_correction_withdraws_nothing_more(self, claims: Any, booked: Any) -> None:
        """The correction read twice, or its first version read again, leaves one withdrawn number."""
        first = claims.put("afn/1", [claims.figure(34)])
        second = claims.put("afn/1", [claims.figure(24)], version=2, hours=1, correction=True)
        assert denied(booked([first, second, second, first])[0]) == [("killed", 34)]

    def test_same_version_with_another_number_withdraws_nothing(self, claims: Any, booked: Any) -> None:
        """Of two messages of one version the first counts, and the second withdraws nothing."""
        one = claims.put("afn/1", [claims.figure(34)], correction=True)
        other = claims.put("afn/1", [claims.figure(24)], correction=True)
        assert denied(booked([one, other])[0]) == []

    def test_number_that_comes_back_is_not_withdrawn(self, claims: Any, booked: Any) -> None:
        """A third version that corrects 24 back to 34 withdraws 24 and no longer 34."""
        versions = [
            claims.put("afn/1", [claims.figure(value)], version=version, hours=version, correction=version > 1)
            for version, value in ((1, 34), (2, 24), (3, 34))
        ]
        assert denied(booked(versions)[0]) == [("killed", 24)]

    def test_later_version_leaves_the_number_withdrawn(self, claims: Any, booked: Any) -> None:
        """A third version that corrects nothing leaves withdrawn what the second withdrew."""
        versions = [
            claims.put("afn/1", [claims.figure(value)], version=version, hours=version, correction=version == 2)
            for version, value in ((1, 34), (2, 24), (3, 24))
        ]
        assert denied(booked(versions)[0]) == [("killed", 34)]

    @pytest.mark.parametrize("corrections", [{3}, {2, 3}, {2}], ids=["the last", "both", "the second"])
    @pytest.mark.parametrize("again", [[1], [2], [1, 2], [1, 2, 3], [2, 1]], ids=str)
    def test_versions_that_come_again_withdraw_nothing_more(
        self, claims: Any, booked: Any, corrections: set[int], again: list[int]
    ) -> None:
        """A correction withdraws what the version before it said, not what was replaced before that."""
        versions = [
            claims.put(
                "afn/1", [claims.figure(value)], version=version, hours=version, correction=version in corrections
            )
            for version, value in ((1, 40), (2, 34), (3, 24))
        ]
        once, _ = booked(versions)
        twice, _ = booked([*versions, *(versions[version - 1] for version in again)])
        assert twice.denied == once.denied
        assert twice == once

    def test_a_version_that_was_not_seen_may_come_late(self, claims: Any, booked: Any) -> None:
        """It is one that the correction replaced; when it comes once more, it changes nothing."""
        first, late, last = (
            claims.put("afn/1", [claims.figure(value)], version=version, hours=version, correction=version == 3)
            for version, value in ((1, 40), (2, 34), (3, 24))
        )
        incident, _ = booked([first, last, late])
        assert sorted(denied(incident)) == [("killed", 34), ("killed", 40)]
        assert incident.members[0].older == (2, 1)
        assert booked([first, last, late, late, first])[0] == incident

    def test_kind_without_a_new_number_keeps_the_old_one(self, claims: Any, booked: Any) -> None:
        """A correction of the killed says nothing of the injured, nor of a number that is not a total."""
        first = claims.put(
            "afn/1",
            [
                claims.figure(34),
                claims.figure(50, kind="injured", figure_id="f1"),
                claims.figure(5, role=Role.SUBSET, figure_id="f2"),
            ],
        )
        second = claims.put("afn/1", [claims.figure(24)], version=2, correction=True)
        assert denied(booked([first, second])[0]) == [("killed", 34)]

    def test_retraction_of_the_correction(self, claims: Any, booked: Any) -> None:
        """Where the item is killed, its correction withdraws nothing any longer; other items' corrections do."""
        puts = [
            claims.put(key, [claims.figure(value)], version=version, hours=version, correction=version == 2)
            for key in ("afn/1", "sea/2")
            for version, value in ((1, 34), (2, 24))
        ]
        incident, _ = booked([*puts, claims.take("afn/1")])
        assert [each.item_key for each in incident.denied] == ["sea/2"]

    @pytest.mark.parametrize("late", [1, 3])
    def test_version_beside_a_withheld_one_withdraws_nothing(self, claims: Any, booked: Any, late: int) -> None:
        """A version before or after a withheld one has no numbers to withdraw."""
        withheld = claims.take("afn/1", version=2, reason="withheld").model_copy(update={"correction": True})
        incident, _ = booked(
            [withheld, claims.put("afn/1", [claims.figure(24)], version=late, correction=True, hours=1)]
        )
        assert denied(incident) == []

    def test_late_first_version_changes_the_toll_of_others(self, claims: Any) -> None:
        """The first version that comes after its correction withdraws its number from other outlets at once."""
        incident, _ = apply(None, claims.put("hill/2", [claims.figure(34, says="a diver")], hours=2))
        correction = claims.put("afn/1", [claims.figure(24)], version=2, hours=1, correction=True)
        incident, _ = apply(incident, correction)
        assert incident.tolls["killed"].best == 34
        incident, _ = apply(incident, claims.put("afn/1", [claims.figure(34)]))
        assert incident.tolls["killed"].best == 24
        assert [claim.version for claim in incident.claims if claim.item_key == "afn/1"] == [2]


class TestStories:
    """A correction under a key of its own withdraws what older items of its story said."""

    @pytest.mark.parametrize(
        ("change", "found"),
        [
            ({}, [34]),
            ({"story_id": "sea/9"}, []),
            ({"correction": False}, []),
            ({"taken": "killed"}, []),
            ({"received": START}, []),
        ],
    )
    def test_what_must_hold(self, claims: Any, change: dict[str, Any], found: list[int]) -> None:
        """The corrected item is an older one of the same story, and the correction is live and is called one."""
        old = claims.put("afn/1", [claims.figure(34)])
        new = claims.put("afn/2", [claims.figure(24)], hours=1, correction=True)
        new = new.model_copy(update={"story_id": "afn/1"})
        held = [*claims_of(old), *claims_of(new)]
        members = [member_of(old), member_of(new).model_copy(update=change)]
        assert [each.number for each in withdrawn_in_stories(members, held)] == found
