"""What an editor meets on a bad day: very long incidents, places without coordinates, a broker that is away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from schemas import SignaturePlace, encode
from streams.desk.entry import entry_of, pack
from streams.ops.desk.service import serving
from tests.desk_browser.axe import findings
from tests.streams.incidents.conftest import change, claim, toll
from tests.streams.ops.desk.desks import AT, desk_with, incident

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Page

    from schemas import Incident
    from streams.ops.desk.state import DeskState

CLAIMS = 250
"""As many as an incident keeps."""
CHANGES = 60
PHONE = 360
MOST_ELEMENTS = 6_000
"""Of its page. One of 5,000 is loaded and scrolled without a task of over 50 ms, on a machine that is busy."""


def long_incident() -> Incident:
    """Return an incident with 250 claims of 50 speakers and a toll that rose 60 times."""
    claims = [claim(f"afn/{number}", number + 1, says=f"governor {number % 50}") for number in range(CLAIMS)]
    history = [
        change(number, number or None, number + 1, "rose" if number else "appeared") for number in range(CHANGES)
    ]
    tolls = {"killed": toll(CHANGES, f"afn/{CHANGES - 1}#f0")}
    return incident("afn/long", claims=claims, history=history, tolls=tolls, claim_count=3 * CLAIMS)


@pytest.fixture
async def opened(page: Page) -> AsyncIterator[tuple[Page, DeskState, str]]:
    """Run a desk with a long incident and one without coordinates; yield page, desk and address."""
    nowhere = incident("sea/nowhere", place=SignaturePlace(name="the northern shore"))
    state = desk_with(long_incident(), nowhere, desk_port=0)
    async with serving(state) as address:
        yield page, state, address.rstrip("/")
        await page.goto("about:blank")  # a desk that stops is an error to a page that listens


async def test_an_incident_of_250_claims_is_whole(opened: tuple[Page, DeskState, str]) -> None:
    """All claims and steps are on the page, also on a phone, in so few elements that it scrolls smoothly."""
    page, _, address = opened
    await page.set_viewport_size({"width": PHONE, "height": 900})
    await page.goto(f"{address}/incidents/afn%2Flong")
    assert await page.locator("#claims .claims > li").count() == CLAIMS
    assert await page.locator(".chart a").count() == CHANGES
    assert "750" in await page.locator("#claims").inner_text()
    assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE
    assert await findings(page) == []
    assert await page.evaluate("document.getElementsByTagName('*').length") < MOST_ELEMENTS


async def test_a_place_without_coordinates_is_on_the_list_beside_the_map(opened: tuple[Page, DeskState, str]) -> None:
    """An incident that the map can't show stands beside it by name, without a button that would lead nowhere."""
    page, _, address = opened
    await page.goto(f"{address}/map")
    place = page.locator("[data-key='sea/nowhere']")
    assert "the northern shore" in await place.inner_text()
    assert await place.locator("button.show").count() == 0
    assert "1 incident of this page has no coordinates" in await page.locator("#none").inner_text()
    await page.goto(f"{address}/incidents/sea%2Fnowhere")
    assert "the northern shore" in await page.locator("#lead").inner_text()


async def test_a_broker_that_is_away_is_said_and_takes_nothing_away(opened: tuple[Page, DeskState, str]) -> None:
    """An open page says that the broker is away and why, and keeps its incidents; when it is back, the words go."""
    page, state, address = opened
    await page.goto(address)
    await page.locator("#state[data-state=live]").wait_for()
    state.condition.away("connection refused", AT)
    state.tell_condition()
    await page.locator("#broker", has_text="connection refused").wait_for()
    assert await page.locator("#list > li").count() == len(state.board)
    assert await findings(page) == []
    state.condition.live(AT)
    state.tell_condition()
    await page.locator("#broker .notice").wait_for(state="detached")


async def test_an_incident_that_is_open_says_that_the_broker_is_away(opened: tuple[Page, DeskState, str]) -> None:
    """The page of one incident says it as well, and shows a change that comes afterwards."""
    page, state, address = opened
    await page.goto(f"{address}/incidents/sea%2Fnowhere")
    await page.locator("#state[data-state=live]").wait_for()
    state.condition.away("connection refused", AT)
    state.tell_condition()
    await page.locator("#broker", has_text="connection refused").wait_for()
    state.condition.live(AT)
    state.tell_condition()
    changed = incident("sea/nowhere", 77)
    state.put_incident(entry_of(changed, pack(encode(changed))))
    await page.locator("#lead", has_text="77").wait_for()
    await page.locator("#broker .notice").wait_for(state="detached")


async def test_a_page_of_no_incident_says_so(opened: tuple[Page, DeskState, str]) -> None:
    """An address of an incident that is gone is an error in words, with a way back."""
    page, _, address = opened
    answer = await page.request.get(f"{address}/incidents/gone")
    assert answer.status == 404
    text = await answer.text()
    assert "There is no incident with this id" in text
    assert 'href="/"' in text
