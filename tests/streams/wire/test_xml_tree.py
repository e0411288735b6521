"""XML from strangers: what is refused, and what reading it costs."""

from __future__ import annotations

import time

import pytest

from streams.errors import MalformedItem, UnsafeMarkup
from streams.wire.xml_tree import MAX_ATTRIBUTES, MAX_DEPTH, attribute, child, parse_xml


def with_attributes(count: int) -> bytes:
    """Return an element of so many attributes, none of them asked for."""
    return b"<nitf " + b" ".join(b'a%d="1"' % number for number in range(count)) + b"><body/></nitf>"


def test_attributes_are_bounded() -> None:
    """An element has as many attributes as the bound says, and not one more."""
    assert attribute(parse_xml(with_attributes(MAX_ATTRIBUTES)), "a0") == "1"
    with pytest.raises(UnsafeMarkup, match="attributes"):
        parse_xml(with_attributes(MAX_ATTRIBUTES + 1))


def test_a_flood_of_attributes_costs_no_time() -> None:
    """Half a megabyte of attributes is refused at once."""
    value = with_attributes(50_000)
    before = time.process_time()
    with pytest.raises(UnsafeMarkup):
        parse_xml(value)
    assert time.process_time() - before < 1


@pytest.mark.parametrize("filler", [" ", "%a;", "<!-- -->", "<!-- ", "%a; \n"])
def test_an_endless_document_type_costs_no_time(filler: str) -> None:
    """A document type without an end is refused at once, whatever fills it."""
    before = time.process_time()
    with pytest.raises(UnsafeMarkup):
        parse_xml(f"<!DOCTYPE rss [{filler * 200_000}".encode())
    assert time.process_time() - before < 1


def test_nesting_is_bounded() -> None:
    """Elements nest as deep as the bound says, and not one deeper."""
    assert parse_xml(b"<a>" * MAX_DEPTH + b"</a>" * MAX_DEPTH) is not None
    with pytest.raises(UnsafeMarkup, match="nested"):
        parse_xml(b"<a>" * (MAX_DEPTH + 1) + b"</a>" * (MAX_DEPTH + 1))


def test_an_attribute_is_found_by_its_local_name() -> None:
    """A prefix doesn't matter, a name that only ends alike does."""
    element = child(parse_xml(b'<a xmlns:p="urn:p"><b p:key=" 1 " monkey="2"/></a>'), "b")
    assert attribute(element, "key") == "1"
    assert attribute(element, "ey") is None


@pytest.mark.parametrize("name", ["x-klingon", "rot13", "unicode-escape", "klingon 8"])
def test_an_unknown_encoding_is_refused(name: str) -> None:
    """What is no text encoding is named in the error and not read as another."""
    with pytest.raises(MalformedItem, match="encoding"):
        parse_xml(f'<?xml version="1.0" encoding="{name}"?><a>text</a>'.encode())


def test_the_declared_encoding_is_read() -> None:
    """A known one counts, whatever the transport says."""
    value = '<?xml version="1.0" encoding="ISO-8859-15"?><a>50 €</a>'.encode("iso8859-15")
    assert parse_xml(value, "utf-8").text == "50 €"
