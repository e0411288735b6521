"""What is live of an item."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from streams.publication import Published, publish, withdraw


@given(st.permutations([1, 2, 3, None]))
def test_a_withdrawn_item_has_nothing_live_whatever_the_order(order: list[int | None]) -> None:
    """Once an item is taken back, no version of it is live, whichever came when."""
    known: Published | None = None
    live: int | None = None
    for version in order:
        if version is None:
            known = withdraw(known, language=None, story="s")
            live = None
            continue
        decided = publish(known, version, language="en", story="s")
        known = decided.kept
        live = version if decided.live else live
    assert live is None


@given(st.permutations([("v", 1), ("v", 2), ("w", 2), ("v", 3)]))
def test_a_withheld_item_is_live_again_with_a_newer_version_only(order: list[tuple[str, int]]) -> None:
    """A withhold takes back the versions up to its own, whichever came when."""
    known: Published | None = None
    for kind, version in order:
        if kind == "w":
            known = withdraw(known, language=None, story="s", upto=version)
        else:
            known = publish(known, version, language="en", story="s").kept
    assert known is not None
    assert (known.live, known.version) == (True, 3)
    assert publish(known, 2, language="en", story="s").retracted
    assert not withdraw(known, language=None, story=None, upto=3).live
    assert not withdraw(known, language=None, story=None).live


@given(st.permutations([1, 2, 3]))
def test_the_highest_version_is_live_whatever_the_order(order: list[int]) -> None:
    """(version) decides, never arrival."""
    known: Published | None = None
    live = 0
    for version in order:
        decided = publish(known, version, language="en", story="s")
        known = decided.kept
        live = version if decided.live else live
    assert live == 3


def test_the_same_version_again_is_live_again() -> None:
    """A redelivery sends the same."""
    first = publish(None, 4, language="en", story="s")
    assert publish(first.kept, 4, language="en", story="s").live


def test_what_is_remembered_survives_the_state() -> None:
    """Bytes and back."""
    kept = withdraw(Published(4, "en", "s"), language="fr", story=None)
    assert Published.from_bytes(kept.to_bytes()) == kept
    assert kept.language == "en"
