"""Casualty figures of an article as claims that can be checked: how many, what happened, who, when, and who says so."""

from streams.casualties.extract import extract_figures
from streams.casualties.languages import has_grammar

__all__ = ["extract_figures", "has_grammar"]
