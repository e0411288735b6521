"""XML from strangers: parsed without DTD, entities or network, and refused where it asks for them."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from html.entities import html5
from typing import TYPE_CHECKING, Final

from lxml import etree

from streams.errors import MalformedItem, UnsafeMarkup
from streams.wire.damaged import MOST_CONTROLS, Decoded
from streams.wire.decode import decoded, known_charset

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PROLOG_CHARS: Final = 64_000
MAX_DEPTH: Final = 200
MAX_ELEMENTS: Final = 300_000
FEW_CONTROLS: Final = 16
"""So many control characters may stand in any document; more of them only up to a share of a long one."""
MAX_ATTRIBUTES: Final = 256
"""Attributes of one element. The longest lists of wires, of sports statistics, have some forty."""

_WIDE_MARKS: Final = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")
_DECLARATION = re.compile(r"^\s*<\?xml\b[^>]{0,400}\?>")
_ENCODING = re.compile(rb"^\s*<\?xml\b[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([^\"'<>]{1,40})[\"']")
_DOCTYPE = re.compile(
    r"(?:(?:<!--(?:(?!-->).){0,4000}-->|<\?[^>]{0,400}\?>)\s{0,99}){0,40}<!DOCTYPE\b[^>\[]{0,2000}([>\[])",
    re.IGNORECASE | re.DOTALL,
)
_LITERAL = r"(?:\"[^\"<>&%]{0,200}\"|'[^'<>&%]{0,200}')"
_DTD_FILE = r"(?:\"[\w./-]{1,200}\.(?:dtd|ent|mod)\"|'[\w./-]{1,200}\.(?:dtd|ent|mod)')"
_DTD_PARTS = re.compile(
    rf"(?>\s{{1,99}}|<!--(?:(?!-->).){{0,2000}}-->|%[\w.-]{{1,40}};"
    rf"|<!ENTITY\s{{1,9}}%\s{{1,9}}[\w.-]{{1,40}}\s{{1,9}}(?:SYSTEM|PUBLIC\s{{1,9}}{_LITERAL})\s{{1,9}}{_DTD_FILE}\s{{0,9}}>)"
    r"{0,40}+\]\s{0,99}>",
    re.DOTALL,
)
"""An internal subset that only names files of the DTD, as agencies put the NITF DTD into their NewsML 1."""
_NAMED_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_BARE_AMPERSAND = re.compile(r"&(?!(?:[A-Za-z]{1,31}|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)")
_HAS_LONG_LIST: Final = etree.XPath(f"boolean(//@*[{MAX_ATTRIBUTES + 1}])")
_HAS_MORE_ELEMENTS: Final = etree.XPath("count(//*) > $limit")
_XML_ENTITIES: Final = frozenset({"amp", "lt", "gt", "quot", "apos"})
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def parse_xml(value: bytes, charset: str | None = None) -> etree._Element:
    """Return the root element.

    The XML is decoded as `xml_text` and read as `parse_xml_text` says.
    """
    return parse_xml_text(xml_text(value, charset).text)


def xml_text(value: bytes, charset: str | None = None) -> Decoded:
    """Return the text of an XML document by the encoding that it declares, else `charset`.

    Raises `MalformedItem` where the declared encoding is unknown: a guess would be published as text.
    """
    declared = _ENCODING.match(value[:300])
    stated = declared[1].decode("ascii", "replace") if declared else None
    if stated and known_charset(stated) is None and not value.startswith(_WIDE_MARKS):
        raise MalformedItem(f"the XML declares the encoding {stated!r}, which is unknown; send UTF-8")
    return decoded(value, stated or charset)


def parse_xml_text(text: str) -> etree._Element:
    """Return the root element of a decoded document.

    A document type is passed over and never loaded. Where the XML is not well formed, it is read once more with the
    HTML names of characters (`&nbsp;`) and bare ampersands put right, which feeds write undeclared. Raises
    `UnsafeMarkup` for an internal DTD subset that does more than name files of the DTD, an entity declaration, too
    deep nesting or too many attributes, and `MalformedItem` for what is not well formed even so, with line and reason.
    """
    text = _without_doctype(_without_controls(_DECLARATION.sub("", text, count=1).lstrip("\ufeff \t\r\n")))
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
        return iter(())
    return element.iterchildren(*map(_any_namespace, names or ("*",)))


@cache
def _any_namespace(name: str) -> str:
    return f"{{*}}{name}"


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
    return element.iter(_any_namespace(name))


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
        found = next((key for key in element.keys() if str(key).endswith(f"}}{name}")), None)  # noqa: SIM118 (of lxml)
        value = element.get(found) if found is not None else None
    return str(value).strip() or None if value is not None else None


def only(values: Iterable[str | None], name: str) -> str | None:
    """Return what elements of one kind state. Raises `MalformedItem` where they contradict each other."""
    stated = {value for value in values if value}
    if len(stated) > 1:
        raise MalformedItem(f"the item states {name} more than once: {', '.join(sorted(stated))[:200]}; send one")
    return next(iter(stated), None)


def _without_controls(text: str) -> str:
    """Return a text without the characters that XML must not have, which software lets slip in now and then."""
    plain, count = _NOT_XML.subn("", text)
    if count > max(FEW_CONTROLS, len(text) * MOST_CONTROLS):
        raise MalformedItem(f"{count} of {len(text)} characters are control characters; this is no XML")
    return plain


def _without_doctype(text: str) -> str:
    doctype = _DOCTYPE.match(text[:PROLOG_CHARS])
    end = doctype.end() if doctype else 0
    if doctype and doctype[1] == "[":
        subset = _DTD_PARTS.match(text, end)
        end = subset.end() if subset and "<!ENTITY" in subset[0] else -1
    if end < 0 or "<!ENTITY" in text[end:]:
        raise UnsafeMarkup("the XML declares a DTD of its own or entities, which are not read; send it without")
    return text[end:]


def _character(found: re.Match[str]) -> str:
    name = found[1]
    if name in _XML_ENTITIES:
        return found[0]
    character = html5.get(f"{name};")
    return escape(character) if character else found[0]


def _bound(root: etree._Element) -> None:
    many = _HAS_MORE_ELEMENTS(root, limit=MAX_ELEMENTS)
    if many or (_HAS_MORE_ELEMENTS(root, limit=MAX_DEPTH) and _is_deep(root)):
        raise UnsafeMarkup(f"the XML has more than {MAX_ELEMENTS} elements or is nested deeper than {MAX_DEPTH}")
    if _HAS_LONG_LIST(root):
        raise UnsafeMarkup(f"an element of the XML has more than {MAX_ATTRIBUTES} attributes")


def _is_deep(root: etree._Element) -> bool:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MAX_DEPTH:
            return True
    return False
