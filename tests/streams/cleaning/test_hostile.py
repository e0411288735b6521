"""Input that is meant to hang, crash or fill up: each costs time in proportion to its length, and is accounted for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from schemas import BodyKind
from streams.cleaning import Cleaner
from streams.state import DictState

if TYPE_CHECKING:
    from tests.streams.cleaning.conftest import MakeItem

SIZE = 300_000
TEXTS = {
    "one line without a full stop": "word " * (SIZE // 5),
    "one word": "a" * SIZE,
    "identical lines": "Share this\n" * 20_000,
    "identical sentences": "The coast guard said that nobody drowned.\n" * 20_000,
    "numbers": " ".join(map(str, range(40_000))),
    "bars": "| " * (SIZE // 2),
    "brackets": "(" * SIZE,
    "open markers": "(Adds " * (SIZE // 6),
    "ampersands": "&" * SIZE,
    "entities": "&amp;" * (SIZE // 5),
    "mojibake": "â€™" * (SIZE // 3),
    "marks of direction": "\u202e\u200f" * (SIZE // 2),
    "nulls": "\0" * SIZE,
    "addresses": "a@b.example " * (SIZE // 12),
    "dates": ("mayestjune" * 11 + " 1\n") * 2_000,
    "times": ("1:23 " * 30 + "\n") * 2_000,
    "names": "By " + "Aa " * 39 + "x",
    "dashes": ("KARSUN" + " -" * 60 + "\n") * 2_000,
    "letters that grow": "İ" * 100_000,
    "a surrogate": "Fourteen people\ud800 drowned.",
    "markup in text": "<div>" * (SIZE // 5),
    "letters": "a\n" * (SIZE // 2),
}
PAGES = {
    "nested": "<div>" * 30_000 + "Fourteen people drowned." + "</div>" * 30_000,
    "less than": "<" * SIZE,
    "open comments": "<!--" * (SIZE // 4),
    "open scripts": "<script>" * (SIZE // 8),
    "entities": "<p>" + "&lt;" * (SIZE // 40),
    "open attributes": '<a href="' * (SIZE // 9),
    "nested tables": "<table><tr><td>" * 3_000,
    "nested tables in a row": ("<table><tr><td>x" * 30 + "</td></tr></table>" * 30) * 100,
    "cells": "<table><tr>" + "<td>x</td>" * (SIZE // 10) + "</tr></table>",
    "breaks": "<br>x" * (SIZE // 5),
    "attributes": "<p " + " ".join(f'a{number}="1"' for number in range(SIZE // 10)) + ">x</p>",
    "nulls": "<p>Fourteen\0 people drowned.</p>",
    "a declaration": '<?xml version="1.0" encoding="utf-16"?><html><p>Fourteen people drowned.</p></html>',
    "nothing": "",
    "only a comment": "<!-- -->",
    "many paragraphs": "<article>" + "<p>a b</p>" * 3_000,
}


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_texts(name: str, make_item: MakeItem) -> None:
    """A hostile text is cleaned, and no span lies outside of it."""
    body = TEXTS[name]
    article = Cleaner(DictState()).clean(make_item(body))
    assert all(0 <= span.start < span.end <= len(body) for span in article.dropped)
    assert all(0 <= run.source_start <= run.source_end <= len(body) for run in article.offsets)


@pytest.mark.parametrize("name", sorted(PAGES))
def test_pages(name: str, make_item: MakeItem) -> None:
    """A hostile page is cleaned, and no span lies outside of it."""
    body = PAGES[name]
    article = Cleaner(DictState()).clean(make_item(body, kind=BodyKind.HTML))
    assert all(0 <= span.start < span.end <= len(body) for span in article.dropped)
    assert all(0 <= run.source_start <= run.source_end <= len(body) for run in article.offsets)


def test_a_million_lines_of_one_source_stay_bounded(make_item: MakeItem) -> None:
    """A source that never repeats a line fills its ring and no more."""
    state = DictState()
    cleaner = Cleaner(state)
    for number in range(200):
        body = "\n".join(
            f"{chr(97 + number % 26) * (number // 26 + 1)} {chr(97 + line % 26) * (line // 26 + 1)}"
            for line in range(300)
        )
        cleaner.clean(make_item(body, hours=number))
    assert sum(1 for key, _ in state.scan("r/")) == 128
    assert sum(len(value) for _, value in state.scan("r/")) < 128 * 1_000


def test_long_item_keys_and_sources(make_item: MakeItem) -> None:
    """Keys of any length and kind are taken."""
    cleaner = Cleaner(DictState())
    cleaner.clean(make_item("Fourteen people drowned off Karsun.", item="k/" * 5_000, source="s/" * 5_000))
    assert cleaner.route("test/" + "k/" * 5_000) == "en"
