"""How incidents look on a terminal."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from schemas import Incident, TollChange

TITLE = 60
SENTENCE = 110
HEADLINES = 10
LIST_COLUMNS = ("incident", "day", "place", "title", "toll", "stories", "outlets", "updated")
LIST_PROSE = frozenset({"place", "title", "toll"})
CLAIM_COLUMNS = ("kind", "number", "verdict", "says", "source", "sentence")
CLAIM_PROSE = frozenset({"verdict", "says", "source", "sentence"})


def list_row(incident: "Incident") -> tuple[object, ...]:
    """Return the cells of an incident in a list."""
    from streams.incidents.selection import day_of
    from streams.incidents.title import shown_title
    from streams.ops.rendering import tolls_text
    from streams.ops.terminal import one_line

    return (
        incident.incident_id,
        day_of(incident).isoformat(),
        _where(incident),
        one_line(shown_title(incident), TITLE),
        tolls_text(incident),
        len(incident.stories),
        len(incident.outlets),
        f"{incident.updated:%Y-%m-%d %H:%M}",
    )


def _where(incident: "Incident") -> str | None:
    place = incident.place
    if place is None:
        return None
    return f"{place.name} ({place.country})" if place.country else place.name


def page(incident: "Incident", width: int, is_known: Callable[[str], bool] = lambda _: False) -> Iterable[Any]:
    """Yield all that is shown of an incident on a terminal of so many columns: lines and tables.

    `is_known` says whether another incident has items.
    """
    from streams.incidents.explanation import explained, newest_headlines, reasons_of
    from streams.incidents.relations import newest_mentions, relation_text, relations_of
    from streams.incidents.selection import day_of
    from streams.incidents.title import shown_title
    from streams.ops.cli.listing import listing
    from streams.ops.cli.output import table
    from streams.ops.incidents.timeline import timeline_lines
    from streams.ops.rendering import size_text, tolls_text
    from streams.ops.terminal import one_line

    day = day_of(incident).isoformat() if incident.start else f"reported {day_of(incident).isoformat()}"
    yield one_line(shown_title(incident), 2 * SENTENCE)
    yield f"{incident.incident_id}: {_where(incident) or 'place unknown'}, {day}; {tolls_text(incident)}"
    yield from (one_line(relation_text(relation), 2 * SENTENCE) for relation in relations_of(incident, is_known))
    yield ""
    yield from timeline_lines(incident, width)
    yield ""
    yield from ("Why these numbers", *(f"  {one_line(reason, 2 * SENTENCE)}" for reason in reasons_of(incident)))
    rows = [
        (
            claim.kind,
            claim.number,
            claim.verdict,
            claim.speaker,
            claim.source if not claim.outlets else f"{claim.source} and {claim.outlets} more",
            one_line(claim.sentence or "", SENTENCE),
        )
        for claim in explained(incident)
    ]
    yield listing(CLAIM_COLUMNS, rows, width=width, prose=CLAIM_PROSE, heading=2, title="Claims")
    stories = [(source, one_line(headline, SENTENCE)) for source, headline in newest_headlines(incident, HEADLINES)]
    yield table(("source", "headline"), stories, title=f"Stories: {size_text(incident)}; the newest")
    newest = newest_mentions(incident, HEADLINES)
    mentions = [(each.source, one_line(each.headline or each.item_key, SENTENCE)) for each in newest]
    if mentions:
        yield table(("source", "headline"), mentions, title="Also mentioned by; none of their numbers counts")


def change_line(incident: "Incident", change: "TollChange") -> str:
    """Return a change of a toll in one line."""
    from streams.incidents.title import shown_title
    from streams.incidents.wording import toll_text
    from streams.ops.terminal import one_line

    numbers = f"{toll_text(change.was)} -> {toll_text(change.now)}"
    title = one_line(shown_title(incident), TITLE)
    return f"{change.at:%Y-%m-%d %H:%M:%S}  {incident.incident_id}  {change.kind} {change.cause}: {numbers}  {title}"
