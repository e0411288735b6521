"""All that is shown of an incident."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING

from schemas import DeniedNumber, Member, Role
from streams.desk.condition import Condition
from streams.desk.incident_page import incident_page
from tests.streams.incidents.conftest import START, change, claim

if TYPE_CHECKING:
    from schemas import Incident
    from streams.desk.values import IncidentPage

LARGE_SECONDS = 1.0


def page_of(incident: Incident) -> IncidentPage:
    """Return its page."""
    return incident_page(incident, Condition(START).shown(0))


def test_each_step_says_what_changed_and_who_says_so(blast: Incident) -> None:
    """The timeline has each change of a toll with its number, cause, speaker and item, the oldest first."""
    (timeline,) = page_of(blast).timelines
    assert [(step.before, step.after, step.cause) for step in timeline.steps] == [
        (None, 12, "appeared"),
        (12, 24, "rose"),
        (24, 20, "corrected"),
    ]
    assert {step.attribution for step in timeline.steps} == {"police"}
    assert [step.id for step in timeline.steps] == ["step-killed-1", "step-killed-2", "step-killed-3"]


def test_a_step_quotes_the_sentence_of_its_number(blast: Incident) -> None:
    """A step whose claim is still known gives its sentence."""
    last = blast.history[-1]
    assert last.now is not None
    with_basis = last.model_copy(update={"now": last.now.model_copy(update={"basis": ("gone/9#f0", "afn/1#f0")})})
    (timeline,) = page_of(blast.model_copy(update={"history": (*blast.history[:-1], with_basis)})).timelines
    assert [step.sentence for step in timeline.steps] == [None, None, "20 miners died, police said."]


def test_a_withdrawn_number_is_a_step(blast: Incident) -> None:
    """A number that is withdrawn is a step without a number that says why."""
    gone = blast.model_copy(update={"history": (*blast.history, change(9, 20, None, "withdrawn", taken="killed"))})
    step = page_of(gone).timelines[0].steps[-1]
    assert (step.after, step.low, step.high, step.text, step.taken) == (None, None, None, "withdrawn", "killed")


def test_claims_stand_under_who_says_them(blast: Incident) -> None:
    """Claims are grouped by speaker; those on whom the toll rests come first, with the number in its sentence."""
    speakers = page_of(blast).speakers
    assert [(each.speaker, each.counts) for each in speakers] == [("police", True)]
    (police,) = speakers
    assert [(view.number, view.verdict) for view in police.claims] == [
        ("20", "counts"),
        ("20", "same number"),
        ("4", "subset"),
        ("12", "overtaken"),
    ]
    first = police.claims[0]
    assert first.sentence is not None
    assert first.sentence[first.number_start : first.number_end] == "20"
    assert first.outlets == ("metro.example",)


def test_unnamed_speakers_are_the_outlet(blast: Incident) -> None:
    """Where the text names nobody, the claim is that of its outlet, and the page says that nobody is named."""
    bare = claim("sea/2", 12)
    figure = bare.figure.model_copy(update={"attribution": None})
    alone = blast.model_copy(update={"claims": (bare.model_copy(update={"figure": figure}),)})
    (speaker,) = page_of(alone).speakers
    assert (speaker.speaker, speaker.named, speaker.kind) == ("sea.example", False, None)


def test_a_sentence_that_was_cut_before_its_number_marks_nothing(blast: Incident) -> None:
    """The number is marked only where it is in the quoted sentence."""
    whole = claim("sea/2", 12)
    quote = "It"
    evidence = whole.figure.evidence.model_copy(update={"quote": quote[:1]})
    cut = whole.model_copy(update={"figure": whole.figure.model_copy(update={"evidence": evidence})})
    (speaker,) = page_of(blast.model_copy(update={"claims": (cut,)})).speakers
    assert (speaker.claims[0].number_start, speaker.claims[0].number_end) == (None, None)


def test_a_subset_names_what_it_is_part_of(blast: Incident) -> None:
    """A part of another figure names it by the id of its claim."""
    part = claim("hill/3", 4, role=Role.SUBSET)
    part = part.model_copy(update={"figure": part.figure.model_copy(update={"subset_of": "f9"})})
    (speaker,) = page_of(blast.model_copy(update={"claims": (part,)})).speakers
    assert speaker.claims[0].subset_of == "hill/3#f9"


def test_each_toll_has_its_reason(blast: Incident) -> None:
    """A sentence says why the number is what it is."""
    (reason,) = page_of(blast).reasons
    assert reason.kind == "killed"
    assert reason.text == "killed: 20 rests on 1 claim, says police; not 12 overtaken"


def test_what_no_longer_counts_is_listed(blast: Incident) -> None:
    """Numbers that went with their item or were denied are listed with the reason, the newest first."""
    denied = DeniedNumber(kind="killed", number=24, at=START + timedelta(hours=3), item_key="afn/1")
    taken = change(5, 20, 12, "fell", taken="killed")
    restated = change(6, 12, 12, "restated", taken="withheld")
    page = page_of(blast.model_copy(update={"denied": (denied,), "history": (*blast.history, taken, restated)}))
    assert [(each.number, each.why) for each in page.retracted] == [(20, "killed"), (24, "denied")]


def test_stories_show_no_word_of_a_killed_item(blast: Incident) -> None:
    """A killed item is listed without its headline; a story of which nothing is live says so."""
    killed = Member(
        item_key="sea/2",
        version=1,
        source="sea.example",
        story_id="sea/2",
        received=START,
        taken="killed",
        headline="Secret",
    )
    page = page_of(blast.model_copy(update={"members": (blast.members[0], killed)}))
    assert "Secret" not in page.model_dump_json()
    assert {story.id: (story.headline, story.live) for story in page.stories} == {
        "afn/1": ("Blast", True),
        "sea/2": ("sea/2", False),
    }


def test_counts_are_those_of_the_whole_incident(blast: Incident) -> None:
    """Where the message has but a part, the page says how many there are."""
    page = page_of(blast.model_copy(update={"claim_count": 900, "member_count": 700, "change_count": 80}))
    assert (page.claim_count, page.item_count, page.change_count) == (900, 700, 80)
    assert (page_of(blast).claim_count, page_of(blast).change_count) == (4, 3)


def test_an_incident_of_many_claims_is_a_page_in_time(blast: Incident) -> None:
    """250 claims are a page at once."""
    claims = tuple(claim(f"afn/{number}", number + 1, says=f"mayor {number % 9}") for number in range(250))
    began = time.process_time()
    page = page_of(blast.model_copy(update={"claims": claims}))
    assert time.process_time() - began < LARGE_SECONDS
    assert sum(len(each.claims) for each in page.speakers) == 250


def naming(key: str, hours: int, *, taken: str | None = None) -> Member:
    """Return an item that names the incident."""
    return Member(
        item_key=key,
        version=1,
        source="day.example",
        story_id=key,
        received=START + timedelta(hours=hours),
        taken=taken,
        headline=f"Round-up {key}",
    )


def test_round_ups_that_name_it_are_shown(blast: Incident) -> None:
    """The newest 20, without those that were withdrawn."""
    mentions = (*(naming(f"day/{number:02}", number) for number in range(21)), naming("day/gone", 99, taken="killed"))
    shown = page_of(blast.model_copy(update={"mentions": mentions})).mentions
    assert [each.item for each in shown] == [f"day/{number:02}" for number in range(20, 0, -1)]
    assert shown[0].headline == "Round-up day/20"


def test_other_incidents_are_named_with_their_titles(blast: Incident) -> None:
    """One that is gone has none."""
    related = blast.model_copy(update={"split_from": "sea/1", "split_into": ("sea/2",), "moved_from": ("gone/3",)})
    titles = {"sea/1": "Harbour blast", "sea/2": "School blast"}
    page = incident_page(related, Condition(START).shown(0), titles.get)
    assert [(each.tie, each.id, each.title) for each in page.relations] == [
        ("split_from", "sea/1", "Harbour blast"),
        ("split_into", "sea/2", "School blast"),
        ("merged", "gone/3", None),
    ]
