"""Numbers with their noun phrase: "at least 12 of the 20 passengers", "a man and his two sons", "dozens of others"."""

from __future__ import annotations

from typing import Final, NamedTuple

from schemas import Kind, Qualifier
from streams.casualties.english import lexicon as lex
from streams.casualties.english.nouns import noun_phrase
from streams.casualties.english.numbers import Amount
from streams.casualties.english.tokens import Token

QUANTITY: Final = "Q"

_LEFT: Final = frozenset({lex.QUALIFIER, lex.DETERMINER, lex.ALL, lex.OTHERS, lex.ADVERB})
_STATE_FORMS: Final = frozenset({"part", "adj", "shot"})
_ABOUT_NOUNS: Final = frozenset(
    {
        "call",
        "calls",
        "report",
        "reports",
        "complaint",
        "tip",
        "talk",
        "information",
        "questions",
        "concerns",
        "story",
        "stories",
    }
)
_FEW: Final = 10
"""Below, "over" is a preposition."""
_NEEDS_NOUN: Final = frozenset({"many", "few", "various", "multiple", "numerous", "countless"})
"""Vague words that count nothing when they stand alone: "many burned beyond recognition"."""
_PREMODIFIER_ADVERBS: Final = frozenset({"just", "only", "even", "confirmed"})


class Quantity(NamedTuple):
    """A counted group of people, or of something else, as the text states it."""

    low: int | None
    high: int | None
    qualifier: Qualifier
    vague: str | None
    """The vague word; both ends are None then."""
    head: str
    """Tag of the head noun: HUMAN, NONHUMAN, WORD for an unknown noun, empty for none."""
    number_start: int
    number_end: int
    noun_start: int
    noun_end: int
    """Characters of the noun phrase after the number; empty where there is none."""
    single: bool = False
    """One victim without a number: "a policeman"."""
    none: bool = False
    """"no one", "none", "no civilians"."""
    others: bool = False
    """"another 12", "30 others"."""
    more: bool = False
    """"two more": not all of them."""
    definite: bool = False
    """"the six", "both"."""
    of_group: str = ""
    """What the number is a part of: `them`, `state` ("14 of the wounded"), `group` ("13 of the 20 passengers")."""
    of_kind: Kind | None = None
    of_form: str = "state"
    """Form of the trigger that is part of the noun phrase: "three shooting victims"."""
    whole: int | None = None
    """M of "N of the M"."""
    whole_start: int = 0
    whole_end: int = 0
    text: str = ""
    noun: str = ""
    """The last word of the noun phrase."""


class Item(NamedTuple):
    """A token or a quantity of the sentence."""

    code: str
    """The token's tag, or QUANTITY."""
    token: Token
    quantity: Quantity | None = None


def _estimate_word(low: str) -> str:
    return low.removesuffix(" of")


def _qualified(amount: Amount, qualifier: Qualifier) -> Amount:
    value = amount.low if amount.low is not None else amount.high
    match qualifier:
        case Qualifier.AT_LEAST | Qualifier.MORE_THAN:
            return Amount(amount.low if amount.low is not None else value, None, qualifier)
        case Qualifier.AT_MOST | Qualifier.FEWER_THAN:
            return Amount(None, amount.high if amount.high is not None else value, qualifier)
        case Qualifier.EXACT:
            return amount
        case _:
            return amount if amount.qualifier != Qualifier.EXACT else Amount(amount.low, amount.high, qualifier)


def items(tokens: list[Token], text: str) -> list[Item]:
    """Return the sentence as items: quantities with their noun phrases, and the tokens between."""
    out: list[Item] = []
    at, size = 0, len(tokens)
    while at < size:
        token = tokens[at]
        tag = token.tag
        if tag in {lex.NUMBER, lex.VAGUE, lex.NONE, lex.ARTICLE} or token.low in {"another", "couple"}:
            found = _quantity(tokens, at, out, text)
            if found is not None:
                item, at, drop = found
                if drop:
                    del out[-drop:]
                out.append(item)
                continue
            if tag == lex.NUMBER:
                token = token._replace(tag=lex.OPAQUE)
            elif tag == lex.ARTICLE:
                token = token._replace(tag=lex.DETERMINER)
            elif tag in {lex.VAGUE, lex.NONE}:
                token = token._replace(tag=lex.DETERMINER)
        elif tag == lex.AFTER_QUALIFIER or (token.low == "aboard" and _verb_follows(tokens, at + 1)):
            token = token._replace(tag=lex.ADVERB)
        out.append(Item(token.tag, token))
        at += 1
    return out


def _verb_follows(tokens: list[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].tag in {lex.BE, lex.HAVE, lex.TRIGGER, lex.MODAL}


def _correlative(tokens: list[Token], at: int) -> bool:
    """Whether "both" goes with an "and" to come: "hurt both the market and consumers"."""
    return at < len(tokens) and tokens[at].tag in {lex.DETERMINER, lex.WORD, lex.NONHUMAN, lex.PREPOSITION, lex.ARTICLE}


def _single(tokens: list[Token], at: int, out: list[Item], text: str) -> tuple[Item, int, int] | None:
    end, head = noun_phrase(tokens, at + 1, many=False)
    if head != lex.HUMAN or (tokens[end - 1].tag != lex.HUMAN_ONE and tokens[end - 1].low != "hostage"):
        return None
    token = tokens[at]
    high, end, quantity_end = _kin(tokens, end, 1)
    quantity = Quantity(
        low=high,
        high=high,
        qualifier=Qualifier.EXACT,
        vague=None,
        head=lex.HUMAN,
        number_start=token.start,
        number_end=tokens[quantity_end - 1].end,
        noun_start=tokens[at + 1].start,
        noun_end=tokens[end - 1].end,
        single=high == 1,
        text=text[token.start : tokens[quantity_end - 1].end],
    )
    drop = 1 if out and out[-1].code in {lex.OTHERS, lex.ALL} else 0
    return Item(QUANTITY, token, quantity), end, drop


def _kin(tokens: list[Token], end: int, count: int) -> tuple[int, int, int]:
    """Return the count of "a man and his two sons", the index after it, and where its wording ends."""
    kin = lex.lexicon().kin
    size, total, at = len(tokens), count, end
    while at + 2 < size and tokens[at].tag in {lex.CONJUNCTION, ","} and tokens[at + 1].low in {"his", "her", "their"}:
        token = tokens[at + 2]
        index = at + 2
        number = 1
        if token.tag == lex.NUMBER and isinstance(token.value, Amount) and token.value.low == token.value.high:
            number, index = token.value.low or 0, at + 3
        while (
            index < size
            and index < at + 5
            and tokens[index].tag in {lex.WORD, lex.OPAQUE}
            and tokens[index].low not in kin
        ):
            index += 1
        if index >= size or tokens[index].low not in kin:
            break
        if number == 1 and tokens[index].tag == lex.HUMAN:
            break
        total += number
        at = index + 1
    return total, at, at


def _quantity(tokens: list[Token], at: int, out: list[Item], text: str) -> tuple[Item, int, int] | None:
    token = tokens[at]
    size = len(tokens)
    if token.low == "couple":
        return _couple(tokens, at, text) if at == 0 and size > 1 and tokens[1].tag == lex.TRIGGER else None
    if token.low == "another":
        return _another(tokens, at, out, text)
    if token.tag == lex.ARTICLE:
        return _couple(tokens, at, text) or _family(tokens, at, out, text) or _single(tokens, at, out, text)
    vague, none = None, token.tag == lex.NONE
    amount = Amount(None, None, Qualifier.VAGUE)
    if token.tag == lex.VAGUE:
        vague = token.low
    elif none:
        amount = Amount(0, 0)
    else:
        amount = token.value if isinstance(token.value, Amount) else Amount(*token.value)
        if amount.high == 0:
            return None
    # Qualifiers and determiners before it.
    drop, start, definite, others = 0, token.start, token.low == "both", False
    while drop < len(out) and drop < 5:
        item = out[-1 - drop]
        code = item.code
        if code == lex.QUALIFIER:
            if item.token.low == "over" and (amount.low or 0) < _FEW:
                break  # "charged over two deaths"
            if item.token.low == "about" and len(out) > drop + 1 and out[-2 - drop].token.low in _ABOUT_NOUNS:
                break
            if vague is None:
                amount = _qualified(amount, item.token.value)
            start = item.token.start
        elif code == lex.DETERMINER and not none:
            definite = definite or item.token.low not in {"a", "an"}
        elif code == lex.ALL:
            definite = True
        elif code == lex.OTHERS:
            others = True
        elif not (code == lex.ADVERB and item.token.low in _PREMODIFIER_ADVERBS):
            break
        drop += 1
    end = at + 1
    number_end = token.end
    if end < size and tokens[end].tag == lex.AFTER_QUALIFIER:
        amount = _qualified(amount, tokens[end].value)
        number_end = tokens[end].end
        end += 1
    of_group, of_kind, whole, whole_at = "", None, None, at
    head, noun_start = "", end
    if end < size and tokens[end].tag == lex.OF_THEM:
        of_group = "them"
        end += 1
        noun_start = end
    elif end + 1 < size and tokens[end].tag == lex.OF:
        inner = end + 1
        while inner < size and tokens[inner].tag in {lex.DETERMINER, lex.ALL, lex.QUALIFIER} and inner < end + 4:
            inner += 1
        the = inner > end + 1 or tokens[end].low == "of the"
        if inner < size and tokens[inner].tag == lex.NUMBER:
            inner_value = tokens[inner].value
            whole = inner_value.high if isinstance(inner_value, Amount) else None
            inner_end, head = noun_phrase(tokens, inner + 1)
            of_group, noun_start, end, whole_at = "group", inner, max(inner_end, inner + 1), inner
        elif (
            inner < size
            and tokens[inner].tag == lex.TRIGGER
            and the
            and tokens[inner].value.form in {"part", "adj", "people"}
        ):
            nominal, human = noun_phrase(tokens, inner + 1)
            of_group, of_kind, noun_start = "state", tokens[inner].value.kind, inner
            if tokens[inner].value.form == "people":
                of_group, of_kind = "group", None
            head, end = lex.HUMAN, nominal if human == lex.HUMAN else inner + 1
        elif inner < size and tokens[inner].tag == lex.PRONOUN:
            of_group, noun_start, end = "them", inner, inner + 1
        elif the:
            inner_end, head = noun_phrase(tokens, inner)
            if inner_end > inner:
                of_group, noun_start, end = "group", inner, inner_end
    if not of_group and end + 1 < size and tokens[end].tag == lex.TRIGGER and tokens[end].value.form in _STATE_FORMS:
        end_nominal, head = noun_phrase(tokens, end + 1)
        if head == lex.HUMAN and tokens[end_nominal - 1].tag != lex.HUMAN_ONE:
            of_kind, noun_start, end = tokens[end].value.kind, end, end_nominal
        else:
            head = ""
    elif not of_group:
        end_nominal, head = noun_phrase(tokens, end, many=amount.low != 1)
        noun_start, end = end, max(end, end_nominal)
    of_form = "state"
    if of_kind is None and not of_group and head == lex.HUMAN and tokens[end - 1].low == "victims":
        victims_of = next((noun for noun in tokens[noun_start:end] if noun.tag == lex.TRIGGER), None)
        if victims_of is None and end + 2 < size and tokens[end].tag == lex.OF and tokens[end + 1].tag == lex.TRIGGER:
            victims_of = tokens[end + 1]
        elif (
            victims_of is None and end + 1 < size and tokens[end].low == "of the" and tokens[end + 1].tag == lex.TRIGGER
        ):
            victims_of = tokens[end + 1]
        if victims_of is not None:
            of_kind, of_form = victims_of.value.kind, victims_of.value.form
    if vague in _NEEDS_NOUN and head not in {lex.HUMAN, lex.OTHERS} and not of_group:
        return None
    if token.low == "both" and (head not in {lex.HUMAN, ""} or _correlative(tokens, end)):
        return None
    nouns = tokens[noun_start:end]
    others = others or any(noun.tag == lex.OTHERS for noun in nouns)
    if head == lex.OTHERS:
        head = lex.HUMAN
    quantity = Quantity(
        low=amount.low,
        high=amount.high,
        qualifier=Qualifier.VAGUE if vague else amount.qualifier,
        vague=_estimate_word(vague) if vague else None,
        head=head,
        number_start=start,
        number_end=number_end,
        noun_start=tokens[noun_start].start if nouns else number_end,
        noun_end=tokens[end - 1].end if nouns else number_end,
        none=none,
        others=others,
        more=any(noun.low in {"more", "additional"} for noun in nouns),
        definite=definite,
        of_group=of_group,
        of_kind=of_kind,
        of_form=of_form,
        whole=whole,
        whole_start=tokens[whole_at].start,
        whole_end=tokens[whole_at].end,
        noun=nouns[-1].low if nouns else "",
        text=text[start:number_end],
    )
    return Item(QUANTITY, token, quantity), end, drop


def _another(tokens: list[Token], at: int, out: list[Item], text: str) -> tuple[Item, int, int] | None:
    """Return the quantity of "another" alone or with a noun: "killed one and wounded another"."""
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following is None or following.tag in {
        lex.TRIGGER,
        ".",
        ",",
        lex.BE,
        lex.PREPOSITION,
        lex.CONJUNCTION,
        lex.HAVE,
    }:
        token = tokens[at]
        quantity = Quantity(
            low=1,
            high=1,
            qualifier=Qualifier.EXACT,
            vague=None,
            head="",
            number_start=token.start,
            number_end=token.end,
            noun_start=token.end,
            noun_end=token.end,
            single=True,
            others=True,
            text=text[token.start : token.end],
        )
        return Item(QUANTITY, token, quantity), at + 1, 0
    found = _single(tokens, at, out, text)
    if found is None:
        return None
    item, end, drop = found
    assert item.quantity is not None
    return item._replace(quantity=item.quantity._replace(others=True)), end, drop


def _couple(tokens: list[Token], at: int, text: str) -> tuple[Item, int, int] | None:
    """Return the quantity of "a young couple": two people."""
    end = at + (tokens[at].low != "couple")
    while (
        end < len(tokens)
        and end < at + 4
        and tokens[end].tag in {lex.WORD, lex.OPAQUE, lex.HUMAN_ONE}
        and tokens[end].low != "couple"
    ):
        end += 1
    if end >= len(tokens) or tokens[end].low != "couple":
        return None
    start, stop = tokens[at].start, tokens[end].end
    quantity = Quantity(
        low=2,
        high=2,
        qualifier=Qualifier.EXACT,
        vague=None,
        head=lex.HUMAN,
        number_start=start,
        number_end=stop,
        noun_start=tokens[min(at + 1, end)].start,
        noun_end=stop,
        text=text[start:stop],
    )
    return Item(QUANTITY, tokens[at], quantity), end + 1, 0


def _family(tokens: list[Token], at: int, out: list[Item], text: str) -> tuple[Item, int, int] | None:
    """Return the quantity of "a family of five"."""
    if (
        at + 3 >= len(tokens)
        or tokens[at + 2].tag != lex.OF
        or tokens[at + 1].low not in {"family", "party", "household"}
    ):
        return None
    number = tokens[at + 3]
    if number.tag != lex.NUMBER or not isinstance(number.value, Amount):
        return None
    if noun_phrase(tokens, at + 4)[1] in {lex.HUMAN, lex.NONHUMAN}:
        return None
    start, end = tokens[at].start, number.end
    quantity = Quantity(
        low=number.value.low,
        high=number.value.high,
        qualifier=number.value.qualifier,
        vague=None,
        head=lex.HUMAN,
        number_start=start,
        number_end=end,
        noun_start=tokens[at + 1].start,
        noun_end=tokens[at + 1].end,
        text=text[start:end],
    )
    del out
    return Item(QUANTITY, tokens[at], quantity), at + 4, 0
