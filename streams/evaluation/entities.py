"""How good the entities are: names against annotated spans, and places against where they are.

`score` takes cases `{"id", "text", "entities": [{"start", "end", "type"}]}` of people, bodies and places; the types of
other sets (PER, GPE, ...) are read as ours, and what is none of the three is not scored. A leading "the" and a closing
possessive belong to no span. `score_places` takes cases `{"id", "toponyms": [{"start", "end", "lat", "lon",
"geonames"?}]}`: a toponym takes the answer that overlaps it most, and is right within 161 km or with the same GeoNames
id (accuracy@161 km, as in Gritta et al., "What's missing in geographical parsing?", 2018). `score_scenes` takes cases
`{"id", "place", "region"}` with the names that are accepted for the place of a wire's event.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Case = Mapping[str, Any]
    Answers = Mapping[str, Sequence[Mapping[str, Any]]]

NEAR_KM: Final = 161.0
TYPES: Final = {
    "PER": "PERSON",
    "PERSON": "PERSON",
    "ORG": "ORGANISATION",
    "ORGANISATION": "ORGANISATION",
    "ORGANIZATION": "ORGANISATION",
    "GROUP": "ORGANISATION",
    "LOC": "PLACE",
    "GPE": "PLACE",
    "PLACE": "PLACE",
    "LOCATION": "PLACE",
    "FAC": "PLACE",
    "FACILITY": "PLACE",
}
_THE: Final = re.compile(r"the\s+(?=\S)", re.IGNORECASE)
_POSSESSIVE: Final = re.compile(r"(?<=.)['’]s$", re.IGNORECASE)
_EARTH_KM: Final = 12_742.0
"""Diameter."""


def score(cases: Iterable[Case], answers: Answers) -> dict[str, Any]:
    """Return precision, recall and F1 of each type and of all; a case without an answer has no entities."""
    right: Counter[str] = Counter()
    gold: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for case in cases:
        wanted = _spans(case["entities"], case["text"])
        given = _spans(answers.get(case["id"], ()), case["text"])
        for counter, spans in ((gold, wanted), (found, given), (right, wanted & given)):
            for *_, kind in spans:
                counter[kind] += 1
                counter["all"] += 1
    return {kind: _rates(right[kind], found[kind], gold[kind]) for kind in (*sorted(set(TYPES.values())), "all")}


def _spans(entities: Iterable[Mapping[str, Any]], text: str) -> set[tuple[int, int, str]]:
    out = set()
    for entity in entities:
        kind = TYPES.get(str(entity["type"]).upper())
        if kind is None or entity.get("in_headline"):
            continue
        start, end = entity["start"], entity["end"]
        if lead := _THE.match(text[start:end]):
            start += lead.end()
        if tail := _POSSESSIVE.search(text[start:end]):
            end = start + tail.start()
        out.add((start, end, kind))
    return out


def _rates(right: int, found: int, gold: int) -> dict[str, float | int]:
    precision = right / found if found else 0.0
    recall = right / gold if gold else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {
        "gold": gold,
        "found": found,
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(f1, 4),
    }


def score_places(cases: Iterable[Case], answers: Answers) -> dict[str, dict[str, float | int]]:
    """Return for each corpus (the id up to its first hyphen) and for all: toponyms, and shares found, near and same.

    Toponyms without coordinates are not scored.
    """
    counts: dict[str, Counter[str]] = {}
    for case in cases:
        given = [answer for answer in answers.get(case["id"], ()) if _placed(answer)]
        matched = _matched(case["toponyms"], given)
        for number, toponym in enumerate(case["toponyms"]):
            if not _placed(toponym):
                continue
            answer = matched.get(number)
            same = answer is not None and bool(toponym.get("geonames")) and _same(toponym, answer)
            near = same or (answer is not None and distance_km(toponym, answer) <= NEAR_KM)
            for corpus in (str(case["id"]).partition("-")[0], "all"):
                counts.setdefault(corpus, Counter()).update(
                    toponyms=1, found=answer is not None, within_161_km=near, same_id=same
                )
    return {corpus: _shares(count) for corpus, count in counts.items()}


def _shares(count: Counter[str]) -> dict[str, float | int]:
    total = count["toponyms"]
    shares = {name: round(count[name] / total, 4) for name in ("found", "within_161_km", "same_id")}
    return {"toponyms": total, **shares}


def _placed(value: Mapping[str, Any]) -> bool:
    return value.get("lat") is not None and value.get("lon") is not None


def _same(toponym: Mapping[str, Any], answer: Mapping[str, Any]) -> bool:
    return str(answer.get("geonames")) == str(toponym["geonames"])


def _matched(toponyms: Sequence[Mapping[str, Any]], given: Sequence[Mapping[str, Any]]) -> dict[int, Mapping[str, Any]]:
    options = []
    for number, toponym in enumerate(toponyms):
        for at, answer in enumerate(given):
            overlap = min(toponym["end"], answer["end"]) - max(toponym["start"], answer["start"])
            if overlap > 0:
                lengths = toponym["end"] - toponym["start"], answer["end"] - answer["start"]
                options.append((-overlap, abs(lengths[0] - lengths[1]), number, at))
    out: dict[int, Mapping[str, Any]] = {}
    used: set[int] = set()
    for *_, number, at in sorted(options):
        if number not in out and at not in used:
            out[number] = given[at]
            used.add(at)
    return out


def distance_km(one: Mapping[str, Any], other: Mapping[str, Any]) -> float:
    """Return the great-circle distance of two points with `lat` and `lon` in degrees."""
    lat1, lon1, lat2, lon2 = (math.radians(float(point[name])) for point in (one, other) for name in ("lat", "lon"))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return _EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def score_scenes(cases: Iterable[Case], answers: Mapping[str, str | None]) -> dict[str, float | int]:
    """Return how many wires have the right scene, and how many the right one or a place accepted as its region.

    Cases are `{"id", "place": [names], "region": [names]}`, answers the scene's name by id. A name is right when one of
    the accepted is within it, accents, case and hyphens aside.
    """
    count = place = either = 0
    for case in cases:
        name = _plain(answers.get(case["id"]) or "")
        right = any(_plain(accepted) in name for accepted in case["place"])
        count += 1
        place += right
        either += right or any(_plain(accepted) in name for accepted in case["region"])
    shares = (place / count, either / count) if count else (0.0, 0.0)
    return {"wires": count, "place": round(shares[0], 4), "place_or_region": round(shares[1], 4)}


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name)
    return "".join(char for char in letters if not unicodedata.combining(char)).lower().replace("-", " ")
