"""Known groups and bodies."""

from __future__ import annotations

import pytest

from streams.entities.aliases import alias_table
from streams.entities.tables import read_rows


def ids(text: str, *, any_case: bool = False) -> list[str]:
    """Return the ids of the groups in a text."""
    return [match.entry.id for match in alias_table().find(text, any_case=any_case)]


@pytest.mark.parametrize(
    "name",
    [
        "Nusra",
        "al-Nusra",
        "Al-Nusra Front",
        "Nusra Front",
        "al-Nusrah",
        "Jabhat al-Nusra",
        "Jabhat Al Nusra",
        "Al Nusra",
    ],
)
def test_spellings(name: str) -> None:
    """One group has many spellings."""
    assert ids(f"Fighters of {name} left.") == ["group:al-nusra-front"]


def test_longest() -> None:
    """The longest of overlapping names is meant."""
    assert ids("the UN Security Council met") == ["org:un-security-council"]
    assert ids("al-Qaeda in the Islamic Maghreb said") == ["group:aqim"]


def test_word_edges() -> None:
    """A name inside a word is no name, and a free prefix is no part of one."""
    assert ids("Hamasian ISISland UNESCOs") == []
    assert ids("pro-Hezbollah villages") == ["group:hezbollah"]


def test_capitals() -> None:
    """An acronym counts in capitals alone, and a name of words with its capitals."""
    assert ids("who will care for us") == []
    assert ids("the WHO said") == ["org:who"]
    assert ids("a red cross on the door") == []
    assert ids("the RED CROSS SAID") == ["org:red-cross"]


def test_weak_alias() -> None:
    """An ambiguous short form counts only beside another name of the same group."""
    assert ids("IS it true?") == []
    assert ids("Islamic State (IS) said IS fighters left") == ["group:islamic-state"] * 3


def test_same_length() -> None:
    """Letters whose lower case is longer move no offset."""
    text = "İİİİ Hamas’s men"
    (match,) = alias_table().find(text)

    assert text[match.start : match.end] == "Hamas"


def test_file() -> None:
    """Ids are unique, every row is complete, and the kind is one of those that the schema names."""
    rows = read_rows("groups.tsv")
    known = {
        "armed_group",
        "government",
        "security_force",
        "agency",
        "monitor",
        "international",
        "company",
        "party",
        "media",
    }

    assert len({row[0] for row in rows}) == len(rows)
    assert all(len(row) >= 5 and row[2] in known and row[4] for row in rows)
