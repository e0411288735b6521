"""What speaks for a place as the scene of an article, and what against it: one small test a sign."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from schemas import ScenePrecision
from streams.scene.cues import cues

if TYPE_CHECKING:
    from collections.abc import Callable

    from streams.scene.mention import Mention

YEARS: Final = range(1900, 2100)
NEAR: Final = 3
"""Words before a preposition among which a verb or noun belongs to it: "told reporters IN"."""
PHRASE: Final = 6
"""The same for longer phrases: "taken with burns to a hospital IN", "most of the victims were IN"."""
CLAUSE: Final = 10
"""Words after a place among which its speaker's verb stands: "police in the capital of X later SAID"."""
SECOND: Final = 1
"""Number of the sentence after the lead."""
LATE: Final = 3
"""Number of the sentence from which one is late."""
_SUBTYPES: Final = {
    "country": ScenePrecision.COUNTRY,
    "region": ScenePrecision.REGION,
    "facility": ScenePrecision.SPOT,
    "natural": ScenePrecision.SPOT,
}
_HIT_BY: Final = frozenset({"was", "were", "is", "has", "had", "been", "being"})


def precision_of(mention: Mention) -> ScenePrecision:
    """Return how exactly the place is named; one of no known sort counts as a town."""
    return _SUBTYPES.get(mention.entity.subtype or "", ScenePrecision.TOWN)


def score_of(mention: Mention) -> float:
    """Return the sum of the weights of the signs that a mention shows."""
    weights = _weights()
    return sum(weights[name] for name, shows in SIGNS.items() if shows(mention))


def relation_of(mention: Mention) -> float:
    """Return the sum of the weights of the signs that tell what the place has to do with its sentence alone."""
    weights = _weights()
    return sum(weights[name] for name in RELATIONS if SIGNS[name](mention))


@cache
def _weights() -> dict[str, float]:
    with (files(__package__) / "data" / "weights.toml").open("rb") as file:
        return {name: float(weight) for name, weight in tomllib.load(file).items()}


def _holds(name: str, words: tuple[str, ...]) -> bool:
    return not cues(name).isdisjoint(words)


def _is_close(mention: Mention) -> bool:
    """Tell whether the text says "close to X", "next to X"."""
    return mention.governing == "to" and _holds("close", mention.ahead(1))


def _is_measured(mention: Mention) -> bool:
    """Tell whether a distance is measured from the place: "60 km south of X", "20 miles from X"."""
    if mention.governing == "of":
        return _holds("compass", mention.ahead(1))
    return mention.governing in cues("measured") and _holds("unit", mention.ahead(NEAR))


def _is_locative(mention: Mention) -> bool:
    placed = mention.governing in cues("locative") and not _comes_from(mention)
    return (placed or _is_close(mention)) and not _is_measured(mention)


def _comes_from(mention: Mention) -> bool:
    """Tell whether something comes "from across X", "from near X"."""
    return mention.governing in cues("locative") and mention.ahead(1) == ("from",)


def _is_struck(mention: Mention) -> bool:
    """Tell whether something strikes the place: "a quake hit X", "X was hit"."""
    if mention.governing in cues("strikes"):
        return True
    after = mention.behind(NEAR)
    return mention.governor is None and after[:1] != () and after[0] in _HIT_BY and _holds("strikes", after[1:])


def _is_origin(mention: Mention) -> bool:
    return (mention.governing in cues("origin") and not _is_measured(mention)) or _comes_from(mention)


def _is_destination(mention: Mention) -> bool:
    return mention.governing in cues("destination") and not _is_close(mention) and not _is_measured(mention)


def _is_seat(mention: Mention) -> bool:
    """Tell whether somebody has a seat there: "a group based in X", "the X-based group"."""
    return _holds("seated", mention.ahead(1)) or "based" in "".join(mention.behind(2))


def _is_care(mention: Mention) -> bool:
    """Tell whether the wounded or dead were taken there: "to a hospital in X", "X Hospital"."""
    inside = mention.sentence.words[mention.first : mention.last]
    ahead = mention.ahead(PHRASE)
    carried = mention.governing in cues("destination") and _holds("carried", ahead)
    return carried or _holds("care", (*ahead, *inside, *mention.behind(1)))


def _is_speaker(mention: Mention) -> bool:
    """Tell whether a speaker is there: "police in X said", "the ministry in X", "told reporters in X"."""
    ahead = mention.ahead(NEAR)
    if not ahead or mention.governing not in cues("locative") | cues("origin"):
        return False
    if _holds("says", ahead[-2:]) or _holds("institution", ahead[-1:]):
        return True
    spoken = _holds("says", mention.behind(CLAUSE))
    return spoken and (_holds("speaker", ahead) or (ahead[-1] == "," and mention.behind(1) == (",",)))


def _is_owner(mention: Mention) -> bool:
    """Tell whether a body has its name from the place: "Karachi police", "Nairobi airport"."""
    return _holds("speaker", mention.behind(1))


def _opens(mention: Mention) -> bool:
    """Tell whether a sentence after the lead begins with the place: "In X, two men were wounded"."""
    return mention.governor == 0 and mention.sentence.number > 0 and mention.behind(1) == (",",)


def _opens_speech(mention: Mention) -> bool:
    words = mention.sentence.words
    return _opens(mention) and (_holds("says", words) or _holds("speaker", words) or _holds("response", words))


def _is_subject(mention: Mention) -> bool:
    """Tell whether the place itself does something: "X promised help"."""
    after = mention.behind(1)
    acts = bool(after) and (after[0].isalpha()) and after[0] not in cues("locative")
    return mention.governor is None and not mention.sentence.in_headline and acts and not _is_struck(mention)


def _is_home(mention: Mention) -> bool:
    """Tell whether people have their home there: "who lived in X", "relatives in X"."""
    return _holds("home", (*mention.ahead(NEAR), mention.governing))


def _is_response(mention: Mention) -> bool:
    sentence = mention.sentence
    return _holds("response", sentence.words) and not sentence.total and sentence.number > 0


def _is_background(mention: Mention) -> bool:
    sentence = mention.sentence
    if sentence.in_headline or sentence.number == 0:
        return False
    dated = any(word.isascii() and word.isdigit() and int(word[:5]) in YEARS for word in sentence.words)
    return dated or _holds("before", sentence.words)


def _tells_of_harm(mention: Mention) -> bool:
    return _holds("harm", mention.sentence.words)


def _is_centre(mention: Mention) -> bool:
    """Tell whether most of the harm was done there: "most of the victims were in X"."""
    return _is_locative(mention) and _tells_of_harm(mention) and _holds("centre", mention.ahead(PHRASE))


def _is_body(mention: Mention) -> bool:
    return not mention.sentence.in_headline and not mention.in_dateline


SIGNS: Final[dict[str, Callable[[Mention], bool]]] = {
    "headline": lambda mention: mention.sentence.in_headline,
    "lead": lambda mention: _is_body(mention) and mention.sentence.number == 0,
    "second": lambda mention: mention.sentence.number == SECOND,
    "late": lambda mention: mention.sentence.number >= LATE,
    "total": lambda mention: _is_body(mention) and mention.sentence.total,
    "figure": lambda mention: _is_body(mention) and mention.sentence.figure,
    "harm": lambda mention: _is_body(mention) and _tells_of_harm(mention),
    "locative": _is_locative,
    "centre": _is_centre,
    "struck": _is_struck,
    "measured": _is_measured,
    "origin": _is_origin,
    "destination": _is_destination,
    "seat": _is_seat,
    "care": _is_care,
    "speaker": _is_speaker,
    "owner": _is_owner,
    "opens": _opens,
    "opens_speech": _opens_speech,
    "subject": _is_subject,
    "home": _is_home,
    "response": _is_response,
    "background": _is_background,
    "spot": lambda mention: precision_of(mention) is ScenePrecision.SPOT,
    "region": lambda mention: precision_of(mention) is ScenePrecision.REGION,
    "country": lambda mention: precision_of(mention) is ScenePrecision.COUNTRY,
    "unplaced": lambda mention: mention.entity.lat is None,
}

RELATIONS: Final = (
    "locative",
    "struck",
    "measured",
    "origin",
    "destination",
    "seat",
    "care",
    "speaker",
    "owner",
    "opens_speech",
    "subject",
    "home",
)
"""The signs of a place's part in its own sentence."""
