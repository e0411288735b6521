"""Bytes that are not wholly in the charset they should be in."""

from __future__ import annotations

import pytest

from streams.errors import MalformedItem
from streams.wire.damaged import BAD_FOR_GOOD, LEGACY_SHARE, MOST_CONTROLS, MOST_LOST
from streams.wire.decode import decoded, known_charset
from streams.wire.json_reading import FEW_CONTROLS, load_json, load_marked
from streams.wire.xml_tree import FEW_CONTROLS as FEW_IN_XML
from streams.wire.xml_tree import parse_xml_text

LENGTH = 1_000


def with_bad(count: int, *, length: int = LENGTH) -> bytes:
    """Return a text of some length in which so many bytes stand for no character of any charset that is tried."""
    return b"\x81" * count + b"x" * (length - count)


def test_as_many_characters_may_be_lost_as_leave_the_text_readable() -> None:
    """One in fifty is the most; the remark says how many they are."""
    most = int(LENGTH * MOST_LOST)
    read = decoded(with_bad(most))
    assert read.text.count("\ufffd") == most
    assert read.remarks == (f"{most} characters could not be read and stand as U+FFFD",)
    with pytest.raises(MalformedItem, match="0x81"):
        decoded(with_bad(most + 1))


def test_a_short_text_may_lose_one_character() -> None:
    """One bad byte never costs an article, however short; two in a short one are too many."""
    assert decoded(with_bad(1, length=10)).text.startswith("\ufffdx")
    with pytest.raises(MalformedItem):
        decoded(with_bad(2, length=10))


@pytest.mark.parametrize("encoding", ["shift_jis", "euc_kr", "gb18030", "utf-16-le", "iso8859-6"])
def test_the_bound_is_the_same_in_every_charset(encoding: str) -> None:
    """A charset that is stated is kept to: single bad characters are lost, many refuse the text."""
    text = "harbour " * 100
    broken = {"utf-16-le": b"\x00\xd8"}.get(encoding, b"\xff")
    one = text.encode(encoding) + broken + "x ".encode(encoding)
    assert decoded(one, encoding).text.count("\ufffd") == 1
    with pytest.raises(MalformedItem, match=encoding):
        decoded(text.encode(encoding) + (broken + " ".encode(encoding)) * 100, encoding)


def test_damaged_text_has_few_control_characters() -> None:
    """Bytes with more of them are no text, unless control characters are part of the format."""
    most = int(LENGTH * MOST_CONTROLS)
    few, many = (b"\x81" + b"\x08" * count + b"x" * (LENGTH - count - 1) for count in (most, most + 1))
    assert decoded(few).text.startswith("\ufffd\x08")
    with pytest.raises(MalformedItem):
        decoded(many)
    assert decoded(many, controls=True).text.startswith("\ufffd\x08")


def test_single_bytes_in_utf_8_are_of_windows_1252() -> None:
    """Up to two such bytes for each character of UTF-8; with more, all of the text is in Windows-1252."""
    good = "ü" * 3
    within = decoded(good.encode() + b"x\xe9" * (3 * BAD_FOR_GOOD) + b".")
    assert within.text == good + "xé" * (3 * BAD_FOR_GOOD) + "."
    beyond = decoded(good.encode() + b"x\xe9" * (3 * BAD_FOR_GOOD + 1) + b" " * 40)
    assert beyond.text.startswith("Ã¼")
    assert all("Windows-1252" in read.remarks[0] for read in (within, beyond))


def test_what_is_left_of_a_character_is_lost() -> None:
    """A character of UTF-8 whose last byte is missing, within the text or at its end, is not read as two others."""
    assert decoded("für ".encode() + "–".encode()[:2] + b" x" * 20).text.startswith("für \ufffd x")
    assert decoded(("x" * 40 + "ü").encode()[:-1]).text == "x" * 40 + "\ufffd"
    assert decoded(("x" * 40 + "–").encode()[:-1]).text == "x" * 40 + "\ufffd"


def test_windows_1252_is_guessed_for_western_text_alone() -> None:
    """A third of the bytes may be beyond ASCII; with more, the text is in another alphabet."""
    western = b"\xe9" + b"x" * (LEGACY_SHARE - 1)
    assert decoded(western * 10).text == "éxx" * 10
    with pytest.raises(MalformedItem):
        decoded(western * 10 + b"\xe9")


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1252", "utf-16", "utf-32"])
def test_utf_8_is_seen_where_another_charset_is_stated(charset: str) -> None:
    """Characters of UTF-8 look like nothing else; the remark says what was stated."""
    read = decoded("Zürich".encode(), charset)
    assert read.text == "Zürich"
    assert charset in read.remarks[0]


def test_ascii_fits_a_western_charset() -> None:
    """There is nothing to remark where the bytes say the same in both."""
    assert decoded(b"Zurich", "iso-8859-1").remarks == ()
    assert decoded("Zürich".encode("latin-1"), "iso-8859-1").text == "Zürich"


def test_utf_7_is_not_read() -> None:
    """It hides markup from whoever checks it."""
    assert known_charset("utf-7") is None
    with pytest.raises(MalformedItem, match="UTF-7"):
        decoded(b"+ADw-b+AD4-", "UTF-7")


def test_halves_of_characters_in_json() -> None:
    """Half a pair of escapes is one lost character; whole pairs and escaped backslashes stay as they are."""
    content, remarks = load_marked(r'["\ud83d\ude00", "\\ud83d", "a\ud83db", "\ude00\ud83d"]')
    assert content == ["😀", "\\ud83d", "a\ufffdb", "\ufffd\ufffd"]
    assert remarks == ("3 characters were cut in half and stand as U+FFFD",)
    assert load_marked('{"a": 1}') == ({"a": 1}, ())


def test_a_flood_of_escaped_control_characters() -> None:
    """A few are left out of the text; with more, little of it would be left."""
    assert load_json('["' + "\\u0007" * FEW_CONTROLS + '"]')
    with pytest.raises(MalformedItem, match="control"):
        load_json('["' + "\\u0007" * (FEW_CONTROLS + 1) + '"]')
    assert load_json('["' + "\\u0007" * (FEW_CONTROLS + 1) + "x" * 2_000 + '"]')


def test_a_flood_of_control_characters_in_xml() -> None:
    """XML must have none; a few that software let slip in are left out."""
    assert parse_xml_text("<a>" + "\x07" * FEW_IN_XML + "x</a>").text == "x"
    with pytest.raises(MalformedItem, match="control"):
        parse_xml_text("<a>" + "\x07" * (FEW_IN_XML + 1) + "x</a>")
    assert parse_xml_text("<a>" + "\x07" * (FEW_IN_XML + 1) + "x" * 2_000 + "</a>").text
