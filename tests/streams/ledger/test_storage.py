"""How incidents are kept in a state."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas import LinkedClaims, Role, encode
from streams.ledger import IncidentStore, apply, members
from streams.ledger.history import MAX_HISTORY
from streams.state import DictState
from tests.streams.ledger.conftest import START

if TYPE_CHECKING:
    from collections.abc import Sequence

    from schemas import Incident


class Journal(DictState):
    """A state that remembers what was written, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.writes: list[tuple[str, bytes]] = []

    def put(self, key: str, value: bytes) -> None:
        """Set the value of a key."""
        self.writes.append((key, value))
        super().put(key, value)


def enter(store: IncidentStore, claims: LinkedClaims) -> Incident:
    """Enter claims into the incident that a store has, and return it."""
    book, _ = store.enter(claims)
    return book.whole()


def story(claims: Any, number: int, what: int) -> LinkedClaims:
    """Return claims of one of five items: a report, a correction, a copy, a take or a kill."""
    key = f"outlet/{number % 5}"
    figures = [
        claims.figure(7 + number % 4, says=f"speaker {number % 3}"),
        claims.figure(2, kind="injured", figure_id="f1"),
    ]
    options = {"version": 1 + number // 5, "hours": number}
    if what == 0:
        return claims.take(key, reason="killed", **options)  # type: ignore[no-any-return]
    if what == 1:
        return claims.take(key, reason="moved", **options)  # type: ignore[no-any-return]
    if what == 2:
        return claims.carry(f"copy/{number}", "outlet/1", hours=number)  # type: ignore[no-any-return]
    return claims.put(key, figures, headline=f"Story {number}", correction=what == 3, **options)  # type: ignore[no-any-return]


@given(whats=st.lists(st.integers(0, 6), min_size=1, max_size=25))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_read_again_is_what_was_put(claims: Any, whats: Sequence[int]) -> None:
    """After every claim, by a store that has nothing in memory."""
    state = DictState()
    store = IncidentStore(state)
    for number, what in enumerate(whats):
        book = enter(store, story(claims, number, what))
        assert IncidentStore(state).get(book.incident_id) == book


@given(whats=st.lists(st.integers(0, 6), min_size=1, max_size=8))
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_writes_lost_in_a_crash_are_made_again(claims: Any, whats: Sequence[int]) -> None:
    """Whatever part of the writes of a claim is lost, the claim, read again, ends in the same state."""
    state = Journal()
    store = IncidentStore(state)
    for number, what in enumerate(whats):
        before, made = dict(state.scan("")), len(state.writes)
        entered = story(claims, number, what)
        enter(store, entered)
        after = dict(state.scan(""))
        for kept in range(len(state.writes) - made):
            crashed = DictState()
            for key, value in (*before.items(), *state.writes[made : made + kept]):
                crashed.put(key, value)
            enter(IncidentStore(crashed), entered)
            assert dict(crashed.scan("")) == after


def test_the_cost_of_a_claim_does_not_grow_with_its_incident(claims: Any) -> None:
    """In bytes written: those of the head, of its item and of the change that it makes."""
    state = Journal()
    store = IncidentStore(state)
    sizes = []
    for number in range(120):
        made = len(state.writes)
        put = claims.put(f"outlet/{number}", [claims.figure(7, says=f"speaker {number}")], hours=number / 60)
        enter(store, put)
        sizes.append(sum(len(key) + len(value) for key, value in state.writes[made:]))
    assert max(sizes[30:]) < 4_000
    assert max(sizes[-20:]) < 1.1 * max(sizes[30:50])


def test_an_item_that_is_forgotten_leaves_its_place_to_another(claims: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The state has no more keys than an incident has items, and what is read again is what was put."""
    monkeypatch.setattr(members, "MAX_MEMBERS", 5)
    state = DictState()
    store = IncidentStore(state)
    for number in range(12):
        book = enter(store, claims.put(f"outlet/{number}", [claims.figure(7)], hours=number))
        assert IncidentStore(state).get(book.incident_id) == book
    assert sorted(key for key, _ in state.scan("item/")) == [f"item/{slot}/afn/1" for slot in range(5)]


def test_the_last_changes_are_kept(claims: Any) -> None:
    """As many as the history of an incident has; a later one takes the place of the oldest."""
    state = DictState()
    store = IncidentStore(state)
    for number in range(MAX_HISTORY + 3):
        book = enter(store, claims.put("outlet/1", [claims.figure(7 + number % 2)], version=number + 1, hours=number))
    assert len(book.history) == MAX_HISTORY
    assert IncidentStore(state).get(book.incident_id) == book
    assert sum(key.startswith("change/") for key, _ in state.scan("")) == MAX_HISTORY


@pytest.mark.parametrize(("age", "left"), [(timedelta(0), True), (timedelta(microseconds=1), False)])
def test_what_is_forgotten_leaves_nothing(claims: Any, age: timedelta, left: bool) -> None:
    """An incident that has not changed since; another one stays whole."""
    state = DictState()
    store = IncidentStore(state)
    enter(store, claims.put("outlet/1", [claims.figure(7), claims.figure(2, role=Role.SUBSET, figure_id="f1")]))
    store.forget(START + age)
    assert (store.get("afn/1") is not None) is left
    assert (len(state) > 0) is left


def test_an_incident_of_an_earlier_version_is_read_and_written_again(claims: Any) -> None:
    """It used to be one value, with its claims, items and history in it."""
    old, _ = apply(None, claims.put("outlet/1", [claims.figure(7)]))
    state = DictState()
    state.put("incident/afn/1", encode(old))
    assert IncidentStore(state).get("afn/1") == old
    store = IncidentStore(state)
    book = enter(store, claims.put("outlet/2", [claims.figure(9, says="police")], hours=1))
    assert book.items == ("outlet/1", "outlet/2")
    assert IncidentStore(state).get("afn/1") == book
    store = IncidentStore(state)
    store.forget(START + timedelta(days=1))
    assert len(state) == 0


def test_memory_is_bounded_and_changes_nothing(claims: Any) -> None:
    """Incidents that were not used for longest are read from the state again."""
    state, other = DictState(), DictState()
    small, large = IncidentStore(state, memory=3), IncidentStore(other)
    for number in range(40):
        put = claims.put(f"outlet/{number}", [claims.figure(7 + number)], hours=number)
        put = put.model_copy(update={"incident_id": f"incident {number % 4}"})
        assert enter(small, put) == enter(large, put)
    assert dict(state.scan("")) == dict(other.scan(""))
    assert len(small._kept) < 4 == len(large._kept)


def test_an_incident_with_a_long_history_weighs_as_much_as_one_with_many_items(claims: Any) -> None:
    """One item whose toll changes with each version would be held for ever beside others."""
    store = IncidentStore(DictState(), memory=20)
    for number in range(30):
        enter(store, claims.put("outlet/1", [claims.figure(7 + number)], version=1 + number, hours=number))
    other = claims.put("outlet/2", [claims.figure(3)], hours=40).model_copy(update={"incident_id": "another"})
    enter(store, other)
    assert list(store._kept) == ["another"]
