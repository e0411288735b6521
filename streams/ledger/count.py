"""The claims of an incident by kind of victim, in the forms in which the rules of the toll ask for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from schemas import Role
from streams.ledger.grouped import drop
from streams.ledger.lowered import claims_against
from streams.ledger.standing import Standing
from streams.ledger.statement import Statement, bounds_of, statements_of_item, totals_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from datetime import datetime

    from schemas import Claim


@dataclass(frozen=True, slots=True)
class ItemCount:
    """What one article says of one kind."""

    claims: tuple[Claim, ...]
    statements: tuple[Statement, ...]
    against: tuple[Claim, ...]
    """Claims that deny a number or lower the count."""
    has_total: bool
    least: frozenset[int]
    """Lower ends of its totals, as the figures have them."""
    closed: frozenset[int]
    """Numbers of its totals that have an upper end."""
    mentioned: frozenset[int]
    """Numbers with an upper end of all that it claims, parts and denied numbers too."""
    part: tuple[int, Claim] | None
    """The largest part of a total, or of what no total of the article counts, and its number."""

    @property
    def received(self) -> datetime:
        """When the article came."""
        return self.claims[0].received


def item_count(claims: Iterable[Claim]) -> ItemCount:
    """Return what an article says of one kind; its claims are all of that kind."""
    own = tuple(claims)
    totals = [claim for claim in own if claim.figure.role is Role.TOTAL]
    return ItemCount(
        claims=own,
        statements=statements_of_item(own),
        against=tuple(claims_against(own)),
        has_total=bool(totals),
        least=frozenset(least for claim in totals if (least := claim.figure.min) is not None),
        closed=frozenset(bounds.best for _, bounds in totals_of(own) if bounds.high is not None),
        mentioned=frozenset(
            bounds.best for claim in own if (bounds := bounds_of(claim.figure)) is not None and bounds.high is not None
        ),
        part=_largest_part(own),
    )


def _largest_part(claims: Sequence[Claim]) -> tuple[int, Claim] | None:
    """Return the largest part that bounds the toll from below; a part of something else bounds nothing."""
    totals = {claim.figure.id for claim in claims if claim.figure.role is Role.TOTAL}
    parts = [
        (bounds.low, claim.figure.id, claim)
        for claim in claims
        if claim.figure.role is Role.SUBSET
        and (claim.figure.subset_of is None or claim.figure.subset_of in totals)
        and (bounds := bounds_of(claim.figure)) is not None
        and bounds.low > 0
    ]
    if not parts:
        return None
    low, _, claim = max(parts, key=lambda part: part[:2])
    return low, claim


_Items = dict[int, dict[str, None]]
"""Items by number."""


class Count:
    """The claims of one kind by item, with the items by their numbers; kept up to date item by item."""

    def __init__(self, kind: str, claims: Iterable[Claim] = ()) -> None:
        self.items: dict[str, ItemCount] = {}
        self.standing = Standing(kind)
        self._least: _Items = {}
        self._closed: _Items = {}
        self._mentioned: _Items = {}
        self._parts: dict[str, tuple[int, Claim]] = {}
        for item_key, own in by_item(claims).items():
            self.replace(item_key, own)

    def replace(self, item_key: str, claims: Sequence[Claim]) -> None:
        """Put an item's claims of the kind in place of those that it had."""
        before = self.items.pop(item_key, None)
        if before is not None:
            self._leave(item_key, before)
        if claims:
            self._enter(item_key, item_count(claims))

    @property
    def claims(self) -> list[Claim]:
        """The claims of all items."""
        return [claim for item in self.items.values() for claim in item.claims]

    @property
    def numbers(self) -> Iterable[int]:
        """The numbers of totals with an upper end."""
        return self._closed.keys()

    @property
    def part(self) -> tuple[int, Claim] | None:
        """The largest part, which the toll is not below."""
        key = max(self._parts, key=lambda key: (self._parts[key][0], key), default=None)
        return None if key is None else self._parts[key]

    def having(self, number: int) -> Collection[str]:
        """Return the items with a total of the number that has an upper end."""
        return self._closed.get(number, {}).keys()

    def stating(self, number: int) -> set[str]:
        """Return the items with a total that is this number, or at least this number."""
        return set(self._least.get(number, ()))

    def latest_of(self, number: int) -> datetime | None:
        """Return when the newest item came that claims the number in any role."""
        return max((self.items[key].received for key in self._mentioned.get(number, ())), default=None)

    def _enter(self, item_key: str, item: ItemCount) -> None:
        self.items[item_key] = item
        self.standing.add(item.statements, item.against)
        for numbers, index in self._indexes(item):
            for number in numbers:
                index.setdefault(number, {})[item_key] = None
        if item.part is not None:
            self._parts[item_key] = item.part

    def _leave(self, item_key: str, item: ItemCount) -> None:
        self.standing.remove(item.statements, item.against)
        for numbers, index in self._indexes(item):
            for number in numbers:
                drop(index, number, item_key)
        self._parts.pop(item_key, None)

    def _indexes(self, item: ItemCount) -> Iterator[tuple[frozenset[int], _Items]]:
        yield item.least, self._least
        yield item.closed, self._closed
        yield item.mentioned, self._mentioned


def by_item(claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    """Return claims by their item."""
    items: dict[str, list[Claim]] = {}
    for claim in claims:
        items.setdefault(claim.item_key, []).append(claim)
    return items


def by_kind(claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    """Return claims by their kind."""
    kinds: dict[str, list[Claim]] = {}
    for claim in claims:
        kinds.setdefault(claim.figure.kind.value, []).append(claim)
    return kinds


class Counts:
    """The counts of all kinds."""

    def __init__(self, claims: Iterable[Claim] = ()) -> None:
        self._kinds = {kind: Count(kind, own) for kind, own in by_kind(claims).items()}
        self._nobody = Count("")

    def __iter__(self) -> Iterator[str]:
        return iter(self._kinds)

    def __contains__(self, kind: object) -> bool:
        return kind in self._kinds

    def of(self, kind: str) -> Count:
        """Return the count of a kind, an empty one where no claim is of it."""
        return self._kinds.get(kind, self._nobody)

    def replace(self, item_key: str, claims: Iterable[Claim]) -> set[str]:
        """Put an item's claims in place of those that it had, and return the kinds that this touches."""
        now = by_kind(claims)
        touched = {kind for kind, count in self._kinds.items() if item_key in count.items} | now.keys()
        for kind in touched:
            if kind not in self._kinds:
                self._kinds[kind] = Count(kind)
            self._kinds[kind].replace(item_key, now.get(kind, ()))
            if not self._kinds[kind].items:
                del self._kinds[kind]
        return touched
