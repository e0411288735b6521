"""What must hold for every stream of articles, copies, versions and kills, from linker to ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import Signature, decode, encode
from streams.ledger import apply
from streams.linking import Linker
from streams.state import DictState

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from schemas import Incident, LinkedClaims

EVENTS = (
    "blast bazaar rickshaw hazarganji vegetable market quetta bomb detonated",
    "ferry capsized mindoro strait coastguard lifeboats calapan sank passengers",
    "mine collapse shaft zonguldak miners methane rescuers gallery",
    "blast bazaar rickshaw hazarganji ferry capsized mindoro strait coastguard market quetta lifeboats",
    "parliament budget amendment committee tariff",
)
ITEMS = ("afn/1", "afn/2", "gazette/7", "hill/8", "vale/3")

articles = st.fixed_dictionaries(
    {
        "sort": st.just("article"),
        "key": st.sampled_from(ITEMS),
        "version": st.integers(1, 3),
        "event": st.integers(0, len(EVENTS) - 1),
        "killed": st.none() | st.integers(1, 60),
        "hours": st.integers(0, 30),
    }
)
copies = st.fixed_dictionaries(
    {"sort": st.just("copy"), "key": st.sampled_from(ITEMS), "of": st.sampled_from(ITEMS), "hours": st.integers(0, 30)}
)
kills = st.fixed_dictionaries(
    {"sort": st.just("kill"), "key": st.sampled_from(ITEMS), "copies": st.lists(st.sampled_from(ITEMS), max_size=2)}
)
streams = st.lists(st.one_of(articles, articles, articles, copies, kills), max_size=14)


def message(wire: Any, drawn: dict[str, Any]) -> Any:
    """Return the message of a drawn description; one item and version always has one text."""
    if drawn["sort"] == "copy":
        return wire.copy(drawn["key"], drawn["of"], hours=drawn["hours"])
    if drawn["sort"] == "kill":
        return wire.kill(drawn["key"], copies=drawn["copies"], hours=30)
    figures = [] if drawn["killed"] is None else [("killed", drawn["killed"])]
    return wire.article(drawn["key"], EVENTS[drawn["event"]], figures, version=drawn["version"], hours=drawn["hours"])


def distinct(wire: Any, stream: Iterable[dict[str, Any]]) -> list[Any]:
    """Return the messages of a stream, of each item and version the first."""
    seen: dict[tuple[str, str, int], Any] = {}
    for drawn in stream:
        found = message(wire, drawn)
        provenance = found.provenance
        sort = "kill" if drawn["sort"] == "kill" else "version"
        seen.setdefault((sort, provenance.item_key, provenance.version), found)
    return list(seen.values())


class Desk:
    """A linker and its ledger, with all that went in and out."""

    def __init__(self, window_days: float = 60.0) -> None:
        self.state = DictState()
        self.window_days = window_days
        self.linker = Linker(self.state, window_days=window_days)
        self.incidents: dict[str, Incident] = {}

    def take(self, messages: Iterable[Any]) -> list[list[LinkedClaims]]:
        """Take messages through linker and ledger, as the topics would carry them."""
        answers = []
        for each in messages:
            linked = self.linker.link(each)
            answers.append(linked)
            for claims in linked:
                incident, _ = apply(self.incidents.get(claims.incident_id), claims)
                decoded = decode(encode(incident), (type(incident),))
                assert decoded == incident
                self.incidents[claims.incident_id] = incident
        return answers

    def restart(self) -> None:
        """Start the linker again from its state."""
        self.linker = Linker(self.state, window_days=self.window_days)


@settings(deadline=None, max_examples=60)
@given(stream=streams)
def test_redelivery_gives_the_same(wire: Any, stream: list[dict[str, Any]]) -> None:
    """Every message read again is answered as before, and no incident changes."""
    messages = distinct(wire, stream)
    desk = Desk()
    answers = desk.take(messages)
    before = dict(desk.incidents)
    assert desk.take(messages) == answers
    assert desk.incidents == before


@settings(deadline=None, max_examples=60)
@given(stream=streams, cut=st.integers(0, 14), restart=st.booleans())
def test_replay_of_any_suffix_changes_nothing(wire: Any, stream: list[dict[str, Any]], cut: int, restart: bool) -> None:
    """Reading any suffix again, with or without a restart, ends in the same incidents as one pass."""
    messages = distinct(wire, stream)
    once, again = Desk(), Desk()
    once.take(messages)
    again.take(messages)
    if restart:
        again.restart()
    again.take(messages[cut:])
    assert again.incidents == once.incidents


@settings(deadline=None, max_examples=60)
@given(stream=streams, cut=st.integers(0, 14), window_days=st.sampled_from((0.2, 0.5, 60.0)))
def test_restart_in_the_middle_changes_nothing(
    wire: Any, stream: list[dict[str, Any]], cut: int, window_days: float
) -> None:
    """A linker built again from its state answers what follows as one that never stopped, however short its memory."""
    messages = distinct(wire, stream)
    steady, stopped = Desk(window_days), Desk(window_days)
    expected = steady.take(messages)
    answers = stopped.take(messages[:cut])
    stopped.restart()
    answers += stopped.take(messages[cut:])
    assert answers == expected
    assert stopped.linker.sizes() == steady.linker.sizes()


@settings(deadline=None, max_examples=60)
@given(stream=streams, data=st.data())
def test_killed_item_leaves_no_claim(wire: Any, stream: list[dict[str, Any]], data: st.DataObject) -> None:
    """Wherever the kill stands in the stream, nothing of the item is left on any incident."""
    key = data.draw(st.sampled_from(ITEMS))
    messages = distinct(wire, stream)
    messages.insert(data.draw(st.integers(0, len(messages))), wire.kill(key, version=98))
    desk = Desk()
    desk.take(messages)
    for incident in desk.incidents.values():
        assert key not in incident.items
        assert all(claim.item_key != key for claim in incident.claims)
        assert all(not basis.startswith(f"{key}#") for toll in incident.tolls.values() for basis in toll.basis)


@settings(deadline=None, max_examples=60)
@given(
    others=st.lists(articles, max_size=4),
    versions=st.lists(articles, min_size=2, max_size=3, unique_by=lambda drawn: drawn["version"]),
    data=st.data(),
)
def test_order_of_versions_does_not_matter(
    wire: Any, others: list[dict[str, Any]], versions: list[dict[str, Any]], data: st.DataObject
) -> None:
    """The versions of an item on an event of its own, in any order, end in the same claims and tolls."""
    # The number of a version is evidence of what it is about: beside others of its event, the first version decides.
    apart = [drawn for drawn in others if drawn["key"] != "afn/1" and "bazaar" not in EVENTS[drawn["event"]]]
    before = [message(wire, drawn) for drawn in apart]
    same = [{**drawn, "key": "afn/1", "event": 0, "killed": drawn["killed"] or 1, "hours": 1} for drawn in versions]
    ordered = [message(wire, drawn) for drawn in sorted(same, key=lambda drawn: drawn["version"])]
    shuffled = data.draw(st.permutations(ordered))
    straight, crossed = Desk(), Desk()
    straight.take([*before, *ordered])
    crossed.take([*before, *shuffled])
    assert final(straight.incidents) == final(crossed.incidents)


def final(incidents: dict[str, Incident]) -> dict[str, Any]:
    """Return what is said of each incident, without how it came to be said."""
    return {
        incident_id: incident.model_copy(update={"history": ()}).model_dump()
        for incident_id, incident in incidents.items()
    }


@settings(deadline=None, max_examples=60)
@given(stream=streams)
def test_toll_never_exceeds_what_is_stated(wire: Any, stream: list[dict[str, Any]]) -> None:
    """No end of a toll is above the largest figure that an article of the stream states."""
    messages = distinct(wire, stream)
    desk = Desk()
    desk.take(messages)
    stated = [figure.min for each in messages if isinstance(each, Signature) for figure in each.figures]
    for incident in desk.incidents.values():
        for toll in incident.tolls.values():
            assert toll.low <= toll.best <= max(number for number in stated if number is not None)
            assert toll.high is None or toll.best <= toll.high <= max(number for number in stated if number is not None)


def live_items(incidents: Iterable[Incident]) -> Sequence[str]:
    """Return the items that stand on incidents."""
    return [item for incident in incidents for item in incident.items]


@settings(deadline=None, max_examples=60)
@given(stream=streams)
def test_item_stands_on_one_incident(wire: Any, stream: list[dict[str, Any]]) -> None:
    """An item is never on two incidents at once."""
    desk = Desk()
    desk.take(distinct(wire, stream))
    standing = live_items(desk.incidents.values())
    assert len(standing) == len(set(standing))
