"""Why a toll is what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from streams.incidents.explanation import explained, newest_headlines, reasons_of

if TYPE_CHECKING:
    from schemas import Incident


def test_each_claim_has_its_part(blast: Incident) -> None:
    """What counts stands first; the others say why they do not."""
    found = [(each.number, each.speaker, each.verdict, each.outlets) for each in explained(blast)]
    assert found == [
        ("20", "police", "counts", 1),
        ("20", "mayor", "same number", 0),
        ("4", "police", "subset", 0),
        ("12", "police", "overtaken", 0),
    ]
    assert explained(blast)[0].sentence == "20 miners died, police said."


def test_a_claim_that_lost_unnamed_is_outweighed(blast: Incident) -> None:
    """The list of losing numbers is bounded, so that a claim may be in neither list."""
    silent = blast.tolls["killed"].model_copy(update={"others": ()})
    verdicts = [each.verdict for each in explained(blast.model_copy(update={"tolls": {"killed": silent}}))]
    assert verdicts == ["counts", "same number", "subset", "outweighed"]


def test_reasons_name_speaker_and_losers(blast: Incident) -> None:
    """A sentence says what the number rests on, and which numbers lost and why."""
    assert list(reasons_of(blast)) == ["killed: 20 rests on 1 claim, says police; not 12 overtaken"]
    quarrel = blast.tolls["killed"].model_copy(update={"disputed": True, "attribution": None, "basis": ("a", "b")})
    (line,) = reasons_of(blast.model_copy(update={"tolls": {"killed": quarrel}}))
    assert line == "killed: 20 rests on 2 claims, no speaker named; not 12 overtaken; disputed"


def test_headlines_are_those_of_live_items(blast: Incident) -> None:
    """A killed item is not shown, and neither are more than asked for."""
    assert list(newest_headlines(blast, 5)) == [("afn.example", "Blast")]
    assert list(newest_headlines(blast, 0)) == []
