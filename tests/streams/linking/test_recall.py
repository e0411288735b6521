"""Sentences that count other victims, and sentences that count those of several towns."""

from __future__ import annotations

from typing import Any

import pytest

from schemas import CasualtyFigure, Kind, Precision, Role
from streams.linking.recall import recalled_spans
from streams.linking.words import tokens
from tests.streams.linking.test_event import figure, frame
from tests.streams.linking.test_signature import place


def recalled(*spans: tuple[int, int]) -> list[tuple[int, int]]:
    """Return what is recalled where these sentences count victims of other events."""
    return recalled_spans([], [figure(Role.OTHER_EVENT, span) for span in spans])


class TestSpans:
    """Parts of a text that tell of other events."""

    def test_are_in_order_and_apart(self) -> None:
        """Those that touch or overlap are one, from the first beginning to the last end."""
        assert recalled((40, 50), (0, 10), (20, 30)) == [(0, 10), (20, 30), (40, 50)]
        assert recalled((0, 10), (20, 30), (30, 40)) == [(0, 10), (20, 40)]
        assert recalled((0, 10), (20, 40), (25, 30)) == [(0, 10), (20, 40)]
        assert recalled((0, 10), (20, 30), (29, 45), (44, 50)) == [(0, 10), (20, 50)]
        assert recalled((0, 10), (11, 20)) == [(0, 10), (11, 20)]

    def test_a_clause_and_a_sentence_may_be_one(self) -> None:
        """The clause goes to the end of its sentence."""
        body = list(tokens("It came a day after a bomb. Then it rained."))
        assert recalled_spans(body, [figure(Role.OTHER_EVENT, (20, 34))]) == [(14, 34)]


class TestTowns:
    """Dead of several towns."""

    BODY = "Six died there. Nine died here. More rain is to come."
    FIRST, SECOND = (0, 15), (16, 31)

    def sums_up(self, *starts: int, figures: tuple[CasualtyFigure, ...] | None = None, **more: Any) -> bool:
        """Return whether an article with towns there is a round-up."""
        known = {"subtype": "city", "precision": Precision.POINT, **more}
        entities = tuple(place(f"Town{number}", start, **known) for number, start in enumerate(starts))
        both = (figure(Role.TOTAL, self.FIRST), figure(Role.SUBSET, self.SECOND))
        counted = both if figures is None else figures
        return frame(self.BODY, "Night of damage", entities=entities, figures=counted).sums_up

    @pytest.mark.parametrize(
        ("starts", "sums_up"),
        [((0, 16), True), ((14, 30), True), ((14, 31), False), ((15, 16), False), ((0, 14), False), ((0,), False)],
    )
    def test_each_sentence_must_have_one(self, starts: tuple[int, ...], sums_up: bool) -> None:
        """From its first character to its last; a sentence without a town says nothing."""
        assert self.sums_up(*starts) is sums_up

    def test_only_the_dead_of_the_event_count(self) -> None:
        """Neither the injured, nor those of the headline or of other events."""
        first = figure(Role.TOTAL, self.FIRST)
        for other in (
            figure(Role.TOTAL, self.SECOND).model_copy(update={"kind": Kind.INJURED}),
            figure(Role.BACKGROUND, self.SECOND),
            figure(Role.TOTAL, self.SECOND, in_headline=True),
        ):
            assert not self.sums_up(0, 16, figures=(first, other))

    def test_towns_alone_count(self) -> None:
        """That are known to a point, and that the headline does not name."""
        assert not self.sums_up(0, 16, subtype="facility")
        assert not self.sums_up(0, 16, precision=Precision.REGION)
        assert not self.sums_up(0, 16, in_headline=True)
        assert not self.sums_up(0, 16, geonames=7)


class TestOwnOfTheHeadline:
    """What the headline counts as its own is no other event's."""

    FREED = (0, 40)

    def test_whom_the_headline_counts_is_not_recalled(self) -> None:
        """Nine pupils walk free; the lead says it of those kidnapped two weeks ago, another event by its words."""
        own = figure(Role.TOTAL, (0, 5), in_headline=True)
        other = figure(Role.OTHER_EVENT, self.FREED)
        assert recalled_spans([], [own, other]) == []
        assert recalled_spans([], [own.model_copy(update={"min": 2}), other]) == [self.FREED]

    def test_as_many_of_another_event_are_recalled(self) -> None:
        """Seven died on Tuesday, and seven on Sunday."""
        own = figure(Role.TOTAL, (0, 5), in_headline=True)
        told = figure(Role.TOTAL, (50, 60))
        assert recalled_spans([], [own, told, figure(Role.OTHER_EVENT, self.FREED)]) == [self.FREED]
