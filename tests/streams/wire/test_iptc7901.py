"""IPTC 7901: text between control characters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from schemas import WireItem
from streams.errors import MalformedItem

LetIn = Callable[..., list[WireItem]]

MESSAGE = (
    "\x01abc0042 2 dis 60  abc 0042\r\n\r\nQuake/Chile/\r\n\x02(Correction: toll in\r\nsecond paragraph)\r\n"
    "Strong quake shakes the\r\nnorth of Chile\r\nBy Ana Soto, abc\r\n(Photo to follow) =\r\n\r\n"
    "Antofagasta (abc) - A strong quake has shaken\r\nthe north of Chile.\r\n\r\n"
    "| Town | Dead |\r\n| A    | 2    |\r\n\r\n"
    "# Notizblock\r\n\r\n- Desk: 12\r\n\r\nabc xy zz\r\n\r\n\x03091205 Mar 26\r\n\x7f\r\n\x04"
)


def test_a_message_is_taken_apart(let_in: LetIn) -> None:
    """Priority, keywords, notes, headline, byline, text and stamp are told apart; line breaks leave the paragraphs."""
    (item,) = let_in(MESSAGE.encode(), {"wf-provider": "abc", "content-type": "text/plain"})
    assert item.format == "iptc7901"
    assert item.provenance.item_key == "abc/abc0042-2026-03-09"
    assert item.provenance.version_created == datetime(2026, 3, 9, 12, 5, tzinfo=UTC)
    assert (item.urgency, item.slugline, item.subjects) == (2, "Quake/Chile", ("dis",))
    assert (item.headline, item.byline) == ("Strong quake shakes the north of Chile", "By Ana Soto, abc")
    assert item.body == (
        "Antofagasta (abc) - A strong quake has shaken the north of Chile.\n\n| Town | Dead |\n| A    | 2    |"
    )
    assert item.ednote == "Correction: toll in second paragraph\nPhoto to follow\n- Desk: 12\nabc xy zz"
    assert "correction" in item.signals


def test_a_message_without_a_number_is_named_by_its_headline(let_in: LetIn) -> None:
    """Number 0000 says nothing; the same headline on the same day is the same item."""
    unnumbered = MESSAGE.replace("abc0042", "abc0000")
    other = unnumbered.replace("north", "south")
    ids = [
        let_in(text.encode(), {"wf-provider": "abc"})[0].provenance.item_id for text in (unnumbered, unnumbered, other)
    ]
    assert ids[0] == ids[1] != ids[2]


def test_what_has_no_frame_is_no_message(let_in: LetIn) -> None:
    """Without the control character before the text nothing can be told apart."""
    with pytest.raises(MalformedItem, match="STX"):
        let_in(b"Quake shakes Chile\r\n\r\nText", {"wf-provider": "abc", "content-type": "application/x-iptc7901"})


def test_a_message_that_lost_its_control_characters_is_still_one(let_in: LetIn) -> None:
    """Files often come without them; the header's form at the start of the text is enough."""
    bare = MESSAGE.translate({1: None, 2: None, 3: None, 4: None, 127: None})
    whole, stripped = (let_in(text.encode(), {"wf-provider": "abc"})[0] for text in (MESSAGE, bare))
    assert stripped.format == "iptc7901"
    fields = ("headline", "byline", "body", "ednote", "urgency", "slugline")
    assert [getattr(stripped, name) for name in fields] == [getattr(whole, name) for name in fields]
    assert stripped.provenance.item_id == whole.provenance.item_id


ANPA = (
    "\x16\x16\x01z6715-----\r\nu n BC-US--Fire,1st Ld-Writethru   02-20 0120\r\n\x02"
    "^BC-US--Fire, 1st Ld-Writethru,120<\r\n^Two hurt in mill fire<\r\n^Eds: Updates with quote.<\r\n"
    "^By ANN CLERK=\r\n^Example Writer=\r\n\t   DULUTH (EX) _ Two people were hurt\r\nwhen a mill burned. \r\n"
    "\t   It was hot, said a worker. \r\n\x03\t   EX-WF-02-20-26 0337GMT<\r\n"
)


@pytest.mark.parametrize("text", [ANPA, ANPA.translate({1: None, 2: None, 3: None, 22: None})])
def test_an_anpa_message_is_taken_apart(let_in: LetIn, text: str) -> None:
    """Serial, priority, category, tagged lines and stamp are told apart, with the control characters or without."""
    (item,) = let_in(text.encode(), {"wf-provider": "ex", "content-type": "text/plain"})
    assert (item.format, item.provenance.item_id, item.urgency) == ("anpa", "z6715-2026-02-20", 3)
    assert item.provenance.version_created == datetime(2026, 2, 20, 3, 37, tzinfo=UTC)
    assert (item.headline, item.byline) == ("Two hurt in mill fire", "By ANN CLERK, Example Writer")
    assert (item.slugline, item.subjects, item.ednote) == (
        "BC-US--Fire, 1st Ld-Writethru",
        ("n",),
        "Eds: Updates with quote.",
    )
    assert {"update", "writethru"} <= set(item.signals)
    assert item.body == "DULUTH (EX) _ Two people were hurt when a mill burned.\n\nIt was hot, said a worker."


def test_a_cut_message_is_read_to_its_end(let_in: LetIn) -> None:
    """A message that lost its end has its text and no stamp."""
    (item,) = let_in(MESSAGE[:260].encode(), {"wf-provider": "abc"})
    assert item.headline == "Strong quake shakes the north of Chile"
    assert item.provenance.version_created is None


DESK_FORM = (
    "xca0003 3 i 380  xpa 0045\n\nSwitzerland/migration/\nREFILE\n2ND LEAD\n"
    "Canton joins list of cantons\nBy xpa correspondents =\n\nGeneva (xpa) - A canton is joining\na list.\n\n"
    "# Notebook\n\n## Note to editors\n- adds quote\n\n* * * *\nDesk only\n\n212322 GMT Nov 18\n\n"
)


def test_lines_that_count_versions_are_notes_and_no_headline(let_in: LetIn) -> None:
    """A desk sets "REFILE" and "2ND LEAD" above the headline; they are notes, and signals."""
    (item,) = let_in(DESK_FORM.encode(), {"wf-provider": "xpa"})
    assert (item.headline, item.byline) == ("Canton joins list of cantons", "By xpa correspondents")
    assert (item.ednote or "").startswith("REFILE\n2ND LEAD\n")
    assert {"update", "writethru"} <= set(item.signals)
    assert item.body == "Geneva (xpa) - A canton is joining a list."


@pytest.mark.parametrize(
    ("stamp", "expected"),
    [
        ("212322 GMT Nov 18", datetime(2018, 11, 21, 23, 22, tzinfo=UTC)),
        ("212322 MEZ Dez 18", datetime(2018, 12, 21, 22, 22, tzinfo=UTC)),
        ("211005 jan 19", datetime(2019, 1, 21, 10, 5, tzinfo=UTC)),
        ("211005 août 2019", datetime(2019, 8, 21, 10, 5, tzinfo=UTC)),
        ("211005 QQQ Nov 18", None),
        ("211005 Foo 18", None),
    ],
)
def test_the_stamp_may_name_a_zone(let_in: LetIn, stamp: str, expected: datetime | None) -> None:
    """A zone between clock and month is read; a stamp in an unknown zone or month is no time."""
    (item,) = let_in(DESK_FORM.replace("212322 GMT Nov 18", stamp).encode(), {"wf-provider": "xpa"})
    assert item.provenance.version_created == expected


def test_keywords_without_a_slash_stand_above_the_marked_headline(let_in: LetIn) -> None:
    """A Swiss desk sets its keywords as a line of words; the headline is the block whose last line is marked."""
    text = (
        "\nxsf037 4 su 174 gef 1388\n\nNotes de frais\n\nNotes de frais: \nUne affaire marque la Ville = \n\n"
        "Genève (xts) Le scandale a provoqué \nun séisme. \n\n(XDA/mf ba) \n\n211005 jan 19"
    )
    (item,) = let_in(text.encode("cp1252"), {"wf-provider": "xts"})
    assert item.headline == "Notes de frais: Une affaire marque la Ville"
    assert (item.body or "").startswith("Genève (xts) Le scandale a provoqué un séisme.")


def test_messages_of_one_file_are_told_apart(let_in: LetIn) -> None:
    """Each start of header begins a message."""
    first, second = let_in((MESSAGE + MESSAGE.replace("abc0042", "abc0043")).encode(), {"wf-provider": "abc"})
    assert first.provenance.item_id != second.provenance.item_id
    assert first.body == second.body


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (b"\x01" + b"\x07" * 5_000 + b"\x02Head =\r\n\r\nText.\r\n\x03", "control characters"),
        (b"\x01abc0042 2 dis 60  abc 0042\r\n" + b"more header " * 50_000, "STX"),
        (b"\x01abc0042 2 dis 60\r\n" + b"more header " * 50_000 + b"\x02Head =\r\n\r\nText.\r\n\x03", "header"),
    ],
)
def test_noise_is_no_message(let_in: LetIn, value: bytes, words: str) -> None:
    """A flood of control characters and a header without an end are refused."""
    with pytest.raises(MalformedItem, match=words):
        let_in(value, {"wf-provider": "abc"})


@pytest.mark.parametrize(("count", "refused"), [(64, False), (65, True)])
def test_a_short_message_may_have_some_control_characters(let_in: LetIn, count: int, *, refused: bool) -> None:
    """The frame and its fillers are no flood, in a message of any length."""
    value = b"\x01" + b"\x16" * (count - 3) + b"abc0042 2 dis 60\r\n\x02Head =\r\n\r\nText.\r\n\x03"
    if refused:
        with pytest.raises(MalformedItem, match="control characters"):
            let_in(value, {"wf-provider": "abc"})
    else:
        assert let_in(value, {"wf-provider": "abc"})[0].body == "Text."
