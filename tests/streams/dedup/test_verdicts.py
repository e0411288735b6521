"""What the judge says of an article that repeats another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from schemas import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemas import CleanArticle
    from streams.dedup import Judge

    Make = Callable[..., CleanArticle]
    Story = tuple[str, ...]


def test_first_is_new(judge: Judge, make_article: Make, ferry: Story) -> None:
    """An article like no other is new, and its story has its own key."""
    judgement = judge.judge(make_article(*ferry, item="ferry"))

    assert judgement.verdict is Verdict.NEW
    assert judgement.story_id == "wire/ferry"
    assert judgement.match is None


def test_copy(judge: Judge, make_article: Make, ferry: Story) -> None:
    """The same text from another outlet is a copy that names what it repeats, and shows words that both have."""
    judge.judge(make_article(*ferry, item="ferry"))

    judgement = judge.judge(make_article(*ferry, source="outlet.example"))

    assert judgement.verdict is Verdict.COPY
    assert (judgement.match, judgement.match_version, judgement.story_id) == ("wire/ferry", 1, "wire/ferry")
    assert judgement.score == 1.0
    assert judgement.shared > 10
    assert judgement.shared_text is not None
    assert judgement.shared_text in "\n\n".join(ferry)


def test_spelling_does_not_matter(judge: Judge, make_article: Make, ferry: Story) -> None:
    """Case, quotes and line breaks make no new article."""
    judge.judge(make_article(*ferry))

    shouted = [paragraph.upper().replace(", ", " ,\n") for paragraph in ferry]

    assert judge.judge(make_article(*shouted)).verdict is Verdict.COPY


def test_trim(judge: Judge, make_article: Make, ferry: Story) -> None:
    """A text cut at its end is a trim of the whole one."""
    judge.judge(make_article(*ferry, item="ferry"))

    judgement = judge.judge(make_article(*ferry[:4]))

    assert judgement.verdict is Verdict.TRIM
    assert judgement.match == "wire/ferry"


def test_brief(judge: Judge, make_article: Make, ferry: Story) -> None:
    """The first paragraphs alone are a brief."""
    judge.judge(make_article(*ferry, *(f"{paragraph} {place}" for place, paragraph in enumerate(ferry[2:]))))

    assert judge.judge(make_article(*ferry[:2])).verdict is Verdict.BRIEF


def test_whole_after_brief(judge: Judge, make_article: Make, ferry: Story) -> None:
    """The whole text after its brief is an update of it, for most of it is new."""
    judge.judge(make_article(*ferry[:2], item="brief"))

    judgement = judge.judge(make_article(*ferry))

    assert judgement.verdict is Verdict.UPDATE
    assert judgement.story_id == "wire/brief"


def test_changed_number(judge: Judge, make_article: Make, ferry: Story) -> None:
    """Another number in the same words is an update, without any marker."""
    judge.judge(make_article(*ferry, item="ferry"))

    risen = [paragraph.replace("injuring 41", "injuring 44") for paragraph in ferry]
    judgement = judge.judge(make_article(*risen))

    assert judgement.verdict is Verdict.UPDATE
    assert judgement.story_id == "wire/ferry"
    assert judgement.verdict.goes_on


def test_copy_of_an_update(judge: Judge, make_article: Make, ferry: Story) -> None:
    """A copy of the later version is a copy of it, not an update of the first."""
    risen = [paragraph.replace("injuring 41", "injuring 44") for paragraph in ferry]
    judge.judge(make_article(*ferry, item="first"))
    judge.judge(make_article(*risen, item="second", markers=("update",)))

    judgement = judge.judge(make_article(*risen, source="outlet.example"))

    assert judgement.verdict is Verdict.COPY
    assert (judgement.match, judgement.story_id) == ("wire/second", "wire/first")


def test_late_copy_of_the_first_version(judge: Judge, make_article: Make, ferry: Story) -> None:
    """A late copy of a version that another has replaced is no update: its old numbers are no news."""
    risen = [paragraph.replace("injuring 41", "injuring 44") for paragraph in ferry]
    judge.judge(make_article(*ferry[:4], item="first"))
    judge.judge(make_article(*risen, item="second", markers=("update",)))

    assert judge.judge(make_article(*ferry, source="outlet.example")).verdict is Verdict.COPY
    third = [paragraph.replace("injuring 41", "injuring 52") for paragraph in ferry]
    assert judge.judge(make_article(*third)).verdict is Verdict.UPDATE


@pytest.mark.parametrize(("marker", "verdict"), [("update", Verdict.UPDATE), ("correction", Verdict.CORRECTION)])
def test_marker(judge: Judge, make_article: Make, ferry: Story, marker: str, verdict: Verdict) -> None:
    """An article that says what it is goes on, and a copy of it that says the same is a copy."""
    judge.judge(make_article(*ferry))

    assert judge.judge(make_article(*ferry, item="marked", markers=(marker,))).verdict is verdict
    assert judge.judge(make_article(*ferry, markers=(marker,))).verdict is Verdict.COPY


def test_signals_count_as_markers(judge: Judge, make_article: Make, ferry: Story) -> None:
    """A signal of the item says as much as a marker in its text."""
    judge.judge(make_article(*ferry))
    article = make_article(*ferry).model_copy(update={"signals": ("correction",)})

    assert judge.judge(article).verdict is Verdict.CORRECTION


def test_copy_of_a_copy(judge: Judge, make_article: Make, ferry: Story) -> None:
    """What repeats a copy with its furniture is a copy of the item that went on."""
    judge.judge(make_article(*ferry, item="ferry"))
    links = [f"Read more: Town hall of Tarn opens {place} rooms to families in need." for place in range(2, 9)]
    assert judge.judge(make_article(*ferry, *links, item="linked")).verdict is Verdict.COPY

    assert judge.judge(make_article(*ferry, *links)).match == "wire/ferry"


def test_round_up_is_no_version(judge: Judge, make_article: Make, ferry: Story, budget: Story) -> None:
    """A round-up of the beginnings of stories is new, and joins none of them."""
    others = [f"Town {place} elected mayor {place} of its {place} districts by {place} votes." for place in range(3, 9)]
    judge.judge(make_article(*ferry, item="ferry"))
    judge.judge(make_article(*budget, item="budget"))

    round_up = judge.judge(make_article(*others[:3], *ferry[:1], *others[3:], *budget[:1], item="round-up"))

    assert round_up.verdict is Verdict.NEW
    brief = judge.judge(make_article(*budget[:1]))
    assert brief.story_id == "wire/budget"


def test_borrowed_background(judge: Judge, make_article: Make, ferry: Story, budget: Story) -> None:
    """A story that ends with paragraphs of an earlier one is a story of its own."""
    judge.judge(make_article(*ferry, item="ferry"))

    judgement = judge.judge(make_article(*budget, *ferry[4:6], item="budget"))

    assert judgement.verdict is Verdict.NEW
    assert judgement.story_id == "wire/budget"


ROOF = (
    "In the market of Old Nessa a roof of ice and planks fell on a crowd of shoppers on Sunday, and rescuers led by "
    "Marta Lind carried 14 bodies from under it before dark, while the owner was held for questions by the police."
)


@pytest.mark.parametrize("kept", [7, 3])
def test_paragraph_of_another_story(judge: Judge, make_article: Make, ferry: Story, budget: Story, kept: int) -> None:
    """A copy or a cut copy that carries a paragraph of another story adds nothing, in either direction."""
    judge.judge(make_article(*ferry))
    judge.judge(make_article(ROOF, *budget))

    assert not judge.judge(make_article(*ferry[:kept], ROOF)).verdict.goes_on
    assert not judge.judge(make_article(ROOF, *budget[:3], ferry[1], *budget[3:])).verdict.goes_on


@pytest.mark.parametrize(
    "change", [("14 bodies", "23 bodies"), ("Marta Lind", "Jonas Vell"), ("14 bodies", "14 wounded people")]
)
def test_paragraph_that_is_new_to_both(
    judge: Judge, make_article: Make, ferry: Story, budget: Story, change: tuple[str, str]
) -> None:
    """A paragraph of another story is news where it has a number, a name or a figure that neither story has had."""
    mixed = ROOF.replace("shoppers", "shoppers off the island of Tarn, where a ferry lay on the reef in thick fog,")
    judge.judge(make_article(*ferry))
    judge.judge(make_article(*budget, mixed))

    assert not judge.judge(make_article(*ferry[:3], mixed, *ferry[3:])).verdict.goes_on
    changed = mixed.replace(*change)
    assert judge.judge(make_article(*ferry[:3], changed, *ferry[3:])).verdict is Verdict.UPDATE


def test_form_filled_in_anew(judge: Judge, make_article: Make) -> None:
    """Reports that are one form with other numbers are stories of their own."""

    def report(*numbers: int) -> str:
        return (
            "Shares in Corvia closed {} points higher on Monday and the index of 30 stocks ended at {}, dealers said. "
            "Timber rose {} percent to {} crowns, while shipping lost {} percent after a quiet day with a turnover of "
            "{} million crowns. The crown was bought at {} to the dollar in late trading, as banks had expected, and "
            "the central bank said that it saw no need to step in, though it would watch the market for the rest of "
            "the week and publish its own view of the economy after the holidays."
        ).format(*numbers)

    judge.judge(make_article(report(12, 4180, 3, 88, 2, 510, 7)))

    assert judge.judge(make_article(report(31, 4211, 5, 92, 6, 745, 9), hours=24)).verdict is Verdict.NEW
    assert judge.judge(make_article(report(31, 4211, 5, 92, 6, 746, 9), hours=25)).verdict is Verdict.UPDATE


@pytest.mark.parametrize(("headline", "verdict"), [("Budget passed", Verdict.NEW), ("Ferry aground", Verdict.COPY)])
def test_nothing_but_furniture(judge: Judge, make_article: Make, headline: str, verdict: Verdict) -> None:
    """Pages without a story are copies only under one headline: the form that both show tells nothing of it."""
    form = "Log in with your reader account to go on. We have sent you a letter with a link that opens for an hour."
    judge.judge(make_article(form, headline="Ferry aground"))

    assert judge.judge(make_article(form, headline=headline)).verdict is verdict


@pytest.mark.parametrize(("days", "verdict"), [(14.0, Verdict.COPY), (14.1, Verdict.NEW)])
def test_window(judge: Judge, make_article: Make, ferry: Story, days: float, verdict: Verdict) -> None:
    """Articles are compared within fourteen days."""
    judge.judge(make_article(*ferry))

    assert judge.judge(make_article(*ferry, hours=24 * days)).verdict is verdict


def test_flash(judge: Judge, make_article: Make) -> None:
    """A flash with hardly a body is judged by its headline too."""
    flash: dict[str, Any] = {"headline": "Ferry aground off Tarn with 212 people on board, coast guard says"}
    judge.judge(make_article("More soon.", item="flash", **flash))

    assert judge.judge(make_article("More soon.", **flash)).match == "wire/flash"
    assert judge.judge(make_article("More soon.", headline="Parliament passes budget")).verdict is Verdict.NEW


@pytest.mark.parametrize("body", ["", " ", "—", "\n\n\n"])
def test_nothing_to_compare(judge: Judge, make_article: Make, body: str) -> None:
    """Articles without words are never copies of each other."""
    assert judge.judge(make_article(body)).verdict is Verdict.NEW
    assert judge.judge(make_article(body)).verdict is Verdict.NEW


def test_one_word(judge: Judge, make_article: Make) -> None:
    """An article of one word is a copy of another of the same word and of no longer one."""
    judge.judge(make_article("Corrected", item="word"))

    assert judge.judge(make_article("corrected.")).match == "wire/word"
    assert judge.judge(make_article("Corrected figures follow in the evening, the agency said on Monday")).match is None


def test_script_without_spaces(judge: Judge, make_article: Make) -> None:
    """Texts in scripts without spaces are compared by their characters."""
    text = "海岸警備隊によると、月曜日に乗客二百十二人を乗せたフェリーが島の沖で座礁し、少なくとも九人が死亡した。"
    judge.judge(make_article(text, item="ferry"))

    assert judge.judge(make_article(text[:-8])).match == "wire/ferry"


@pytest.mark.parametrize("headline", ["=(PICTURE)=", "Carnage at dawn", "Then the lights went out"])
@pytest.mark.parametrize("paragraphs", [1, 7])
def test_another_headline(judge: Judge, make_article: Make, ferry: Story, headline: str, paragraphs: int) -> None:
    """One text under another headline is a copy, however short it is."""
    judge.judge(make_article(*ferry[:paragraphs], headline="Nine die on reef"))

    assert judge.judge(make_article(*ferry[:paragraphs], headline=headline)).verdict is Verdict.COPY


def forecast(*numbers: int) -> str:
    """Return the weather of a day."""
    return (
        "The weather office expects a high of {} degrees in Halle and winds of {} kilometres an hour from the sea, "
        "with clouds in the morning and sun later in the day, while the mountains stay dry and roads are free of snow."
    ).format(*numbers)


@pytest.mark.parametrize(("hours", "verdict"), [(2, Verdict.UPDATE), (24, Verdict.NEW)])
def test_form_of_another_day(judge: Judge, make_article: Make, hours: float, verdict: Verdict) -> None:
    """Two numbers make another form on another day; on the same day they are an update."""
    judge.judge(make_article(forecast(12, 30)))

    assert judge.judge(make_article(forecast(15, 20), hours=hours)).verdict is verdict


def test_toll_of_another_day(judge: Judge, make_article: Make, ferry: Story) -> None:
    """A toll that has risen overnight is an update of its story, though it changes all numbers of the text."""
    lead = "A ferry ran aground off Tarn in thick fog, killing {} people and injuring {} others, police said."
    judge.judge(make_article(lead.format(9, 41), ferry[1], item="ferry"))

    judgement = judge.judge(make_article(lead.format(12, 44), ferry[1], hours=24))

    assert judgement.verdict is Verdict.UPDATE
    assert judgement.story_id == "wire/ferry"


def test_news_of_a_flash(judge: Judge, make_article: Make) -> None:
    """A flash with another number in its headline is an update; the offsets of its news are of the body."""
    judge.judge(
        make_article("More soon.", headline="Ferry aground off Tarn with 212 people on board, coast guard says")
    )

    risen = make_article("More soon.", headline="Ferry aground off Tarn with 214 people on board, coast guard says")
    longer = make_article(
        "It lists by 17 degrees.", headline="Ferry aground off Tarn with 214 people on board, coast guard says"
    )

    assert judge.judge(risen).verdict is Verdict.UPDATE
    judgement = judge.judge(longer)
    assert [longer.body[piece.start : piece.end] for piece in judgement.news] == ["17"]


def test_news_is_in_the_judgement(judge: Judge, make_article: Make, ferry: Story) -> None:
    """A judgement names what is new by its characters in the body; a copy has no news, a redelivery the same."""
    judge.judge(make_article(*ferry, item="ferry"))
    added = "Divers found 14 lamps in the wreck, said Renata Szabo."
    article = make_article(*ferry[:3], added, *ferry[3:])

    judgement = judge.judge(article)

    assert [(piece.kind.value, article.body[piece.start : piece.end]) for piece in judgement.news] == [
        ("number", "14"),
        ("name", "Renata Szabo"),
        ("text", added),
    ]
    assert judge.judge(article) == judgement
    assert judge.judge(make_article(*ferry[:3], added, *ferry[3:])).news == ()


def test_news_that_the_story_has_had(judge: Judge, make_article: Make, ferry: Story) -> None:
    """What any article of the story has said is no news, though the repeated article has not said it."""
    judge.judge(make_article(*ferry, item="first"))
    first, second = "Divers found 14 lamps in the wreck.", "A whale swam under the hull at noon, fishermen wrote."
    assert judge.judge(make_article(*ferry, first)).verdict is Verdict.UPDATE
    assert judge.judge(make_article(*ferry, second)).verdict is Verdict.UPDATE

    assert not judge.judge(make_article(first, *ferry, second)).verdict.goes_on


def test_passage_of_another_story(judge: Judge, make_article: Make, ferry: Story, budget: Story) -> None:
    """A passage that another story has had is no news here, though it has names and numbers."""
    judge.judge(make_article(*ferry, item="ferry"))
    judge.judge(make_article(*budget, item="budget"))

    judgement = judge.judge(make_article(*ferry, budget[1], source="outlet.example"))

    assert not judgement.verdict.goes_on
    assert judgement.match == "wire/ferry"
