"""Taking an item back with everything that repeats it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemas import Verdict
from streams.dedup import Judge
from streams.state import DictState

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemas import CleanArticle, Retraction

    Make = Callable[..., CleanArticle]
    Kill = Callable[..., Retraction]
    Story = tuple[str, ...]


def test_copies_and_outlets(judge: Judge, make_article: Make, make_retraction: Kill, ferry: Story) -> None:
    """A kill names the items that repeat the killed one, copies of its copies too, and who carried them."""
    judge.judge(make_article(*ferry, item="ferry", source="wire.example"))
    judge.judge(make_article(*ferry, item="copy", source="daily.example"))
    judge.judge(make_article(*ferry[:4], *(f"Town hall {n} shut its {n} doors." for n in range(9)), item="local"))
    judge.judge(make_article(*ferry[:2], item="brief", source="post.example"))

    answer = judge.retract(make_retraction("ferry"))

    assert answer.story_id == "wire/ferry"
    assert {"wire/copy", "wire/brief"} <= set(answer.copies)
    assert "wire/ferry" not in answer.copies
    assert {"daily.example", "post.example"} <= set(answer.outlets)


def test_updates_are_no_copies(judge: Judge, make_article: Make, make_retraction: Kill, ferry: Story) -> None:
    """An item that went on by itself is not taken back with another."""
    judge.judge(make_article(*ferry, item="ferry"))
    judge.judge(make_article(*ferry, item="update", markers=("update",)))

    assert judge.retract(make_retraction("ferry")).copies == ()


def test_copy_that_went_on(
    judge: Judge, make_article: Make, make_retraction: Kill, ferry: Story, budget: Story
) -> None:
    """An item that was a copy, and has a version of its own since, stays; the outlet of its copy is named."""
    judge.judge(make_article(*ferry, item="ferry"))
    judge.judge(make_article(*ferry, item="copy", source="daily.example"))
    judge.judge(make_article(*budget, item="copy", version=2, source="daily.example"))

    answer = judge.retract(make_retraction("ferry"))

    assert (answer.copies, answer.outlets) == ((), ("daily.example",))


def test_story_of_a_copy(judge: Judge, make_article: Make, make_retraction: Kill, ferry: Story) -> None:
    """A kill of a copy bears the story of what was copied, and doesn't touch that."""
    judge.judge(make_article(*ferry, item="ferry"))
    judge.judge(make_article(*ferry, item="copy"))

    answer = judge.retract(make_retraction("copy"))

    assert answer.story_id == "wire/ferry"
    assert answer.copies == ()


def test_later_copies(judge: Judge, make_article: Make, make_retraction: Kill, ferry: Story) -> None:
    """What repeats a killed item is never live, also where a number in it is another; what says it is new may be."""
    judge.judge(make_article(*ferry, item="ferry"))
    judge.judge(
        make_article(*ferry, *(f"Read more: Hall {n} shut its {n + 9} doors." for n in range(9)), item="linked")
    )
    judge.retract(make_retraction("ferry"))
    risen = [paragraph.replace("injuring 41", "injuring 44") for paragraph in ferry]

    assert not judge.judge(make_article(*ferry)).verdict.goes_on
    links = (f"Read more: Hall {n} shut its {n + 10} doors." for n in range(9))
    assert not judge.judge(make_article(*ferry, *links)).verdict.goes_on
    assert not judge.judge(make_article(*risen)).verdict.goes_on
    assert not judge.judge(make_article(*ferry, *risen[:3], "And much more was said.")).verdict.goes_on
    assert judge.judge(make_article(*risen, markers=("correction",))).verdict is Verdict.CORRECTION


def test_the_item_itself(judge: Judge, make_article: Make, make_retraction: Kill, ferry: Story) -> None:
    """No version of a killed item goes on, also where the kill came first."""
    judge.judge(make_article(*ferry, item="ferry"))
    judge.retract(make_retraction("ferry"))
    judge.retract(make_retraction("unseen"))

    assert not judge.judge(make_article(*ferry, item="ferry", version=2)).verdict.goes_on
    assert not judge.judge(make_article("Nobody has read this yet, and nobody will.", item="unseen")).verdict.goes_on


def test_unknown_item(judge: Judge, make_retraction: Kill) -> None:
    """A kill of what the window doesn't hold is a story of its own."""
    answer = judge.retract(make_retraction("unseen"))

    assert (answer.story_id, answer.copies, answer.outlets) == ("wire/unseen", (), ())


def test_redelivered_kill(make_article: Make, make_retraction: Kill, ferry: Story) -> None:
    """A kill that is delivered again gets the first answer, also after a restart and further copies."""
    state = DictState()
    judge = Judge(state)
    judge.judge(make_article(*ferry, item="ferry"))
    kill = make_retraction("ferry")
    answer = judge.retract(kill)
    judge.judge(make_article(*ferry, item="late"))

    assert judge.retract(kill) == answer
    restarted = Judge(state)
    assert restarted.retract(kill) == answer
    assert restarted.retract(make_retraction("ferry")).copies == ("wire/late",)
    assert not restarted.judge(make_article(*ferry, item="later")).verdict.goes_on


def test_released_item(make_article: Make, make_retraction: Kill, ferry: Story) -> None:
    """A version after a withhold goes on, and so does what others add to it then; copies of it are copies."""
    state = DictState()
    judge = Judge(state)
    news = (*ferry, "Divers brought up four bodies on Wednesday.")
    judge.judge(make_article(*ferry, item="ferry"))
    judge.retract(make_retraction("ferry", withheld=2))
    assert judge.judge(make_article(*ferry, item="ferry", version=2)).verdict is Verdict.RESEND
    assert not judge.judge(make_article(*news)).verdict.goes_on

    assert judge.judge(make_article(*ferry, item="ferry", version=3)).verdict is Verdict.UPDATE
    for later in (judge, Judge(state)):
        assert later.judge(make_article(*ferry)).verdict is Verdict.COPY
        assert not later.judge(make_article(*ferry, item="ferry", version=1, offset=77)).verdict.goes_on
    assert judge.judge(make_article(*news)).verdict is Verdict.UPDATE


def test_killed_item_is_not_released(judge: Judge, make_article: Make, make_retraction: Kill, ferry: Story) -> None:
    """After a kill no later version and nothing that is added to it goes on."""
    judge.judge(make_article(*ferry, item="ferry"))
    judge.retract(make_retraction("ferry", withheld=2))
    judge.retract(make_retraction("ferry"))

    assert judge.judge(make_article(*ferry, item="ferry", version=100)).verdict is Verdict.RESEND
    assert not judge.judge(make_article(*ferry, "Divers brought up four bodies on Wednesday.")).verdict.goes_on


def test_release_of_what_was_never_live(judge: Judge, make_article: Make, make_retraction: Kill, ferry: Story) -> None:
    """An item whose first version came after its withhold goes on with the next, though others had its text before."""
    judge.retract(make_retraction("ferry", withheld=1))
    judge.judge(make_article(*ferry, item="ferry"))
    assert not judge.judge(make_article(*ferry, *(f"Read more: Hall {n} shut." for n in range(9)))).verdict.goes_on

    assert judge.judge(make_article(*ferry, item="ferry", version=2)).verdict.goes_on


def test_release_of_a_copy(judge: Judge, make_article: Make, make_retraction: Kill, ferry: Story) -> None:
    """An item that repeated another before its withhold repeats it after its release."""
    judge.judge(make_article(*ferry, item="ferry"))
    judge.judge(make_article(*ferry, item="copy"))
    judge.retract(make_retraction("copy", withheld=1))
    judge.judge(make_article(*ferry, item="copy", version=1, offset=88))

    assert judge.judge(make_article(*ferry, item="copy", version=2)).verdict is Verdict.COPY
