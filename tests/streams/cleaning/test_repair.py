"""Characters put right, and those that are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.cleaning.repair import repaired


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Iraqâ€™s army", "Iraq’s army"),
        ("cafÃ© in SÃ£o Paulo", "café in São Paulo"),
        ("AT&amp;T and Smith &#8217;s", "AT&T and Smith ’s"),
        ("of\ufb01cials", "officials"),
        ("a\u200bb\u202ec", "abc"),
        ("حلب\u200f، سوريا", "حلب، سوريا"),
        ("\u30ab\u3099\u30b9", "ガス"),
        ("two  spaces\u00a0here", "two spaces here"),
    ],
)
def test_repairs(line: str, expected: str) -> None:
    """Mojibake, entities, ligatures, marks without a glyph and odd spaces are put right."""
    assert repaired(line) == expected


@pytest.mark.parametrize(
    "line", ["“Curly” and ‘single’ – dashes — stay…", "Ärger in Zürich", "حلب، سوريا", "東京で地震", "می‌خواهم"]
)
def test_left_alone(line: str) -> None:
    """Typographic quotes, accents and other scripts are as they were."""
    assert repaired(line) == line


@given(st.text(max_size=80))
def test_repair_settles(line: str) -> None:
    """A repaired line has no space at its ends, no runs of space, and no line break."""
    fixed = repaired(line)
    assert fixed == " ".join(fixed.split())
