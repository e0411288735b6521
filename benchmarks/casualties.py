"""Quality and speed of the casualty figures, beside a plain regular expression. Prints JSON.

    python benchmarks/casualties.py [CASES.jsonl[.gz]]...

`quality` scores both on the annotated corpus of the tests and on the files given (`streams/evaluation/casualties.py`);
the speed on those is printed, too. `modules` says whether compiled modules are used; `WIREFEED_COMPILED=0` forbids it.
The sample for speed is made of articles of 450 words, one in five with figures, from the annotated articles. `growth`
and `worst` are seconds for long and for hostile texts. Times are of the process, the best of several runs.
"""

from __future__ import annotations

import gzip
import json
import sys
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.baselines import casualty_regex
from benchmarks.usage import explain_if_asked
from streams.casualties import extract_figures
from streams.casualties.files import figures_of
from streams.compiled_code import described
from streams.evaluation.casualties import evaluate

if TYPE_CHECKING:
    from collections.abc import Callable

CORPUS = Path(__file__).resolve().parents[1] / "tests/corpus/casualties"
WORDS = 450
ARTICLES = 500
WITH_FIGURES = 5
"""One in so many."""
DAY = date(2020, 6, 1)
PLAIN = (
    "The council met on Tuesday to discuss the new tram line, which will run from the harbour to the university.",
    "Engineers said the work would take three years and cost 240 million euros, a fifth of it paid by the state.",
    "Shop owners on Mill Street fear that customers will stay away while the road is dug up.",
    "The mayor promised that buses would run every ten minutes and that parking would be free on Saturdays.",
    "A second line, to the airport, was put off until at least 2031 after the vote in March.",
    "Opposition parties called the plan hasty and asked for a referendum in the autumn.",
    "The company that will build the carriages employs 1,200 people at two plants in the north.",
    "Students welcomed the decision, and the rector spoke of a day that the city had waited for.",
    "The first stretch, of about four kilometres, is to open with the new season of the opera.",
)


def best(call: Callable[[], Any], runs: int = 3) -> float:
    """Return the least process time of several runs, in seconds."""
    times = []
    for _ in range(runs):
        start = time.process_time()
        call()
        times.append(time.process_time() - start)
    return min(times)


def fill(paragraphs: list[str], size: int) -> str:
    """Return paragraphs repeated to a number of words."""
    out: list[str] = []
    count = at = 0
    while count < size:
        paragraph = paragraphs[at % len(paragraphs)]
        out.append(paragraph)
        count += len(paragraph.split())
        at += 1
    return "\n\n".join(out)


def load(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a file of JSON Lines, plain or gzipped."""
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def quality(cases: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the scores of ours and of the regular expression on the same cases."""
    ours = {answer["id"]: answer["figures"] for answer in figures_of(cases)}
    plain = {
        case["id"]: casualty_regex.figures("\n\n".join(filter(None, (case.get("headline"), case["text"]))))
        for case in cases
    }
    return {"wirefeed": evaluate(cases, ours), "regular expression": evaluate(cases, plain)}


def sample(stories: int) -> list[str]:
    """Return articles of 450 words, one in five with the figures of so many stories."""
    cases = load(CORPUS / "articles.jsonl")
    told = [case["text"].split("\n\n") for case in cases if case["gold"]]
    texts = []
    for at in range(ARTICLES):
        plain = [*PLAIN[at % len(PLAIN) :], *PLAIN[: at % len(PLAIN)]]
        if at % WITH_FIGURES == 0:
            turn = at // WITH_FIGURES
            story = [paragraph for step in range(stories) for paragraph in told[(turn + step) % len(told)]]
            left = WORDS - len(" ".join(story).split())
            texts.append("\n\n".join(story) + "\n\n" + fill(plain, left))
        else:
            texts.append(fill(plain, WORDS))
    return texts


def speed(texts: list[str]) -> dict[str, float]:
    """Return articles a second, and figures in an article that has some."""
    found = [len(extract_figures(text, published=DAY)) for text in texts]
    seconds = best(lambda: [extract_figures(text, published=DAY) for text in texts])
    told = [count for count in found if count]
    return {
        "articles_per_second": round(len(texts) / seconds),
        "figures_in_each_fifth": round(sum(told) / len(told), 1),
    }


def hostile() -> dict[str, str]:
    """Return inputs that a backtracking or quadratic reader would choke on."""
    return {
        "1 MB without a full stop": "12 people were killed and " * 40_000,
        "100,000 numbers": "A bomb killed 3 people. " + "12 " * 100_000,
        "numbers and triggers": " ".join(f"{number} killed" for number in range(60_000)),
        "killed x 100,000": "killed " * 100_000,
        "all capitals": "AT LEAST 12 PEOPLE WERE KILLED AND 30 WOUNDED. " * 20_000,
        "no punctuation": "at least 12 people were killed and 30 wounded when " * 20_000,
        "including x 50,000": "12 people were killed, " + "including 3 children " * 50_000,
        "of them x 100,000": "12 killed " + "of them " * 100_000,
        "said x 200,000": "said " * 200_000 + " 12 were killed",
        "one word of 1 MB": "a" * 1_000_000 + " killed 12",
        "stops": "12 killed" + "." * 1_000_000,
    }


def main() -> None:
    """Measure and print."""
    scores = {"our corpus": quality([*load(CORPUS / "sentences.jsonl"), *load(CORPUS / "articles.jsonl")])}
    given = {Path(name).name: load(Path(name)) for name in sys.argv[1:]}
    scores |= {name: quality(cases) for name, cases in given.items()}
    texts = sample(stories=1)
    base = "\n\n".join(texts[:40])
    growth = {}
    for size in (62_500, 125_000, 250_000, 500_000, 1_000_000):
        text = (base * (size // len(base) + 1))[:size]
        seconds = best(lambda text=text: extract_figures(text, published=DAY))  # type: ignore[misc]
        growth[str(size)] = {"seconds": round(seconds, 4), "microseconds_per_kb": round(seconds / size * 1e9, 1)}
    worst = {name: round(best(lambda text=text: extract_figures(text), 1), 3) for name, text in hostile().items()}  # type: ignore[misc]
    result = {
        "quality": scores,
        "modules": described(),
        **{name: speed([case["text"] for case in cases]) for name, cases in given.items()},
        "mixed": speed(texts),
        "mixed, twice the figures": speed(sample(stories=2)),
        "words_per_article": round(sum(len(text.split()) for text in texts) / len(texts)),
        "growth": growth,
        "worst": worst,
    }
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    explain_if_asked(__doc__)
    main()
