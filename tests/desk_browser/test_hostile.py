"""Text of a wire that would like to be more than text."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from schemas import encode
from streams.desk.entry import entry_of, pack
from streams.ops.desk.service import serving
from tests.running.wire import item
from tests.streams.ops.desk.desks import desk_with, incident

if TYPE_CHECKING:
    from playwright.async_api import Page

    from tests.desk_browser.newsroom import Newsroom

PHONE = 360
BAR = 80
"""Pixels that the header may take: two rows."""
MOST_OF_A_PHONE = 450
"""Pixels that a headline may take: what stands below it is on the same screen."""
LEAD_HEIGHT = "document.querySelector('.lead h1')?.offsetHeight ?? 0"
SCRIPT = "<script>window.taken = 1</script><img src=x onerror='window.taken = 2'>"
HEADLINES = {
    "script": SCRIPT,
    "attribute": "\" onmouseover='window.taken = 3' autofocus onfocus=window.taken=4 x=\"",
    "template": "{{ 7 * 7 }} {% include '/etc/passwd' %} ${7 * 7}",
    "right to left": "\u202eBlast kills \u2067seven\u2066 in Karal \u202b",
    "long": "a" * 10_000,
    "long words": "Blast " * 1_700,
    "emoji": "\U0001f469\u200d\U0001f692" * 512,
    "control characters": "Blast \x01\x07\x1b[31m\ud7ff\ufffe kills seven",
}


@pytest.mark.parametrize("kind", HEADLINES)
async def test_a_hostile_headline_is_text(page: Page, kind: str) -> None:
    """A hostile headline runs nothing, breaks nothing around it and makes nothing wider, loaded or live."""
    hostile = incident("afn/1", 7, title=HEADLINES[kind])
    state = desk_with(incident("sea/2", 3), desk_port=0)
    async with serving(state) as address:
        await page.goto(address)
        await page.locator("#state[data-state=live]").wait_for()
        state.put_incident(entry_of(hostile, pack(encode(hostile))))
        await page.locator("[data-key='afn/1']").wait_for()
        await check(page)
        for path in ("", "map", "incidents/afn%2F1"):
            await page.goto(f"{address}{path}")
            await check(page)
        await page.goto(address)
        assert "Blast at sea/2" in await page.locator("[data-key='sea/2'] [data-title]").inner_text()
        assert await page.locator("[data-key]").count() == 2
        await page.goto("about:blank")  # a desk that stops is an error to a page that listens


async def check(page: Page) -> None:
    """Assert that nothing ran, that no element came of the text, and that the page is no wider than a phone."""
    assert await page.evaluate("window.taken") is None
    assert await page.locator("img, main script, [onmouseover], [autofocus]").count() == 0
    await page.set_viewport_size({"width": PHONE, "height": 900})
    assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE
    assert await page.evaluate("getComputedStyle(document.body).direction") == "ltr"
    assert await page.evaluate(LEAD_HEIGHT) < MOST_OF_A_PHONE
    assert await page.evaluate("document.querySelector('.bar').offsetHeight") < BAR


async def test_a_hostile_article_is_text(page: Page, room: Newsroom) -> None:
    """An article with markup in every field shows it as text, also as it was received."""
    body = f"KARAL (AFN) - A blast {SCRIPT} killed seven people \u202ein Karal, said \u2067police.\n\n" + "b" * 10_000
    raw = item("afn", "hostile<b>", 1, body, headline=f"{SCRIPT} Blast kills 7", byline=SCRIPT)
    await room.receive(raw)
    identity = next(each for each in room.live_items() if "hostile" in each)
    async with asyncio.timeout(60):
        while not (await page.request.get(room.article(identity))).ok:
            pass  # the desk has not read it yet
    await page.goto(room.article(identity))
    await check(page)
    await page.goto(f"{room.article(identity)}?received=1")
    await check(page)
    await page.goto("about:blank")  # else the page may ask for what is gone by then
    await room.receive(item("afn", "hostile<b>", 2, "", pubstatus="canceled"))
