"""One incident's book: which items count, what they claim, and how its tolls changed."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from schemas import (
    CasualtyAlert,
    Claim,
    DeniedNumber,
    Incident,
    Kind,
    LinkAction,
    LinkedClaims,
    Member,
    Toll,
)
from streams.ledger.alert import alerts_of
from streams.ledger.attribution import speaker_of
from streams.ledger.changes import changes_of
from streams.ledger.claims import claims_of
from streams.ledger.count import Counts
from streams.ledger.denials import denied_by, newest_denied, withdrawn_in_stories
from streams.ledger.history import History
from streams.ledger.holdings import Holdings
from streams.ledger.members import came_at, decides, member_of, with_least, with_older
from streams.ledger.membership import Membership
from streams.ledger.related import with_mention, with_relations
from streams.ledger.summary import title_of
from streams.ledger.toll import TOGETHER, tolls_of
from streams.proportion import LEAP

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

UNHEARD_OF: Final = 1_000_000
"""Victims of one event from which on a second speaker must vouch for the number: no single event of the last fifty
years killed or hurt so many. Floods and wars do drive out more."""
MAX_BASIS: Final = 24
"""Claims that a toll names as those that it rests on; every change of a toll repeats them."""


def apply(incident: Incident | None, claims: LinkedClaims) -> tuple[Incident, list[CasualtyAlert]]:
    """Return the incident with the claims put to it, carried to it or taken from it, and the alerts that this raises.

    `incident` is None for the first claims of an incident. For many claims one after another, keep a `Book`.
    """
    book = Book(incident or new_incident(claims))
    alerts = book.enter(claims)
    return book.whole(), alerts


def new_incident(claims: LinkedClaims) -> Incident:
    """Return the incident to which claims are the first, before they are entered."""
    return Incident(incident_id=claims.incident_id, language=claims.language, updated=claims.provenance.received)


class Book:
    """An incident in memory, with what its rules ask for kept up to date: a claim costs what it changes.

    An error in the middle of an entry leaves the book useless; whoever keeps one reads it again then.
    """

    def __init__(self, incident: Incident) -> None:
        self.incident = incident.model_copy(update={"history": ()})
        """The incident as it is now, without its history: a new value after each change."""
        self.history = History(incident.history)
        self.members = Membership(incident.members)
        self.holdings = Holdings(incident.claims)
        self._counts = Counts(incident.claims)
        self._withdrawn: dict[str, list[DeniedNumber]] = {}
        self._withdraw({member.story_id for member in incident.members})
        self.touched: set[str] = set()
        """Items that changed since the book was made, or since whoever keeps it cleared this."""
        self.changes: list[bytes] = []
        """Changes of tolls, encoded, under the same condition."""
        self.incident = self.incident.model_copy(update=self._listing())

    def whole(self) -> Incident:
        """Return the incident as it is now, with its history."""
        return self.incident.model_copy(update={"history": self.history.all()})

    def enter(self, claims: LinkedClaims) -> list[CasualtyAlert]:
        """Put claims to the incident, carry them to it or take them from it, and return the alerts that this raises.

        An item that only names the incident raises none.

        The newest version of an item decides, and a kill decides for good, in whatever order they arrive; entered once
        more, the claims change nothing and give the same alerts again as long as the history reaches back to them.
        """
        if self.incident.language == "und" != claims.language:
            self.incident = self.incident.model_copy(update={"language": claims.language})
        if claims.action is LinkAction.MENTION:
            self.incident = with_mention(self.incident, claims)
            return []
        self.incident = with_relations(self.incident, claims)
        member = member_of(claims)
        known = self.members.get(member.item_key)
        held = self.holdings.of(member.item_key)
        denied = denied_by(self.incident.denied, held, member, known, claims)
        counts, last = decides(member, known), with_older(member, known)
        if known is not None:
            last = with_least(last, _earlier(claims, held, member, known, counts=counts))
        if counts or denied != self.incident.denied or last != known:
            left = self.members.put(last)
            changed = self._replace(last, left, claims if counts else None)
            items: list[Member | Claim] = [last, *left, *changed]
            self._withdraw({each.story_id for each in items})
            self.touched.update(each.item_key for each in items)
            withdrawn = chain(denied, *self._withdrawn.values())
            self._settle(claims, {each.item_key for each in items}, newest_denied(withdrawn))
        return alerts_of(self.incident, self.history, claims)

    def _replace(self, last: Member, left: Iterable[Member], claims: LinkedClaims | None) -> list[Claim]:
        """Replace an item's claims, drop those of forgotten items, and return what came or went."""
        changed: list[Claim] = []
        for gone in left:
            if self.members.get(gone.item_key) is None:
                changed += self.holdings.replace(gone.item_key, ())
        if claims is not None and self.members.get(last.item_key) is not None:
            own = claims_of(claims) if claims.action is LinkAction.PUT else ()
            changed += self.holdings.replace(last.item_key, self._with_outlets(last.item_key, own))
        for carried in {member.copy_of for member in (last, *left) if member.copy_of is not None}:
            held = self.holdings.of(carried)
            changed += self.holdings.replace(carried, self._with_outlets(carried, held)) if held else ()
        return changed

    def _with_outlets(self, item_key: str, claims: Iterable[Claim]) -> list[Claim]:
        """Return claims of an item with the outlets that carry a live copy of it."""
        outlets = self.members.outlets_of(item_key)
        return [
            claim if claim.outlets == outlets else claim.model_copy(update={"outlets": outlets}) for claim in claims
        ]

    def _withdraw(self, stories: Iterable[str]) -> None:
        """Find the numbers that corrections withdraw from other items of their story, for some stories."""
        for story_id in stories:
            corrections = self.members.corrections_in(story_id)
            self._withdrawn.pop(story_id, None)
            if corrections:
                self._withdrawn[story_id] = withdrawn_in_stories(corrections, self.holdings.of_story(story_id))

    def _settle(self, claims: LinkedClaims, items: Iterable[str], denied: tuple[DeniedNumber, ...]) -> None:
        now = self._tolls(items, denied)
        changes = changes_of(self.incident, self.history, now, claims, self.holdings.in_order)
        self.changes += map(self.history.add, changes)
        start, end = self._period()
        self.incident = self.incident.model_copy(
            update={
                "title": title_of(now, self.members),
                **self._listing(),
                "place": self.members.places.best(),
                "start": start,
                "end": end,
                "tolls": now,
                "denied": denied,
                "updated": self.members.in_order[-1].received,
            }
        )

    def _listing(self) -> dict[str, tuple[Any, ...]]:
        """Return what an incident lists: claims and items in the order of receipt, stories and outlets."""
        claims, members = tuple(self.holdings.in_order), tuple(self.members.in_order)
        return {"claims": claims, "members": members, **self.members.listing()}

    def _period(self) -> tuple[date | None, date | None]:
        came = self.members.came
        return self.holdings.days.period(came_at(came[0]), came_at(came[-1])) if came else (None, None)

    def _tolls(self, items: Iterable[str], denied: tuple[DeniedNumber, ...]) -> dict[str, Toll]:
        """Return the tolls now that some items have changed; those of kinds that they do not claim are kept.

        The dead, the hurt and all victims are decided on together, and so are the missing and the trapped.
        """
        kinds = {kind for item_key in items for kind in self._counts.replace(item_key, self.holdings.of(item_key))}
        if denied != self.incident.denied:
            kinds.update(self._counts)
        for together in TOGETHER:
            if kinds & together:
                kinds |= together
        kept = {kind: toll for kind, toll in self.incident.tolls.items() if kind in self._counts and kind not in kinds}
        fresh = tolls_of(self._counts, sorted(kind for kind in kinds if kind in self._counts), denied)
        plausible = {kind: self._with_doubt(kind, _bounded(toll)) for kind, toll in fresh.items()}
        return dict(sorted({**kept, **plausible}.items()))

    def _with_doubt(self, kind: str, toll: Toll) -> Toll:
        """Return the toll, flagged where nobody should believe it unseen.

        It leaps from what all items that it rests on said in an older version, or one speaker alone gives so many.
        """
        items = (self.members.get(name.rpartition("#")[0]) for name in toll.basis)
        least = [item.least.get(kind) for item in items if item is not None]
        leaps = bool(least) and all(number is not None and toll.best >= LEAP * number for number in least)
        return toll.model_copy(update={"implausible": True}) if leaps or self._is_beyond_belief(kind, toll) else toll

    def _is_beyond_belief(self, kind: str, toll: Toll) -> bool:
        if kind == Kind.DISPLACED or toll.best < UNHEARD_OF:
            return False
        return len({speaker_of(claim) for name in toll.basis if (claim := self.holdings.named(name))}) == 1


def _earlier(
    claims: LinkedClaims, held: Iterable[Claim], member: Member, known: Member, *, counts: bool
) -> Iterable[Claim]:
    """Return the claims that do not count beside the other word on the item: those of the older version.

    Those of a version that was taken away count as earlier, too. When the version that replaces it comes, they are on
    the books no longer; without this, the same messages read once more would end differently.
    """
    if known.version != member.version:
        return held if counts else claims_of(claims)
    return (*held, *claims_of(claims)) if (known.taken is None) != (member.taken is None) else ()


def _bounded(toll: Toll) -> Toll:
    """Return the toll with at most `MAX_BASIS` claims: the newest, and the first, which gives the title."""
    if len(toll.basis) <= MAX_BASIS:
        return toll
    return toll.model_copy(update={"basis": (*toll.basis[: MAX_BASIS - 1], toll.basis[-1])})
