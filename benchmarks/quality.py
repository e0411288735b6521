"""The tables of `make eval`: quality on our own corpora, and on the sets beside the project where they lie there.

Casualty figures stand beside a plain regular expression, scored in the same run.
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from benchmarks.baselines import casualty_regex
from benchmarks.usage import explain_if_asked
from streams.casualties.files import figures_of
from streams.entities.files import entities_of
from streams.evaluation import casualties, dedup, entities
from streams.pipeline.files import judge_articles

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ROOT = Path(__file__).parents[1]
OWN = ROOT / "tests" / "corpus"
SHARED = ROOT.parent / "shared" / "eval"
CONSOLE = Console(width=110)


def rows_of(*paths: Path) -> list[dict[str, Any]]:
    """Return the rows of JSON Lines files, plain or gzipped."""
    rows = []
    for path in paths:
        value = path.read_bytes()
        text = (gzip.decompress(value) if path.suffix == ".gz" else value).decode("utf-8")
        rows += [json.loads(line) for line in text.split("\n") if line.strip()]
    return rows


def answers(cases: list[dict[str, Any]]) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Return the figures of each case by ours and by the baseline."""
    ours = {str(answer["id"]): answer["figures"] for answer in figures_of(cases)}
    return {"wirefeed": ours, "regex": {str(case["id"]): casualty_regex.figures(case["text"]) for case in cases}}


def show(title: str, rows: Iterable[tuple[str, str, Mapping[str, Any]]]) -> None:
    """Print rows of precision, recall and F1."""
    table = Table(title=title, title_justify="left")
    for column in ("what", "by", "gold", "P", "R", "F1"):
        table.add_column(column, justify="left" if column in {"what", "by"} else "right")
    for what, by, rates in rows:
        numbers = (f"{rates[name]:.3f}" for name in ("precision", "recall", "f1"))
        table.add_row(what, by, str(rates.get("gold", "")), *numbers)
    CONSOLE.print(table)


def casualty_tables() -> None:
    """Print the tables of casualty figures on our corpus."""
    cases = rows_of(OWN / "casualties" / "sentences.jsonl", OWN / "casualties" / "articles.jsonl")
    scored = {by: casualties.score(cases, given) for by, given in answers(cases).items()}
    heads = (("all", "all five fields"), ("numbers", "kind, min and max"))
    show("Casualty figures, our corpus", [(title, by, scored[by][name]) for name, title in heads for by in scored])
    for field in ("kind", "role", "qualifier"):
        names = scored["wirefeed"][field]
        none = {"gold": 0, "precision": 0.0, "recall": 0.0, "f1": 0.0}
        show(f"By {field}", [(name, by, scored[by][field].get(name, none)) for name in names for by in scored])
    for by, scores in scored.items():
        CONSOLE.print(f"traps given out as a current total, {by}: {scores['traps']['leakage']:.1%}")


def writers_table() -> None:
    """Print how figures fare on text of writers who knew nothing of the grammar."""
    rows = []
    for path in sorted((OWN / "casualties" / "writers").glob("*.jsonl")):
        cases = rows_of(path)
        for by, given in answers(cases).items():
            scores = casualties.score(cases, given)
            rows.append((f"{path.stem}: all five fields", by, scores["all"]))
            rows.append((f"{path.stem}: kind, min and max", by, scores["numbers"]))
    show("Casualty figures, text of independent writers", rows)


def shared_casualty_tables() -> None:
    """Print the numbers of the sets beside the project."""
    for name in ("dev.jsonl", "gva_totals.jsonl.gz"):
        path = SHARED / "casualty" / name
        if not path.exists():
            CONSOLE.print(f"{name}: not beside the project, left out")
            continue
        cases = rows_of(path)
        rows = []
        for by, given in answers(cases).items():
            scores = casualties.score_numbers(cases, given)
            rows += [(what, by, rates) for what, rates in scores.items() if isinstance(rates, dict) and "f1" in rates]
        show(
            f"Casualty figures, {name} (numbers alone; event totals by role total)",
            sorted(rows, key=lambda row: row[0]),
        )


def other_tables() -> None:
    """Print names and deduplication on our corpora."""
    wires = rows_of(OWN / "entities" / "wires.jsonl")
    scored = entities.score(wires, {str(row["id"]): row["entities"] for row in entities_of(wires)})
    show("Names, our corpus", [(what, "wirefeed", rates) for what, rates in scored.items() if "f1" in rates])
    articles = rows_of(OWN / "dedup" / "articles.jsonl")
    judged = dedup.score(articles, {str(row["id"]): row for row in judge_articles(articles)})
    rows = [("pairs of one story", "wirefeed", judged["pairs"])]
    rows += [
        (f"verdict {what}", "wirefeed", rates) for what, rates in judged["verdicts"].items() if isinstance(rates, dict)
    ]
    show("Deduplication, our corpus", rows)


def main() -> None:
    """Print all tables."""
    casualty_tables()
    writers_table()
    shared_casualty_tables()
    other_tables()


if __name__ == "__main__":
    explain_if_asked(__doc__)
    sys.exit(main())
