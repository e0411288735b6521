"""Speed, memory and quality of the judge, beside rensa and datasketch. Prints JSON.

    python benchmarks/dedup.py [ARTICLES.jsonl[.gz] [STORIES.json]] [--documents N]

ARTICLES are rows `{"id", "published", "title", "text"}`, read in order as they are, without cleaning; STORIES gives the
story of each id, or a list that begins with it. Without ARTICLES they are invented. `speed` is articles a second of one
core, making words of the text included, the best of several runs that take turns; `ratio` is ours to theirs, `unique`
the same of the articles that the judge found new. `one_by_one` is the judge without batches. `window` is the judge with
N different documents in its window (100,000 without `--documents`): microseconds an article at several sizes, and their
ratio to those of a judge of 10,000 that takes turns with it. `memory` is what a process of its own grows by for 100,000
different documents, our state included. Peers that are not installed (`pip install rensa datasketch`) are left out.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.baselines import minhash
from schemas import CleanArticle, Origin, Provenance, Verdict
from streams.dedup import Judge
from streams.evaluation.dedup import score
from streams.state import DictState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

RUNS = 3
INVENTED = 3_000
WORDS = 280
VOCABULARY = 30_000
SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000)
SAMPLE = 1_000
MEASURED = 100_000
ROUNDS = 8
START = datetime(2031, 3, 1, tzinfo=UTC)
PEERS: dict[str, Callable[..., list[int]]] = {
    "rensa": minhash.rensa_clusters,
    "datasketch": minhash.datasketch_clusters,
}


def main(arguments: list[str]) -> None:
    """Measure, and print what was found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("articles", type=Path, nargs="?")
    parser.add_argument("stories", type=Path, nargs="?")
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--memory-of", choices=["wirefeed", *PEERS], help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.memory_of:
        print(json.dumps(_memory_of(options.memory_of, options.documents)))
        return
    articles = _read(options.articles) if options.articles else list(_with_copies(INVENTED))
    peers = {name: run for name, run in PEERS.items() if importlib.util.find_spec(name)}
    new = [article for article, one in zip(articles, _judge(articles), strict=True) if one.verdict is Verdict.NEW]
    result: dict[str, Any] = {
        "articles": len(articles),
        "chars": sum(len(article.body) for article in articles) // max(1, len(articles)),
        "speed": _speeds(articles, peers),
        "unique": _speeds(new, peers),
    }
    if options.stories:
        result["quality"] = _quality(articles, json.loads(options.stories.read_text()), peers)
    result["window"] = _window(options.documents)
    result["memory"] = {}
    for name in ("wirefeed", *peers):
        command = [sys.executable, __file__, "--memory-of", name, "--documents", str(min(options.documents, MEASURED))]
        result["memory"][name] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    print(json.dumps(result, indent=2))


def _judge(articles: Iterable[CleanArticle]) -> list[Any]:
    return list(Judge(DictState()).judge_all(articles))


def _speeds(articles: list[CleanArticle], peers: dict[str, Callable[..., list[int]]]) -> dict[str, Any]:
    texts = [article.body for article in articles]

    def alone() -> None:
        judge = Judge(DictState())
        for article in articles:
            judge.judge(article)

    runs: dict[str, Callable[[], object]] = {"wirefeed": lambda: _judge(articles), "one_by_one": alone}
    runs |= {name: lambda run=run: run(texts) for name, run in peers.items()}  # type: ignore[misc]
    best = dict.fromkeys(runs, float("inf"))
    for _ in range(RUNS):
        for name, run in runs.items():
            start = time.process_time()
            run()
            best[name] = min(best[name], time.process_time() - start)
    return {
        name: {
            "articles_per_second": round(len(articles) / best[name]),
            "ratio": round(best[name] / best["wirefeed"], 2),
        }
        for name in runs
    }


def _quality(
    articles: list[CleanArticle], stories: dict[str, Any], peers: dict[str, Callable[..., list[int]]]
) -> dict[str, Any]:
    cases = [
        {"id": article.provenance.item_id, "story": story if isinstance(story, str) else story[0]}
        for article in articles
        if (story := stories.get(article.provenance.item_id)) is not None
    ]
    names = [article.provenance.item_id for article in articles]
    clusters: dict[str, list[Any]] = {"wirefeed": [judgement.story_id for judgement in _judge(articles)]}
    clusters |= {name: run([article.body for article in articles]) for name, run in peers.items()}
    scored = {}
    for name, given in clusters.items():
        found = score(cases, {one: {"cluster": cluster} for one, cluster in zip(names, given, strict=True)})
        scored[name] = {"pairs": found["pairs"], "new_linked": found["new_linked"], "linked": found["linked"]}
    return scored


def _window(documents: int) -> dict[str, Any]:
    judge = Judge(DictState(), window_days=10_000)
    measured: dict[str, Any] = {}
    number = 0
    for size in [size for size in SIZES if size < documents] + [documents]:
        number = _fill(judge, number, size)
        small = Judge(DictState(), window_days=10_000)
        _fill(small, 0, SIZES[0])
        times: dict[str, list[float]] = {"here": [], "small": []}
        for _ in range(ROUNDS):
            # Each has articles of its own: whoever comes second would find them in the cache.
            times["here"].append(_timed(judge, list(_different(number, number + SAMPLE))))
            times["small"].append(_timed(small, list(_different(number, number + SAMPLE))))
            number += SAMPLE
        here, there = min(times["here"]), min(times["small"])
        measured[str(size)] = {
            "microseconds_per_article": round(here / SAMPLE * 1e6, 1),
            "to_10k": round(here / there, 2),
        }
    return measured


def _fill(judge: Judge, number: int, size: int) -> int:
    while number < size:
        some = list(_different(number, min(number + SAMPLE, size)))
        _timed(judge, some)
        number += len(some)
    return number


def _timed(judge: Judge, articles: list[CleanArticle]) -> float:
    start = time.process_time()
    for _ in judge.judge_all(articles):
        pass
    return time.process_time() - start


def _memory_of(name: str, documents: int) -> dict[str, Any]:
    """Return what the process grows by; the peers' indexes keep sketches, ours the records of the state."""
    kept: list[Any] = []
    texts = (article.body for article in _different(0, documents))
    _judge(_different(0, 1))  # tables that are made once are not counted
    before = _resident()
    if name in PEERS:
        PEERS[name](texts, kept)
    else:
        judge = Judge(DictState())
        for _ in judge.judge_all(_different(0, documents)):
            pass
        kept.append(judge)
    grown = _resident() - before
    result = {"documents": documents, "megabytes_per_100k": round(grown / documents * 1e5 / 1e6, 1)}
    if name not in PEERS:
        result["index_megabytes_per_100k"] = round(kept[0].sizes()["bytes"] / documents * 1e5 / 1e6, 1)
    return result


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def _read(path: Path) -> list[CleanArticle]:
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    rows = [json.loads(line) for line in content.splitlines() if line.strip()]
    return [
        _article(number, row["text"], item=str(row["id"]), headline=row.get("title"), published=row.get("published"))
        for number, row in enumerate(rows)
    ]


def _article(
    number: int, body: str, *, item: str, headline: str | None = None, published: str | None = None
) -> CleanArticle:
    received = datetime.fromisoformat(published) if published else START + timedelta(seconds=number)
    return CleanArticle(
        provenance=Provenance(
            provider="file",
            source="file",
            item_id=item,
            version=1,
            received=received if received.tzinfo else received.replace(tzinfo=UTC),
            trace_id=f"{number:032x}",
            origin=Origin(partition=0, offset=number),
        ),
        headline=headline,
        body=body,
        paragraphs=(),
        language="en",
        language_detected="en",
        language_confidence=1.0,
    )


def _different(first: int, last: int) -> Iterator[CleanArticle]:
    """Yield articles of invented words, common and rare as in a language, that repeat nothing of each other."""
    words = np.array([f"w{number:x}" for number in range(VOCABULARY)], dtype=object)
    likely = np.cumsum(1 / np.arange(1, VOCABULARY + 1))
    likely /= likely[-1]
    for number in range(first, last):
        places = likely.searchsorted(np.random.default_rng(number).random(WORDS))
        yield _article(number, " ".join(words[places].tolist()), item=f"item-{number}")


def _with_copies(count: int) -> Iterator[CleanArticle]:
    """Yield invented articles of which two of three are copies, cut copies and later versions of one before."""
    for number, article in enumerate(_different(0, count)):
        words = article.body.split()
        draw = np.random.default_rng((number, 1))
        if number % 3 and number > 10:
            first = 3 * int(draw.integers(max(0, number // 3 - 300), number // 3))
            words = next(iter(_different(first, first + 1))).body.split()[: int(draw.integers(60, WORDS))]
        yield _article(number, " ".join(words), item=f"item-{number}")


if __name__ == "__main__":
    main(sys.argv[1:])
