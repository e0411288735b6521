"""What the linker holds in memory and in its records, and the bounds of both."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import orjson
import pytest

from schemas import LinkAction, RetractionKind, Verdict
from streams.linking import Linker
from streams.linking.answers import carry, put, take
from streams.linking.features import FEATURES
from streams.linking.frequency import Frequency
from streams.linking.groups import Groups
from streams.linking.index import Index
from streams.linking.model import Model, Weights
from streams.linking.profile import make_profile
from streams.linking.record import Decision, ItemRecord, read_record
from streams.linking.words import commonness
from streams.state import DictState

if TYPE_CHECKING:
    from schemas import LinkedClaims
    from streams.linking.profile import Profile

BAZAAR = "blast bazaar rickshaw hazarganji vegetable market quetta bomb detonated"
FERRY = "ferry capsized mindoro strait coastguard lifeboats calapan sank passengers"


def spoken(claims: list[LinkedClaims]) -> list[tuple[str, str, str]]:
    """Return action, item and incident of each."""
    return [(claim.action.value, claim.provenance.item_key, claim.incident_id) for claim in claims]


def profile(wire: Any, key: str, words: str) -> Profile:
    """Return the profile of an article of these words alone."""
    made = make_profile(wire.article(key, words))
    return made._replace(words=frozenset(f"w:{word}" for word in words.split()))


class TestFrequency:
    """How everyday a sort of event is in a country."""

    @pytest.mark.parametrize(("events", "share"), [(0, 0.0), (1, 0.0), (2, 0.05), (11, 0.5), (21, 1.0), (30, 1.0)])
    def test_everyday_from_20_other_events_on(self, events: int, share: float) -> None:
        """The first event says nothing; twenty more make the sort everyday, and further ones change nothing."""
        frequency = Frequency()
        for number in range(events):
            frequency.add(f"afn/{number}", f"group {number}", frozenset({"e:quake:PK"}))
        assert frequency.everyday(["e:quake:PK", "e:flood:PK"]) == pytest.approx(share)

    def test_articles_of_one_group_count_once(self) -> None:
        """Two articles of one event are one event, until both are gone; an article added again counts once."""
        frequency, marks = Frequency(), frozenset({"e:quake:PK"})
        for key, group in (("a", "one"), ("b", "two"), ("c", "two"), ("c", "two")):
            frequency.add(key, group, marks)
        assert frequency.everyday(marks) == pytest.approx(0.05)
        frequency.remove("b")
        assert frequency.everyday(marks) == pytest.approx(0.05)
        frequency.remove("c")
        frequency.remove("c")
        assert frequency.everyday(marks) == 0.0

    def test_merged_groups_are_one_event(self) -> None:
        """Once two groups are one, their articles are of one event; unknown articles change nothing."""
        frequency, marks = Frequency(), frozenset({"e:quake:PK"})
        for key, group in (("a", "one"), ("b", "two"), ("c", "three")):
            frequency.add(key, group, marks)
        frequency.merge(["x", "b"], "one")
        assert frequency.everyday(marks) == pytest.approx(0.05)
        frequency.remove("a")
        assert frequency.everyday(marks) == pytest.approx(0.05)


class TestIndex:
    """Which articles are compared."""

    def filled(self, wire: Any, texts: list[str]) -> Index:
        """Return an index of articles with these words, in their order."""
        index = Index()
        for number, words in enumerate(texts):
            index.add(number, profile(wire, f"afn/{number}", words))
        return index

    def found(self, index: Index, wire: Any, words: str) -> list[int]:
        """Return the numbers of the candidates."""
        return [int(each.item_key.removeprefix("afn/")) for each in index.candidates(profile(wire, "sea/1", words))]

    def test_24_candidates(self, wire: Any) -> None:
        """Of forty articles that share a mark, the newest twenty-four are compared."""
        index = self.filled(wire, ["zzyx"] * 40)
        assert self.found(index, wire, "zzyx") == list(range(39, 15, -1))

    def test_48_articles_of_a_mark(self, wire: Any) -> None:
        """Of each mark the newest forty-eight articles are read: an older one that shares most is not found."""
        best = "zzyx zzyy"
        assert 1 not in self.found(self.filled(wire, ["zzyy zzyx", best, *["zzyx zzyy"] * 48]), wire, best)
        texts = ["other", best, *["zzyx"] * 47]
        assert self.found(self.filled(wire, texts), wire, "zzyx zzyy")[0] == 1

    def test_most_shared_rarity_first(self, wire: Any) -> None:
        """An article that shares two marks comes before a newer one that shares one; others are not found."""
        index = self.filled(wire, ["zzyx zzyy", "zzyx", "other"])
        assert self.found(index, wire, "zzyx zzyy") == [0, 1]

    def test_article_is_no_candidate_of_its_own(self, wire: Any) -> None:
        """The article itself is left out, and so is a removed one."""
        index = self.filled(wire, ["zzyx", "zzyx", "zzyx"])
        index.remove("afn/1")
        index.remove("afn/1")
        assert [each.item_key for each in index.candidates(profile(wire, "afn/2", "zzyx"))] == ["afn/0"]
        assert index.get("afn/1") is None

    def test_rarity_is_bounded(self, wire: Any) -> None:
        """A mark that nobody has is as rare as seven; one that many have is less rare."""
        index = self.filled(wire, ["zzyx"] * 9)
        assert index.idf("w:zzyy") == 7.0
        assert index.idf("w:zzyx") == pytest.approx(4.666, abs=0.001)

    def test_a_common_word_is_less_rare_from_the_start(self) -> None:
        """As if a thousand articles had come before, of which each word has its usual share."""
        word, share = max(commonness().items(), key=lambda item: item[1])
        assert Index().idf(f"w:{word}") == pytest.approx(math.log(1_000 / (share * 1_000 + 0.5)))

    def test_40_marks_are_looked_up(self, wire: Any) -> None:
        """The rarest of those that are known: an article that shares only the next one is not found."""
        marks = [f"zz{chr(97 + number // 26)}{chr(97 + number % 26)}" for number in range(41)]
        assert self.found(self.filled(wire, marks), wire, " ".join(marks)) == list(range(39, 15, -1))

    def test_400_articles_are_read(self, wire: Any) -> None:
        """Of eight marks forty-eight, of the ninth what is left, and of the tenth none."""
        marks = [f"zz{chr(97 + number)}" for number in range(10)]
        index = self.filled(wire, [mark for mark in marks for _ in range(50)])
        assert self.found(index, wire, " ".join(marks)) == [*range(449, 433, -1), *range(399, 391, -1)]

    def test_what_is_gone_is_left_out_of_memory_in_time(self, wire: Any) -> None:
        """A mark has at most sixteen entries and two for each of its articles, and what is left is found."""
        index = self.filled(wire, ["zzyx"] * 40)
        lengths = []
        for number in range(36):
            index.remove(f"afn/{number}")
            lengths.append(len(index._postings["w:zzyx"]) - 2 * (39 - number))
        assert max(lengths) == 16
        assert self.found(index, wire, "zzyx") == [39, 38, 37, 36]

    def test_added_again(self, wire: Any) -> None:
        """A later version replaces the marks of the one before."""
        index = self.filled(wire, ["zzyx zzyy"])
        index.add(1, profile(wire, "afn/0", "zzyx"))
        assert index.sizes() == {"documents": 1, "marks": 1, "postings": 1}


class TestGroups:
    """Which items stand together."""

    def test_merge_and_its_end(self) -> None:
        """A merged id is not free while an item says that it was merged, and is free after the last one's word."""
        groups = Groups()
        groups.hold("a", "one", 0, put=True, story_id="s")
        groups.hold("b", "two", 1, put=True)
        for by in ("b", "c"):
            groups.merge("two", "one", by)
        assert (groups.of("b"), groups.resolve("two"), groups.parts("one")) == ("one", "one", ["two"])
        assert not groups.is_free("two")
        assert not groups.is_incident("two")
        groups.forget_merge("two", "b")
        groups.forget_merge("three", "b")
        assert not groups.is_free("two")
        groups.forget_merge("two", "c")
        assert groups.is_free("two")
        assert not groups.is_free("one")

    def test_counts(self) -> None:
        """Copies are items of a group and no articles; the earliest arrival founds it."""
        groups = Groups()
        groups.hold("b", "one", 5)
        groups.hold("c", "one", 7, copy_of="b")
        groups.hold("a", "one", 6, put=True, story_id="s")
        assert (groups.size("one"), groups.articles("one"), groups.founded("one")) == (3, 2, 5)
        assert groups.members(["one"]) == ["b", "a", "c"]
        assert (groups.copies_of("b"), groups.of_story("s"), groups.is_incident("one")) == (["c"], ["a"], True)
        groups.release("a")
        assert (groups.is_incident("one"), groups.of_story("s"), groups.of("a")) == (False, [], None)

    def test_item_of_a_group_that_is_no_incident_yet(self) -> None:
        """An item that waits is let go like any other, and once more without effect."""
        groups = Groups()
        groups.hold("a", "one", 0)
        for _ in range(2):
            groups.release("a")
            assert groups.sizes() == {"groups": 0, "incidents": 0}


class TestModel:
    """From features to a certainty."""

    def model(self, breadth: float = 0.5) -> Model:
        """Return a model of one bias for rare and one for everyday events."""
        return Model(Weights(1.0, ()), Weights(-1.0, ()), link=0.5, move=0.8, merge=0.75, breadth=breadth)

    @pytest.mark.parametrize("alike", [[0.8, 0.4, 0.6, 0.2], [0.8, 0.4, 0.6, 0.2, 0.1]])
    def test_half_the_likest_and_half_the_mean_of_four(self, alike: list[float]) -> None:
        """The certainty is half that of the likest article and half the mean of the four likest."""
        assert self.model().of_group(alike, 9) == pytest.approx(0.65)

    @pytest.mark.parametrize(("articles", "certainty"), [(0, 0.8), (1, 0.8), (2, 0.6), (4, 0.5), (5, 0.5)])
    def test_mean_over_the_group(self, articles: int, certainty: float) -> None:
        """Articles of the group that are not like it at all count as naught, up to four."""
        assert self.model().of_group([0.8], articles) == pytest.approx(certainty)

    @pytest.mark.parametrize(("share", "score"), [(0.0, 1.0), (1.0, -1.0), (0.25, 0.5)])
    def test_rare_and_everyday_events_are_weighed_apart(self, share: float, score: float) -> None:
        """By how everyday the sort is in its country."""
        features = tuple(share * (name == "everyday") for name in FEATURES)
        assert self.model().probability(features) == pytest.approx(1 / (1 + math.exp(-score)))

    @pytest.mark.parametrize("bias", [31.0, -31.0])
    def test_a_score_is_bounded(self, bias: float) -> None:
        """At thirty: more says no more."""
        model = Model(Weights(bias, ()), Weights(0.0, ()), link=0.5, move=0.8, merge=0.75, breadth=0.5)
        bound = math.copysign(30.0, bias)
        assert model.probability((0.0,) * len(FEATURES)) == pytest.approx(1 / (1 + math.exp(-bound)), rel=1e-9, abs=0)

    def test_a_score_is_the_weighed_sum(self) -> None:
        """Of the features, and the bias."""
        assert Weights(1.0, (2.0, -3.0)).score((0.5, 1.0)) == -1.0

    def test_mean_is_at_most_one(self) -> None:
        """More like articles than the group has count no more than certainty."""
        assert self.model().of_group([0.9, 0.9, 0.9], 1) == pytest.approx(0.95)


class TestRecords:
    """What is written of an item is read again."""

    def test_everything_comes_back(self, wire: Any) -> None:
        """A record with everything and one with nothing are read as they were written."""
        signature, copy = wire.article("afn/1", BAZAAR, [("killed", 3)]), wire.copy("hill/8", "afn/1")
        moved = take("old", signature.provenance, "s", "moved")
        full = ItemRecord(
            arrival=3,
            time=4.5,
            group="one",
            put=True,
            signature=signature,
            norm=2.5,
            carried=copy.provenance,
            copy_of="afn/9",
            killed=True,
            withheld=2,
            taken=(moved,),
            merges={"two": "one"},
            decisions={1: Decision("put", "one", 0.5, None, (moved,)), 2: Decision("carry", "one", 1.0, "afn/9")},
        )
        for record in (full, ItemRecord(arrival=0, time=0.0)):
            assert read_record(record.encoded()) == record

    def test_a_decision_without_a_place_for_a_transfer_is_read(self) -> None:
        """As one that came from nowhere."""
        known = Decision("put", "one", 0.5)
        raw = orjson.loads(ItemRecord(arrival=0, time=0.0, decisions={1: known}).encoded())
        raw["d"]["1"].pop()
        assert read_record(orjson.dumps(raw)).decisions == {1: known}

    def test_answers(self, wire: Any) -> None:
        """A put has the first five places and a rounded score; a carry is certain."""
        article = wire.article("afn/1", BAZAAR, places=[f"place {number}" for number in range(6)])
        sent = put("one", article, 0.123456)
        assert (len(sent.places), sent.score) == (5, 0.1235)
        assert carry("one", article.provenance, "sea/2").score == 1.0

    @pytest.mark.parametrize(("verdict", "corrects"), [(Verdict.CORRECTION, True), (Verdict.UPDATE, False)])
    def test_only_a_correction_corrects(self, wire: Any, verdict: Verdict, corrects: bool) -> None:
        """Claims correct an earlier version where the judge calls the article a correction."""
        assert put("one", wire.article("afn/1", BAZAAR, verdict=verdict), 1.0).correction is corrects


class TestVersions:
    """Decisions on versions are kept."""

    def test_20_versions_are_kept(self, wire: Any) -> None:
        """The decisions on the newest twenty versions of an item are in its record."""
        state = DictState()
        linker = Linker(state)
        for version in range(1, 22):
            linker.link(wire.article("afn/1", BAZAAR, [("killed", version)], version=version))
            kept = sorted(read_record(dict(state.scan("i/"))["i/afn/1"]).decisions)
            assert kept == list(range(max(1, version - 19), version + 1))

    def test_late_version_of_an_item_without_incident(self, wire: Any) -> None:
        """A late older version of an item that waits goes nowhere, even where it counts victims, and stays decided."""
        linker = Linker(DictState())
        linker.link(wire.article("afn/1", BAZAAR, version=2))
        late = wire.article("afn/1", BAZAAR, [("killed", 3)], version=1)
        assert linker.link(late) == []
        linker.link(wire.article("sea/2", BAZAAR, [("killed", 3)], hours=1))
        assert linker.link(late) == []

    def test_version_of_no_use_says_nothing_of_the_score(self, wire: Any) -> None:
        """An item enters an incident with the certainty of the version that joined it."""
        linker = Linker(DictState())
        linker.link(wire.article("afn/1", BAZAAR))
        linker.link(wire.article("gazette/7", "parliament budget amendment"))
        linker.link(wire.article("gazette/7", BAZAAR.rpartition(" ")[0], version=2, hours=1))
        entered = linker.link(wire.article("sea/2", BAZAAR, [("killed", 3)], hours=2))
        score = {claims.provenance.item_key: claims.score for claims in entered}["gazette/7"]
        assert 0.5 < score < 1.0

    def test_late_version_does_not_move_the_item(self, wire: Any) -> None:
        """A late older version on another known event is put where the item is, and later articles do not follow it."""
        linker = Linker(DictState())
        linker.link(wire.article("sea/2", FERRY, [("missing", 30)]))
        linker.link(wire.article("afn/1", BAZAAR, [("killed", 15)], version=2))
        (late,) = linker.link(wire.article("afn/1", FERRY, [("missing", 12)], version=1, hours=1))
        assert (late.action, late.incident_id, late.score) == (LinkAction.PUT, "afn/1", 1.0)
        assert linker.group_of("afn/1") == "afn/1"
        later = linker.link(wire.article("hill/3", BAZAAR, [("killed", 16)], hours=2))
        assert spoken(later) == [("put", "hill/3", "afn/1")]

    def test_withhold_of_the_same_version_takes_it(self, wire: Any) -> None:
        """A withhold takes the version that it names, and leaves a newer one."""
        for upto, taken in ((1, False), (2, True), (3, True)):
            linker = Linker(DictState())
            linker.link(wire.article("afn/1", BAZAAR, [("killed", 15)], version=2))
            linked = linker.link(wire.kill("afn/1", version=upto, kind=RetractionKind.WITHHOLD))
            assert bool(linked) is taken


class TestExpiry:
    """Items leave memory with the window."""

    @pytest.mark.parametrize(("hours", "known"), [(240, True), (240.1, False)])
    def test_end_of_the_window(self, wire: Any, hours: float, known: bool) -> None:
        """An article is known for exactly the ten days of the window."""
        linker = Linker(DictState(), window_days=10)
        linker.link(wire.article("afn/1", BAZAAR, [("killed", 12)]))
        linker.link(wire.article("sea/2", FERRY, [("missing", 4)], hours=hours))
        assert (linker.group_of("afn/1") is not None) is known

    @pytest.mark.parametrize(("days", "known"), [(60, True), (60.1, False)])
    def test_sixty_days_unless_said_otherwise(self, wire: Any, days: float, known: bool) -> None:
        """The window is sixty days where none is given."""
        linker = Linker(DictState())
        linker.link(wire.article("afn/1", BAZAAR, [("killed", 12)]))
        linker.link(wire.article("sea/2", FERRY, [("missing", 4)], hours=24 * days))
        assert (linker.group_of("afn/1") is not None) is known

    def test_new_version_stays_longer(self, wire: Any) -> None:
        """The age of an item is that of its newest version: the end of the first one's time does not drop it."""
        state = DictState()
        linker = Linker(state, window_days=10)
        linker.link(wire.article("afn/1", BAZAAR, [("killed", 12)]))
        linker.link(wire.article("afn/1", BAZAAR, [("killed", 13)], version=2, hours=120))
        for again in (linker, Linker(state, window_days=10)):
            again.link(wire.article("sea/2", FERRY, [("missing", 4)], hours=300))
            assert again.group_of("afn/1") == "afn/1"
        linker.link(wire.article("hill/3", FERRY, [("missing", 4)], hours=361))
        assert linker.group_of("afn/1") is None

    def test_late_message_does_not_turn_time_back(self, wire: Any) -> None:
        """An article that was received long before the newest one drops nothing and is dropped with its own age."""
        linker = Linker(DictState(), window_days=10)
        linker.link(wire.article("afn/1", BAZAAR, [("killed", 12)], hours=200))
        linker.link(wire.article("sea/2", FERRY, [("missing", 4)]))
        linker.link(wire.article("hill/3", FERRY, [("missing", 4)], hours=241))
        assert (linker.group_of("afn/1"), linker.group_of("sea/2")) == ("afn/1", None)


def test_100_waiting_articles_enter(wire: Any) -> None:
    """Of the articles that wait for a first figure the newest hundred enter with it."""
    linker = Linker(DictState())
    for number in range(102):
        linker.link(wire.copy(f"hill/{number:03}", "afn/1") if number else wire.article("afn/1", BAZAAR))
    linked = linker.link(wire.article("sea/2", BAZAAR, [("killed", 3)], hours=1))
    assert [claims.provenance.item_key for claims in linked] == [
        *(f"hill/{number:03}" for number in range(2, 102)),
        "sea/2",
    ]
