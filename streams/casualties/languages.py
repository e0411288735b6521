"""Which grammar reads a text: each language has a package of its own, and of other languages no figure is given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from streams.casualties.grammar import Grammar

from streams.casualties.english import GRAMMAR as _ENGLISH

GRAMMARS: Final[Mapping[str, Grammar]] = {"en": _ENGLISH}
"""By BCP 47 primary subtag."""


def has_grammar(language: str) -> bool:
    """Return whether figures can be read in a language (a BCP 47 primary subtag)."""
    return language in GRAMMARS


def grammars_for(language: str | None) -> tuple[Grammar, ...]:
    """Return the grammars that may read a text: that of its language where it is known, else all there are."""
    if language is None:
        return tuple(GRAMMARS.values())
    return (GRAMMARS[language],) if language in GRAMMARS else ()
