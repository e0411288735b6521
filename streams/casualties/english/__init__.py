"""English: what is bound to the language, behind the names that every language package has."""

from streams.casualties.english.gate import ABBREVIATIONS, ESTIMATES, triggers
from streams.casualties.english.reader import read_sentence

__all__ = ["ABBREVIATIONS", "ESTIMATES", "read_sentence", "triggers"]
