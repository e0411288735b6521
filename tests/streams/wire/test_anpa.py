"""ANPA 1312, in the forms in which agencies and local services send it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from schemas import WireItem
from streams.errors import MalformedItem
from streams.wire.anpa import looks_like_anpa, parse_anpa
from streams.wire.anpa_text import MAX_WRAPPED_LINES

if TYPE_CHECKING:
    from streams.wire.draft import Draft

LetIn = Callable[..., list[WireItem]]

NATIONAL = (
    b"\x16\x16\x01W2870\x1fisles\x1d\r\nu i\x13\x11BC-IS--Example-QuayFi 1stLd-Writethru   03-12 0466\r\r\n\x02"
    b"^BC-IS--Example-Quay Fire, 1st Ld-Writethru,466< \r\n"
    b"^Fire at the quay of Tarn kills four <\r\n"
    b"^EX Photo XTA101, XTA102<\r\n"
    b"^(Eds: Updates with quotes. ADDS byline.\r\nWith EX Photos.)<\r\n"
    b"^Four dockers died when a shed burned at the quay of Tarn on Thursday.<\r\n"
    b"^By ANN CLERK and BEA WRIGHT=\r\n^Example Press=\r\n"
    b"\t   TARN, Isles (EX) _ Four dockers died at the caf\xe9 \r\nof the quay. \r\n \r\n"
    b"\t   ``It was hot,'' said a docker. \r\n"
    b"\r\n\x03\t   EX-NY-03-09-26 0412EST<\r\n\x04"
)
LOCAL = (
    "a0043ebay-\nd n bc-BONES     04-21 0277   \n\nEBN43:UPDATE:DIVERS FIND BOAT\n\n"
    "\t   EBN43       -UPDATE\n\t   \n\t   Divers found a boat  \n\nin the bay.\n\n\t   Nobody was in it.\n\n\n"
    "a0044ebay-\nd n bc-FAIR     04-21 0137   \n\nEBN44:FAIR OPENS\n\n\t   The fair opens today.\n"
)
ASIAN = (
    "\x01a0105NAGAinag-\nu s\x13\x11BC-Chess-Cup   09-12 0344\n\x02BC-Chess-Cup\n"
    "Chess: Reds claim seventh\nCup in Naga+\n"
    "     NAGA, Dec. 9 Naga - Reds claimed \ntheir Cup on Sunday.\n     Two games were drawn.\n"
    "==Naga\n\x03NWS-21:37-09-12-18\n"
)
DIGEST = (
    "V4644-----\nr e EX-Top-News     02-09 0121\n^*9006< ^EX-Top-News-Headlines,0176<\n"
    "^EX Top News at 11:23 p.m.<\n^Guard testifies\n^Police: death was an accident\n\n\t   EX-WF-02-10-16 0423GMT<\n"
)


def test_a_national_service_is_taken_apart(let_in: LetIn) -> None:
    """Control bytes, odd line ends, wrapped notes and Latin-1 letters don't keep the fields from being read."""
    (item,) = let_in(NATIONAL)
    assert (item.format, item.provenance.item_key) == ("anpa", "EX/W2870-2026-03-09")
    assert item.provenance.version_created == datetime(2026, 3, 9, 9, 12, tzinfo=UTC)
    assert (item.urgency, item.subjects) == (3, ("i",))
    assert item.slugline == "BC-IS--Example-Quay Fire, 1st Ld-Writethru"
    assert item.headline == "Fire at the quay of Tarn kills four"
    assert item.byline == "By ANN CLERK and BEA WRIGHT, Example Press"
    assert item.ednote == "(Eds: Updates with quotes. ADDS byline. With EX Photos.)"
    assert {"update", "writethru"} <= set(item.signals)
    assert item.body == (
        "TARN, Isles (EX) _ Four dockers died at the café of the quay.\n\n``It was hot,'' said a docker."
    )


def test_a_provider_in_the_header_wins_over_the_stamp(let_in: LetIn) -> None:
    """The agency of the closing stamp is the provider only where the feed sets none."""
    assert let_in(NATIONAL, {"wf-provider": "desk"})[0].provenance.provider == "desk"


@pytest.mark.parametrize("drop", [b"\x16", b"\x01", b"\x1f", b"\x02\x03\x04", b"\r"])
def test_lost_control_bytes_change_nothing(drop: bytes) -> None:
    """Each kind of control byte may be missing; the item is the same."""
    assert fields(NATIONAL.translate(None, drop)) == fields(NATIONAL)


def test_messages_of_one_file_are_items_of_their_own() -> None:
    """A file of a local service holds several messages, untagged, with their lines set apart by blank ones."""
    first, second = parse_anpa(LOCAL.encode())
    assert (first.item_id, first.slugline, first.headline) == (
        "a0043-04-21",
        "bc-BONES",
        "EBN43:UPDATE:DIVERS FIND BOAT",
    )
    assert first.body == "EBN43       -UPDATE\n\nDivers found a boat in the bay.\n\nNobody was in it."
    assert (second.headline, second.body) == ("EBN44:FAIR OPENS", "The fair opens today.")


def test_an_untagged_head_is_slug_and_headline() -> None:
    """Where nothing is tagged the lines before the first indented one are the slug again, then the headline."""
    (item,) = parse_anpa(ASIAN.encode())
    assert item.headline == "Chess: Reds claim seventh Cup in Naga"
    assert item.body == "NAGA, Dec. 9 Naga - Reds claimed their Cup on Sunday.\n\nTwo games were drawn."
    assert (item.provider, item.version_created) == ("NWS", "2018-12-09T21:37:00")


def test_a_digest_of_tagged_lines_is_its_own_story() -> None:
    """A number of the sender's system is no slug; tagged lines after the headline are the body where no other is."""
    (item,) = parse_anpa(DIGEST.encode())
    assert (item.slugline, item.headline) == ("EX-Top-News-Headlines", "EX Top News at 11:23 p.m.")
    assert item.body == "Guard testifies\n\nPolice: death was an accident"


def test_tabular_copy_keeps_its_lines() -> None:
    """The header's sign for tables keeps every line where running text would be joined."""
    table = b"\x01s0007-----\ns s\x14\x12BC-Table   03-12 0050\n\x02^BC-Table,50<\n^Results<\n\tReds 2\nBlues 1\n\x03"
    (item,) = parse_anpa(table)
    assert item.body == "Reds 2\nBlues 1"
    assert parse_anpa(table.replace(b"\x14\x12", b"\x13\x11"))[0].body == "Reds 2 Blues 1"


@pytest.mark.parametrize(
    ("stamp", "expected"),
    [
        ("EX-WF-03-12-26 1412GMT<", "2026-03-12T14:12:00+00:00"),
        ("EX-NY-07-12-26 1412EDT<", "2026-07-12T14:12:00-04:00"),
        ("EX-LA-03-12-99 1412 PST", "1999-03-12T14:12:00-08:00"),
        ("EXT-03-12-69 1412CST<", "2069-03-12T14:12:00-06:00"),
        ("EXT-03-12-70 1412CST<", "1970-03-12T14:12:00-06:00"),
    ],
)
def test_the_stamp_has_the_zone_that_it_names(stamp: str, expected: str) -> None:
    """Closing stamps name American zones; years of two digits from 70 on lie in the last century."""
    assert (
        parse_anpa(f"a0001-----\nr n BC-X   03-12 0050\n^BC-X,50<\n^Head<\n\tText.\n\n\t{stamp}\n".encode())[
            0
        ].version_created
        == expected
    )


def test_a_message_without_a_stamp_has_no_time() -> None:
    """The header has day and month and no year; nothing is filled in."""
    (item,) = parse_anpa(b"a0001-----\nr n BC-X   03-12 0050\n^BC-X,50<\n^Head<\n\tText.\n")
    assert (item.version_created, item.item_id, item.body) == (None, "a0001-03-12", "Text.")


def test_a_tagged_line_goes_on_no_further_than_it_may() -> None:
    """A wrapped line is joined up to its closing sign; one whose sign is too far away ends where it stands."""
    near, far = (
        "^BC-X<\n^Head<\n^Eds: note" + "\nmore" * count + " end<\n\tText.\n" for count in (MAX_WRAPPED_LINES, 7)
    )
    header = "a0001-----\nr n BC-X   03-12 0050\n"
    assert (parse_anpa((header + near).encode())[0].ednote or "").endswith("more end")
    assert parse_anpa((header + far).encode())[0].ednote == "Eds: note"


@pytest.mark.parametrize(
    "value",
    [
        b"A1234 is a road.\n\nIt is long.",
        b"a0001-----\nu n and then some words without a date\n\nText.",
        b"\x01abc0042 2 dis 60  abc 0042\r\n\r\nQuake/Chile/\r\n\x02Head =\r\n\r\nText.\r\n\x03091205 Mar 26\r\n",
    ],
)
def test_what_only_begins_alike_is_no_anpa(value: bytes) -> None:
    """Both header lines are needed, with the date where the start of header is missing."""
    assert not looks_like_anpa(value)
    with pytest.raises(MalformedItem, match="serial number"):
        parse_anpa(value)


def fields(value: bytes) -> Draft:
    """Return the one item of a message."""
    assert looks_like_anpa(value)
    (item,) = parse_anpa(value)
    return item
