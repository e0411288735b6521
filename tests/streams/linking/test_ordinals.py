"""Victims who are counted on from others."""

from __future__ import annotations

from typing import Any

import pytest

from schemas import Kind, Role, Victims
from streams.linking.features import FEATURES, pair_features
from streams.linking.ordinals import counted_on
from streams.linking.profile import stated
from tests.streams.linking.articles import figures
from tests.streams.linking.profiles import article


def figure(words: str, number: int = 1, **more: Any) -> Any:
    """Return a figure of the dead with these words."""
    (made,) = figures("1 killed", Role.TOTAL)
    return made.model_copy(update={"min": number, "max": number, "quantity_text": words, **more})


@pytest.mark.parametrize(
    ("words", "number", "before"),
    [
        ("a seventh victim", 7, {("killed", 6)}),
        ("A seventh person", 1, {("killed", 6)}),
        ("a 21st", 1, {("killed", 20)}),
        ("a third", 1, {("killed", 2)}),
        ("a second person", 1, set()),
        ("the seventh victim", 1, set()),
        ("seven", 7, set()),
        ("a ²nd", 1, set()),
    ],
)
def test_an_ordinal_counts_on_from_the_dead_before(words: str, number: int, before: set[tuple[str, int]]) -> None:
    """Not from one, which is everybody's toll; "the seventh victim" goes on a list."""
    assert counted_on([figure(words, number)]) == before


@pytest.mark.parametrize(
    ("sentence", "before"),
    [
        ("A woman died on Monday, the fifth person to die.", {("killed", 4)}),
        ("He is the fifth person killed in the attack.", {("killed", 4)}),
        ("The fifth person was a teacher.", set()),
        (None, set()),
    ],
)
def test_the_next_to_die_counts_on(sentence: str | None, before: set[tuple[str, int]]) -> None:
    """Whoever is only the fifth of a list does not."""
    (made,) = figures("1 killed", Role.TOTAL)
    evidence = made.evidence.model_copy(update={"quote": sentence})
    assert counted_on([figure("the fifth person", evidence=evidence)]) == before


def test_only_totals_of_the_dead_count_on() -> None:
    """A fourth who was hurt is one of at most four victims."""
    assert counted_on([figure("a fourth", kind=Kind.INJURED), figure("a fourth", role=Role.SUBSET)]) == set()
    named = figure("A", victims=Victims(text="fourth miner"))
    assert counted_on([named]) == {("killed", 3)}


def test_a_tenth_victim_is_ten() -> None:
    """As the ledger counts."""
    assert (stated(figure("a tenth victim")), stated(figure("a victim")), stated(figure("nine", 9))) == (10, 1, 9)


@pytest.mark.parametrize(("toll", "open_", "days"), [(6, False, 0.0), (6, True, 1.0), (5, False, 1.0)])
def test_days_before_the_next_victim_dies_say_nothing(toll: int, open_: bool, days: float) -> None:
    """An article on the seventh comes after those on six."""
    earlier = article(tolls={"killed": (toll, open_)})
    later = article(item_key="b", day=100.0 + 1.718281828459045, follows=frozenset({("killed", 6)}))
    found = dict(zip(FEATURES, pair_features(later, earlier, lambda _: 1.0), strict=True))
    assert found["days"] == pytest.approx(days)
