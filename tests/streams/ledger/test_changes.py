"""How the tolls of an incident changed, and the alerts that this raises."""

from __future__ import annotations

from typing import Any

import pytest

from schemas import Toll
from streams.ledger import apply
from streams.ledger.changes import changes_of


def toll(best: int, *basis: str) -> Toll:
    """Return a toll of one number."""
    return Toll(low=best, best=best, high=best, basis=basis)


class TestCauses:
    """Why a toll changed."""

    @pytest.mark.parametrize(
        ("before", "after", "correction", "cause"),
        [
            (None, 12, False, "appeared"),
            (None, 12, True, "appeared"),
            (12, None, False, "withdrawn"),
            (12, None, True, "withdrawn"),
            (12, 13, False, "rose"),
            (12, 11, False, "fell"),
            (12, 13, True, "corrected"),
            (12, 11, True, "corrected"),
        ],
    )
    def test_cause(self, claims: Any, before: int | None, after: int | None, correction: bool, cause: str) -> None:
        """A toll appears, is withdrawn, rises or falls; an article that says that it corrects corrects it."""
        was = {} if before is None else {"killed": toll(before)}
        now = {} if after is None else {"killed": toll(after)}
        (change,) = changes_of(was, now, claims.put("afn/1", correction=correction), [])
        assert (change.cause, change.before, change.after, change.kind) == (cause, before, after, "killed")

    def test_same_number_is_no_change(self, claims: Any) -> None:
        """A toll with the same best number has not changed, and the kinds after it are compared all the same."""
        was = {"injured": toll(9), "killed": toll(3)}
        now = {"injured": toll(9).model_copy(update={"low": 8}), "killed": toll(4)}
        assert [change.kind for change in changes_of(was, now, claims.put("afn/1", correction=True), [])] == ["killed"]

    def test_reason_of_a_take_alone(self, claims: Any) -> None:
        """A change has the reason of the take that caused it; a put has none."""
        take, put = claims.take("afn/1"), claims.put("afn/1").model_copy(update={"reason": "moved"})
        found = [changes_of({"killed": toll(3)}, {}, message, [])[0].taken for message in (take, put)]
        assert found == ["killed", None]

    def test_time_of_processing(self, claims: Any) -> None:
        """A change is dated by when its article was processed, or else received."""
        put = claims.put("afn/1", hours=2)
        later = put.provenance.received.replace(hour=11)
        processed = put.model_copy(update={"provenance": put.provenance.model_copy(update={"processed": later})})
        found = [changes_of({}, {"killed": toll(3)}, message, [])[0].at for message in (put, processed)]
        assert found == [put.provenance.received, later]


class TestEvidence:
    """The words of the number."""

    def test_words_of_the_newest_claim(self, claims: Any, booked: Any) -> None:
        """The evidence has the words of the claim that the toll rests on, not of another figure or item."""
        figures = [
            claims.figure(30, kind="injured", figure_id="f1"),
            claims.figure(12, figure_id="f2").model_copy(update={"quantity_text": "twelve"}),
        ]
        incident, _ = booked([claims.put("afn/1", figures)])
        assert {change.kind: change.evidence for change in incident.history} == {"injured": "30", "killed": "twelve"}

    def test_first_claim_of_the_basis(self, claims: Any, booked: Any) -> None:
        """Of two claims of the number the newest gives the words."""
        older = claims.put("afn/1", [claims.figure(3)])
        figure = claims.figure(4, says="mayor").model_copy(update={"quantity_text": "four"})
        incident, _ = booked(
            [
                older,
                claims.put("sea/2", [figure], hours=1),
                claims.put("hill/3", [claims.figure(4, says="police")], hours=2),
            ]
        )
        now = incident.tolls["killed"]
        (change,) = changes_of({}, {"killed": now}, older, incident.claims)
        assert (now.basis, change.evidence) == (("hill/3#f0", "sea/2#f0"), "4")

    def test_none_without_a_claim(self, claims: Any) -> None:
        """A toll without basis, or whose claim is not held, has no evidence."""
        for now in (toll(3), toll(3, "afn/9#f0")):
            (change,) = changes_of({}, {"killed": now}, claims.put("afn/1"), [])
            assert change.evidence is None


class TestAlerts:
    """Which changes an alert tells of."""

    def test_changes_of_these_claims_alone(self, claims: Any) -> None:
        """The alerts of a version are those of its own changes: not those of another item, version or reason."""
        messages = [
            claims.put("afn/1", [claims.figure(3)]),
            claims.put("sea/2", [claims.figure(5, says="governor")], hours=1),
            claims.put("sea/2", [claims.figure(6, says="governor")], version=2, hours=2),
            claims.take("sea/2", version=2),
        ]
        incident = None
        for message in messages:
            incident, _ = apply(incident, message)
        found = [[alert.cause.value for alert in apply(incident, message)[1]] for message in messages]
        assert found == [["appeared"], ["rose"], ["rose"], ["fell"]]

    def test_ids_tell_alerts_apart(self, claims: Any, booked: Any) -> None:
        """Alerts of two kinds, versions or items have two ids."""
        _, alerts = booked(
            [
                claims.put("afn/1", [claims.figure(3), claims.figure(9, kind="injured", figure_id="f1")]),
                claims.put("afn/1", [claims.figure(4), claims.figure(9, kind="injured", figure_id="f1")], version=2),
                claims.put("afn/1", [claims.figure(5)], version=3),
                claims.take("afn/1", version=3),
            ]
        )
        assert len(alerts) == 6
        assert len({alert.id for alert in alerts}) == 6

    def test_an_id_lasts(self, claims: Any) -> None:
        """The id of an alert is the same from release to release: receivers drop repeated ones by it."""
        _, (alert,) = apply(None, claims.put("afn/1", [claims.figure(3)]))
        assert alert.id == "bb92ebc15d1c9992828abe483525a0d5"

    def test_withdrawn_toll_has_no_speaker(self, claims: Any, booked: Any) -> None:
        """An alert names the speaker of the new toll, and none where it was withdrawn."""
        _, alerts = booked([claims.put("afn/1", [claims.figure(3, says="police")]), claims.take("afn/1")])
        assert [alert.attribution for alert in alerts] == ["police", None]
