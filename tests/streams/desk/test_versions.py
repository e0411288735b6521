"""The versions of an item and their differences."""

from __future__ import annotations

from schemas import EnrichedArticle
from streams.desk.versions import MAX_SENTENCES, MAX_VERSIONS, SENTENCE_CHARS, versions_of
from streams.pipeline.local import LocalPipeline
from streams.settings import Settings
from streams.topics import ENRICHED, RAW
from tests.running.wire import item

BODY = "KARAL (AFN) - A blast in a mine near Karal killed {number} miners on Monday. The police said so.\n\n{more}"


def published(*bodies: str) -> list[EnrichedArticle]:
    """Return what is published of the versions of an item."""
    pipeline = LocalPipeline(Settings(), keep=(ENRICHED,))
    for version, body in enumerate(bodies, start=1):
        pipeline.produce(RAW, item("afn", "mine", version, body).value)
        pipeline.run()
    return [each for each in pipeline.messages(ENRICHED) if isinstance(each, EnrichedArticle)]


def changed(article: EnrichedArticle, version: int, body: str) -> EnrichedArticle:
    """Return another version of an article."""
    provenance = article.provenance.model_copy(update={"version": version})
    text = article.article.model_copy(update={"provenance": provenance, "body": body})
    return article.model_copy(update={"article": text})


def test_a_version_shows_what_it_changed() -> None:
    """The latest version comes first, with the sentences that are new and those that are gone; it alone is live."""
    first, second = BODY.format(number="seven", more="A shaft burns."), BODY.format(number="nine", more="It is out.")
    latest, earliest = versions_of(published(first, second))
    assert (latest.version, latest.live, earliest.version, earliest.live) == (2, True, 1, False)
    assert [any("nine miners" in each for each in latest.added), "It is out." in latest.added] == [True, True]
    assert [any("seven miners" in each for each in latest.removed), "A shaft burns." in latest.removed] == [True, True]
    assert not any("The police said so." in each for each in (*latest.added, *latest.removed))
    assert earliest.added == earliest.removed == ()


def test_the_last_message_of_a_version_counts() -> None:
    """A version that was published twice is shown once, as it was last."""
    (article,) = published(BODY.format(number="seven", more="A shaft burns."))
    (view,) = versions_of([article, article.model_copy(update={"article": article.article})])
    assert view.version == 1
    corrected = changed(article, 1, "Other words.")
    later = changed(article, 2, "Other words.")
    assert versions_of([article, corrected, later])[0].added == ()


def test_nothing_gives_no_versions() -> None:
    """An item of which nothing is kept has no versions."""
    assert versions_of([]) == ()


def test_many_versions_and_long_differences_are_bounded() -> None:
    """The latest versions are shown, and of each difference so many sentences of so many characters."""
    (article,) = published(BODY.format(number="seven", more="A shaft burns."))
    many = versions_of(changed(article, number, f"Text {number}.") for number in range(1, MAX_VERSIONS + 2))
    assert [many[0].version, many[-1].version, len(many)] == [MAX_VERSIONS + 1, 2, MAX_VERSIONS]
    assert [each.live for each in many].count(True) == 1
    long = "\n".join(f"{number} {'x' * SENTENCE_CHARS}" for number in range(MAX_SENTENCES + 1))
    latest, _ = versions_of([changed(article, 1, "Short."), changed(article, 2, long)])
    assert len(latest.added) == MAX_SENTENCES
    assert {len(each) for each in latest.added} == {SENTENCE_CHARS}
