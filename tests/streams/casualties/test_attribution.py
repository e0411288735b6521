"""Who says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from schemas import SourceKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemas import CasualtyFigure

    Reader = Callable[..., list[CasualtyFigure]]


@pytest.mark.parametrize(
    ("text", "speaker", "kind"),
    [
        ("Police said 12 people were killed.", "Police", SourceKind.SECURITY),
        ("Twelve people were killed, police said.", "police", SourceKind.SECURITY),
        ("Twelve people were killed, a monitoring group said Wednesday.", "a monitoring group", SourceKind.MONITOR),
        ("Twelve people were killed, said the Rights Observatory.", "the Rights Observatory", SourceKind.MONITOR),
        ("According to the health ministry, 12 people were killed.", "the health ministry", SourceKind.HOSPITAL),
        ("Twelve people were killed, according to residents.", "residents", SourceKind.WITNESS),
        ("Locals said 12 people were killed.", "Locals", SourceKind.WITNESS),
        ("Local officials said 12 people were killed.", "Local officials", SourceKind.OFFICIAL),
        ("A local emergency committee said 12 people were killed.", "A local emergency committee", SourceKind.OTHER),
        ("The rebels said they had killed 12 soldiers.", "The rebels", SourceKind.ARMED_GROUP),
        ("The United Nations says 12 people were killed.", "The United Nations", SourceKind.INTERNATIONAL),
        ("“We buried 12 people,” Hassan Omar, an elder, said.", "Hassan Omar", SourceKind.OTHER),
        ("A witness, reached by telephone, said he had counted six bodies.", "A witness", SourceKind.WITNESS),
        ("The mayor, speaking in Kano, said 12 people were killed.", "The mayor", SourceKind.OFFICIAL),
        ("Police, in a statement, said 12 people were killed.", "Police", SourceKind.SECURITY),
        ("The governor, Ahmed Olsen, said 12 people were killed.", "Ahmed Olsen", SourceKind.OTHER),
        ("In Kano, visiting elders said 12 people were killed.", "visiting elders", SourceKind.WITNESS),
        ("Twelve died, the network's head, Mazen Haddad, said.", "Mazen Haddad", SourceKind.OTHER),
        ("Twelve people were killed, the governor's office said.", "the governor's office", SourceKind.OFFICIAL),
    ],
)
def test_the_speaker_of_a_sentence(read: Reader, text: str, speaker: str, kind: SourceKind) -> None:
    """The speaker is named as written, with its kind and where it stands."""
    (figure,) = read(text)
    assert figure.attribution is not None
    assert (figure.attribution.text, figure.attribution.kind) == (speaker, kind)
    assert figure.attribution.span is not None
    assert text[figure.attribution.span.start : figure.attribution.span.end] == speaker


def test_rival_counts_have_speakers_of_their_own(read: Reader) -> None:
    """Each clause of a sentence has the speaker that it names."""
    army, rebels = read("The army said 12 soldiers were killed, while the rebels put the toll at 50.")
    assert army.attribution is not None
    assert army.attribution.text == "The army"
    assert rebels.attribution is not None
    assert rebels.attribution.text == "the rebels"


def test_a_pronoun_points_back(read: Reader) -> None:
    """A pronoun gives the speaker of the sentence before."""
    *_, figure = read("Mayor Ana Ruiz said 12 people were killed. She said 30 were hurt.")
    assert figure.attribution is not None
    assert figure.attribution.text == "Mayor Ana Ruiz"


def test_nobody_speaks_where_nobody_is_named(read: Reader) -> None:
    """A sentence without a speaker has none."""
    (figure,) = read("A helicopter crash has claimed the lives of four soldiers.")
    assert figure.attribution is None


def test_the_headline_takes_the_speaker_of_its_figure_in_the_body(read: Reader) -> None:
    """A headline's figure has the speaker of the same count in the body, and no span of its own for it."""
    headline, _ = read("Twelve people were killed, police said.", headline="Twelve killed in blast")
    assert headline.attribution is not None
    assert (headline.attribution.text, headline.attribution.span) == ("police", None)
