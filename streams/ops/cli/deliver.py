"""`wirefeed deliver`: brings alerts to webhooks, chats and mail."""

import os
from pathlib import Path
from typing import Annotated

import typer

from streams.ops.cli.invocation import UsageProblem, interruptible, load_settings, run


def deliver(
    rules: Annotated[
        Path, typer.Argument(metavar="RULES", help="A rules file, TOML; it is read again when it changes.")
    ],
    from_beginning: Annotated[
        bool,
        typer.Option(
            "--from-beginning", help="A new receiver gets what the topic still has, not only what is to come."
        ),
    ] = False,
    drain: Annotated[bool, typer.Option("--drain", help="End when all that is on the topic is delivered.")] = False,
) -> None:
    """Deliver alerts by rules, until Ctrl-C: in order, each until it is taken, with a consumer group for each receiver.

    For example:

    `wirefeed deliver rules.toml`

    `wirefeed deliver rules.toml --drain --from-beginning`
    """
    from streams.alerts import RulesInvalid, RuleSource
    from streams.delivery import UnusableReceiver
    from streams.ops.delivery import DeliverySettings
    from streams.ops.delivery import deliver as deliver_alerts
    from streams.ops.logs import set_up_logging

    settings = load_settings()
    set_up_logging(settings.log_level, as_json=settings.log_json)
    wanted = DeliverySettings(from_beginning=from_beginning, drain=drain)
    try:
        source = RuleSource(rules)
        with interruptible():
            run(deliver_alerts(settings, source, os.environ, wanted))
    except (RulesInvalid, UnusableReceiver) as error:
        raise UsageProblem(str(error)) from error
    except KeyboardInterrupt:
        return  # how it is ended
