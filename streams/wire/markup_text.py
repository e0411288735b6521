"""Marked-up content of wire formats as plain text: paragraphs separated by a blank line, table rows as lines."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Final

from lxml import etree, html

from streams.wire.data_files import read_json
from streams.wire.decode import clean_block

if TYPE_CHECKING:
    from collections.abc import Iterator

_ELEMENTS: Final = read_json("elements.json")
_BLOCKS: Final = frozenset(_ELEMENTS["blocks"])
_LINES: Final = frozenset(_ELEMENTS["lines"])
_CELLS: Final = frozenset(_ELEMENTS["cells"])
_SILENT: Final = frozenset(_ELEMENTS["silent"])
_MARKUP = re.compile(r"<[a-zA-Z/!][^<>]{0,2000}>|&(?:[A-Za-z]{2,8}|#\d{1,6}|#[xX][0-9A-Fa-f]{1,6});")
_TAG = re.compile(r"<[a-zA-Z/!][^<>]{0,4000}>")

INDENTED_LINES: Final = 3
"""In fewer lines, an indented one shows nothing."""

_PARAGRAPH, _LINE, _BREAK = "\x1c", "\x1d", "\x1e"
"""Marks for the edge of a block, the edge of a line, and a line break; the text has no such characters."""
_RUN = re.compile(r"\s(?:(?<! )\s*|\s+)")
"""White space, marks included, other than one blank: most of a text's runs are one, and stay."""
_SOLID: Final = frozenset(f"{_PARAGRAPH}{_LINE}{_BREAK}\n")


def looks_marked_up(text: str) -> bool:
    """Return whether a string has HTML tags or character references."""
    return _MARKUP.search(text) is not None


def html_to_text(fragment: str) -> str:
    """Return the text of an HTML fragment as paragraphs; plain text is returned as it is.

    Scripts, styles and forms are left out. What is nested too deep to be parsed has its tags taken out.
    """
    if not looks_marked_up(fragment):
        return clean_block(fragment)
    text = clean_block(fragment)
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        root = etree.fromstring(f"<div>{text}</div>".encode(), parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None or any("depth" in entry.message.lower() for entry in parser.error_log):
        return laid_out(unescape(_TAG.sub(_LINE, text)))
    return element_text(root)


def element_text(root: etree._Element, silent: frozenset[str] = frozenset()) -> str:
    """Return the text of an element tree (XHTML, NITF, HTML) as paragraphs, without the elements named `silent`."""
    return laid_out("".join(_pieces(root, _SILENT | silent)))


def plain_paragraphs(text: str) -> str:
    """Return plain text with its own lines, or with its wrapped lines joined where paragraphs are indented."""
    cleaned = clean_block(text)
    marked = indented_paragraphs(cleaned)
    return laid_out(marked) if _PARAGRAPH in marked and "\n\n" not in cleaned.strip() else cleaned.strip()


def laid_out(marked: str) -> str:
    """Return marked text with blanks, lines and paragraphs set: one blank, one line break, one blank line."""
    return _RUN.sub(_space, marked).strip()


def _space(run: re.Match[str]) -> str:
    marks = run[0]
    if _PARAGRAPH in marks or marks.count(_BREAK) + marks.count("\n") > 1:
        return "\n\n"
    return " " if _SOLID.isdisjoint(marks) else "\n"


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
            yield _edge(name)
            if element.text:
                yield _text(element.text, verbatim=verbatim > 0)
            continue
        if hidden:
            hidden -= 1
        else:
            verbatim -= name == "pre"
            yield " " if name in _CELLS else _edge(name, closing=True)
        if not hidden and element.tail and element is not root:
            yield _text(element.tail, verbatim=verbatim > 0)


def _name(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else "#other"


def _text(text: str, *, verbatim: bool) -> str:
    """Return a text node; outside `pre` its line breaks are blanks, except where it is set as a teletype sets text."""
    if verbatim:
        return text
    return indented_paragraphs(text) if "\n" in text.strip() else text.replace("\n", " ")


def indented_paragraphs(text: str) -> str:
    """Return a text with its paragraphs marked where only their first lines are indented; else as one line.

    Wires put whole stories into one element, wrapped, each paragraph indented by a few blanks; markup that is only
    pretty-printed has all its lines indented.
    """
    lines = text.split("\n")
    inner = [line for line in lines[1:] if line.strip()]
    first_lines = sum(1 for line in inner if line[:1] in {" ", "\t"})
    if len(inner) < INDENTED_LINES or not 0 < first_lines < len(inner):
        return text.replace("\n", " ")
    return "".join((" " if line.strip() and not line[0].isspace() else _PARAGRAPH) + line for line in lines)


def _edge(name: str, *, closing: bool = False) -> str:
    if name in _BLOCKS:
        return _PARAGRAPH
    if name == "br":
        return "" if closing else _BREAK
    return _LINE if name in _LINES else ""
