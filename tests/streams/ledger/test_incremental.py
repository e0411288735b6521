"""A book that is kept up to date claim by claim says what a fresh one of the same incident says."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas import Kind, Qualifier, Role, SourceKind
from streams.ledger import Book, IncidentStore, apply, published, tolls
from streams.ledger import claims as claim_limits
from streams.ledger import members as member_limits
from streams.ledger.book import MAX_BASIS, new_incident
from streams.state import DictState
from tests.streams.ledger.periods import period_of

if TYPE_CHECKING:
    from schemas import CasualtyFigure, LinkedClaims

NUMBERS = (0, 1, 2, 3, 4, 7, 12, 34, 9_000)
SPEAKERS = {
    "police": SourceKind.SECURITY,
    "the clinic": SourceKind.HOSPITAL,
    "rebels": SourceKind.ARMED_GROUP,
    "a trader": SourceKind.WITNESS,
    "the embassy": SourceKind.OFFICIAL,
}
QUOTES = (
    "",
    "",
    "{} died of their injuries in a hospital.",
    "Of {} who were hurt one died.",
    "The toll was lowered to {}.",
    "The {} missing people were found.",
    "All {} of them have gone home.",
)
"""Sentences that say more of a number than that it is one."""

drawn_figures = st.tuples(
    st.sampled_from((*(Kind.KILLED, Kind.INJURED) * 2, Kind.CASUALTIES, Kind.MISSING, Kind.TRAPPED, Kind.DISPLACED)),
    st.sampled_from(NUMBERS),
    st.sampled_from((Qualifier.EXACT, Qualifier.EXACT, Qualifier.AT_LEAST, Qualifier.VAGUE)),
    st.sampled_from((Role.TOTAL, Role.TOTAL, Role.TOTAL, Role.SUBSET, Role.DENIED)),
    st.sampled_from((None, *SPEAKERS)),
    st.booleans(),
    st.sampled_from(QUOTES),
)
drawn_messages = st.tuples(
    st.sampled_from(("put", "put", "put", "correct", "carry", "killed", "withheld", "moved")),
    st.integers(1, 7),
    st.integers(1, 3),
    st.integers(0, 90),
    st.lists(drawn_figures, max_size=3),
)


def figure(claims: Any, drawn: Any, position: int) -> CasualtyFigure:
    """Return the figure that was drawn."""
    kind, number, qualifier, role, says, headline, quote = drawn
    vague = qualifier is Qualifier.VAGUE
    made: CasualtyFigure = claims.figure(
        None if vague else number,
        kind=kind,
        role=role,
        qualifier=qualifier,
        says=says,
        speaker=SPEAKERS.get(says, SourceKind.OFFICIAL),
        estimate=(24, 99) if vague else None,
        in_headline=headline,
        figure_id=f"f{position}",
    )
    words = "nobody" if number == 0 else str(number)
    evidence = made.evidence.model_copy(update={"quote": quote.format(words) or None})
    return made.model_copy(update={"quantity_text": words, "evidence": evidence})


def message(claims: Any, drawn: Any) -> LinkedClaims:
    """Return the claims of the article that was drawn; items share three stories."""
    action, item, version, hours, figures = drawn
    key = f"outlet/{item}"
    made: LinkedClaims
    if action in {"put", "correct"}:
        found = [figure(claims, each, position) for position, each in enumerate(figures)]
        made = claims.put(
            key, found, version=version, hours=hours, headline=key, place=f"Town {item % 3}", correction=action != "put"
        )
        return made.model_copy(update={"story_id": f"outlet/{item % 3}"})
    made = claims.carry(f"copy/{item}", f"outlet/{1 + version}", hours=hours)
    return made if action == "carry" else claims.take(key, version=version, reason=action, hours=hours)


@pytest.fixture(params=[(500, 250), (4, 5)], ids=["whole", "bounded"])
def bounds(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set how many items and claims an incident keeps: all of the test, or a few of them."""
    most_members, most_claims = request.param
    monkeypatch.setattr(member_limits, "MAX_MEMBERS", most_members)
    monkeypatch.setattr(claim_limits, "MAX_CLAIMS", most_claims)


@pytest.mark.usefixtures("bounds")
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=st.lists(drawn_messages, min_size=1, max_size=14))
def test_each_claim_does_what_it_does_to_a_fresh_book(claims: Any, drawn: Any) -> None:
    """Incident, alerts and what is published are the same after each step, whatever comes, and in whatever order."""
    messages = [message(claims, each) for each in drawn]
    book = Book(new_incident(messages[0]))
    for each in messages:
        expected, expected_alerts = apply(book.whole(), each)
        assert book.enter(each) == expected_alerts
        assert book.whole() == expected
        assert published(book) == published(Book(expected))


@pytest.mark.usefixtures("bounds")
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=st.lists(drawn_messages, min_size=1, max_size=14))
def test_tolls_and_days_follow_from_what_the_incident_holds(claims: Any, drawn: Any) -> None:
    """They are those of its claims, withdrawn numbers and articles, by whatever way these came and went."""
    book = Book(new_incident(message(claims, drawn[0])))
    for each in drawn:
        book.enter(message(claims, each))
        held = book.incident
        found = tolls(held.claims, held.denied)
        assert all(len(toll.basis) <= MAX_BASIS for toll in found.values())
        assert held.tolls == found
        originals = [member for member in held.members if member.taken is None and member.copy_of is None]
        assert (held.start, held.end) == period_of(held.claims, originals)


def sizes(value: object) -> int:
    """Return how many entries there are in all collections under a value of the ledger."""
    if isinstance(value, dict):
        return len(value) + sum(map(sizes, value.values()))
    if isinstance(value, (list, tuple, set, deque)):
        return len(value) + sum(map(sizes, value))
    if not type(value).__module__.startswith("streams."):
        return 0
    slots = getattr(type(value), "__slots__", None) or vars(value)
    return sum(sizes(getattr(value, name)) for name in slots)


def test_nothing_is_kept_of_what_is_forgotten(claims: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """After any number of articles a book is as large as one made of what it remembers: its memory is bounded."""
    monkeypatch.setattr(member_limits, "MAX_MEMBERS", 6)
    monkeypatch.setattr(claim_limits, "MAX_CLAIMS", 8)
    book: Book | None = None
    for number in range(60):
        figures = [
            claims.figure(number, says=f"speaker {number}"),
            claims.figure(number, kind="missing", figure_id="m"),
        ]
        what = {"hours": number, "headline": f"Headline {number}", "place": f"Town {number}"}
        put = claims.put(f"outlet/{number}", figures, correction=number % 5 == 0, **what)
        book = book or Book(new_incident(put))
        book.enter(put)
        book.enter(claims.carry(f"copy/{number}", f"outlet/{number}", hours=number))
        if number % 7 == 0:
            book.enter(claims.take(f"outlet/{number - 1}", reason="moved", hours=number))
        book.touched.clear()
        book.changes.clear()
    assert book is not None
    assert sizes(book) <= sizes(Book(book.whole()))


def test_an_entry_that_fails_leaves_nothing_half_done(claims: Any) -> None:
    """The incident is read from the state again, as it was before."""
    store = IncidentStore(DictState())
    store.enter(claims.put("afn/1", [claims.figure(3)]))
    before = store.get("afn/1")
    broken = claims.put("afn/2", [claims.figure(5)], hours=1).model_copy(update={"figures": (None,)})
    with pytest.raises(AttributeError):
        store.enter(broken)
    assert store.get("afn/1") == before
