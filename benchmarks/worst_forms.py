"""Texts and pages that are meant to cost cleaning the most: each is made in any size, in bytes of UTF-8."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def _filled(unit: str, size: int, before: str = "", after: str = "") -> str:
    count = (size - len(before) - len(after)) // len(unit.encode())
    return before + unit * max(1, count) + after


def _nested(opening: str, closing: str, size: int) -> str:
    count = size // (len(opening) + len(closing))
    return opening * count + "x" + closing * count


PAGES: Final[Mapping[str, Callable[[int], str]]] = {
    "breaks": lambda size: _filled("<br>x", size),
    "cells": lambda size: _filled("<td>x</td>", size, "<table><tr>", "</tr></table>"),
    "rows": lambda size: _filled("<tr><td>x</td></tr>", size, "<table>", "</table>"),
    "nested tables": lambda size: _nested("<table><tr><td>", "</td></tr></table>", size),
    "open tables": lambda size: _filled("<table><tr><td>", size),
    "attributes": lambda size: "<p " + " ".join(f'a{i}="1"' for i in range(size // 12)) + ">x</p>",
    "elements with attributes": lambda size: _filled("<p " + " ".join(f'a{i}="1"' for i in range(60)) + ">x</p>", size),
    "bare attributes": lambda size: _filled(" a", size, "<p", ">x"),
    "a long word": lambda size: "<p>" + "a" * size + "</p>",
    "long words": lambda size: _filled("<p>" + "a" * 5000 + "</p>", size),
    "open paragraphs": lambda size: _filled("<p>x", size),
    "paragraphs": lambda size: _filled("<p>x</p>", size),
    "empty paragraphs": lambda size: _filled("<p>", size),
    "sentences": lambda size: _filled("<p>Fourteen people drowned.</p>", size),
    "open divs": lambda size: _filled("<div>", size),
    "open spans": lambda size: _filled("<span>x", size),
    "open bold": lambda size: _filled("<b>x ", size),
    "open lists": lambda size: _filled("<ul><li>x", size),
    "comments": lambda size: _filled("<!-- x -->y ", size),
    "open comments": lambda size: _filled("<!-- x ", size),
    "comment dashes": lambda size: _filled("<!--->", size),
    "entities": lambda size: _filled("&amp;", size),
    "entities in paragraph": lambda size: _filled("&eacute;", size, "<p>", "</p>"),
    "bad entities": lambda size: _filled("&ampx", size),
    "numbers as entities": lambda size: _filled("&#233;", size, "<p>", "</p>"),
    "links": lambda size: _filled('<a href="/x">y</a> ', size),
    "links in list": lambda size: _filled('<li><a href="/x">y</a></li>', size, "<ul>", "</ul>"),
    "scripts": lambda size: _filled("<script>x</script>", size),
    "open scripts": lambda size: _filled("<script>x", size),
    "styles": lambda size: _filled("<style>x{}</style>y", size),
    "a long script": lambda size: _filled("if (a < b) { c('</p>') } ", size, "<script>", "</script><p>x</p>"),
    "JSON-LD": lambda size: _filled(
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"x"}</script>', size
    ),
    "a long JSON-LD": lambda size: (
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"' + "x " * (size // 2) + '"}</script>'
    ),
    "nested JSON-LD": lambda size: (
        '<script type="application/ld+json">' + '{"a":' * (size // 10) + "1" + "}" * (size // 10) + "</script>"
    ),
    "metas": lambda size: _filled('<meta name="author" content="x">', size, "<head>", "</head><p>x</p>"),
    "zero width": lambda size: _filled("\u200b\u200d\ufeff", size, "<p>", "</p>"),
    "combining": lambda size: _filled("a\u0301\u0302\u0303", size, "<p>", "</p>"),
    "combining flood": lambda size: "<p>a" + "\u0301" * size + "</p>",
    "less than": lambda size: _filled("<", size),
    "greater than": lambda size: _filled(">", size),
    "quotes": lambda size: _filled('"', size, "<p a=", "><p>x"),
    "headings": lambda size: _filled("<h2>x</h2>", size),
    "definition": lambda size: _filled("<dl><dt>x</dt><dd>y</dd></dl>", size),
    "pre": lambda size: _filled("x\n", size, "<pre>", "</pre>"),
    "images": lambda size: _filled('<img src="x.jpg" alt="y">', size),
    "figures": lambda size: _filled('<figure><img src="x.jpg"><figcaption>y</figcaption></figure>', size),
    "forms": lambda size: _filled('<form><input name="x"></form>', size),
    "iframes": lambda size: _filled('<iframe src="x"></iframe>', size),
    "svg": lambda size: _filled('<svg><path d="M0 0"/></svg>', size),
    "nbsp": lambda size: _filled("&nbsp;", size, "<p>", "</p>"),
    "cdata": lambda size: _filled("<![CDATA[x]]>", size),
    "doctypes": lambda size: _filled("<!DOCTYPE html>", size),
    "end tags": lambda size: _filled("</p>", size),
    "blockquotes": lambda size: _filled("<blockquote>", size),
    "articles": lambda size: _filled("<article><p>Fourteen people drowned off Karsun on Monday.</p></article>", size),
    "mixed case": lambda size: _filled("<P><B>x</b></p>", size),
    "same paragraphs in article": lambda size: _filled(
        "<p>The coast guard said that nobody drowned.</p>", size, "<article>", "</article>"
    ),
    "different paragraphs": lambda size: (
        "<article>"
        + "".join(f"<p>The coast guard of island {i} said that {i} drowned.</p>" for i in range(size // 62))
        + "</article>"
    ),
    "one paragraph many br": lambda size: _filled("Fourteen drowned.<br>", size, "<article><p>", "</p></article>"),
}
TEXTS: Final[Mapping[str, Callable[[int], str]]] = {
    "one-letter lines": lambda size: _filled("a\n", size),
    "blank lines": lambda size: _filled("\n", size) + "a",
    "a long word": lambda size: "a" * size,
    "words": lambda size: _filled("word ", size),
    "one long sentence": lambda size: _filled("Fourteen people drowned off Karsun ", size),
    "sentences in a line": lambda size: _filled("Fourteen people drowned off Karsun. ", size),
    "sentences": lambda size: _filled("Fourteen people drowned off Karsun.\n\n", size),
    "different sentences": lambda size: "".join(
        f"Fourteen people drowned off island {i}.\n\n" for i in range(size // 40)
    ),
    "same furniture": lambda size: _filled("Share this\n", size),
    "different short lines": lambda size: "".join(f"Share number {i}\n" for i in range(size // 18)),
    "zero width": lambda size: _filled("\u200b\u200d\ufeff", size),
    "zero width words": lambda size: _filled("w\u200bo\u200drd ", size),
    "combining": lambda size: _filled("a\u0301\u0302\u0303", size),
    "combining flood": lambda size: "a" + "\u0301" * size,
    "hangul jamo": lambda size: _filled("\u1100\u1161", size),
    "mojibake": lambda size: _filled("â€™", size),
    "mojibake lines": lambda size: _filled("â€™ drowned.\n", size),
    "mojibake deep": lambda size: _filled("Ãƒâ€šÃ‚Â ", size),
    "entities": lambda size: _filled("&amp;", size),
    "entities nested": lambda size: "&" + "amp;" * (size // 4),
    "bidi": lambda size: _filled("\u202e\u200f", size),
    "tabs": lambda size: _filled("\t", size) + "a",
    "spaces": lambda size: "a" + " " * size + "b",
    "dashes": lambda size: _filled("- ", size),
    "bars": lambda size: _filled("| ", size),
    "brackets": lambda size: _filled("(", size),
    "open markers": lambda size: _filled("(Adds ", size),
    "at signs": lambda size: _filled("@", size),
    "mails": lambda size: _filled("a@b.example ", size),
    "mail lines": lambda size: _filled("a@b.example\n", size),
    "urls": lambda size: _filled("https://a.example/b ", size),
    "dates": lambda size: _filled("1 May 2026 ", size),
    "date lines": lambda size: _filled("Posted on May 1, 2026 at 1:23 pm\n", size),
    "digits": lambda size: "1" * size,
    "numbers": lambda size: _filled("1 ", size),
    "caps": lambda size: _filled("KARSUN ", size),
    "caps dash": lambda size: _filled("KARSUN - ", size),
    "by names": lambda size: "By " + _filled("Aa ", size),
    "by lines": lambda size: _filled("By Mira Olt\n", size),
    "quotes": lambda size: _filled("“", size),
    "straight quotes": lambda size: _filled('"', size),
    "dots": lambda size: _filled(".", size),
    "dotted": lambda size: _filled("a.b.", size),
    "colons": lambda size: _filled("a: ", size),
    "titles": lambda size: _filled("More In World\n", size),
    "CRLF": lambda size: _filled("a\r\n", size),
    "CR": lambda size: _filled("a\r", size),
    "line separators": lambda size: _filled("a\u2028", size),
    "form feeds": lambda size: _filled("a\x0c", size),
    "turkish": lambda size: _filled("İ", size),
    "ligatures": lambda size: _filled("ﬁ", size),
    "emoji": lambda size: _filled("👩‍👩‍👧‍👦", size),
    "cyrillic": lambda size: _filled("Четырнадцать человек утонули. ", size),
    "chinese": lambda size: _filled("十四人溺水身亡。", size),
    "arabic": lambda size: _filled("غرق أربعة عشر شخصا. ", size),
    "fullwidth": lambda size: _filled("ＡＢ", size),
    "html text": lambda size: _filled("<div>", size),
    "two long lines equal": lambda size: ("Fourteen people drowned. " * (size // 50) + "\n") * 2,
    "captions": lambda size: _filled("(AP Photo/Mira Olt)\n", size),
    "related": lambda size: _filled("RELATED: Harbour chief resigns\n", size),
}
