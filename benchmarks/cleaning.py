"""Speed and quality of cleaning flattened text, beside trafilatura, jusText and the line rules of C4. Prints JSON.

    python benchmarks/cleaning.py ARTICLES.jsonl[.gz] [LABELS.json[l.gz]]
    python benchmarks/cleaning.py --worst

ARTICLES are rows `{"id", "host", "published", "title", "text"}`, read in order; LABELS name the lines that belong to
the story (`streams/evaluation/cleaning.py`). Without arguments: articles invented from the sample below, and no
quality. With `--worst` instead: a table of texts and pages of a megabyte that are meant to cost the most
(`benchmarks/worst_forms.py`), with the processor time of half of it and of all, and the memory that cleaning takes on
top. The peers read each line as a paragraph of a page, for they take HTML. Times are of the process, the best of
several runs; `ratio` is our speed to theirs. `html` is the extraction of whole pages made from the articles.
"""

from __future__ import annotations

import gzip
import html
import json
import multiprocessing
import resource
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import justext
import trafilatura

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.baselines import c4_lines
from benchmarks.usage import explain_if_asked
from benchmarks.worst_forms import PAGES, TEXTS
from schemas import BodyKind
from streams.cleaning import Cleaner
from streams.evaluation.cleaning import score_cleaning
from streams.pipeline.files import clean_articles, items_of
from streams.state import DictState

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemas import WireItem

RUNS = 3
SPEED_PAGES = 200
WORST_SIZE = 1_000_000
INVENTED = 2_000
SAMPLE = (
    "The council met on Tuesday to discuss the new tram line, which will run from the harbour to the university.",
    "Engineers said the work would take three years and cost 240 million euros, a fifth of it paid by the state.",
    "Shop owners on Mill Street fear that customers will stay away while the road is dug up.",
    "“We have been here since 1911,” said Mira Olt, who sells bread at number 14.",
    "The mayor promised that buses would run every ten minutes and that parking would be free on Saturdays.",
    "A second line, to the airport, was put off until at least 2031 after the vote in March.",
    "Opposition parties called the plan hasty and asked for a referendum in the autumn.",
)
FURNITURE = ("Share on Facebook", "RELATED: Harbour chief resigns", "© 2031 Harbour Daily. All rights reserved.")


def main(arguments: list[str]) -> None:
    """Measure, and print what was found."""
    if arguments == ["--worst"]:
        worst()
        return
    rows = _rows(Path(arguments[0])) if arguments else _invented()
    texts = {str(row["id"]): row["text"] for row in rows}
    items = items_of(rows)

    def ours() -> dict[str, str]:
        cleaner = Cleaner(DictState())
        return {item.provenance.item_id: cleaner.clean(item).body for item in items}

    peers: dict[str, Callable[[str], str]] = {"c4": c4_lines.clean, "justext": _justext, "trafilatura": _trafilatura}
    result: dict[str, Any] = {"articles": len(rows), "chars": sum(map(len, texts.values())) // max(1, len(rows))}
    rate = len(rows) / _best(ours)
    result["speed"] = {"wirefeed": {"articles_per_second": round(rate)}}
    answers: dict[str, dict[str, str]] = {}
    for name, peer in peers.items():
        answers[name] = {key: peer(text) for key, text in texts.items()}
        theirs = len(rows) / _best(lambda peer=peer: [peer(text) for text in texts.values()])
        result["speed"][name] = {"articles_per_second": round(theirs), "ratio": round(rate / theirs, 2)}
    result["html"] = _pages(rows)
    if len(arguments) > 1:
        labels = _labels(Path(arguments[1]))
        answers["wirefeed"] = {str(row["id"]): row["text"] for row in clean_articles(rows)}
        result["quality"] = {
            name: {
                key: value
                for key, value in score_cleaning(labels, texts, answer).items()
                if key in {"drop", "story_words_lost"}
            }
            for name, answer in sorted(answers.items())
        }
    print(json.dumps(result, indent=2))


def worst() -> None:
    """Print a line a form: seconds for half a megabyte and for one, their ratio, and the megabytes that it takes."""
    _seconds("<p>The council met.</p>", BodyKind.HTML)
    forms = [(BodyKind.HTML, *form) for form in PAGES.items()] + [(BodyKind.TEXT, *form) for form in TEXTS.items()]
    # Memory first: what this process has freed itself, its forks would take without growing.
    taken = [_megabytes(make(WORST_SIZE), kind) for kind, _, make in forms]
    for (kind, name, make), megabytes in zip(forms, taken, strict=True):
        half, whole = (min(_seconds(make(size), kind) for _ in range(2)) for size in (WORST_SIZE // 2, WORST_SIZE))
        print(
            f"{kind.value} {name:28} {half:6.3f} {whole:6.3f} s  x {whole / half:3.1f} {megabytes:5.0f} MB", flush=True
        )


def _seconds(body: str, kind: BodyKind) -> float:
    item, cleaner = _item(body, kind), Cleaner(DictState())
    start = time.process_time()
    cleaner.clean(item)
    return time.process_time() - start


def _megabytes(body: str, kind: BodyKind) -> float:
    """Return by how much the memory of a process grows at most that cleans a body: a fork of this one."""
    item = _item(body, kind)
    receiver, sender = multiprocessing.Pipe(duplex=False)

    def run() -> None:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        Cleaner(DictState()).clean(item)
        sender.send(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)

    process = multiprocessing.get_context("fork").Process(target=run)
    process.start()
    taken: int = receiver.recv()
    process.join()
    return taken / 1024


def _item(body: str, kind: BodyKind) -> WireItem:
    (item,) = items_of([{"id": "1", "host": "paper.example", "text": "x"}])
    return item.model_copy(update={"body": body, "body_kind": kind})


def _best(call: Callable[[], Any]) -> float:
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        call()
        times.append(time.process_time() - start)
    return min(times)


def _pages(rows: list[dict[str, Any]]) -> dict[str, Any]:
    pages = [_page(row["text"]) for row in rows[:SPEED_PAGES]]
    items = [
        item.model_copy(update={"body": page, "body_kind": BodyKind.HTML})
        for item, page in zip(items_of(rows[:SPEED_PAGES]), pages, strict=True)
    ]

    def ours() -> None:
        cleaner = Cleaner(DictState())
        for item in items:
            cleaner.clean(item)

    def theirs() -> None:
        for page in pages:
            trafilatura.extract(page, fast=True, include_comments=False)

    rate, peer = len(pages) / _best(ours), len(pages) / _best(theirs)
    return {
        "wirefeed": {"pages_per_second": round(rate)},
        "trafilatura": {"pages_per_second": round(peer), "ratio": round(rate / peer, 2)},
    }


def _page(text: str) -> str:
    lines = "".join(f"<p>{html.escape(line.strip())}</p>" for line in text.split("\n") if line.strip())
    menu = "".join(f'<li><a href="/{number}">Section {number}</a></li>' for number in range(40))
    return f"<html><body><nav><ul>{menu}</ul></nav><article>{lines}</article></body></html>"


def _justext(text: str) -> str:
    page = "".join(f"<p>{html.escape(line)}</p>" for line in text.split("\n"))
    try:
        paragraphs = justext.justext(page.encode(), justext.get_stoplist("English"))
    except ValueError:
        return ""
    return "\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate)


def _trafilatura(text: str) -> str:
    lines = "".join(f"<p>{html.escape(line)}</p>" for line in text.split("\n"))
    page = f"<html><body><article>{lines}</article></body></html>"
    return trafilatura.extract(page, fast=True, include_comments=False) or ""


def _rows(path: Path) -> list[dict[str, Any]]:
    value = path.read_bytes()
    text = (gzip.decompress(value) if path.suffix == ".gz" else value).decode("utf-8")
    return [json.loads(line) for line in text.split("\n") if line]


def _labels(path: Path) -> dict[str, list[tuple[str, int]]]:
    if path.suffix == ".json":
        return json.loads(path.read_text(encoding="utf-8"))
    return {row["id"]: row["lines"] for row in _rows(path)}


def _invented() -> list[dict[str, Any]]:
    rows = []
    for number in range(INVENTED):
        story = [SAMPLE[(number + step) % len(SAMPLE)] for step in range(len(SAMPLE) * 2)]
        lines = [f"{line[:-1]}, item {number} part {part} says." for part, line in enumerate(story)]
        rows.append(
            {"id": str(number), "host": f"paper{number % 40}.example", "text": "\n\n".join((*lines, *FURNITURE))}
        )
    return rows


if __name__ == "__main__":
    explain_if_asked(__doc__)
    main(sys.argv[1:])
