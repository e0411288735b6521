"""Which grammar reads a text: each language has a package of its own, and of other languages no figure is given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from streams.casualties import english

if TYPE_CHECKING:
    from collections.abc import Mapping

    from streams.casualties.grammar import Grammar

GRAMMARS: Final[Mapping[str, Grammar]] = {"en": english.GRAMMAR}
"""By BCP 47 primary subtag."""


def has_grammar(language: str) -> bool:
    """Return whether figures can be read in a language (a BCP 47 primary subtag)."""
    return language in GRAMMARS


def grammar_for(language: str | None, text: str) -> Grammar | None:
    """Return the grammar of a language, or where that isn't known of the text; None where there is none."""
    if language is not None:
        return GRAMMARS.get(language)
    return next((grammar for grammar in GRAMMARS.values() if grammar.reads(text)), None)
