"""Live changes in a browser: what happens on the wire is on the page that is open, without loading it again."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tests.running.wire import item

if TYPE_CHECKING:
    from playwright.async_api import Page

    from tests.desk_browser.newsroom import Newsroom

BODY = (
    "KARAL, March 12 (AFN) - A blast in a coal mine near Karal killed {number} miners on Thursday, the police said.\n\n"
    "The fire in the north shaft burned until the evening, and two lifts were out of use."
)
TRAM = (
    "BASTVIK, March 12 (AFN) - A tram left its rails on the harbour bridge of Bastvik and killed three people on "
    "Thursday, the fire service said.\n\nThe driver had braked for a lorry that stood across both tracks in the fog."
)
KILN = (
    "ORENDAL, March 12 (AFN) - The roof of a brick kiln fell in at Orendal and killed four potters on Thursday, the "
    "governor said.\n\nWet snow had lain on the tiles for a week, and nobody had swept it."
)
CARD = "[data-key='afn/mine']"
LIVE_SECONDS = 1.0
"""From the broker's acknowledgement to the page."""
CHANGES = 5
"""The quickest of so many must be in time: a machine that does other work delays one or the other."""
NUMBERS = ("twelve", "13", "14", "15", "16")


async def report(room: Newsroom, version: int, number: str, **more: object) -> None:
    """Let a version of the article come over the wire."""
    body = BODY.format(number=number)
    await room.receive(item("afn", "mine", version, body, headline=f"Mine blast kills {number}", **more))


async def test_a_change_and_a_kill_reach_the_open_page(page: Page, room: Newsroom) -> None:
    """An incident appears, its toll rises, and the kill of its article removes it, all without loading the page."""
    await page.goto(f"{room.address}/")
    await page.locator("#state[data-state=live]").wait_for()
    await page.evaluate("window.opened = 'once'")
    seconds = []
    for version, number in enumerate(NUMBERS[:CHANGES], start=1):
        await report(room, version, number)
        sent = time.monotonic()
        await page.locator(f"{CARD} >> text=Mine blast kills {number}").wait_for()
        seconds.append(time.monotonic() - sent)
    assert min(seconds) < LIVE_SECONDS
    assert "16" in await page.locator(CARD).inner_text()
    await report(room, CHANGES + 1, NUMBERS[-1], pubstatus="canceled")
    await page.locator(CARD).wait_for(state="detached")
    assert await page.evaluate("window.opened") == "once"


async def test_a_live_change_keeps_the_reader_where_he_is(page: Page, room: Newsroom) -> None:
    """Focus stays on the card that has it when another incident comes above it."""
    await page.goto(f"{room.address}/")
    await page.locator("#state[data-state=live]").wait_for()
    focused = page.locator("#list > li").last.locator("a").first
    await focused.focus()
    address = await focused.get_attribute("href")
    await room.receive(item("afn", "tram", 1, TRAM, headline="Tram leaves its rails in Bastvik"))
    await page.locator("[data-key='afn/tram']").wait_for()
    assert await page.evaluate("document.activeElement.getAttribute('href')") == address
    await room.receive(item("afn", "tram", 2, "", pubstatus="canceled"))
    await page.locator("[data-key='afn/tram']").wait_for(state="detached")


async def test_the_reader_can_hold_the_page(page: Page, room: Newsroom) -> None:
    """While the page is paused nothing moves; afterwards what was missed is there."""
    await page.goto(f"{room.address}/")
    await page.locator("#state[data-state=live]").wait_for()
    await page.click("#pause")
    await room.receive(item("afn", "kiln", 1, KILN, headline="Roof of a kiln falls in at Orendal"))
    await page.locator("#state[data-state=paused]").wait_for()
    await page.locator("#state", has_text="1").wait_for()
    assert await page.locator("[data-key='afn/kiln']").count() == 0
    await page.click("#pause")
    await page.locator("[data-key='afn/kiln']").wait_for()
    await room.receive(item("afn", "kiln", 2, "", pubstatus="canceled"))
    await page.locator("[data-key='afn/kiln']").wait_for(state="detached")
