"""What an incident has to do with others, and which items name it."""

from __future__ import annotations

from typing import Any

import pytest

from schemas import Incident, LinkAction, LinkedClaims, encode
from streams.ledger import Book, IncidentStore, apply, published
from streams.ledger.related import MAX_MENTIONS, MAX_RELATED
from streams.state import DictState


def mention(claims: Any, key: str = "day/9", *, reason: str | None = None, **more: Any) -> LinkedClaims:
    """Return a mention of the incident, or its end."""
    put: LinkedClaims = claims.put(key, headline="Three days of blasts", **more)
    return put.model_copy(update={"action": LinkAction.MENTION, "reason": reason})


def named(incident: Incident) -> list[str]:
    """Return the items that name an incident now."""
    return [each.item_key for each in incident.mentions if each.taken is None]


@pytest.fixture
def blast(claims: Any) -> Incident:
    """Return an incident with a toll of three."""
    incident, _ = apply(None, claims.put("afn/1", [claims.figure(3)]))
    return incident


def test_an_item_that_names_an_incident_changes_no_toll(claims: Any, blast: Incident) -> None:
    """Whatever figures it has, it raises no alert and is no item of the incident."""
    incident, alerts = apply(blast, mention(claims).model_copy(update={"figures": (claims.figure(90),)}))
    assert (alerts, incident.tolls, incident.items, incident.updated) == ([], blast.tolls, ("afn/1",), blast.updated)
    (item,) = incident.mentions
    assert (item.item_key, item.headline, item.source) == ("day/9", "Three days of blasts", "day.example")


def test_entered_again_it_changes_nothing(claims: Any, blast: Incident) -> None:
    """Also after it has ended."""
    once, _ = apply(blast, mention(claims))
    assert apply(once, mention(claims))[0] == once
    ended, _ = apply(once, mention(claims, reason="killed", version=9))
    assert named(ended) == []
    assert named(apply(ended, mention(claims))[0]) == []
    assert named(apply(ended, mention(claims, version=10))[0]) == []


def test_a_newer_version_may_name_it_again(claims: Any, blast: Incident) -> None:
    """Where the item was not killed."""
    incident, _ = apply(blast, mention(claims))
    incident, _ = apply(incident, mention(claims, version=2, reason="superseded"))
    assert named(incident) == []
    incident, _ = apply(incident, mention(claims, version=3))
    assert named(incident) == ["day/9"]


def test_a_mention_goes_and_comes_back_by_the_number_of_the_decision(claims: Any, blast: Incident) -> None:
    """The same version is moved with an article that shows it, and back."""
    steps = [
        mention(claims),
        mention(claims, reason="moved").model_copy(update={"decided": 4}),
        mention(claims).model_copy(update={"decided": 7}),
    ]
    found = []
    for step in steps:
        blast, _ = apply(blast, step)
        found.append(named(blast))
    assert found == [["day/9"], [], ["day/9"]]


def test_no_words_of_a_withdrawn_item_are_kept(claims: Any, blast: Incident) -> None:
    """Its key alone says that it is withdrawn."""
    incident, _ = apply(blast, mention(claims))
    incident, _ = apply(incident, mention(claims, reason="killed"))
    assert b"Three days of blasts" not in encode(incident)


def test_50_items_are_remembered(claims: Any, blast: Incident) -> None:
    """The newest live ones, in the order of receipt."""
    for number in range(MAX_MENTIONS + 2):
        blast, _ = apply(blast, mention(claims, f"day/{number:02}", hours=number))
    assert named(blast) == [f"day/{number:02}" for number in range(2, MAX_MENTIONS + 2)]
    ended, _ = apply(blast, mention(claims, "day/30", reason="killed", hours=30))
    more, _ = apply(ended, mention(claims, "day/99", hours=99))
    assert "day/30" not in [each.item_key for each in more.mentions]
    assert MAX_MENTIONS == 50


def test_what_is_published_are_live_mentions_of_others(claims: Any) -> None:
    """An item that is part of the incident need not be said to name it."""
    book = Book(apply(None, claims.put("afn/1", [claims.figure(3)]))[0])
    for step in (mention(claims), mention(claims, "gone/1"), mention(claims, "gone/1", reason="killed")):
        book.enter(step)
    book.enter(mention(claims, "afn/1"))
    assert named(published(book)) == ["day/9"]
    assert [each.item_key for each in published(book).mentions] == ["day/9"]


def test_a_store_that_is_opened_again_knows_them(claims: Any) -> None:
    """They are in the head of the incident; one that is only named has no item."""
    state = DictState()
    store = IncidentStore(state)
    store.enter(claims.put("afn/1", [claims.figure(3)]))
    store.enter(mention(claims))
    before = store.get("afn/1")
    assert before is not None
    assert named(before) == ["day/9"]
    assert IncidentStore(state).get("afn/1") == before
    book, alerts = IncidentStore(state).enter(mention(claims).model_copy(update={"incident_id": "sea/2"}))
    assert (book.incident.items, alerts) == ((), [])


def moved(claims: Any, key: str, **more: Any) -> LinkedClaims:
    """Return a put of an item that comes from another incident."""
    put: LinkedClaims = claims.put(key, [claims.figure(3)])
    return put.model_copy(update=more)


def test_a_split_names_both_halves(claims: Any, blast: Incident) -> None:
    """The one that stays says what was split from it, the new one what it was split from."""
    take = claims.take("afn/1", version=1, reason="moved").model_copy(update={"moved_to": "sea/2", "split": True})
    assert apply(blast, take)[0].split_into == ("sea/2",)
    new, _ = apply(None, moved(claims, "sea/2", moved_from="afn/1", split=True))
    assert (new.split_from, new.moved_from) == ("afn/1", ())
    again, _ = apply(new, moved(claims, "sea/3", moved_from="moor/4", split=True))
    assert again.split_from == "afn/1"


def test_what_came_from_another_incident_is_named(claims: Any, blast: Incident) -> None:
    """Once, however many items came; an item that goes elsewhere names nothing here."""
    for key in ("sea/2", "sea/3"):
        blast, _ = apply(blast, moved(claims, key, moved_from="sea/2", decided=3))
    away = claims.take("sea/3", version=1, reason="moved").model_copy(update={"moved_to": "hill/4", "decided": 5})
    blast, _ = apply(blast, away)
    assert (blast.moved_from, blast.split_into, blast.split_from) == (("sea/2",), (), None)


def test_20_others_are_named(claims: Any, blast: Incident) -> None:
    """The first."""
    for number in range(MAX_RELATED + 1):
        blast, _ = apply(blast, moved(claims, f"sea/{number}", moved_from=f"sea/{number}"))
    assert blast.moved_from == tuple(f"sea/{number}" for number in range(MAX_RELATED))
    assert MAX_RELATED == 20
