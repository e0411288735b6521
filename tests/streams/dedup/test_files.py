"""The judge on files."""

from __future__ import annotations

from streams.dedup.files import judge_articles

STORY = (
    "PORT NESSA (Orbit) - A ferry carrying 212 passengers ran aground off the island of Tarn on Monday, the coast "
    "guard said.\n\nThe Harbour Queen struck a reef in thick fog shortly after dawn and began to list.\n\nDivers were "
    "searching the lower cabins for six crew members who had not answered a roll call on the quay."
)


def row(name: str, text: str, **more: object) -> dict[str, object]:
    """Return a row of a file."""
    return {"id": name, "host": f"{name}.example", "title": "Ferry aground off Tarn", "text": text, **more}


def test_answers() -> None:
    """Each article gets an answer, in order, which names articles by their ids."""
    answers = list(judge_articles([row("a", STORY, published="2031-03-01"), row("b", STORY, published="2031-03-02")]))

    assert [answer["id"] for answer in answers] == ["a", "b"]
    assert [answer["cluster"] for answer in answers] == ["a", "a"]
    assert [answer["verdict"] for answer in answers] == ["new", "copy"]
    assert [answer["match"] for answer in answers] == [None, "a"]
    assert answers[1]["score"] == 1.0
    assert answers[1]["shared_text"]


def test_window() -> None:
    """The window is by the time of publication."""
    rows = [row("a", STORY, published="2031-03-01"), row("b", STORY, published="2031-05-02T10:00:00Z")]

    assert [answer["cluster"] for answer in judge_articles(rows)] == ["a", "b"]
    assert [answer["cluster"] for answer in judge_articles(rows, window_days=90)] == ["a", "a"]


def test_what_may_be_missing() -> None:
    """An article needs an id and a text, of which the text may be empty or HTML."""
    rows: list[dict[str, object]] = [
        {"id": 1, "text": ""},
        {"id": 2, "html": "<html><body><p>Two</p></body></html>"},
        {"id": 3},
        {"id": 4, "text": "Four.", "published": "yesterday"},
    ]

    assert [answer["id"] for answer in judge_articles(rows)] == [1, 2, 3, 4]


def test_versions() -> None:
    """Rows may say which version of which item they are."""
    rows = [
        row("a", STORY, provider="orbit", item_id="7", version=1),
        row("b", STORY, provider="orbit", item_id="7", version=2),
        row("c", STORY, provider="orbit", item_id="7", version=2),
    ]

    assert [answer["verdict"] for answer in judge_articles(rows)] == ["new", "update", "resend"]
