"""Sentences in another language than their article."""

from __future__ import annotations

import pytest

from streams.dedup.other_language import speaks_another_language


@pytest.mark.parametrize(
    ("sentence", "language", "other"),
    [
        ("Lesen Sie hier, was wir über die Bank wissen.", "en", True),
        ("Il vous reste 75% de cet article à lire pour la suite.", "en", True),
        ("Read what we know about the bank.", "de", True),
        ("The bank of La Paz said that it would close.", "en", False),
        ("Der Minister sagte, dass er und die Bank nichts wissen.", "de", False),
        ("Kommission Volkswagen Frankfurt", "en", False),
        ("Die Zeit", "en", False),
        ('He said: "Wir sind über die Klippe und das Schiff ist weg."', "en", False),
        ("Der Minister sagte, dass er und die Bank nichts wissen.", "fi", False),
    ],
)
def test_other_languages(sentence: str, language: str, other: bool) -> None:
    """A sentence is in another language where its function words are, and those of the article's are few."""
    assert speaks_another_language(sentence, language) is other
