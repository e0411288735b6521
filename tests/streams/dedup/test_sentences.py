"""Sentences and paragraphs, and what of them is furniture."""

from __future__ import annotations

import pytest

from streams.dedup.furniture import ends_sentence, is_furniture, is_line
from streams.dedup.sentences import sentences_of


def split(text: str, skip: int = 0) -> list[str]:
    """Return the sentences of a text."""
    return [text[sentence.start : sentence.end].strip() for sentence in sentences_of(text, skip)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Nine drowned. Ten swam.", ["Nine drowned.", "Ten swam."]),
        ("“Nine drowned.” Ten swam.", ["“Nine drowned.”", "Ten swam."]),
        ("Did nine drown? “Ten swam!” (He said.)", ["Did nine drown?", "“Ten swam!”", "(He said.)"]),
        ("It rose 2.1 percent in a. m. trade.", ["It rose 2.1 percent in a. m. trade."]),
        ("A jury cleared Dr. Helen Orr. She wept.", ["A jury cleared Dr. Helen Orr.", "She wept."]),
        ("九人が死亡した。十人が泳いだ。", ["九人が死亡した。", "十人が泳いだ。"]),
        ("Ferry sinks\n\nNine drowned.", ["Nine drowned."]),
        ("Ferry sinks\n\nNine drown", ["Ferry sinks", "Nine drown"]),
        ("", []),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    """A sentence ends with its mark before a capital; lines count only in a text that has no sentence."""
    assert split(text) == sentences


def test_a_lead_behind_its_dateline_is_a_paragraph() -> None:
    """What is skipped before a sentence is no part of its paragraph, so that a short lead counts as one."""
    (sentence,) = sentences_of("TARN, May 5 - Fehr was acquitted.", 14)

    assert (sentence.start, sentence.end) == sentence.paragraph


def test_paragraphs() -> None:
    """Each sentence knows the paragraph that it stands in."""
    text = "Nine drowned. Ten swam.\n\nA dog barked."

    assert [text[slice(*one.paragraph)] for one in sentences_of(text, 0)] == [
        "Nine drowned. Ten swam.",
        "Nine drowned. Ten swam.",
        "A dog barked.",
    ]


def test_skip() -> None:
    """What stands in front is left out, in the middle of a paragraph too."""
    text = "TARN, May 3 - Nine drowned.\n\nTen swam."

    assert split(text, 14) == ["Nine drowned.", "Ten swam."]
    assert split(text, len("TARN, May 3 - Nine drowned.")) == ["Ten swam."]
    assert split(text, len(text)) == []


@pytest.mark.parametrize(
    "paragraph",
    [
        "Rescuers carry lamps along the quay. (AP Photo/Renata Szabo)",
        "A man looks on. REUTERS/Jana Olm",
        "Getty Images",
        "FILE - The harbour of Tarn in 2029.",
        "In this photo a man carries a lamp.",
        "A general view of the harbour, March 3, 2031.",
        "Rescuers look on during the night in Karsun.",
        "By Renata Szabo",
        "Reporting by Renata Szabo; editing by Tom Berg",
        "The Associated Press contributed to this report.",
        "Renata Szabo is a reporter who covers the courts.",
        "About the author: Renata Szabo",
        "Renata Szabo has written for the Herald since 2019.",
        "Renata Szabo has reported for the Herald since 2019.",
        "If you value independent journalism, please give 5 crowns a month.",
        "Please consider supporting us with 5 crowns a month.",
        "Follow her on Twitter.",
        "Reach him at tom.berg@daily.example or 555-0142.",
        "Read more: Ten things to know this morning.",
        "Click here for the full story.",
        "Sign up for our newsletter.",
        "Subscribe now for 1 crown a week.",
        "Copyright 2031 Orbit.",
        "© 2031 Daily Herald",
        "This story was first published at 10:14.",
        "Updated 3 March 2031, 10:14",
        "Source: Orbit",
        "47 comments",
        "Share this article.",
        "Do you have a story to tell us?",
    ],
)
def test_furniture(paragraph: str) -> None:
    """Credits, captions, bylines, links, forms, stamps and the like are furniture."""
    assert is_furniture(paragraph)


@pytest.mark.parametrize(
    "paragraph",
    [
        "Divers found five more bodies in the wreck on Tuesday, police said.",
        "The minister said that she would follow the advice of the court.",
        "“They told us that the wiring was rotten,” said a butcher who lost two fingers.",
        "The crown fell by half a percent against the dollar in early trading on Monday.",
        "Workers carry on with the search, officials said on Monday.",
        "The newspaper printed letters between the two men in 2026.",
        "Police shared pictures of the suspects and asked for help.",
        "A photographer was among the dead, his agency said.",
        "By nightfall the water had reached the school, and 40 people were brought to a church.",
    ],
)
def test_news(paragraph: str) -> None:
    """What tells something of the story is none."""
    assert not is_furniture(paragraph)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [("Four were shot here today. Photo: Ivo Lindt", 2), ("Four were shot today. Photo: Ivo Lindt", 0)],
)
def test_sentence_before_a_credit(text: str, sentences: int) -> None:
    """A line of few words is a label, but not where a sentence of five words stands in it."""
    assert len(list(sentences_of(f"{text}\n\nThe mayor resigned on Monday.", 0))) == sentences + 1


def test_checked_chars() -> None:
    """Only the beginning of a paragraph is looked at."""
    credit = "(AP Photo/Renata Szabo)"
    fits = 400 - len(credit)

    assert is_furniture("x" * (fits - 1) + " " + credit)
    assert not is_furniture("x " * 400 + credit)


def test_lines() -> None:
    """A line that ends no sentence is a heading or a link up to some length."""
    assert is_line("Fourteen drown off Karsun")
    assert not is_line("Fourteen drown off Karsun.")
    assert is_line(" ".join(["word"] * 25))
    assert not is_line(" ".join(["word"] * (26)))


@pytest.mark.parametrize("text", ["End.", "End?", "End!", "“End.”", "(End.)", "End…", "終わり。"])
def test_sentence_ends(text: str) -> None:
    """A full stop or the like ends a sentence, quotes and brackets aside."""
    assert ends_sentence(text)
    assert not ends_sentence(text.rstrip(".?!…。”)") + " x")


def test_closing_marks() -> None:
    """Up to four quotes and brackets may stand behind the mark that ends a sentence."""
    assert ends_sentence("He left.”’)]")
    assert not ends_sentence("He left.”’)])")
