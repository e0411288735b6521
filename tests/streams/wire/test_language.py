"""Language tags as items state them."""

from __future__ import annotations

import pytest

from streams.wire.language import language_tag


@pytest.mark.parametrize(
    ("stated", "tag"),
    [
        ("en", "en"),
        ("nb_NO", "nb-NO"),
        ("eng", "en"),
        ("GER-at", "de-at"),
        ("fra", "fr"),
        ("haw", "haw"),
        ("English", None),
        ("", None),
        (None, None),
    ],
)
def test_tags(stated: str | None, tag: str | None) -> None:
    """A tag has its shortest code: of three letters only where there is none of two."""
    assert language_tag(stated) == tag
