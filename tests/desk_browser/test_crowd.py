"""Many incidents: what a page holds does not grow with their number. Benchmarks measure how quickly they scroll."""

from __future__ import annotations

from typing import TYPE_CHECKING

from streams.desk.paging import PAGE
from tests.desk_browser.conftest import CROWD
from tests.desk_browser.views import start_map

if TYPE_CHECKING:
    from playwright.async_api import Page

ELEMENTS = 4_000
"""On any page; browsers lay out ten thousand without a pause."""
COUNT = "document.getElementsByTagName('*').length"


async def test_the_list_holds_a_page(page: Page, crowd: str) -> None:
    """Of 2,000 incidents the list holds a page, and it says how many there are."""
    await page.goto(crowd)
    assert await page.locator("#list > li").count() == PAGE
    assert f"{CROWD:,}" in await page.locator("#total").inner_text()
    assert await page.evaluate(COUNT) < ELEMENTS


async def test_the_next_page_is_a_link(page: Page, crowd: str) -> None:
    """The link to the next page leads to other incidents, and the last page has none."""
    await page.goto(crowd)
    first = await keys(page)
    await page.goto(f"{crowd}{await page.locator('a[rel=next]').get_attribute('href')}")
    assert not set(first) & set(await keys(page))
    await page.goto(f"{crowd}/?page={CROWD // PAGE}")
    assert len(await keys(page)) == PAGE
    assert await page.locator("a[rel=next]").count() == 0


async def keys(page: Page) -> list[str]:
    """Return the ids of the incidents on the page."""
    found: list[str] = await page.locator("#list > li").evaluate_all("items => items.map(each => each.dataset.key)")
    return found


async def test_the_map_draws_all_in_few_elements(page: Page, crowd: str) -> None:
    """The map has all 2,000 on one canvas: the number of elements stays small."""
    await page.goto(f"{crowd}/map")
    await start_map(page)
    await page.wait_for_load_state("load")
    assert await page.evaluate(COUNT) < ELEMENTS
