"""What slug, headline and note say about an item."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from schemas import PubStatus
from streams.errors import MalformedItem
from streams.wire.data_files import read_json
from streams.wire.signals import Stated, embargo_time, other_items, read_signals, status_and_signals

KILL_LINES = [
    "KILL: Flood at glassworks",
    "BULLETIN KILL",
    "MANDATORY KILL - Glassworks toll",
    "EDITORS: Kill VO--Glassworks",
    "STORY WITHDRAWN: Nine dead at glassworks",
    "(KILL)",
    "Flood/Velm-KILL",
    "Mandatory Kill",
    "ANNULATION - Marée à Vélanne",
]
KILL_NOTES = [
    "MANDATORY KILL. The report is wrong.",
    "Kill story slugged Flood-Velm. It is wrong.",
    "EDITORS: please kill this story, which cannot be confirmed.",
    "This story has been withdrawn. A substitute will follow.",
    "This item is hereby cancelled and will be replaced shortly.",
    "The story has been killed because its source retracted it.",
    "The Agency is withdrawing its story on the glassworks.",
    "Diese Meldung wird zurückgezogen.",
    "Cette dépêche est annulée.",
    "Withdrawn: duplicates an earlier item",
]
NO_KILL_LINES = [
    "Police kill three gunmen in raid",
    "KILL BILL RETURNS TO CINEMAS",
    "Killed in action: a memoir",
    "Troops withdrawn from border",
    "Three killed as bus crashes",
    "To Kill a Mockingbird on stage",
    "Senate kills bill",
]
NO_KILL_NOTES = [
    "Updates number of killed to 14.",
    "Adds that a plot to kill the president was foiled.",
    "Replaces the story that was withdrawn earlier.",
    "Do not kill this story; the earlier advisory was sent in error.",
    "Corrects headline: storms kill five, not six.",
    "Adds that the harbour report was withdrawn.",
    "Adds background on killings.",
    "With pictures of the troops withdrawn from the city.",
]


@pytest.mark.parametrize("line", KILL_LINES)
def test_a_headline_or_slug_that_kills_is_a_kill(line: str) -> None:
    """Desk forms at the head of a line kill the item."""
    assert status_and_signals(None, Stated(headline=line))[0] is PubStatus.CANCELED
    assert status_and_signals("usable", Stated(slugline=line))[0] is PubStatus.CANCELED


@pytest.mark.parametrize("note", KILL_NOTES)
def test_a_note_that_kills_is_a_kill(note: str) -> None:
    """An instruction to kill or the news of a withdrawal kills the item."""
    assert status_and_signals(None, Stated(ednote=note))[0] is PubStatus.CANCELED


@pytest.mark.parametrize("line", NO_KILL_LINES)
def test_news_of_killing_is_no_kill(line: str) -> None:
    """The words are the news here, not the desk's."""
    assert status_and_signals(None, Stated(headline=line, slugline=line))[0] is PubStatus.USABLE


@pytest.mark.parametrize("note", NO_KILL_NOTES)
def test_a_note_that_speaks_of_killing_is_no_kill(note: str) -> None:
    """A note about the toll, another story or a kill that is lifted leaves the item alone."""
    assert status_and_signals(None, Stated(ednote=note))[0] is PubStatus.USABLE


@pytest.mark.parametrize(
    "note",
    [
        "EMBARGOED until 0001 GMT Tuesday.",
        "Not for publication before 1800 GMT.",
        "Strictly embargoed.",
        "HOLD FOR RELEASE",
        "Note to desks: STRICTLY EMBARGOED.",
        "Sperrfrist 18.00 Uhr",
        "Under embargo until Friday.",
        "(Eds: ADVANCE for release Sunday, Nov. 30, and thereafter.)",
    ],
)
def test_a_note_of_an_embargo_is_a_signal(note: str) -> None:
    """An embargo that only the note states is seen."""
    assert "embargo" in read_signals(Stated(ednote=note))


@pytest.mark.parametrize(
    "opening",
    ["SPERRFRIST 18 Uhr\nDie Mühle steht.", "Embargoed until 0600 GMT\n\nThe mill stands.", "SOUS EMBARGO - le moulin"],
)
def test_a_text_that_opens_with_an_embargo_is_under_one(opening: str) -> None:
    """An embargo that stands above the story counts like one in the note."""
    assert "embargo" in read_signals(Stated(opening=opening))


def test_a_text_on_an_embargo_is_under_none() -> None:
    """A story may begin with the word."""
    assert not read_signals(Stated(opening="Embargo lifted: ships sail for Tarn\nThe embargo of 1990 is over."))


@pytest.mark.parametrize("slug", ["BC-TN--Mill Fire, KILL", "BC-TN--Mill Fire,MANDATORY KILL"])
def test_a_slug_that_ends_in_kill_kills(slug: str) -> None:
    """Agencies add the word to the slug of what they take back."""
    assert "kill" in read_signals(Stated(slugline=slug))


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("EMBARGOED until 2026-03-10 00:01 GMT.", datetime(2026, 3, 10, 0, 1, tzinfo=UTC)),
        ("Embargoed until 2026-03-10T01:01:00+01:00", datetime(2026, 3, 10, 0, 1, tzinfo=UTC)),
        ("EMBARGOED until midnight Friday.", None),
        ("EMBARGOED until 2026-03-10 00:01", None),
        ("EMBARGOED until 2026-03-10 00:01 GMT, in Asia until 2026-03-10 06:00 GMT", None),
    ],
)
def test_an_embargo_time_in_a_note_is_read_where_it_is_certain(note: str, expected: datetime | None) -> None:
    """Only a single ISO time with its zone counts; anything else is left to a later version."""
    assert embargo_time(note) == expected


@pytest.mark.parametrize(
    "note",
    [
        "Adds reaction to an arms embargo.",
        "Embargo lifted.",
        "Adds details on the embargo against the island.",
        "The embargo has expired.",
        "Embargo on grain exports hits prices.",
    ],
)
def test_news_of_an_embargo_is_none(note: str) -> None:
    """Trade embargoes and lifted ones hold nothing back."""
    assert "embargo" not in read_signals(Stated(ednote=note))


@pytest.mark.parametrize(
    ("stated", "signal"),
    [
        (Stated(ednote="CORRECTS toll to 20 instead of 22."), "correction"),
        (Stated(headline="CORRECTED: Bus accident kills 20"), "correction"),
        (Stated(headline="Correction: Bus accident story"), "correction"),
        (Stated(ednote="Updates toll; adds quotes."), "update"),
        (Stated(headline="UPDATE 2-Flood kills 30"), "update"),
        (Stated(slugline="VO--Flood, 3rd Ld-Writethru"), "writethru"),
        (Stated(slugline="VO--Flood, 2nd take"), "take"),
        (Stated(headline="ADVISORY: Photos to follow"), "advisory"),
        (Stated(codes=("sig:correction",)), "correction"),
        (Stated(codes=("http://cv.iptc.org/newscodes/signal/update",)), "update"),
        (Stated(codes=("apsig:newscontent",)), "apsig:newscontent"),
    ],
)
def test_markers_become_signals(stated: Stated, signal: str) -> None:
    """Codes, slugs, headlines and notes say correction, update, writethru, take or advisory; unknown codes stay."""
    assert signal in read_signals(stated)


@pytest.mark.parametrize(
    "headline", ["Correct answers in exam rise", "Leading bank cuts rate", "Updated rules for cyclists"]
)
def test_ordinary_headlines_have_no_signals(headline: str) -> None:
    """A word that looks like a marker is none inside a sentence."""
    assert read_signals(Stated(headline=headline)) == ()


@pytest.mark.parametrize(
    ("stated", "status"),
    [
        (None, PubStatus.USABLE),
        (" ", PubStatus.USABLE),
        ("stat:usable", PubStatus.USABLE),
        ("Cancelled", PubStatus.CANCELED),
        ("http://cv.iptc.org/newscodes/pubstatusg2/withheld", PubStatus.WITHHELD),
        ("killed", PubStatus.CANCELED),
    ],
)
def test_a_status_is_read_by_its_word(stated: str | None, status: PubStatus) -> None:
    """Prefixes and spellings do not matter; none stated is usable."""
    assert status_and_signals(stated, Stated())[0] is status


def test_embargoed_is_usable_under_an_embargo() -> None:
    """The status some formats have for an embargo holds the item and does not withhold it for good."""
    assert status_and_signals("embargoed", Stated()) == (PubStatus.USABLE, ("embargo",))


@pytest.mark.parametrize(
    "note", ["WITHHOLD this story.", "Do not use until further notice.", "Must not be published pending legal review."]
)
def test_a_note_can_withhold(note: str) -> None:
    """An instruction not to publish until further notice withholds."""
    assert status_and_signals("usable", Stated(ednote=note))[0] is PubStatus.WITHHELD


def test_an_unknown_status_is_refused() -> None:
    """Nothing is published on a guess."""
    with pytest.raises(MalformedItem, match="perhaps"):
        status_and_signals("perhaps", Stated())


@pytest.mark.parametrize(
    ("note", "ids"),
    [
        ("EDITORS: please kill story urn:newsml:a.example:20260309:x1.", ("urn:newsml:a.example:20260309:x1",)),
        ("Kill item no. CN-017; it repeats CN-016.", ("CN-017",)),
        ("Kill the story about the glassworks.", ()),
        ("Kills story", ()),
    ],
)
def test_the_item_to_kill_is_named_by_its_id(note: str, ids: tuple[str, ...]) -> None:
    """A word with a digit, a colon or an underscore is an id; ordinary words are not."""
    assert other_items(note) == ids


def test_patterns_anchored_at_the_start_have_one_start() -> None:
    """A pattern that is tried at the start alone has no alternative that could stand elsewhere."""
    markers = read_json("markers.json")
    rules = [pattern for name in ("line", "note") for _, pattern in markers[name]]
    rules += [pattern for name in ("kill", "withhold", "embargo") for pattern in markers["opening"][name]]
    rules += [*markers["withhold"]["line"], *markers["withhold"]["note"], *markers["hold_all"]]
    assert not [pattern for pattern in rules if pattern.startswith("^") and _has_free_alternative(pattern)]


def _has_free_alternative(pattern: str) -> bool:
    """Return whether a pattern has an alternative outside of all groups."""
    depth = 0
    for sign in re.sub(r"\\.|\[[^\]]*\]", "", pattern):
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and depth == 0:
            return True
    return False
