"""Casualty figures of an article as claims that can be checked: how many, what happened, who, when, and who says so."""

from streams.casualties.extract import extract_figures

__all__ = ["extract_figures"]
