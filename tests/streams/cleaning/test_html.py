"""The article of an HTML page, its metadata, and the map back into the markup."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import BodyKind, DropReason, PageMetadata
from streams.cleaning import Cleaner, extract_html, to_source
from streams.cleaning.offsets import Run
from streams.cleaning.page import visible_text
from streams.state import DictState

if TYPE_CHECKING:
    from schemas import CleanArticle
    from tests.streams.cleaning.conftest import MakeItem

PAGE = """<!DOCTYPE html>
<html lang="en-GB"><head><title>Ferry sinks off Karsun | Harbour Daily</title>
<meta property="og:title" content="Ferry sinks off Karsun, 14 drown">
<meta property="og:site_name" content="Harbour Daily">
<link rel="canonical" href="https://harbour.example/coast/ferry">
<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "x"},
{"@type": ["NewsArticle"], "headline": "Ferry sinks off Karsun, 14 drown", "datePublished": "2031-03-03T08:10:00+01:00",
"dateModified": "2031-03-03", "author": [{"@type": "Person", "name": "Mira Olt"}, {"name": "Jan Abel"}],
"publisher": {"name": "Harbour Daily"}, "articleSection": ["Coast", "World"]}]}</script>
<script>var text = "<p>This is no paragraph of the story at all.</p>";</script>
</head><body>
<nav><a href="/">Home</a> <a href="/coast">Coast</a></nav>
<article><h1>Ferry sinks off Karsun, 14 drown</h1>
<figure><img src="f.jpg"><figcaption>Rescuers search the harbour at Karsun.</figcaption></figure>
<p>KARSUN, March 3 (AFP) &mdash; At least <b>14</b> people drowned when a ferry with 120 people on board sank off
Karsun early on Monday, the coast guard&#8217;s spokesman said&nbsp;in a statement.</p>
<p>Another 23 people were taken to hospitals along the coast, said Anna Marek of the ministry of health.</p>
<p>Share on Facebook</p>
<ul><li>The ferry was built in 1988 and had been repaired twice since then, its owner said.</li></ul>
<p>The search for the missing was to go on through the night, with four boats and a helicopter of the navy.</p>
</article><footer><p>© 2031 Harbour Daily. All rights reserved.</p></footer></body></html>"""


@pytest.fixture
def article(make_item: MakeItem) -> CleanArticle:
    """Return the clean article of the page."""
    return Cleaner(DictState()).clean(make_item(PAGE, kind=BodyKind.HTML))


def test_story_of_a_page(article: CleanArticle) -> None:
    """The paragraphs of the article are the body; scripts, menus, captions and footers are not."""
    assert article.headline == "Ferry sinks off Karsun, 14 drown"
    assert [article.body[start : start + 20] for start, _ in article.paragraphs] == [
        "KARSUN, March 3 (AFP",
        "Another 23 people we",
        "The ferry was built ",
        "The search for the m",
    ]


def test_offsets_into_the_markup(article: CleanArticle) -> None:
    """Any word of the body leads to the characters of the source that it was made from, entities and elements too."""
    runs = [Run(run.start, run.length, run.source_start, run.source_end) for run in article.offsets]

    def source_of(words: str) -> str:
        start = article.body.index(words)
        low, high = to_source(runs, start, start + len(words))
        return PAGE[low:high]

    assert source_of("23 people") == "23 people"
    assert source_of("14") == "14"
    assert source_of("—") == "&mdash;"
    assert source_of("least 14 people") == "least <b>14</b> people"
    assert source_of("said in a") == "said&nbsp;in a"
    assert source_of("off Karsun early") == "off\nKarsun early"


def test_drops_lead_into_the_markup(article: CleanArticle) -> None:
    """Each dropped line leads to its place in the source, and what is outside the article is dropped as markup."""
    spans = {span.reason: PAGE[span.start : span.end] for span in article.dropped}
    assert spans[DropReason.HEADLINE] == "Ferry sinks off Karsun, 14 drown"
    assert spans[DropReason.MARKUP].endswith("© 2031 Harbour Daily. All rights reserved.")
    assert any("Share on Facebook" in PAGE[span.start : span.end] for span in article.dropped)
    starts = [span.start for span in article.dropped]
    assert starts == sorted(starts)


def test_metadata(article: CleanArticle) -> None:
    """JSON-LD of the article comes first, then Open Graph, then plain elements."""
    assert article.page == PageMetadata(
        title="Ferry sinks off Karsun, 14 drown",
        authors=("Mira Olt", "Jan Abel"),
        published=datetime.fromisoformat("2031-03-03T08:10:00+01:00"),
        modified=datetime(2031, 3, 3, tzinfo=UTC),
        canonical_url="https://harbour.example/coast/ferry",
        site_name="Harbour Daily",
        section="Coast",
        language="en-GB",
    )
    assert article.byline == "Mira Olt, Jan Abel"


@pytest.mark.parametrize(
    "head",
    [
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": 7, "author": [[]]}</script>',
        '<script type="application/ld+json">{not json</script>',
        '<script type="application/ld+json">' + "[" * 5000 + "</script>",
        '<meta property="article:published_time" content="the other day">',
        '<link rel="canonical" href="javascript:alert(1)">',
        '<meta name="author" content="">',
    ],
)
def test_metadata_of_the_wrong_form(head: str) -> None:
    """A field of the wrong form is as if it were not stated."""
    page = extract_html(f"<html><head>{head}</head><body><p>Fourteen people drowned off Karsun.</p></body></html>")
    assert page.metadata == PageMetadata()


def test_page_without_an_article_is_read_as_text() -> None:
    """A page in which no article is found gives its visible text, a line for each block, for the rules to judge."""
    page = extract_html("<div>Ferry sinks</div><div>Short</div>")
    assert page.text.split() == ["Ferry", "sinks", "Short"]


def test_deep_page_is_read_as_text() -> None:
    """A page nested too deep for the extractor still gives its text."""
    page = extract_html("<div>" * 3000 + "<p>Fourteen people drowned.</p>" + "</div>" * 3000)
    assert (page.extractor, page.text.strip()) == ("flattened", "Fourteen people drowned.")


def test_long_page_is_read_as_text(make_item: MakeItem) -> None:
    """A page over the limit of size is cleaned as flattened text, with offsets."""
    source = f"<html><body><p>{'Fourteen people drowned off Karsun, he said. ' * 40_000}</p></body></html>"
    article = Cleaner(DictState()).clean(make_item(source, kind=BodyKind.HTML))
    assert article.body.startswith("Fourteen people drowned")
    assert source[article.offsets[0].source_start :].startswith("Fourteen people drowned")


PIECES = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<div class='a>b'>",
        "<!-- note -->",
        "<script>var x;</script>",
        "&amp;",
        "&#8217;",
        "&bogus;",
        "<",
        ">",
        "Fourteen people drowned, he said. ",
        "\n",
        "<br/>",
        "\u00e9",
        "<table><tr><td>",
        "]]>",
        "<!DOCTYPE html>",
    ]
)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=30))
def test_visible_text_keeps_its_place(pieces: list[str]) -> None:
    """Runs cover the visible text of any markup, in order, and lead forward in its source."""
    source = "".join(pieces)
    visible = visible_text(source)
    at = before = 0
    for run in visible.runs:
        assert run.start == at
        assert before <= run.source_start <= run.source_end <= len(source)
        at, before = run.start + run.length, run.source_end
    assert at == len(visible.text)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=30))
def test_any_markup_is_taken(pieces: list[str]) -> None:
    """Whatever the markup, extraction gives text, and all its offsets stand within the source."""
    source = "".join(pieces)
    page = extract_html(source)
    assert all(0 <= run.source_start <= run.source_end <= len(source) for run in page.runs)
    assert sum(run.length for run in page.runs) == len(page.text)
