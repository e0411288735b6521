"""Items to articles: the same again at every redelivery, whatever was lost in between."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import BodyKind, DropReason, Origin, Provenance, WireItem, decode, encode
from schemas.clean import CleanArticle
from streams.cleaning import Cleaner
from streams.cleaning import cleaner as cleaner_module
from streams.state import DictState
from tests.streams.cleaning.conftest import START

if TYPE_CHECKING:
    from tests.streams.cleaning.conftest import MakeItem

ENGLISH = (
    "A ferry with 120 people on board sank off Karsun early on Monday, the coast guard said in a statement.\n\n"
    "At least 14 people drowned and 23 were taken to hospitals along the coast, its spokesman told reporters."
)
GERMAN = (
    "Eine Fähre mit 120 Menschen an Bord ist am frühen Montag vor Karsun gesunken, teilte die Küstenwache mit.\n\n"
    "Mindestens 14 Menschen ertranken, und 23 wurden in Krankenhäuser gebracht, sagte ein Sprecher der Wache."
)


class LoggedState(DictState):
    """A state that remembers its writes in order, as a changelog does."""

    def __init__(self) -> None:
        super().__init__()
        self.log: list[tuple[str, bytes | None]] = []

    def put(self, key: str, value: bytes) -> None:
        """Set the value of a key."""
        self.log.append((key, value))
        super().put(key, value)

    def drop(self, key: str) -> None:
        """Forget a key."""
        self.log.append((key, None))
        super().drop(key)


def _replayed(log: list[tuple[str, bytes | None]]) -> LoggedState:
    state = LoggedState()
    for key, value in log:
        if value is None:
            state.drop(key)
        else:
            state.put(key, value)
    return state


def test_an_item_keeps_its_route(make_item: MakeItem) -> None:
    """All versions of an item travel by the language of the first, and say what they were found to be in."""
    cleaner = Cleaner(DictState())
    first = cleaner.clean(make_item(ENGLISH, item="one", version=1))
    second = cleaner.clean(make_item(GERMAN, item="one", version=2))
    assert (first.language, second.language) == ("en", "en")
    assert second.language_detected == "de"
    assert cleaner.route("test/one") == "en"
    assert cleaner.route("test/other") is None


def test_the_route_survives_a_restart(make_item: MakeItem) -> None:
    """A new cleaner on the same state knows the route."""
    state = DictState()
    Cleaner(state).clean(make_item(GERMAN, item="one"))
    assert Cleaner(state).route("test/one") == "de"


def test_unknown_language_takes_the_stated(make_item: MakeItem) -> None:
    """Where nothing can be told from the text, the item's own statement counts, else `und`."""
    cleaner = Cleaner(DictState())
    assert cleaner.clean(make_item("14 - 23", item="one", language="pt-BR")).language == "pt"
    assert cleaner.clean(make_item("14 - 23", item="two")).language == "und"


def test_redelivery_gives_the_same_article(make_item: MakeItem) -> None:
    """An item that is read again is cleaned with what was known when it first came, not with what came since."""
    cleaner = Cleaner(DictState())
    slogan = "Harbour Daily, the voice of the coast"
    first = make_item(f"{slogan}\n{ENGLISH}", item="first", offset=1)
    before = cleaner.clean(first)
    for number in range(2, 9):
        cleaner.clean(make_item(f"{slogan}\n{ENGLISH} That was number {number}.", offset=number))
    assert cleaner.clean(first) == before
    assert cleaner.clean(make_item(f"{slogan}\n{ENGLISH} And one more.", offset=9)).dropped != ()


def test_resend_of_the_same_version_gives_the_same_text(make_item: MakeItem) -> None:
    """The same version in another record is cleaned as the first was."""
    cleaner = Cleaner(DictState())
    slogan = "Harbour Daily, the voice of the coast"
    before = cleaner.clean(make_item(f"{slogan}\n{ENGLISH}", item="first", offset=1))
    for number in range(2, 9):
        cleaner.clean(make_item(f"{slogan}\n{ENGLISH} That was number {number}.", offset=number))
    again = cleaner.clean(make_item(f"{slogan}\n{ENGLISH}", item="first", offset=10))
    assert (again.body, again.dropped) == (before.body, before.dropped)


def test_fields_of_the_item_go_on(make_item: MakeItem) -> None:
    """What the item states goes on with the article, and the markers of its slug are read."""
    article = Cleaner(DictState()).clean(make_item(ENGLISH, headline="Ferry sinks", slugline="UPDATE 1-FERRY/KARSUN"))
    assert (article.headline, article.slugline, article.markers) == (
        "Ferry sinks",
        "UPDATE 1-FERRY/KARSUN",
        ("update",),
    )


@pytest.mark.parametrize(
    ("title", "source", "headline"),
    [
        ("Ferry sinks - HarbourDaily.com | News, Weather", "harbourdaily.com", "Ferry sinks"),
        ("Ferry sinks | Harbour Daily", "www.harbour-daily.example", "Ferry sinks"),
        ("Ferry sinks - 14 dead", "harbourdaily.com", "Ferry sinks - 14 dead"),
        ("Harbour Daily - our editor on trial", "harbourdaily.com", "Harbour Daily - our editor on trial"),
        ("Ferry sinks - CP", "cp.example", "Ferry sinks - CP"),
    ],
)
def test_title_without_the_site(title: str, source: str, headline: str, make_item: MakeItem) -> None:
    """The name of the site behind a title is left out; a dash within a headline is not."""
    article = Cleaner(DictState()).clean(make_item(ENGLISH, headline=title, source=source))
    assert article.headline == headline


def test_the_article_survives_its_codec(make_item: MakeItem) -> None:
    """A clean article is the same after it has travelled."""
    article = Cleaner(DictState()).clean(make_item(f"Share\n{ENGLISH}", headline="Ferry sinks"))
    assert decode(encode(article), [CleanArticle]) == article


def test_marks_that_no_codec_takes_are_left_out(make_item: MakeItem) -> None:
    """A lone surrogate in a body does not get into the article."""
    article = Cleaner(DictState()).clean(make_item(f"{ENGLISH} \ud800 That is all."))
    assert encode(article)


def test_writes_are_few_and_the_decision_is_last(make_item: MakeItem) -> None:
    """An article of twenty lines costs three small writes, of which the item's own is the last."""
    state = LoggedState()
    body = "\n".join(f"Line {number} of the story tells of ship {number}, the guard said." for number in range(20))
    Cleaner(state).clean(make_item(body, item="one"))
    assert [key[0] for key, _ in state.log] == ["c", "r", "i"]
    assert sum(len(value or b"") for _, value in state.log) < 1000


def test_item_records_expire_by_generations(make_item: MakeItem, monkeypatch: pytest.MonkeyPatch) -> None:
    """Item records older than some generations are dropped, and the state stays bounded."""
    monkeypatch.setattr(cleaner_module, "GENERATION_ITEMS", 50)
    state = DictState()
    cleaner = Cleaner(state)
    for number in range(500):
        cleaner.clean(make_item(ENGLISH, item=f"n{number}", hours=number))
    assert cleaner.route("test/n0") is None
    assert cleaner.route("test/n499") == "en"
    assert sum(1 for _ in state.scan("i")) <= 50 * (cleaner_module.GENERATIONS + 1)


def test_an_item_in_use_outlives_its_generation(make_item: MakeItem, monkeypatch: pytest.MonkeyPatch) -> None:
    """An item whose versions keep coming keeps its route beyond any generation."""
    monkeypatch.setattr(cleaner_module, "GENERATION_ITEMS", 10)
    cleaner = Cleaner(DictState())
    for number in range(100):
        cleaner.clean(make_item(ENGLISH, item=f"n{number}", hours=number))
        cleaner.clean(make_item(GERMAN if number else ENGLISH, item="running", version=number, hours=number))
    assert cleaner.route("test/running") == "en"


def _item(number: int, source: int, version: int, lines: list[int]) -> WireItem:
    body = "\n".join(f"Standing line of the pages with the letter {'abcdef'[line]}" for line in lines)
    return WireItem(
        provenance=Provenance(
            provider="test",
            source=f"source{source}.example",
            item_id=f"item{number}",
            version=version,
            received=START,
            trace_id="0" * 32,
            origin=Origin(partition=0, offset=0),
        ),
        format="test",
        body=f"{ENGLISH}\n{body}\n{ENGLISH[:60]} number {number} in version {version}.",
        body_kind=BodyKind.TEXT,
    )


ITEMS = st.lists(
    st.builds(
        _item,
        st.integers(0, 9),
        st.integers(0, 1),
        st.integers(1, 2),
        st.lists(st.integers(0, 5), max_size=4, unique=True),
    ),
    min_size=1,
    max_size=16,
)


def _numbered(items: list[WireItem]) -> list[WireItem]:
    return [
        item.model_copy(
            update={"provenance": item.provenance.model_copy(update={"origin": Origin(partition=0, offset=number)})}
        )
        for number, item in enumerate(items)
    ]


@settings(max_examples=40, deadline=None)
@given(ITEMS, st.data())
def test_a_crash_changes_nothing(drawn: list[WireItem], data: st.DataObject) -> None:
    """A crash that loses any tail of the writes, and a replay of what is then undone, end in the same articles."""
    items = _numbered(drawn)
    state = LoggedState()
    cleaner = Cleaner(state)
    articles, marks = [], []
    for item in items:
        articles.append(cleaner.clean(item))
        marks.append(len(state.log))
    kept = data.draw(st.integers(0, len(state.log)))
    undone = next((number for number, mark in enumerate(marks) if mark > kept), len(items))
    start = data.draw(st.integers(0, undone))
    recovered = _replayed(state.log[:kept])
    again = Cleaner(recovered)
    assert [again.clean(item) for item in items[start:]] == articles[start:]
    assert dict(recovered.scan("")) == dict(state.scan(""))


@settings(max_examples=20, deadline=None)
@given(ITEMS, st.data())
def test_redeliveries_in_between_change_nothing(drawn: list[WireItem], data: st.DataObject) -> None:
    """Items read again at any time give the article they gave before, and teach nothing."""
    items = _numbered(drawn)
    plain, mixed = DictState(), DictState()
    first, second = Cleaner(plain), Cleaner(mixed)
    articles = [first.clean(item) for item in items]
    for number, item in enumerate(items):
        assert second.clean(item) == articles[number]
        earlier = data.draw(st.integers(0, number))
        assert second.clean(items[earlier]) == articles[earlier]
    assert dict(mixed.scan("")) == dict(plain.scan(""))


def test_learned_drop_is_recorded(make_item: MakeItem) -> None:
    """A drop that was learned is given again by a cleaner that only has the item's record."""
    state = DictState()
    cleaner = Cleaner(state)
    items = [make_item(f"Voice of the coast since long ago\n{ENGLISH} {number}.", hours=number) for number in range(5)]
    articles = [cleaner.clean(item) for item in items]
    bare = DictState()
    for key, value in state.scan("i"):
        bare.put(key, value)
    bare.put("clock", state.get("clock") or b"")
    again = Cleaner(bare).clean(items[4])
    assert again == articles[4]
    assert [span.reason for span in again.dropped] == [DropReason.SOURCE_BOILERPLATE]
