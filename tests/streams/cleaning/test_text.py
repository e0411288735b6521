"""What is furniture in a flattened text, and what only looks like it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import DropReason
from streams.cleaning import clean_text, to_source

STORY = (
    "KARSUN, March 2 (AFP) - A ferry with 120 people on board sank off Karsun on Monday, the coast guard said.\n\n"
    "At least 14 people drowned and 23 were taken to hospitals on the coast, spokesman Ilian Marek told reporters.\n\n"
    "The owner of the vessel blamed the weather for the accident.\n\n"
)


def _reason(line: str) -> DropReason | None:
    """Return why a line that stands within a story is dropped."""
    text = f"{STORY}{line}\n\nThe search for the missing was to go on through the night, the coast guard said."
    spans = {text[span.start : span.end]: span.reason for span in clean_text(text).dropped}
    return spans.get(line)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Share on Facebook", DropReason.SHARE),
        ("Read or Share this story: http://harbour.example/x1", DropReason.SHARE),
        ("Story continues below advertisement", DropReason.ADVERTISEMENT),
        ("Please enable JavaScript to watch this video", DropReason.COOKIE),
        ("We use cookies to give you the best experience.", DropReason.COOKIE),
        ("Home > News > Coast", DropReason.NAVIGATION),
        ("Skip to main content", DropReason.NAVIGATION),
        ("© 2031 Harbour Daily", DropReason.FOOTER),
        ("Copyright 2031 Harbour Daily. All rights reserved.", DropReason.FOOTER),
        ("Help | Contact Us | Feedback | Subscribe", DropReason.FOOTER),
        ("Stay with Channel 9 for more on this story.", DropReason.FOOTER),
        ("RELATED: Two die as fishing boat burns off Karsun", DropReason.RELATED_LINK),
        ("Read more: Two die as fishing boat burns off Karsun", DropReason.RELATED_LINK),
        ("COAST: Owner of sunken ferry to stand trial", DropReason.RELATED_LINK),
        ("[Harbour chief resigns over old ferries]", DropReason.RELATED_LINK),
        ("1:45 Watch the moment the ferry leaves the pier", DropReason.RELATED_LINK),
        ("(Photo: Karsun Coast Guard)", DropReason.CAPTION),
        ("A boat of the coast guard leaves Karsun on Monday. | Mira Olt/Harbour Daily", DropReason.CAPTION),
        ("A boat of the coast guard leaves Karsun on Monday. (Photo: Mira Olt / Harbour Daily)", DropReason.CAPTION),
        ("Updated: 3:15 p.m., March 3, 2031", DropReason.DATE),
        ("Published: 3-MAR-2031", DropReason.DATE),
        ("By Mira Olt, Staff Writer", DropReason.BYLINE),
        ("Reporting by Mira Olt; editing by Jan Abel", DropReason.BYLINE),
        ("Written by Mira Olt", DropReason.BYLINE),
        ("Sign up for our daily newsletter and never miss a story.", DropReason.SUBSCRIPTION),
        ("Sign in using your Harbour Daily profile", DropReason.SUBSCRIPTION),
        ("Powered by HarbourPress", DropReason.FOOTER),
        ("molt@harbour.example", DropReason.CONTACT),
        ("molt@harbour.example or 555-010-7788", DropReason.CONTACT),
        ("Mira Olt covers the coast. Reach her at molt@harbour.example or 555-010-7788.", DropReason.CONTACT),
        ("(Reuters)", DropReason.AGENCY_CREDIT),
        ("Source: AFP", DropReason.AGENCY_CREDIT),
        ("(Adds quotes, details of rescue)", DropReason.UPDATE_MARKER),
        ("ends", DropReason.UPDATE_MARKER),
        ("-----", DropReason.MARKUP),
    ],
)
def test_furniture(line: str, reason: DropReason) -> None:
    """A line of furniture within a story is dropped with its reason."""
    assert _reason(line) == reason


@pytest.mark.parametrize(
    "line",
    [
        "Anyone with information is asked to call the coast guard at 555-010-7788.",
        "“Share what you have,” the mayor said.",
        "“Stay with me,” he told the boy in the water.",
        "The company said it had changed its privacy policy after the accident.",
        "PREVIOUS STORY: A ferry is missing off Karsun with 120 people on board, and the coast guard is searching.",
        "UPDATE (4:06 p.m.):",
        "Those who died:",
        "KILLED: the captain, two of his men and a nurse",
        "More in an interview with the captain:",
        "More on board than the papers allowed",
        "WHERE: the church of the old harbour on Sunday",
        "FERRY SINKS OFF KARSUN: 14 DEAD AND 23 MISSING",
        "By then the ferry had been listing for an hour.",
        "The toll had risen to 14, according to a police officer who asked not to be named (his men were at sea).",
        "Home is where they wanted to go.",
        "The paper reported in 2031 that the ferry was old.",
        "Yes.",
        "The man bought the ticket through a mobile app, the police said.",
        "The school sent text alerts to parents at nine in the morning.",
        "Voters must bring their registration information to the polls.",
        "Powered by a diesel engine, the boat sank within minutes.",
        "Previous stories about the ferry had been ignored.",
        "Related coverage had warned of the risk.",
        "Photos by witnesses showed the ferry listing.",
        "“Close your browser and call your bank,” she said.",
        "“We use cookies and nothing else,” the company said.",
        "Olt, who is a staff writer at the paper, was among the dead.",
        "Written by a lawyer, the report was six months late.",
        "By midnight staff had left.",
        "Copyright law does not apply, the court said.",
        "9:30 The first boat reaches the ferry",
        "Trending on social media since Monday, the video shows the last minutes.",
        "Subscribers to the service were told on Monday.",
        "Sign language was used at the service.",
        "Recommended sentences range from four to nine years.",
        "The company delivers, and home delivery of meals to the old goes on.",
        "Reports by two experts | one of them Danish | said so.",
        "BREAKING: Ferry down off Karsun, boats on the way — Coast Guard (@karsuncoast) March 2, 2031",
    ],
)
def test_content_that_looks_like_furniture(line: str) -> None:
    """A line of the story stays, though it starts or ends as furniture does."""
    assert _reason(line) is None


def test_link_list_after_a_heading() -> None:
    """The headlines under "You may also like" go with it, and the sentence after them stays."""
    links = "You may also like\n\nHarbour Chief Resigns\n\nStorm Kills Two In the U.S."
    text = f"{STORY}{links}\n\nHe had no comment on that."
    cleaned = clean_text(text)
    assert [span.reason for span in cleaned.dropped] == [DropReason.RELATED_LINK] * 3
    assert cleaned.body.endswith("He had no comment on that.")


def test_unfinished_lines_at_the_end_are_links() -> None:
    """Several headlines after the last sentence are a list of links."""
    text = f"{STORY}Storm closes northern ports for a third day\n\nMinister to visit families of ferry victims"
    assert [span.reason for span in clean_text(text).dropped] == [DropReason.RELATED_LINK] * 2


@pytest.mark.parametrize("rows", [["Killed: 14", "Injured: 23"], ["- Anna Marek, 24", "- Jan Abel, 61"]])
def test_records_at_the_end_stay(rows: list[str]) -> None:
    """Labels with values and items of a list after the last sentence are part of the story."""
    text = STORY + "\n\n".join(rows)
    assert clean_text(text).body.endswith("\n\n".join(rows))


def test_repeated_paragraph() -> None:
    """A paragraph that stands twice is kept once, where it first stood."""
    paragraph = "The owner of the vessel blamed the weather for the accident."
    cleaned = clean_text(f"{STORY}The search went on, the coast guard said.\n\n{paragraph}")
    assert cleaned.body.count(paragraph) == 1
    assert [span.reason for span in cleaned.dropped] == [DropReason.REPEAT]


def test_table_rows_that_differ_in_numbers_are_no_repeats() -> None:
    """Rows with the same labels and other numbers all stay."""
    rows = "Grain exports in tonnes 120 against 110\n\nGrain exports in tonnes 140 against 115\n\n"
    assert clean_text(f"{STORY}{rows}The ministry gave no reasons.").dropped == ()


def test_lead_shown_twice_stays_once() -> None:
    """A lead that the page shows twice tells the headline; it is no caption and stays once."""
    lead = "Fourteen people drowned when a ferry with 120 on board sank off Karsun on Monday."
    text = f"{lead}\n\n{lead}\n\n{STORY}"
    cleaned = clean_text(text, headline="Fourteen drown as ferry sinks off Karsun")
    assert cleaned.body.startswith(f"{lead}\n\nKARSUN")


def test_caption_is_the_story_of_a_picture() -> None:
    """Where a caption is all there is, it is the story."""
    caption = "Rescuers search the harbour at Karsun after a ferry sank there. (Photo: Mira Olt)"
    assert clean_text(f"{caption}\n\n{caption}\n\n© 2031 Harbour Daily").body == caption


def test_headline_needs_a_blank_line_and_no_full_stop() -> None:
    """A first line that ends as a sentence, or runs on into the text, is no headline."""
    assert clean_text("Ferry sinks off Karsun.\n\nFourteen people drowned.").headline is None
    assert clean_text("Ferry sinks off\nKarsun, fourteen people drowned.").headline is None


def test_headline_behind_navigation() -> None:
    """The headline is found behind a line of navigation at the top."""
    text = f"Home > News > Coast\n\nFerry sinks off Karsun\n\n{STORY}"
    assert clean_text(text).headline == "Ferry sinks off Karsun"


def test_stated_title_with_the_name_of_the_site() -> None:
    """The line that a stated title starts with is the headline, though the title goes on with the site's name."""
    text = f"Ferry sinks off Karsun, 14 drown\n\n{STORY}"
    cleaned = clean_text(text, headline="Ferry sinks off Karsun, 14 drown - Harbour Daily, News and Weather")
    assert cleaned.dropped[0].reason is DropReason.HEADLINE


def test_markers_leave_the_headline() -> None:
    """The update marker is taken off the headline and kept as a field, with those of the text."""
    cleaned = clean_text(f"UPDATE 2-Ferry sinks off Karsun\n\n(Corrects day in first paragraph)\n\n{STORY}")
    assert cleaned.headline == "Ferry sinks off Karsun"
    assert cleaned.markers == ("update", "correction")


def test_fields_of_the_story() -> None:
    """Dateline, byline and agency are fields; the dateline stays in the text."""
    cleaned = clean_text(f"Ferry sinks off Karsun\n\nBy Mira Olt\n\n{STORY}")
    assert cleaned.byline == "Mira Olt"
    assert cleaned.agency == "AFP"
    assert cleaned.dateline is not None
    assert cleaned.dateline.place == "Karsun"
    assert cleaned.body.startswith("KARSUN, March 2 (AFP) - A ferry")


def test_byline_is_repaired() -> None:
    """Mojibake in a byline is undone too."""
    assert clean_text(f"By Mira \u00c3\u2013lt\n\n{STORY}").byline == "Mira Ölt"


def test_learned_lines_are_dropped_by_number() -> None:
    """A line that a source has taught to be furniture goes with the reason it was taught for."""
    cleaned = clean_text(f"{STORY}Our correspondents on the coast", learned={3: DropReason.SOURCE_BOILERPLATE})
    assert [span.reason for span in cleaned.dropped] == [DropReason.SOURCE_BOILERPLATE]


@pytest.mark.parametrize("text", ["", " \n\t\n", "Share\n\nTweet\n\n© 2031 Harbour Daily"])
def test_nothing_left(text: str) -> None:
    """A text without a story gives an empty body and no paragraphs."""
    cleaned = clean_text(text)
    assert (cleaned.body, cleaned.paragraphs, cleaned.runs) == ("", (), ())


ANY_LINE = st.sampled_from(
    [
        "Ferry sinks off Karsun",
        "Fourteen people drowned, the coast guard said.",
        "The water was cold - “too cold”, he said.",
        "Share this story",
        "© 2031 Harbour Daily",
        "  Two  spaces\tand a tab here.",
        "Caf\u00c3\u00a9 owner &amp; family among the dead.",
        "\u202eMarked\u200b text of the story goes here.",
        "of\ufb01cials said so.",
        "",
        "    Storm closes northern ports",
    ]
)


@given(st.lists(st.one_of(ANY_LINE, st.text(max_size=60)), max_size=12), st.sampled_from(["\n", "\n\n", "\r\n"]))
def test_every_character_is_accounted_for(lines: list[str], between: str) -> None:
    """Kept and dropped spans never overlap, and what neither holds is space or marks without a glyph."""
    text = between.join(lines)
    cleaned = clean_text(text)
    taken = [(span.start, span.end) for span in cleaned.dropped]
    taken += [to_source(cleaned.runs, start, end) for start, end in cleaned.paragraphs]
    taken.sort()
    assert all(first[1] <= second[0] for first, second in pairwise(taken))
    rest = text
    for start, end in reversed(taken):
        rest = rest[:start] + rest[end:]
    assert clean_text(rest).body == ""


@given(st.lists(st.one_of(ANY_LINE, st.text(max_size=60)), max_size=12))
def test_runs_cover_the_body(lines: list[str]) -> None:
    """The runs follow each other from the start of the body to its end, and lead forward in the source."""
    cleaned = clean_text("\n\n".join(lines))
    at = source = 0
    for run in cleaned.runs:
        assert run.start == at
        assert source <= run.source_start <= run.source_end
        at, source = run.start + run.length, run.source_end
    assert at == len(cleaned.body)


@given(st.lists(ANY_LINE, max_size=10))
def test_exact_runs_are_the_same_characters(lines: list[str]) -> None:
    """Where a run maps one to one between words that needed no repair, both texts have the same characters there."""
    text = "\n\n".join(lines)
    cleaned = clean_text(text)
    for start, end in cleaned.paragraphs:
        low, high = to_source(cleaned.runs, start, end)
        if cleaned.body[start:end] in text:
            assert text[low:high] == cleaned.body[start:end]
