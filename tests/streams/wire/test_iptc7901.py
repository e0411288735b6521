"""IPTC 7901: text between control characters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from schemas import WireItem
from streams.errors import MalformedItem

LetIn = Callable[..., list[WireItem]]

MESSAGE = (
    "\x01orv0318 2 wi 44  orv 0318\r\n\r\nPlums/Velm/\r\n\x02(Correction: weight in\r\nlast paragraph)\r\n"
    "Growers of Velm pick their\r\nplums two weeks early\r\nBy Ilka Brandtner, orv\r\n(Graphic to follow) =\r\n\r\n"
    "Velm (orv) - The growers of Velm have begun\r\nto pick their plums.\r\n\r\n"
    "| Farm | Tons |\r\n| B    | 7    |\r\n\r\n"
    "# Notizblock\r\n\r\n- Editor: 31\r\n\r\norv qk ll\r\n\r\n\x03170640 Feb 26\r\n\x7f\r\n\x04"
)


def test_a_message_is_taken_apart(let_in: LetIn) -> None:
    """Priority, keywords, notes, headline, byline, text and stamp are told apart; line breaks leave the paragraphs."""
    (item,) = let_in(MESSAGE.encode(), {"wf-provider": "orv", "content-type": "text/plain"})
    assert item.format == "iptc7901"
    assert item.provenance.item_key == "orv/orv0318-2026-02-17"
    assert item.provenance.version_created == datetime(2026, 2, 17, 6, 40, tzinfo=UTC)
    assert (item.urgency, item.slugline, item.subjects) == (2, "Plums/Velm", ("wi",))
    assert (item.headline, item.byline) == (
        "Growers of Velm pick their plums two weeks early",
        "By Ilka Brandtner, orv",
    )
    assert item.body == (
        "Velm (orv) - The growers of Velm have begun to pick their plums.\n\n| Farm | Tons |\n| B    | 7    |"
    )
    assert item.ednote == "Correction: weight in last paragraph\nGraphic to follow\n- Editor: 31\norv qk ll"
    assert "correction" in item.signals


def test_a_message_without_a_number_is_named_by_its_headline(let_in: LetIn) -> None:
    """Number 0000 says nothing; the same headline on the same day is the same item."""
    unnumbered = MESSAGE.replace("orv0318", "orv0000")
    other = unnumbered.replace("early", "late")
    ids = [
        let_in(text.encode(), {"wf-provider": "orv"})[0].provenance.item_id for text in (unnumbered, unnumbered, other)
    ]
    assert ids[0] == ids[1] != ids[2]


def test_what_has_no_frame_is_no_message(let_in: LetIn) -> None:
    """Without the control character before the text nothing can be told apart."""
    with pytest.raises(MalformedItem, match="STX"):
        let_in(b"Plums are picked\r\n\r\nText", {"wf-provider": "orv", "content-type": "application/x-iptc7901"})


def test_a_message_that_lost_its_control_characters_is_still_one(let_in: LetIn) -> None:
    """Files often come without them; the header's form at the start of the text is enough."""
    bare = MESSAGE.translate({1: None, 2: None, 3: None, 4: None, 127: None})
    whole, stripped = (let_in(text.encode(), {"wf-provider": "orv"})[0] for text in (MESSAGE, bare))
    assert stripped.format == "iptc7901"
    fields = ("headline", "byline", "body", "ednote", "urgency", "slugline")
    assert [getattr(stripped, name) for name in fields] == [getattr(whole, name) for name in fields]
    assert stripped.provenance.item_id == whole.provenance.item_id


ANPA = (
    "\x16\x16\x01k2206-----\r\nu f BC-VO--Cheese,1st Ld-Writethru   02-05 0074\r\n\x02"
    "^BC-VO--Cheese, 1st Ld-Writethru,74<\r\n^Dairy of Pelna wins cheese prize<\r\n^Eds: Adds the price of milk.<\r\n"
    "^By OLVA TRENN=\r\n^Dairy Reporter=\r\n\t   PELNA (VX) _ The dairy of Pelna has won\r\n"
    "a prize for its blue cheese. \r\n"
    "\t   Milk is dear this year, its owner says. \r\n\x03\t   VX-PL-02-05-26 1952GMT<\r\n"
)


@pytest.mark.parametrize("text", [ANPA, ANPA.translate({1: None, 2: None, 3: None, 22: None})])
def test_an_anpa_message_is_taken_apart(let_in: LetIn, text: str) -> None:
    """Serial, priority, category, tagged lines and stamp are told apart, with the control characters or without."""
    (item,) = let_in(text.encode(), {"wf-provider": "vx", "content-type": "text/plain"})
    assert (item.format, item.provenance.item_id, item.urgency) == ("anpa", "k2206-2026-02-05", 3)
    assert item.provenance.version_created == datetime(2026, 2, 5, 19, 52, tzinfo=UTC)
    assert (item.headline, item.byline) == ("Dairy of Pelna wins cheese prize", "By OLVA TRENN, Dairy Reporter")
    assert (item.slugline, item.subjects, item.ednote) == (
        "BC-VO--Cheese, 1st Ld-Writethru",
        ("f",),
        "Eds: Adds the price of milk.",
    )
    assert {"update", "writethru"} <= set(item.signals)
    assert item.body == (
        "PELNA (VX) _ The dairy of Pelna has won a prize for its blue cheese.\n\n"
        "Milk is dear this year, its owner says."
    )


def test_a_cut_message_is_read_to_its_end(let_in: LetIn) -> None:
    """A message that lost its end has its text and no stamp."""
    (item,) = let_in(MESSAGE[:260].encode(), {"wf-provider": "orv"})
    assert item.headline == "Growers of Velm pick their plums two weeks early"
    assert item.provenance.version_created is None


DESK_FORM = (
    "vda0117 4 e 205  vdz 0062\n\nPottery/museum/\nREFILE\n2ND LEAD\n"
    "Museum of kilns shows a teapot\nBy vda reporters =\n\n"
    "Pelna (vda) - The museum of kilns has put\nits oldest teapot on show.\n\n"
    "# Notebook\n\n## Note to editors\n- adds year\n\n* * * *\nStaff only\n\n080915 GMT Jun 25\n\n"
)


def test_lines_that_count_versions_are_notes_and_no_headline(let_in: LetIn) -> None:
    """A desk sets "REFILE" and "2ND LEAD" above the headline; they are notes, and signals."""
    (item,) = let_in(DESK_FORM.encode(), {"wf-provider": "vda"})
    assert (item.headline, item.byline) == ("Museum of kilns shows a teapot", "By vda reporters")
    assert (item.ednote or "").startswith("REFILE\n2ND LEAD\n")
    assert {"update", "writethru"} <= set(item.signals)
    assert item.body == "Pelna (vda) - The museum of kilns has put its oldest teapot on show."


@pytest.mark.parametrize(
    ("stamp", "expected"),
    [
        ("080915 GMT Jun 25", datetime(2025, 6, 8, 9, 15, tzinfo=UTC)),
        ("080915 MEZ Dez 24", datetime(2024, 12, 8, 8, 15, tzinfo=UTC)),
        ("081740 jan 24", datetime(2024, 1, 8, 17, 40, tzinfo=UTC)),
        ("081740 août 2023", datetime(2023, 8, 8, 17, 40, tzinfo=UTC)),
        ("081740 juin 2023", datetime(2023, 6, 8, 17, 40, tzinfo=UTC)),
        ("081740 juillet 2023", datetime(2023, 7, 8, 17, 40, tzinfo=UTC)),
        ("081740 QQQ Jun 25", None),
        ("081740 Foo 25", None),
    ],
)
def test_the_stamp_may_name_a_zone(let_in: LetIn, stamp: str, expected: datetime | None) -> None:
    """A zone between clock and month is read; a stamp in an unknown zone or month is no time."""
    (item,) = let_in(DESK_FORM.replace("080915 GMT Jun 25", stamp).encode(), {"wf-provider": "vda"})
    assert item.provenance.version_created == expected


def test_keywords_without_a_slash_stand_above_the_marked_headline(let_in: LetIn) -> None:
    """Some desks set their keywords as a line of words; the headline is the block whose last line is marked."""
    text = (
        "\nvrf262 5 ek 96 lac 0451\n\nBateaux à rames\n\nBateaux à rames: \nLe club repeint sa flotte = \n\n"
        "Vélanne (vrf) Le club a acheté \nde la peinture bleue. \n\n(VRF/jd ot) \n\n130825 mai 25"
    )
    (item,) = let_in(text.encode("cp1252"), {"wf-provider": "vrf"})
    assert item.headline == "Bateaux à rames: Le club repeint sa flotte"
    assert (item.body or "").startswith("Vélanne (vrf) Le club a acheté de la peinture bleue.")


def test_notes_and_headline_of_several_lines_may_stand_before_the_text(let_in: LetIn) -> None:
    """What stands behind the keywords is the text's, where a line before the STX is marked as a headline."""
    text = (
        "\x01vrf0042 4 vm 120  vrf 0099\r\n\r\nWetter/Velm/\r\n(Neu: mehr Schäden)\r\nSturm deckt Dächer ab\r\n"
        "- Bahn steht still =\r\n\x02Velm (vrf) - Der Sturm hat Dächer abgedeckt.\r\n\x03281501 Nov 26\r\n\x04"
    )
    (item,) = let_in(text.encode(), {"wf-provider": "vrf"})
    assert (item.headline, item.slugline) == ("Sturm deckt Dächer ab - Bahn steht still", "Wetter/Velm")
    assert item.ednote == "Neu: mehr Schäden"


def test_messages_of_one_file_are_told_apart(let_in: LetIn) -> None:
    """Each start of header begins a message."""
    first, second = let_in((MESSAGE + MESSAGE.replace("orv0318", "orv0319")).encode(), {"wf-provider": "orv"})
    assert first.provenance.item_id != second.provenance.item_id
    assert first.body == second.body


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (b"\x01" + b"\x07" * 5_000 + b"\x02Head =\r\n\r\nText.\r\n\x03", "control characters"),
        (b"\x01orv0318 2 wi 44  orv 0318\r\n" + b"more header " * 50_000, "STX"),
        (b"\x01orv0318 2 wi 44\r\n" + b"more header " * 50_000 + b"\x02Head =\r\n\r\nText.\r\n\x03", "header"),
    ],
)
def test_noise_is_no_message(let_in: LetIn, value: bytes, words: str) -> None:
    """A flood of control characters and a header without an end are refused."""
    with pytest.raises(MalformedItem, match=words):
        let_in(value, {"wf-provider": "orv"})


@pytest.mark.parametrize(("count", "refused"), [(64, False), (65, True)])
def test_a_short_message_may_have_some_control_characters(let_in: LetIn, count: int, *, refused: bool) -> None:
    """The frame and its fillers are no flood, in a message of any length."""
    value = b"\x01" + b"\x16" * (count - 3) + b"orv0318 2 wi 44\r\n\x02Head =\r\n\r\nText.\r\n\x03"
    if refused:
        with pytest.raises(MalformedItem, match="control characters"):
            let_in(value, {"wf-provider": "orv"})
    else:
        assert let_in(value, {"wf-provider": "orv"})[0].body == "Text."


def test_headline_before_the_text_and_stamp_within_it(let_in: LetIn) -> None:
    """A headline marked "=" that stands before the STX, and a stamp before the ETX, are what they are elsewhere."""
    value = (
        "\x01orv0319 2 wi 44  orv 0319\r\n\r\nPlums/Velm/\r\nGrowers of Velm pick plums =\r\n\x02\r\n"
        "   Velm (orv) - The growers have begun.\r\n\r\n   More tomorrow.\r\n170640 Feb 26\r\n\x03"
    )
    (item,) = let_in(value.encode(), {"wf-provider": "orv", "content-type": "text/plain"})

    assert item.headline == "Growers of Velm pick plums"
    assert item.body == "Velm (orv) - The growers have begun.\n\nMore tomorrow."
    assert item.slugline == "Plums/Velm"
    assert item.provenance.version_created == datetime(2026, 2, 17, 6, 40, tzinfo=UTC)
