"""What a page costs who opens it: bytes, and how far things move while it loads. Times are measured in benchmarks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.async_api import Page

KB = 1_000
BYTES = {"/": 100 * KB, "/alerts": 40 * KB, "/health": 40 * KB, "/map": 3_500 * KB}
"""At most, uncompressed, with all that the page asks for. The map has a library of a megabyte, and 1.5 of incidents."""
MOST_SHIFT = 0.1
"""Of Lighthouse's layout shift: more is no longer good."""
SIZE = """performance.getEntriesByType("navigation").concat(performance.getEntriesByType("resource"))
  .reduce((sum, each) => sum + each.encodedBodySize, 0)"""
SHIFT = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => { for (const each of list.getEntries()) sum += each.value; })
    .observe({type: "layout-shift", buffered: true});
  requestAnimationFrame(() => requestAnimationFrame(() => done(sum)));
})"""


@pytest.mark.parametrize("path", BYTES)
async def test_a_page_is_small_and_stays_where_it_is(page: Page, crowd: str, path: str) -> None:
    """With 2,000 incidents a page keeps to its bytes, and nothing jumps while it loads."""
    await page.goto(f"{crowd}{path}", wait_until="load")
    if path == "/map":
        await page.locator("#map.is-drawn").wait_for()
    assert await page.evaluate(SIZE) < BYTES[path]
    assert await page.evaluate(SHIFT) < MOST_SHIFT
