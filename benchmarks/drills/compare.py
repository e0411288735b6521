"""What must hold of a run, beside one that nothing disturbed: each check gives what must be, what was, and examples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from benchmarks.drills.outcome import COMPACTED, ONCE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.drills.outcome import Latest, Outcome

EXAMPLES: Final = 4
SHOWN: Final = 70
"""Characters of a value that are shown."""
RESUME_SECONDS: Final = 15.0
"""Seconds from a SIGKILL, with default timeouts, within which output goes on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A row of the table."""

    what: str
    must: str
    was: str
    ok: bool
    examples: tuple[str, ...] = ()


def checks(run: Outcome, base: Outcome, *, once: bool, exits: frozenset[int]) -> Iterator[Check]:
    """Yield the checks of a run; `once` where the broker has transactions, so that no record may stand twice."""
    yield settled(run)
    for spec in COMPACTED:
        yield same_topic(spec.name, run, base)
    if once:
        yield same_account(run, base)
        for spec in ONCE:
            yield none_twice(spec.name, run, base)
        for spec in ONCE:
            yield same_ids(spec.name, run, base)
    yield one_order(run)
    yield exit_codes(run, exits)
    if run.resumed:
        yield resumed(run)


def settled(run: Outcome) -> Check:
    """Check that every record was done in the end."""
    return Check(what="done", must="every item", was=run.unsettled or "every item", ok=run.unsettled is None)


def same_topic(topic: str, run: Outcome, base: Outcome) -> Check:
    """Check that a compacted topic ends in the same values."""
    mine, other = run.compacted[topic], base.compacted[topic]
    wrong = [key for key in sorted(mine.keys() | other.keys()) if _value(mine.get(key)) != _value(other.get(key))]
    return Check(
        what=topic,
        must=f"{len(other)} keys, the same values",
        was=f"{len(mine)} keys, {len(wrong)} differ" if wrong else f"{len(mine)} keys, the same values",
        ok=not wrong,
        examples=tuple(_difference(key, mine.get(key), other.get(key)) for key in wrong[:EXAMPLES]),
    )


def one_order(run: Outcome) -> Check:
    """Check that linking passed over no article, which it does after `link_wait_seconds`: incidents then may differ."""
    return Check(what="passed over", must="0", was=str(run.passed_over), ok=run.passed_over == 0)


def same_account(run: Outcome, base: Outcome) -> Check:
    """Check that as many items ended in each way."""
    wrong = [name for name in base.account if run.account.get(name) != base.account[name]]
    return Check(
        what="account",
        must=", ".join(f"{name} {count}" for name, count in base.account.items() if count),
        was=", ".join(f"{name} {run.account.get(name)}" for name in wrong) or "the same",
        ok=not wrong,
    )


def none_twice(topic: str, run: Outcome, base: Outcome) -> Check:
    """Check that no record stands on a topic more often than in the undisturbed run, where it stands once."""
    ids, places = run.ids[topic], run.places[topic]
    double = [identity for identity in ids if ids[identity] > max(1, base.ids[topic][identity])]
    return Check(
        what=f"{topic}: twice",
        must="0",
        was=f"{len(double)} of {len(ids)}",
        ok=not double,
        examples=tuple(f"{identity} at {', '.join(places[identity])}" for identity in double[:EXAMPLES]),
    )


def same_ids(topic: str, run: Outcome, base: Outcome) -> Check:
    """Check that a topic has the same records by id, however often."""
    mine, other = run.ids[topic].keys(), base.ids[topic].keys()
    missing, more = sorted(other - mine), sorted(mine - other)
    return Check(
        what=f"{topic}: ids",
        must=f"{len(other)}",
        was=f"{len(mine)}: {len(missing)} missing, {len(more)} more" if missing or more else f"{len(mine)}, the same",
        ok=not missing and not more,
        examples=(
            *(f"missing {identity} at {', '.join(base.places[topic][identity])}" for identity in missing[:EXAMPLES]),
            *(f"more {identity} at {', '.join(run.places[topic][identity])}" for identity in more[:EXAMPLES]),
        ),
    )


def exit_codes(run: Outcome, documented: frozenset[int]) -> Check:
    """Check that workers ended with 0 when asked, and by themselves only with a code that is documented."""
    wrong = [f"{end.worker} with {end.code}" for end in run.exits if end.code != 0 and end.asked]
    wrong += [
        f"{end.worker} by itself with {end.code}" for end in run.exits if not end.asked and end.code not in documented
    ]
    codes = sorted({end.code for end in run.exits if not end.asked})
    by_itself = f"; by itself {', '.join(map(str, sorted(documented)))}" if documented else ""
    seen = f"0 when asked; by itself {', '.join(map(str, codes))}" if codes else "0 when asked"
    return Check(
        what="exit codes",
        must=f"0 when asked{by_itself}",
        was="; ".join(wrong[:EXAMPLES]) or seen,
        ok=not wrong,
    )


def resumed(run: Outcome) -> Check:
    """Check how soon work went on after each SIGKILL."""
    longest = max(run.resumed)
    return Check(
        what="output after SIGKILL",
        must=f"<= {RESUME_SECONDS:.0f} s",
        was=f"{min(run.resumed):.1f} to {longest:.1f} s",
        ok=longest <= RESUME_SECONDS,
    )


def _value(latest: Latest | None) -> Any:
    return None if latest is None else latest.value


def _difference(key: str, mine: Latest | None, other: Latest | None) -> str:
    if mine is None or other is None:
        there = mine or other
        where = f"{there.partition}/{there.offset}" if there else ""
        return f"{key}: {'missing, undisturbed at' if mine is None else 'only here, at'} {where}"
    path, was, must = first_difference(mine.value, other.value)
    return (
        f"{key} at {mine.partition}/{mine.offset} (undisturbed {other.partition}/{other.offset}): "
        f"{path or 'value'} was {shortened(was)}, must be {shortened(must)}"
    )


def first_difference(mine: Any, other: Any, path: str = "") -> tuple[str, Any, Any]:
    """Return the path of the first place where two values of JSON differ, and the two values there."""
    if isinstance(mine, dict) and isinstance(other, dict):
        for name in sorted(mine.keys() | other.keys()):
            if mine.get(name) != other.get(name):
                return first_difference(mine.get(name), other.get(name), f"{path}.{name}" if path else name)
    if isinstance(mine, list) and isinstance(other, list):
        for number, (one, two) in enumerate(zip(mine, other, strict=False)):
            if one != two:
                return first_difference(one, two, f"{path}[{number}]")
    return path, mine, other


def shortened(value: Any) -> str:
    """Return a value as text of a bounded length."""
    text = repr(value)
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 3]}..."
