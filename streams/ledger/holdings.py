"""The claims of an incident in memory: by item, by story, and in the order of receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from streams.ledger import claims as limits
from streams.ledger.claims import claim_rank, in_receipt
from streams.ledger.grouped import drop
from streams.ledger.ordered import Ordered
from streams.ledger.summary import Days

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from schemas import Claim


class Holdings:
    """The claims that an incident keeps, at most `MAX_CLAIMS`."""

    def __init__(self, claims: Iterable[Claim] = ()) -> None:
        self._items: dict[str, Ordered[Claim]] = {}
        self._stories: dict[str, dict[str, None]] = {}
        self._ranked: Ordered[Claim] = Ordered(claim_rank)
        self.in_order: Ordered[Claim] = Ordered(in_receipt)
        """All claims in the order of receipt."""
        self.days = Days()
        """The days that they name."""
        for claim in claims:
            self._enter(claim)

    def of(self, item_key: str) -> Sequence[Claim]:
        """Return the claims of an item, in the order of their figures."""
        return tuple(self._items.get(item_key, ()))

    def of_story(self, story_id: str) -> list[Claim]:
        """Return the claims of a story."""
        return [claim for item_key in self._stories.get(story_id, ()) for claim in self._items[item_key]]

    def named(self, claim_id: str) -> Claim | None:
        """Return the claim of an id by which tolls name claims, or None where it is not kept."""
        item_key, _, figure_id = claim_id.rpartition("#")
        return next((claim for claim in self._items.get(item_key, ()) if claim.figure.id == figure_id), None)

    def replace(self, item_key: str, claims: Iterable[Claim]) -> list[Claim]:
        """Put the claims of an item in place of those that it had, and return all that came or went.

        Where there are too many then, those that count least go.
        """
        before, now = self.of(item_key), tuple(claims)
        for claim in before:
            self._leave(claim)
        for claim in now:
            self._enter(claim)
        changed = [*before, *now]
        while len(self.in_order) > limits.MAX_CLAIMS:
            changed.append(self._ranked[-1])
            self._leave(self._ranked[-1])
        return changed

    def _enter(self, claim: Claim) -> None:
        self.in_order.add(claim)
        self._ranked.add(claim)
        self.days.add(claim)
        self._items.setdefault(claim.item_key, Ordered(in_receipt)).add(claim)
        self._stories.setdefault(claim.story_id, {})[claim.item_key] = None

    def _leave(self, claim: Claim) -> None:
        self.in_order.remove(claim)
        self._ranked.remove(claim)
        self.days.remove(claim)
        own = self._items[claim.item_key]
        own.remove(claim)
        if not own:
            del self._items[claim.item_key]
            drop(self._stories, claim.story_id, claim.item_key)
