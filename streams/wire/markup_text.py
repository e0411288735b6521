"""Marked-up content of wire formats as plain text: paragraphs separated by a blank line, table rows as lines."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from typing import Final

from lxml import etree

from streams.wire.data_files import read_json
from streams.wire.decode import clean_block

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
_FLAT_TAG = re.compile(
    r"<(/?p|/?(?:b|i|u|em|strong|span|a)|br(?= ?/?>))"
    r"(?:\s{1,9}[A-Za-z:_-]{1,40}=(?:\"[^\"<>]{0,2000}\"|'[^'<>]{0,2000}')){0,20} ?/?>"
)
"""Tags whose edges are the same wherever they stand: what has no others needs no tree."""
_OPENED, _CLOSED, _P_END = "\x01", "\x02", "\x03"
"""Marks for inline tags and for the end of a paragraph, while the nesting is looked at."""
_FLAT_MARKS: Final = {"p": _PARAGRAPH, "/p": _P_END, "br": _BREAK}
_FLAT_EDGE = re.compile(f"[{_PARAGRAPH}{_BREAK}]")
_RARE_REFERENCE = re.compile(r"&(?!(?:amp|lt|gt|quot|nbsp);)")
_RUN = re.compile(r"\s(?:(?<! )\s*|\s+)")
"""White space, marks included, other than one blank: most of a text's runs are one, and stay."""
_SOLID: Final = frozenset(f"{_LINE}{_BREAK}\n")
KEPT_NAMES: Final = 1_024
"""Names of elements whose edges are kept; the formats together have some four hundred."""


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
    flat = _flat_text(text)
    return _tree_text(text) if flat is None else flat


def _tree_text(text: str) -> str:
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        root = etree.fromstring(f"<div>{text}</div>".encode(), parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None or any("depth" in entry.message.lower() for entry in parser.error_log):
        return laid_out(unescape(_TAG.sub(_LINE, text)))
    return element_text(root)


def _flat_text(text: str) -> str | None:
    """Return the text of paragraphs with breaks and inline markup; None where there is other or broken markup."""
    marked = text.replace("<p>", _PARAGRAPH).replace("</p>", _P_END)  # nearly all tags, without an expression
    if "<" in marked:
        marked = _FLAT_TAG.sub(_flat_mark, marked)
    if "<" in marked or _RARE_REFERENCE.search(marked) or not _is_nested(marked):
        return None
    marked = marked.replace(_P_END, _PARAGRAPH).replace(_OPENED, "").replace(_CLOSED, "")
    if marked.count("\n") >= INDENTED_LINES and any(
        piece.count("\n") >= INDENTED_LINES and "\n" in piece.strip() for piece in _FLAT_EDGE.split(marked)
    ):
        return None  # a text set as a teletype sets it, see `indented_paragraphs`
    return laid_out(unescape(marked).replace("\n", " "))


def _flat_mark(tag: re.Match[str]) -> str:
    name = tag[1]
    return _FLAT_MARKS.get(name) or (_CLOSED if name[0] == "/" else _OPENED)


def _is_nested(marked: str) -> bool:
    """Return whether each paragraph that ends was begun, and inline markup ends in the paragraph where it began."""
    *ended, rest = marked.split(_P_END)
    if not all(_PARAGRAPH in piece for piece in ended):
        return False
    if _OPENED not in marked and _CLOSED not in marked:
        return True
    pieces = (inner for piece in (*ended, rest) for inner in piece.split(_PARAGRAPH))
    return all(piece.count(_OPENED) == piece.count(_CLOSED) for piece in pieces)


def element_text(root: etree._Element, silent: frozenset[str] = frozenset()) -> str:
    """Return the text of an element tree (XHTML, NITF, HTML) as paragraphs, without the elements named `silent`."""
    pieces: list[str] = []
    _gather(root, _SILENT | silent, pieces, verbatim=False)
    return laid_out("".join(pieces))


def plain_paragraphs(text: str) -> str:
    """Return plain text with its own lines, or with its wrapped lines joined where paragraphs are indented."""
    cleaned = clean_block(text)
    marked = indented_paragraphs(cleaned)
    return laid_out(marked) if _PARAGRAPH in marked and "\n\n" not in cleaned.strip() else cleaned.strip()


def laid_out(marked: str) -> str:
    """Return marked text with blanks, lines and paragraphs set: one blank, one line break, one blank line."""
    # Any run of space with the edge of a block in it is the space between two paragraphs.
    pieces = (piece.strip() for piece in marked.split(_PARAGRAPH))
    return "\n\n".join([_one_paragraph(piece) for piece in pieces if piece])


def _one_paragraph(text: str) -> str:
    if "  " not in text and text.isprintable():
        return text  # the one white space that is printable is the blank
    return _RUN.sub(_space, text)


def _space(run: re.Match[str]) -> str:
    marks = run[0]
    if marks.count(_BREAK) + marks.count("\n") > 1:
        return "\n\n"
    return " " if _SOLID.isdisjoint(marks) else "\n"


def _gather(element: etree._Element, silent: frozenset[str], pieces: list[str], *, verbatim: bool) -> None:
    """Add the marked text of an element that is no deeper than the parsers allow, some 250 levels."""
    name, opening, closing = _edges(element.tag)
    if name in silent:
        return
    verbatim = verbatim or name == "pre"
    pieces.append(opening)
    if element.text:
        pieces.append(_text(element.text, verbatim=verbatim))
    for inner in element:
        _gather(inner, silent, pieces, verbatim=verbatim)
        if inner.tail:
            pieces.append(_text(inner.tail, verbatim=verbatim))
    pieces.append(closing)


@lru_cache(maxsize=KEPT_NAMES)
def _edges(tag: object) -> tuple[str, str, str]:
    """Return the local name of an element, and what stands at its start and its end."""
    name = tag.rpartition("}")[2].lower() if isinstance(tag, str) else "#other"
    return name, _edge(name), " " if name in _CELLS else _edge(name, closing=True)


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
