"""The built files that are committed. Whether a build gives the same is checked by `make ui-check`."""

from __future__ import annotations

import re
from hashlib import sha256

from streams.desk.catalogue import catalogue
from streams.desk.pages import STATIC
from streams.desk.pages.assets import manifest, static_address

OURS = ("icon.svg", "map-worker.js", "maplibre-gl.js", "world.json", "world.svg")
PAGE_BYTES = 40_000
"""What a page without the map loads: read on a phone in the field."""
ALL_BYTES = 2_300_000


def test_each_file_that_a_page_names_is_there() -> None:
    """A page without its style sheet is found here, not in a newsroom."""
    for name, file in manifest().items():
        assert (STATIC / file).is_file(), name
        assert static_address(name) == f"/static/{file}"


def test_a_name_has_the_hash_of_what_is_in_the_file() -> None:
    """Browsers keep it for a year."""
    for name in OURS:
        content = (STATIC / manifest()[name]).read_bytes()
        assert f"-{sha256(content).hexdigest()[:8].upper()}." in manifest()[name]


def test_scripts_have_the_strings_of_the_catalogue() -> None:
    """They are put in when the scripts are built."""
    built = "".join(path.read_text() for path in STATIC.glob("*.js") if path.stat().st_size < PAGE_BYTES)
    for key, text in catalogue().items():
        if key.startswith("script."):
            assert text in built.replace('\\"', '"'), key


def test_our_scripts_read_no_text_as_html() -> None:
    """Text of a wire is set as text; nothing is evaluated."""
    built = "".join(path.read_text() for path in STATIC.glob("*.js") if path.stat().st_size < PAGE_BYTES)
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|srcdoc", built)


def test_what_is_loaded_is_small() -> None:
    """The map alone needs MapLibre."""
    sizes = {path.name: path.stat().st_size for path in STATIC.iterdir()}
    assert sizes[manifest()["desk.js"]] + sizes[manifest()["desk.css"]] < PAGE_BYTES
    assert sum(sizes.values()) < ALL_BYTES


def test_the_base_map_names_no_address() -> None:
    """No tiles, no letters from elsewhere."""
    for name in ("world.json", "world.svg"):
        text = (STATIC / manifest()[name]).read_text().replace("http://www.w3.org/2000/svg", "")
        assert "http" not in text


def test_licences_of_what_is_built_in_are_beside_it() -> None:
    """They ask for it."""
    text = (STATIC / "licences.txt").read_text()
    for name in ("maplibre-gl", "topojson-client", "world-atlas"):
        assert re.search(rf"^{name} [0-9.]+ \(", text, re.MULTILINE)
