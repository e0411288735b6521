"""Marked-up content of wire formats as plain text: paragraphs separated by a blank line, table rows as lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lxml import etree, html

from streams.errors import UnsafeMarkup
from streams.wire.data_files import read_json
from streams.wire.decode import clean_block

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_DEPTH: Final = 200
_ELEMENTS: Final = read_json("elements.json")
_BLOCKS: Final = frozenset(_ELEMENTS["blocks"])
_LINES: Final = frozenset(_ELEMENTS["lines"])
_CELLS: Final = frozenset(_ELEMENTS["cells"])
_SILENT: Final = frozenset(_ELEMENTS["silent"])
_MARKUP = re.compile(r"<[a-zA-Z/!][^<>]{0,2000}>|&(?:[A-Za-z]{2,8}|#\d{1,6}|#[xX][0-9A-Fa-f]{1,6});")
_BLANKS = re.compile(r"[ \t\r\f\v\u00a0]+")
_GAPS = re.compile(r"\n{3,}")


def looks_marked_up(text: str) -> bool:
    """Return whether a string has HTML tags or character references."""
    return _MARKUP.search(text) is not None


def html_to_text(fragment: str) -> str:
    """Return the text of an HTML fragment as paragraphs; plain text is returned as it is.

    Scripts, styles and forms are left out. Raises `UnsafeMarkup` where it is nested too deep to be read.
    """
    if not looks_marked_up(fragment):
        return clean_block(fragment)
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        root = etree.fromstring(f"<div>{clean_block(fragment)}</div>".encode(), parser)
    except etree.XMLSyntaxError as error:
        raise UnsafeMarkup(f"the HTML could not be read: {str(error)[:200]}") from error
    return element_text(root) if root is not None else ""


def element_text(root: etree._Element, silent: frozenset[str] = frozenset()) -> str:
    """Return the text of an element tree (XHTML, NITF, HTML) as paragraphs, without the elements named `silent`."""
    pieces = "".join(_pieces(root, _SILENT | silent))
    lines = (" ".join(_BLANKS.sub(" ", line).split(" ")).strip() for line in pieces.split("\n"))
    return _GAPS.sub("\n\n", "\n".join(lines)).strip()


def _pieces(root: etree._Element, silent: frozenset[str]) -> Iterator[str]:
    hidden = 0
    verbatim = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        name = _name(element)
        if event == "start":
            if hidden or name in silent:
                hidden += 1
                continue
            verbatim += name == "pre"
            yield _opening(name)
            if element.text:
                yield _text(element.text, verbatim=verbatim > 0)
            continue
        if hidden:
            hidden -= 1
        else:
            verbatim -= name == "pre"
            yield _closing(name)
        if not hidden and element.tail and element is not root:
            yield _text(element.tail, verbatim=verbatim > 0)


def _name(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else "#other"


def _text(text: str, *, verbatim: bool) -> str:
    return text if verbatim else " ".join(f".{text}.".split())[1:-1]


def _opening(name: str) -> str:
    if name in _BLOCKS:
        return "\n\n"
    return "\n" if name in _LINES else ""


def _closing(name: str) -> str:
    if name in _BLOCKS:
        return "\n\n"
    if name in _CELLS:
        return " "
    return "\n" if name in _LINES else ""
