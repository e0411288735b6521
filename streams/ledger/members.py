"""The items of an incident: what is remembered of each, and which word on an item counts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from schemas import LinkAction, LinkedClaims, Member, Role, SignaturePlace
from streams.ledger.statement import totals_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from schemas import Claim

MAX_OLDER: Final = 8
"""Older versions of an item that are known when they come again."""
MAX_MEMBERS: Final = 500
"""Items that an incident remembers: the newest, those taken before those live before copies."""
MAX_HEADLINE: Final = 200
DATED_FROM: Final = date(1971, 1, 1)
"""A clock that stands at zero says 1970: no article is as old, and no day that is found by such a date is known."""
FINAL: Final = frozenset({"killed"})
"""Reasons for which nothing of an item comes back, whatever its version; a withheld one comes back with a newer."""


def member_of(claims: LinkedClaims) -> Member:
    """Return what an incident remembers of the item that claims are of."""
    provenance = claims.provenance
    taken = claims.action is LinkAction.TAKE or (claims.action is LinkAction.MENTION and claims.reason is not None)
    return Member(
        item_key=provenance.item_key,
        version=provenance.version,
        source=provenance.source,
        story_id=claims.story_id,
        received=provenance.received,
        copy_of=claims.copy_of if claims.action is LinkAction.CARRY else None,
        correction=claims.correction,
        taken=(claims.reason or "superseded") if taken else None,
        headline=claims.headline[:MAX_HEADLINE] if claims.headline and not taken else None,
        published=provenance.published,
        place=None if taken else _main_place(claims),
        moved_to=claims.moved_to,
        decided=claims.decided,
    )


def _main_place(claims: LinkedClaims) -> SignaturePlace | None:
    """Return where it happened: the scene, else the place of a total, else the place with a point named most."""
    if claims.scene is not None:
        return SignaturePlace.of_scene(claims.scene)
    where = {
        figure.place.geonames or figure.place.text.casefold()
        for figure in claims.figures
        if figure.role is Role.TOTAL and figure.place is not None
    }
    return max(
        claims.places,
        key=lambda place: (
            (place.geonames or place.name.casefold()) in where,
            place.lat is not None,
            place.geonames is not None,
            place.count,
        ),
        default=None,
    )


def decides(new: Member, old: Member | None) -> bool:
    """Return whether the new word on an item counts beside the one on the books."""
    if old is None:
        return True
    if old.taken in FINAL:
        return new.taken in FINAL and new.version < old.version
    if new.taken in FINAL:
        return True
    if new.version != old.version:
        return new.version > old.version
    if _may_return(old) and _may_return(new) and new.decided != old.decided:
        return (new.decided or 0) > (old.decided or 0)
    return new.taken is not None and old.taken is None


def _may_return(member: Member) -> bool:
    """Return whether the item is live, or was moved: a version that was withheld comes back with no decision."""
    return member.taken in {None, "moved"}


def with_older(new: Member, old: Member | None) -> Member:
    """Return the member that decides of the two, with the versions that were put to the incident before."""
    if old is None:
        return new
    last = new if decides(new, old) else old
    versions = {version for version in (new.version, old.version, *old.older) if version < last.version}
    return last.model_copy(
        update={"older": tuple(sorted(versions, reverse=True)[:MAX_OLDER]), "least": old.least},
    )


def with_least(member: Member, older: Iterable[Claim]) -> Member:
    """Return the member with the smallest numbers that it gave before, also those of these claims."""
    least = dict(member.least)
    for claim, bounds in totals_of(older):
        kind = claim.figure.kind.value
        if bounds.best > 0:
            least[kind] = min(bounds.best, least.get(kind, bounds.best))
    return member if least == member.least else member.model_copy(update={"least": dict(sorted(least.items()))})


def in_receipt(member: Member) -> tuple[float, str]:
    """Return where an item stands in the order of receipt. Seconds compare faster than times with their zones."""
    return (member.received.timestamp(), member.item_key)


def came_at(article: Member | Claim) -> datetime:
    """Return when an article came out, as far as it says so: a date up to 1970 is what software writes for none."""
    published = article.published
    return article.received if published is None or published.date() < DATED_FROM else published


def member_rank(member: Member) -> tuple[bool, bool, float, str]:
    """Return where an item stands among those to be remembered; the last is forgotten first."""
    return (member.taken is None, member.copy_of is not None, -member.received.timestamp(), member.item_key)


def by_receipt(members: Iterable[Member]) -> tuple[Member, ...]:
    """Return members in the order of receipt."""
    return tuple(sorted(members, key=in_receipt))
