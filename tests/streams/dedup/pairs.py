"""Pairs of articles, an earlier and a later one: what the later one adds to the background it keeps.

A file of pairs has stories and page furniture. A story has `title`, `dateline`, `paragraphs`, and edits that make a
later article of it: `news` adds or changes something, `copies` add nothing. An edit may have:

- `lead`: another first paragraph; `before`: a paragraph in front of all; `add`: a place and a paragraph put there;
- `swap`: words and what stands in their place; `swap_earlier`: the same for the earlier article;
- `keep` or `order`: which paragraphs are left, in which order; `title`, `dateline`: others than the story's.

Furniture has lines for the `top` and the `bottom` of a page and, as `after`, a place and lines put there. Every copy
stands in furniture, and so does every other piece of news. A copy may have furniture of its own, and a file may have
no other.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CURLY: Final = str.maketrans({"'": "’"})


@dataclass(frozen=True, slots=True)
class Pair:
    """An earlier and a later row, as `wirefeed dedup` reads them."""

    name: str
    news: bool
    """Whether the later one must go on."""
    earlier: dict[str, Any]
    later: dict[str, Any]


def read_pairs(path: Path) -> list[Pair]:
    """Return the pairs of a file."""
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    pairs: list[Pair] = []
    for number, story in enumerate(content["story"]):
        pairs.extend(_of_story(story, content.get("furniture", []), number))
    return pairs


def _of_story(story: dict[str, Any], furniture: list[dict[str, Any]], number: int) -> Iterator[Pair]:
    bare: dict[str, Any] = {}
    every = furniture or story["copies"]
    for place, edit in enumerate(story["news"]):
        around = every[(number + place) % len(every)] if place % 2 else bare
        yield _pair(story, edit, around, news=True, place=place)
    for place, edit in enumerate(story["copies"]):
        around = edit if _has_furniture(edit) else every[(number + place) % len(every)]
        yield _pair(story, edit, around, news=False, place=place)
    for place, around in enumerate(furniture):
        yield _pair(story, {"kind": f"furniture {place}"}, around, news=False, place=place)


def _has_furniture(edit: dict[str, Any]) -> bool:
    return not {"top", "after", "bottom"}.isdisjoint(edit)


def _pair(story: dict[str, Any], edit: dict[str, Any], around: dict[str, Any], *, news: bool, place: int) -> Pair:
    name = f"{story['id']}/{'news' if news else 'copy'}-{place}-{edit['kind']}"
    first = {"swap": edit["swap_earlier"]} if "swap_earlier" in edit else {}
    later = _text(story, edit, around)
    if place % 3 == 1:
        later = _curled(later)
    outlet = "wire.example" if news and not around else f"daily{place}.example"
    return Pair(
        name=name,
        news=news,
        earlier=_row("earlier", "wire.example", story["title"], _text(story, first, {}), hour=6),
        later=_row("later", outlet, edit.get("title", story["title"]), later, hour=9),
    )


def _row(name: str, host: str, title: str, text: str, *, hour: int) -> dict[str, Any]:
    published = f"2031-03-03T{hour:02}:00:00Z"
    url = f"https://{host}/{name}"
    return {"id": name, "url": url, "host": host, "published": published, "title": title, "text": text}


def _text(story: dict[str, Any], edit: dict[str, Any], around: dict[str, Any]) -> str:
    paragraphs = list(story["paragraphs"])
    if "lead" in edit:
        paragraphs[0] = edit["lead"]
    chosen = edit.get("keep") or edit.get("order")
    if chosen:
        paragraphs = [paragraphs[index] for index in chosen]
    if "add" in edit:
        paragraphs.insert(*edit["add"])
    if "before" in edit:
        paragraphs.insert(0, edit["before"])
    paragraphs[0] = edit.get("dateline", story["dateline"]) + paragraphs[0]
    if "after" in around:
        place, *lines = around["after"]
        paragraphs[place:place] = lines
    text = "\n\n".join([*around.get("top", []), *paragraphs, *around.get("bottom", [])])
    for old, new in edit.get("swap", []):
        assert old in text, f"{story['id']} has no {old!r}"
        text = text.replace(old, new)
    return text


def _curled(text: str) -> str:
    """Return the text with the quotation marks of print."""
    pieces = text.split('"')
    marks = ("“", "”")
    joined = "".join(piece + marks[place % 2] for place, piece in enumerate(pieces[:-1])) + pieces[-1]
    return joined.translate(CURLY)
