"""The judge on files."""

from __future__ import annotations

from streams.pipeline.files import judge_articles
from streams.settings import Settings

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
    assert [answer["cluster"] for answer in judge_articles(rows, Settings(dedup_window_days=90))] == ["a", "a"]


def test_what_may_be_missing() -> None:
    """An article needs an id and a text, of which the text may be HTML; one without a text is refused, and said so."""
    rows: list[dict[str, object]] = [
        {"id": 1, "text": ""},
        {"id": 2, "html": "<html><body><p>Two</p></body></html>"},
        {"id": 3},
        {"id": 4, "text": "Four.", "published": "yesterday"},
    ]

    answers = list(judge_articles(rows))
    assert [answer["id"] for answer in answers] == [1, 2, 3, 4]
    assert [answer.get("outcome") for answer in answers] == ["refused", None, "refused", None]
    assert [answer["cluster"] for answer in answers] == [1, 2, 3, 4]


def test_a_writethru_is_judged_as_in_the_pipeline() -> None:
    """A copy under another item that says it is a later writethru of the wire's story is an update, not a copy."""
    first = row("a", STORY, published="2031-03-01T08:00:00Z")
    later = row("b", STORY, published="2031-03-01T10:00:00Z", slugline="Ferry-Aground, 5th LD-Writethru")

    assert [answer["verdict"] for answer in judge_articles([first, later])] == ["new", "update"]


def test_a_later_version_replaces_and_an_older_one_is_not_judged() -> None:
    """Versions go through the lifecycle: an old version that comes late is superseded and has no verdict."""
    rows = [row("a", STORY, provider="orbit", item_id="7", version=version) for version in (2, 1)]

    assert [(answer["verdict"], answer.get("outcome")) for answer in judge_articles(rows)] == [
        ("new", None),
        (None, "superseded"),
    ]


def test_versions() -> None:
    """Rows may say which version of which item they are."""
    rows = [
        row("a", STORY, provider="orbit", item_id="7", version=1),
        row("b", STORY, provider="orbit", item_id="7", version=2),
        row("c", STORY, provider="orbit", item_id="7", version=2),
    ]

    assert [answer["verdict"] for answer in judge_articles(rows)] == ["new", "update", "resend"]
