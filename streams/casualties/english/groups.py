"""People counted without a plain number: "a policeman", "another", "a young couple", "a man and his two sons"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from schemas import Kind
from streams.casualties.english import lexicon as lex
from streams.casualties.english import tags
from streams.casualties.english.clause import word_set
from streams.casualties.english.nouns import noun_phrase
from streams.casualties.english.numbers import Amount
from streams.casualties.english.quantity import Found, group
from streams.casualties.forms import Form

if TYPE_CHECKING:
    from streams.casualties.english.quantity import Item, Quantity
    from streams.casualties.english.tokens import Token

MOST_DIGITS: Final = 3
"""Digits of an ordinal: victims are counted so one by one, and no further than hundreds."""
_LAST_WORDS: Final = 6
"""Words after a determiner within which the noun of "the 12th and last victim" stands."""
_AGES: Final = 10
"""Tokens of "ages 3, 5 and 8" at most."""
_ORDINAL_ENDINGS: Final = ("st", "nd", "rd", "th")
_POSSESSIVES: Final = frozenset({"his", "her", "their"})
_AT_ONE_BIRTH: Final = {"twins": 2, "triplets": 3}
_SINGULAR: Final = frozenset({"was", "is", "has", "wasn't", "isn't", "hasn't"})
_ALONE: Final = frozenset({tags.TRIGGER, tags.STOP, tags.COMMA, tags.BE, tags.PREPOSITION, tags.CONJUNCTION, tags.HAVE})
"""What follows "another", or "a third", that stands for a person."""
_VERBS: Final = frozenset({tags.TRIGGER, tags.BE, tags.HAVE})
_DEEDS: Final = frozenset({tags.TRIGGER, tags.HAVE})
_EVENT_WORDS: Final = 6
"""Words of the event behind "Third victim of" among which the verb stands."""


def article(tokens: list[Token], at: int, out: list[Item], text: str) -> Found | None:
    """Return the people that an article begins: a couple, a family of five, or one."""
    return (
        couple(tokens, at, text)
        or family(tokens, at, text)
        or _ordinal(tokens, at, text)
        or _body(tokens, at, out, text)
        or _one(tokens, at, out, text)
    )


def determined(tokens: list[Token], at: int, out: list[Item], text: str) -> Found | None:
    """Return the people that a determiner begins: "his wife and their two daughters", "the sixth victim"."""
    if at + 1 >= len(tokens):
        return None
    following = tokens[at + 1].low
    if following in word_set("body"):
        return _body_of(tokens, at, out, text)
    found = household(tokens, at, text) if tokens[at].low in _POSSESSIVES else None
    if found is None and (following in lex.lexicon().ordinals or following.endswith(_ORDINAL_ENDINGS)):
        found = counted_ordinal(tokens, at, text)
    return found or family(tokens, at, text)


def _ordinal(tokens: list[Token], at: int, text: str) -> Found | None:
    """Return the quantity of "a third" in "two officers were killed and a third wounded"."""
    ordinal = ordinal_of(tokens[at + 1]) if at + 2 < len(tokens) else 0
    if not ordinal:
        return None
    stands = _ALONE if ordinal > 2 else _VERBS  # noqa: PLR2004 # "a second" is a time, too
    if tokens[at + 2].tag not in stands and tokens[at + 2].low != "who":
        return None
    end = tokens[at + 1].end
    alone = group(1, 1, (tokens[at].start, end), (end, end), text)
    return Found(alone._replace(head="", single=True, others=True, ordinal=ordinal), at + 2)


def _body(tokens: list[Token], at: int, out: list[Item], text: str) -> Found | None:
    """Return the quantity of "a fourth body was found", or "pulled a fourth body from the river"."""
    ordinal = ordinal_of(tokens[at + 1]) if at + 2 < len(tokens) else 0
    if not ordinal or tokens[at + 2].low not in word_set("body"):
        return None
    if out and out[-1].token.low in word_set("body_found"):
        return _dead_by_ordinal((tokens[at], tokens[at + 2]), ordinal, text, at + 3)
    return _ordinal_body(tokens, at, at + 2, ordinal, text)


def _body_of(tokens: list[Token], at: int, out: list[Item], text: str) -> Found | None:
    """Return the quantity of "the body of a fourth skier was found", or "found the body of a fourth skier"."""
    if at + 6 >= len(tokens) or tokens[at + 1].low not in word_set("body") or tokens[at + 2].tag != tags.OF:
        return None
    ordinal = ordinal_of(tokens[at + 4])
    if not ordinal or tokens[at + 3].tag != tags.ARTICLE or tokens[at + 5].tag != tags.HUMAN_ONE:
        return None
    verb = at + 6
    while verb < len(tokens) and tokens[verb].tag in {tags.BE, tags.HAVE, tags.ADVERB}:
        verb += 1
    was_found = at + 6 < verb < len(tokens) and tokens[verb].low in word_set("body_found")
    if not was_found and not (out and out[-1].token.low in word_set("body_found")):
        return None
    return _dead_by_ordinal((tokens[at + 3], tokens[at + 5]), ordinal, text, at + 6)


def counted_ordinal(tokens: list[Token], at: int, text: str) -> Found | None:
    """Return the quantity of "the sixth victim" or "its tenth death": one person, the sixth.

    Only words that count victims one by one are taken: "the third man" is one of those told before.
    """
    ordinal = ordinal_of(tokens[at + 1]) if at + 2 < len(tokens) else 0
    if not ordinal or tokens[at].low not in word_set("before_ordinal"):
        return None
    end = at + 2
    while end < min(len(tokens), at + _LAST_WORDS) and tokens[end].low in word_set("last"):
        end += 1
    noun = tokens[end] if end < len(tokens) else None
    if noun is not None and noun.low in word_set("body"):
        return _ordinal_body(tokens, at, end, ordinal, text)
    if noun is None or noun.low not in word_set("victim"):
        return None
    counts = noun.tag == tags.TRIGGER  # "the tenth death": the noun itself asks for its number
    span = (tokens[at].start, tokens[end - 1].end if counts else noun.end)
    counted = group(1, 1, span, (span[1], span[1]) if counts else (noun.start, noun.end), text)
    head = "" if counts else tags.HUMAN
    return Found(counted._replace(head=head, single=True, definite=True, ordinal=ordinal), end if counts else end + 1)


def _ordinal_body(
    tokens: list[Token], at: int, noun: int, ordinal: int, text: str, *, bare: bool = False
) -> Found | None:
    """Return the quantity of "a seventh body was recovered": one dead; other bodies aren't found.

    A headline leaves the auxiliary out: `bare`.
    """
    verb = noun + 1
    while verb < len(tokens) and tokens[verb].tag in {tags.BE, tags.HAVE, tags.ADVERB}:
        verb += 1
    if (verb == noun + 1 and not bare) or verb == len(tokens) or tokens[verb].low not in word_set("body_found"):
        return None
    return _dead_by_ordinal((tokens[at], tokens[noun]), ordinal, text, noun + 1)


def _dead_by_ordinal(ends: tuple[Token, Token], ordinal: int, text: str, after: int) -> Found:
    """Return one of the dead, whose words begin and end with two tokens, by the ordinal; `after` is what follows."""
    first, noun = ends
    counted = group(1, 1, (first.start, noun.end), (noun.start, noun.end), text)
    return Found(
        counted._replace(single=True, ordinal=ordinal, of_kind=Kind.KILLED, of_form=Form.BODIES, noun="body"), after
    )


def ordinal_of(token: Token) -> int:
    """Return the number of "third" or "12th", nought for any other word."""
    digits = token.low[:-2]
    if token.low.endswith(_ORDINAL_ENDINGS) and digits.isascii() and digits.isdigit():
        return int(digits) if len(digits) <= MOST_DIGITS else 0
    return lex.lexicon().ordinals.get(token.low, 0)


def opening_ordinal(tokens: list[Token], at: int, text: str) -> Found | None:
    """Return the quantity of a headline's "Fourth victim dies" or "Ninth body found": one person, the fourth.

    It opens the headline, or what stands after a colon in it; the event may stand between: "Third victim of fire dies".
    """
    if at and tokens[at - 1].low != ":":
        return None
    if at + 2 >= len(tokens):
        return None
    ordinal, noun, verb = tokens[at : at + 3]
    if noun.low in word_set("body"):
        return _ordinal_body(tokens, at, at + 1, ordinal_of(ordinal), text, bare=True)
    if noun.tag != tags.HUMAN_ONE:
        return None
    if verb.tag == tags.OF and noun.low in word_set("victim"):
        verb = next((token for token in tokens[at + 3 : at + 3 + _EVENT_WORDS] if token.tag in _DEEDS), verb)
    if verb.tag not in _DEEDS:
        return None
    counted = group(1, 1, (ordinal.start, noun.end), (noun.start, noun.end), text)
    return Found(counted._replace(single=True, noun=noun.low, ordinal=ordinal_of(ordinal)), at + 2)


def another(tokens: list[Token], at: int, out: list[Item], text: str) -> Found | None:
    """Return the quantity of "another" alone or with a noun: "killed one and wounded another"."""
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following is None or following.tag in _ALONE:
        start, end = tokens[at].start, tokens[at].end
        alone = group(1, 1, (start, end), (end, end), text)
        return Found(alone._replace(head="", single=True, others=True), at + 1)
    found = _one(tokens, at, out, text)
    return found._replace(quantity=found.quantity._replace(others=True)) if found is not None else None


def couple(tokens: list[Token], at: int, text: str) -> Found | None:
    """Return the quantity of "a young couple" or a headline's "couple": two people."""
    end = at + (tokens[at].low != "couple")
    inside = {tags.WORD, tags.OPAQUE, tags.HUMAN_ONE, tags.HUMAN}  # "an elderly couple"
    while end < min(len(tokens), at + 4) and tokens[end].tag in inside and tokens[end].low != "couple":
        end += 1
    if end >= len(tokens) or tokens[end].low != "couple":
        return None
    more, after = kin(tokens, end + 1)
    span = (tokens[at].start, tokens[after - 1].end)
    return Found(group(2 + more, 2 + more, span, (tokens[min(at + 1, end)].start, span[1]), text), after)


def family(tokens: list[Token], at: int, text: str) -> Found | None:
    """Return the quantity of "a family of five", "the crew of four"."""
    if at + 3 >= len(tokens) or tokens[at + 2].tag != tags.OF:
        return None
    noun, number = tokens[at + 1], tokens[at + 3]
    if noun.low not in word_set("groups") or not isinstance(number.value, Amount):
        return None
    if noun_phrase(tokens, at + 4)[1] in {tags.HUMAN, tags.NONHUMAN}:
        return None
    low, high, qualifier = number.value
    counted = group(low, high, (tokens[at].start, number.end), (noun.start, noun.end), text)
    return Found(counted._replace(qualifier=qualifier), at + 4)


def _one(tokens: list[Token], at: int, out: list[Item], text: str) -> Found | None:
    """Return the quantity of "a policeman", or of "a man and his two sons"."""
    state = (
        at + 1 < len(tokens)
        and tokens[at + 1].tag == tags.TRIGGER
        and tokens[at + 1].value.form in {Form.ADJECTIVE, Form.PARTICIPLE}
    )
    end, head = noun_phrase(tokens, at + 1 + state, many=False)  # "a homeless man"
    last = tokens[end - 1]
    alone = last.low == "hostage" or last.low.endswith("-year-old")
    if head != tags.HUMAN or (last.tag != tags.HUMAN_ONE and not alone):
        return None
    with_relatives = kin(tokens, end)
    by = bool(out) and out[-1].token.low == "by"  # "knocked down by an attacker and her son abducted"
    more, end = (0, end) if by or one_is_told(tokens, with_relatives[1]) else with_relatives
    span = (tokens[at].start, tokens[end - 1].end)
    counted = group(1 + more, 1 + more, span, (tokens[at + 1].start, span[1]), text)
    drop = int(bool(out) and out[-1].code in {tags.OTHERS, tags.ALL})
    beside = not more and end == at + 3  # not "a Second Avenue man"
    ordinal = ordinal_of(tokens[at + 1]) if beside else 0
    return Found(counted._replace(single=not more, noun=last.low, ordinal=ordinal), end, drop)


def collective(tokens: list[Token], at: int, text: str) -> Found | None:
    """Return the quantity of "double homicide": so many were killed."""
    deed = tokens[at + 1] if at + 1 < len(tokens) else None
    if deed is None or deed.low not in word_set("deeds"):
        return None
    value = lex.lexicon().collective[tokens[at].low]
    open_ = deed.low in word_set("open_deeds")
    counted = group(value, value, (tokens[at].start, tokens[at].end), (tokens[at].end, tokens[at].end), text)
    kind, form = (Kind.INJURED, Form.SHOOT) if open_ else (Kind.KILLED, Form.ACT)
    return Found(counted._replace(of_kind=kind, of_form=form), at + 2)


def kin(tokens: list[Token], at: int) -> tuple[int, int]:
    """Return how many the relatives are in "... and his two sons", none for none, and the index after them."""
    total, at = _of_his(tokens, at)
    while (
        at + 2 < len(tokens) and tokens[at].tag in {tags.CONJUNCTION, tags.COMMA} and tokens[at + 1].low in _POSSESSIVES
    ):
        found = _relatives(tokens, at + 2)
        if found is None:
            break
        total, at = total + found[0], found[1]
    return total, at


def one_is_told(tokens: list[Token], at: int) -> bool:
    """Whether a verb follows whose subject is one: "stood on Avenue S and her daughter was missing"."""
    return at < len(tokens) and tokens[at].low in _SINGULAR


def _of_his(tokens: list[Token], at: int) -> tuple[int, int]:
    """Return how many "and six of his men" are, none for none, and the index after them."""
    ahead = tokens[at : at + 5]
    words = len(ahead) == 5 and ahead[0].tag == tags.CONJUNCTION and ahead[2].tag == tags.OF  # noqa: PLR2004 # those of the phrase
    number = ahead[1].value if words else None
    if not isinstance(number, Amount) or number.low is None or number.low != number.high:
        return 0, at
    men = ahead[3].low in _POSSESSIVES and ahead[4].tag == tags.HUMAN
    return (number.low, at + 5) if men else (0, at)


def with_kin(counted: Quantity, tokens: list[Token], at: int, out: list[Item]) -> tuple[Quantity, int]:
    """Return a quantity with the relatives of "two sisters and their cousin", and the index after them.

    What follows a verb may begin a clause: "killed two rebels and their leader was seized".
    """
    begin, at = at, _after_ages(tokens, at)
    alone = at + 2 < len(tokens) and tokens[at + 2].value is None  # "six priests and their two maids" are two groups
    plain = alone and counted.head == tags.HUMAN and counted.low == counted.high is not None and not counted.part_of
    more, end = kin(tokens, at) if plain and tokens[at].tag == tags.CONJUNCTION else (0, at)
    verb = end < len(tokens) and tokens[end].tag in {tags.BE, tags.HAVE}
    more = 0 if one_is_told(tokens, end) else more
    if not more or counted.low is None or (verb and any(item.code == tags.TRIGGER for item in out)):
        return counted, begin
    size, finish = counted.low + more, tokens[end - 1].end
    return counted._replace(low=size, high=size, number_end=finish, noun_end=finish), end


def _after_ages(tokens: list[Token], at: int) -> int:
    """Return the index of the "and" after the ages of "two children, ages 3 and 5, and their mother"; else `at`."""
    if at + 2 >= len(tokens) or tokens[at].tag != tags.COMMA or tokens[at + 1].low not in {"ages", "aged"}:
        return at
    end = at + 2
    while end < min(len(tokens), at + _AGES) and (tokens[end].tag == tags.OPAQUE or tokens[end].low in {",", "and"}):
        if tokens[end].low == "and" and tokens[end - 1].tag == tags.COMMA and tokens[end + 1 : end + 2]:
            return end if tokens[end + 1].low in _POSSESSIVES else at
        end += 1
    return at


def household(tokens: list[Token], at: int, text: str) -> Found | None:
    """Return the quantity of "his wife and their two daughters"; relatives of one possessive alone aren't counted."""
    first = _relatives(tokens, at + 1) if at + 1 < len(tokens) and tokens[at].low in _POSSESSIVES else None
    if first is None or first[0] != 1:
        return None
    more, end = kin(tokens, first[1])
    span = (tokens[at].start, tokens[end - 1].end)
    return Found(group(1 + more, 1 + more, span, (tokens[at + 1].start, span[1]), text), end) if more else None


def _relatives(tokens: list[Token], at: int) -> tuple[int, int] | None:
    """Return the number of relatives that a possessive is followed by, and the index after them."""
    if tokens[at].low in _AT_ONE_BIRTH:
        return _AT_ONE_BIRTH[tokens[at].low], at + 1
    relatives = lex.lexicon().kin
    value = tokens[at].value
    number, end = 1, at
    if isinstance(value, Amount):
        if value.low is None or value.low != value.high:
            return None
        number, end = value.low, at + 1
    limit = min(len(tokens), end + 4)
    while end < limit and tokens[end].low not in relatives and tokens[end].tag in {tags.WORD, tags.OPAQUE}:
        number = 0 if tokens[end].low == "unborn" else number
        end += 1
    if end >= limit or tokens[end].low not in relatives or (number == 1 and tokens[end].tag == tags.HUMAN):
        return None
    return number, end + 1
