"""English: what is bound to the language, behind the names that every language package has."""

from streams.casualties.english.gate import ABBREVIATIONS, triggers
from streams.casualties.english.reader import read_sentence

__all__ = ["ABBREVIATIONS", "read_sentence", "triggers"]
