"""What one article states of one kind of victim."""

from __future__ import annotations

from typing import Any

import pytest

from schemas import Attribution, Claim, Kind, Qualifier, Role, SourceKind, Victims
from streams.ledger.attribution import is_independent, is_party, side_of, speaker_of, weight_of
from streams.ledger.claims import claims_of
from streams.ledger.statement import Bounds, bounds_of, statements_of_item

POLICE, WITNESS, HOSPITAL = SourceKind.SECURITY, SourceKind.WITNESS, SourceKind.HOSPITAL


def said(claims: Any, *figures: Any, **more: Any) -> list[tuple[int, str]]:
    """Return the numbers that one article states, and who states each."""
    return [
        (each.bounds.best, each.speaker) for each in statements_of_item(claims_of(claims.put("afn/1", figures, **more)))
    ]


def claim(claims: Any, **more: Any) -> Claim:
    """Return one claim."""
    (made,) = claims_of(claims.put("afn/1", [claims.figure(3, **more)]))
    return made


class TestBounds:
    """The numbers of a figure."""

    def test_ends(self, claims: Any) -> None:
        """A figure is best at its lower end, an upper bound at that bound, and one without numbers has none."""
        vague = claims.figure(None, qualifier=Qualifier.VAGUE, estimate=(24, 99))
        assert bounds_of(claims.figure(6, 8, qualifier=Qualifier.BETWEEN)) == Bounds(6, 6, 8)
        assert bounds_of(claims.figure(None, 8, qualifier=Qualifier.AT_MOST)) == Bounds(0, 8, 8)
        assert bounds_of(vague) == Bounds(24, 24, 99)
        assert bounds_of(vague.model_copy(update={"estimate": None})) is None

    @pytest.mark.parametrize(
        ("low", "high", "words", "bounds"),
        [
            (1, 1, "Tenth victim", Bounds(10, 10, 10)),
            (1, 1, "first victim", Bounds(1, 1, 1)),
            (1, 1, "second victim", Bounds(2, 2, 2)),
            (2, 2, "tenth victim", Bounds(2, 2, 2)),
            (1, None, "tenth victim", Bounds(1, 1, None)),
            (0, 1, "tenth victim", Bounds(0, 0, 1)),
            (1, 2, "tenth victim", Bounds(1, 1, 2)),
        ],
    )
    def test_ordinal(self, claims: Any, low: int, high: int | None, words: str, bounds: Bounds) -> None:
        """A single victim who is the tenth is ten; several victims, and open or first ones, are what they are."""
        figure = claims.figure(low, high, qualifier=Qualifier.BETWEEN)
        assert bounds_of(figure.model_copy(update={"victims": Victims(text=words)})) == bounds
        assert bounds_of(figure.model_copy(update={"quantity_text": words})) == bounds

    @pytest.mark.parametrize("words", ["Second suspect", "a third gunman"])
    def test_ordinal_of_who_did_it(self, claims: Any, words: str) -> None:
        """A second suspect is no second victim."""
        assert bounds_of(claims.figure(1).model_copy(update={"quantity_text": words})) == Bounds(1, 1, 1)

    def test_ordinal_of_a_list(self, claims: Any) -> None:
        """Three were hurt and "the fourth victim" died: one, for extraction says where an ordinal counts the dead."""
        figure = claims.figure(1).model_copy(update={"quantity_text": "the fourth victim"})
        assert bounds_of(figure) == Bounds(1, 1, 4)

    def test_ordinal_of_the_hurt(self, claims: Any) -> None:
        """A fourth victim who is hurt is one of at most four: the ordinal counts the dead before as well."""
        figure = claims.figure(1, kind="injured").model_copy(update={"quantity_text": "a fourth victim"})
        assert bounds_of(figure) == Bounds(1, 1, 4)
        assert bounds_of(figure.model_copy(update={"kind": Kind.MISSING})) == Bounds(4, 4, 4)


class TestSides:
    """One number for each side that an article quotes."""

    def test_headline_counts_double_and_no_more(self, claims: Any) -> None:
        """A number in the headline beats one of the body; three of the body beat it, and of equal weight the larger."""
        headline = claims.figure(19, in_headline=True, figure_id="h")
        body = [claims.figure(34, figure_id=f"b{number}") for number in range(3)]
        assert said(claims, headline, body[0])[0][0] == 19
        assert said(claims, headline, *body[:2])[0][0] == 34
        assert said(claims, headline.model_copy(update={"confidence": 0.96}), *body[:2])[0][0] == 19
        assert said(claims, headline, *body)[0][0] == 34

    def test_own_voice_goes_with_the_side_quoted_most(self, claims: Any) -> None:
        """What the article says itself supports the side of most weight, and is no statement beside it."""
        hospital = claims.figure(21, says="doctors", speaker=HOSPITAL, figure_id="a", confidence=0.9)
        police = claims.figure(14, says="police", speaker=POLICE, figure_id="b", confidence=0.8)
        own = claims.figure(14, figure_id="c")
        assert said(claims, hospital, police, own) == [(14, "police"), (21, "doctors")]
        louder = own.model_copy(update={"evidence": own.evidence.model_copy(update={"in_headline": True})})
        assert said(claims, hospital, police, louder) == [(14, "police"), (14, "afn.example")]

    def test_own_voice_alone(self, claims: Any) -> None:
        """An article that quotes nobody makes one statement, in the agency's name where it has one."""
        assert said(claims, claims.figure(3), claims.figure(3, figure_id="f1")) == [(3, "afn.example")]
        assert said(claims, claims.figure(3), agency="AFN") == [(3, "afn")]

    def test_weightiest_speaker_of_the_number(self, claims: Any) -> None:
        """Of those who give the side's number, the one with most weight states it; of as many, the later figure."""
        sergeant = claims.figure(3, says="Sgt. Bell", speaker=POLICE, figure_id="a", confidence=0.8)
        mayor = claims.figure(3, says="Mayor", figure_id="b", confidence=0.9)
        assert said(claims, sergeant, mayor) == [(3, "mayor")]
        assert said(claims, sergeant, mayor.model_copy(update={"confidence": 0.8})) == [(3, "mayor")]
        assert said(claims, sergeant, mayor.model_copy(update={"confidence": 0.7})) == [(3, "sgt. bell")]

    def test_speaker_of_the_headline(self, claims: Any) -> None:
        """Of two speakers of one side who give its number, the one whom the headline quotes states it."""
        mayor = claims.figure(3, says="mayor", figure_id="a", in_headline=True, confidence=0.7)
        police = claims.figure(3, says="police", speaker=POLICE, figure_id="b", confidence=0.9)
        assert said(claims, mayor, police) == [(3, "mayor")]

    def test_the_surest_claim_gives_the_weight(self, claims: Any) -> None:
        """A headline that mourns 21 victims is unsure; the body that counts 21 dead makes the statement sure."""
        headline = claims.figure(21, figure_id="a", in_headline=True, confidence=0.7)
        body = claims.figure(21, figure_id="b", confidence=0.95)
        alone, both, sure = (
            statements_of_item(claims_of(claims.put("afn/1", each)))[0]
            for each in ([headline], [headline, body], [body])
        )
        assert both.claim.figure.id == "a"
        assert alone.weight < both.weight == sure.weight

    def test_only_a_number_without_end_is_open(self, claims: Any) -> None:
        """A statement is open where its figure has no upper end."""
        figures = (claims.figure(3, qualifier=Qualifier.AT_LEAST), claims.figure(3))
        found = [statements_of_item(claims_of(claims.put("afn/1", [figure])))[0].is_open for figure in figures]
        assert found == [True, False]

    def test_part_in_the_headline_is_not_stressed(self, claims: Any) -> None:
        """A number in the headline that the body calls a part counts once."""
        headline = claims.figure(12, in_headline=True, figure_id="a")
        assert said(claims, headline, claims.figure(259, figure_id="b"))[0][0] == 12
        part = claims.figure(12, role=Role.SUBSET, figure_id="c")
        assert said(claims, headline, claims.figure(259, figure_id="b"), part)[0][0] == 259


class TestSpeakers:
    """Who states a number, and how much that counts."""

    def test_name(self, claims: Any) -> None:
        """A linked speaker goes by its id, a written one by its words in small letters."""
        held = claim(claims, says="The Governor")
        assert speaker_of(held) == "the governor"
        linked = Attribution(text="The Governor", kind=SourceKind.OFFICIAL, entity_id="Q7")
        assert (
            speaker_of(held.model_copy(update={"figure": held.figure.model_copy(update={"attribution": linked})}))
            == "Q7"
        )

    @pytest.mark.parametrize(
        ("kind", "side", "stands", "weight"),
        [
            (SourceKind.OFFICIAL, "authorities", (False, False), 1.0),
            (SourceKind.SECURITY, "authorities", (False, True), 1.0),
            (SourceKind.HOSPITAL, "hospitals", (True, False), 1.0),
            (SourceKind.INTERNATIONAL, "observers", (True, False), 0.9),
            (SourceKind.MONITOR, "observers", (True, False), 0.9),
            (SourceKind.AGENCY, "", (True, False), 0.8),
            (SourceKind.MEDIA, "", (True, False), 0.7),
            (SourceKind.WITNESS, "witnesses", (False, False), 0.5),
            (SourceKind.ARMED_GROUP, "parties", (False, True), 0.5),
            (SourceKind.OTHER, "", (False, False), 0.8),
        ],
    )
    def test_kinds(self, claims: Any, kind: SourceKind, side: str, stands: tuple[bool, bool], weight: float) -> None:
        """Each kind of speaker has a side, an authority, and fights or stands beside the fight."""
        held = claim(claims, says="a speaker", speaker=kind, confidence=0.5)
        assert (side_of(held), is_independent(held), is_party(held)) == (side, *stands)
        assert weight_of(held) == pytest.approx(weight * 0.5)

    def test_article_itself(self, claims: Any) -> None:
        """What nobody is quoted for has no side and no party, and weighs four fifths; a vague word .3 of it."""
        held = claim(claims, confidence=1.0)
        assert (side_of(held), is_independent(held), is_party(held)) == ("", False, False)
        assert weight_of(held) == pytest.approx(0.8)
        vague = held.model_copy(update={"figure": held.figure.model_copy(update={"qualifier": Qualifier.VAGUE})})
        assert weight_of(vague) == pytest.approx(0.24)
