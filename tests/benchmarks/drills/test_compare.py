"""The checks of a drill: each fails when the run differs in what it looks at, and passes when it does not."""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace
from typing import Any

import pytest

from benchmarks.drills.compare import RESUME_SECONDS, Check, checks, first_difference, shortened
from benchmarks.drills.group import Exit
from benchmarks.drills.outcome import Latest, Outcome, comparable, is_passed_over
from schemas import SCHEMA_HEADER, Skip, encode, schema_name


def outcome(**changed: Any) -> Outcome:
    """Return the outcome of a run without faults."""
    made = Outcome(
        compacted={
            "current": {"meridian/1": Latest(0, 4, {"version": 2})},
            "incidents": {"meridian/1": Latest(1, 9, {"tolls": {"killed": {"best": 7}}})},
        },
        ids={name: Counter({f"{name}-1": 1, f"{name}-2": 1}) for name in ("enriched", "linked", "alerts")},
        places={name: {f"{name}-1": ["0/1"], f"{name}-2": ["0/2"]} for name in ("enriched", "linked", "alerts")},
        account={"records": 3, "items": 3, "in flight": 0, "published": 2, "refused": 1},
        exits=[Exit("worker-0", 0, asked=True)],
    )
    for name, value in changed.items():
        setattr(made, name, value)
    return made


def failed(run: Outcome, *, once: bool = True, exits: frozenset[int] = frozenset()) -> dict[str, Check]:
    """Return the checks that fail beside a run without faults."""
    return {check.what: check for check in checks(run, outcome(), once=once, exits=exits) if not check.ok}


def test_a_run_that_ends_alike_passes() -> None:
    """No check fails."""
    assert failed(outcome()) == {}


def test_a_value_that_differs_is_shown_with_key_offsets_and_both_values() -> None:
    """The reader sees where to look."""
    run = outcome()
    run.compacted["incidents"]["meridian/1"] = Latest(1, 12, {"tolls": {"killed": {"best": 5}}})
    (example,) = failed(run)["incidents"].examples
    assert example == "meridian/1 at 1/12 (undisturbed 1/9): tolls.killed.best was 5, must be 7"


@pytest.mark.parametrize(
    ("keys", "words"),
    [({}, "missing, undisturbed at 0/4"), ({"meridian/1": 4, "meridian/2": 5}, "only here, at 0/5")],
)
def test_a_key_too_few_or_too_many_fails(keys: dict[str, int], words: str) -> None:
    """The key is named."""
    run = outcome()
    run.compacted["current"] = {key: Latest(0, offset, {"version": 2}) for key, offset in keys.items()}
    assert words in failed(run)["current"].examples[0]


def test_a_record_that_stands_twice_fails_with_its_places() -> None:
    """A copy of a record is found by its id."""
    run = outcome()
    run.ids["alerts"]["alerts-2"] = 2
    run.places["alerts"]["alerts-2"] = ["0/2", "0/8"]
    check = failed(run)["alerts: twice"]
    assert (check.was, check.examples) == ("1 of 2", ("alerts-2 at 0/2, 0/8",))


def test_a_missing_record_fails() -> None:
    """The ids of both runs are the same."""
    run = outcome()
    del run.ids["linked"]["linked-1"]
    assert failed(run)["linked: ids"].was == "1: 1 missing, 0 more"


def test_another_account_fails() -> None:
    """What differs is named with its number."""
    run = outcome(account={"records": 3, "items": 3, "in flight": 0, "published": 1, "refused": 2})
    assert failed(run)["account"].was == "published 1, refused 2"


def test_on_a_broker_without_transactions_only_the_compacted_topics_are_compared() -> None:
    """A record may stand twice there."""
    run = outcome()
    run.ids["alerts"]["alerts-2"] = 2
    assert failed(run, once=False) == {}


@pytest.mark.parametrize(
    ("end", "documented", "ok"),
    [
        (Exit("worker-0", 0, asked=True), frozenset(), True),
        (Exit("worker-0", 1, asked=True), frozenset({1}), False),
        (Exit("worker-0", 75, asked=False), frozenset({75}), True),
        (Exit("worker-0", 75, asked=False), frozenset(), False),
        (Exit("worker-0", 0, asked=False), frozenset(), False),
    ],
)
def test_an_exit_code_must_be_documented(end: Exit, documented: frozenset[int], ok: bool) -> None:
    """A worker that was asked to stop ends with 0; one that ends by itself says why by its code."""
    assert ("exit codes" not in failed(outcome(exits=[end]), exits=documented)) is ok


@pytest.mark.parametrize(("seconds", "ok"), [(RESUME_SECONDS, True), (RESUME_SECONDS + 0.1, False)])
def test_work_goes_on_soon_after_a_kill(seconds: float, ok: bool) -> None:
    """The longest wait counts."""
    assert ("output after SIGKILL" not in failed(outcome(resumed=[2.0, seconds]))) is ok


def test_a_run_that_does_not_come_to_its_end_fails() -> None:
    """What was still to do is shown."""
    assert failed(outcome(unsettled="3 items in flight, lag 0"))["done"].was == "3 items in flight, lag 0"


def test_times_of_the_run_are_not_compared() -> None:
    """They differ between any two runs."""
    assert comparable({"a": [{"processed": "now", "b": 1}], "at": "now"}) == {"a": [{"b": 1}]}


def test_the_first_difference_is_found_in_lists_and_objects() -> None:
    """Its path is that of a field."""
    assert first_difference({"a": [1, {"b": 2}]}, {"a": [1, {"b": 3}]}) == ("a[1].b", 2, 3)
    assert first_difference({"a": [1]}, {"a": [1, 2]}) == ("a", [1], [1, 2])


@pytest.mark.parametrize(
    ("message", "passed"),
    [(Skip(order=4, through=9), True), (Skip(order=4), False)],
)
def test_a_record_that_ends_a_wait_is_counted(message: Skip, passed: bool) -> None:
    """A skip of one place stands for an article that ended elsewhere, and is no wait."""
    headers = ((SCHEMA_HEADER, schema_name(Skip).encode()),)
    record: Any = SimpleNamespace(headers=headers, value=encode(message))
    assert is_passed_over(record) is passed
    record.headers = ()
    assert not is_passed_over(record)


def test_a_wait_that_ended_fails() -> None:
    """Linking then took another order than in the undisturbed run."""
    assert "passed over" in failed(outcome(passed_over=1))
    assert "passed over" not in failed(outcome())


def test_a_long_value_is_shortened() -> None:
    """The table stays readable."""
    assert shortened("x" * 100) == f"'{'x' * 66}..."
