"""What a page costs who opens it: bytes, and how far things move while it loads. Times are measured in benchmarks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.desk_browser.views import start_map

if TYPE_CHECKING:
    from playwright.async_api import Page

KB = 1_000
BYTES = {"/": 100 * KB, "/alerts": 40 * KB, "/health": 40 * KB, "/map": 600 * KB}
"""At most, uncompressed, with all that the page asks for."""
LIVE_MAP_BYTES = 3_500 * KB
"""Its library is a megabyte, and 2,000 incidents are 1.5."""
WIDTHS = (360, 768, 1280)
MOST_SHIFT = 0.01
"""Of the cumulative layout shift, of which 0.1 counts as good: only the words of the state in the header change."""
SIZE = """performance.getEntriesByType("navigation").concat(performance.getEntriesByType("resource"))
  .reduce((sum, each) => sum + each.encodedBodySize, 0)"""
SHIFT = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => { for (const each of list.getEntries()) sum += each.value; })
    .observe({type: "layout-shift", buffered: true});
  requestAnimationFrame(() => requestAnimationFrame(() => done(sum)));
})"""


@pytest.mark.parametrize("path", BYTES)
async def test_a_page_is_small(page: Page, crowd: str, path: str) -> None:
    """With 2,000 incidents a page keeps to its bytes."""
    await page.goto(f"{crowd}{path}", wait_until="load")
    assert await page.evaluate(SIZE) < BYTES[path]


async def test_the_live_map_is_loaded_when_it_is_wanted(page: Page, crowd: str) -> None:
    """Without a graphics card the still map costs no more than other pages, and a button starts the live one."""
    await page.goto(f"{crowd}/map", wait_until="load")
    await page.locator("#map .start").wait_for()
    assert await page.locator("#still circle").count() > 0
    assert await page.locator("#map canvas").count() == 0
    await start_map(page)
    await page.locator("#map.is-drawn").wait_for()
    assert await page.locator("#map .start").count() == 0
    assert await page.evaluate(SIZE) < LIVE_MAP_BYTES


async def test_a_place_of_the_list_starts_the_live_map(page: Page, crowd: str) -> None:
    """Who asks for a place gets the map and the place with one click."""
    await page.emulate_media(reduced_motion="reduce")
    await page.goto(f"{crowd}/map")
    await page.locator("#list button.show").first.click()
    await page.locator("#map.is-live").wait_for()
    await page.locator("#map.is-drawn").wait_for()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", BYTES)
async def test_a_page_stays_where_it_is(page: Page, crowd: str, path: str, width: int) -> None:
    """Nothing jumps while a page loads, on a phone, a tablet or a desk, until it says that it is live."""
    await page.set_viewport_size({"width": width, "height": 800})
    await page.goto(f"{crowd}{path}", wait_until="load")
    await page.locator("#state[data-state=live]").wait_for()
    assert await page.evaluate(SHIFT) < MOST_SHIFT
