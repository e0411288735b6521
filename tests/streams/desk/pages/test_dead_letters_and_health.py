"""Pages of dead letters and of health."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from streams.desk.pages import render
from streams.desk.pages.hexdump import MAX_BYTES, ROW, hexdump
from tests.streams.desk.pages import values
from tests.streams.desk.pages.elements import Elements


def test_who_has_the_token_can_put_a_letter_back() -> None:
    """By a form, which works without JavaScript."""
    forms = Elements(render.dead_letter_page(values.letter(may_replay=True))).all("form")
    assert [(each["method"], each["action"]) for each in forms] == [("post", "/dead/wire.raw.v1%2F0%2F7/replay")]


def test_who_has_no_token_is_told_how_to_put_a_letter_back() -> None:
    """There is no button that would be refused."""
    elements = Elements(render.dead_letter_page(values.letter(may_replay=False)))
    assert elements.all("form") == []
    assert "WIREFEED_DESK_TOKEN" in elements.words()


def test_a_record_that_was_too_large_to_keep_can_not_be_put_back() -> None:
    """Even with the token."""
    elements = Elements(render.dead_letter_page(values.letter(may_replay=True, truncated=True)))
    assert elements.all("form") == []
    assert "too large to be kept" in elements.words()


def test_a_record_is_shown_as_text_where_it_is_text_and_always_as_bytes() -> None:
    """Bytes are open at once where there is no text."""
    as_text = Elements(render.dead_letter_page(values.letter()))
    assert "plain text" in as_text.words()
    assert "00 ff 41 42" in as_text.words()
    assert ["open" in each for each in as_text.all("details")] == [False]
    as_bytes = Elements(render.dead_letter_page(values.letter(None)))
    assert ["open" in each for each in as_bytes.all("details")] == [True]


def test_a_record_without_a_value_says_so() -> None:
    """A tombstone has no bytes to show."""
    page = values.letter(None).model_copy(update={"value_base64": None})
    assert "It has no value." in Elements(render.dead_letter_page(page)).words()


def test_the_search_keeps_what_was_asked() -> None:
    """So that it can be changed."""
    elements = Elements(render.dead_page(values.letters(query="q=Empty+%22Item")))
    assert elements.all("input")[0]["value"] == 'Empty "Item'


def test_an_error_leads_to_its_dead_letters() -> None:
    """From the health page."""
    links = [each["href"] for each in Elements(render.health_page(values.health(name="Bad Item"))).all("a")]
    assert "/dead?q=Bad+Item" in links or "/dead?q=Bad%20Item" in links


def test_a_stage_that_is_late_stands_out() -> None:
    """More than a thousand records wait for it."""
    assert "late" in {
        each.get("class", "").split()[-1]
        for each in Elements(render.health_page(values.health())).all("td")
        if each.get("class")
    }


def test_why_the_status_can_not_be_read_is_said() -> None:
    """The desk itself goes on."""
    assert "The status can't be read now: no broker" in Elements(render.health_page(values.health("no broker"))).words()


def test_bytes_are_shown_in_rows() -> None:
    """Place, digits, and text with points for what is not ASCII."""
    assert hexdump(b"AB\x00\xff~\x7f") == f"00000000  {'41 42 00 ff 7e 7f':<47}  AB..~."
    assert [line[:8] for line in hexdump(bytes(ROW + 1)).split("\n")] == ["00000000", "00000010"]
    assert hexdump(b"") == ""


@given(st.binary(max_size=3 * ROW))
def test_no_byte_is_lost(data: bytes) -> None:
    """The digits give the bytes again."""
    digits = "".join(line[10:58] for line in hexdump(data).split("\n"))
    assert bytes.fromhex(digits) == data


def test_a_large_record_is_cut() -> None:
    """A page of a megabyte of digits helps nobody."""
    assert len(hexdump(bytes(MAX_BYTES + 1)).split("\n")) == MAX_BYTES // ROW
