"""How much of an item is read, and what is said of the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from schemas import BodyKind, DropReason
from streams.cleaning import Cleaner
from streams.cleaning.html import DEEPEST, MOST_CHARS, MOST_ELEMENTS, MOST_LEVELS, extract_html
from streams.cleaning.limits import (
    DEEPEST_TABLE,
    LONG_TAG,
    LONGEST_REPAIRED,
    MOST_ATTRIBUTES,
    MOST_CELLS,
    MOST_LINES,
    MOST_PAIRED_WORDS,
    MOST_TOKENS,
    has_attribute_flood,
)
from streams.cleaning.lines import split_lines
from streams.cleaning.page import visible_text
from streams.cleaning.repair import repaired
from streams.cleaning.text import clean_text
from streams.state import DictState

if TYPE_CHECKING:
    from tests.streams.cleaning.conftest import MakeItem

SENTENCE = "Fourteen people drowned off Karsun on Monday, the coast guard of the island said."


def test_lines(make_item: MakeItem) -> None:
    """The lines up to the limit are read; the rest is one drop with a reason, and a remark."""
    whole = "a\n" * MOST_LINES
    body = whole + "b\nc\n"

    article = Cleaner(DictState()).clean(make_item(body))

    assert len(split_lines(body)) == MOST_LINES
    last = article.dropped[-1]
    assert (last.start, last.end, last.reason) == (len(whole) - 1, len(body), DropReason.OVER_LIMIT)
    assert any(f"{MOST_LINES:,} lines" in remark for remark in article.remarks)


@pytest.mark.parametrize("end", ["", "\n\n  \n"])
def test_lines_at_the_limit(make_item: MakeItem, end: str) -> None:
    """Nothing is left out, and nothing remarked, where no line stands behind the last that is read."""
    article = Cleaner(DictState()).clean(make_item("a\n" * (MOST_LINES - 1) + "a" + end))

    assert article.remarks == ()
    assert all(span.reason is not DropReason.OVER_LIMIT for span in article.dropped)


def test_tokens(make_item: MakeItem) -> None:
    """Tags and texts up to the limit are read of a page that is read as plain text."""
    source = "<br>x" * MOST_TOKENS
    article = Cleaner(DictState()).clean(make_item(source, kind=BodyKind.HTML))

    assert visible_text(source).read == len(source) // 2
    assert visible_text(source[: len(source) // 2]).read == len(source) // 2
    assert any(f"{MOST_TOKENS:,} tags" in remark for remark in article.remarks)
    assert (len(source) // 2, len(source), DropReason.OVER_LIMIT) in {
        (span.start, span.end, span.reason) for span in article.dropped
    }


def test_entities() -> None:
    """Entities count as texts do: a text of nothing else is not read to its end."""
    source = "&amp;x " * MOST_TOKENS

    assert visible_text(source).read < len(source)
    assert len(visible_text(source).runs) < 2 * MOST_TOKENS


def page(inside: str) -> str:
    """Return a page with an article and something else."""
    return f"<html><body><article><p>{SENTENCE}</p><p>{SENTENCE} Again.</p>{inside}</article></body></html>"


def cells(count: int) -> str:
    """Return a table of so many cells."""
    return "<table><tr>" + "<td>x</td>" * count + "</tr></table>"


def tables(count: int) -> str:
    """Return so many tables, one in the other."""
    return "<table><tr><td>" * count + "x" + "</td></tr></table>" * count


def levels(count: int) -> str:
    """Return elements within an article whose depths are so many together, up to three less."""
    nested, rest = divmod(count, sum(range(4, 154)))
    return ("<div>" * 150 + "</div>" * 150) * nested + "<i></i>" * (rest // 4)


def preformatted(count: int) -> str:
    """Return so many lines of preformatted text, each of another word."""
    return "<pre>" + "\n".join(f"word{number}" for number in range(count)) + "</pre>"


@pytest.mark.parametrize(
    ("within", "beyond"),
    [
        (cells(MOST_CELLS), cells(MOST_CELLS + 1)),
        (tables(DEEPEST_TABLE), tables(DEEPEST_TABLE + 1)),
        (preformatted(MOST_LINES - 2), preformatted(MOST_LINES - 1)),
        ("<i></i>" * (MOST_ELEMENTS - 5), "<i></i>" * (MOST_ELEMENTS - 4)),
        ("<div>" * (DEEPEST - 3) + "x", "<div>" * (DEEPEST - 2) + "x"),
        (levels(MOST_LEVELS - 14), levels(MOST_LEVELS - 10)),
        (" " * (MOST_CHARS - len(page(""))), " " * (MOST_CHARS - len(page("")) + 1)),
    ],
    ids=["cells", "tables", "lines", "elements", "depth", "levels", "characters"],
)
def test_pages_that_are_parsed(within: str, beyond: str) -> None:
    """A page at a limit has its article found; one over it gives all its visible text, and a remark says why."""
    assert extract_html(page(within)).extractor == "trafilatura"
    assert extract_html(page(within)).remarks == ()

    over = extract_html(page(beyond))

    assert over.extractor == "flattened"
    assert SENTENCE in over.text
    assert len(over.remarks) == 1


@pytest.mark.parametrize("form", [' a{}="1"', " a{}", " a{}='x y'", "/a{}", '\na{} = ">"'])
def test_attributes(form: str) -> None:
    """The attributes of an element are counted, however they are written."""
    within = "<p" + "".join(form.format(number) for number in range(MOST_ATTRIBUTES)) + " " * LONG_TAG + ">x</p>"
    beyond = within.replace("<p", "<p z", 1)

    assert not has_attribute_flood(within)
    assert has_attribute_flood(beyond)
    assert extract_html(beyond).extractor == "flattened"


def test_long_values_are_no_attributes() -> None:
    """A picture or a drawing inside a page is one attribute, whatever its length."""
    assert not has_attribute_flood(f'<img src="data:image/png;base64,{"AA==" * 50_000}">')
    assert not has_attribute_flood(f'<path d="{"M 1 2 L=3 " * 50_000}"/>')


def test_attributes_of_all_elements_together_are_no_flood() -> None:
    """The limit is of one element."""
    assert not has_attribute_flood('<p a="1" b="2">x</p>' * MOST_ATTRIBUTES)


ODD = "zero\u200bwidth"


def test_words_that_are_mapped_one_by_one() -> None:
    """A line of so many repaired words has a run for each; one of more maps as a whole."""
    within, beyond = (" ".join([ODD] * count) for count in (MOST_PAIRED_WORDS, MOST_PAIRED_WORDS + 1))
    assert len(clean_text(f"{within}.").runs) > MOST_PAIRED_WORDS
    assert len(clean_text(f"{beyond}.").runs) == 1


def test_lines_after_many_mapped_words() -> None:
    """Where the lines before have many runs, a repaired line maps as a whole, and one that is as received, exactly."""
    many = "\n\n".join(f"{number} {ODD} " + " ".join([ODD] * 999) + "." for number in range(MOST_PAIRED_WORDS // 1_000))
    tail = f"Fourteen people {ODD} drowned off Karsun.\n\nThe coast guard of the island said so."
    runs = clean_text(f"{many}\n\n{tail}").runs
    source = f"{many}\n\n{tail}"
    place = source.index("Fourteen")
    assert any((run.source_start, run.source_end) == (place, source.index("\n", place)) for run in runs)
    assert runs[-1].source_end == len(source)
    assert runs[-1].exact


def test_lines_that_are_searched_for_mojibake() -> None:
    """A line at the limit has its entities decoded; of a longer one only marks that no reader sees are left out."""
    within = "&amp;".ljust(LONGEST_REPAIRED, "x")
    assert repaired(within).startswith("&x")
    assert repaired(f"{within}\u200bx").startswith("&amp;x")
    assert "\u200b" not in repaired(f"{within}\u200bx")
