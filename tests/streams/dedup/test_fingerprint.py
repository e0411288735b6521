"""Samples of grams, and numbers in their words."""

from __future__ import annotations

import pytest

from streams.dedup.fingerprint import MAX_GRAMS, Fingerprint, agreed, disputed, fingerprints, places_of
from streams.dedup.words import words_of
from tests.streams.dedup import documents


def fingerprint(text: str) -> Fingerprint:
    """Return the fingerprint of one text."""
    return fingerprints(words_of([text])).prints[0]


def words(first: int, last: int) -> str:
    """Return a text of numbered words."""
    return " ".join(f"w{number}" for number in range(first, last))


def test_a_quarter_is_sampled() -> None:
    """About one gram in four is kept, so that texts of any two lengths can be compared."""
    assert len(fingerprint(words(0, 1600)).grams) == pytest.approx(400, rel=0.15)


def test_sample_of_a_part() -> None:
    """What is sampled of a part is sampled of the whole."""
    part, whole = fingerprint(words(300, 600)), fingerprint(words(0, 1200))

    assert set(part.grams.tolist()) <= set(whole.grams.tolist())


def test_long_texts() -> None:
    """A long text keeps a sparser sample, which knows how sparse it is."""
    print_ = fingerprint(words(0, 50_000))

    assert len(print_.grams) == MAX_GRAMS
    assert max(print_.grams.tolist()) == print_.below - 1


def test_grams_count_once() -> None:
    """A text that says one thing over and over has few grams."""
    assert len(fingerprint("all work and no play " * 20_000).grams) <= 5


@pytest.mark.parametrize(
    ("one", "other", "changed"),
    [
        ("at least 9 people were killed", "at least 9 people were killed", 0),
        ("at least 9 people were killed", "at least 12 people were killed", 1),
        ("at least 9 people were killed", "some 12 persons were killed", 0),
        ("it rose 2 percent, it rose 2 percent on", "it rose 2 percent, it rose 3 percent on", 0),
        ("at least 9 were killed and at least 40 hurt", "at least 9 were killed and at least 44 hurt", 1),
        ("nobody was hurt at all", "at least 12 people were killed", 0),
        ("at least 12 people were killed", "nobody was hurt at all", 0),
    ],
)
def test_disputed_numbers(one: str, other: str, changed: int) -> None:
    """A number differs where the words around it are the same, and no other number stands in them."""
    assert len(disputed(fingerprint(f"So {one}").facts, fingerprint(f"So {other}").facts)) == changed


def test_known_values() -> None:
    """Grams and facts are the same in every process and release: the state holds them."""
    print_ = fingerprint("at least 9 people were killed")

    assert (print_.words, print_.below) == (6, 1 << 30)
    assert print_.grams.tolist() == [401520394]
    assert print_.lead.tolist() == [401520394, 2205707123, 2530800248]
    assert print_.facts.tolist() == [4906809055137385984]
    assert fingerprint("Ferry aground").lead.tolist() == [1720791756]
    assert fingerprint("Ferry").lead.tolist() == [1780081275]


@pytest.mark.parametrize(("count", "lead"), [(0, 0), (1, 1), (3, 1), (4, 1), (5, 2), (34, 31), (35, 32), (36, 32)])
def test_lead(count: int, lead: int) -> None:
    """The lead has the grams of the first 35 words; a text of fewer than four words has one gram of all of them."""
    print_ = fingerprint(words(0, count))

    assert (print_.words, len(print_.lead), print_.below) == (count, lead, 1 << 30)
    assert (count >= 4) or print_.grams.tolist() == []


def test_lead_is_of_the_beginning() -> None:
    """Words behind the first 35 do not change the lead."""
    assert fingerprint(words(0, 35)).lead.tolist() == fingerprint(words(0, 80)).lead.tolist()
    assert fingerprint(words(0, 34)).lead.tolist() != fingerprint(words(0, 35)).lead.tolist()


def test_sample() -> None:
    """The sample of a text has just those of its grams that are below its bound, sorted."""
    text = words(0, 35)
    grams = fingerprint(text).lead.tolist()

    assert fingerprint(text).grams.tolist() == [gram for gram in grams if gram < 1 << 30]


def test_largest_sample() -> None:
    """Of up to 512 sampled grams all are kept; of more the smallest 512, below one more than the last."""
    prints = [fingerprint(words(0, count)) for count in (2052, 2062)]
    more = fingerprints(words_of([words(0, 2062)])).every[: 2062 - 3]
    every = sorted(gram for gram in more.tolist() if gram < 1 << 30)

    assert len(every) > 512
    assert (len(prints[0].grams), prints[0].below) == (512, 1 << 30)
    assert (prints[1].grams.tolist(), prints[1].below) == (every[:512], every[511] + 1)


def test_size_below() -> None:
    """The size of a sample below a bound counts smaller grams only; below its own bound that is all of it."""
    print_ = documents.fingerprint(grams=(10, 20, 30), below=31)

    assert [print_.size_below(below) for below in (10, 11, 20, 30, 31, 90)] == [0, 1, 1, 2, 3, 3]


def test_posted() -> None:
    """A text is posted under a quarter of its sample, and under the half of its lead that no sample's quarter has."""
    quarter, half = 1 << 28, 1 << 31
    lead = (quarter - 1, quarter, half - 1, half)
    print_ = documents.fingerprint(lead=lead, grams=(1, quarter - 1, quarter))

    assert print_.posted().tolist() == [1, quarter - 1, quarter, half - 1]


TEXTS = (
    words(0, 90),
    "",
    "w1 w2",
    words(50, 3000),
    "all work all work all work all work",
    words(40, 44),
    words(0, 9000),
)


def test_texts_together() -> None:
    """Each of some texts has the fingerprint and the postings that it has alone."""
    together = fingerprints(words_of(TEXTS))
    for place, text in enumerate(TEXTS):
        alone, ours = fingerprint(text), together.prints[place]
        assert (ours.words, ours.below) == (alone.words, alone.below)
        assert ours.grams.tolist() == alone.grams.tolist()
        assert ours.lead.tolist() == alone.lead.tolist()
        assert together.posted[place].tolist() == alone.posted().tolist()


def test_short_texts_together() -> None:
    """Texts that have fewer than four words together have one gram each."""
    together = fingerprints(words_of(["w1", "", "w2 w3"]))

    assert [print_.words for print_ in together.prints] == [1, 0, 2]
    assert [print_.lead.tolist() for print_ in together.prints] == [
        fingerprint(text).lead.tolist() for text in ("w1", "", "w2 w3")
    ]
    assert [posted.tolist() for posted in together.posted] == [print_.posted().tolist() for print_ in together.prints]


@pytest.mark.parametrize(
    ("text", "facts"),
    [("at least 9 people", 1), ("least 9 people died", 0), ("9 people have died", 0), ("there were only 9", 0)],
)
def test_words_around_a_number(text: str, facts: int) -> None:
    """A number counts where two words of its text stand before it and one behind it."""
    assert len(fingerprint(text).facts) == facts
    together = fingerprints(words_of(["so they said then", text, "so they said then"]))
    assert [len(print_.facts) for print_ in together.prints] == [0, facts, 0]


def test_many_numbers() -> None:
    """The first 64 numbers of each text are kept, sorted."""
    text = " ".join(f"of about {number} men" for number in range(65))
    first = " ".join(f"of about {number} men" for number in range(64))

    for print_ in fingerprints(words_of([text, first, text])).prints:
        assert print_.facts.tolist() == fingerprint(first).facts.tolist() == sorted(print_.facts.tolist())
        assert len(print_.facts) == 64


def test_halves_of_a_fact() -> None:
    """The lower half of a fact is of the number alone, the upper one of the words around it."""
    facts = fingerprint(" ".join(f"of about {number} men" for number in range(40))).facts.tolist()
    hashes = words_of([" ".join(str(number) for number in range(40))]).hashes.tolist()

    assert sorted(fact & 0xFFFFFFFF for fact in facts) == sorted(value >> 32 for value in hashes)
    assert len({fact >> 32 for fact in facts}) == 1


def test_places_of_numbers() -> None:
    """A number in dispute is found again by its place among all words."""
    mine = words_of(["So at least 9 men were killed", "So at least 12 men were killed and about 40 of them hurt"])
    ours = fingerprints(mine).prints[1].facts
    theirs = fingerprint("So at least 9 men were killed and about 44 of them hurt").facts

    (both, one) = disputed(ours, theirs), disputed(ours, fingerprint("So at least 9 men were killed").facts)
    assert both == set(ours.tolist())
    assert places_of(mine, 1, both) == [10, 16]
    assert places_of(mine, 1, one) == [10]
    assert places_of(mine, 0, both) == []


def test_agreed_numbers() -> None:
    """Numbers agree where they are the same in the same words."""
    text = "So at least 9 men were killed, about 40 of them hurt and some 7 boats lost"
    facts = fingerprint(text).facts

    assert agreed(facts, facts) == 3
    assert agreed(facts, fingerprint(text.replace("40", "44")).facts) == 2
    assert agreed(facts, fingerprint("nobody was hurt").facts) == 0
    assert agreed(fingerprint("nobody was hurt").facts, facts) == 0
