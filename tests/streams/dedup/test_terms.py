"""What a text says, as terms."""

from __future__ import annotations

import numpy as np

from streams.dedup.terms import Terms, below, terms_of
from streams.dedup.words import words_of


def terms(text: str, language: str = "en") -> Terms:
    """Return the terms of a text."""
    return terms_of(words_of([text]), [language])[0]


def spelled(text: str, language: str = "en") -> list[str]:
    """Return the content words of a text."""
    words = words_of([text])
    places = terms_of(words, [language])[0].places.tolist()
    return [words.text[int(words.starts[place]) : int(words.ends[place])] for place in places]


def test_content_words() -> None:
    """Function words, titles, days, agencies, numbers and single letters are no content."""
    assert spelled("Mr Dravin told Reuters on Monday that a ferry with 212 aboard and two Xs sank, e.g. here") == [
        "Dravin",
        "ferry",
        "aboard",
        "Xs",
        "sank",
    ]


def test_casualty_words_and_units_are_content() -> None:
    """Words that stand with numbers are content as others are."""
    assert spelled("killed nine miles off") == ["killed", "miles"]


def test_language() -> None:
    """Each language has function words of its own; one without a table keeps all words."""
    assert spelled("Die Fähre sank", "de") == ["Fähre", "sank"]
    assert spelled("Die Fähre sank", "xx") == ["Die", "Fähre", "sank"]


def test_kept() -> None:
    """Terms are kept once, sorted: content words, values and figures; those of turns too, which test_turns.py has."""
    kept = terms("Nine perished. Nine perished near the ferry.").kept.tolist()

    assert kept == sorted(set(kept))
    assert len(kept) == len({"perished", "near", "ferry"} - {"near"}) + 2


def test_long_texts() -> None:
    """Of a long text the smallest terms are kept, and it is known below which all are."""
    text = terms(" ".join(f"word{number}x" for number in range(3 * 1024)))
    short = terms("word1x word2x")

    assert len(text.kept) == 1024
    assert below(text.kept) == text.kept[-1]
    assert below(text.kept[:-1]) == 1 << 32
    assert below(short.kept) == 1 << 32
    assert set(np.unique(text.content)[:1024].tolist()) == set(text.kept.tolist())


def test_signs() -> None:
    """In a script without spaces a sign counts together with the one after it."""
    one, other = terms("港で火事", "ja"), terms("火で港事", "ja")

    assert len(one.content) == 4
    assert len(set(one.content.tolist()) & set(other.content.tolist())) <= 1


def test_second_text() -> None:
    """The terms of a text don't depend on the one before it."""
    words = words_of(["A ferry sank off Tarn.", "Nine people died near Karsun."])
    alone = terms("Nine people died near Karsun.")

    assert terms_of(words, ["en", "en"])[1].kept.tolist() == alone.kept.tolist()
    assert terms_of(words, ["en", "en"])[1].numbers[0].term == alone.numbers[0].term


def test_signs_of_a_second_text() -> None:
    """The terms of signs don't depend on the text before them."""
    words = words_of(["A ferry sank off Tarn.", "港で火事"])

    assert terms_of(words, ["en", "ja"])[1].content.tolist() == terms("港で火事", "ja").content.tolist()


def test_known_values() -> None:
    """Terms are the same in every process and every release of one algorithm: the state holds them."""
    assert terms("Ferry sank").kept.tolist() == [1668680524, 3023545696, 3496036370, 4127568881]
    assert terms("9 perished").kept.tolist() == [673287705, 2782896938, 2967208055]
    assert terms("港で火", "ja").content.tolist() == [3380416878, 4139322898, 3049761340]


def test_languages() -> None:
    """Each text is read in its own language, those of one language together or not."""
    texts = ["Die ferry sank", "Die Fähre sank", "Die Fähre sank bei Tarn", "Nine died"]
    languages = ["en", "de", "de", "en"]

    together = [one.kept.tolist() for one in terms_of(words_of(texts), languages)]

    assert together == [terms(text, language).kept.tolist() for text, language in zip(texts, languages, strict=True)]


def test_texts_without_words() -> None:
    """Empty texts between others have no terms and take none of theirs."""
    found = terms_of(words_of(["", "Nine perished", "", "港", ""]), ["en", "en", "en", "ja", "ja"])

    assert [len(one.kept) for one in found] == [0, 3, 0, 1, 0]
    assert found[3].content.tolist() == terms("港", "ja").content.tolist()
