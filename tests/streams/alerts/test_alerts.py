"""Which changes alert, and how an alert is written."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import AlertCause, AlertReason, CasualtyAlert, Origin, Provenance, Qualifier, SignaturePlace, Toll, decode
from streams.alerts import cloudevent_headers, describe, outgoing, to_cloudevent

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def alert(
    cause: str = "rose",
    before: Toll | None = None,
    after: Toll | None = None,
    *,
    kind: str = "killed",
    incident: str = "afn/1",
    title: str | None = "Blast at Hazarganji bazaar",
    place: str | None = "Quetta",
    attribution: str | None = None,
) -> CasualtyAlert:
    """Return an alert on an invented blast."""
    return CasualtyAlert(
        id="5f0c",
        incident_id=incident,
        cause=AlertCause(cause),
        kind=kind,
        before=before,
        after=after,
        title=title,
        place=SignaturePlace(name=place) if place else None,
        attribution=attribution,
        provenance=Provenance(
            provider="afn",
            source="afn.example",
            item_id="1",
            version=1,
            received=AT,
            trace_id="0" * 32,
            origin=Origin(partition=0, offset=0),
        ),
        at=AT,
    )


def toll(best: int, *, low: int | None = None, high: int | None = -1) -> Toll:
    """Return a toll; exact where neither low nor high is given."""
    return Toll(low=best if low is None else low, best=best, high=best if high == -1 else high)


class TestRules:
    """Which changes go out."""

    def test_kinds_are_those_of_the_settings(self) -> None:
        """A change of a kind that nobody asked for raises no alert."""
        change = alert(before=toll(3), after=toll(5), kind="displaced")
        assert outgoing([change], kinds={"killed", "injured"}) == []
        assert outgoing([change], kinds={"displaced"}) == [change]

    @pytest.mark.parametrize(("before", "after"), [(toll(12), toll(12)), (toll(12), toll(12, high=None)), (None, None)])
    def test_repeated_number_is_no_alert(self, before: Toll | None, after: Toll | None) -> None:
        """The same best number, however bounded, is no news."""
        assert outgoing([alert(before=before, after=after)], kinds={"killed"}) == []

    @pytest.mark.parametrize(("before", "after"), [(None, toll(1)), (toll(1), toll(2)), (toll(2), None)])
    def test_new_number_is_an_alert(self, before: Toll | None, after: Toll | None) -> None:
        """A number that appears, changes or goes is one."""
        assert len(outgoing([alert(before=before, after=after)], kinds={"killed"})) == 1

    def test_restated_number_is_an_alert(self) -> None:
        """The number is the same, but what vouched for it is killed."""
        assert len(outgoing([alert("restated", toll(3), toll(3))], kinds={"killed"})) == 1

    def test_alerts_of_one_change_are_numbered(self) -> None:
        """Those that go out are parts of one change; what is left out is no part."""
        changes = [
            alert(before=toll(1), after=toll(2)),
            alert(before=toll(1), after=toll(2), kind="displaced"),
            alert(before=toll(1), after=toll(2), kind="injured"),
        ]
        found = outgoing(changes, kinds={"killed", "injured"})
        assert [(each.kind, each.part, each.parts) for each in found] == [("killed", 1, 2), ("injured", 2, 2)]


class TestSentence:
    """One line for people."""

    @pytest.mark.parametrize(
        ("change", "line"),
        [
            (
                alert("appeared", after=toll(12), attribution="police"),
                "Quetta: 12 killed, police: Blast at Hazarganji bazaar",
            ),
            (
                alert("rose", toll(12), toll(1500, high=None)),
                "Quetta: death toll rises from 12 to at least 1,500: Blast at Hazarganji bazaar",
            ),
            (
                alert("fell", toll(31, low=28, high=34), toll(30), place=None),
                "Death toll falls from 31 (28 to 34) to 30: Blast at Hazarganji bazaar",
            ),
            (
                alert("corrected", toll(4), toll(3), kind="injured"),
                "Quetta: number of injured corrected from 4 to 3: Blast at Hazarganji bazaar",
            ),
            (alert("withdrawn", toll(4), title=None), "Quetta: death toll of 4 withdrawn"),
            (
                alert("withdrawn", toll(4), title="Incident in Quetta on 2026-03-02").model_copy(
                    update={"reason": AlertReason.KILLED, "start": date(2026, 3, 2)}
                ),
                "Quetta, 2 March 2026: death toll of 4 withdrawn since a report was killed",
            ),
            (
                alert("rose", toll(3), toll(4), title="Incident at Quetta mine: four dead").model_copy(
                    update={"start": date(2026, 3, 2)}
                ),
                "Quetta, 2 March 2026: death toll rises from 3 to 4: Incident at Quetta mine: four dead",
            ),
            (
                alert("restated", toll(4), toll(4), attribution="police").model_copy(
                    update={"reason": AlertReason.WITHHELD}
                ),
                "Quetta: death toll stays at 4 since a report is withheld, police: Blast at Hazarganji bazaar",
            ),
        ],
    )
    def test_each_cause(self, change: CasualtyAlert, line: str) -> None:
        """An alert reads as a sentence of a desk."""
        assert describe(change) == line

    @pytest.mark.parametrize(
        ("said", "written"),
        [
            ({"low": 40, "high": 40, "qualifier": Qualifier.ABOUT}, "about 40"),
            ({"low": 38, "high": 44, "qualifier": Qualifier.ABOUT}, "about 40 (38 to 44)"),
            ({"low": 38, "high": None, "qualifier": Qualifier.ABOUT}, "at least 40"),
            ({"low": 24, "high": 99, "word": "dozens"}, "dozens"),
            ({"low": 40, "high": 40, "implausible": True}, "40 (implausible)"),
        ],
    )
    def test_a_number_as_it_was_said(self, said: dict[str, Any], written: str) -> None:
        """What was said with a word, about or at least is written so, and a leap is marked."""
        change = alert("appeared", after=Toll(best=40, **said))
        assert describe(change) == f"Quetta: {written} killed: Blast at Hazarganji bazaar"

    @given(text=st.text(max_size=60))
    def test_text_of_the_wire_stays_on_one_line(self, text: str) -> None:
        """Line breaks, bidirectional marks and braces in a headline break neither the line nor the sentence."""
        line = describe(alert("appeared", after=toll(2), title=f"{{0}} {text}", attribution=text or None))
        assert line.isprintable()
        assert line.startswith("Quetta: 2 killed")


class TestCloudEvent:
    """Binary mode on Kafka."""

    def test_attributes_are_headers(self) -> None:
        """The four required attributes, time, subject and content type stand in the headers, as UTF-8."""
        headers = dict(cloudevent_headers(alert(before=toll(1), after=toll(2))))
        assert headers == {
            "ce_specversion": b"1.0",
            "ce_id": b"5f0c",
            "ce_source": b"/wirefeed/incidents/afn%2F1",
            "ce_type": b"wirefeed.toll.rose",
            "ce_subject": b"afn/1/killed",
            "ce_time": b"2026-03-02T09:30:00.000Z",
            "ce_dataschema": b"urn:wirefeed:schema:CasualtyAlert:1",
            "content-type": b"application/json",
        }

    def test_value_is_the_alert(self) -> None:
        """The value is the alert as JSON, and reads back as it was."""
        change = alert(before=toll(1), after=toll(2, high=None))
        headers, value = to_cloudevent(change)
        assert headers == cloudevent_headers(change)
        assert orjson.loads(value)["incident_id"] == "afn/1"
        assert decode(value, (CasualtyAlert,)) == change

    @given(incident=st.text(min_size=1, max_size=40))
    def test_source_is_a_uri_reference(self, incident: str) -> None:
        """Whatever an id has in it, the source is ASCII without blanks."""
        try:
            incident.encode()
        except UnicodeEncodeError:
            return
        source = dict(cloudevent_headers(alert(incident=incident)))["ce_source"].decode("ascii")
        assert not any(char.isspace() for char in source)
