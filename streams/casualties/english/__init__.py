"""English: what is bound to the language, as the grammar that every language package has."""

from typing import Final

from streams.casualties.english.cues import on_proceedings
from streams.casualties.english.gate import ABBREVIATIONS, ESTIMATES, triggers
from streams.casualties.english.nobody_left import nobody_left
from streams.casualties.english.other_sorts import set_other_sorts
from streams.casualties.english.reader import read_sentence
from streams.casualties.english.recognition import is_english
from streams.casualties.english.subject_matter import set_subject_matter
from streams.casualties.grammar import Grammar

__all__ = ["GRAMMAR"]

GRAMMAR: Final = Grammar(
    abbreviations=ABBREVIATIONS,
    estimates=ESTIMATES,
    triggers=triggers,
    reads=is_english,
    on_proceedings=on_proceedings,
    set_other_sorts=set_other_sorts,
    set_subject_matter=set_subject_matter,
    read_sentence=read_sentence,
    nobody_left=nobody_left,
)
