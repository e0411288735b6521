"""Marked-up content as paragraphs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.wire.markup_text import html_to_text


@pytest.mark.parametrize(
    ("fragment", "expected"),
    [
        ("<p>One\n two.</p><p>Three.</p>", "One two.\n\nThree."),
        ("One<br>two<br/>three", "One\ntwo\nthree"),
        ("<p>A &amp; B&nbsp;&lt;C&gt; &#8212; d</p>", "A & B <C> — d"),
        ("<ul><li>a</li><li>b</li></ul>c", "a\nb\n\nc"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("One.<br><br>Two.", "One.\n\nTwo."),
        ("<pre>a\n  b</pre>", "a\nb"),
        ("<div><script>x</script><style>y</style>z</div>", "z"),
        ("wo<b>rd</b>s and <i>more</i>.", "words and more."),
        ("No markup, 3 < 4 & so on", "No markup, 3 < 4 & so on"),
        ("<p>One\n    Two is\nwrapped.\n    Three.\n</p>", "One\n\nTwo is wrapped.\n\nThree."),
        ("<p>All\n    lines are\n    indented\n    alike.</p>", "All lines are indented alike."),
        ("<p>unclosed <b>bold", "unclosed bold"),
    ],
)
def test_markup_becomes_paragraphs(fragment: str, expected: str) -> None:
    """Blocks are paragraphs, breaks are lines, inline markup leaves no trace, scripts are left out."""
    assert html_to_text(fragment) == expected


@given(st.text(alphabet="<>/&;ab \n=\"'pbrdiv", max_size=200))
def test_any_fragment_gives_text_without_runs_of_blank_lines(fragment: str) -> None:
    """Whatever the markup, the answer is text, trimmed where it was marked up."""
    text = html_to_text(fragment)
    assert "\n\n\n" not in text or text == fragment


def test_deep_and_long_markup_is_read_in_bounded_depth() -> None:
    """A hundred thousand open elements or references neither crash nor take the text away."""
    assert "x" in html_to_text("<div>" * 100_000 + "x")
    assert html_to_text("&amp;" * 100_000 + "<p>x</p>").endswith("x")


FLAT_PARTS = [
    *(
        "<p>",
        "</p>",
        "<p class='x'>",
        '<p id="a&amp;b">',
        "<br>",
        "<br/>",
        "<b>",
        "</b>",
        "<em>",
        "</em>",
        '<a href="/?a=1">',
    ),
    *(
        "</a>",
        " ",
        "  ",
        "\n",
        "\n  ",
        "One",
        "two\nthree",
        "a\n    b\nc\n    d\n",
        "&amp;",
        "&nbsp;",
        "&lt;p>",
        ">",
        "é",
        "\xa0",
    ),
]


@given(st.lists(st.sampled_from(FLAT_PARTS), max_size=20).map("".join))
def test_simple_markup_reads_alike_with_a_tree_and_without(fragment: str) -> None:
    """Paragraphs and inline markup give the same text where other markup beside them makes the reader build a tree."""
    assert html_to_text(f"<p></p>{fragment}") == html_to_text(f"<div></div>{fragment}")
