"""What is remembered of the lines of pages."""

from __future__ import annotations

from streams.dedup.page_speech import LONGEST, REMEMBERED, PageSpeech, Remembered


def test_known_furniture() -> None:
    """A line that was found to be furniture in one article is known in the next one; a sentence of news is not."""
    furniture, told = "Sign up for the Olle Courier newsletter (2031)", "Divers of Olle found a second crack (2031)."
    lines = [(0, len(furniture)), (len(furniture) + 1, len(furniture) + 1 + len(told))]
    page = PageSpeech(f"{furniture}\n{told}", "en")
    assert not any(map(page.is_known_furniture, lines))

    assert [page.tells_nothing(line, line) for line in lines] == [True, False]

    again = PageSpeech(f"{furniture}\n{told}", "en")
    assert [again.is_known_furniture(line) for line in lines] == [True, False]


def test_remembered() -> None:
    """What is asked for again is remembered, however many lines come between; long lines never are."""
    asked: list[str] = []

    def ask(line: str) -> int:
        asked.append(line)
        return len(line)

    remembered = Remembered(ask)
    long = "x" * (LONGEST + 1)
    for number in range(2 * REMEMBERED):
        assert remembered("line") == len("line")
        assert remembered(f"other {number}") == len(f"other {number}")

    assert asked.count("line") == 1
    assert remembered(long) == remembered(long) == len(long)
    assert asked.count(long) == len((1, 2))
    assert remembered.known(long) is None
    assert remembered.known("other 0") is None
