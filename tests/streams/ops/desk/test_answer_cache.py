"""Answers that are given again."""

from __future__ import annotations

from streams.ops.desk.answer_cache import AnswerCache


def test_an_answer_is_made_once() -> None:
    """What was made for a key is given again; another key has its own."""
    cache, made = AnswerCache(), list[str]()

    def make(name: str) -> bytes:
        made.append(name)
        return name.encode()

    answers = [cache.get(name, lambda name=name: make(name)) for name in ("a", "b", "a")]  # type: ignore[misc]
    assert (answers, made) == ([b"a", b"b", b"a"], ["a", "b"])


def test_the_answers_are_bounded() -> None:
    """Over the limit in bytes the answer goes that was asked for longest ago; one that is too large is not kept."""
    cache, made = AnswerCache(limit=10), list[str]()

    def ask(name: str, size: int) -> None:
        cache.get(name, lambda: made.append(name) or b"x" * size)  # type: ignore[func-returns-value]

    for name, size in (("a", 5), ("b", 5), ("a", 5), ("c", 1), ("a", 5), ("b", 5)):
        ask(name, size)
    assert made == ["a", "b", "c", "b"]
    ask("large", 11)
    assert (cache._size, len(cache._answers)) == (0, 0)
