"""Feeds that are not well formed: words of the server before it, an end that is cut off, an entry that is broken."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from streams.errors import MalformedItem, UnsafeMarkup, WireError
from streams.wire.feed import parse_feed
from streams.wire.xml_tree import PROLOG_CHARS, parse_xml_text

if TYPE_CHECKING:
    from lxml import etree

    from streams.wire.draft import Draft

MAX_PIECES: Final = 4_000
"""Entries of a broken feed that are tried one by one."""
MAX_HEAD_CHARS: Final = 10_000
"""What stands before the first entry is read again with each; a longer head gives way to the root's tag alone."""
_ROOT = re.compile(r"<((?:[A-Za-z]{1,20}:)?(?:rss|feed|RDF))\b[^<>]{0,4000}>")
_ENTRY_TAG = re.compile(r"<(/?)(item|entry)\b[^<>]{0,2000}(?<!/)>")


@dataclass(frozen=True, slots=True)
class _Shell:
    """What stands around the entries."""

    head: str
    tail: str

    def tree(self, entries: str) -> etree._Element:
        """Return the feed with these entries. Raises `MalformedItem`."""
        return parse_xml_text(f"{self.head}{entries}{self.tail}")


def rescue_feed(text: str, error: MalformedItem) -> list[Draft | WireError]:
    """Return the sound entries of a feed that is not well formed, then an error for each broken one.

    Raises `error` where the text is no feed or has no sound entry, and `UnsafeMarkup` where it declares entities.
    """
    root = _ROOT.search(text[:PROLOG_CHARS])
    if root is None:
        raise error
    if "<!ENTITY" in text:
        raise UnsafeMarkup("the feed declares entities, which are not read; send it without")
    whole = _without_surroundings(text, root)
    return whole or _sound_entries(text[root.start() :], root, error)


def _without_surroundings(text: str, root: re.Match[str]) -> list[Draft | WireError]:
    closing = f"</{root[1]}>"
    end = text.rfind(closing)
    if end < 0:
        return []
    end += len(closing)
    try:
        tree = parse_xml_text(text[root.start() : end])
    except MalformedItem:
        return []
    left_out = len(text[: root.start()].strip()) + len(text[end:].strip())
    return _marked(parse_feed(tree), f"{left_out} characters around the feed are no XML and were left out")


def _sound_entries(feed: str, root: re.Match[str], error: MalformedItem) -> list[Draft | WireError]:
    tags = list(_ENTRY_TAG.finditer(feed))
    if not tags or len(tags) > 2 * MAX_PIECES:
        raise error
    shell = _shell(feed[: tags[0].start()], root)
    sound: list[str] = []
    broken: list[Draft | WireError] = []
    for number, piece in enumerate(_pieces(feed, tags), start=1):
        try:
            shell.tree(piece)
            sound.append(piece)
        except MalformedItem as reason:
            broken.append(MalformedItem(f"entry {number} of the feed is broken or cut off: {reason}"))
    if not sound:
        raise error
    remark = f"the feed is not well formed; {len(broken)} of its entries are left out"
    return [*_marked(parse_feed(shell.tree("".join(sound))), remark), *broken]


def _shell(head: str, root: re.Match[str]) -> _Shell:
    channel = root[1] == "rss"
    tail = f"</channel></{root[1]}>" if channel else f"</{root[1]}>"
    whole = _Shell(head, tail)
    try:
        if len(head) <= MAX_HEAD_CHARS:
            whole.tree("")
            return whole
    except MalformedItem:
        pass
    return _Shell(root[0] + ("<channel>" if channel else ""), tail)


def _pieces(feed: str, tags: list[re.Match[str]]) -> list[str]:
    """Return the text of each entry: up to its closing tag, or to the next tag of an entry where that is missing."""
    pieces = []
    for here, after in zip(tags, [*tags[1:], None], strict=True):
        if not here[1]:
            closed = after is not None and after[1]
            pieces.append(feed[here.start() : after.end() if after and closed else after.start() if after else None])
    return pieces


def _marked(drafts: list[Draft], remark: str) -> list[Draft | WireError]:
    return [replace(draft, remarks=(*draft.remarks, remark)) for draft in drafts]
