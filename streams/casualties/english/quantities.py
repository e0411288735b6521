"""Numbers with their noun phrase: "at least 12 of the 20 passengers", "dozens of others", "the 130 injured"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from schemas import Kind, Qualifier
from streams.casualties.english import groups, tags
from streams.casualties.english import lexicon as lex
from streams.casualties.english.bare import bare
from streams.casualties.english.clause import word_set
from streams.casualties.english.named import named
from streams.casualties.english.nouns import noun_phrase
from streams.casualties.english.numbers import Amount
from streams.casualties.english.pairs import pair
from streams.casualties.english.quantity import Found, Item, Quantity
from streams.casualties.forms import Form, PartOf

if TYPE_CHECKING:
    from streams.casualties.english.tokens import Token

_COUNTING: Final = frozenset({tags.NUMBER, tags.VAGUE, tags.NONE, tags.ARTICLE})
_COUNTING_WORDS: Final = frozenset({"another", "couple", *lex.lexicon().collective})
_NOT_PLAIN: Final = _COUNTING_WORDS | {"aboard"}
_BEGINS: Final = _COUNTING | {tags.CONJUNCTION, tags.DETERMINER, tags.AFTER_QUALIFIER, tags.HUMAN_ONE}
"""Tags of the few tokens at which something that is counted may begin, or which mean less where it doesn't."""
_UNCOUNTED: Final = {
    tags.NUMBER: tags.OPAQUE,
    tags.ARTICLE: tags.DETERMINER,
    tags.VAGUE: tags.DETERMINER,
    tags.NONE: tags.DETERMINER,
    tags.AFTER_QUALIFIER: tags.ADVERB,
}
"""What a token that begins no quantity is then."""
_NAMED: Final = frozenset({tags.WORD, tags.CLOSE, tags.COMMA, tags.PRONOUN, tags.HUMAN_ONE})
"""Codes of what a name, "he" or "the driver" may end with before "and three others"."""
_STATE_FORMS: Final = frozenset({Form.PARTICIPLE, Form.ADJECTIVE, Form.SHOT})
_STATE_NOUNS: Final = frozenset({Form.PARTICIPLE, Form.ADJECTIVE, Form.PEOPLE, Form.COUNT})
_SINGULAR: Final = frozenset({"man", "woman", "boy", "girl", "baby", "child", "teen", "teenager", "toddler"})
_OWNER: Final = 3
"""Words of the owner of those counted at most."""
_PHRASE: Final = 8
"""Tokens after "both men" within which their verb stands."""
_BEFORE: Final = 5
"""Qualifiers and determiners before a number at most."""
_SIDES: Final = frozenset({"its", "their", "our"})
"""Words before soldiers who are a side's own."""
_FEW: Final = 10
"""Below, "over" is a preposition: "charged over two deaths"."""
_PREMODIFIERS: Final = frozenset({"just", "only", "even", "confirmed"})


class _Lead(NamedTuple):
    """What stands before a number and belongs to it."""

    amount: Amount
    start: int
    drop: int
    definite: bool
    others: bool


class _Noun(NamedTuple):
    """What a number counts, by indices of tokens."""

    head: str
    start: int
    end: int
    part_of: PartOf = PartOf.NOTHING
    of_kind: Kind | None = None
    of_form: Form = Form.STATE
    whole: int | None = None


_FINITE: Final = frozenset({tags.BE, tags.HAVE, tags.MODAL, tags.VERB})
_PREDICATES: Final = _FINITE | {tags.TRIGGER, tags.STOP}


def items(tokens: list[Token], text: str) -> list[Item]:
    """Return the sentence as items: quantities with their noun phrases, and the tokens between."""
    out: list[Item] = []
    at, size = 0, len(tokens)
    while at < size:
        token = tokens[at]
        if at and token.tag not in _BEGINS and token.low not in _NOT_PLAIN and tokens[at - 1].tag != tags.COLON:
            out.append(Item(token.tag, token))
            at += 1
            continue
        found = _begun(tokens, at, out, text)
        if found is not None:
            if found.drop:
                del out[-found.drop :]
            out.append(Item(tags.QUANTITY, token, found.quantity))
            at = found.end
            continue
        if token.tag in _UNCOUNTED:
            token = token.tagged(_UNCOUNTED[token.tag])
        elif (
            token.low == "aboard"
            and at + 1 < size
            and tokens[at + 1].tag in {tags.BE, tags.HAVE, tags.TRIGGER, tags.MODAL}
        ):
            token = token.tagged(tags.ADVERB)
        out.append(Item(token.tag, token))
        at += 1
    return out


def _begun(tokens: list[Token], at: int, out: list[Item], text: str) -> Found | None:
    """Return the quantity that begins at a token, or that a joint makes of what stands before it."""
    token = tokens[at]
    if token.tag in _COUNTING or token.low in _COUNTING_WORDS:
        return _found(tokens, at, out, text)
    if token.tag == tags.CONJUNCTION and out and out[-1].code in _NAMED:
        return named(tokens, at, out, text)
    if token.tag == tags.DETERMINER:
        return groups.determined(tokens, at, out, text)
    opens = at == 0 or tokens[at - 1].tag in {tags.COLON, tags.SEMICOLON}
    if token.tag == tags.HUMAN_ONE:
        return pair(tokens, at, out, text) or (bare(tokens, at, text) if opens else None)
    if groups.ordinal_of(token):
        return groups.opening_ordinal(tokens, at, text)
    return bare(tokens, at, text) if opens else None


def _found(tokens: list[Token], at: int, out: list[Item], text: str) -> Found | None:
    token = tokens[at]
    if token.low in lex.lexicon().collective:
        return groups.collective(tokens, at, text)
    if token.low == "couple":
        return (
            groups.couple(tokens, at, text) if at == 0 and len(tokens) > 1 and tokens[1].tag == tags.TRIGGER else None
        )
    if token.low == "another":
        return groups.another(tokens, at, out, text)
    if token.tag == tags.ARTICLE:
        return pair(tokens, at, out, text) or groups.article(tokens, at, out, text)
    return _numbered(tokens, at, out, text)


def _amount(token: Token) -> Amount | None:
    if token.tag == tags.VAGUE:
        return Amount(None, None, Qualifier.VAGUE)
    if token.tag == tags.NONE:
        return Amount(0, 0)
    amount = token.value if isinstance(token.value, Amount) else Amount(*token.value)
    return amount if amount.high != 0 else None


def _numbered(tokens: list[Token], at: int, out: list[Item], text: str) -> Found | None:
    token = tokens[at]
    amount = _amount(token)
    if amount is None:
        return None
    lead = _lead(token, amount, out)
    amount, end, number_end = lead.amount, at + 1, token.end
    if end < len(tokens) and tokens[end].tag == tags.AFTER_QUALIFIER:
        amount, number_end = _qualified(amount, tokens[end].value), tokens[end].end
        end += 1
    noun = _noun(tokens, end, many=amount.low != 1)
    if not _counts(tokens, token, noun) or (token.low == "one" and not noun.head and _pronoun(out, noun)):
        return None
    all_but = len(out) > 1 and out[-1].token.low == "but" and out[-2].code == tags.ALL
    if all_but and noun.part_of != PartOf.THEM:
        noun = noun._replace(head=tags.NONHUMAN, part_of=PartOf.NOTHING, whole=None)  # "all but one of the 16 died"
    nouns = tokens[noun.start : noun.end]
    if nouns and (amount.low or 0) > 1 and nouns[-1].low in _SINGULAR:
        return None  # "Image 10 of 10 Girl, 4, has died"
    if not nouns and end < len(tokens) and tokens[end].low in {"more than", "fewer than", "less than"}:
        return None  # "killed 17, two more than first reported"
    whole = tokens[noun.start] if noun.whole is not None else token
    quantity = Quantity(
        low=amount.low,
        high=amount.high,
        qualifier=amount.qualifier,
        vague=token.low.removesuffix(" of") if token.tag == tags.VAGUE else None,
        head=tags.HUMAN if noun.head == tags.OTHERS or _aboard(tokens, noun.end, noun.head) else noun.head,
        number_start=lead.start,
        number_end=number_end,
        noun_start=nouns[0].start if nouns else number_end,
        noun_end=nouns[-1].end if nouns else number_end,
        none=token.tag == tags.NONE,
        others=lead.others or any(word.tag == tags.OTHERS for word in nouns),
        more=any(word.low in {"more", "additional"} for word in nouns),
        definite=lead.definite,
        part_of=noun.part_of,
        of_kind=noun.of_kind,
        of_form=noun.of_form,
        whole=noun.whole,
        whole_start=whole.start,
        whole_end=whole.end,
        text=text[lead.start : number_end],
        noun=nouns[-1].low if nouns else "",
    )
    quantity, end = groups.with_kin(quantity, tokens, noun.end, out)
    return Found(quantity, end, lead.drop)


def _aboard(tokens: list[Token], at: int, head: str) -> bool:
    """Whether a number without a noun counts those in a vessel: "all 72 on board"."""
    return head == "" and at < len(tokens) and tokens[at].low in word_set("aboard")


def _pronoun(out: list[Item], noun: _Noun) -> bool:
    """Whether "one" stands for a thing told before: "the previous one wounded 11"."""
    return bool(out) and not noun.part_of and out[-1].code in {tags.WORD, tags.DETERMINER}


def _counts(tokens: list[Token], token: Token, noun: _Noun) -> bool:
    """Whether a number word counts what follows: not "many burned", not "both the market and consumers"."""
    if token.low in word_set("needs_noun"):
        return bool(noun.part_of) or noun.head in {tags.HUMAN, tags.OTHERS}
    if token.low == "both":
        after = tokens[noun.end].tag if noun.end < len(tokens) else ""
        correlative = {tags.DETERMINER, tags.WORD, tags.NONHUMAN, tags.PREPOSITION, tags.ARTICLE}
        return noun.head in {tags.HUMAN, ""} and (after not in correlative or _both_inside(tokens, noun))
    return True


def _both_inside(tokens: list[Token], noun: _Noun) -> bool:
    """Whether "both men inside the car" goes on to its verb: not "both civilians in Gaza and soldiers"."""
    if noun.head != tags.HUMAN or noun.end >= len(tokens) or tokens[noun.end].tag != tags.PREPOSITION:
        return False
    for token in tokens[noun.end : noun.end + _PHRASE]:
        if token.tag in {tags.BE, tags.HAVE, tags.TRIGGER}:
            return True
        if token.tag in {tags.CONJUNCTION, tags.COMMA, tags.STOP}:
            return False
    return False


def _qualified(amount: Amount, qualifier: Qualifier) -> Amount:
    """Return an amount as a qualifier says: one end open, or as it is."""
    low = amount.low if amount.low is not None else amount.high
    high = amount.high if amount.high is not None else amount.low
    match qualifier:
        case Qualifier.AT_LEAST | Qualifier.MORE_THAN:
            return Amount(low, None, qualifier)
        case Qualifier.AT_MOST | Qualifier.FEWER_THAN:
            return Amount(None, high, qualifier)
        case Qualifier.EXACT:
            return amount
        case _:
            return amount if amount.qualifier != Qualifier.EXACT else amount._replace(qualifier=qualifier)


def _lead(token: Token, amount: Amount, out: list[Item]) -> _Lead:
    """Return what the qualifiers and determiners before a number make of it."""
    drop, start, definite, others = 0, token.start, token.low == "both", False
    while drop < min(len(out), _BEFORE):
        item = out[-1 - drop]
        before = out[-2 - drop].token.low if len(out) > drop + 1 else ""
        if item.code == tags.QUALIFIER:
            if _preposition(item.token.low, before, amount) or (item.token.low == "over" and _ended(out, drop)):
                break
            if token.tag != tags.VAGUE:
                amount = _qualified(amount, item.token.value)
            start = item.token.start
        elif item.code == tags.DETERMINER and token.tag != tags.NONE:
            definite = definite or item.token.low not in {"a", "an"}
        elif item.code == tags.ALL:
            definite = True
        elif item.code == tags.OTHERS:
            others = True
        elif item.code != tags.ADVERB or item.token.low not in _PREMODIFIERS:
            break
        drop += 1
    return _Lead(amount, start, drop, definite, others)


def _ended(out: list[Item], drop: int) -> bool:
    """Whether "over" ends a clause before the number: "when it was over 16 prisoners lay dead"."""
    words = [item.token.low for item in out[: len(out) - drop][-4:]]
    return len(words) == 4 and words[0] in word_set("when") and words[1:] == ["it", "was", "over"]  # noqa: PLR2004 # those of the phrase


def _preposition(low: str, before: str, amount: Amount) -> bool:
    """Whether a word that may qualify is a preposition here: "charged over two deaths", "a call about two men"."""
    if low == "over":
        return (amount.low or 0) < _FEW
    return low == "about" and before in word_set("about_nouns")


def _noun(tokens: list[Token], at: int, *, many: bool) -> _Noun:
    size = len(tokens)
    if at < size and tokens[at].tag == tags.OF_THEM:
        # "two of them foreigners"
        end, head = noun_phrase(tokens, at + 1)
        return _Noun(head, at + 1, end, PartOf.THEM) if head == tags.HUMAN else _Noun("", at + 1, at + 1, PartOf.THEM)
    share = _share(tokens, at)
    if share is not None:
        return share
    at += _out_of_number(tokens, at)
    part = _part_of(tokens, at) if at + 1 < size and _partitive(tokens, at) else None
    if part is not None:
        return part
    if at + 1 < size and tokens[at].tag == tags.TRIGGER and tokens[at].value.form in _STATE_FORMS:
        return _after_state(tokens, at)
    return _plain_noun(tokens, at, many=many)


def _after_state(tokens: list[Token], at: int) -> _Noun:
    """Return what stands after the state that begins a noun phrase: "three missing divers"."""
    end, head = noun_phrase(tokens, at + 1)
    if head == tags.HUMAN and tokens[end - 1].tag != tags.HUMAN_ONE:
        return _Noun(head, at, end, of_kind=tokens[at].value.kind)
    if head == tags.NONHUMAN and end == at + 2 and (_things(tokens[at + 1].low) or _finite(tokens, end)):
        return _Noun(head, at, end)  # "nine dead elephants", "three missing pages were found"
    return _Noun("", at, at)


def _things(noun: str) -> bool:
    """Whether a noun that is none for people names things, and not what befell people: "10 injured clashes"."""
    return noun.endswith("s") and noun not in word_set("befallings")


def _finite(tokens: list[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].tag in _FINITE


def _plain_noun(tokens: list[Token], at: int, *, many: bool) -> _Noun:
    if at < len(tokens) and tokens[at].low in word_set("shares"):
        return _Noun(tags.NONHUMAN, at, at + 1)  # "40 percent child deaths"
    end, head = noun_phrase(tokens, at, many=many)
    end = max(end, at)
    if head == tags.HUMAN and tokens[end - 1].low == "victims":
        victims_of = _victims_of(tokens, at, end)
        if victims_of is not None:
            return _Noun(head, at, end, of_kind=victims_of.value.kind, of_form=victims_of.value.form)
    owned = [token.tag for token in tokens[end : end + 2]] == [tags.POSSESSIVE, tags.NONHUMAN]
    if head == tags.HUMAN and owned:
        return _Noun(tags.NONHUMAN, at, end)  # "buried 12 volunteers' phones"; bodies and lives are of another tag
    return _Noun(head, at, end)


def _out_of_number(tokens: list[Token], at: int) -> bool:
    """Whether the "out" of "eight out of the nine aboard" stands at a token: not that of "1,500 out of their beds"."""
    if at + 2 >= len(tokens) or tokens[at].low != "out" or tokens[at + 1].tag != tags.OF:
        return False
    whole = at + 2 + (tokens[at + 2].tag == tags.DETERMINER)
    return whole < len(tokens) and tokens[whole].tag == tags.NUMBER


def _share(tokens: list[Token], at: int) -> _Noun | None:
    """Return what "one in five children" and "two out of every 100 people" count: nobody, they are a share."""
    size, inner = len(tokens), at + 1
    if at + 1 >= size or tokens[at].low not in {"in", "out"}:
        return None
    inner += tokens[at].low == "out" and tokens[at + 1].tag == tags.OF
    every = inner < size and tokens[inner].low in {"every", "each"}
    inner += every
    if inner >= size or tokens[inner].tag != tags.NUMBER or not isinstance(tokens[inner].value, Amount):
        return None
    end, head = noun_phrase(tokens, inner + 1)
    alone = head == "" and tokens[at].low == "in"
    of_those = alone and end < size and tokens[end].tag == tags.OF  # "seven in ten of those who die there"
    if head not in {tags.HUMAN, tags.OTHERS} and not (alone and _verb(tokens, end)) and not of_those:
        return None
    if tokens[at].low == "out" and not every:
        return None  # "three out of ten passengers" may be so many
    return _Noun(tags.NONHUMAN, at, max(end, inner + 1))


def _verb(tokens: list[Token], at: int) -> bool:
    """Whether a verb stands at a token, or nothing: "one in five dies"."""
    return at >= len(tokens) or tokens[at].tag in _PREDICATES


def _partitive(tokens: list[Token], at: int) -> bool:
    """Whether a number's "of", or the "among" of "two among forty", begins what it is a part of."""
    return tokens[at].tag == tags.OF or (tokens[at].low in {"among", "amongst"} and tokens[at + 1].tag == tags.NUMBER)


def _victims_of(tokens: list[Token], start: int, end: int) -> Token | None:
    """Return the trigger of "three shooting victims" or "the four victims of the shooting"."""
    inside = next((token for token in tokens[start:end] if token.tag == tags.TRIGGER), None)
    if inside is not None or end + 1 >= len(tokens) or tokens[end].tag != tags.OF:
        return inside
    return tokens[end + 1] if tokens[end + 1].tag == tags.TRIGGER else None


def _after_owner(tokens: list[Token], at: int) -> int:
    """Return the index after the owner that begins at a token: "Sova's", "the town's"; the same index for none."""
    end = at
    while end < min(len(tokens), at + _OWNER) and tokens[end].tag in {tags.WORD, tags.HUMAN_ONE}:
        end += 1
    owned = at < end < len(tokens) and tokens[end].tag == tags.POSSESSIVE
    return end + 1 if owned else at


def _part_of(tokens: list[Token], of: int) -> _Noun | None:
    """Return what "13 of the 20 passengers", "14 of the wounded" or "three of his men" counts."""
    size, inner = len(tokens), of + 1
    while inner < min(size, of + 4) and tokens[inner].tag in {tags.DETERMINER, tags.ALL, tags.QUALIFIER}:
        inner += 1
    definite = inner > of + 1 or tokens[of].low == "of the"
    owner = _after_owner(tokens, inner)
    if owner > inner:
        definite, inner = True, owner  # "two of Sova's victims"
    if inner >= size or not (definite or tokens[inner].tag in {tags.NUMBER, tags.PRONOUN}):
        return None
    token = tokens[inner]
    if token.tag == tags.NUMBER:
        end, head = noun_phrase(tokens, inner + 1)
        whole = token.value.high if isinstance(token.value, Amount) else None
        return _Noun(head, inner, max(end, inner + 1), PartOf.GROUP, whole=whole)
    if token.tag == tags.PRONOUN:
        return _Noun("", inner, inner + 1, PartOf.THEM)
    # "14 of the wounded", "five of those stabbed", but not "two of the shot pheasants"
    forms = _STATE_NOUNS | {Form.SHOT} if tokens[inner - 1].low == "those" else _STATE_NOUNS
    if token.tag == tags.TRIGGER and token.value.form in forms:
        return _state(tokens, inner)
    end, head = noun_phrase(tokens, inner)
    if end > inner:
        # "22 of its men" are all whom that side lost.
        side = tokens[inner - 1].low in _SIDES and tokens[end - 1].low in word_set("soldiery")
        return _Noun(head, inner, end, PartOf.NOTHING if side else PartOf.GROUP)
    # "14 of those brought in"
    return _Noun("", inner, inner, PartOf.THEM) if tokens[inner - 1].low == "those" else None


def _state(tokens: list[Token], at: int) -> _Noun:
    """Return what "14 of the wounded" and "two of the hostages" count."""
    nominal, head = noun_phrase(tokens, at + 1)
    end = nominal if head == tags.HUMAN else at + 1
    if tokens[at].value.form == Form.PEOPLE:
        return _Noun(tags.HUMAN, at, end, PartOf.GROUP)
    return _Noun(tags.HUMAN, at, end, PartOf.STATE, of_kind=tokens[at].value.kind)
