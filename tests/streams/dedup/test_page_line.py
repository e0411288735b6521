"""What speaks like a page."""

from __future__ import annotations

import pytest

from streams.dedup.page_line import READ_CHARS, page_score


@pytest.mark.parametrize(
    "line",
    [
        "Tell us how you would like to get our reports.",
        "Readers in your area can sign up for our new bulletin.",
        "You can cancel your plan in the settings of our app.",
        "Abonnieren Sie jetzt unsere neue App für Ihre Region.",
        "Inscrivez-vous à nos alertes et recevez toute l'actualité.",
        "Suscríbete a nuestro canal y recibe las noticias en tu móvil.",
    ],
)
def test_page_lines(line: str) -> None:
    """Lines that speak to the reader about the page score above zero, in forms that no template has."""
    assert page_score(line) > 1


@pytest.mark.parametrize(
    "line",
    [
        "The bridge fell into the river.",
        "Divers pulled a woman from the wreck.",
        "The newspaper closed its office after the raid.",
        "Customers of the bank lost their savings.",
        "Die Polizei nahm am Abend zwei Männer fest.",
        "Les pompiers ont retrouvé le corps d'un homme.",
        "La policía detuvo al conductor del autobús.",
    ],
)
def test_news(line: str) -> None:
    """Sentences in which something happened score below zero, also where they name parts of a page."""
    assert page_score(line) < 0


def test_read_characters() -> None:
    """A sentence is read to a bound."""
    start = "x " * (READ_CHARS // 2)

    assert page_score(start + "Subscribe to our newsletter.") == page_score(start)


def test_nothing() -> None:
    """A text without words has a score too."""
    assert isinstance(page_score(""), float)
