"""The text of an ANPA message: tagged lines (`^...<`, `^...=`) at its head, then paragraphs that are indented."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from streams.wire.teletype import plain_line

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_TAGGED_LINES: Final = 40
"""Tagged lines stand at the head of a story; a later one is part of it."""
MAX_WRAPPED_LINES: Final = 6
"""A tagged line that its sender wrapped ends within so many lines; otherwise its end was lost."""
MAX_HEAD_LINES: Final = 4
"""Where nothing is tagged, slug and headline take at most so many lines before the first paragraph."""
INDENT: Final = ("\t", "  ")
_NUMBER = re.compile(r"^\*\d{3,6}$")
"""A number of the sender's own system, such as `*9006`."""
_SLUG_COUNT = re.compile(r",\s{0,3}\d{1,5}$")
_NOTE = re.compile(r"^\W{0,3}(?:Eds\b|Editors?\b|AP (?:Photo|Graphic|Video)|With AP\b|EDITOR'?S'? NOTE)", re.IGNORECASE)
_SIGN_OFF = re.compile(r"^==? ?[A-Z][A-Za-z]{1,20}$")
_CLOSED: Final = ("<", "=")


@dataclass(frozen=True, slots=True)
class Copy:
    """What the text of a message states."""

    slug: str | None
    headline: str | None
    byline: str | None
    note: str | None
    story: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Tagged:
    text: str
    mark: str
    """The sign that closed the line: `<`, `=`, or the empty string."""


def read_copy(lines: list[str], header_slug: str, *, tabular: bool) -> Copy:
    """Return the parts of a text; `tabular` copy keeps each of its lines."""
    trimmed = lines[next((n for n, line in enumerate(lines) if plain_line(line)), len(lines)) :]
    if not trimmed or not _is_tagged(trimmed[0]):
        return _untagged(trimmed, header_slug, tabular=tabular)
    taken = _count_tagged(trimmed)
    tagged = list(_tagged(trimmed[:taken]))
    story = _paragraphs(trimmed[taken:], tabular=tabular)
    slug = _SLUG_COUNT.sub("", tagged[0].text) if tagged else None
    notes = [line.text for line in tagged[1:] if _NOTE.match(line.text)]
    bylines = [line.text for line in tagged[1:] if line.mark == "=" and line.text not in notes]
    heads = [line.text for line in tagged[1:] if line.mark != "=" and line.text not in notes]
    # A list of headlines, as a digest is sent, has all its lines tagged and no paragraph: they are the story.
    story = story or heads[1:]
    return Copy(
        slug or None, heads[0] if heads else None, ", ".join(bylines) or None, "\n".join(notes) or None, (*story,)
    )


def _is_tagged(line: str) -> bool:
    return plain_line(line[:20]).startswith("^")


def _count_tagged(lines: list[str]) -> int:
    """Return how many lines at the head are tagged or continue a tagged one."""
    here = 0
    while here < min(len(lines), MAX_TAGGED_LINES):
        if not lines[here].strip():
            # A blank line between tagged ones is an accident of the transfer; before a paragraph it ends the head.
            after = next((line for line in lines[here : here + MAX_WRAPPED_LINES] if line.strip()), "")
            if not _is_tagged(after):
                return here
            here += 1
        elif _is_tagged(lines[here]):
            here += 1 + _wrapped(lines[here], lines[here + 1 : here + 1 + MAX_WRAPPED_LINES])
        elif _is_number(lines[here]):
            here += 1
        else:
            return here
    return here


def _is_number(line: str) -> bool:
    """Return whether a line is a number of the sender's own system, which stands among the tagged ones."""
    return _NUMBER.match(plain_line(line[:20]).rstrip("<")) is not None


def _wrapped(line: str, following: list[str]) -> int:
    """Return how many following lines continue a tagged line: up to the one that closes it, if there is one."""
    if plain_line(line).endswith(_CLOSED):
        return 0
    plain = [plain_line(after) for after in takewhile(lambda after: after.strip() and not _is_tagged(after), following)]
    return next((n for n, after in enumerate(plain, start=1) if after.endswith(_CLOSED)), 0)


def _tagged(lines: list[str]) -> Iterator[_Tagged]:
    joined = " ".join(plain_line(line) for line in lines if not _is_number(line))
    for piece in joined.split("^"):
        text = piece.strip()
        mark = text[-1:] if text.endswith(_CLOSED) else ""
        text = text.rstrip("<= ")
        if text and not _NUMBER.match(text):
            yield _Tagged(text, mark)


def _untagged(lines: list[str], header_slug: str, *, tabular: bool) -> Copy:
    """Return the parts where nothing is tagged: slug and headline are the lines before the first indented one."""
    head = list(takewhile(lambda line: not line.startswith(INDENT), lines))
    plain = [text for line in head if (text := plain_line(line))]
    if len(head) == len(lines):
        head, plain = _first_block(lines)
    if len(plain) > MAX_HEAD_LINES:
        return Copy(None, None, None, None, (*_paragraphs(lines, tabular=tabular),))
    words = [line for line in plain if line.casefold() != header_slug.casefold()]
    story = _paragraphs(lines[len(head) :], tabular=tabular)
    return Copy(None, " ".join(words).rstrip("+= ") or None, None, None, (*story,))


def _first_block(lines: list[str]) -> tuple[list[str], list[str]]:
    """Return the lines before the first blank one where text follows it, else none."""
    block = list(takewhile(lambda line: line.strip(), lines))
    followed = any(line.strip() for line in lines[len(block) :])
    return (block, [plain_line(line) for line in block]) if followed else ([], [])


def _paragraphs(lines: list[str], *, tabular: bool) -> list[str]:
    """Return the paragraphs: by their indent where any line has one, else by blank lines."""
    indented = any(line.startswith(INDENT) and line.strip() for line in lines)
    paragraphs: list[list[str]] = []
    begins = True
    for line in lines:
        text = plain_line(line).lstrip("^").rstrip("<").strip()
        if not text or _SIGN_OFF.match(text):
            begins = begins or not indented
            continue
        if tabular or begins or (indented and line.startswith(INDENT)):
            paragraphs.append([])
        paragraphs[-1].append(text)
        begins = False
    joined = [" ".join(words) for words in paragraphs]
    return ["\n".join(joined)] if tabular and joined else joined
