"""Which statements stand."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from schemas import DeniedNumber, Qualifier, Role, SourceKind
from streams.ledger.claims import claims_of
from streams.ledger.standing import halved, rule
from streams.ledger.statement import Statement, statements_of_item

WITNESS = SourceKind.WITNESS


def stated(claims: Any, key: str, number: int, *, hours: float = 0, **more: Any) -> Statement:
    """Return the statement of an article of its own; its outlet speaks unless somebody is quoted."""
    (found,) = statements_of_item(claims_of(claims.put(key, [claims.figure(number, **more)], hours=hours)))
    return found


def standing(statements: list[Statement], kind: str = "killed", denied: Any = (), held: Any = ()) -> list[int]:
    """Return the numbers that stand, newest first."""
    return [statement.bounds.best for statement in rule(kind, statements, held, denied).standing]


def lost(statements: list[Statement], kind: str = "killed", denied: Any = (), held: Any = ()) -> list[tuple[int, str]]:
    """Return the numbers that do not stand, with the reason."""
    return [(each.bounds.best, reason) for each, reason in rule(kind, statements, held, denied).lost]


class TestAge:
    """Older statements weigh less."""

    @pytest.mark.parametrize(("days", "share"), [(0, 1.0), (3, 0.5), (6, 0.25), (1.5, 0.5**0.5)])
    def test_half_in_three_days(self, claims: Any, days: float, share: float) -> None:
        """A statement three days older than the newest weighs half."""
        statement = stated(claims, "afn/1", 3)
        assert halved(statement, statement.at + timedelta(days=days)) == pytest.approx(statement.weight * share)


class TestOvertaking:
    """Newer counts overtake older ones in the direction in which the kind moves."""

    @pytest.mark.parametrize(("confidence", "overtakes"), [(0.75, True), (0.74, False)])
    def test_three_quarters_of_the_weight(self, claims: Any, confidence: float, overtakes: bool) -> None:
        """A newer and higher count overtakes an older one if it has three quarters of its weight."""
        old = stated(claims, "afn/1", 10, confidence=1.0)
        new = stated(claims, "sea/2", 11, hours=1, confidence=confidence)
        assert standing([old, new]) == ([11] if overtakes else [11, 10])
        assert lost([old, new]) == ([(10, "overtaken")] if overtakes else [])

    @pytest.mark.parametrize(
        ("kind", "later", "left"),
        [
            ("killed", 11, [11]),
            ("killed", 9, [9, 10]),
            ("killed", 10, [10, 10]),
            ("injured", 11, [11]),
            ("casualties", 11, [11]),
            ("detained", 11, [11]),
            ("missing", 9, [9]),
            ("missing", 11, [11, 10]),
            ("missing", 10, [10, 10]),
            ("trapped", 9, [9]),
            ("kidnapped", 9, [9]),
            ("displaced", 11, [11, 10]),
            ("displaced", 9, [9, 10]),
        ],
    )
    def test_direction(self, claims: Any, kind: str, later: int, left: list[int]) -> None:
        """Killed, injured and detained rise, missing, trapped and kidnapped fall, and the displaced may do either."""
        statements = [stated(claims, "afn/1", 10, kind=kind), stated(claims, "sea/2", later, hours=1, kind=kind)]
        assert standing(statements, kind) == left

    def test_statements_of_one_moment_stand_together(self, claims: Any) -> None:
        """Of two statements of one moment neither overtakes the other."""
        assert standing([stated(claims, "afn/1", 10), stated(claims, "sea/2", 11)]) == [10, 11]

    def test_any_newer_one_may_overtake(self, claims: Any) -> None:
        """A strong statement between a weak newer and higher one and an old one overtakes the old one."""
        old = stated(claims, "afn/1", 10, says="governor")
        strong = stated(claims, "sea/2", 12, hours=1, says="police")
        weak = stated(claims, "hill/3", 20, hours=2, says="a diver", speaker=WITNESS)
        assert standing([old, strong, weak]) == [20, 12]
        assert standing([old, weak, stated(claims, "vale/4", 9, hours=3, says="mayor")]) == [9, 20, 10]

    @pytest.mark.parametrize("diver", ["a diver", "the diver"])
    def test_each_overtakes_what_weighs_no_more(self, claims: Any, diver: str) -> None:
        """Beside a strong count a weak and higher one still overtakes weak ones, and the strong one strong ones."""
        strong = stated(claims, "sea/2", 12, hours=2, says="police")
        weak = stated(claims, "hill/3", 20, hours=2, says=diver, speaker=WITNESS)
        weak_before = stated(claims, "vale/4", 15, says="a baker", speaker=WITNESS)
        strong_before = stated(claims, "moor/5", 11, says="governor")
        assert sorted(standing([strong, weak, weak_before, strong_before])) == [12, 20]


class TestSpeakers:
    """A speaker's newest statement replaces its older ones."""

    @pytest.mark.parametrize(("older", "newer", "left"), [(420, 300, [420]), (420, 420, [420]), (300, 420, [420])])
    def test_weaker_lower_bound_replaces_nothing(self, claims: Any, older: int, newer: int, left: list[int]) -> None:
        """A newer lower bound replaces an older one unless it is lower."""
        bound: dict[str, Any] = {"qualifier": Qualifier.MORE_THAN, "says": "police", "kind": "displaced"}
        statements = [stated(claims, "afn/1", older, **bound), stated(claims, "sea/2", newer, hours=1, **bound)]
        ruling = rule("displaced", statements, [], [])
        assert [each.bounds.best for each in ruling.standing] == left
        assert ruling.standing[0].claim.item_key == ("afn/1" if newer < older else "sea/2")

    def test_lower_exact_number_replaces(self, claims: Any) -> None:
        """A newer and lower exact number of one speaker replaces its older one."""
        statements = [stated(claims, "afn/1", 12, says="police"), stated(claims, "sea/2", 9, hours=1, says="police")]
        assert standing(statements) == [9]

    def test_of_one_moment_the_larger(self, claims: Any) -> None:
        """Of a speaker's statements of one moment the larger counts, in either order, be it a bound or not."""
        for qualifier in (Qualifier.EXACT, Qualifier.MORE_THAN):
            one = stated(claims, "afn/1", 12, says="police", qualifier=qualifier)
            other = stated(claims, "sea/2", 9, says="police", qualifier=qualifier)
            assert standing([one, other]) == standing([other, one]) == [12]

    def test_speakers_in_the_order_of_their_names(self, claims: Any) -> None:
        """Statements of one moment stand in the order of their speakers' names."""
        assert standing([stated(claims, "sea/1", 5), stated(claims, "afn/1", 4)]) == [4, 5]


class TestDenials:
    """What a correction withdrew, and what a speaker denies."""

    @pytest.mark.parametrize(("hours", "left"), [(48, [24]), (48.1, [34, 24])])
    def test_withdrawn_for_two_days(self, claims: Any, hours: float, left: list[int]) -> None:
        """A withdrawn number counts for nothing until two days after the correction."""
        right = stated(claims, "afn/1", 24, says="police")
        wrong = stated(claims, "sea/2", 34, hours=hours, says="a diver", speaker=WITNESS)
        denied = [DeniedNumber(kind="killed", number=34, at=right.at, item_key="afn/1")]
        assert sorted(standing([right, wrong], denied=denied)) == sorted(left)
        assert lost([right, wrong], denied=denied) == ([(34, "denied")] if left == [24] else [])

    @pytest.mark.parametrize(
        ("number", "confidence", "hours", "counts"),
        [(34, 0.75, 0, False), (34, 0.74, 0, True), (35, 1.0, 0, True), (34, 1.0, 48, False), (34, 1.0, 48.1, True)],
    )
    def test_denied_by_a_speaker(self, claims: Any, number: int, confidence: float, hours: float, counts: bool) -> None:
        """A number does not count where a speaker of three quarters of the authority denies it, for two days."""
        denial = claims.figure(number, role=Role.DENIED, says="ministry", confidence=confidence)
        held = claims_of(claims.put("hill/3", [denial]))
        wrong = stated(claims, "sea/2", 34, hours=hours, says="police", confidence=1.0)
        right = stated(claims, "afn/1", 24, hours=hours, says="mayor")
        assert (34 in standing([wrong, right], held=held)) is counts

    def test_total_of_the_same_number_denies_nothing(self, claims: Any) -> None:
        """A total is no denial of its number, and a denial without a number denies nothing."""
        held = claims_of(claims.put("hill/3", [claims.figure(34, says="ministry")]))
        vague = claims.figure(None, role=Role.DENIED, qualifier=Qualifier.VAGUE)
        held += claims_of(claims.put("hill/4", [vague]))
        assert sorted(standing([stated(claims, "sea/2", 34), stated(claims, "afn/1", 24)], held=held)) == [24, 34]

    def test_zero_is_never_withdrawn(self, claims: Any) -> None:
        """Nobody killed is no wrong number, but one killed may be."""
        at = stated(claims, "afn/1", 0).at
        denied = [DeniedNumber(kind="killed", number=number, at=at, item_key="x/1") for number in (0, 1)]
        statements = [stated(claims, f"out{number}/1", number) for number in (0, 1, 2)]
        assert sorted(standing(statements, denied=denied)) == [0, 2]

    def test_all_withdrawn_stand(self, claims: Any) -> None:
        """Where every number is withdrawn, they stand: some number is better than none."""
        only = stated(claims, "afn/1", 34)
        denied = [DeniedNumber(kind="killed", number=34, at=only.at, item_key="x/1")]
        assert standing([only], denied=denied) == [34]
        assert lost([only], denied=denied) == []


class TestLeaps:
    """A number out of all proportion is a slip."""

    @pytest.mark.parametrize(("smaller", "larger", "left"), [(3, 3000, [3]), (3, 2999, [2999]), (1, 1000, [1])])
    def test_a_thousand_times(self, claims: Any, smaller: int, larger: int, left: list[int]) -> None:
        """A number a thousand times larger than all others is implausible."""
        statements = [stated(claims, "afn/1", smaller), stated(claims, "sea/2", larger, hours=1)]
        assert standing(statements) == left
        assert lost(statements)[0][1] == ("implausible" if left == [smaller] else "overtaken")

    def test_of_one_speaker_with_two_numbers(self, claims: Any) -> None:
        """All that one speaker says above the gap is implausible, and nothing below it."""
        police: dict[str, Any] = {"says": "police"}
        statements = [
            stated(claims, "afn/1", 3, kind="displaced"),
            stated(claims, "afn/2", 9, kind="displaced", says="mayor"),
            stated(claims, "sea/2", 9000, hours=1, kind="displaced", **police),
            stated(claims, "sea/3", 9500, hours=2, kind="displaced", **police),
        ]
        assert sorted(standing(statements, "displaced")) == [3, 9]
        second = stated(claims, "hill/4", 9500, hours=2, kind="displaced", says="ministry")
        assert sorted(standing([*statements, second], "displaced")) == [3, 9, 9500, 9500]

    def test_zero_is_no_measure(self, claims: Any) -> None:
        """Any number is more than a thousand times nothing."""
        assert standing([stated(claims, "afn/1", 0), stated(claims, "sea/2", 2, hours=1)]) == [2]
