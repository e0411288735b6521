"""ANPA 1312, in the forms in which agencies and local services send it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from schemas import PubStatus, WireItem
from streams.errors import MalformedItem
from streams.wire.anpa import looks_like_anpa, parse_anpa
from streams.wire.anpa_text import MAX_WRAPPED_LINES

if TYPE_CHECKING:
    from streams.wire.draft import Draft

LetIn = Callable[..., list[WireItem]]

NATIONAL = (
    b"\x16\x16\x01K5113\x1fgrain\x1d\r\nu f\x13\x11BC-VO--Beet Sugar-Pric 1stLd-Writethru   10-07 0229\r\r\n\x02"
    b"^BC-VO--Beet Sugar-Prices, 1st Ld-Writethru,229< \r\n"
    b"^Sugar mills of Ormland pay more for beet <\r\n"
    b"^VX Photo KLA7, KLA9<\r\n"
    b"^(Eds: ADDS the price of seed in the last\r\nparagraph. With VX Chart.)<\r\n"
    b"^Growers get two crowns more for a ton of beet this autumn.<\r\n"
    b"^By OLVA TRENN and PIET MARR=\r\n^Vorland Exchange=\r\n"
    b"\t   SELSBRO, Ormland (VX) _ The sugar mills at Sels\xf8 \r\npay two crowns more. \r\n \r\n"
    b"\t   ``Seed costs more, too,'' a grower says. \r\n"
    b"\r\n\x03\t   VX-OR-10-06-25 1740EDT<\r\n\x04"
)
LOCAL = (
    "k0611hills-\nr c bc-KITES     08-15 0064   \n\nHLN07:UPDATE:KITE CLUB GETS ITS FIELD BACK\n\n"
    "\t   HLN07       -UPDATE\n\t   \n\t   The kite club may use the old  \n\nairfield again.\n\n"
    "\t   The grass is cut on Mondays.\n\n\n"
    "k0612hills-\nr c bc-BOOKBUS     08-15 0051   \n\nHLN08:BOOK BUS HAS A NEW STOP\n\n"
    "\t   The book bus now stops at the dairy.\n"
)
ASIAN = (
    "\x01c0418ORMAormg-\nr e\x13\x11BC-Tea-Sale   22-05 0158\n\x02BC-Tea-Sale\n"
    "Tea: Buyers want the late\nleaves of Orma+\n"
    "     ORMA, May 22 Pelna - Growers sold all \nof their late leaves at once.\n     The next sale is in June.\n"
    "==Pelna\n\x03PLN-06:14-22-05-25\n"
)
DIGEST = (
    "G2079-----\nr f VX-Farm-Notes     06-18 0093\n^*3158< ^VX-Farm-Notes-Evening,0088<\n"
    "^VX Farm Notes for the evening<\n^Rain delays the hay\n^Beekeepers: no honey is left\n\n"
    "\t   VX-PL-06-17-25 1810GMT<\n"
)


def test_a_national_service_is_taken_apart(let_in: LetIn) -> None:
    """Control bytes, odd line ends, wrapped notes and Latin-1 letters don't keep the fields from being read."""
    (item,) = let_in(NATIONAL)
    assert (item.format, item.provenance.item_key) == ("anpa", "VX/K5113-2025-10-06")
    assert item.provenance.version_created == datetime(2025, 10, 6, 21, 40, tzinfo=UTC)
    assert (item.urgency, item.subjects) == (3, ("f",))
    assert item.slugline == "BC-VO--Beet Sugar-Prices, 1st Ld-Writethru"
    assert item.headline == "Sugar mills of Ormland pay more for beet"
    assert item.byline == "By OLVA TRENN and PIET MARR, Vorland Exchange"
    assert item.ednote == "(Eds: ADDS the price of seed in the last paragraph. With VX Chart.)"
    assert {"update", "writethru"} <= set(item.signals)
    assert item.body == (
        "SELSBRO, Ormland (VX) _ The sugar mills at Selsø pay two crowns more.\n\n"
        "``Seed costs more, too,'' a grower says."
    )


def test_a_number_of_the_sender_on_a_line_of_its_own_ends_no_head(let_in: LetIn) -> None:
    """The tagged lines go on behind it, and a note of several lines is read as one."""
    message = (
        b"\x16\x16\x01W2870\x1f\n u f\x13\x11 AM-Markets \x11 11-28 0455\n\x02^AM-Markets,455<\n"
        b"^Stocks slip ^<\n*9006<\n"
        b"^(Eds: ADVANCE for release Sunday,\nNov. 30, and thereafter.)<\n\tTARN -- Stocks slipped on Friday.\n\x03"
    )
    (item,) = let_in(message, {"wf-provider": "vx"})
    assert item.body == "TARN -- Stocks slipped on Friday."
    assert item.ednote == "(Eds: ADVANCE for release Sunday, Nov. 30, and thereafter.)"
    assert "embargo" in item.signals


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
        "k0611-08-15",
        "bc-KITES",
        "HLN07:UPDATE:KITE CLUB GETS ITS FIELD BACK",
    )
    assert first.body == (
        "HLN07       -UPDATE\n\nThe kite club may use the old airfield again.\n\nThe grass is cut on Mondays."
    )
    assert (second.headline, second.body) == (
        "HLN08:BOOK BUS HAS A NEW STOP",
        "The book bus now stops at the dairy.",
    )


def test_an_untagged_head_is_slug_and_headline() -> None:
    """Where nothing is tagged the lines before the first indented one are the slug again, then the headline."""
    (item,) = parse_anpa(ASIAN.encode())
    assert item.headline == "Tea: Buyers want the late leaves of Orma"
    assert (
        item.body == "ORMA, May 22 Pelna - Growers sold all of their late leaves at once.\n\nThe next sale is in June."
    )
    assert (item.provider, item.version_created) == ("PLN", "2025-05-22T06:14:00")


def test_a_digest_of_tagged_lines_is_its_own_story() -> None:
    """A number of the sender's system is no slug; tagged lines after the headline are the body where no other is."""
    (item,) = parse_anpa(DIGEST.encode())
    assert (item.slugline, item.headline) == ("VX-Farm-Notes-Evening", "VX Farm Notes for the evening")
    assert item.body == "Rain delays the hay\n\nBeekeepers: no honey is left"


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
        b"\x01orv0318 2 wi 44  orv 0318\r\n\r\nPlums/Velm/\r\n\x02Head =\r\n\r\nText.\r\n\x03170640 Feb 26\r\n",
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


@pytest.mark.parametrize(("zone", "hour"), [("JST", "05:12"), ("CEST", "12:12"), ("IST", "08:42"), ("XQZ", None)])
def test_a_stamp_in_any_zone(let_in: LetIn, zone: str, hour: str | None) -> None:
    """A stamp is read by its zone; one in a zone that nobody knows is left out with a remark."""
    head = "\x16\x16\x01K4041\x1fisles\r\nu i\x13\x11BC-VO--Crane   03-09 0466\r\n"
    value = f"{head}\x02^Crane falls<\r\n\t   Two hurt.\r\n\x03VX-NY-03-09-26 1412{zone}<\r\n\x04"
    (item,) = let_in(value.encode(), {"wf-provider": "vx"})
    created = item.provenance.version_created
    assert (created.strftime("%H:%M") if created else None) == hour
    assert bool(item.remarks) == (hour is None)


def test_a_header_whose_line_break_was_lost(let_in: LetIn) -> None:
    """Where both lines of a framed header stand on one, tags are no text, and a kill is one."""
    head = b"\x16\x16\x01a0301\x1fr i\x13\x11BC-Ferry-KILL 03-03 0030\r\n\x02"
    (item,) = let_in(
        head + b"^BC-Ferry, KILL<\r\n^EDITORS: Kill the story slugged Ferry.<\r\n\x03\x04", {"wf-provider": "vx"}
    )

    assert item.format == "anpa"
    assert item.pubstatus is PubStatus.CANCELED


@pytest.mark.parametrize(
    ("tagged", "headline"), [("Wheat rises", "Wheat rises"), ("BC-VO--Wheat prices", None), ("Wheat, 1st Ld", None)]
)
def test_a_lone_tagged_line(tagged: str, headline: str | None) -> None:
    """The only tagged line is the headline where it is no slug."""
    head = "\x16\x16\x01w1234\x1fgrain\x1d\r\nr f\x13\x11BC-Wheat 03-03 0061\r\n"
    item = fields(f"{head}\x02^{tagged}<\r\n\t   MAREN (VX) _ Wheat rose.\r\n\x03\x04".encode())

    assert item.headline == headline


def notice(number: str, text: str, day: str = "10-06-25") -> bytes:
    """Return a message under a number with a note to the desks, stamped on a day."""
    head = f"\x16\x16\x01{number}\x1fgrain\x1d\r\nb f\x13\x11BC-VO--Beet Sugar,KILL 10-07 0030\r\n\x02"
    return f"{head}^BC-VO--Beet Sugar, KILL<\r\n^{text}<\r\n\x03VX-OR-{day} 1800EDT<\r\n\x04".encode()


@pytest.mark.parametrize(
    "text",
    [
        "(Eds: Kill the story sent as K5113. The price is wrong.)",
        "EDITORS: KILL K5113, BC-VO--Beet Sugar.",
        "Eds: Please withdraw story k5113.",
    ],
)
def test_a_kill_names_its_target_by_number(let_in: LetIn, text: str) -> None:
    """The number of a message is enough to kill it, although its id has the day as well."""
    (story,) = let_in(NATIONAL)
    kills = let_in(notice("K5120", text))

    assert (story.provenance.item_key, PubStatus.CANCELED) in {
        (kill.provenance.item_key, kill.pubstatus) for kill in kills
    }


@pytest.mark.parametrize(("number", "day"), [("K5120", "10-06-25"), ("K0004", "10-07-25")])
def test_a_higher_number_is_of_the_day_before(let_in: LetIn, number: str, day: str) -> None:
    """Numbers start again at midnight, so that the notice of a new day kills a message of the old one."""
    kills = let_in(notice(number, "Eds: Kill K5113 and K5110.", day))

    assert {kill.provenance.item_id for kill in kills} >= {"K5113-2025-10-06", "K5110-2025-10-06"}


def test_a_number_without_a_command_is_no_target(let_in: LetIn) -> None:
    """A note that only names another message kills nothing."""
    (item,) = let_in(NATIONAL.replace(b"ADDS the price", b"Replaces K5110; ADDS the price"))

    assert item.pubstatus is PubStatus.USABLE
