"""What axe finds on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from axe_playwright_python.async_playwright import Axe

if TYPE_CHECKING:
    from playwright.async_api import Page

GRAVE: Final = frozenset({"serious", "critical"})


async def findings(page: Page) -> list[str]:
    """Return what axe finds serious, with the elements."""
    results: dict[str, Any] = (await Axe().run(page, options={"resultTypes": ["violations"]})).response
    return [
        f"{each['id']}: {each['help']}: {[node['html'][:160] for node in each['nodes'][:3]]}"
        for each in results["violations"]
        if each["impact"] in GRAVE
    ]
