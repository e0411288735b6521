"""A publisher on this machine: articles that appear one after the other, and the documents that list them."""

from __future__ import annotations

import random
from dataclasses import dataclass
from html import escape
from typing import Final

from benchmarks.drills.wording import invented_name

SENTENCES: Final = 6
WORDS: Final = 12
"""Of a sentence, between small words: articles that share phrases would be judged copies of one another."""
SMALL_WORDS: Final = ("the", "of", "and", "in", "to", "with", "for", "at")
PACE: Final = 2.0
"""Seconds between two articles of a publisher, at least."""
ASKED_AGAIN: Final = 4
"""The worst server gives a whole document at every third request."""


@dataclass(frozen=True, slots=True)
class Article:
    """One article."""

    url: str
    headline: str
    body: str


@dataclass(slots=True)
class Source:
    """A publisher: `released` of its articles are out, and it counts what it was asked."""

    name: str
    articles: tuple[Article, ...]
    released: int = 1
    requests: int = 0
    served: int = 0
    """The most articles that a document had which was sent whole."""
    asked_since: int = 0
    """Requests after the first whole document with all articles."""
    released_at: float = 0.0

    @property
    def done(self) -> bool:
        """Whether all articles were fetched, and were to be had again in case the process was killed then."""
        return self.served == len(self.articles) and self.asked_since >= ASKED_AGAIN

    def release(self, now: float) -> None:
        """Let the next article out, once the last one was fetched and some time has passed."""
        if self.served >= self.released < len(self.articles) and now - self.released_at >= PACE:
            self.released += 1
            self.released_at = now

    def note_request(self) -> int:
        """Count a request and return its number, from 0."""
        self.requests += 1
        self.asked_since += self.served == len(self.articles)
        return self.requests - 1

    def document(self, *, fewer: int = 0, stamp: str = "", id_prefix: str = "") -> str:
        """Return the articles that are out as RSS, the latest first; what is sent whole is noted by `sent`."""
        out = self.articles[: max(1, self.released - fewer)]
        items = "".join(
            f"<item><guid isPermaLink='false'>{id_prefix}{escape(each.url)}</guid><link>{escape(each.url)}</link>"
            f"<title>{escape(each.headline)}</title><description>{escape(each.body)}</description></item>"
            for each in reversed(out)
        )
        head = f"<title>{self.name}</title><link>https://{self.name}.example/</link><language>en</language>"
        return f"<?xml version='1.0'?><rss version='2.0'><channel>{head}{stamp}{items}</channel></rss>"

    def sent(self, *, fewer: int = 0) -> None:
        """Note that a document was sent whole."""
        self.served = max(self.served, 1, self.released - fewer)


def _sentence(chance: random.Random) -> str:
    words = [word for _ in range(WORDS) for word in (chance.choice(SMALL_WORDS), invented_name(chance).lower())]
    return " ".join(words).capitalize() + "."


def make_source(name: str, articles: int, seed: int) -> Source:
    """Return a publisher whose articles share small words alone."""
    chance = random.Random(f"{name}/{seed}")  # noqa: S311 - not secret
    made = [
        Article(
            url=f"https://{name}.example/{number}",
            headline=f"{invented_name(chance)} and {invented_name(chance)} agree on {invented_name(chance)}",
            body=" ".join(_sentence(chance) for _ in range(SENTENCES)),
        )
        for number in range(articles)
    ]
    return Source(name, tuple(made))
