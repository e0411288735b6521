"""The scores of the judge."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.evaluation.dedup import adjusted_rand_index, pair_rates, score

LABELS = st.lists(st.sampled_from("abcd"), min_size=2, max_size=12)


def test_perfect() -> None:
    """The right clusters and verdicts score 1 everywhere, whatever the clusters are called."""
    cases = [
        {"id": "1", "story": "s", "verdict": "new"},
        {"id": "2", "story": "s", "verdict": "trim"},
        {"id": "3", "story": "t", "verdict": "new"},
        {"id": "4", "story": "s", "verdict": "update"},
        {"id": "5", "story": "t", "verdict": "correction"},
    ]
    answers = [("x", "new"), ("x", "copy"), ("y", "new"), ("x", "update"), ("y", "correction")]
    predictions = {str(n): {"cluster": c, "verdict": v} for n, (c, v) in enumerate(answers, start=1)}

    result = score(cases, predictions)

    assert result["pairs"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    assert result["adjusted_rand_index"] == 1.0
    assert result["new_linked"] == 0.0
    assert result["linked"] == {"correction": 1.0, "trim": 1.0, "update": 1.0}
    assert result["verdicts"]["macro_f1"] == 1.0


def test_false_link() -> None:
    """A first article put to another story counts as a false link, and its pairs against precision."""
    cases = [{"id": "1", "story": "s"}, {"id": "2", "story": "t"}, {"id": "3", "story": "t"}]
    predictions = {name: {"cluster": "x"} for name in ("1", "2", "3")}

    result = score(cases, predictions)

    assert result["new_linked"] == 0.5
    assert result["pairs"]["precision"] == pytest.approx(1 / 3)
    assert result["pairs"]["recall"] == 1.0
    assert "verdicts" not in result


def test_unanswered() -> None:
    """An article without an answer is alone."""
    result = score([{"id": "1", "story": "s"}, {"id": "2", "story": "s"}], {"1": {"cluster": "2"}})

    assert (result["unanswered"], result["pairs"]["recall"]) == (1, 0.0)


def test_known_rand_index() -> None:
    """The index agrees with examples worked by hand."""
    assert adjusted_rand_index("aabb", "aaab") == pytest.approx(0.0)
    assert adjusted_rand_index("aaabbb", "aabbcc") == pytest.approx((2 - 6 * 3 / 15) / (4.5 - 6 * 3 / 15))


@given(LABELS, st.data())
def test_symmetry(stories: list[str], data: st.DataObject) -> None:
    """The index doesn't change when the partitions change places, and precision becomes recall."""
    clusters = data.draw(st.lists(st.sampled_from("abcd"), min_size=len(stories), max_size=len(stories)))

    assert adjusted_rand_index(stories, clusters) == pytest.approx(adjusted_rand_index(clusters, stories))
    assert pair_rates(stories, clusters)["precision"] == pair_rates(clusters, stories)["recall"]
    assert adjusted_rand_index(stories, stories) == 1.0
