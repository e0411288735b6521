"""Every page of the desk, as the sample wire fills it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote

if TYPE_CHECKING:
    from playwright.async_api import Page

    from tests.desk_browser.newsroom import Newsroom

VIEWS: Final = {
    "incidents": "/",
    "filtered": "/?kind=killed&min=10&sort=toll",
    "map": "/map",
    "incident": "/incidents/{incident}",
    "article": "/articles/{item}",
    "received": "/articles/{item}?received=1",
    "versions": "/articles/{item}?versions=1",
    "alerts": "/alerts",
    "health": "/health",
    "dead": "/dead",
    "letter": "/dead/{letter}",
    "login": "/login",
}

SHOWS: Final = {
    "incidents": "kyrgyz",
    "filtered": "kyrgyz",
    "map": "kyrgyz",
    "incident": "the emergencies ministry",
    "article": "earthquake",
    "received": "earthquake",
    "versions": "earthquake",
    "alerts": "death toll",
    "health": "intake",
    "dead": "intake",
    "letter": "intake",
    "login": "token",
}
"""By view: words of its text, in small letters."""


def address_of(room: Newsroom, view: str) -> str:
    """Return the address of a view."""
    letter = quote(next(iter(room.state.dead._held)), safe="")
    return room.address + VIEWS[view].format(
        incident=quote(room.incident, safe=""), item=quote(room.item, safe=""), letter=letter
    )


async def open_view(page: Page, room: Newsroom, view: str) -> None:
    """Open a view and wait until all of it is there: the map is drawn after the page."""
    await page.goto(address_of(room, view))
    if view == "map":
        await start_map(page)


async def start_map(page: Page) -> None:
    """Start the live map, as a reader does where there is no graphics card, and wait until it is there."""
    button = page.locator("#map .start")
    await page.locator("#map .start, #map canvas").first.wait_for(state="attached")
    if await button.count():
        await button.click()
    await page.locator("#map canvas").wait_for(state="attached")
