"""The language of a text, with confidence, in bounded time."""

from __future__ import annotations

from functools import cache
from typing import Final

from py3langid.langid import MODEL_FILE, LanguageIdentifier

SAMPLE_CHARS: Final = 600
"""Characters looked at; time grows with them alone."""
LEAST_LETTERS: Final = 12
UNKNOWN: Final = "und"


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def detect_language(text: str) -> tuple[str, float]:
    """Return the language of a text as a BCP 47 primary subtag, and how sure that is, 0 to 1.

    `und` and 0 where there are too few letters. Looks at the first characters alone.
    """
    sample = text[:SAMPLE_CHARS]
    if sum(map(str.isalpha, sample)) < LEAST_LETTERS:
        return UNKNOWN, 0.0
    language, confidence = _identifier().classify(sample)
    return str(language), round(float(confidence), 3)


def primary_subtag(tag: str | None) -> str | None:
    """Return the primary subtag of a BCP 47 tag in lower case (`en` of `en-GB`), or None where it is none."""
    if not tag:
        return None
    subtag = tag.strip().replace("_", "-").partition("-")[0].lower()
    return subtag if subtag.isascii() and subtag.isalpha() and len(subtag) in {2, 3} and subtag != UNKNOWN else None


def routed_language(stated: str | None, detected: str, confidence: float) -> str:
    """Return the language that an item travels by: the detected one where it is sure, else the stated, else `und`."""
    if confidence >= 0.9:  # noqa: PLR2004
        return detected
    return primary_subtag(stated) or (detected if confidence >= 0.5 else UNKNOWN)  # noqa: PLR2004
