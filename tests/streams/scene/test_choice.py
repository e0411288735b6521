"""Which of several places is the scene, and how far each sign reaches."""

from __future__ import annotations

import pytest

from schemas import Entity, EntityType, ScenePrecision
from streams.entities import tokenise
from streams.scene.choice import LEAST, REPEAT, SUPPORT, candidates_of, contains, scene_among, scene_of
from streams.scene.governor import governor
from streams.scene.mention import HEADLINE, Mention, Sentence
from streams.scene.signs import CLAUSE, LATE, NEAR, PHRASE, SECOND, SIGNS, YEARS, score_of


def mention(text: str, name: str = "Quetta", *, number: int = 0, total: bool = False, **entity: str | float) -> Mention:
    """Return the mention of a town in a sentence."""
    words = tokenise(text).words
    lower = [word.lower() for word in words]
    capitals = [word[0].isupper() for word in words]
    first = words.index(name)
    return Mention(
        Entity.model_validate(
            {"text": name, "type": EntityType.PLACE, "start": 0, "end": 6, "country": "PK", "lat": 30.0, **entity}
        ),
        Sentence(number, tuple(lower), tuple(capitals), total=total, figure=False),
        first,
        first + 1,
        governor(lower, capitals, first),
    )


def signs(text: str, **more: int) -> set[str]:
    """Return the signs that the town of a sentence shows, without those of its sentence's place in the article."""
    shown = {name for name, shows in SIGNS.items() if shows(mention(text, **more))}
    return shown - {"lead", "harm", "second", "late"}


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("a bomb in Quetta", "locative"),
        ("a village close to Quetta", "locative"),
        ("a quake shook Quetta", "struck"),
        ("Quetta was rocked by a blast", "struck"),
        ("60 km south of Quetta", "measured"),
        ("20 miles from Quetta", "measured"),
        ("a truck from Quetta", "origin"),
        ("a truck to Quetta", "destination"),
        ("a group based in Quetta", "seat"),
        ("the Quetta-based group", "seat"),
        ("treated in a hospital in Quetta", "care"),
        ("flown to Quetta", "care"),
        ("police in Quetta said", "speaker"),
        ("the ministry in Quetta", "speaker"),
        ("he told reporters in Quetta", "speaker"),
        ("Quetta police", "owner"),
        ("Quetta sent help", "subject"),
        ("men who lived in Quetta", "home"),
        ("he told state radio in Quetta", "speaker"),
        ("shells from across Quetta", "origin"),
        ("a car stolen in Quetta", "home"),
        ("remembered on Sunday in Quetta", "care"),
    ],
)
def test_sign(text: str, sign: str) -> None:
    """Each sign shows where its words stand, and speaks for or against the place."""
    assert sign in signs(text)
    assert (
        sign not in signs("a bomb under Quetta hall" if sign == "locative" else "a bomb in Quetta")
        or sign == "locative"
    )


def test_reach_of_signs() -> None:
    """A verb or noun belongs to a preposition within so many words."""
    filler = "x " * (NEAR - 1)
    assert "home" in signs(f"lived {filler}in Quetta")
    assert "home" not in signs(f"lived x {filler}in Quetta")

    filler = "x " * (PHRASE - 1)
    assert "care" in signs(f"hospital {filler}in Quetta")
    assert "care" not in signs(f"hospital x {filler}in Quetta")

    filler = "x " * (CLAUSE - 1)
    assert "speaker" in signs(f"police in Quetta {filler}said")
    assert "speaker" not in signs(f"police in Quetta {filler}x said")


def test_place_in_the_article() -> None:
    """The lead, the second sentence and late ones count as such."""
    numbers = {
        number: {name for name, shows in SIGNS.items() if shows(mention("in Quetta", number=number))}
        for number in range(5)
    }
    assert [("lead" in shown, "second" in shown, "late" in shown) for shown in numbers.values()] == [
        (True, False, False),
        (False, True, False),
        (False, False, False),
        (False, False, True),
        (False, False, True),
    ]
    assert SECOND < LATE
    assert "headline" in signs("in Quetta", number=HEADLINE)


def test_years_are_background() -> None:
    """A year makes a later sentence background, another number does not."""
    assert "background" in signs(f"in {YEARS[0]} a bomb in Quetta", number=2)
    assert "background" in signs(f"in {YEARS[-1]} a bomb in Quetta", number=2)
    assert "background" not in signs(f"some {YEARS[0] - 1} people in Quetta", number=2)
    assert "background" not in signs(f"some {YEARS[-1] + 1} people in Quetta", number=2)
    assert "background" not in signs(f"in {YEARS[0]} a bomb in Quetta", number=0)


def test_least_score() -> None:
    """A place below the least score is no scene."""
    assert scene_among([mention("police in Quetta said")]) is None
    weak = mention("Quetta sent help")
    assert score_of(weak) < LEAST
    assert scene_among([weak]) is None


def test_repetition_counts_a_little() -> None:
    """Another mention that speaks for a place adds a share of its score; one that speaks against it takes nothing."""
    one = mention("a bomb in Quetta", number=2)
    (alone,) = candidates_of([one])
    (twice,) = candidates_of([one, mention("near Quetta", number=2)])
    (against,) = candidates_of([one, mention("police in Quetta said", number=2)])

    assert twice.score == pytest.approx(alone.score + REPEAT * score_of(mention("near Quetta", number=2)))
    assert against.score == alone.score


def test_larger_place_supports_one_inside() -> None:
    """A share of a country's score goes to its towns, none to those of another country."""
    country = mention("floods in Pakistan", "Pakistan", subtype="country")
    town = mention("a bridge in Quetta", number=2)
    other = mention("a bridge in Quetta", number=2, country="IR")

    assert candidates_of([country, town])[1].score == pytest.approx(score_of(town) + SUPPORT * score_of(country))
    assert candidates_of([country, other])[1].score == score_of(other)


def test_containment() -> None:
    """A country holds its regions and towns, a region the places of its code, a town nothing."""
    country = scene_of(mention("in Quetta", subtype="country"))
    region = scene_of(mention("in Quetta", subtype="region", admin1="PK.02"))
    town = scene_of(mention("in Quetta", subtype="city", admin1="PK.02"))
    elsewhere = scene_of(mention("in Quetta", subtype="city", admin1="PK.04"))
    spot = scene_of(mention("in Quetta", subtype="facility", admin1="PK.02"))

    assert [place.precision for place in (country, region, town, spot)] == [
        ScenePrecision.COUNTRY,
        ScenePrecision.REGION,
        ScenePrecision.TOWN,
        ScenePrecision.SPOT,
    ]
    assert contains(country, region)
    assert contains(country, town)
    assert contains(region, town)
    assert not contains(region, elsewhere)
    assert not contains(town, spot)
    assert not contains(town, country)
