"""The page of `wirefeed status`, for terminals of any width."""

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Group, RenderableType
    from rich.table import Table
    from rich.text import Text

    from streams.ops.accounting import Balance
    from streams.ops.status import PartitionStatus, Status

NOTICE_CHARS: Final = 300
SHOWN_NOTICES: Final = 20
SHOWN_FEEDS: Final = 50
STAGES: Final = ("stage", "reads", "lag", "records/s", "read", "sent on", "refused", "last record")
STAGES_GIVE_WAY: Final = ("reads", "last record", "sent on", "read")
FEEDS_GIVE_WAY: Final = ("next poll", "kind", "last success", "sent")
BALANCED: Final = "0 - balanced"


def page(
    status: "Status",
    before: "Status | None",
    seconds: float,
    *,
    width: int,
    by_partition: bool = False,
    delivery: str = "unknown",
) -> "Group":
    """Return what is shown on a terminal of so many columns; `before` was read so many seconds earlier."""
    from rich.console import Group
    from rich.text import Text

    parts: list[RenderableType] = [
        _stages(status, before, seconds, width=width, by_partition=by_partition),
        _accounts([*status.accounts, *([status.total] if len(status.accounts) != 1 else [])], width),
        Text(f"delivery: {delivery}"),
        *_dead_letters(status),
    ]
    if status.feeds:
        parts.append(_feeds(status, width))
    if status.notices:
        parts.append(_notices(status))
    return Group(*parts)


def _dead_letters(status: "Status") -> "list[Text]":
    from rich.text import Text

    from streams.ops.terminal import one_line

    most = " at most" if status.dead_letters_at_most else ""
    lines = [Text(f"dead letters: {status.dead_letters:,}{most}")]
    if status.errors:
        lines.append(Text("by error: " + ", ".join(f"{one_line(name, 60)} {n:,}" for name, n in status.errors.items())))
    last = status.last_error
    if last is not None:
        said = f"last error: {last.at} {status.last_error_stage}: {last.error}: {last.message}"
        lines.append(Text(one_line(said, NOTICE_CHARS)))
        shown = one_line(f"  wirefeed dead show {last.id}", NOTICE_CHARS)
        lines.append(Text(shown, no_wrap=True, overflow="ignore"))
    return lines


def _notices(status: "Status") -> "Table":
    from streams.ops.cli.output import table
    from streams.ops.terminal import one_line

    rows = [
        (f"{each.at:%Y-%m-%d %H:%M:%S}", str(each.kind), each.subject, one_line(each.text, NOTICE_CHARS))
        for each in status.notices[-SHOWN_NOTICES:]
    ]
    return table(("at", "notice", "of", "what happened"), rows, title="What workers report")


def _feeds(status: "Status", width: int) -> "Table":
    """Return how feeds do; a feed without success for too long stands first. Errors may take several lines."""
    from datetime import UTC, datetime

    from streams.ops.cli.output import fitting
    from streams.ops.feeds.overview import COLUMNS, row
    from streams.ops.wording import counted

    now = datetime.now(UTC)
    ordered = sorted(status.feeds.items(), key=lambda each: (not each[1].is_silent(now), each[0]))
    rows = [row(name, state.kind, state, now) for name, state in ordered]
    title = counted(len(rows), "feed")
    return fitting(COLUMNS, rows[:SHOWN_FEEDS], width=width, gives_way=FEEDS_GIVE_WAY, title=title)


def _stages(status: "Status", before: "Status | None", seconds: float, *, width: int, by_partition: bool) -> "Table":
    from streams.ops.accounting import throughput
    from streams.ops.cli.output import fitting
    from streams.ops.stage_summary import by_stage

    rates = throughput(before.counts, status.counts, seconds) if before is not None else {}
    rows: list[tuple[object, ...]] = []
    for stage, of_stage in by_stage(status.partitions).items():
        rate = rates.get(stage, 0.0) if before is not None else None
        rows.append(_row(stage, of_stage[0].topic, rate, of_stage))
        if by_partition:
            rows += [_row(f"  {stage}/{each.partition}", _place(each), None, [each]) for each in of_stage]
    return fitting(STAGES, rows, width=width, gives_way=STAGES_GIVE_WAY)


def _row(name: str, reads: str, rate: float | None, partitions: "Sequence[PartitionStatus]") -> tuple[object, ...]:
    from streams.ops.stage_summary import summary_of

    summary = summary_of(partitions)
    last = f"{summary.last:%Y-%m-%d %H:%M:%S}" if summary.last else None
    return (name, reads, summary.lag, rate, summary.read, summary.forwarded, summary.refused, last)


def _place(partition: "PartitionStatus") -> str:
    return f"at {'-' if partition.committed is None else f'{partition.committed:,}'} of {partition.end:,}"


def _accounts(accounts: "Sequence[Balance]", width: int) -> "Table":
    """Return the account: a line for each partition, or a column where a line of all outcomes is too long."""
    from streams.ops.accounting import OUTCOMES
    from streams.ops.cli.output import fits, fitting

    columns = ("raw partition", "records", "items", *OUTCOMES, "in flight")
    rows = [_account(account) for account in accounts]
    title = "What came in, and what it became"
    if fits(columns, rows, width):
        return fitting(columns, rows, width=width, title=title)
    names, *turned = zip(columns, rows[-1], *rows[:-1], strict=True)  # the last one is that of all partitions
    shown = [str(name) for name in names]
    return fitting(shown, turned, width=width, gives_way=shown[:1:-1], title=title)


def _account(account: "Balance") -> tuple[object, ...]:
    from rich.text import Text

    flight = Text(BALANCED, style="green") if account.balanced else Text(f"{account.in_flight:,}", style="yellow")
    name = "all" if account.partition is None else str(account.partition)
    return (name, account.records, account.items, *account.outcomes.values(), flight)
