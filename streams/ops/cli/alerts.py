"""`wirefeed alerts`: checks a rules file, and shows what its rules would have sent."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from streams.ops.cli.invocation import AsJson, UsageProblem, load_settings, run, usage_error, use_own_places

if TYPE_CHECKING:
    from streams.alerts import RuleSet
    from streams.ops.rule_trial import Timed

app = typer.Typer(no_args_is_help=True, help="Rules for who gets which alert: check a file, and try it on the past.")

RulesFile = Annotated[Path, typer.Argument(metavar="FILE", help="A rules file, TOML.")]


@app.command("check")
def check(file: RulesFile, as_json: AsJson = False) -> None:
    """Check a rules file: what is wrong is printed with file, line, reason and the nearest right name.

    For example: `wirefeed alerts check rules.toml`
    """
    from streams.ops.cli.output import console, notices, write_json
    from streams.ops.wording import counted

    rules = _rules(file)
    silent = _silent(rules)
    if as_json:
        write_json({"file": str(file), "rules": len(rules.rules), "receivers": len(rules.receivers), "notes": silent})
        return
    for note in silent:
        notices().print(f"{file}: {note}", markup=False, soft_wrap=True)
    said = f"{counted(len(rules.rules), 'rule')}, {counted(len(rules.receivers), 'receiver')}"
    console().print(f"{file}: {said}", markup=False)


@app.command("test")
def try_rules(
    file: RulesFile,
    since: Annotated[
        str, typer.Option("--since", metavar="TIME", help="Alerts since then: 2026-03-02T09:00, or 90m, 24h, 7d ago.")
    ] = "24h",
    articles: Annotated[
        Path | None,
        typer.Option("--articles", metavar="FILE.jsonl", help="Articles instead of the alerts on the topic."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Print what the rules would have sent for the alerts of the last day, or for a file of articles. Nothing is sent.

    For example:

    `wirefeed alerts test rules.toml --since 7d`

    `wirefeed alerts test rules.toml --articles articles.jsonl`
    """
    from streams.ops.cli.output import console, write_json
    from streams.ops.rule_trial import trial
    from streams.ops.terminal import printable
    from streams.ops.wording import counted

    rules = _rules(file)
    alerts = _articles(articles) if articles is not None else _recent(since)
    count = 0
    out = console()
    for receiver, message in trial(rules, alerts):
        count += 1
        if as_json:
            write_json({"receiver": receiver, **message.model_dump(mode="json", exclude_none=True)})
            continue
        out.print(f"{message.at:%Y-%m-%d %H:%M:%S}  {receiver}  {message.rule}", markup=False, soft_wrap=True)
        for notice in message.notices:
            out.print(f"  {notice.change}: {printable(notice.text)}", markup=False, soft_wrap=True)
    if not as_json:
        out.print(f"{counted(count, 'message')} of {counted(len(alerts), 'alert')}", markup=False)


def _rules(file: Path) -> "RuleSet":
    from streams.alerts import RulesInvalid, load_rules

    try:
        return load_rules(file)
    except RulesInvalid as error:
        raise UsageProblem(str(error)) from error


def _silent(rules: "RuleSet") -> list[str]:
    """Return a note for each rule that can find nothing, since no alerts of its kinds are on the topic."""
    published = set(load_settings().alert_kinds)
    return [
        f"rule {rule.name!r} asks for {', '.join(sorted(rule.kinds))} alone, which WIREFEED_ALERT_KINDS leaves out"
        for rule in rules.rules
        if not rule.kinds & published
    ]


def _recent(since: str) -> "list[Timed]":
    from streams.ops.dead_letters import moment
    from streams.ops.rule_trial import alerts_on_topic

    try:
        start = moment(since, datetime.now(UTC))
    except (ValueError, OverflowError) as error:
        usage_error(f"--since: {error}")
    return run(alerts_on_topic(load_settings(), start))


def _articles(file: Path) -> "list[Timed]":
    from streams.ops.json_lines import read_rows
    from streams.ops.rule_trial import alerts_in_file

    if str(file) != "-" and not file.is_file():
        usage_error(f"there is no file {file}")
    use_own_places()
    return alerts_in_file(read_rows(file, required=("id",)), load_settings())
