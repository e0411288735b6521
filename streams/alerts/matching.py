"""Whether an alert meets the conditions of a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from streams.alerts.distance import distance_km

if TYPE_CHECKING:
    from collections.abc import Collection

    from schemas import CasualtyAlert, SignaturePlace
    from streams.alerts.rule import Near, Rule


def meets(rule: Rule, alert: CasualtyAlert, tier_providers: Collection[str] = ()) -> bool:
    """Return whether the toll of an alert, its place and its sources are those that the rule asks for.

    `tier_providers` are the providers of the rule's tiers. The number of a withdrawn toll is the one it had.
    """
    return (
        alert.kind in rule.kinds
        and _is_large(rule, alert)
        and _is_vouched_for(rule, alert)
        and _is_from(rule, alert, tier_providers)
        and _is_there(rule, alert.place)
        and (not rule.groups or any(group.casefold() in rule.groups for group in alert.groups))
    )


def _is_large(rule: Rule, alert: CasualtyAlert) -> bool:
    toll = alert.after or alert.before
    return rule.at_least is None or (toll is not None and toll.best >= rule.at_least)


def _is_vouched_for(rule: Rule, alert: CasualtyAlert) -> bool:
    return (
        (not rule.speakers or alert.speaker in rule.speakers)
        and (rule.sources_at_least is None or alert.sources >= rule.sources_at_least)
        and (rule.confidence_at_least is None or (alert.confidence or 0.0) >= rule.confidence_at_least)
    )


def _is_from(rule: Rule, alert: CasualtyAlert, tier_providers: Collection[str]) -> bool:
    provider = alert.provenance.provider.casefold()
    return (
        (not rule.providers or provider in rule.providers)
        and (not rule.tiers or provider in tier_providers)
        and (not rule.languages or alert.language.casefold() in rule.languages)
    )


def _is_there(rule: Rule, place: SignaturePlace | None) -> bool:
    if not (rule.countries or rule.regions or rule.near):
        return True
    if place is None:
        return False
    return (
        (not rule.countries or (place.country or "").upper() in rule.countries)
        and (not rule.regions or place.admin1 in rule.regions)
        and (rule.near is None or _is_near(rule.near, place))
    )


def _is_near(near: Near, place: SignaturePlace) -> bool:
    if place.lat is None or place.lon is None:
        return False
    return distance_km((near.lat, near.lon), (place.lat, place.lon)) <= near.km
