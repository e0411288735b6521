"""Pairs of articles of which each sentence that the later one adds is known to be news or none.

The earlier one is an article of Wikinews without some of its paragraphs, which are the news of the later one, or a
story that was written for this. Around the later one stand lines of pages: of the templates, or of the hands that
wrote whole blocks of them. Sentences that another outlet puts otherwise, or in which something changed, stand in both.
"""

from __future__ import annotations

import gzip
import json
import random
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from streams.dedup.sentences import sentences_of
from tools.dedup.blocks import KEPT_HAND, blocks
from tools.dedup.captions import caption
from tools.dedup.lines import MEASURED, expanded, name_of, sentences_of_corpora

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

DATA: Final = Path(__file__).parent / "data"
FOLDS: Final = 3
DRAWS: Final = 14
"""Cases made of each article of Wikinews."""
_INTERVIEW: Final = "(("
LEAST_PARAGRAPHS: Final = 4
LONG_WORD: Final = 3
_OTHERS: Final = [
    "stated",
    "noted",
    "amid",
    "alongside",
    "roughly",
    "locals",
    "folks",
    "numerous",
    "several",
    "frequently",
    "swiftly",
    "commenced",
    "wrecked",
    "halted",
    "nationwide",
    "huge",
    "sizeable",
    "dispatched",
    "hurried",
    "scrapped",
    "urged",
    "slated",
    "probe",
    "inquiry",
    "aides",
    "envoys",
    "linked",
    "tied",
]
"""Words that desks put for others."""
SHORTEST: Final = 40
"""Characters of a paragraph that is taken out of an article, at least."""


class Piece(NamedTuple):
    """A paragraph of the later article."""

    text: str
    news: bool | None
    """Whether what is new in it is news; None where the earlier article has it too."""


class Case(NamedTuple):
    """Two articles."""

    source: str
    earlier: str
    later: tuple[Piece, ...]
    fold: int
    """Of the page lines in it: what scores them has learned from others."""
    kept: bool
    """Whether nothing is learned from it."""

    @property
    def text(self) -> str:
        """The later article."""
        return "\n\n".join(piece.text for piece in self.later)

    def label(self, place: int) -> bool | None:
        """Return whether what is new at a place of the later article is news."""
        end = 0
        for piece in self.later:
            end += len(piece.text) + 2
            if place < end:
                return piece.news
        return None


def fold_of(name: str) -> int:
    """Return the fold of a text, a template or a hand, or of a line of it: `hand|3`."""
    return zlib.crc32(name.partition("|")[0].encode()) % FOLDS


def cases(seed: int, news: Path) -> Iterator[Case]:
    """Yield cases, the same at every run; `news` are the articles of Wikinews."""
    drawn = random.Random(seed)
    pages = _Pages(drawn)
    for name, paragraphs, kept in _articles(news):
        for number in range(DRAWS):
            yield _of_article(drawn, pages, paragraphs, source=f"wikinews {number % 2}", fold=fold_of(name), kept=kept)
    carriers = [paragraphs for _, paragraphs, kept in _articles(news) if not kept]
    for number, (old, new, is_news) in enumerate(rewordings()):
        for _ in range(DRAWS):
            yield _reworded(drawn, pages, drawn.choice(carriers), (old, new, is_news), number % FOLDS)
    for number, (story, added) in enumerate(_added()):
        for paragraph in added:
            for _ in range(DRAWS):
                yield _with_added(drawn, pages, story, paragraph, number % FOLDS)


class _Pages:
    """Draws the lines of pages."""

    def __init__(self, drawn: random.Random) -> None:
        self._drawn = drawn
        self._lines: list[dict[int, list[str]]] = [{} for _ in range(FOLDS)]
        for line in expanded(DATA / "furniture_lines.txt", drawn, furniture=True):
            if line.text.isascii():
                self._lines[fold_of(line.group)].setdefault(line.section, []).append(line.text)
        self._like_news: list[list[str]] = [[] for _ in range(FOLDS)]
        for line in expanded(DATA / "news_lines.txt", drawn, furniture=False):
            if line.text.isascii():
                self._like_news[fold_of(line.group)].append(line.text)
        for line in sentences_of_corpora():
            self._like_news[fold_of(line.group)].append(line.text)
        self._names = [name_of(drawn) for _ in range(200)]
        every = blocks()
        self._blocks = [[block for block in every if fold_of(block.hand) == fold] for fold in range(FOLDS)]

    def around(self, body: list[Piece], fold: int, *, kept: bool) -> tuple[Piece, ...]:
        """Return the paragraphs of an article in a page."""
        drawn = self._drawn
        fitting = [block for block in self._blocks[fold] if block.hand.startswith(KEPT_HAND) == kept]
        if fitting and drawn.random() < (1 if kept else 0.5):
            block = drawn.choice(fitting)
            top, mid, end = (_some(drawn, lines) for lines in (block.top, block.mid, block.end))
        else:
            sizes = ((0, 0, 1, 2), (0, 0, 0, 1), (0, 1, 2, 3))
            top, mid, end = ([self._line(fold) for _ in range(drawn.choice(most))] for most in sizes)
            if drawn.random() < 0.4:  # pages have pictures
                drawn.choice((top, mid)).append(caption(drawn, drawn.choice(self._names)))
        found = list(body)
        if mid:
            place = drawn.randint(1, len(found))
            found[place:place] = [Piece(line, news=False) for line in mid]
        return (*(Piece(line, news=False) for line in top), *found, *(Piece(line, news=False) for line in end))

    def _line(self, fold: int) -> str:
        """Return a line of a page; each kind of them is as likely."""
        return self._drawn.choice(self._drawn.choice(list(self._lines[fold].values())))

    def like_news(self, fold: int) -> str:
        """Return a sentence of news that is not of the story."""
        return self._drawn.choice(self._like_news[fold])


def _some(drawn: random.Random, lines: list[str]) -> list[str]:
    return [line for line in lines if drawn.random() < 0.75]  # most lines of a page, not always all


def _articles(path: Path) -> Iterator[tuple[str, list[str], bool]]:
    for line in gzip.decompress(path.read_bytes()).decode().splitlines():
        row = json.loads(line)
        text, name = row["text"], row["url"]
        paragraphs = [paragraph.strip() for paragraph in text.split("\n") if len(paragraph.strip()) >= SHORTEST]
        if _INTERVIEW not in text and len(paragraphs) >= LEAST_PARAGRAPHS:
            yield name, paragraphs[:12], zlib.crc32(name.encode()) % MEASURED == 0


def _of_article(
    drawn: random.Random, pages: _Pages, paragraphs: Sequence[str], *, source: str, fold: int, kept: bool
) -> Case:
    """Return an article, in a page, after the same article without some of its paragraphs, or with all of them."""
    gone = set()
    if source.endswith("0"):
        gone = set(drawn.sample(range(len(paragraphs)), drawn.choice((1, 1, 1, 2))))
    body = [
        Piece(_shortened(drawn, text) if number in gone else text, news=True if number in gone else None)
        for number, text in enumerate(paragraphs)
    ]
    if drawn.random() < 0.4:  # others have single words otherwise
        body = [_retouched(drawn, piece) for piece in body]
    if drawn.random() < 0.2:  # a part of the later articles is cut
        body = body[: max(3, len(body) - 3)]
    for _ in range(drawn.choice((0, 0, 1))):  # and some have a sentence that might be of another story
        body.insert(drawn.choice((0, len(body), drawn.randint(0, len(body)))), Piece(pages.like_news(fold), news=True))
    earlier = "\n\n".join(text for number, text in enumerate(paragraphs) if number not in gone)
    later = pages.around(body, fold, kept=kept) if drawn.random() < 0.8 else tuple(body)
    return Case(source, earlier, later, fold, kept)


def _shortened(drawn: random.Random, paragraph: str) -> str:
    """Return a paragraph, or one of its sentences."""
    sentences = [paragraph[one.start : one.end].strip() for one in sentences_of(paragraph, 0)]
    return drawn.choice(sentences) if sentences and drawn.random() < 0.6 else paragraph


def _retouched(drawn: random.Random, piece: Piece) -> Piece:
    """Return a paragraph of the earlier article with one word of it otherwise, as another desk has it, or as it is."""
    if piece.news or drawn.random() < 0.7:
        return piece
    words = piece.text.split(" ")
    places = [place for place, word in enumerate(words) if len(word) > LONG_WORD and word.isalpha() and word.islower()]
    if not places:
        return piece
    place = drawn.choice(places)
    other = drawn.choice(_OTHERS)
    return Piece(" ".join([*words[:place], other, *words[place + 1 :]]), news=False)


def rewordings() -> Iterator[tuple[str, str, bool]]:
    """Yield sentences, what another outlet or a later article has for each, and whether that is news."""
    for line in (DATA / "rewordings.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("# "):
            mark = " =! " if " =! " in line else " => "
            old, new = line.split(mark)
            yield old, new, mark == " =! "


def _reworded(
    drawn: random.Random, pages: _Pages, paragraphs: Sequence[str], change: tuple[str, str, bool], fold: int
) -> Case:
    old, new, is_news = change
    place = drawn.randint(1, len(paragraphs))
    earlier = [*paragraphs[:place], old, *paragraphs[place:]]
    body = [Piece(text, news=None) for text in paragraphs]
    body.insert(place, Piece(new, news=is_news))
    later = pages.around(body, fold, kept=False) if drawn.random() < 0.4 else tuple(body)
    return Case("changed" if is_news else "reworded", "\n\n".join(earlier), later, fold, kept=False)


def _added() -> Iterator[tuple[list[str], list[str]]]:
    story: list[str] = []
    added: list[str] = []
    for line in (DATA / "added_news.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("+ "):
            added.append(line[2:])
        elif not line.startswith("# "):
            if story:
                yield story, added
            story, added = [f"{sentence.rstrip('.')}." for sentence in line.split(". ")], []
    yield story, added


def _with_added(drawn: random.Random, pages: _Pages, story: Sequence[str], paragraph: str, fold: int) -> Case:
    body = [Piece(text, news=None) for text in story]
    body.insert(drawn.randint(0, len(body)), Piece(paragraph, news=True))
    later = pages.around(body, fold, kept=False) if drawn.random() < 0.4 else tuple(body)
    return Case("added", "\n\n".join(story), later, fold, kept=False)
