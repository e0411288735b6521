"""What the file commands extract, as tables for people."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

GEONAMES = "https://www.geonames.org/{}"
MAP = "https://www.openstreetmap.org/?mlat={}&mlon={}"
SENTENCE = 90
"""Characters of evidence that are shown, a third of them before the number."""
WORD_START = re.compile(r"(?<=\s)\S")


def show_entities(answers: Iterable[Mapping[str, Any]]) -> None:
    """Print, for each text, what it names: one row a thing, with how often, what it is, and where it is on the map."""
    from streams.ops.cli.listing import listing
    from streams.ops.cli.output import console

    out = console()
    for answer in answers:
        things: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
        for entity in answer["entities"]:
            name = entity.get("id") or entity.get("canonical") or entity["text"]
            things.setdefault((entity["type"], name), []).append(entity)
        rows = [
            (
                _names(mentions),
                _kind(mentions[0]),
                len(mentions),
                mentions[0].get("country") or "",
                mentions[0].get("id") or "",
                _elsewhere(mentions),
                _link(mentions[0]),
            )
            for mentions in things.values()
        ]
        columns = ("name", "what", "times", "country", "id", "also stands for", "on the map")
        prose = {"name", "also stands for"}
        out.print(listing(columns, rows, width=out.width, prose=prose, heading=2, title=str(answer["id"])))


def show_figures(answers: Iterable[tuple[Mapping[str, Any], str]]) -> None:
    """Print, for each text, its casualty figures: number, kind, role, who, when, who says so, and the words around."""
    from streams.ops.cli.listing import listing
    from streams.ops.cli.output import console

    out = console()
    for answer, text in answers:
        rows = [
            (
                figure["quantity_text"],
                figure["qualifier"],
                figure["kind"],
                figure["role"],
                (figure.get("victims") or {}).get("text") or "",
                (figure.get("period") or {}).get("text") or "",
                (figure.get("attribution") or {}).get("text") or "",
                words_around(text, figure["evidence"]["number"]),
            )
            for figure in answer["figures"]
        ]
        columns = ("number", "how", "kind", "role", "who", "when", "says", "evidence")
        prose = {"who", "says", "evidence"}
        out.print(listing(columns, rows, width=out.width, prose=prose, heading=3, title=str(answer["id"])))


def _names(mentions: list[Mapping[str, Any]]) -> str:
    written = list(dict.fromkeys(mention["text"] for mention in mentions))
    return written[0] if len(written) == 1 else f"{written[0]} ({', '.join(written[1:4])})"


def _kind(entity: Mapping[str, Any]) -> str:
    subtype = entity.get("subtype")
    return f"{entity['type']}, {subtype}" if subtype else str(entity["type"])


def _elsewhere(mentions: list[Mapping[str, Any]]) -> str:
    return ", ".join(sorted({mention["metonym_of"] for mention in mentions if mention.get("metonym_of")}))


def _link(entity: Mapping[str, Any]) -> str:
    if entity["type"] != "PLACE":
        return ""
    if entity.get("geonames"):
        return GEONAMES.format(entity["geonames"])
    if entity.get("lat") is not None:
        return MAP.format(entity["lat"], entity["lon"])
    return ""


def words_around(text: str, number: Mapping[str, int]) -> str:
    """Return the words around a number, whole ones where there are spaces."""
    start, end = max(0, number["start"] - SENTENCE // 3), number["start"] + SENTENCE - SENTENCE // 3
    if start > 0:
        first = WORD_START.search(text, start - 1, number["start"] + 1)
        start = first.start() if first is not None else start
    if end < len(text):
        last = max(text.rfind(space, number["end"], end + 1) for space in " \n\t")
        end = last if last > 0 else end
    return " ".join(text[start:end].split())
