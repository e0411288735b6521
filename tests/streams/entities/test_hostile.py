"""Text made to hurt: always an answer, with sound offsets."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.entities import recognise
from streams.entities.crf import tagger
from streams.entities.tokens import tokenise

PIECES = st.sampled_from(
    (
        *("Aleppo", "Syria's", "al-Nusra", "Mr.", "President", "said", ",", ".", "“", "”", "(", ")", "UN", "of", "the"),
        *(
            "\n\n",
            "Abdel Rahman",
            "Ministry",
            "\u202e",
            "\ufffd",
            "İ",
            "é",
            "-",
            "'s",
            "in",
            "and",
            "Washington",
            "\ud800",
        ),
    )
)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t",
        "x" * 300_000,
        "word " * 60_000,
        "\u202eAleppo\u202c \u2066Syria\u2069 " * 500,
        "(" * 20_000,
        "A-" * 20_000,
        "San Jose, " * 2_000,
        ", ".join(f"Name{chr(97 + n % 26)}{n} Family{n}" for n in range(10_000)),
        "\ud800 Aleppo \udfff",
        "e\u0301" * 20_000,
    ],
    ids=[
        "empty",
        "space",
        "one word",
        "no full stop",
        "bidi",
        "brackets",
        "hyphens",
        "one town",
        "names",
        "surrogates",
        "marks",
    ],
)
def test_always_an_answer(text: str) -> None:
    """Texts without an end, without words or of ten thousand names give entities where they say."""
    for entity in recognise(text):
        assert text[entity.start : entity.end] == entity.text


@settings(max_examples=150)
@given(st.lists(PIECES, max_size=40).map(" ".join), st.lists(PIECES, max_size=8).map(" ".join))
def test_offsets(body: str, headline: str) -> None:
    """Offsets are exact, in order and without overlap, in the body and in the headline."""
    last = {True: 0, False: 0}
    for entity in recognise(body, headline=headline):
        text = headline if entity.in_headline else body
        assert entity.text
        assert text[entity.start : entity.end] == entity.text
        assert entity.start >= last[entity.in_headline]
        last[entity.in_headline] = entity.end


@given(st.lists(PIECES, min_size=1, max_size=60).map(" ".join))
def test_labels(text: str) -> None:
    """The model's labels are well formed: a name begins, goes on in the same type and ends within its sentence."""
    tokens = tokenise(text)
    if not tokens.words:
        return
    labels, _ = tagger().tag(tokens)
    heads = set(tokens.sentences)
    for at, (before, label) in enumerate(zip(["O", *labels], labels, strict=False)):
        if at not in heads and before[0] in "BI":
            assert label[0] in "IL"
            assert label[2:] == before[2:]
        elif at not in heads:
            assert label[0] in "OBU"
