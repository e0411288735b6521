"""Which articles are round-ups, and what an article recalls of other events."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from schemas import (
    CleanArticle,
    Dateline,
    EnrichedArticle,
    Entity,
    EntityType,
    EventFrame,
    Judgement,
    Origin,
    Precision,
    Provenance,
    Verdict,
)
from streams.linking import make_signature
from streams.linking.recall import is_recalled, recalled_spans
from streams.linking.words import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

TOWNS = {"Odesa": 698740, "Kherson": 706448, "Sumy": 692194, "Lusaka": 909137, "Gaborone": 933773}
AT = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)


def towns(text: str, *, in_headline: bool = False) -> Iterator[Entity]:
    """Yield the towns that a text names."""
    for name, number in TOWNS.items():
        for match in re.finditer(name, text):
            yield Entity(
                text=name,
                type=EntityType.PLACE,
                subtype="city",
                start=match.start(),
                end=match.end(),
                in_headline=in_headline,
                geonames=number,
                precision=Precision.POINT,
                lat=float(number % 50),
                lon=0.0,
            )


def event_of(headline: str, body: str, dateline: Dateline | None = None) -> EventFrame:
    """Return what linking reads of an article's event."""
    provenance = Provenance(
        provider="afn",
        source="afn.example",
        item_id="1",
        version=1,
        published=AT,
        received=AT,
        trace_id="0" * 32,
        origin=Origin(partition=0, offset=0),
    )
    clean = CleanArticle(
        provenance=provenance,
        headline=headline,
        body=body,
        dateline=dateline,
        paragraphs=(),
        language="en",
        language_detected="en",
        language_confidence=1.0,
    )
    article = EnrichedArticle(
        article=clean,
        judgement=Judgement(verdict=Verdict.NEW, story_id="afn/1"),
        entities=(*towns(headline, in_headline=True), *towns(body)),
    )
    return make_signature(article).event


@pytest.mark.parametrize(
    ("headline", "body", "sums_up"),
    [
        ("Nine dead in a day of war", "Shells killed nine people, six in Odesa and two near Sumy, police said.", True),
        ("Nine dead in Odesa", "Shells killed nine people, six in Odesa and two near Sumy, police said.", False),
        ("Odesa: nine dead", "Shells killed nine people, six in Odesa and two near Sumy, police said.", True),
        ("Strikes on Odesa and Sumy", "Shells killed nine people, six in Odesa and two near Sumy, police said.", True),
        ("Nine dead in Odesa and Sumy", "A gunman killed nine, six in Odesa and two near Sumy, police said.", False),
        ("Nine dead in a day of war", "Of the dead, six of them in a tent camp in Odesa and two off Sumy.", True),
        ("Nine dead in a day of war", "Six died in Odesa. Two were taken to a hospital in Sumy.", False),
        ("Nine dead in a day of war", "Of six wounded, a man died in Odesa, near Sumy.", False),
        ("Nine dead in a day of war", "Shells killed nine people in Odesa, police said in Sumy.", False),
        ("Nine dead in floods", "Floods killed nine people, six in Odesa and two near Sumy, police said.", False),
        ("Nine dead in a day of war", f"{'Guns were heard. ' * 50}Six died in Odesa and two near Sumy.", False),
        ("Nine dead in a day of war", "Six of the men had left Odesa, and two of them Sumy.", False),
        ("Nine dead in a day of war", "Shells killed nine people near Odesa in Kherson, police said.", False),
    ],
)
def test_counts_of_several_towns_make_a_round_up(headline: str, body: str, sums_up: bool) -> None:
    """Unless the headline names the town, the event reaches over regions, or the opening says nothing of it.

    A town before a colon is a label, and events in the plural may be in all towns that the headline names.
    """
    assert event_of(headline, body).sums_up is sums_up


def test_the_day_of_a_dateline_counts_nobody() -> None:
    """Of "March 2 - Shells near Odesa" the two are no victims at Odesa."""
    dateline = Dateline(text="LUSAKA, March 2 - ", place="Lusaka")
    body = f"{dateline.text}Shells near Odesa killed six people in Sumy, police said."
    assert event_of("A day of war", body).sums_up
    assert not event_of("A day of war", body, dateline).sums_up


@pytest.mark.parametrize(
    ("between", "sums_up"), [("", True), ("people ", True), ("very " * 6, True), ("very " * 7, False)]
)
def test_a_number_belongs_to_the_town_that_follows_closely(between: str, sums_up: bool) -> None:
    """Seven words may stand between them, of which the last is "in"."""
    body = f"Shells killed six {between}in Odesa. Shells killed two {between}in Sumy."
    assert event_of("A day of war", body).sums_up is sums_up


def test_a_place_that_is_only_recalled_is_no_scene() -> None:
    """The blast in Lusaka is another event."""
    event = event_of(
        "Bomb kills nine", "Nine people were killed in Gaborone, minutes after an explosion in Lusaka, officials said."
    )
    assert [place.name for place in event.scene] == ["Gaborone"]


@pytest.mark.parametrize(
    ("text", "recalled"),
    [
        ("It came a day after a bomb killed 12. Police searched.", "after a bomb killed 12. "),
        ("It came shortly after a bomb killed 12", "after a bomb killed 12"),
        ("He died after a bomb went off.", ""),
        ("A man was stabbed. There was no connection with the attack in Ulm.", "with the attack in Ulm"),
        ("It was not linked to Monday's blast. Two died.", "to Monday's blast. "),
        ("Police said it was unrelated to the fire.", "to the fire"),
        ("Police look for a connection with the attack in Ulm.", ""),
        ("Six died. Elsewhere a bus crashed. It rained.", "Elsewhere a bus crashed. "),
        ("Six died. The day before, three had died in Trento.", "The day before, three had died in Trento"),
        ("Six died elsewhere.", ""),
    ],
)
def test_a_clause_is_recalled_up_to_the_end_of_its_sentence(text: str, recalled: str) -> None:
    """Only after a word of time, or where a connection is denied: what happened "after a bomb" is of the event itself.

    A sentence that opens with "Elsewhere" or the like is recalled whole.
    """
    spans = recalled_spans(list(tokens(text)), ())
    assert "".join(text[start:end] for start, end in spans) == recalled


def test_only_what_lies_in_a_span_is_recalled() -> None:
    """The first character of a span is in it, the last is not."""
    spans = [(10, 20), (30, 40)]
    assert [is_recalled(offset, spans) for offset in (9, 10, 19, 20, 30, 39, 40)] == [
        False,
        True,
        True,
        False,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("headline", "lead", "sums_up"),
    [
        ("President orders audit", "She spoke after two collapses in three days killed 11 people.", True),
        ("Two deadly earthquakes within a week in Iran", "Seven people have been killed.", True),
        ("President sends army into jails", "He acted after two riots in which 30 inmates died last week.", True),
        ("Mayor pleads for calm", "Three died in two separate shootings at the weekend.", True),
        ("Two blasts kill nine", "Two explosions within an hour killed nine people.", False),
        ("Quake kills five", "The earthquake was the worst in two years.", False),
        ("Fire kills 19", "In 2019 fires burned for three weeks.", False),
    ],
)
def test_who_counts_events_over_days_sums_up(headline: str, lead: str, *, sums_up: bool) -> None:
    """In headline or lead; what comes within an hour is one event, and a large number counts no events."""
    assert event_of(headline, lead).sums_up is sums_up
