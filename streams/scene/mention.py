"""The place mentions of an article, each with its sentence and the word that governs it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

from schemas import Entity, EntityType, Role
from streams.entities import tokenise
from streams.scene.governor import governor

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from schemas import CasualtyFigure, Dateline

SCENE_CHARS: Final = 8_000
"""Characters of a body in which the scene is looked for: news says early where it happened."""
MOST_MENTIONS: Final = 200
HEADLINE: Final = -1
"""Number of the headline among the sentences."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as tokens."""

    number: int
    words: tuple[str, ...]
    """In lower case."""
    capitals: tuple[bool, ...]
    total: bool
    """It states a total of the event."""
    figure: bool
    """It states a figure of another role."""

    @property
    def in_headline(self) -> bool:
        """Whether it is the headline."""
        return self.number == HEADLINE


@dataclass(frozen=True, slots=True)
class Mention:
    """A place that a sentence names: tokens `first` to `last`, end exclusive."""

    entity: Entity
    sentence: Sentence
    first: int
    last: int
    governor: int | None
    """Token of the preposition or verb that the place depends on, None where it depends on none."""
    in_dateline: bool = False

    @property
    def governing(self) -> str:
        """The word that governs the place, empty where there is none."""
        return "" if self.governor is None else self.sentence.words[self.governor]

    def ahead(self, count: int) -> tuple[str, ...]:
        """Return so many words before the governing word, or before the place where nothing governs it."""
        end = self.first if self.governor is None else self.governor
        return self.sentence.words[max(0, end - count) : end]

    def behind(self, count: int) -> tuple[str, ...]:
        """Return so many words after the place."""
        return self.sentence.words[self.last : self.last + count]


@dataclass(frozen=True, slots=True)
class Numbers:
    """Where the figures of one text stand, in order, with their roles."""

    starts: list[int]
    roles: list[Role]

    @classmethod
    def of(cls, figures: Iterable[CasualtyFigure], *, in_headline: bool) -> Self:
        """Return the numbers of the headline or of the body."""
        found = sorted(
            (figure.evidence.number.start, figure.role)
            for figure in figures
            if figure.evidence.in_headline == in_headline
        )
        return cls([start for start, _ in found], [role for _, role in found])

    def between(self, start: int, end: int) -> list[Role]:
        """Return the roles of the figures in a span."""
        return self.roles[bisect_left(self.starts, start) : bisect_left(self.starts, end)]


def place_mentions(
    body: str,
    *,
    headline: str | None,
    dateline: Dateline | None,
    entities: Iterable[Entity],
    figures: Sequence[CasualtyFigure],
) -> list[Mention]:
    """Return the mentions of places, those of the headline first; governments that a capital stands for are none."""
    places = [
        entity
        for entity in entities
        if entity.type is EntityType.PLACE and entity.metonym_of is None and entity.end <= SCENE_CHARS
    ]
    ahead = [entity for entity in places if entity.in_headline]
    rest = [entity for entity in places if not entity.in_headline]
    out: list[Mention] = []
    if ahead and headline:
        numbers = Numbers.of(figures, in_headline=True)
        out += _mentions(headline[:SCENE_CHARS], ahead[:MOST_MENTIONS], numbers, dateline_end=0, in_headline=True)
    if rest:
        numbers = Numbers.of(figures, in_headline=False)
        end = dateline_end(body, dateline)
        out += _mentions(body[:SCENE_CHARS], rest[:MOST_MENTIONS], numbers, dateline_end=end, in_headline=False)
    return out


def dateline_end(body: str, dateline: Dateline | None) -> int:
    """Return where the dateline at the beginning of a body ends, 0 where there is none."""
    if dateline is None:
        return 0
    at = body.find(dateline.text, 0, len(dateline.text) + SCENE_CHARS)
    return at + len(dateline.text) if at >= 0 else 0


def _mentions(
    text: str, places: Sequence[Entity], numbers: Numbers, *, dateline_end: int, in_headline: bool
) -> Iterator[Mention]:
    tokens = tokenise(text)
    begins = [*tokens.sentences, len(tokens.words)]
    sentences: dict[int, Sentence] = {}
    for entity in places:
        first = bisect_right(tokens.starts, entity.start) - 1
        last = bisect_left(tokens.ends, entity.end) + 1
        at = bisect_right(begins, first) - 1
        if first < 0 or at >= len(begins) - 1:
            continue
        begin, end = begins[at], begins[at + 1]
        if at not in sentences:
            roles = numbers.between(tokens.starts[begin], tokens.ends[end - 1])
            sentences[at] = _sentence(tokens.words[begin:end], HEADLINE if in_headline else at, roles)
        sentence = sentences[at]
        floor = bisect_left(tokens.starts, dateline_end, begin, end) - begin
        yield Mention(
            entity,
            sentence,
            first - begin,
            last - begin,
            governor(sentence.words, sentence.capitals, first - begin, floor),
            in_dateline=entity.start < dateline_end,
        )


def _sentence(words: Sequence[str], number: int, roles: Sequence[Role]) -> Sentence:
    return Sentence(
        number,
        tuple(word.lower() for word in words),
        tuple(word[0].isupper() for word in words),
        total=Role.TOTAL in roles,
        figure=any(role is not Role.TOTAL for role in roles),
    )
