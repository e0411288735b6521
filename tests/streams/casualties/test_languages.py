"""Texts in a language that has no grammar give no figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from streams.casualties import extract_figures, has_grammar

if TYPE_CHECKING:
    from tests.streams.casualties.conftest import Counter

FOREIGN = [
    "Der Landtag stimmte mit 63 gegen 41 Stimmen für den Entwurf, die Opposition verließ den Saal.",
    "Bei dem Unfall auf der A7 wurden drei Menschen verletzt, die 44 Fahrgäste kamen mit dem Schrecken davon.",
    "Het kabinet verloor met 77 tegen 73 stemmen, die 12 leden van de oppositie waren niet aanwezig.",
    "De politie heeft in het onderzoek 14 verdachten verhoord die volgens justitie niet lang in de cel zitten.",
    "Les secours ont retrouvé 19 corps dans la rivière, et 12 personnes sont encore recherchées, selon le maire.",
    "Los bomberos rescataron a 25 personas, pero otras 8 murieron en el incendio que arrasó el hotel Lives.",
    "Gli agenti hanno arrestato 31 persone che sono state trovate con armi nel porto, missing secondo la stampa.",
    "Спасатели нашли тела 19 человек, killed 12 people написано на стене дома, где жили рабочие завода.",
    "Polisen uppgav att 12 personer hade skadats och att die 30 som var ombord är i säkerhet.",
]
"""Invented, each with a word that is a trigger of English, or a number beside one."""


@pytest.mark.parametrize("text", FOREIGN)
def test_foreign_texts_give_no_figures(text: str) -> None:
    """A text whose function words are those of another language gives no figures."""
    assert extract_figures(text) == []


def test_foreign_names_in_english_text_hide_nothing(counts: Counter) -> None:
    """Names with foreign articles don't make an English text foreign."""
    assert counts("A van hit a queue outside El Rey in Los Andes, killing nine people.") == ["killed 9 total"]
    assert counts("Los Santos de la Vega: 12 dead") == ["killed 12 total"]


def test_a_stated_language_decides() -> None:
    """Figures are read in English where the caller says so, and not in a language without a grammar."""
    text = "At least 12 people were killed."
    assert [figure.min for figure in extract_figures(text, language="en")] == [12]
    assert extract_figures(text, language="de") == []
    assert has_grammar("en")
    assert not has_grammar("de")


def test_one_foreign_word_leaves_a_text_english() -> None:
    """Two foreign words without an English one are needed."""
    assert extract_figures("Crash with van: 12 dead")
    assert not extract_figures("Crash met een van: 12 dead")
