"""Words of texts as numbers."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.dedup.fingerprint import fingerprints
from streams.dedup.words import BASE, HASHED_CHARS, MAX_CHARS, beginnings, powers_of_base, words_of

TEXTS = st.lists(st.text(alphabet=st.characters(), max_size=80) | st.text(alphabet="ab 1,日é", max_size=80), max_size=6)


def spelled(text: str) -> list[str]:
    """Return the words of one text as they stand in it."""
    words = words_of([text])
    return [words.text[start:end] for start, end in zip(words.starts, words.ends, strict=True)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Nine dead, 41 hurt—coast guard", ["Nine", "dead", "41", "hurt", "coast", "guard"]),
        ("“It’s over”", ["It", "s", "over"]),
        ("2.1 percent", ["2", "1", "percent"]),
        ("東京で9人", ["東", "京", "で", "9", "人"]),
        ("Łódź, São Tomé", ["Łódź", "São", "Tomé"]),
        ("\u202eabc\u202c \u200bdef", ["abc", "def"]),
        ("cafe\u0301s du Port", ["cafe\u0301s", "du", "Port"]),
        ("ไทย ລາວ ខម မန བད", [*"ไทย", *"ລາວ", *"ខម", *"မန", *"བད"]),
        ("ひらカタab漢", ["ひ", "ら", "カ", "タ", "ab", "漢"]),
        ("a𠀀b😀 \U0010ffff", ["a", "𠀀", "b", "😀", "\U0010ffff"]),
        ("a\ufffeb\ufdd0c", ["a", "b", "c"]),
        ("a", ["a"]),
        ("…", []),
        ("", []),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    """Words are runs of letters and digits; a character of a script without spaces is one."""
    assert spelled(text) == words


@pytest.mark.parametrize(("one", "other"), [("Straße", "STRAßE"), ("ＡＢＣ", "abc"), ("É", "é"), ("Ⅷ", "ⅷ")])
def test_spellings(one: str, other: str) -> None:
    """Spellings of one word have one hash."""
    assert words_of([one]).hashes.tolist() == words_of([other]).hashes.tolist()


@given(st.text(alphabet="abcdef", min_size=1, max_size=12), st.text(alphabet="abcdef", min_size=1, max_size=12))
def test_different_words(one: str, other: str) -> None:
    """Different words have different hashes, and a word has one wherever it stands."""
    hashes = words_of([f"{one} {other} {one}"]).hashes.tolist()

    assert hashes[0] == hashes[2]
    assert (hashes[0] == hashes[1]) == (one == other)


@given(TEXTS)
def test_together_or_alone(texts: list[str]) -> None:
    """Texts have the same words and fingerprints together as each by itself."""
    together = fingerprints(words_of(texts))
    assert together.words.first[-1] == len(together.words.hashes)
    for place, text in enumerate(texts):
        alone = fingerprints(words_of([text]))
        begin, end = together.words.first[place : place + 2]
        assert together.words.hashes[begin:end].tolist() == alone.words.hashes.tolist()
        ours, theirs = together.prints[place], alone.prints[0]
        assert (ours.words, ours.below) == (theirs.words, theirs.below)
        assert ours.grams.tolist() == theirs.grams.tolist()
        assert ours.lead.tolist() == theirs.lead.tolist()
        assert ours.facts.tolist() == theirs.facts.tolist()
        assert together.posted[place].tolist() == alone.posted[0].tolist() == ours.posted().tolist()


def test_known_values() -> None:
    """Hashes are the same in every process and release: the state holds them."""
    assert words_of(["Ferry aground"]).hashes.tolist() == KNOWN
    assert words_of(["ferry AGROUND"]).hashes.dtype == np.uint64


def test_longest_text() -> None:
    """Of a longer text the beginning counts."""
    assert words_of(["a " * MAX_CHARS]).first[-1] == MAX_CHARS // 2
    assert words_of(["a " * 200_001]).first == [0, 200_000]


def test_places_of_texts() -> None:
    """Of each text it is known where its words and its characters begin, also of one without words."""
    words = words_of(["Nine dead", "", "…", "41 hurt"])

    assert words.first == [0, 2, 2, 2, 4]
    assert [words.text[start : end - 1] for start, end in pairwise(words.offsets)] == ["Nine dead", "", "…", "41 hurt"]


def test_numbers() -> None:
    """A word is a number where it begins with a digit, of whatever script."""
    assert words_of(["41 hurt 9x x9 ٣ ４ 日"]).numbers.tolist() == [True, False, True, False, True, True, False]


@pytest.mark.parametrize("word", ["", "ferry", "FERRY", "Łódź", "a𠀀b"])
def test_beginnings_of_a_word(word: str) -> None:
    """The beginnings of a word have the hashes of words of their own, and that of nothing is 0."""
    hashes = beginnings(word).tolist()

    assert len(hashes) == len(word) + 1
    assert hashes[0] == 0
    if word.isascii():
        for length in range(1, len(word) + 1):
            assert [hashes[length]] == words_of([word[:length]]).hashes.tolist()


def test_characters_beyond_the_basic_plane() -> None:
    """All characters beyond the basic plane count as one and the same, whose value is the base."""
    assert beginnings("𠀀").tolist() == beginnings("😀").tolist() == [0, BASE * BASE % (1 << 64)]


@pytest.mark.parametrize("count", [0, 1, 4, 16_384, 16_385, 40_000])
def test_powers_of_the_base(count: int) -> None:
    """There are as many powers of the base as are asked for, from the zeroth, modulo two to the power of 64."""
    powers = powers_of_base(count)

    assert len(powers) == count
    for exponent in {0, 1, 2, count // 2, count - 1} & set(range(count)):
        assert int(powers[exponent]) == pow(BASE, exponent, 1 << 64)


@pytest.mark.parametrize("length", [1, 16_380, 16_381, 16_382, 16_383, 16_384, 40_000])
def test_a_word_behind_others(length: int) -> None:
    """A word has the same hash wherever it stands, also behind a text of many characters."""
    assert words_of(["." * length + "Ferry"]).hashes.tolist() == words_of(["Ferry"]).hashes.tolist()


KNOWN = [12986029883050567497, 8336712395902970716]


def test_pieces() -> None:
    """Many texts are hashed in pieces, which gives the words that each has alone; a text is never cut."""
    texts = [f"{number} wörter, {'Ωmega ' * (number * 97 % 4_000)}末尾 end" for number in range(30)]
    together = words_of([*texts, "", "x"])

    assert len(together.text) > 2 * HASHED_CHARS
    for place, text in enumerate(texts):
        alone = words_of([text])
        first, last = together.first[place], together.first[place + 1]
        offset = together.offsets[place] - 1
        assert together.hashes[first:last].tolist() == alone.hashes.tolist()
        assert (together.starts[first:last] - offset).tolist() == alone.starts.tolist()
        assert (together.ends[first:last] - offset).tolist() == alone.ends.tolist()
        assert together.initials[first:last].tolist() == alone.initials.tolist()
