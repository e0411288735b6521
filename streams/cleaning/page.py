"""Where the visible text of a page stands in its source."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Final

from streams.cleaning.limits import MOST_TOKENS
from streams.cleaning.offsets import Run, merged

_TOKEN: Final = re.compile(r"<!--.*?(?:-->|$)|<[/!?a-zA-Z][^<>]*>?|(?:[^<]|<(?![/!?a-zA-Z])){1,20000}", re.DOTALL)
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});?")
_TAG: Final = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]{0,20})")
_HIDDEN: Final = frozenset(
    {"script", "style", "noscript", "template", "svg", "head", "select", "iframe", "object", "math"}
)
_INLINE: Final = frozenset(
    (
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins"),
        *("kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt"),
        *("u", "var", "wbr"),
    )
)
_BREAK: Final = "\n"


@dataclass(frozen=True, slots=True)
class VisibleText:
    """The text of a page without its markup, a line for each block, and the map to the source."""

    text: str
    runs: tuple[Run, ...]
    read: int
    """Where the reading ended: short of the end of the source where that has more than `MOST_TOKENS`."""


def visible_text(source: str) -> VisibleText:
    """Return the visible text of an HTML source, whatever is wrong with its markup.

    Linear in its length. Of a source with more than `MOST_TOKENS` tags, texts and entities the first are read.
    """
    pieces: list[str] = []
    runs: list[Run] = []
    at = 0
    hidden: str | None = None
    read = len(source)
    for number, token in enumerate(_TOKEN.finditer(source)):
        if number == MOST_TOKENS or len(pieces) > MOST_TOKENS:
            read = token.start()
            break
        value, start = token.group(), token.start()
        if value[0] == "<" and len(value) > 1:
            tag = _TAG.match(value)
            name = tag.group(1).lower() if tag else ""
            if hidden is not None:
                hidden = None if value.startswith("</") and name == hidden else hidden
            elif name in _HIDDEN and not value.startswith("</") and not value.endswith("/>"):
                hidden = name
            elif name and name not in _INLINE:
                pieces.append(_BREAK)
                runs.append(Run(at, 1, start, start + len(value)))
                at += 1
            continue
        if hidden is not None:
            continue
        if "&" not in value:  # as in most text
            pieces.append(_spaced(value))
            runs.append(Run(at, len(value), start, start + len(value)))
            at += len(value)
            continue
        for run, piece in _decoded(value, start, at):
            pieces.append(piece)
            runs.append(run)
            at += len(piece)
    return VisibleText("".join(pieces), tuple(merged(runs)), read)


def _decoded(value: str, start: int, at: int) -> list[tuple[Run, str]]:
    """Return the pieces of a text node with its entities decoded; line breaks in it are spaces."""
    result: list[tuple[Run, str]] = []
    done = 0
    for entity in _ENTITY.finditer(value):
        if entity.start() > done:
            piece = value[done : entity.start()]
            result.append((Run(at, len(piece), start + done, start + entity.start()), _spaced(piece)))
            at += len(piece)
        piece = html.unescape(entity.group())
        result.append((Run(at, len(piece), start + entity.start(), start + entity.end()), _spaced(piece)))
        at += len(piece)
        done = entity.end()
    if done < len(value):
        piece = value[done:]
        result.append((Run(at, len(piece), start + done, start + len(value)), _spaced(piece)))
    return result


_LINE_BREAKS: Final = str.maketrans(dict.fromkeys("\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", " "))
_BREAKS: Final = re.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def _spaced(piece: str) -> str:
    return piece.translate(_LINE_BREAKS) if _BREAKS.search(piece) else piece
