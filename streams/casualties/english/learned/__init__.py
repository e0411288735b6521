"""Figures that no rule of the grammar reads: a trained classifier says what happened to those whom a number counts."""

from streams.casualties.english.learned.additions import LIKELY, Place, added, surroundings
from streams.casualties.english.learned.classifier import KINDS, ROLES, Answer, slot_vectors, vectors
from streams.casualties.english.learned.surroundings import candidate
from streams.casualties.english.learned.vectors import WordVectors

__all__ = [
    "KINDS",
    "LIKELY",
    "ROLES",
    "Answer",
    "Place",
    "WordVectors",
    "added",
    "candidate",
    "slot_vectors",
    "surroundings",
    "vectors",
]
