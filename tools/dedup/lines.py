"""Lines of pages and sentences of news that the model of page lines is learned from.

Those of pages are all written for Wirefeed. A template is expanded at random, a few times each, so that its words count
and not what stands in its places. Sentences of news are written for it too, or are those of English Wikinews.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import zlib
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from streams.dedup.sentences import sentences_of
from tools.casualties.examples import CORPUS, KEPT, writers
from tools.dedup.blocks import KEPT_HAND, blocks
from tools.dedup.captions import caption

if TYPE_CHECKING:
    from collections.abc import Iterator

DATA: Final = Path(__file__).parent / "data"
TEMPLATES: Final = Path(__file__).resolve().parents[1] / "entities" / "wire_templates.txt"
EXPANSIONS: Final = 12
"""Lines made of a template, at most: those that are the same count once."""
CAPTIONS: Final = 400
"""Captions that are put together at random."""
FEW: Final = 4
"""Those of a template of another model: there are many."""
EACH: Final = 2
"""Of so many sentences of a corpus one is taken: there are more of them than of all others."""
MEASURED: Final = 5
"""Of so many articles of Wikinews one is kept for measuring."""
_INTERVIEW: Final = "(("
"""Marks who speaks in an interview, where questions speak to a reader."""
_OWN_NAME: Final = "Wikinews"
LABELS: Final = frozenset({"headline", "dateline"})
"""Topics of templates that are no sentences of a text."""
_NO_SENTENCE: Final = re.compile(r"(?:Photo|Source|Read also): |© |By \{|From \{\w+\} in |\{\w+\} \| ")
"""Templates of another model that are lines of a page."""
_QUOTED: Final = re.compile(r'["“”„«»]')
"""The model is asked of no sentence with a quotation beside it."""
_TOPIC: Final = re.compile(r"\[\w+\]")
_CHOICE: Final = re.compile(r"(?<!\\)\(([^()\\]*\|[^()\\]*)\)")
_PLACE: Final = re.compile(r"\{\w+\}")
_TAGGED: Final = re.compile(r"<\w+:([^>]*)>")
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SYLLABLES: Final = [
    "ar",
    "bel",
    "cor",
    "dun",
    "el",
    "fen",
    "gar",
    "hol",
    "is",
    "jor",
    "kel",
    "lum",
    "mar",
    "nor",
    "or",
    "pel",
    "quin",
    "ros",
    "sel",
    "tor",
    "ul",
    "ven",
    "wes",
    "yar",
    "zel",
]
_SUBJECTS: Final = [
    "floods",
    "ports",
    "banks",
    "schools",
    "trains",
    "health",
    "courts",
    "fishing",
    "prices",
    "storms",
    "unions",
    "elections",
    "mines",
    "crime",
]


class Line(NamedTuple):
    """A sentence with what it is."""

    text: str
    furniture: bool
    group: str
    """The template or the text that it is of: what is like it and mustn't be tested with what was learned from it."""
    section: int = 0
    """The part of a file of templates that it is of."""


def every_line(seed: int, news: Path) -> list[Line]:
    """Return all lines, in an order that depends on nothing else; `news` are the articles of Wikinews."""
    drawn = random.Random(seed)
    found = [
        *expanded(DATA / "furniture_lines.txt", drawn, furniture=True),
        *_captions(drawn),
        *_of_blocks(),
        *expanded(DATA / "news_lines.txt", drawn, furniture=False),
        *expanded(TEMPLATES, drawn, furniture=False),
        *sentences_of_corpora(),
        *lines_of_wikinews(news, measured=False),
    ]
    return list(dict.fromkeys(found))


def expanded(path: Path, drawn: random.Random, *, furniture: bool) -> Iterator[Line]:
    """Yield lines made of the templates of a file."""
    topic, section = "", 0
    for number, template in enumerate(path.read_text(encoding="utf-8").splitlines()):
        if path == TEMPLATES and _TOPIC.fullmatch(template):
            topic = template[1:-1]
        section += template.startswith("# ")
        if template.startswith("# ") or topic in LABELS or not template.strip() or _TOPIC.fullmatch(template):
            continue
        if not furniture and _NO_SENTENCE.match(template):
            continue
        for _ in range(EXPANSIONS if path.parent == DATA else FEW):
            yield Line(_expand(template, drawn), furniture, f"{path.stem}/{number}", section)


def _of_blocks() -> Iterator[Line]:
    for block in blocks():
        if not block.hand.startswith(KEPT_HAND):
            for number, line in enumerate((*block.top, *block.mid, *block.end)):
                yield Line(line, furniture=True, group=f"{block.hand}|{number}")


def _captions(drawn: random.Random) -> Iterator[Line]:
    for number in range(CAPTIONS):
        yield Line(caption(drawn, name_of(drawn)), furniture=True, group=f"caption/{number}")


def _expand(template: str, drawn: random.Random) -> str:
    text = _TAGGED.sub(r"\1", template)
    while True:
        replaced = _CHOICE.sub(lambda found: drawn.choice(found[1].split("|")), text)
        if replaced == text:
            break
        text = replaced
    text = _PLACE.sub(lambda found: _filled(found[0][1:-1], drawn), text)
    return " ".join(text.replace("\\", "").split())


def _filled(name: str, drawn: random.Random) -> str:
    """Return what may stand in a place of a template."""
    if name in {"D", "H", "N", "M", "W", "S", "E", "O", "L", "T"}:
        return _FILLED[name](drawn)
    if name in {"day", "month", "year", "age", "n", "pct", "num"}:
        return drawn.choice(_DAYS) if name == "day" else str(drawn.randint(2, 90))
    if name == "title":
        return drawn.choice(("minister", "director", "mayor", "spokesman"))
    return f"{name_of(drawn)} {name_of(drawn)}" if name in {"P", "P1", "P2"} else name_of(drawn)


def name_of(drawn: random.Random) -> str:
    """Return an invented name."""
    return "".join(drawn.choice(_SYLLABLES) for _ in range(drawn.randint(2, 3))).capitalize()


def _outlet(drawn: random.Random) -> str:
    kinds = ("Herald", "Post", "Times", "Courier", "News", "Gazette", "Radio", "Zeitung")
    return f"{name_of(drawn)} {drawn.choice(kinds)}"


def _headline(drawn: random.Random) -> str:
    return drawn.choice(
        (
            f"{name_of(drawn)} council raises parking charges",
            f"How {drawn.choice(_SUBJECTS)} changed {name_of(drawn)}",
            f"Why {drawn.choice(_SUBJECTS)} matter in {name_of(drawn)}",
            f"Five things to know about {drawn.choice(_SUBJECTS)}",
            f"What is behind the {drawn.choice(_SUBJECTS)} of {name_of(drawn)}?",
            f"Minister denies affair with {name_of(drawn)}",
            f"The best {drawn.choice(_SUBJECTS)} of the year",
            f"Wie gut ist {name_of(drawn)} vorbereitet?",
            f"Pourquoi {name_of(drawn)} a peur des {drawn.choice(_SUBJECTS)}",
            f"Las claves de {name_of(drawn)}",
        )
    )


def _topic(drawn: random.Random) -> str:
    return drawn.choice((name_of(drawn), drawn.choice(_SUBJECTS), drawn.choice(_SUBJECTS).capitalize()))


def _date(drawn: random.Random) -> str:
    day, year = drawn.randint(1, 28), drawn.randint(2024, 2033)
    month = drawn.choice(("Jan", "March", "June", "July", "Sept", "Oct", "December"))
    return drawn.choice((f"{day} {month} {year}", f"{month} {day}, {year}", f"{day:02}/{day % 12 + 1:02}/{year}"))


_FILLED: Final = {
    "D": _date,
    "H": lambda drawn: drawn.choice(
        (f"{drawn.randint(1, 23)}:{drawn.randint(10, 59)}", f"{drawn.randint(1, 12)} p.m.")
    ),
    "N": lambda drawn: str(drawn.randint(2, 40)),
    "M": lambda drawn: drawn.choice(("2 crowns", "$1", "€3", "1 euro", "£5", "50 cents")),
    "W": lambda drawn: drawn.choice(_DAYS),
    "S": lambda drawn: f"www.{name_of(drawn).lower()}.example",
    "E": lambda drawn: f"news@{name_of(drawn).lower()}.example",
    "O": _outlet,
    "L": _headline,
    "T": _topic,
}


def sentences_of_corpora() -> Iterator[Line]:
    """Yield the sentences of our own corpora of reports, but not of those that are kept for measuring."""
    paths = [path for writer, of_writer in writers().items() if writer not in KEPT for path in of_writer]
    for path in [*paths, CORPUS.parent / "entities" / "wires.jsonl"]:
        yield from sentences_of_file(path)


def lines_of_wikinews(path: Path, *, measured: bool) -> Iterator[Line]:
    """Yield the sentences of the articles to learn from, or of those that are kept for measuring; no interviews."""
    for line in gzip.decompress(path.read_bytes()).decode().splitlines():
        row = json.loads(line)
        text, name = row["text"], row["url"]
        if _INTERVIEW in text or (zlib.crc32(name.encode()) % MEASURED == 0) != measured:
            continue
        for sentence in sentences_of(text, 0):
            words = text[sentence.start : sentence.end].strip()
            if _OWN_NAME not in words and not _QUOTED.search(text, *sentence.paragraph):
                yield Line(words, furniture=False, group=name)


def sentences_of_file(path: Path) -> Iterator[Line]:
    """Yield the sentences of a file of texts."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        for sentence in islice(sentences_of(row["text"], 0), 0, None, EACH):
            yield Line(
                row["text"][sentence.start : sentence.end].strip(), furniture=False, group=f"{path.stem}/{row['id']}"
            )
