"""Pictures of the pages for the documents: `make screenshots` keeps what this test makes."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from tests.desk_browser.views import open_view

if TYPE_CHECKING:
    from playwright.async_api import Page

    from tests.desk_browser.newsroom import Newsroom

PNG = b"\x89PNG\r\n\x1a\n"
MOST_BYTES = 300_000
"""Of a picture: it is in the repository."""
PHONE = 360
DESK = 1_100
PICTURES: dict[str, tuple[str, int, Literal["light", "dark"]]] = {
    "desk-incidents": ("incidents", DESK, "light"),
    "desk-dead-letter": ("letter", DESK, "light"),
    "desk-phone": ("incidents", PHONE, "dark"),
}
"""By name: view, width, and colours."""
FOLDER = os.environ.get("DESK_SCREENSHOTS")


@pytest.mark.parametrize("name", PICTURES)
async def test_a_picture_is_made(page: Page, room: Newsroom, tmp_path: Path, name: str) -> None:
    """Each picture of the documents can be made, and is small."""
    view, width, scheme = PICTURES[name]
    folder = Path(FOLDER) if FOLDER else tmp_path
    folder.mkdir(parents=True, exist_ok=True)
    await page.set_viewport_size({"width": width, "height": 760})
    await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    await open_view(page, room, view)
    picture = await page.screenshot(path=folder / f"{name}.png")
    assert picture.startswith(PNG)
    assert len(picture) < MOST_BYTES
