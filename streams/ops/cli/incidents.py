"""`wirefeed incidents`: what happened, how many victims, who says so, and how the number changed."""

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from streams.ops.cli.invocation import AsJson, interruptible, load_settings, run, usage_error

if TYPE_CHECKING:
    from schemas import Incident, TollChange
    from streams.incidents.selection import Selection
    from streams.ops.incidents.snapshot import Snapshot

app = typer.Typer(no_args_is_help=True, help="Incidents and their tolls: list, explain, watch and export them.")

LISTED = 50
NEAR_KM = 50.0

Since = Annotated[
    str | None, typer.Option("--since", help="Happened then or later: 2026-03-02, or 6h, 2d ago.", metavar="TIME")
]
Until = Annotated[str | None, typer.Option("--until", help="Happened then or earlier.", metavar="TIME")]
Country = Annotated[str | None, typer.Option("--country", metavar="CODE", help="Two letters of the country: SD.")]
Place = Annotated[str | None, typer.Option("--place", help="Part of the name of the place.")]
Near = Annotated[str | None, typer.Option("--near", metavar="LAT,LON", help="Near this point.")]
Within = Annotated[float, typer.Option("--km", min=0, help="How far from the point, in kilometres.")]
KindOption = Annotated[str | None, typer.Option("--kind", help="With a toll of this kind: killed, injured, missing.")]
AtLeast = Annotated[int | None, typer.Option("--min", min=0, help="With a toll of so many or more.")]
Group = Annotated[str | None, typer.Option("--group", help="Part of a side's, group's or speaker's name or id.")]


class Format(StrEnum):
    """What an export can be."""

    CSV = "csv"
    GEOJSON = "geojson"
    PARQUET = "parquet"


class Rows(StrEnum):
    """What a row of an export is."""

    INCIDENTS = "incidents"
    CLAIMS = "claims"


@app.command("list")
def list_(
    since: Since = None,
    until: Until = None,
    country: Country = None,
    place: Place = None,
    near: Near = None,
    km: Within = NEAR_KM,
    kind: KindOption = None,
    minimum: AtLeast = None,
    group: Group = None,
    number: Annotated[int, typer.Option("-n", "--number", min=1, help="Only the latest so many.")] = LISTED,
    as_json: AsJson = False,
) -> None:
    """List incidents, the latest first, with their tolls.

    For example:

    `wirefeed incidents list --since 7d --kind killed --min 10`

    `wirefeed incidents list --near 15.6,32.5 --km 100 --json`
    """
    from streams.ops.cli.incident_pages import LIST_COLUMNS, LIST_PROSE, list_row
    from streams.ops.cli.listing import listing
    from streams.ops.cli.output import console, write_json
    from streams.ops.wording import counted

    wanted = _selection(since, until, country, place, near, km, kind, minimum, group)
    snapshot = _snapshot()
    found = _found(snapshot, wanted)
    if as_json:
        for incident in found[:number]:
            write_json({**incident.model_dump(mode="json"), "freshness": _freshness(snapshot)})
        return
    out = console()
    if found:
        rows = [list_row(incident) for incident in found[:number]]
        out.print(listing(LIST_COLUMNS, rows, width=out.width, prose=LIST_PROSE))
    left_out = f", the latest {number:,} shown" if len(found) > number else ""
    out.print(f"{counted(len(found), 'incident')}{left_out}; {snapshot.freshness()}")


@app.command("show")
def show(
    identity: Annotated[str, typer.Argument(metavar="ID", help="As `incidents list` gives it, or part of it.")],
    as_json: AsJson = False,
) -> None:
    """Show an incident: its tolls over time, its claims with sentence and source, and why the number is what it is.

    For example: `wirefeed incidents show meridian/quake-1`
    """
    from streams.ops.cli.incident_pages import page
    from streams.ops.cli.output import console, write_json

    snapshot = _snapshot()
    incident = _the_one(snapshot, identity)
    if as_json:
        write_json({**incident.model_dump(mode="json"), "freshness": _freshness(snapshot)})
        return
    out = console()
    for part in page(incident, out.width, snapshot.incidents.__contains__):
        out.print(part, soft_wrap=isinstance(part, str), markup=False)
    out.print(snapshot.freshness(), style="dim")


@app.command("watch")
def watch(
    since: Since = None,
    until: Until = None,
    country: Country = None,
    place: Place = None,
    near: Near = None,
    km: Within = NEAR_KM,
    kind: KindOption = None,
    minimum: AtLeast = None,
    group: Group = None,
    as_json: AsJson = False,
) -> None:
    """Print each change of a toll as it comes, until Ctrl-C.

    For example: `wirefeed incidents watch --kind killed --min 5`
    """
    wanted = _selection(since, until, country, place, near, km, kind, minimum, group)
    try:
        with interruptible():
            run(_watch(wanted, kind, as_json=as_json))
    except KeyboardInterrupt:
        return  # how it is ended


@app.command("export")
def export(
    target: Annotated[str, typer.Argument(metavar="FILE|-", help="Where to write, - for standard output.")],
    format_: Annotated[
        Format | None, typer.Option("--format", "-f", help="By the name of the file where not given; csv for -.")
    ] = None,
    rows: Annotated[Rows, typer.Option("--rows", help="A row an incident, or a row a claim.")] = Rows.INCIDENTS,
    since: Since = None,
    until: Until = None,
    country: Country = None,
    place: Place = None,
    near: Near = None,
    km: Within = NEAR_KM,
    kind: KindOption = None,
    minimum: AtLeast = None,
    group: Group = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print what was written, and how fresh it is, as JSON.")
    ] = False,
) -> None:
    """Write incidents, or their claims, as CSV, GeoJSON or Parquet.

    For example:

    `wirefeed incidents export incidents.csv --since 30d`

    `wirefeed incidents export claims.csv --rows claims`
    """
    from streams.ops.cli.output import notices, write_json
    from streams.ops.wording import counted

    wanted = _selection(since, until, country, place, near, km, kind, minimum, group)
    chosen = format_ or _format_of(target)
    snapshot = _snapshot()
    found = _found(snapshot, wanted)
    _write(target, chosen, rows, found)
    if as_json and target != "-":
        write_json({"file": target, "format": chosen.value, "incidents": len(found), "freshness": _freshness(snapshot)})
        return
    notices().print(f"{counted(len(found), 'incident')} written; {snapshot.freshness()}", markup=False)


def _selection(
    since: str | None,
    until: str | None,
    country: str | None,
    place: str | None,
    near: str | None,
    km: float,
    kind: str | None,
    minimum: int | None,
    group: str | None,
) -> "Selection":
    from schemas import Kind
    from streams.incidents.selection import Selection

    if kind is not None and kind not in set(Kind):
        usage_error(f"--kind: no kind {kind!r}; known: {', '.join(Kind)}")
    return Selection(
        since=_moment("--since", since),
        until=_moment("--until", until),
        country=country,
        place=place,
        near=_point(near),
        within_km=km,
        kind=kind,
        at_least=minimum,
        group=group,
    )


def _moment(option: str, text: str | None) -> datetime | None:
    from streams.ops.dead_letters import moment

    if text is None:
        return None
    try:
        return moment(text, datetime.now(UTC))
    except (ValueError, OverflowError) as error:
        usage_error(f"{option}: {error}")


def _point(text: str | None) -> tuple[float, float] | None:
    if text is None:
        return None
    try:
        lat, lon = (float(part) for part in text.split(","))
    except ValueError:
        usage_error(f"--near: {text!r} is no point; give latitude and longitude: 15.6,32.5")
    if not (abs(lat) <= 90 and abs(lon) <= 180):  # noqa: PLR2004 - the ends of the globe
        usage_error(f"--near: {text!r} is not on the globe: latitude is -90 to 90, longitude -180 to 180")
    return lat, lon


def _snapshot() -> "Snapshot":
    from streams.ops.incidents.snapshot import read_incidents

    return run(read_incidents(load_settings()))


def _found(snapshot: "Snapshot", wanted: "Selection") -> list["Incident"]:
    from streams.incidents.selection import day_of

    found = [incident for incident in snapshot.incidents.values() if wanted.matches(incident)]
    return sorted(found, key=lambda incident: (day_of(incident), incident.updated, incident.incident_id), reverse=True)


def _the_one(snapshot: "Snapshot", identity: str) -> "Incident":
    from streams.incidents.relations import merged_into
    from streams.ops.errors import OperationFailed

    exact = snapshot.incidents.get(identity) or merged_into(identity, snapshot.incidents.values())
    if exact is not None:
        return exact
    near = sorted(key for key in snapshot.incidents if identity in key)
    if len(near) == 1:
        return snapshot.incidents[near[0]]
    if near:
        raise OperationFailed(f"{identity} is part of {len(near)} incidents: {', '.join(near[:5])}; give more of it")
    raise OperationFailed(f"there is no incident {identity}; `wirefeed incidents list` shows what there is")


def _freshness(snapshot: "Snapshot") -> dict[str, Any]:
    changed = snapshot.changed_at
    return {"read_at": snapshot.read_at.isoformat(), "changed_at": changed.isoformat() if changed else None}


async def _watch(wanted: "Selection", kind: str | None, *, as_json: bool) -> None:
    from contextlib import aclosing

    from streams.ops.cli.incident_pages import change_line
    from streams.ops.cli.output import console, flush, notices, write_json
    from streams.ops.incidents.snapshot import Snapshot, follow_incidents

    snapshot = Snapshot(datetime.now(UTC))
    notices().print("changes of tolls as they come, until Ctrl-C", style="dim")
    async with aclosing(follow_incidents(load_settings(), snapshot)) as changes:
        async for before, incident in changes:
            if not wanted.matches(incident):
                continue
            for change in _new_changes(before, incident, kind):
                if as_json:
                    write_json({"incident_id": incident.incident_id, **change.model_dump(mode="json")})
                    flush()
                else:
                    console().print(change_line(incident, change), markup=False, soft_wrap=True)


def _new_changes(before: "Incident | None", now: "Incident", kind: str | None) -> list["TollChange"]:
    known = set() if before is None else {_identity(change) for change in before.history}
    return [change for change in now.history if _identity(change) not in known and kind in {None, change.kind}]


def _identity(change: "TollChange") -> tuple[object, ...]:
    return (change.item_key, change.version, change.kind, change.cause, change.taken)


def _format_of(target: str) -> Format:
    if target == "-":
        return Format.CSV
    suffix = Path(target).suffix.lower().removeprefix(".")
    known = {"csv": Format.CSV, "geojson": Format.GEOJSON, "json": Format.GEOJSON, "parquet": Format.PARQUET}
    if suffix not in known:
        usage_error(f"{target}: give --format csv, geojson or parquet")
    return known[suffix]


def _write(target: str, chosen: Format, rows: Rows, incidents: list["Incident"]) -> None:
    import sys

    from streams.incidents import rows as made
    from streams.ops.errors import OperationFailed
    from streams.ops.incidents import export as writers

    columns = made.INCIDENT_COLUMNS if rows is Rows.INCIDENTS else made.CLAIM_COLUMNS
    found = (
        (made.incident_row(incident) for incident in incidents)
        if rows is Rows.INCIDENTS
        else (row for incident in incidents for row in made.claim_rows(incident))
    )
    write = {
        Format.CSV: writers.write_csv,
        Format.GEOJSON: writers.write_geojson,
        Format.PARQUET: writers.write_parquet,
    }[chosen]
    if target == "-":
        write(found, columns, sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return
    try:
        with Path(target).open("wb") as file:
            write(found, columns, file)
    except OSError as error:
        raise OperationFailed(f"{target} can't be written: {error}") from error
