"""Pictures of the pages for the documents: `make screenshots` keeps what this test makes."""

from __future__ import annotations

import os
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from tests.desk_browser.png import PNG, chunk, chunks, compressed
from tests.desk_browser.views import open_view

if TYPE_CHECKING:
    from playwright.async_api import Page

    from tests.desk_browser.newsroom import Newsroom

MOST_BYTES = 200_000
"""Of a picture: it is in the repository."""
PHONE = 360
DESK = 1_100
PICTURES: dict[str, tuple[str, int, Literal["light", "dark"]]] = {
    "desk-incidents": ("incidents", DESK, "light"),
    "desk-map": ("map", DESK, "dark"),
    "desk-incident": ("incident", DESK, "light"),
    "desk-article": ("article", DESK, "light"),
    "desk-health": ("health", DESK, "light"),
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
    if view == "map":
        await page.locator("#map.is-drawn").wait_for()
    picture = compressed(await page.screenshot())
    assert len(picture) < MOST_BYTES
    (folder / f"{name}.png").write_bytes(picture)


def test_a_compressed_picture_has_the_same_points() -> None:
    """Compressing changes how the points are written, and none of them."""
    points = bytes(range(256)) * 64
    slow = PNG + chunk(b"IHDR", b"head") + chunk(b"IDAT", zlib.compress(points, 0)) + chunk(b"IEND", b"")
    small = compressed(slow)
    assert len(small) < len(slow)
    assert [(kind, zlib.decompress(data) if kind == b"IDAT" else data) for kind, data in chunks(small)] == [
        (b"IHDR", b"head"),
        (b"IDAT", points),
        (b"IEND", b""),
    ]
