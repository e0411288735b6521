"""The page of an article: its figures and names marked, what is new, what was cut away, what repeats it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from schemas import DroppedSpan, DropReason, Duplicate, EnrichedArticle, Judgement, News, NewsKind, Verdict, WireItem
from streams.desk.article_marks import MAX_ENTITIES, MAX_FIGURES, MAX_NEWS, article_marks
from streams.desk.article_page import article_page_of
from streams.desk.duplicates import SHOWN, Duplicates
from streams.desk.original import MAX_CHARS, MAX_CUTS, original_segments
from streams.desk.pages import render
from streams.desk.pages.pieces import pieces_of
from streams.desk.values import ArticlePage, Broker, Segment, VersionView
from streams.pipeline.local import LocalPipeline
from streams.settings import Settings
from streams.topics import CURRENT, ITEMS, RAW
from tests.streams.desk.pages.elements import Elements

AT = datetime(2026, 3, 9, 14, 5, tzinfo=UTC)
BROKER = Broker(condition="live", since=AT)
TEXT = """Ferry sinks off Ukerewe, 12 dead

MWANZA, March 9 (Lakes) - At least 12 people, including three children, died when a ferry sank off Ukerewe in Tanzania on Monday, police said.

Another 40 were injured, a hospital in Mwanza said. Grace Mushi, a nurse, said most were fishermen.

Sign up for our newsletter
"""  # noqa: E501 - a wire has no short lines


@pytest.fixture(scope="module")
def sent() -> tuple[EnrichedArticle, WireItem]:
    """Return an article as published, and its item as parsed."""
    pipeline = LocalPipeline(Settings(), keep=(CURRENT, ITEMS))
    pipeline.advance(AT)
    headers = {
        "content-type": "text/plain",
        "wf-uri": "https://lakes.example/ferry",
        "wf-received": "2026-03-09T14:00:00Z",
    }
    pipeline.produce(RAW, TEXT.encode(), headers=tuple((name, value.encode()) for name, value in headers.items()))
    pipeline.run()
    (article,) = pipeline.compacted(CURRENT).values()
    (item,) = pipeline.messages(ITEMS)
    assert isinstance(article, EnrichedArticle)
    assert isinstance(item, WireItem)
    return article, item


@pytest.fixture(scope="module")
def page(sent: tuple[EnrichedArticle, WireItem]) -> ArticlePage:
    """Return its page, with the text as received."""
    return article_page_of(sent[0], ("lakes/ferry",), BROKER, received=sent[1].body)


def texts(page: ArticlePage, sort: str) -> set[str]:
    """Return the pieces of headline and paragraphs under marks of a sort, each mark joined."""
    marks = {mark.id for mark in page.marks if mark.sort == sort}
    segments = [*page.headline, *(each for paragraph in page.paragraphs for each in paragraph.segments)]
    return {"".join(each.text for each in segments if mark in each.marks) for mark in marks} - {""}


def test_numbers_speakers_victims_and_names_are_marked_where_they_stand(page: ArticlePage) -> None:
    """In the headline and in the body."""
    assert {"12", "At least 12", "three", "40"} <= texts(page, "number")
    assert texts(page, "speaker") == {"police", "a hospital in Mwanza"}
    assert "children" in texts(page, "victims")
    assert {"Ukerewe", "Tanzania", "Grace Mushi"} <= texts(page, "entity")


def test_a_number_says_what_is_known_of_its_figure(page: ArticlePage) -> None:
    """Its fields, and the figure that it is a part of by that one's number."""
    (three,) = [figure for figure in page.figures if figure.number == "3"]
    mark = next(mark for mark in page.marks if mark.sort == "number" and mark.figure == three.id)
    assert mark.fields["kind"] == "killed"
    assert mark.fields["role"] == "subset"
    assert mark.fields["part_of"] == "at least 12"
    assert mark.fields["speaker"] == "police"


def test_the_text_is_whole(page: ArticlePage, sent: tuple[EnrichedArticle, WireItem]) -> None:
    """Joined, the segments are the clean text and the text as received."""
    article, item = sent[0].article, sent[1]
    assert "".join(each.text for each in page.headline) == article.headline
    paragraphs = ["".join(each.text for each in paragraph.segments) for paragraph in page.paragraphs]
    assert paragraphs == [article.body[start:end] for start, end in article.paragraphs]
    assert "".join(each.text for each in page.original) == item.body


def test_what_was_cut_away_is_marked_with_its_reason(page: ArticlePage) -> None:
    """The newsletter's line is struck out in the text as received."""
    cuts = {mark.id: mark.label for mark in page.marks if mark.sort == "cut"}
    struck = {cuts[name]: each.text for each in page.original for name in each.marks if name in cuts}
    assert struck["subscription"].strip() == "Sign up for our newsletter"


def test_without_the_text_received_nothing_is_said_of_cuts(sent: tuple[EnrichedArticle, WireItem]) -> None:
    """The broker keeps it for some days only."""
    page = article_page_of(sent[0], (), BROKER)
    assert page.original == ()
    assert [mark for mark in page.marks if mark.sort == "cut"] == []


def test_what_is_new_to_the_story_is_marked(sent: tuple[EnrichedArticle, WireItem]) -> None:
    """An update shows what it adds."""
    news = News(start=0, end=6, kind=NewsKind.NAME)
    judgement = Judgement(verdict=Verdict.UPDATE, story_id="lakes/old", news=(news,))
    page = article_page_of(sent[0].model_copy(update={"judgement": judgement}), (), BROKER)
    assert texts(page, "news") == {"MWANZA"}


def test_marks_of_an_article_are_bounded(sent: tuple[EnrichedArticle, WireItem]) -> None:
    """Whoever sends thousands of figures can't make a page that no browser draws."""
    article = sent[0]
    flood = article.model_copy(
        update={
            "figures": article.figures[:1] * (MAX_FIGURES + 1),
            "entities": article.entities[:1] * (MAX_ENTITIES + 1),
            "judgement": article.judgement.model_copy(
                update={"news": (News(start=0, end=1, kind=NewsKind.TEXT),) * (MAX_NEWS + 1)}
            ),
        }
    )
    sorts = [mark.sort for mark in article_marks(flood).marks]
    assert sorts.count("number") == MAX_FIGURES
    assert sorts.count("entity") == MAX_ENTITIES
    assert sorts.count("news") == MAX_NEWS
    assert len(article_page_of(flood, (), BROKER).figures) == MAX_FIGURES


def test_the_text_as_received_is_bounded() -> None:
    """A page of the web may have megabytes of furniture, and a cut for each link."""
    cut = DroppedSpan(start=0, end=1, reason=DropReason.SHARE)
    segments, marks = original_segments("x" * (MAX_CHARS + 1), [cut] * (MAX_CUTS + 1))
    assert sum(len(each.text) for each in segments) == MAX_CHARS
    assert len(marks) == MAX_CUTS
    late = DroppedSpan(start=MAX_CHARS, end=MAX_CHARS + 1, reason=DropReason.SHARE)
    assert original_segments("x" * (MAX_CHARS + 1), [late])[1] == ()


def test_the_page_draws_numbers_as_links_to_their_figures(page: ArticlePage) -> None:
    """A link works by keyboard and without JavaScript; each leads to an entry of the list beside the text."""
    elements = Elements(render.article_page(page))
    anchors = [each["href"] for each in elements.all("a") if "m-number" in (each.get("class") or "")]
    assert anchors
    assert set(anchors) == {f"#figure-{number}" for number in range(1, len(page.figures) + 1)}
    assert {f"figure-{number}" for number in range(1, len(page.figures) + 1)} <= {
        each["id"] for each in elements.all("li") if "id" in each
    }


def test_the_page_offers_the_text_as_received_and_says_where_it_is_gone(sent: tuple[EnrichedArticle, WireItem]) -> None:
    """It is read from the broker only when somebody asks."""
    page = article_page_of(sent[0], (), BROKER)
    assert "Show the text as received" in Elements(render.article_page(page)).words()
    assert "no longer has the record" in Elements(render.article_page(page, asked={"received"})).words()


def test_a_piece_has_the_kind_of_its_figure_and_what_is_said_of_it(page: ArticlePage) -> None:
    """A sentence is coloured and says nothing by itself."""
    pieces = list(pieces_of(page)(page.paragraphs[0].segments))
    three = next(piece for piece in pieces if piece.text == "three")
    assert set(three.classes.split()) == {"m-number", "m-sentence", "killed"}
    assert [mark.sort for mark in three.notes] == ["number"]
    assert all(piece.figure is None for piece in pieces if "m-number" not in piece.classes)


def test_a_segment_with_a_mark_that_is_not_there_is_plain(page: ArticlePage) -> None:
    """A value made elsewhere may name anything."""
    (piece,) = pieces_of(page)([Segment(text="x", marks=("nothing",))])
    assert piece.classes == ""


def duplicate(sent: EnrichedArticle, match: str | None, item: str = "copy") -> Duplicate:
    """Return a repetition."""
    provenance = sent.provenance.model_copy(update={"item_id": item, "provider": "echo", "source": "echo.example"})
    judgement = Judgement(verdict=Verdict.COPY, story_id="lakes/ferry", match=match, score=0.9)
    return Duplicate(provenance=provenance, judgement=judgement, headline="Ferry sinks")


def test_repetitions_of_an_item_are_kept_the_newest_first(sent: tuple[EnrichedArticle, WireItem]) -> None:
    """One that comes again takes the place of itself; those of others are elsewhere."""
    kept = Duplicates(limit=9)
    for item in ("one", "two", "one"):
        kept.put(duplicate(sent[0], "lakes/ferry", item))
    kept.put(duplicate(sent[0], "lakes/other"))
    assert [each.item for each in kept.of("lakes/ferry")] == ["echo/one", "echo/two"]
    assert kept.of("lakes/unknown") == ()


def test_a_resend_repeats_no_other_item(sent: tuple[EnrichedArticle, WireItem]) -> None:
    """It matches its own item, or none is named."""
    kept = Duplicates(limit=9)
    kept.put(duplicate(sent[0], "echo/same", "same"))
    kept.put(duplicate(sent[0], None))
    assert len(kept) == 0


def test_repetitions_are_bounded(sent: tuple[EnrichedArticle, WireItem]) -> None:
    """For one item, and for all of them: those repeated longest ago go first."""
    kept = Duplicates(limit=2)
    for number in range(SHOWN + 1):
        kept.put(duplicate(sent[0], "a", str(number)))
    assert len(kept.of("a")) == SHOWN
    assert kept.of("a")[-1].item == "echo/1"
    kept.put(duplicate(sent[0], "b"))
    kept.put(duplicate(sent[0], "c"))
    assert (kept.of("a"), len(kept)) == ((), 2)


def test_versions_are_shown_where_they_are_asked_for(sent: tuple[EnrichedArticle, WireItem]) -> None:
    """Else there is a link; a version shows the sentences that came and those that went, as text."""
    live = VersionView(version=2, at=sent[0].provenance.received, live=True, added=("<b>New.",), removed=("Old.",))
    page = article_page_of(sent[0], (), BROKER, versions=(live,))
    assert "Show the versions" in Elements(render.article_page(page)).words()
    shown = render.article_page(page, asked={"versions"})
    assert all(words in Elements(shown).words() for words in ("<b>New.", "Old.", "no longer there"))
    assert "<b>New." not in shown
