"""What an article adds to its story."""

from __future__ import annotations

import numpy as np
import pytest

from schemas import NewsKind
from streams.dedup.news import NewsFinder
from streams.dedup.novelty import Novelty
from streams.dedup.said import Said
from streams.dedup.terms import below, terms_of
from streams.dedup.words import words_of

SAID = (
    "A ferry carrying 212 passengers ran aground off the island of Tarn on Monday, killing nine people and injuring "
    "41, the coast guard said.\n\nThe Harbour Queen struck a reef in thick fog shortly after dawn. Captain Oles Dravin "
    "told the IMF that four radars had failed since the ship left Port Nessa."
)


def said(text: str = SAID) -> Said:
    """Return what a story has said that consists of one text."""
    kept = terms_of(words_of([text]), ["en"])[0].kept
    return Said(kept, below(kept))


def news(
    text: str,
    *,
    skip: int = 0,
    lent: Said | None = None,
    outlet: str = "",
    had: Said | None = None,
    headline: str = "",
    announced: frozenset[str] = frozenset(),
) -> list[str]:
    """Return what a text adds, as `kind: characters`; `announced` are words of its headline alone."""
    words = words_of([text])
    novelty = Novelty(
        words,
        0,
        terms_of(words, ["en"])[0],
        had or said(),
        changed=frozenset(),
        outlet=outlet,
        language="en",
        headline=headline,
        announced=lambda: announced,
    )
    found = NewsFinder(novelty).find(skip, lambda _a, _b: lent)
    return [f"{piece.kind}: {text[piece.start : piece.end]}" for piece in found]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("The coast guard said that 14 people died off Tarn.", ["number: 14"]),
        ("The coast guard said that fourteen people died off Tarn.", ["number: fourteen"]),
        ("The coast guard said that four people died off Tarn.", ["figure: four"]),
        ("The coast guard said that 9 people died off Tarn.", []),
        ("Captain Dravin of the ferry left Port Nessa in fog with Renata Szabo.", ["name: Renata Szabo"]),
        ("Captain Dravin left the ship, said Renata.", ["name: Renata"]),
        ("“We saw a whale and a lighthouse,” said Dravin.", ["quotation: “We saw a whale and a lighthouse,”"]),
        ("Divers carried lamps along.", ["text: Divers carried lamps along."]),
        ("A ferry ran aground shortly after dawn, killing nine passengers.", []),
    ],
)
def test_kinds(sentence: str, found: list[str]) -> None:
    """A new number, figure, name, quotation or sentence is found with its characters; known words in a row are not."""
    assert news(f"{SAID}\n\n{sentence}") == found
    assert news(f"{sentence}\n\n{SAID}") == found


def test_nothing_is_new() -> None:
    """A text adds nothing to itself, nor a part of it."""
    assert news(SAID) == []
    assert news(SAID[:200]) == []
    assert news("") == []


LONG = (
    "in thick fog off the island of Tarn, and passengers of the Harbour Queen ferry, aground on a reef, left the ship "
    "at Port Nessa shortly after dawn"
)


@pytest.mark.parametrize(
    ("sentence", "is_news"),
    [
        # three new words of nine, then of sixteen
        ("Divers off Tarn carried passengers along the reef with lamps in fog.", True),
        (f"Divers left lamps of Dravin, carried {LONG}.", False),
        # two new words of five, then of six
        ("Divers off Tarn carried fog to Port.", True),
        ("Divers off Tarn carried fog to Port Nessa.", False),
        # two new words side by side
        (f"Divers carried {LONG}.", True),
        # one new word of two, of three, of four, and in a longer paragraph
        ("Divers left.", True),
        ("Divers left Tarn.", True),
        ("Divers left Tarn in fog.", False),
        ("Divers left. Dravin left.", True),
    ],
)
def test_new_words(sentence: str, is_news: bool) -> None:
    """Three new words are news where they are a fifth of the sentence, two where they are a third or side by side."""
    assert bool(news(f"{SAID}\n\n{sentence}")) is is_news


@pytest.mark.parametrize(
    "sentence",
    [
        "Passenger killed in fog off reefs near Tarn.",
        "The pasengers and the cost guard left the harbor.",
        "Captain Oles Dravyn left.",
        "Captain Oles Dravin told the International Monetary Fund that the radar failed off Tarn.",
        "The captain told the MSC.",
    ],
)
def test_other_forms(sentence: str) -> None:
    """Other endings, typing errors and names spelled out or shortened are no news."""
    assert news(f"{SAID}\n\n{sentence}") == []


@pytest.mark.parametrize(("last", "is_news"), [("", False), (" and the islands", True)])
def test_many_other_forms(last: str, is_news: bool) -> None:
    """Other forms of four words of a sentence are no news; of five they are not looked for."""
    assert bool(news(f"{SAID}\n\nThe pasengers and the cost guard left the harbor and the reefs{last}.")) is is_news


def test_longest_acronym() -> None:
    """A longer word in capitals is a name."""
    acronym = "ABCDEFGH"[:5]

    assert news(f"{SAID}\n\nThe captain told the {acronym}.") == []
    assert news(f"{SAID}\n\nThe captain told the {acronym}X.") == [f"name: {acronym}X"]


def test_capitals_everywhere() -> None:
    """In a sentence in capitals they tell no names."""
    assert news(f"{SAID}\n\nCAPTAIN DRAVIN LEFT THE FERRY RENATA.") == []


def test_outlet() -> None:
    """The outlet's own name is no news."""
    text = f"{SAID}\n\nCaptain Dravin told the Herald."

    assert news(text) == ["name: Herald"]
    assert news(text, outlet="dailyherald.example") == []


def test_skipped() -> None:
    """What stands in front, as a dateline does, is not looked at."""
    text = f"KARSUN, Norland, 14 Ships - {SAID}"

    assert news(text, skip=text.index("A ferry")) == []
    assert news(text)


@pytest.mark.parametrize(
    "paragraph",
    [
        "Rescuers carry 14 lamps along the quay. (AP Photo/Renata Szabo)",
        "Reporting by Renata Szabo in Karsun; editing by Tom Berg.",
        "Read more: Fourteen drown off Karsun.",
        "Sign up for our newsletter with 14 stories in your inbox every morning.",
        "Fourteen drown off Karsun",
    ],
)
def test_furniture(paragraph: str) -> None:
    """Credits, captions, links and forms are no news, whatever they contain."""
    assert news(f"{paragraph}\n\n{SAID}\n\n{paragraph}") == []


def test_flash() -> None:
    """A text without a full stop tells what it tells."""
    assert news("Coast guard: 14 killed on ferry") == ["number: 14"]


def foreign(words: int) -> str:
    """Return a sentence of so many words that shares none with the story."""
    return (
        " ".join(["Bakers", "reported", "ministers", *(f"ask{chr(97 + place)}ed" for place in range(words - 3))]) + "."
    )


@pytest.mark.parametrize(("words", "is_news"), [(25, False), (24, True)])
def test_foreign_passage(words: int, is_news: bool) -> None:
    """A passage of 25 words that shares nothing with its story is another's; a shorter one may be news."""
    first, second = SAID.split("\n\n")
    text = "\n\n".join((first, foreign(words), second, SAID))

    assert bool(news(text)) is is_news


def test_a_passage_with_casualties_is_the_storys_own() -> None:
    """The first death of a storm is told in words that the story has not had."""
    first, second = SAID.split("\n\n")
    passage = foreign(25)[:-1] + ", and a boy aged nine was killed."

    assert news(f"{first}\n\n{passage}\n\n{second}\n\n{SAID}")


def test_a_passage_with_a_word_of_the_headline_is_the_storys_own() -> None:
    """The headline says what the story is about."""
    first, second = SAID.split("\n\n")
    text = f"{first}\n\n{foreign(25)[:-1]} ferry.\n\n{second}\n\n{SAID}"

    assert not news(text, headline="Nine die in fog")
    assert news(text, headline="Nine die on ferries")


def test_foreign_lead() -> None:
    """A lead is news, whatever it shares."""
    assert news(f"{foreign(25)}\n\n{SAID}\n\n{SAID}")


def test_foreign_part() -> None:
    """More than a third of an article is not of another story."""
    long, count = foreign(30), len(words_of([SAID]).hashes)

    assert 0.34 * (30 + count) < 30
    assert news(f"{SAID}\n\n{long}")
    assert not news(f"{SAID}\n\n{long}\n\n{SAID}")


def test_shared_words_make_a_passage_the_storys_own() -> None:
    """A long new passage that has words or names of the story is news."""
    passage = foreign(24)[:-1]

    assert news(f"{SAID}\n\n{passage} ferry reef fog dawn guard.\n\n{SAID}")


@pytest.mark.parametrize(
    ("names", "is_news"),
    [
        ("bakers", False),
        ("Tarn", True),
        ("Tarn Berlin Paris Rome Oslo", True),
        ("Tarn Berlin Paris Rome Oslo Wien", False),
        ("Tarn Nessa Berlin Paris Rome Oslo", True),
    ],
)
def test_names_of_a_foreign_passage(names: str, is_news: bool) -> None:
    """A long new passage is another story's where less than a fifth of its names are the story's, or it has none."""
    first, second = SAID.split("\n\n")
    passage = f"{names} {foreign(28).removeprefix('Bakers reported ministers ')}"

    assert bool(news(f"{first}\n\n{passage}\n\n{second}\n\n{SAID}\n\n{SAID}")) is is_news


BORROWED = (
    "Bakers of Corvia met the fog and the reef of a new tax on sugar at dawn, and 31 of them closed their ovens for a "
    "day while the guard of Iva Roth kept 12 wounded lemonade makers off the steps of the old court."
)


@pytest.mark.parametrize("around", [f"{SAID}\n\n", ""])
def test_borrowed_passage(around: str) -> None:
    """A passage that another story has had is no news, also where it is more than a third of the article."""
    text = f"{SAID}\n\n{BORROWED}\n\n{around}"

    assert not news(text, lent=said(BORROWED))
    assert news(text)


@pytest.mark.parametrize(
    ("old", "new"), [("31 of", "33 of"), ("12 wounded", "12 missing"), ("Iva Roth", "Iva Koll"), ("31 of", "12 of")]
)
def test_what_is_new_to_both_stories(old: str, new: str) -> None:
    """A borrowed passage is news where it has a number, figure or name that neither story has had."""
    changed = BORROWED.replace(old, new)

    assert bool(news(f"{SAID}\n\n{changed}", lent=said(BORROWED))) is (new != "12 of")


def test_many_pieces() -> None:
    """A bounded number of pieces is named."""
    text = "\n\n".join(f"The ferry had {number} passengers." for number in range(300, 300 + 16 + 9))

    assert len(news(text)) == 16


def test_sparse_terms() -> None:
    """Where the terms of a story are a sample, only words that would be in it can be new."""
    story = " ".join(f"word{number}x" for number in range(2 * 1024))
    had = said(story)
    assert had.below < 1 << 32
    terms = terms_of(words_of([story]), ["en"])[0].content

    assert not had.lacks(terms).any()
    assert had.lacks(np.array([had.below - 1], np.uint32)).tolist() == [had.below - 1 not in set(had.terms.tolist())]
    assert not had.lacks(np.array([had.below], np.uint32)).any()


def test_nothing_said() -> None:
    """To a story without terms everything is new."""
    assert Said(np.empty(0, np.uint32), 1 << 32).lacks(np.array([1, 2], np.uint32)).all()


def test_changed_number() -> None:
    """A known number is a new figure where the words around it had another."""
    text = "There were 41 passengers on the ferry."
    words = words_of([text])
    terms = terms_of(words, ["en"])[0]
    finder = NewsFinder(Novelty(words, 0, terms, said(), changed=frozenset({2}), outlet="", language="en"))

    (piece,) = finder.find(0, lambda _first, _last: None)

    assert (piece.kind, text[piece.start : piece.end]) == (NewsKind.FIGURE, "41")


def test_many_sentences() -> None:
    """News is looked for in the first 600 sentences."""
    told = "Captain Dravin left the ship. " * 599

    assert news(f"{told}Divers carried lamps along.")
    assert not news(f"{told}Dravin left. Divers carried lamps along.")


def test_many_names_in_a_sentence() -> None:
    """Of a sentence 32 runs of capitalised words are looked at."""
    acronyms = " and ".join(f"X{chr(65 + number // 26)}{chr(65 + number % 26)}" for number in range(31))

    assert "name: Renata" in news(f"{SAID}\n\nSo so so they said {acronyms} and Renata.")
    assert "name: Renata" not in news(f"{SAID}\n\nSo so so they said {acronyms} and XZZ and Renata.")


@pytest.mark.parametrize(("word", "found"), [("third", ["number: third"]), ("first", []), ("Tarn", [])])
def test_ordinals(word: str, found: list[str]) -> None:
    """An ordinal that the story has not had counts on: there is another of what there was."""
    assert news(f"{SAID}\n\nThe {word} ship struck a reef off Port Nessa.", had=said(f"{SAID} First.")) == found


@pytest.mark.parametrize(
    ("number", "found"), [("1.200", []), ("1.300", ["number: 1.300"]), ("9-41", []), ("9-42", ["number: 9-42"])]
)
def test_numbers_in_another_house_style(number: str, found: list[str]) -> None:
    """Points for commas and a dash for `to` make no new number of one that the story has had."""
    had = said(f"{SAID} The ship had 1,200 passengers.")

    assert news(f"{SAID}\n\nThe guard left the ferry {number}.", had=had) == found


def test_accents() -> None:
    """A name without its accent is the same name."""
    had = said(f"{SAID} Captain Rentería left.")

    assert news(f"{SAID}\n\nThe ferry of Captain Renteria struck a reef.", had=had) == []


def test_a_page_turns_nothing() -> None:
    """A word that turns round is no news in a line that is surely the page's and shares nothing with the story."""
    had = said(f"{SAID} It was impossible to buy lamps.")

    assert news(f"{SAID}\n\nOur work is made possible by readers like you.", had=had) == []


@pytest.mark.parametrize(
    ("sentence", "is_news"),
    [
        ("A ship carrying 212 passengers ran aground off the isle of Tarn, the coast guard said.", False),
        ("A ferry carrying 212 passengers ran aground off the volcano island of Tarn, the sea cliff guard said.", True),
        # another word of the table is news where the sentence is not one of the story
        ("The boss sacked Dravin.", True),
        ("The ship hit a bridge.", True),
    ],
)
def test_other_wordings(sentence: str, is_news: bool) -> None:
    """A sentence of the story with words of the same meaning is no news; what tells something else is."""
    had = said(f"{SAID} The head of the port fired the guard. The ship struck a reef.")

    assert bool(news(f"{SAID}\n\n{sentence}", had=had)) is is_news


@pytest.mark.parametrize(
    ("number", "found"),
    [("90 leagues (160 km)", []), ("90 leagues (170 km)", ["number: 90"]), ("90 leagues. (160 km)", ["number: 90"])],
)
def test_conversion_in_front(number: str, found: list[str]) -> None:
    """A number is known where the brackets behind it have it in the unit of the story."""
    had = said(f"{SAID} The reef is 160 km off.")

    assert news(f"{SAID}\n\nThe ferry left the reef {number} off Tarn.", had=had) == found


def test_words_with_a_hyphen() -> None:
    """A word that the story has had without its hyphen is not new."""
    had = said(f"{SAID} The ceasefire was off the southeast coast.")

    assert news(f"{SAID}\n\nThe cease-fire off the south-east coast of Tarn.", had=had) == []


def test_lines_of_another_language() -> None:
    """A line of the page in another language adds nothing, but a quotation does."""
    assert news(f"{SAID}\n\nÜber dieses Thema berichtete die Sendung am 14. Mai um 20 Uhr.") == []
    assert news(f"{SAID}\n\nDravin told the passengers: “Wir sind über die Klippe und das Schiff ist weg.”")


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Four passengers left the ship.", ["number: Four"]),
        ("212 passengers left the ship.", []),
        ("Nine of the passengers left the ship.", []),
        ("Four radars failed off Tarn.", []),
    ],
)
def test_known_numbers_of_other_things(sentence: str, found: list[str]) -> None:
    """A number that the story has had is new where the story has counted the same with another one."""
    assert news(f"{SAID}\n\n{sentence}") == found


def test_vague_amounts() -> None:
    """Another vague amount is another number."""
    had = said(f"{SAID} Dozens of passengers left.")

    assert news(f"{SAID}\n\nHundreds of passengers left.", had=had) == ["number: Hundreds"]
    assert news(f"{SAID}\n\nDozens of passengers left.", had=had) == []


def test_words_of_the_headline() -> None:
    """One new word in a long sentence is news where the headline has it too."""
    text = f"{SAID}\n\nCaptain Dravin of the Harbour Queen apologised off the island of Tarn shortly after dawn."

    assert news(text) == []
    assert news(text, announced=frozenset({"apologises"})) == ["text: apologised"]
    assert news(text, announced=frozenset({"resigns"})) == []
    assert news(SAID, announced=frozenset({"ferry"})) == []


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        # phrases of one meaning in a sentence of the story
        ("The guard of the port of Tarn denied wrongdoing in court at Port Nessa.", False),
        ("The guard of the port of Tarn admitted murder in court at Port Nessa.", True),
        # the same phrase in a sentence that says something else
        ("A baker denied wrongdoing.", True),
        # an amount put otherwise, and another one
        ("The guard of the port of Tarn waited for 48 hours off the island.", False),
        ("The guard of the port of Tarn waited for 72 hours off the island.", True),
    ],
)
def test_phrases(sentence: str, found: bool) -> None:
    """A phrase for which the story has had another one is no news in a sentence of the story."""
    had = said(
        f"{SAID} The guard of the port of Tarn maintained his innocence in court at Port Nessa. He waited off the "
        "island for two days."
    )

    assert bool(news(f"{SAID}\n\n{sentence}", had=had)) is found


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("The passengers of the ferry had left the island of Tarn within a week.", True),
        ("The passengers of the ferry had left the island of Tarn within a month.", False),
        ("Nearly half of the passengers of the ferry had left the island of Tarn.", True),
        ("The passengers of the ferry had left the island of Tarn for good.", False),
    ],
)
def test_measures(sentence: str, found: bool) -> None:
    """A span of time or a part that the story has not had is news, though it is one word."""
    had = said(f"{SAID} The passengers left within a month, the good guard said.")

    assert bool(news(f"{SAID}\n\n{sentence}", had=had)) is found
