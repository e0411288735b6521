"""One incident's book: which items count, what they claim, and how its tolls changed."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from heapq import nsmallest
from operator import is_
from typing import TYPE_CHECKING, Final

from xxhash import xxh3_128_hexdigest

from schemas import (
    AlertCause,
    CasualtyAlert,
    Claim,
    DeniedNumber,
    Incident,
    LinkAction,
    Member,
    Role,
    SignaturePlace,
    TollChange,
)
from streams.ledger.statement import bounds_of
from streams.ledger.toll import tolls

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from schemas import CasualtyFigure, LinkedClaims, Scene, Toll

MAX_MEMBERS: Final = 500
"""Items that an incident remembers: the newest, those taken before those live before copies."""
MAX_CLAIMS: Final = 250
"""Claims that an incident keeps: totals before subsets before denied, the newest first."""
MAX_CLAIMS_AN_ITEM: Final = 12
MAX_DENIED: Final = 40
"""Withdrawn numbers that an incident keeps, the newest."""
MAX_HISTORY: Final = 200
MAX_HEADLINE: Final = 200
MAX_BEFORE: Final = timedelta(days=14)
"""A period further before the first article is that of something else."""
FIRST_REPORTS: Final = timedelta(hours=36)
"""Articles so soon after the first one name the day of the event rather than that of a new number."""
FINAL: Final = frozenset({"killed"})
"""Reasons for which nothing of an item comes back, whatever its version; a withheld one comes back with a newer."""
_COUNTED: Final = (Role.TOTAL, Role.SUBSET, Role.DENIED)


def apply(incident: Incident | None, claims: LinkedClaims) -> tuple[Incident, list[CasualtyAlert]]:
    """Return the incident with the claims put to it, carried to it or taken from it, and the alerts that this raises.

    The newest version of an item decides, and a kill decides for good, in whatever order they arrive; applied once
    more, the claims change nothing and give the same alerts again as long as the history reaches back to them.
    `incident` is None for the first claims of an incident.
    """
    book = incident or Incident(
        incident_id=claims.incident_id, language=claims.language, updated=claims.provenance.received
    )
    if book.language == "und" != claims.language:
        book = book.model_copy(update={"language": claims.language})
    members = {member.item_key: member for member in book.members}
    member = _member(claims)
    known = members.get(member.item_key)
    denied = _denied(book, member, known, claims)
    decides = _decides(member, known)
    if not decides and denied == book.denied:
        return book, _alerts_again(book, claims)
    held = list(book.claims)
    if decides:
        members[member.item_key] = member
        held = [claim for claim in held if claim.item_key != member.item_key]
        held += _claims_of(claims) if claims.action is LinkAction.PUT else []
    kept = _bounded_members(list(members.values()))
    held = _with_outlets(_bounded_claims(held), kept)
    denied = _bounded_denied((*denied, *_withdrawn_in_stories(kept, held)))
    book = _settle(book, claims, kept, held, denied)
    return book, _alerts_again(book, claims)


def _denied(book: Incident, new: Member, old: Member | None, claims: LinkedClaims) -> tuple[DeniedNumber, ...]:
    """Return the numbers that corrections withdrew, in whatever order the versions of the item arrive."""
    others = [number for number in book.denied if number.item_key != new.item_key]
    own = [number for number in book.denied if number.item_key == new.item_key]
    before, now = _totals_of(book.claims, new.item_key), _totals_of(_claims_of(claims), new.item_key)
    if new.taken is not None:
        own = []
    elif old is not None and old.taken is None and old.version < new.version and new.correction:
        own = [number for number in own if (number.kind, number.number) not in now]
        own += _withdrawn(before, now, new)
    elif old is not None and old.taken is None and old.version > new.version and old.correction:
        own += _withdrawn(now, before, old)
    return _bounded_denied((*others, *own))


def _bounded_denied(numbers: Iterable[DeniedNumber]) -> tuple[DeniedNumber, ...]:
    found = {(number.item_key, number.kind, number.number): number for number in numbers}
    newest_first = sorted(
        found.values(), key=lambda number: (-number.at.timestamp(), number.item_key, number.kind, number.number)
    )
    return tuple(newest_first[:MAX_DENIED])


def _withdrawn_in_stories(members: Iterable[Member], claims: Sequence[Claim]) -> list[DeniedNumber]:
    """Return the numbers that a correction under a key of its own withdraws: those of older items of its story."""
    found: list[DeniedNumber] = []
    for member in members:
        if member.correction and member.taken is None:
            older = [
                claim
                for claim in claims
                if claim.story_id == member.story_id
                and claim.item_key != member.item_key
                and claim.received < member.received
            ]
            wrong = {number for claim in older for number in _totals_of(older, claim.item_key)}
            found += _withdrawn(wrong, _totals_of(claims, member.item_key), member)
    return found


def _totals_of(claims: Iterable[Claim], item_key: str) -> set[tuple[str, int]]:
    return {
        (claim.figure.kind.value, bounds.best)
        for claim in claims
        if claim.item_key == item_key
        and claim.figure.role is Role.TOTAL
        and (bounds := bounds_of(claim.figure)) is not None
    }


def _withdrawn(wrong: set[tuple[str, int]], right: set[tuple[str, int]], by: Member) -> list[DeniedNumber]:
    """Return the numbers of the version before that a correction replaces by another number of the kind."""
    kinds = {kind for kind, _ in right}
    return [
        DeniedNumber(kind=kind, number=number, at=by.received, item_key=by.item_key)
        for kind, number in sorted(wrong - right)
        if kind in kinds
    ]


def _member(claims: LinkedClaims) -> Member:
    provenance = claims.provenance
    taken = claims.action is LinkAction.TAKE
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
    )


def _main_place(claims: LinkedClaims) -> SignaturePlace | None:
    """Return where it happened: the scene, else the place of a total, else the place with a point named most."""
    if claims.scene is not None:
        return _place_of(claims.scene)
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


def _place_of(scene: Scene) -> SignaturePlace:
    return SignaturePlace(
        name=scene.name,
        geonames=scene.geonames,
        country=scene.country,
        admin1=scene.admin1,
        lat=scene.lat,
        lon=scene.lon,
        precision=scene.precision,
    )


def _decides(new: Member, old: Member | None) -> bool:
    """Return whether the new word on an item counts beside the one on the books."""
    if old is None:
        return True
    if old.taken in FINAL:
        return new.taken in FINAL and new.version < old.version
    if new.taken in FINAL:
        return True
    if new.version != old.version:
        return new.version > old.version
    return new.taken is not None and old.taken is None


def _bounded_members(members: Sequence[Member]) -> tuple[Member, ...]:
    if len(members) > MAX_MEMBERS:
        members = nsmallest(MAX_MEMBERS, members, key=_member_rank)
    return tuple(sorted(members, key=lambda member: (member.received, member.item_key)))


def _member_rank(member: Member) -> tuple[bool, bool, float, str]:
    return (member.taken is None, member.copy_of is not None, -member.received.timestamp(), member.item_key)


def _claims_of(claims: LinkedClaims) -> list[Claim]:
    provenance = claims.provenance
    figures: list[CasualtyFigure] = sorted(
        (figure for figure in claims.figures if figure.role in _COUNTED), key=lambda figure: _COUNTED.index(figure.role)
    )
    return [
        Claim(
            item_key=provenance.item_key,
            version=provenance.version,
            source=provenance.source,
            agency=claims.agency,
            story_id=claims.story_id,
            received=provenance.received,
            published=provenance.published,
            figure=figure,
        )
        for figure in figures[:MAX_CLAIMS_AN_ITEM]
    ]


def _bounded_claims(claims: list[Claim]) -> list[Claim]:
    if len(claims) > MAX_CLAIMS:
        claims = nsmallest(MAX_CLAIMS, claims, key=_claim_rank)
    return sorted(claims, key=lambda claim: (claim.received, claim.item_key, claim.figure.id))


def _claim_rank(claim: Claim) -> tuple[int, float, str, str]:
    return (_COUNTED.index(claim.figure.role), -claim.received.timestamp(), claim.item_key, claim.figure.id)


def _with_outlets(claims: Iterable[Claim], members: Iterable[Member]) -> list[Claim]:
    outlets: dict[str, set[str]] = {}
    for member in members:
        if member.copy_of is not None and member.taken is None:
            outlets.setdefault(member.copy_of, set()).add(member.source)
    found = [(claim, tuple(sorted(outlets.get(claim.item_key, ())))) for claim in claims]
    return [
        claim if claim.outlets == carried else claim.model_copy(update={"outlets": carried}) for claim, carried in found
    ]


def _settle(
    book: Incident,
    claims: LinkedClaims,
    members: Sequence[Member],
    held: Sequence[Claim],
    denied: tuple[DeniedNumber, ...],
) -> Incident:
    live = [member for member in members if member.taken is None]
    originals = [member for member in live if member.copy_of is None]
    now = _tolls(book, held, denied)
    history = (*book.history, *_changes(book.tolls, now, claims, held))[-MAX_HISTORY:]
    start, end = _period(held, originals)
    return book.model_copy(
        update={
            "title": _title(now, originals),
            "stories": tuple(dict.fromkeys(member.story_id for member in originals)),
            "items": tuple(member.item_key for member in originals),
            "outlets": tuple(sorted({member.source for member in live})),
            "place": _place(originals),
            "start": start,
            "end": end,
            "tolls": now,
            "claims": tuple(held),
            "denied": denied,
            "history": history,
            "updated": max(member.received for member in members),
            "members": tuple(members),
        }
    )


def _tolls(book: Incident, held: Sequence[Claim], denied: tuple[DeniedNumber, ...]) -> dict[str, Toll]:
    """Return the tolls of the claims held; those of kinds whose claims are still the same objects are kept."""
    before, after = _by_kind(book.claims), _by_kind(held)
    found: dict[str, Toll] = {}
    for kind in sorted(after):
        old, new = before.get(kind, []), after[kind]
        same = denied == book.denied and len(old) == len(new) and all(map(is_, old, new))
        toll = book.tolls.get(kind) if same else tolls(new, denied).get(kind)
        if toll is not None:
            found[kind] = toll
    return found


def _by_kind(claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    kinds: dict[str, list[Claim]] = {}
    for claim in claims:
        kinds.setdefault(claim.figure.kind.value, []).append(claim)
    return kinds


def _title(now: dict[str, Toll], originals: Sequence[Member]) -> str | None:
    """Return the headline of the item that first gave the toll as it stands, else that of the first item."""
    headlines = {member.item_key: member.headline for member in originals if member.headline}
    for kind in ("killed", "casualties", "injured", *sorted(now)):
        for basis in reversed(now[kind].basis) if kind in now else ():
            headline = headlines.get(basis.rpartition("#")[0])
            if headline:
                return headline
    return next(iter(headlines.values()), None)


def _place(originals: Iterable[Member]) -> SignaturePlace | None:
    places: dict[str, SignaturePlace] = {}
    counts: Counter[str] = Counter()
    for member in originals:
        if member.place is not None:
            key = str(member.place.geonames or member.place.name)
            places.setdefault(key, member.place)
            counts[key] += 1
    if not counts:
        return None
    return places[max(counts, key=lambda key: (counts[key], places[key].lat is not None, key))]


def _period(held: Sequence[Claim], originals: Sequence[Member]) -> tuple[date | None, date | None]:
    """Return when it happened: the day that the first articles agree on, and the last day that an article names.

    A later article often names the day of its number ("rose to 12 on Monday"), so the first ones decide on the
    start. It is never taken from the day of a report.
    """
    published: list[datetime] = [member.published or member.received for member in originals]
    if not published:
        return None, None
    first = min(published)
    earliest, latest = first.date() - MAX_BEFORE, max(published).date()
    starts: Counter[date] = Counter()
    ends: Counter[date] = Counter()
    for claim in held:
        period = claim.figure.period
        if claim.figure.role is not Role.TOTAL or period is None:
            continue
        early = (claim.published or claim.received) - first <= FIRST_REPORTS
        if period.start and early and earliest <= period.start <= latest:
            starts[period.start] += 1
        if period.end and earliest <= period.end <= latest:
            ends[period.end] += 1
    if not starts:
        return None, None
    start = min(starts, key=lambda day: (-starts[day], day))
    end = min(ends, key=lambda day: (-ends[day], -day.toordinal())) if ends else start
    return start, max(start, end)


def _changes(
    before: dict[str, Toll], after: dict[str, Toll], claims: LinkedClaims, held: Sequence[Claim]
) -> list[TollChange]:
    provenance = claims.provenance
    changes = []
    for kind in sorted(before.keys() | after.keys()):
        was, now = before.get(kind), after.get(kind)
        cause = _cause(was, now, corrects=claims.correction)
        if cause is not None:
            changes.append(
                TollChange(
                    at=provenance.processed or provenance.received,
                    kind=kind,
                    before=was.best if was else None,
                    after=now.best if now else None,
                    cause=cause.value,
                    item_key=provenance.item_key,
                    version=provenance.version,
                    taken=claims.reason if claims.action is LinkAction.TAKE else None,
                    was=was,
                    now=now,
                    evidence=_evidence(now, held),
                )
            )
    return changes


def _cause(was: Toll | None, now: Toll | None, *, corrects: bool) -> AlertCause | None:
    if was is None:
        return None if now is None else AlertCause.APPEARED
    if now is None:
        return AlertCause.WITHDRAWN
    if was.best == now.best:
        return None
    if corrects:
        return AlertCause.CORRECTED
    return AlertCause.ROSE if now.best > was.best else AlertCause.FELL


def _evidence(now: Toll | None, held: Iterable[Claim]) -> str | None:
    if now is None or not now.basis:
        return None
    return next(
        (claim.figure.quantity_text for claim in held if f"{claim.item_key}#{claim.figure.id}" == now.basis[0]), None
    )


def _alerts_again(book: Incident, claims: LinkedClaims) -> list[CasualtyAlert]:
    """Return the alerts of the changes that these claims made, now or when they were first applied."""
    provenance = claims.provenance
    taken = claims.reason if claims.action is LinkAction.TAKE else None
    return [
        CasualtyAlert(
            id=_alert_id(book.incident_id, change),
            incident_id=book.incident_id,
            cause=AlertCause(change.cause),
            kind=change.kind,
            before=change.was,
            after=change.now,
            title=book.title,
            place=book.place,
            attribution=change.now.attribution if change.now else None,
            evidence=change.evidence,
            provenance=provenance,
            at=change.at,
        )
        for change in book.history
        if change.item_key == provenance.item_key and change.version == provenance.version and change.taken == taken
    ]


def _alert_id(incident_id: str, change: TollChange) -> str:
    parts = (incident_id, change.kind, change.cause, change.item_key, str(change.version), change.taken or "")
    return xxh3_128_hexdigest("\n".join(parts).encode())
