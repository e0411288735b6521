"""The rows of evaluation files."""

from __future__ import annotations

from streams.pipeline.files import clean_articles

STORY = "Fourteen people drowned off Karsun, the coast guard said.\n\nCaf\u00c3\u00a9 owner Jan Abel was among them."


def test_text_is_what_is_left_as_received() -> None:
    """The text has the lines that were kept, headline included, as they came; the body has its characters put right."""
    row = {"id": "a", "host": "h.example", "title": "Ferry sinks", "text": f"Ferry sinks\n\nShare this\n\n{STORY}"}
    (answer,) = clean_articles([row])
    assert answer["text"] == f"Ferry sinks\n\n{STORY}"
    assert answer["body"].endswith("Café owner Jan Abel was among them.")
    assert answer["dropped"] == [
        {"start": 0, "end": 11, "reason": "headline"},
        {"start": 13, "end": 23, "reason": "share"},
    ]


def test_title_that_is_not_in_the_text() -> None:
    """A title beside the text does not get into it."""
    (answer,) = clean_articles([{"id": "a", "title": "Ferry sinks", "text": STORY}])
    assert answer["text"] == STORY
    assert answer["headline"] == "Ferry sinks"


def test_rows_are_a_stream() -> None:
    """Rows are answered in order, one by one, and teach those after them alone."""
    rows = (
        {"id": n, "host": "h.example", "text": f"Voice of the coast\nShip {n} sank off Karsun{n}, he said."}
        for n in range(5)
    )
    answers = list(clean_articles(rows))
    assert [answer["id"] for answer in answers] == list(range(5))
    assert [len(answer["dropped"]) for answer in answers] == [0, 0, 1, 1, 1]


def test_pages() -> None:
    """A row with HTML gives the story, with offsets into the markup."""
    source = "<html><body><article><p>Share this</p><p>Fourteen people drowned off Karsun.</p></article></body></html>"
    (answer,) = clean_articles([{"id": 1, "html": source}])
    assert "Fourteen people drowned off Karsun." in answer["text"]
    assert all(source[span["start"] : span["end"]] for span in answer["dropped"])


def test_the_headline_of_a_page_is_in_its_text() -> None:
    """Where it stands on the page; a title beside the page does not get into it."""
    story = "<p>Share this</p><p>Fourteen people drowned off Karsun, the coast guard said.</p>"
    pages = [
        {"id": 1, "html": f"<html><body><article><h1>Ferry sinks</h1>{story}</article></body></html>"},
        {"id": 2, "title": "Ferry sinks", "html": f"<html><body><article>{story}</article></body></html>"},
    ]
    body = "Fourteen people drowned off Karsun, the coast guard said."
    assert [(answer["headline"], answer["text"]) for answer in clean_articles(pages)] == [
        ("Ferry sinks", f"Ferry sinks\n\n{body}"),
        ("Ferry sinks", body),
    ]


def test_what_is_not_cleaned_says_how_it_ended() -> None:
    """One that is cleaned says nothing of it."""
    answers = list(clean_articles([{"id": 1, "text": ""}, {"id": 2, "text": STORY}]))
    assert [answer.get("outcome") for answer in answers] == ["refused", None]


def test_odd_rows() -> None:
    """A row without a text, or with a date that is none, is answered."""
    answers = list(clean_articles([{"id": 1}, {"id": 2, "text": None}, {"id": 3, "text": "x", "published": "soon"}]))
    assert [answer["text"] for answer in answers] == ["", "", "x"]
