"""XML from strangers: parsed without DTD, entities or network, and refused where it asks for them."""

from __future__ import annotations

import re
from html import escape
from html.entities import html5
from typing import TYPE_CHECKING, Final

from lxml import etree

from streams.errors import MalformedItem, UnsafeMarkup
from streams.wire.decode import known_charset, to_text

if TYPE_CHECKING:
    from collections.abc import Iterator

PROLOG_CHARS: Final = 64_000
MAX_DEPTH: Final = 200
MAX_ELEMENTS: Final = 300_000

_DECLARATION = re.compile(r"^\s*<\?xml\b[^>]{0,400}\?>")
_ENCODING = re.compile(rb"^\s*<\?xml\b[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([A-Za-z0-9._-]{1,40})[\"']")
_DOCTYPE = re.compile(
    r"(?:(?:<!--(?:(?!-->).){0,4000}-->|<\?[^>]{0,400}\?>)\s{0,99}){0,40}<!DOCTYPE\b[^>\[]{0,2000}([>\[])",
    re.IGNORECASE | re.DOTALL,
)
_NAMED_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_BARE_AMPERSAND = re.compile(r"&(?!(?:[A-Za-z]{1,31}|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)")
_XML_ENTITIES: Final = frozenset({"amp", "lt", "gt", "quot", "apos"})
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def parse_xml(value: bytes, charset: str | None = None) -> etree._Element:
    """Return the root element.

    A document type is passed over and never loaded. Where the XML is not well formed, it is read once more with the
    HTML names of characters (`&nbsp;`) and bare ampersands put right, which feeds write undeclared. Raises
    `UnsafeMarkup` for an internal DTD subset, an entity declaration or too deep nesting, and `MalformedItem` for what
    is not well formed even so, with line and reason.
    """
    declared = _ENCODING.match(value[:300])
    text = to_text(value, declared[1].decode("ascii") if declared and known_charset(declared[1].decode()) else charset)
    text = _without_doctype(_NOT_XML.sub("", _DECLARATION.sub("", text, count=1).lstrip("\ufeff \t\r\n")))
    try:
        root = _tree(text)
    except MalformedItem:
        repaired = _BARE_AMPERSAND.sub("&amp;", _NAMED_ENTITY.sub(_character, text))
        if repaired == text:
            raise
        root = _tree(repaired)
    _bound(root)
    return root


def _tree(text: str) -> etree._Element:
    parser = _parser()
    try:
        return etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        reason = str(error)[:200]
        if "depth" in reason.lower() or "huge" in reason.lower():
            raise UnsafeMarkup(f"XML nested too deep or too large for one node: {reason}") from error
        if all(entry.domain_name == "NAMESPACE" for entry in parser.error_log):
            # A prefix that a feed forgot to declare leaves the tree whole.
            return etree.fromstring(text.encode("utf-8"), _parser(recover=True))
        raise MalformedItem(f"the XML is not well formed: {reason}") from error


def _parser(*, recover: bool = False) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=recover,
    )


def local_name(element: etree._Element) -> str:
    """Return the element's name without namespace; the empty string for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def namespace(element: etree._Element) -> str:
    """Return the element's namespace; the empty string where it has none."""
    tag = element.tag
    return tag[1:].partition("}")[0] if isinstance(tag, str) and tag.startswith("{") else ""


def children(element: etree._Element | None, *names: str) -> Iterator[etree._Element]:
    """Yield the child elements of these local names, in document order; all of them where no name is given."""
    if element is None:
        return
    for child in element:
        name = local_name(child)
        if name and (not names or name in names):
            yield child


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """Return the first element down a path of local names, or None."""
    here = element
    for name in path:
        here = next(children(here, name), None)
        if here is None:
            return None
    return here


def descendants(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield the elements of a local name at any depth, the element itself included, in document order."""
    return (found for found in element.iter() if local_name(found) == name)


def descendant(element: etree._Element, name: str) -> etree._Element | None:
    """Return the first element of a local name at any depth, or None."""
    return next(descendants(element, name), None)


def text_of(element: etree._Element | None) -> str | None:
    """Return all text of an element with whitespace runs as one blank; None where there is none."""
    if element is None:
        return None
    return " ".join("".join(str(part) for part in element.itertext()).split()) or None


def words_of(element: etree._Element | None, *without: str) -> str | None:
    """Return the texts of an element and its descendants with a blank between them, without the elements named."""
    if element is None:
        return None
    hidden = {part for name in without for child_element in descendants(element, name) for part in child_element.iter()}
    texts = [
        text
        for part in element.iter()
        for text in (None if part in hidden else part.text, None if part is element else part.tail)
        if text
    ]
    return " ".join(" ".join(texts).split()) or None


def attribute(element: etree._Element | None, name: str) -> str | None:
    """Return an attribute by its local name, trimmed; None where it is absent or blank."""
    if element is None:
        return None
    value = element.get(name)
    if value is None:
        value = next((str(held) for key, held in element.attrib.items() if str(key).rpartition("}")[2] == name), None)
    return str(value).strip() or None if value is not None else None


def _without_doctype(text: str) -> str:
    doctype = _DOCTYPE.match(text[:PROLOG_CHARS])
    if (doctype and doctype[1] == "[") or "<!ENTITY" in text:
        raise UnsafeMarkup("the XML declares a DTD of its own or entities, which are not read; send it without")
    return text[doctype.end() :] if doctype else text


def _character(found: re.Match[str]) -> str:
    name = found[1]
    if name in _XML_ENTITIES:
        return found[0]
    character = html5.get(f"{name};")
    return escape(character) if character else found[0]


def _bound(root: etree._Element) -> None:
    depth = 0
    count = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            depth += 1
            count += 1
            if depth > MAX_DEPTH or count > MAX_ELEMENTS:
                raise UnsafeMarkup(
                    f"the XML has more than {MAX_ELEMENTS} elements or is nested deeper than {MAX_DEPTH}"
                )
        else:
            depth -= 1
