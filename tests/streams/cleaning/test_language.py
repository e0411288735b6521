"""The language of a text."""

from __future__ import annotations

import pytest

from streams.cleaning.language import detect_language, primary_subtag, routed_language

TEXTS = {
    "en": (
        "At least fourteen people were killed when a ferry sank off the port of Karsun early on Monday, "
        "the coast guard said in a statement."
    ),
    "de": (
        "Mindestens vierzehn Menschen sind ums Leben gekommen, als am frühen Montag vor dem Hafen von "
        "Karsun eine Fähre sank, teilte die Küstenwache mit."
    ),
    "fr": (
        "Au moins quatorze personnes sont mortes dans le naufrage d’un ferry au large du port de Karsun "
        "lundi matin, ont indiqué les garde-côtes dans un communiqué."
    ),
    "es": (
        "Al menos catorce personas murieron cuando un transbordador se hundió frente al puerto de Karsun"
        " en la madrugada del lunes, según informó la guardia costera."
    ),
    "it": (
        "Almeno quattordici persone sono morte nel naufragio di un traghetto al largo del porto di "
        "Karsun lunedì mattina, ha detto la guardia costiera."
    ),
    "nl": (
        "Zeker veertien mensen zijn om het leven gekomen toen een veerboot voor de haven van Karsun "
        "zonk, meldde de kustwacht maandag in een verklaring."
    ),
    "ru": (
        "По меньшей мере четырнадцать человек погибли, когда паром затонул у порта Карсун рано утром в "
        "понедельник, сообщила береговая охрана."
    ),
    "ar": (
        "قتل ما لا يقل عن أربعة عشر شخصا عندما غرقت عبارة قبالة ميناء كارسون في وقت مبكر من صباح "
        "الاثنين، حسب ما أعلن خفر السواحل."
    ),
    "tr": (
        "Pazartesi sabahı erken saatlerde Karsun limanı açıklarında bir feribotun batması sonucu en az "
        "on dört kişi hayatını kaybetti, sahil güvenlik açıkladı."
    ),
    "sv": (
        "Minst fjorton personer omkom när en färja sjönk utanför hamnen i Karsun tidigt på måndagen, "
        "meddelade kustbevakningen i ett uttalande."
    ),
    "ja": "月曜日の早朝、カルスン港の沖合でフェリーが沈没し、少なくとも14人が死亡したと沿岸警備隊が発表した。",
}


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_languages(language: str) -> None:
    """A sentence of news is told for what it is, with confidence."""
    detected, confidence = detect_language(TEXTS[language])
    assert detected == language
    assert confidence >= 0.9


@pytest.mark.parametrize("text", ["", "14", "— — —", "Karsun"])
def test_too_little(text: str) -> None:
    """A text with hardly a letter has no language."""
    assert detect_language(text) == ("und", 0.0)


def test_reach() -> None:
    """What stands far behind the start of a text makes no difference."""
    assert detect_language(TEXTS["en"] * 20) == detect_language(TEXTS["en"] * 20 + TEXTS["ru"] * 50)


@pytest.mark.parametrize(
    ("tag", "subtag"),
    [("en-GB", "en"), ("DE", "de"), ("pt_BR", "pt"), ("", None), (None, None), ("und", None), ("x1", None)],
)
def test_primary_subtag(tag: str | None, subtag: str | None) -> None:
    """The primary subtag is taken from a tag or a locale; nonsense has none."""
    assert primary_subtag(tag) == subtag


def test_route() -> None:
    """A sure detection outweighs what an item states, a doubtful one does not."""
    assert routed_language("fr", "en", 0.99) == "en"
    assert routed_language("fr", "en", 0.6) == "fr"
    assert routed_language(None, "en", 0.6) == "en"
    assert routed_language(None, "en", 0.2) == "und"
