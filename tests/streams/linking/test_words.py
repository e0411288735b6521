"""Words, ages, names and days of a text, as linking sees them."""

from __future__ import annotations

from datetime import date

import pytest

from streams.linking.days import named_days
from streams.linking.lexicon import cues, events, found, phrases, venues
from streams.linking.words import ages, capitalised_runs, commonness, content_word, tokens, words_of_file

PUBLISHED = date(2026, 3, 4)


def runs(text: str) -> list[str]:
    """Return the runs of capitalised words of a text."""
    return [" ".join(token.text for token in run) for run in capitalised_runs(tokens(text))]


def opening(text: str) -> list[str]:
    """Return the words that open a sentence."""
    return [token.text for token in tokens(text) if token.opens]


def days(text: str, published: date = PUBLISHED) -> list[date]:
    """Return the days that a text names."""
    return list(named_days(tokens(text), published))


class TestTokens:
    """Words and numbers."""

    def test_words_with_their_places(self) -> None:
        """A token has its characters and the three at most that stand before it."""
        first, second, third = tokens("Two, 3 ..... four")
        assert (first.text, first.start, first.end, first.gap) == ("Two", 0, 3, "")
        assert (second.text, second.start, second.end, second.gap) == ("3", 5, 6, ", ")
        assert (third.text, third.start, third.gap) == ("four", 13, ".. ")

    def test_three_characters_stand_before_a_token_whole(self) -> None:
        """And of four the last three."""
        assert [token.gap for token in tokens("a, -b")] == ["", ", -"]
        assert [token.gap for token in tokens("a), -b")] == ["", ", -"]

    def test_what_opens_a_sentence(self) -> None:
        """The first word, and those after a full stop, a colon, a quotation mark or a line break."""
        assert opening("One two. Three “four” five: six\nseven, eight - nine") == [
            "One",
            "Three",
            "four",
            "five",
            "six",
            "seven",
        ]

    @pytest.mark.parametrize(("text", "words"), [("a" * 19_999 + " b", 1), ("a" * 19_998 + " b", 2)])
    def test_20000_characters_are_read(self, text: str, words: int) -> None:
        """What stands further down is not."""
        assert len(list(tokens(text))) == words


class TestContentWords:
    """Words that may tell events apart."""

    @pytest.mark.parametrize(
        ("text", "word"),
        [
            ("Quay", "quay"),
            ("ox", None),
            ("dam", "dam"),
            ("q" * 40, "q" * 40),
            ("q" * 41, None),
            ("1234", None),
            ("the", None),
        ],
    )
    def test_three_to_forty_letters(self, text: str, word: str | None) -> None:
        """In lower case; numbers and commonplace words are none."""
        (token,) = tokens(text)
        assert content_word(token.text) == word

    def test_comments_of_a_list_are_no_words(self) -> None:
        """A line that starts with a hash mark is left out."""
        words = list(words_of_file("streets.txt"))
        assert "street" in words
        assert not [word for word in words if word.startswith("#")]

    def test_common_words_have_a_share(self) -> None:
        """Of all articles: between one in two thousand and one."""
        shares = commonness()
        assert all(1 / 2_000 <= share <= 1 for share in shares.values())
        assert shares["police"] > shares["blast"]


class TestAges:
    """How old people are."""

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("Marwa Bell, 16, was there", ["16-year-old"]),
            ("a 16-year-old boy", ["16-year-old"]),
            ("he is 7 years old", ["7-year-old"]),
            ("Bell, 07, was there", ["7-year-old"]),
            ("Bell, 116, was there", []),
            ("in 2016 years went by", []),
            ("Bell, 16 boys", []),
            ("Bell 16, was there", []),
            ("Bell, sixteen, was there", []),
            ("sixteen years", []),
        ],
    )
    def test_one_or_two_digits_between_commas_or_before_years(self, text: str, found: list[str]) -> None:
        """Other numbers are no ages."""
        assert list(ages(list(tokens(text)))) == found


class TestRuns:
    """Names in the way they are written."""

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("the Sariab Road gate", ["Sariab Road"]),
            ("and Marwa Bell", ["Marwa Bell"]),
            ("Marwa alone", []),
            ("and Jean-Paul O'Neill went", ["Jean Paul O Neill"]),
            ("for J. Bell of St. Nessa it", ["J Bell", "St Nessa"]),
            ("at Tarn. Bell went", []),
            ("the Dor. Bell", []),
            ("in Tarn, Nessa went", []),
            ("the Tarn 9 road", []),
            ("One Two Three Four Five Six Seven eight", ["One Two Three Four Five", "Six Seven"]),
        ],
    )
    def test_two_to_five_words_that_follow_each_other(self, text: str, found: list[str]) -> None:
        """Joined by a space, a hyphen, an apostrophe, or the full stop of a short word."""
        assert runs(text) == found


class TestDays:
    """Days that a text names."""

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("It was on 31 January.", [date(2026, 1, 31)]),
            ("It was on January 031.", []),
            ("It was on 30 February.", []),
            ("It was on 0 February.", []),
            ("It was today.", [PUBLISHED]),
            ("It was on 4 March.", [PUBLISHED]),
            ("It was on 5 March.", []),
            ("It was on april 8.", []),
            ("It was on friday.", []),
            ("In April there were 8.", []),
            ("On 8 nights in April.", []),
        ],
    )
    def test_a_day_without_a_year_is_one_of_the_past_months(self, text: str, found: list[date]) -> None:
        """Written with a capital and a number of one or two digits beside the month."""
        assert days(text) == found

    @pytest.mark.parametrize(("named", "found"), [("8 April", [date(2025, 4, 8)]), ("7 April", [])])
    def test_at_most_330_days_back(self, named: str, found: list[date]) -> None:
        """A day that lies further back is none of the past months."""
        assert (PUBLISHED - date(2025, 4, 8)).days == 330
        assert days(f"It was on {named}.") == found

    def test_four_days_each_once(self) -> None:
        """In their order in the text."""
        text = "Monday, Tuesday, again Monday, then Sunday, Saturday and Friday."
        assert [day.day for day in days(text)] == [2, 3, 1, 28]

    @pytest.mark.parametrize("weekday", range(7))
    def test_a_weekday_is_the_last_one(self, weekday: int) -> None:
        """The day of publication counts."""
        published = date(2026, 3, 2 + weekday)
        (day,) = days("It was on Wednesday.", published)
        assert day.weekday() == 2
        assert 0 <= (published - day).days < 7


class TestLexicon:
    """Word lists."""

    def test_phrases_are_words_and_pairs(self) -> None:
        """A pair stands where its first word begins, with a hyphen where the text has one."""
        assert list(phrases(list(tokens("The Cave-in there")))) == [
            ("the", 0),
            ("cave", 4),
            ("the cave", 0),
            ("in", 9),
            ("cave-in", 4),
            ("there", 12),
            ("in there", 9),
        ]

    def test_what_a_table_has_is_found_once_and_in_order(self) -> None:
        """Phrases that it lacks give nothing."""
        text = [("bus", 0), ("then", 4), ("market", 9), ("coach", 16), ("bus", 22)]
        assert found(text, {"bus": "road", "coach": "road", "market": "market"}) == ["road", "market"]

    def test_sorts_of_one_family_are_related(self) -> None:
        """Both must stand in it."""
        table = events()
        assert table.related("bombing", "explosion")
        assert table.related("collapse", "road"), "a bridge falls with the bus on it"
        assert not table.related("bombing", "flood")
        assert not table.related("flood", "bombing")

    def test_words_of_harm_have_no_sort(self) -> None:
        """Each list has its kind of words."""
        assert (events().sort_of["killed"], events().sort_of["quake"]) == ("", "quake")
        assert venues()["markets"] == "market"
        assert "across" in cues().over
        assert "separate" in cues().several
        assert "separate" not in cues().memory
