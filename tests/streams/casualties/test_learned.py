"""Figures that no rule of the grammar reads: what the classifier sees, what it adds, and where it is not asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from schemas import Kind
from streams.casualties import extract_figures
from streams.casualties.assemble import ADDED_AT_MOST
from streams.casualties.english.learned import additions, vectors
from streams.casualties.english.learned.classifier import KINDS, ROLES, classifier
from streams.casualties.english.learned.surroundings import sentence_words
from streams.casualties.english.learned.vectors import MAX_LETTERS, WordVectors
from streams.casualties.english.reader import parse
from streams.casualties.extract import BRIEF
from streams.casualties.sentences import Sentence

if TYPE_CHECKING:
    from tests.streams.casualties.conftest import Reader

UNREAD = "They laid 14 loggers in the graveyard."
"""A sentence with a figure and without a word of harm that the grammar knows."""
TOLL = "The mudslide killed 14 people on Monday. Nine others were injured."


def small() -> WordVectors:
    """Return vectors of four pieces in two dimensions."""
    rows = np.array([[10, 0], [0, 10], [-10, 0], [4, 4]], np.int8)
    return WordVectors({"pit": 0, "man": 1, "##man": 2, "##s": 3}, rows, 0.1)


class TestVectors:
    """Words as vectors."""

    def test_a_word_is_the_mean_of_its_pieces(self) -> None:
        """The longest piece at the beginning comes first, then those inside words."""
        assert small().of(["pit"])[0].tolist() == pytest.approx([1.0, 0.0])
        assert small().of(["pitman"])[0].tolist() == pytest.approx([0.0, 0.0])
        assert small().of(["pits"])[0].tolist() == pytest.approx([0.7, 0.2])

    def test_what_has_no_letters_is_zero(self) -> None:
        """Marks and digits have a vector of zeros, and no words give no rows."""
        assert small().of(["#", ","]).tolist() == [[0.0, 0.0], [0.0, 0.0]]
        assert small().of([]).shape == (0, 2)

    def test_a_long_word_is_cut(self) -> None:
        """Letters past the limit are not looked at."""
        long = "pit" + "z" * (MAX_LETTERS - 3)
        assert small().of([long + "man"])[0].tolist() == small().of([long])[0].tolist()

    def test_words_used_alike_are_near(self) -> None:
        """The shipped vectors know that a miner is more like a logger than like a budget."""
        miner, logger, budget = vectors().of(["miner", "logger", "budget"])
        assert miner @ logger > miner @ budget


class TestWords:
    """The words of a sentence."""

    def test_digits_are_alike(self) -> None:
        """Every number in digits is one word, and a mark is a word by itself."""
        assert sentence_words("the 1,204 men (all)", 0, 19).words == ["the", "#", "men", "(", "all", ")"]

    def test_places_are_those_of_the_text(self) -> None:
        """Each word has the offset at which it begins, counted from the text's beginning."""
        assert sentence_words("one two", 4, 7).starts == [4]


class TestAdditions:
    """What is added."""

    def test_a_figure_without_a_word_of_harm(self, read: Reader) -> None:
        """A figure is found by the words around its number, and its evidence is the number."""
        figure = read(UNREAD)[0]
        assert (figure.kind, figure.min, figure.max) == (Kind.KILLED, 14, 14)
        assert UNREAD[figure.evidence.number.start : figure.evidence.number.end] == "14"

    def test_it_is_less_sure_than_any_rule(self, read: Reader) -> None:
        """Whoever needs to be sure tells an added figure by its confidence."""
        assert read(UNREAD)[0].confidence <= ADDED_AT_MOST < min(figure.confidence for figure in read(TOLL))

    def test_an_article_that_tells_its_toll_gets_no_repeat(self, read: Reader) -> None:
        """Where rules read figures in two sentences, another one adds no number that they have told."""
        assert len(read(f"{TOLL}\n\n{UNREAD}")) == len(read(TOLL))

    def test_a_brief_that_tells_little_is_asked_about_elsewhere(self, read: Reader) -> None:
        """Where rules read figures in one sentence, the other sentences of a brief are asked about, too."""
        counts = [figure.min for figure in read(f"The mudslide killed a guard on Monday. {UNREAD}")]
        assert counts == [1, 14]

    def test_figures_of_speech_are_none(self, read: Reader) -> None:
        """Nobody comes to harm who is bored or who laughs."""
        assert read("The speech bored 60 guests to death.") == []

    @pytest.mark.parametrize("whole", ["in every 40", "in every 40 loggers", "in ten of the residents"])
    def test_shares_are_not_asked_about(self, read: Reader, whole: str) -> None:
        """How many of so many came to harm is a rate and no count."""
        assert read(f"They laid seven {whole} in the graveyard.") == []
        assert [figure.min for figure in read("They laid seven loggers in the graveyard.")] == [7]

    def test_illness_alone_is_no_injury(self, read: Reader) -> None:
        """Those who fall ill are injured where the text says that they were poisoned or treated."""
        assert read("The leak made 80 pupils ill.") == []
        assert [figure.kind for figure in read("Poisoned soup made 80 pupils sick.")] == [Kind.INJURED]

    def test_animals_are_not_asked_about(self, read: Reader) -> None:
        """What is known to be no people is no figure, whatever stands around it."""
        assert read(UNREAD.replace("loggers", "horses")) == []

    def test_what_is_less_certain_is_left_out(self) -> None:
        """The certainty asked for decides: nothing is added where none is enough."""
        lower = UNREAD.lower()
        place = additions.Place(lower, Sentence(0, len(lower), 0), None, in_headline=False)
        parsed = parse(UNREAD, lower, 0, len(lower), numbered=True)

        assert [each.mention.quantity.low for each in additions.added(place, parsed, [])] == [14]
        assert additions.added(place, parsed, [], likely=1.01) == []

    @pytest.mark.parametrize(
        "text",
        [
            "A record 112 candidates were eliminated in the first round; 14 survived.",
            "The company laid off 340 workers on Friday, and 60 more positions were killed in the restructuring.",
            "They had found fourteen people alive, the last after six days.",
        ],
    )
    def test_those_who_live_or_lose_their_work_are_not_dead(self, read: Reader, text: str) -> None:
        """What stands beside the number says it."""
        assert [figure for figure in read(text) if figure.kind is Kind.KILLED] == []

    def test_a_table_is_not_asked_about(self, read: Reader) -> None:
        """A sentence with more numbers than prose has gets no figures from the classifier."""
        more = ", ".join(f"{number} loggers" for number in range(20, 20 + additions.MAX_NUMBERS))
        assert read(UNREAD.replace("14 loggers", f"14 loggers, {more}")) == []

    def test_briefs_alone_are_looked_at(self) -> None:
        """A long article in which the rules read nothing is seldom about casualties."""
        assert len(extract_figures(UNREAD.ljust(BRIEF), language="en")) == 1
        assert extract_figures(UNREAD.ljust(BRIEF + 1), language="en") == []

    def test_a_headline_is_looked_at_as_far(self) -> None:
        """Whoever sends a book as a headline gets no figures of its end."""
        ahead = "The council met in the hall. " * (BRIEF // 28)
        assert extract_figures("Rain.", headline=ahead + UNREAD, language="en") == []


def test_classes_are_those_of_the_messages() -> None:
    """The classifier's last layers have a column for no figure and each kind, and for each role."""
    assert classifier().kinds.shape[1] == len(KINDS) == len(Kind) + 1
    assert classifier().roles.shape[1] == len(ROLES)
