"""The language of a text, with confidence, in bounded time."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from streams.cleaning.function_words import language_by_function_words
from streams.cleaning.resources import table

SHORT_SAMPLE: Final = 240
LONG_SAMPLE: Final = 1_200
"""Characters looked at: the few first, more where those leave doubt. Time grows with nothing else."""
SURE: Final = 0.9
LIKELY: Final = 0.5
LEAST_LETTERS: Final = 12
UNKNOWN: Final = "und"
_LETTERS: Final = re.compile(r"[^\W\d_]{2,}")


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    wanted = {code for row in table("languages.tsv") for code in row[0].split()}
    identifier.set_languages(sorted(wanted.intersection(identifier.labels)))
    return identifier


def detect_language(text: str) -> tuple[str, float]:
    """Return the language of a text as a BCP 47 primary subtag, and how sure that is, 0 to 1.

    `und` and 0 where there are too few letters. Looks at the first characters alone: first for the function words of
    the larger languages, which settles most of running text, then with py3langid among `data/languages.tsv`.
    """
    sample = text[:SHORT_SAMPLE]
    plain = language_by_function_words(sample)
    if plain is not None:
        return plain[0], round(plain[1], 3)
    if sum(map(len, _LETTERS.findall(sample))) < LEAST_LETTERS:
        sample = text[:LONG_SAMPLE]
        if sum(map(len, _LETTERS.findall(sample))) < LEAST_LETTERS:
            return UNKNOWN, 0.0
    language, confidence = _identifier().classify(sample)
    if confidence < SURE and len(text) > len(sample):
        language, confidence = _identifier().classify(text[:LONG_SAMPLE])
    return str(language), round(float(confidence), 3)


def primary_subtag(tag: str | None) -> str | None:
    """Return the primary subtag of a BCP 47 tag in lower case (`en` of `en-GB`), or None where it is none."""
    if not tag:
        return None
    subtag = tag.strip().replace("_", "-").partition("-")[0].lower()
    return subtag if subtag.isascii() and subtag.isalpha() and len(subtag) in {2, 3} and subtag != UNKNOWN else None


def routed_language(stated: str | None, detected: str, confidence: float) -> str:
    """Return the language that an item travels by: the detected one where it is sure, else the stated, else `und`."""
    if confidence >= SURE:
        return detected
    return primary_subtag(stated) or (detected if confidence >= LIKELY else UNKNOWN)
