"""What came out of the demo, as tables and as JSON."""

import shutil
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

    from schemas import CasualtyFigure, Incident
    from streams.ops.demonstration import Outcome

ROWS = 12
"""Rows shown of a table. The others are counted."""
FIGURES = 3


def show_outcome(outcome: "Outcome", seconds: float) -> None:
    """Print the items that came in, and how they ended."""
    from streams.ops.cli.output import console
    from streams.ops.wording import counted

    out = console()
    total = outcome.status.total
    ended = " + ".join(f"{n} {name}" for name, n in total.outcomes.items() if n)
    out.print(
        f"\n[bold]{counted(total.records, 'record')}, {counted(total.items, 'item')} in {seconds:.0f} s[/]: {ended}"
    )
    _incidents(out, outcome)
    _stories(out, outcome)
    _duplicates(out, outcome)
    _refused(out, outcome)
    _alerts(out, outcome)
    _timeline(out, outcome)
    balanced = all(account.balanced for account in outcome.status.accounts)
    out.print(
        f"The account {'balances' if balanced else 'does not balance'}: {counted(total.items, 'item')} = {ended}"
        f"{'' if balanced else f', {total.in_flight} in flight'}."
    )


def show_next_steps(address: str | None, desk: str | None) -> None:
    """Print what to try next; the addresses are those of the broker and the desk where they go on running."""
    from streams.ops.cli.output import console

    out = console()
    called = "wirefeed" if shutil.which("wirefeed") else sys.argv[0]  # `make demo` activates no environment
    out.print("\n[bold]Next[/]")
    if address is not None:
        if desk is not None:
            out.print(f"  The desk, with the incidents on a list and a map: [link={desk}]{desk}[/link]")
        out.print(f"  The broker at {address} and the worker go on until Ctrl-C. In another terminal:")
        for command in (
            "status --partitions",
            "tail incidents -n 3",
            "tail current --from-beginning --json",
            "dead list",
        ):
            out.print(f"    [cyan]{called} -b {address} {command}[/]")
        return
    steps = (
        ("demo --keep", "the same, left running to look around: pages of the desk, tail, status and dead"),
        ("up", "broker, topics and a worker until Ctrl-C"),
        ("ingest FILE|DIR|-", "your own articles: text, HTML, JSON Lines, RSS, ninjs, NewsML-G2, ..."),
        ("tail incidents --follow", "what comes out, as it comes"),
        ("extract casualties FILE.jsonl", "figures of a file, without a broker"),
    )
    for command, purpose in steps:
        out.print(f"  [cyan]{called} {command:32}[/] {purpose}")


def outcome_json(outcome: "Outcome") -> dict[str, Any]:
    """Return what came out as JSON data."""
    from streams.ops.status import balance_json

    return {
        "total": balance_json(outcome.status.total),
        "current": [article.model_dump(mode="json") for article in outcome.current.values()],
        "incidents": [incident.model_dump(mode="json") for incident in outcome.incidents.values()],
        "duplicates": [duplicate.model_dump(mode="json") for duplicate in outcome.duplicates],
        "retractions": [retraction.model_dump(mode="json") for retraction in outcome.retractions],
        "dead": [letter.model_dump(mode="json", exclude={"value"}) for letter in outcome.dead],
        "delivered": [notification.model_dump(mode="json") for notification in outcome.delivered],
        "alerts": [alert.model_dump(mode="json") for alert in outcome.alerts],
    }


def _incidents(out: "Console", outcome: "Outcome") -> None:
    from streams.incidents.title import shown_title
    from streams.ops.rendering import tolls_text
    from streams.ops.terminal import one_line

    told = [incident for incident in outcome.incidents.values() if incident.tolls]
    told.sort(key=lambda incident: (-len(incident.claims), incident.incident_id))
    rows = [
        (
            one_line(shown_title(incident), 60),
            incident.place.name if incident.place else None,
            tolls_text(incident),
            _who(incident),
            f"{len(incident.stories)} / {len(incident.outlets)}",
        )
        for incident in told
    ]
    _print(out, "Incidents and their tolls", ("incident", "place", "toll", "says", "stories / outlets"), rows)


def _who(incident: "Incident") -> str:
    from streams.alerts import named_speaker
    from streams.incidents.wording import kinds_in_order

    kinds = kinds_in_order(incident.tolls)
    says = dict.fromkeys(named_speaker(incident.tolls[kind].attribution or "no source named") for kind in kinds)
    return ", ".join(says)


def _stories(out: "Console", outcome: "Outcome") -> None:
    from streams.ops.rendering import figure_line
    from streams.ops.terminal import one_line

    live = [article for article in outcome.current.values() if article.figures]
    live.sort(key=lambda article: (-len(article.figures), article.article.provenance.item_key))
    rows = []
    for each in live:
        telling = _telling(each.figures)
        lines = [one_line(figure_line(figure), 90) for figure in telling[:FIGURES]]
        if len(telling) > FIGURES:
            lines.append(f"({len(telling) - FIGURES} more)")
        headline = one_line(each.article.headline or each.article.body, 60)
        rows.append((headline, each.article.provenance.source, "\n".join(lines)))
    title = f"Live stories: {len(outcome.current)}, {len(live)} of them with casualty figures"
    _print(out, title, ("story", "source", "figures, and who says so"), rows)


def _telling(figures: "Sequence[CasualtyFigure]") -> "list[CasualtyFigure]":
    """Return figures with a source before those without, each number of a kind once."""
    first: dict[tuple[object, ...], CasualtyFigure] = {}
    for figure in sorted(figures, key=lambda figure: figure.attribution is None):
        first.setdefault((figure.kind, figure.min, figure.max, figure.role), figure)
    kept = {figure.id for figure in first.values()}
    return [figure for figure in figures if figure.id in kept]


def _duplicates(out: "Console", outcome: "Outcome") -> None:
    from streams.ops.terminal import one_line

    headlines = {key: article.article.headline for key, article in outcome.current.items()}
    rows = []
    for each in outcome.duplicates:
        match = each.judgement.match or each.judgement.story_id
        rows.append(
            (
                each.provenance.source,
                each.judgement.verdict.value,
                one_line(headlines.get(match) or match, 56),
                f"{each.judgement.score:.2f}",
                one_line(f'"{each.judgement.shared_text}"', 56)
                if each.judgement.shared_text
                else "the same item again",
            )
        )
    _print(out, "Held back as duplicates", ("sent by", "is a", "of", "score", "both have"), rows)
    if outcome.retractions:
        taken = [
            (
                one_line(each.provenance.item_key, 60),
                each.kind.value,
                one_line(each.reason or "no reason given", 60),
                one_line(", ".join(each.copies), 60) or None,
            )
            for each in outcome.retractions
        ]
        _print(out, "Withdrawn", ("item", "by a", "reason", "with its copies"), taken)


def _refused(out: "Console", outcome: "Outcome") -> None:
    from streams.ops.terminal import one_line

    rows = [(each.id, each.stage, each.error, one_line(each.message, 100)) for each in outcome.dead]
    _print(out, "Refused, with their original bytes kept", ("dead letter", "stage", "error", "reason"), rows)


def _alerts(out: "Console", outcome: "Outcome") -> None:
    from streams.alerts import describe
    from streams.ops.terminal import one_line

    rows = [(f"{each.at:%d %b %H:%M}", each.cause.value, one_line(describe(each), 120)) for each in outcome.alerts]
    _print(out, "Alerts", ("at", "toll", "alert"), rows)


def _timeline(out: "Console", outcome: "Outcome") -> None:
    """Print how the toll with most turns went, and what a receiver got of it."""
    from streams.incidents.title import shown_title
    from streams.ops.incidents.timeline import timeline_lines
    from streams.ops.terminal import one_line

    incidents = [incident for incident in outcome.incidents.values() if incident.history]
    if not incidents:
        return
    shown = max(incidents, key=lambda each: (len({change.cause for change in each.history}), each.incident_id))
    out.print(f"\n[bold]A toll over time[/]: {one_line(shown_title(shown), 100)}")
    for line in timeline_lines(shown, out.width - 2):
        out.print(f"  {line}", markup=False, soft_wrap=True)
    notices = [notice for message in outcome.delivered for notice in message.notices]
    rows = [
        (notice.change, one_line(notice.text, 150))
        for notice in notices
        if notice.alert.incident_id == shown.incident_id
    ]
    _print(out, f"What a receiver got of it, of {len(outcome.delivered)} signed messages", ("change", "text"), rows)


def _print(out: "Console", title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    from streams.ops.cli.output import table

    if not rows:
        out.print(f"\n[bold]{title}[/]: none")
        return
    out.print()
    out.print(table(columns, rows[:ROWS], title=title))
    if len(rows) > ROWS:
        out.print(f"  and {len(rows) - ROWS} more", style="dim")
