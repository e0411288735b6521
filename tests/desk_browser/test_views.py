"""Every view in a browser: what it shows, that everybody can use it, and that it reads without JavaScript."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest

from tests.desk_browser.axe import findings
from tests.desk_browser.views import SHOWS, VIEWS, address_of, open_view

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page, Response

    from tests.desk_browser.newsroom import Newsroom

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
WIDTHS = (360, 768, 1440, 3840)
FOCUSED = "document.activeElement"
TALL_HEADINGS = """
[...document.querySelectorAll("main th")]
    .filter(cell => cell.clientHeight > 8 * parseFloat(getComputedStyle(cell).fontSize))
    .map(cell => cell.innerText)
"""
"""Headings of tables in a column so narrow that their words are broken into letters."""
CUT_TIME = """
document.querySelector("main:not([data-live])") !== null
    && [...document.querySelectorAll("#state")].some(state => state.scrollWidth > state.clientWidth)
"""
"""Whether a page that does not change by itself cuts the time as of which it is."""
MOST_TABS = 120
"""Presses of Tab until the keyboard must have reached a thing on a page."""


async def press_tab_until(page: Page, condition: str) -> None:
    """Press Tab until a condition in JavaScript holds."""
    for _ in range(MOST_TABS):
        await page.keyboard.press("Tab")
        if await page.evaluate(condition):
            return
    raise AssertionError(f"{MOST_TABS} times Tab, and not: {condition}")


@pytest.mark.parametrize("view", VIEWS)
async def test_a_view_is_usable_by_all(page: Page, room: Newsroom, view: str) -> None:
    """Axe finds nothing serious in light and dark, nothing scrolls sideways or is a letter wide, all files are ours."""
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - Playwright takes no built-in functions
    await open_view(page, room, view)
    assert SHOWS[view] in (await page.inner_text("main")).casefold()
    for scheme in SCHEMES:
        await page.emulate_media(color_scheme=scheme)
        assert await findings(page) == []
    for width in WIDTHS:
        await page.set_viewport_size({"width": width, "height": 900})
        assert await page.evaluate("document.documentElement.scrollWidth") <= width
        assert await page.evaluate(TALL_HEADINGS) == []
        assert not await page.evaluate(CUT_TIME)
    assert [each.url for each in answers if not each.url.startswith((room.address, "blob:", "data:"))] == []
    assert [each.url for each in answers if each.status >= 400] == []


@pytest.mark.parametrize("view", VIEWS)
async def test_a_view_reads_without_javascript(browser: Browser, room: Newsroom, view: str) -> None:
    """Without JavaScript a view has one heading and the same text, on a phone as well."""
    async with await browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 900}) as context:
        page = await context.new_page()
        await page.goto(address_of(room, view))
        assert await page.locator("h1").count() == 1
        assert SHOWS[view] in (await page.inner_text("main")).casefold()
        assert await page.locator("main a[href]:visible, main button:visible").count() > 0


async def test_what_is_wrong_is_found(page: Page, room: Newsroom) -> None:
    """The check of accessibility can fail: a picture without a text is found."""
    await open_view(page, room, "login")
    await page.evaluate("document.querySelector('main').append(new Image(9, 9))")
    found = " ".join(await findings(page))
    assert "image-alt" in found


async def test_a_figure_shows_its_fields_to_keyboard_and_pointer(page: Page, room: Newsroom) -> None:
    """Tab reaches a marked number, and so does the pointer; its note, hidden before, then says who says so."""
    await open_view(page, room, "article")
    note = page.locator(".body .noted:has(a.m-number) .note").first
    assert not await note.is_visible()
    await press_tab_until(page, f"{FOCUSED}.matches('.body a.m-number')")
    await note.wait_for(state="visible")
    assert (await note.inner_text()).strip()
    await page.locator("h1").click(position={"x": 0, "y": 0})
    await note.wait_for(state="hidden")
    await page.locator(".body a.m-number").first.hover()
    await note.wait_for(state="visible")


async def test_the_keyboard_leads_from_a_step_of_the_toll_to_its_words(page: Page, room: Newsroom) -> None:
    """Tab reaches the steps in the chart; Enter shows the words of that step, and marks it in the chart."""
    await open_view(page, room, "incident")
    steps = page.locator(".chart a[href^='#step-']")
    assert await steps.count() > 1
    await press_tab_until(page, f"{FOCUSED}.matches('.chart a')")
    target = await page.evaluate(f"{FOCUSED}.getAttribute('href')")
    await page.keyboard.press("Enter")
    await page.wait_for_url(f"**{target}")
    assert await page.locator(f"[id='{target[1:]}'] a[href^='/articles/']").count() == 1
    await page.locator(f".chart a.is-current[href='{target}']").wait_for()


async def test_the_keyboard_skips_to_the_text(page: Page, room: Newsroom) -> None:
    """The first thing that Tab reaches leads past the bar."""
    await open_view(page, room, "incidents")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    assert await page.evaluate(f"{FOCUSED}.id") == "main"


async def test_an_editor_gets_from_the_map_to_the_words(page: Page, room: Newsroom) -> None:
    """Two clicks lead from the list beside the map to an incident, and from one of its steps to the article."""
    await open_view(page, room, "map")
    await page.locator(f"[data-key='{room.incident}'] a.title").click()
    await page.locator("#timeline").wait_for()
    await page.locator(f"#claims a[href='{room.article(room.item).removeprefix(room.address)}']").first.click()
    await page.locator("article.wire .body a.m-number").first.wait_for()


async def test_a_filter_is_an_address(page: Page, room: Newsroom) -> None:
    """The form of filters leads to an address that shows the incidents it selects."""
    await open_view(page, room, "incidents")
    await page.fill("input[name=q]", "earthquake")
    await page.locator("details.filters button.main").click()
    await page.wait_for_url("**q=earthquake**")
    keys = await page.locator("#list > li").evaluate_all("items => items.map(each => each.dataset.key)")
    assert room.incident in keys
    assert len(keys) < len(room.state.board)


async def test_a_wrong_filter_says_what_is_wrong(page: Page, room: Newsroom) -> None:
    """A filter that is not understood is a page that names it, not a list that shows too much."""
    answer = await page.request.get(f"{room.address}/?near=north")
    assert answer.status == 400
    text = await answer.text()
    assert "near" in text
    assert "latitude and longitude" in text


async def test_dead_letters_are_searched(page: Page, room: Newsroom) -> None:
    """The search of dead letters keeps those in which the words stand."""
    await open_view(page, room, "dead")
    assert await page.locator("#list > li").count() == room.state.dead.total
    await page.fill("input[name=q]", "no such words")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**q=no**")
    assert await page.locator("#list > li").count() == 0


async def test_a_letter_is_put_back_with_the_token_alone(page: Page, room: Newsroom) -> None:
    """Without the token there is no button; after signing in there is, and it puts the record back once."""
    await open_view(page, room, "letter")
    assert await page.locator("form[action$='/replay']").count() == 0
    await page.goto(address_of(room, "login"))
    await page.fill("input[name=token]", room.token)
    await page.locator("form:has(input[name=token]) button").click()
    await page.wait_for_url(f"{room.address}/")
    await open_view(page, room, "letter")
    await page.locator("form[action$='/replay'] button").click()
    await page.locator("header.lead").get_by_text("put back", exact=False).first.wait_for()
    assert len(room.state.dead.replayed) == 1
