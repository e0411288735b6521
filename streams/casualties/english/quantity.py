"""A counted group of people, or of something else, as a sentence states it."""

from __future__ import annotations

from typing import Final, NamedTuple

from schemas import Kind, Qualifier
from streams.casualties.english import tags
from streams.casualties.english.tokens import Token
from streams.casualties.forms import Form, PartOf


class Quantity(NamedTuple):
    """A number with its noun phrase; offsets are those of the text."""

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
    """The noun phrase after the number; empty where there is none."""
    single: bool = False
    """One victim without a number: "a policeman"."""
    ordinal: int = 0
    """The 3 of "a third victim"; nought for no such word."""
    none: bool = False
    """Nobody: "no one", "none of the passengers", "no civilians"."""
    others: bool = False
    """Besides some told before: "another 12", "30 others"."""
    more: bool = False
    """Added to a count: "two more"."""
    definite: bool = False
    """Told before: "the six", "both"."""
    part_of: PartOf = PartOf.NOTHING
    """What the number is a part of: `them`, `state` ("14 of the wounded"), `group` ("13 of the 20 passengers")."""
    of_kind: Kind | None = None
    """What happened to them by their own noun phrase: "14 of the wounded", "three shooting victims"."""
    of_form: Form = Form.STATE
    """Form of the trigger inside the noun phrase."""
    whole: int | None = None
    """M of "N of the M"."""
    whole_start: int = 0
    whole_end: int = 0
    text: str = ""
    noun: str = ""
    """The last word of the noun phrase."""


class Item:
    """A token or a quantity of the sentence, which never changes.

    Its code is the token's tag, or `QUANTITY`. It is no tuple with names for the reason that a token is none.
    """

    __slots__ = ("code", "quantity", "token")

    def __init__(self, code: str, token: Token, quantity: Quantity | None = None) -> None:
        self.code: Final = code
        self.token: Final = token
        self.quantity: Final = quantity

    def counting(self, quantity: Quantity) -> Item:
        """Return the item with another quantity."""
        return Item(self.code, self.token, quantity)


class Found(NamedTuple):
    """A quantity, the index of the token after it, and how many items before it belong to it."""

    quantity: Quantity
    end: int
    drop: int = 0


def group(low: int | None, high: int | None, number: tuple[int, int], noun: tuple[int, int], text: str) -> Quantity:
    """Return the quantity of people whom the text counts without a plain number, by the spans of number and noun."""
    return Quantity(
        low=low,
        high=high,
        qualifier=Qualifier.EXACT,
        vague=None,
        head=tags.HUMAN,
        number_start=number[0],
        number_end=number[1],
        noun_start=noun[0],
        noun_end=noun[1],
        text=text[number[0] : number[1]],
    )
