"""The scenarios of `tests/corpus/incidents/tolls.toml`, in every order of arrival."""

from __future__ import annotations

import re
import tomllib
from itertools import permutations
from pathlib import Path
from typing import Any, Final

import pytest

from schemas import Qualifier, Role, SourceKind, Victims

SCENARIOS: Final = tomllib.loads((Path(__file__).parents[2] / "corpus" / "incidents" / "tolls.toml").read_text("utf-8"))
KINDS: Final = ("killed", "injured", "missing", "trapped", "displaced")
PUT: Final = re.compile(r"(\S+) (?:v(\d+) )?(\d+)h (corrects )?(.+)")
FIGURE: Final = re.compile(r"(\w+) (\S+)(?: (subset|denied|other_event|background))?( headline)?(?: (\w+) (.+))?")
SPAN: Final = re.compile(r"(>=|>|<=|~)?(\d+)(?:-(\d+))?")
SIGNS: Final = {
    ">=": Qualifier.AT_LEAST,
    ">": Qualifier.MORE_THAN,
    "<=": Qualifier.AT_MOST,
    "~": Qualifier.ABOUT,
    None: Qualifier.EXACT,
}


def figure(claims: Any, text: str, position: int) -> Any:
    """Return a figure as the corpus writes it."""
    found = FIGURE.fullmatch(text)
    assert found is not None, text
    kind, number, role, headline, speaker, name = found.groups()
    more = {
        "kind": kind,
        "role": Role(role or "total"),
        "in_headline": bool(headline),
        "figure_id": f"f{position}",
        "says": name,
        "speaker": SourceKind(speaker or "official"),
    }
    if number in {"fourth", "tenth"}:
        return claims.figure(1, **more).model_copy(update={"victims": Victims(text=f"{number} victim")})
    if number == "one":
        return claims.figure(1, **more).model_copy(update={"quantity_text": "a girl"})
    if number == "dozens":
        return claims.figure(None, qualifier=Qualifier.VAGUE, estimate=(24, 99), **more)
    span = SPAN.fullmatch(number)
    assert span is not None, number
    sign, low, high = span.group(1), int(span.group(2)), span.group(3)
    if sign == "<=":
        return claims.figure(None, low, qualifier=SIGNS[sign], **more)
    if high is not None:
        return claims.figure(low, int(high), qualifier=Qualifier.BETWEEN, **more)
    return claims.figure(low, qualifier=SIGNS[sign], **more)


def put(claims: Any, text: str) -> Any:
    """Return what travels, as the corpus writes it."""
    found = PUT.fullmatch(text)
    assert found is not None, text
    key, version, hours, corrects, figures = found.groups()
    if figures.startswith("taken "):
        return claims.take(key, version=int(version), hours=int(hours), reason=figures.removeprefix("taken "))
    made = [figure(claims, each, position) for position, each in enumerate(figures.split("; "))]
    return claims.put(key, made, version=int(version or 1), hours=int(hours), correction=bool(corrects))


@pytest.mark.parametrize("scenario", SCENARIOS["scenario"], ids=lambda scenario: scenario["holds"])
def test_the_toll_is_what_a_desk_expects(claims: Any, booked: Any, scenario: dict[str, Any]) -> None:
    """In every order in which the articles may arrive."""
    puts = [put(claims, text) for text in scenario["puts"]]
    expected = {kind: scenario[kind] for kind in KINDS if kind in scenario}
    for order in permutations(puts):
        tolls = booked(order)[0].tolls
        found = {kind: [toll.low, toll.best, -1 if toll.high is None else toll.high] for kind, toll in tolls.items()}
        assert found == expected
