"""The text of a 7901 message: notes, headline and byline at its head, the story, and the desk's notes at its end."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from streams.wire.data_files import read_json
from streams.wire.decode import clean_block

HEADLINE_LINES: Final = 12
"""A headline with its notes and byline is looked for so far."""
_RULES: Final = read_json("iptc7901.json")
_NOTEPAD: Final = frozenset(_RULES["notepad_headings"])
_BYLINE = re.compile(_RULES["byline"])
_VERSION_LINE = re.compile(_RULES["version_line"])
_STORY_LINE = re.compile(r"^(?:\||[-+*] |#|\+\+\+|\t| {4})")


@dataclass(frozen=True, slots=True)
class MessageText:
    """What the text of a message states."""

    headline: str | None
    byline: str | None
    notes: tuple[str, ...]
    story: str | None


@dataclass(frozen=True, slots=True)
class _Head:
    headline: str | None
    byline: str | None
    notes: tuple[str, ...]


def read_text(text: str) -> MessageText:
    """Return the parts of a message's text."""
    lines = [line.rstrip() for line in clean_block(text).split("\n")]
    start, end = _head_lines(lines)
    head = _head([line.strip() for line in lines[start:end]])
    story, notepad = _split_notepad(lines[end:])
    return MessageText(head.headline, head.byline, (*head.notes, *notepad), _paragraphs(story))


def _head_lines(lines: list[str]) -> tuple[int, int]:
    """Return where the headline's block begins and ends: with the line marked "=", else at the first blank one."""
    first = next((n for n, line in enumerate(lines) if line.strip()), len(lines))
    marked = next((n for n, line in enumerate(lines[: first + HEADLINE_LINES]) if line.endswith("=")), None)
    if marked is None:
        blank = next((n for n, line in enumerate(lines) if n > first and not line.strip()), len(lines))
        return first, min(blank, first + HEADLINE_LINES)
    # Keywords that lost their frame stand above, with a blank line between.
    start = marked
    while start > first and lines[start - 1].strip():
        start -= 1
    return start, marked + 1


def _head(block: list[str]) -> _Head:
    notes, plain = _brackets(block)
    versions = [line for line in plain if _VERSION_LINE.match(line)]
    plain = [line for line in plain if line not in versions]
    byline = next((line for line in plain[1:] if _BYLINE.match(line)), None)
    words = [line for line in plain if line is not byline]
    headline = " ".join(words).removesuffix("=").strip() or None
    return _Head(headline, byline.removesuffix("=").strip() if byline else None, (*versions, *notes))


def _brackets(block: list[str]) -> tuple[list[str], list[str]]:
    """Return the bracketed notes of a headline block, each joined over its lines, and the other lines."""
    notes: list[str] = []
    plain: list[str] = []
    opened: list[str] = []
    for raw in block:
        line = raw.removesuffix("=").strip()
        if opened or line.startswith("("):
            opened.append(line)
            if line.endswith(")"):
                notes.append(" ".join(opened)[1:-1].strip())
                opened = []
        elif line:
            plain.append(line)
    return notes, plain + opened


def _split_notepad(lines: list[str]) -> tuple[list[str], list[str]]:
    for index, line in enumerate(lines):
        if line.lstrip("# ").strip().casefold() in _NOTEPAD:
            return lines[:index], [note.strip() for note in lines[index + 1 :] if note.strip()]
    closing = next((n for n in range(len(lines) - 1, -1, -1) if lines[n].strip()), None)
    if closing is not None and _is_closing(lines[closing]):
        return lines[:closing], [lines[closing].strip()]
    return lines, []


def _is_closing(line: str) -> bool:
    """Whether a line is the desk's own: a few short words without a capital or a full stop ("dpa abc yydd n1")."""
    words = line.split()
    return 1 < len(words) <= 8 and all(len(word) <= 8 and word == word.lower() and word[-1] != "." for word in words)  # noqa: PLR2004 (see the docstring)


def _paragraphs(lines: list[str]) -> str | None:
    """Return the text with the line breaks of the teletype taken out of paragraphs; tables and lists keep theirs."""
    pieces: list[str] = []
    gap = ""
    for line in lines:
        stripped = line.strip()
        if not stripped:
            gap = "\n\n"
            continue
        if pieces:
            pieces.append(gap or ("\n" if _STORY_LINE.match(line) else " "))
        pieces.append(stripped)
        gap = ""
    return "".join(pieces) or None
