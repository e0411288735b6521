"""`wirefeed topics`: create, list, describe."""

from typing import Annotated

import typer

from streams.ops.cli.invocation import AsJson, load_settings, run, usage_error

app = typer.Typer(no_args_is_help=True, help="Create and look at the topics of the flow.")


@app.command("create")
def create(
    partitions: Annotated[
        int | None, typer.Option("--partitions", "-p", min=1, help="Of each topic, over WIREFEED_PARTITIONS.")
    ] = None,
    replication: Annotated[
        int | None, typer.Option("--replication", "-r", min=1, help="Copies, over WIREFEED_REPLICATION.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Create all topics that workers need; what is there stays as it is.

    Ends with 1 where a topic is there with another number of partitions, or can't be created.

    For example: `wirefeed topics create --partitions 12 --replication 3`
    """
    from streams.ops.administration import Outcome, create_topics
    from streams.ops.cli.output import console, notices, table, write_json

    asked = {"partitions": partitions, "replication": replication}
    settings = load_settings(**{name: value for name, value in asked.items() if value is not None})
    outcomes = run(create_topics(settings))
    wrong = [outcome for outcome in outcomes if outcome.outcome in {Outcome.MISMATCH, Outcome.FAILED}]
    if as_json:
        for each in outcomes:
            write_json(
                {"topic": each.name, "partitions": each.partitions, "outcome": each.outcome, "detail": each.detail}
            )
    else:
        rows = [(each.name, each.partitions, each.outcome.value, each.detail) for each in outcomes]
        console().print(table(("topic", "partitions", "", ""), rows))
    if any(outcome.outcome is Outcome.MISMATCH for outcome in wrong):
        notices().print(
            "[bold red]error:[/] topics that work together must have the same number of partitions: set "
            f"WIREFEED_PARTITIONS to what is there, now {settings.partitions}, or use another WIREFEED_TOPIC_PREFIX"
        )
    if wrong:
        raise typer.Exit(1)


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """List the topics that workers need: whether they are there, with how many partitions and records.

    For example: `wirefeed topics list`
    """
    from dataclasses import asdict

    from streams.ops.administration import topic_states
    from streams.ops.cli.output import console, table, write_json

    settings = load_settings()
    states = run(topic_states(settings))
    if as_json:
        for state in states:
            write_json(asdict(state))
        return
    rows = [
        (each.name, each.partitions, each.replication, each.records, each.purpose)
        if each.exists
        else (each.name, None, None, None, f"missing - {each.purpose}")
        for each in states
    ]
    console().print(table(("topic", "partitions", "copies", "records", "purpose"), rows))
    if not all(state.exists for state in states):
        console().print("Missing ones are made by [cyan]wirefeed topics create[/].")


@app.command("describe")
def describe(
    topic: Annotated[str, typer.Argument(help="Short name (raw, incidents) or full one (wire.raw.v1).")],
    as_json: AsJson = False,
) -> None:
    """Say what a topic is for: key, messages, how long it keeps them, and the broker's settings of it.

    For example: `wirefeed topics describe incidents`
    """
    from schemas import schema_name
    from streams.ops.administration import topic_config
    from streams.ops.cli.output import console, table, write_json
    from streams.topics import topic_named

    try:
        spec = topic_named(topic)
    except KeyError as error:
        usage_error(str(error.args[0]))
    settings = load_settings()
    name = spec.full_name(settings)
    facts = {
        "topic": name,
        "purpose": spec.purpose,
        "key": spec.key,
        "messages": [schema_name(kind) for kind in spec.types] or ["bytes as received"],
        "kept": "the latest of each key" if spec.compacted else f"{spec.retention_days} days",
        "broker": run(topic_config(settings, name)),
    }
    if as_json:
        write_json(facts)
        return
    config = facts.pop("broker")
    rows = [(fact, ", ".join(value) if isinstance(value, list) else value) for fact, value in facts.items()]
    rows += [(f"broker: {key}", value) for key, value in sorted(config.items())]  # type: ignore[attr-defined]
    console().print(table(("", ""), rows))
