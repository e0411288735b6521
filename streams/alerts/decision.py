"""Which changes of a toll a rule sends, given what it has sent before.

Rules choose what a receiver gets. What was sent is followed to its end: where a number that was sent turns
out to be wrong or is withdrawn, the receiver gets that, too, whatever the rule asks for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from schemas import AlertCause, KindWatch, Notice
from streams.alerts.matching import meets
from streams.alerts.rule import Change
from streams.alerts.sentence import describe

if TYPE_CHECKING:
    from collections.abc import Collection

    from schemas import CasualtyAlert, Toll
    from streams.alerts.rule import Rule

RESTATEMENT: Final = "restatement"
"""Not to be asked for: it follows a number that was sent."""
_CHANGES: Final = {
    AlertCause.APPEARED: Change.FIRST,
    AlertCause.ROSE: Change.RISE,
    AlertCause.FELL: Change.FALL,
    AlertCause.CORRECTED: Change.CORRECTION,
    AlertCause.WITHDRAWN: Change.RETRACTION,
}


def decide(rule: Rule, alert: CasualtyAlert, known: KindWatch, tier_providers: Collection[str] = ()) -> KindWatch:
    """Return what is known of a toll after an alert; where the rule sends something, it is pending."""
    if known.pending is not None:
        return _merged(rule, alert, known, known.pending)
    if known.sent is not None:
        return _followed(rule, alert, known, known.sent, tier_providers)
    return _begun(rule, alert, known, tier_providers)


def delivered(known: KindWatch, rule: Rule, notification: str) -> KindWatch:
    """Return what is known once the pending notice is sent."""
    if known.pending is None:
        return known
    now = known.pending.alert.after
    ends = _has_ended(rule, now)
    return KindWatch(sent=None if ends else now, notification=notification, base=None if now is None else now.best)


def _begun(rule: Rule, alert: CasualtyAlert, known: KindWatch, tier_providers: Collection[str]) -> KindWatch:
    base = known.base if known.base is not None else _number(alert.before or alert.after)
    watched = known.model_copy(update={"base": base}) if _counts_rises(rule) else known
    change = _CHANGES.get(alert.cause)
    if change is None or not meets(rule, alert, tier_providers):
        return watched
    if alert.after is not None and Change.FIRST in rule.changes and change in {Change.FIRST, Change.RISE}:
        return _with(watched, Change.FIRST, alert)
    if change not in rule.changes or (change is Change.RISE and not _has_risen(rule, base, alert.after)):
        return watched
    return _with(watched, change, alert)


def _followed(
    rule: Rule, alert: CasualtyAlert, known: KindWatch, sent: Toll, tier_providers: Collection[str]
) -> KindWatch:
    now = alert.after
    seen = alert.model_copy(update={"before": sent})
    if now is None:
        return _with(known, Change.RETRACTION, seen)
    if alert.cause is AlertCause.RESTATED:
        return _with(known, RESTATEMENT, seen) if now.best == sent.best else known
    if now.best < sent.best or _was_corrected(alert, sent):
        return _with(known, Change.CORRECTION if alert.cause is AlertCause.CORRECTED else Change.FALL, seen)
    wanted = _CHANGES[alert.cause] in rule.changes and meets(rule, alert, tier_providers)
    if not wanted or now.best == sent.best or not _has_risen(rule, sent.best, now):
        return known
    return _with(known, Change.RISE, _as_cause(seen, AlertCause.ROSE))


def _merged(rule: Rule, alert: CasualtyAlert, known: KindWatch, pending: Notice) -> KindWatch:
    """Return the pending notice with the newest number; nothing where the receiver knows that already."""
    now = alert.after
    if known.sent is None and _has_ended(rule, now):
        return known.model_copy(update={"pending": None})
    if now is None:
        return _with(known, Change.RETRACTION, alert.model_copy(update={"before": known.sent}))
    if known.sent is not None and known.sent.best == now.best and alert.cause is not AlertCause.RESTATED:
        return known.model_copy(update={"pending": None})
    merged = _as_cause(alert.model_copy(update={"before": pending.alert.before}), _cause(pending, alert))
    return _with(known, _change(pending, merged, known.sent), merged)


def _cause(pending: Notice, alert: CasualtyAlert) -> AlertCause:
    before, now = pending.alert.before, alert.after
    if before is None or now is None:
        return AlertCause.APPEARED
    if AlertCause.CORRECTED in {pending.alert.cause, alert.cause}:
        return AlertCause.CORRECTED
    if before.best == now.best:
        return AlertCause.RESTATED
    return AlertCause.ROSE if now.best > before.best else AlertCause.FELL


def _change(pending: Notice, merged: CasualtyAlert, sent: Toll | None) -> str:
    if sent is None or merged.cause is AlertCause.RESTATED:
        return pending.change
    return _CHANGES[merged.cause]


def _with(known: KindWatch, change: str, alert: CasualtyAlert) -> KindWatch:
    notice = Notice(change=str(change), alert=alert, supersedes=known.notification, text=describe(alert))
    return known.model_copy(update={"pending": notice})


def _as_cause(alert: CasualtyAlert, cause: AlertCause) -> CasualtyAlert:
    return alert.model_copy(update={"cause": cause})


def _was_corrected(alert: CasualtyAlert, sent: Toll) -> bool:
    """Return whether a correction replaces the number that was sent."""
    return alert.cause is AlertCause.CORRECTED and _number(alert.before) == sent.best


def _has_ended(rule: Rule, now: Toll | None) -> bool:
    """Return whether a toll is gone, or is too small for the rule."""
    return now is None or (rule.at_least is not None and now.best < rule.at_least)


def _has_risen(rule: Rule, base: int | None, now: Toll | None) -> bool:
    """Return whether a number is far enough above the one before it. Where the rule does not say, any rise is."""
    if now is None or base is None or not _counts_rises(rule):
        return True
    rise = now.best - base
    by_number = rule.rise_by is not None and rise >= rule.rise_by
    by_share = rule.rise_share is not None and rise >= rule.rise_share * base
    return by_number or by_share


def _counts_rises(rule: Rule) -> bool:
    return rule.rise_by is not None or rule.rise_share is not None


def _number(toll: Toll | None) -> int | None:
    return None if toll is None else toll.best
