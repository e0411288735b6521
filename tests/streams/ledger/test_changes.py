"""How the tolls of an incident changed, and the alerts that this raises."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from schemas import CasualtyFigure, Incident, Period, SourceKind, Toll, Victims
from streams.ledger import apply
from streams.ledger.alert import alerts_of
from streams.ledger.changes import changes_of
from streams.ledger.history import History

START = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)


def toll(best: int, *basis: str) -> Toll:
    """Return a toll of one number."""
    return Toll(low=best, best=best, high=best, basis=basis)


SENTENCE = "A blast killed 12 miners, police said."


def quoted(figure: CasualtyFigure, sentence: str = SENTENCE) -> CasualtyFigure:
    """Return the figure with the sentence that gives it."""
    return figure.model_copy(update={"evidence": figure.evidence.model_copy(update={"quote": sentence})})


def before(**tolls: Toll) -> Incident:
    """Return an incident with these tolls."""
    return Incident(incident_id="afn/1", language="en", updated=START, tolls=tolls)


class TestCauses:
    """Why a toll changed."""

    @pytest.mark.parametrize(
        ("first", "after", "correction", "cause"),
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
    def test_cause(self, claims: Any, first: int | None, after: int | None, correction: bool, cause: str) -> None:
        """A toll appears, is withdrawn, rises or falls; an article that says that it corrects corrects it."""
        was = {} if first is None else {"killed": toll(first)}
        now = {} if after is None else {"killed": toll(after)}
        (change,) = changes_of(before(**was), History(), now, claims.put("afn/1", correction=correction), [])
        assert (change.cause, change.before, change.after, change.kind) == (cause, first, after, "killed")

    def test_the_gravest_kind_comes_first(self, claims: Any) -> None:
        """The dead are named before the injured, and alerts keep the order."""
        now = {"injured": toll(30), "displaced": toll(900), "killed": toll(12), "missing": toll(4)}
        changes = changes_of(before(), History(), now, claims.put("afn/1"), [])
        assert [change.kind for change in changes] == ["killed", "injured", "missing", "displaced"]

    def test_same_number_is_no_change(self, claims: Any) -> None:
        """A toll with the same best number has not changed, and the kinds after it are compared all the same."""
        was = {"injured": toll(9), "killed": toll(3)}
        now = {"injured": toll(9).model_copy(update={"low": 8}), "killed": toll(4)}
        assert [
            change.kind
            for change in changes_of(before(**was), History(), now, claims.put("afn/1", correction=True), [])
        ] == ["killed"]

    def test_reason_of_a_take_alone(self, claims: Any) -> None:
        """A change has the reason of the take that caused it; a put has none."""
        take, put = claims.take("afn/1"), claims.put("afn/1").model_copy(update={"reason": "moved"})
        found = [changes_of(before(killed=toll(3)), History(), {}, message, [])[0].taken for message in (take, put)]
        assert found == ["killed", None]

    def test_time_of_processing(self, claims: Any) -> None:
        """A change is dated by when its article was processed, or else received."""
        put = claims.put("afn/1", hours=2)
        later = put.provenance.received.replace(hour=11)
        processed = put.model_copy(update={"provenance": put.provenance.model_copy(update={"processed": later})})
        found = [
            changes_of(before(), History(), {"killed": toll(3)}, message, [])[0].at for message in (put, processed)
        ]
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
        (change,) = changes_of(before(), History(), {"killed": now}, older, incident.claims)
        assert (now.basis, change.evidence) == (("hill/3#f0", "sea/2#f0"), "4")

    def test_none_without_a_claim(self, claims: Any) -> None:
        """A toll without basis, or whose claim is not held, has no evidence."""
        for now in (toll(3), toll(3, "afn/9#f0")):
            (change,) = changes_of(before(), History(), {"killed": now}, claims.put("afn/1"), [])
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

    def test_each_names_the_alert_that_it_replaces(self, claims: Any, booked: Any) -> None:
        """A later alert on the same kind supersedes the one before it; one on another kind does not."""
        _, (first, other, risen, gone, also) = booked(
            [
                claims.put("afn/1", [claims.figure(3), claims.figure(9, kind="injured", figure_id="f1")]),
                claims.put("afn/1", [claims.figure(4), claims.figure(9, kind="injured", figure_id="f1")], version=2),
                claims.take("afn/1", version=2),
            ]
        )
        first, other = sorted((first, other), key=lambda alert: alert.kind == "killed", reverse=True)
        gone, also = sorted((gone, also), key=lambda alert: alert.kind == "killed", reverse=True)
        assert (first.supersedes, other.supersedes) == (None, None)
        assert (risen.supersedes, gone.supersedes, also.supersedes) == (first.id, risen.id, other.id)

    @pytest.mark.parametrize("reason", ["killed", "withheld", "moved", "superseded"])
    def test_why_a_toll_was_withdrawn(self, claims: Any, booked: Any, reason: str) -> None:
        """A withdrawal says what happened to its item, and a correction that it is one."""
        put = claims.put("afn/1", [claims.figure(3)])
        _, (first, gone) = booked([put, claims.take("afn/1", reason=reason)])
        assert (first.reason.value, gone.reason.value) == ("report", reason)
        _, (corrected,) = booked([claims.put("afn/1", [claims.figure(3)], correction=True)])
        assert corrected.reason.value == "correction"

    def test_withdrawal_says_where_and_when_without_words_of_the_killed_item(self, claims: Any, booked: Any) -> None:
        """Place and day are those known before; the title is made of them, since the headline is killed."""
        figure = claims.figure(12).model_copy(update={"period": Period(start=START.date(), end=START.date())})
        put = claims.put("afn/1", [quoted(figure)], headline="Mine blast kills 12", place="Karal")
        _, (first, gone) = booked([put, claims.take("afn/1")])
        assert (first.title, first.quote, first.items) == ("Mine blast kills 12", SENTENCE, ("afn/1",))
        assert (gone.title, gone.quote, gone.items) == ("Incident in Karal on 2026-03-02", None, ())
        assert (gone.place.name, gone.start) == ("Karal", START.date())

    def test_title_without_a_day_has_that_of_the_report(self, claims: Any, booked: Any) -> None:
        """Where no article says when it happened, the title says when it was first reported."""
        _, alerts = booked([claims.put("afn/1", [claims.figure(2)]), claims.take("afn/1")])
        assert alerts[-1].title == "Incident reported on 2026-03-02"

    @pytest.mark.parametrize(("reason", "restated"), [("killed", True), ("withheld", True), ("moved", False)])
    def test_number_that_stands_without_the_killed_item_is_restated(
        self, claims: Any, booked: Any, reason: str, *, restated: bool
    ) -> None:
        """Where another item gives the number, a new alert replaces the one that quotes the killed item."""
        one = claims.put("afn/1", [quoted(claims.figure(12))], headline="Blast kills 12")
        two = claims.put("sea/2", [quoted(claims.figure(12), "Twelve died.")], headline="Twelve dead", hours=1)
        incident, alerts = booked([one, two, claims.take("afn/1", reason=reason)])
        assert incident.tolls["killed"].best == 12
        assert [alert.cause.value for alert in alerts] == ["appeared", *(["restated"] if restated else [])]
        if restated:
            assert (alerts[1].title, alerts[1].quote) == ("Twelve dead", "Twelve died.")
            assert (alerts[1].items, alerts[1].supersedes) == (("sea/2",), alerts[0].id)

    def test_killed_item_that_no_alert_repeats_restates_nothing(self, claims: Any, booked: Any) -> None:
        """A repetition of the number that nobody was told of can be killed without a word."""
        one = claims.put("afn/1", [claims.figure(12)], headline="Blast kills 12")
        two = claims.put("sea/2", [claims.figure(12)], headline="Twelve dead", hours=1)
        incident, alerts = booked([one, two, claims.take("sea/2")])
        assert (incident.title, len(alerts)) == ("Blast kills 12", 1)

    def test_killed_title_alone_is_restated(self, claims: Any, booked: Any) -> None:
        """The alert on the injured has the title of the item that gives the dead, and so it is replaced with it."""
        one = claims.put("afn/1", [claims.figure(12)], headline="Blast kills 12")
        two = claims.put("sea/2", [claims.figure(30, kind="injured")], headline="Thirty hurt", hours=1)
        _, alerts = booked([one, two, claims.take("afn/1")])
        last = {alert.kind: alert.cause.value for alert in alerts}
        assert last == {"killed": "withdrawn", "injured": "restated"}
        assert alerts[-1].title == "Thirty hurt" or alerts[-2].title == "Thirty hurt"

    def test_what_vouches_for_the_number(self, claims: Any, booked: Any) -> None:
        """Speakers are counted once, whoever carries them; the surest claim and the kind of speaker are named."""
        sides = Victims(text="soldiers", side="army", entity_id="group:army")
        first = claims.figure(8, says="police", confidence=0.6)
        again = claims.figure(8, says="Police", confidence=0.9)
        other = claims.figure(8, says="ministry", confidence=0.7).model_copy(update={"victims": sides})
        messages = [
            claims.put("afn/1", [first]),
            claims.put("sea/2", [again], hours=1),
            claims.put("hill/3", [other], hours=2),
        ]
        incident, _ = booked(messages)
        (alert,) = alerts_of(incident, History(incident.history), messages[0])
        assert (alert.sources, alert.confidence, alert.speaker) == (1, 0.6, SourceKind.OFFICIAL)
        now = incident.tolls["killed"]
        change = incident.history[0].model_copy(update={"now": now})
        (alert,) = alerts_of(incident, History([change]), messages[0])
        assert (alert.sources, alert.confidence) == (2, 0.9)
        assert alert.groups == ("army", "group:army")
