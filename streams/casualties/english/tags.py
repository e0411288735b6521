"""Tags of tokens and items: one letter each, so that the tags of a sentence are a string."""

from __future__ import annotations

from typing import Final

NUMBER: Final = "N"
VAGUE: Final = "V"
NONE: Final = "0"
ARTICLE: Final = "A"
TRIGGER: Final = "T"
QUANTITY: Final = "Q"
"""A number with its noun phrase: the tag of an item, never of a token."""
QUALIFIER: Final = "q"
AFTER_QUALIFIER: Final = "P"
INCLUDING: Final = "i"
PLUS: Final = "+"
OF_THEM: Final = "t"
NOT_BUT: Final = "n"
ACCORDING: Final = "g"
BE: Final = "x"
HAVE: Final = "h"
MODAL: Final = "m"
PREPOSITION: Final = "p"
OF: Final = "f"
SUBORDINATOR: Final = "s"
RELATIVE: Final = "r"
CONJUNCTION: Final = "c"
PRONOUN: Final = "o"
DETERMINER: Final = "d"
ALL: Final = "l"
ADVERB: Final = "a"
SAY: Final = "y"
VERB: Final = "v"
OTHERS: Final = "e"
HUMAN: Final = "H"
HUMAN_ONE: Final = "1"
NONHUMAN: Final = "X"
WORD: Final = "w"
OPAQUE: Final = "z"
MONTH: Final = "M"
LABEL: Final = "L"
POSSESSIVE: Final = "'"
NUMBER_OF: Final = "u"
TO_DEATH: Final = "D"
COMMA: Final = ","
SEMICOLON: Final = ";"
COLON: Final = ":"
STOP: Final = "."
OPEN: Final = "("
CLOSE: Final = ")"
DASH: Final = "-"
QUOTE: Final = '"'
SLASH: Final = "/"

# Runs of tags that rules pass over, as strings for `Clause.left` and `Clause.right`.
ADVERBIAL: Final = ADVERB + QUOTE
"""What stands anywhere without changing who did what."""
ADVERBIAL_OR_PART: Final = ADVERBIAL + OF_THEM
BEFORE_NUMBER: Final = ADVERB + DETERMINER
BEFORE_AMOUNT: Final = BEFORE_NUMBER + QUALIFIER
BEFORE_QUANTITY: Final = ADVERBIAL + DETERMINER
BEFORE_OBJECT: Final = ADVERBIAL + DETERMINER + ALL
AFTER_INCLUDING: Final = ADVERBIAL + DETERMINER + COLON
VERBAL: Final = BE + HAVE + MODAL + ADVERB
VERBAL_OR_RELATIVE: Final = VERBAL + RELATIVE
VERBAL_OR_WORD: Final = VERBAL + WORD
PERFECT: Final = BE + HAVE + ADVERB
PERFECT_OR_RELATIVE: Final = PERFECT + RELATIVE
PEOPLE_WORDS: Final = WORD + HUMAN + HUMAN_ONE
NOUNS: Final = PEOPLE_WORDS + NONHUMAN
NOUNS_OR_POSSESSIVE: Final = NOUNS + POSSESSIVE
NOUN_PHRASE_WORDS: Final = NOUNS_OR_POSSESSIVE + DETERMINER
LIST_MEMBER: Final = NOUNS + BEFORE_NUMBER
LONG_NOUN_PHRASE: Final = LIST_MEMBER + PREPOSITION + OF + OPAQUE + QUOTE + OTHERS + LABEL + POSSESSIVE + MONTH
NAMED: Final = PEOPLE_WORDS + NONHUMAN + OF + PREPOSITION + BEFORE_QUANTITY + POSSESSIVE + OPEN + CLOSE + OPAQUE + LABEL
"""What stands between two members of a list of victims."""
BEFORE_COUNT: Final = WORD + ALL + SAY
BEFORE_NOUN: Final = DETERMINER + WORD
BEFORE_WOUNDS: Final = WORD + BEFORE_NUMBER + HUMAN_ONE
COMMA_OR_ADVERB: Final = COMMA + ADVERB
COMMA_OR_ADVERBIAL: Final = COMMA + ADVERBIAL
INSERT_MARKS: Final = COMMA + DASH + OPEN
INSERT_OPENERS: Final = INSERT_MARKS + ADVERB
HEADLINE_OPENING: Final = COLON + ADVERB + WORD
CLAUSE_WORDS: Final = VERB + SAY + BE + HAVE + MODAL + SUBORDINATOR + SEMICOLON
"""What belongs to a clause and not to an insert."""
